"""Bulk scoring beside its peers: ``python -m tests.bench.bulk [--sizes 10000 100000] [--engines 1 2 ray]``.

Every size is scored by each engine in a process of its own, whose whole tree of processes is watched for memory. The
peers read the same turns in the same run: VADER, and ``appraise`` in a plain loop, on one core each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.batch.make import children

from .many import write_turns
from .tables import table, vader

_PROJECT = Path(__file__).parents[2]
#: The peers read so many turns at most: their speed does not hang on how many there are.
_PEER_TURNS = 10_000
_LOOK_EVERY = 0.5


@dataclass(frozen=True)
class Took:
    """What one reading of many turns took; ``peak`` is in MB, shared pages counted once."""

    who: str
    turns: int
    seconds: float
    cpu: float
    peak: float | None = None


def main() -> None:
    """Print one table a size."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bulk", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--engines", nargs="+", default=["1", "2", "ray"], help="numbers of processes, or ray")
    chosen = parser.parse_args()
    console = Console(highlight=False, markup=False)
    folder = Path(tempfile.mkdtemp(prefix="bulk-"))
    try:
        for size in chosen.sizes:
            source = write_turns(folder / f"{size}.jsonl", size)
            took = [*_peers(source), *(_scored(source, size, engine, folder / "out") for engine in chosen.engines)]
            console.print(_table(size, took))
    finally:
        shutil.rmtree(folder)


def _table(size: int, took: list[Took]) -> object:
    peer, plain = took[:2]
    rows = []
    for one in took:
        speed = one.turns / one.seconds
        rows.append(
            (
                one.who,
                f"{one.seconds:,.1f}",
                f"{speed:,.0f}",
                f"{1000 * one.cpu / one.turns:.2f}",
                f"{speed / (plain.turns / plain.seconds):.2f}",
                f"{speed / (peer.turns / peer.seconds):.3f}",
                f"{one.peak:,.0f}" if one.peak else "",
            )
        )
    heads = (
        "",
        "seconds",
        "turns a second",
        "CPU ms a turn",
        "to the plain loop",
        "to VADER",
        "peak MB",
    )
    others = os.getloadavg()[0]
    return table(
        f"Bulk scoring of {size:,} turns on {os.cpu_count()} cores",
        heads,
        rows,
        "Starting and stopping included; the peak is of all processes of a run together. "
        f"Load of the machine at the end: {others:.1f}.",
    )


def _peers(source: Path) -> Iterator[Took]:
    from simulator.tone.appraise import appraise

    with source.open(encoding="utf-8") as lines:
        turns = [json.loads(line) for _, line in zip(range(_PEER_TURNS), lines, strict=False)]
    compound = vader()
    compound(turns[0]["user"])
    with _timed() as timed:
        for turn in turns:
            compound(turn["user"])
    yield Took("VADER, one core", len(turns), *timed)
    appraise(turns[0]["user"])
    with _timed() as timed:
        for turn in turns:
            appraise(turn["user"], turn["supervisor"])
    yield Took("plain loop of appraise, one core", len(turns), *timed)


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Wall and CPU seconds of the block, and of the processes it waited for."""
    found: list[float] = []
    wall, cpu = time.perf_counter(), _cpu()
    yield found
    found += [time.perf_counter() - wall, _cpu() - cpu]


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _scored(source: Path, size: int, engine: str, out: Path) -> Took:
    shutil.rmtree(out, ignore_errors=True)
    ray = engine == "ray"
    how = ["--engine", "ray"] if ray else ["--workers", engine]
    command = [sys.executable, "-m", "simulator", "batch", "score", str(source), "--out", str(out), *how]
    with _timed() as timed:
        running = subprocess.Popen(
            command, cwd=_PROJECT, env={**os.environ, "PYTHONPATH": str(_PROJECT)}, stdout=subprocess.DEVNULL
        )
        peaks = [0.0]
        over = threading.Event()
        watch = threading.Thread(target=_watch, args=(running.pid, peaks, over))
        watch.start()
        code = running.wait()
        over.set()
        watch.join()
    assert code == 0, f"{engine} ended with {code}"
    name = "on Ray, its own processes with it" if ray else f"in {engine} process{'es' if engine != '1' else ''}"
    return Took(name, size, timed[0], timed[1], max(peaks))


def _watch(pid: int, peaks: list[float], over: threading.Event) -> None:
    while not over.wait(_LOOK_EVERY):
        peaks.append(sum(map(_memory, _tree(pid))))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        found += children(one)
    return found


def _memory(pid: int) -> float:
    """The proportional set of a process in MB: what several share is divided between them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
