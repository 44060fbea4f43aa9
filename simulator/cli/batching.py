"""The commands for many rows at once: ``simulator batch score`` and ``simulator batch play``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadText, BatchStopped
from .output import PRETTY, print_json, show_help

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from ..batch.engines import Engine
    from ..batch.job import Job, Progress

_OPTIONS = (
    click.option(
        "--out", metavar="FOLDER", required=True, help="For the results; one that holds a stopped run goes on."
    ),
    click.option(
        "--format",
        "form",
        default="parquet",
        show_default=True,
        type=click.Choice(["parquet", "jsonl"]),
        help="Of the results.",
    ),
    click.option(
        "--engine", default="local", show_default=True, type=click.Choice(["local", "ray"]), help="Who works."
    ),
    click.option("--workers", default=None, type=click.IntRange(1, 4096), help="At once; every core by default."),
    click.option(
        "--address", metavar="ADDRESS", default=None, help="Of the Ray cluster; the one of this machine by default."
    ),
    click.option(
        "--part-rows",
        default=None,
        type=click.IntRange(1, 100_000),
        help="Rows of the input in one part of the results.",
    ),
    PRETTY,
)


def _bulk(command: Callable[..., None]) -> Callable[..., None]:
    """The options that all bulk commands share."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def batch() -> None:
    """Score or play many rows at once.

    A stopped run goes on with the same command.
    """


@batch.command()
@click.argument("input_", metavar="INPUT")
@_bulk
def score(
    input_: str,
    out: str,
    form: Any,
    engine: str,
    workers: int | None,
    address: str | None,
    part_rows: int | None,
    pretty: bool,
) -> None:
    """Score the turns or transcripts in INPUT.

    It is a file or a folder, JSONL or Parquet. Rows with "user" are turns, as `simulator appraise` reads them. Rows
    that are transcripts, or have a column "transcript", are scored as `simulator score` does it.
    """
    from pathlib import Path

    from ..batch.job import scoring

    _carry_out(lambda: scoring(Path(input_), Path(out), form, part_rows), engine, workers, address, pretty)


@batch.command()
@click.option(
    "--persona", "personas", metavar="NAME", multiple=True, help="A supervisor, by id or name; all by default."
)
@click.option("--employee", "kinds", metavar="KIND", multiple=True, help="A kind of scripted employee; all by default.")
@click.option(
    "--employees", "employees_file", metavar="FILE", default=None, help="Scripted employees of your own (YAML)."
)
@click.option("--turns", "files", metavar="FILE", multiple=True, help="User turns, as `simulator play` reads them.")
@click.option(
    "--scenario",
    "scenarios",
    metavar="NAME",
    multiple=True,
    help="A situation, by id or title; the letter's own by default.",
)
@click.option(
    "--difficulty",
    "difficulties",
    multiple=True,
    type=click.Choice(["easy", "normal", "hard"]),
    help="How hard they are to win; normal by default.",
)
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(1, 1_000_000), help="How many, from 0.")
@click.option(
    "--model", "models", metavar="NAME", multiple=True, help='A model at the server that is set; else "scripted".'
)
@_bulk
def play(
    personas: tuple[str, ...],
    kinds: tuple[str, ...],
    employees_file: str | None,
    files: tuple[str, ...],
    scenarios: tuple[str, ...],
    difficulties: tuple[Any, ...],
    seeds: int,
    models: tuple[str, ...],
    out: str,
    form: Any,
    engine: str,
    workers: int | None,
    address: str | None,
    part_rows: int | None,
    pretty: bool,
) -> None:
    """Play every supervisor with every employee.

    One row a conversation comes out, its transcript with it. What is named with --persona, --employee, --turns,
    --scenario, --difficulty or --model may be repeated: every one is played with every other.
    """
    from pathlib import Path

    from ..batch.job import playing
    from ..batch.plan import Wanted
    from ..config import load_settings

    wanted = Wanted(
        personas=personas,
        scenarios=scenarios,
        difficulties=difficulties,
        kinds=kinds,
        employees_file=Path(employees_file) if employees_file else None,
        files=tuple(map(Path, files)),
        seeds=seeds,
        models=models,
    )
    _carry_out(lambda: playing(wanted, Path(out), load_settings(), form, part_rows), engine, workers, address, pretty)


def _carry_out(make: Callable[[], Job], engine: str, workers: int | None, address: str | None, pretty: bool) -> None:
    """Do a job, with its progress on a terminal, and print its summary."""
    from ..batch.job import carry_out

    bar = _bar()
    with bar, _ended_politely():
        line = bar.add_task("Looking through the input", total=None, errors=0)
        job = make()
        bar.update(line, description="Working", total=job.rows)

        def tell(so_far: Progress) -> None:
            bar.update(line, completed=so_far.rows, total=max(so_far.of, so_far.rows), errors=so_far.errors)

        summary = carry_out(job, _engine(engine, workers, address, job), tell)
    if pretty:
        from .summary_shown import show_summary

        show_summary(summary, str(job.out))
    else:
        print_json(summary)
    if summary.distress:
        show_help()
    if summary.errors:
        rows = "1 row" if summary.errors == 1 else f"{summary.errors:,} rows"
        click.echo(f"simulator: {rows} could not be used; {job.out}/errors.jsonl says why.", err=True)


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Being told to end, by the user or by the system, is one line."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise BatchStopped("Stopped. What is done stays: run the same command again to go on.") from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _engine(name: str, workers: int | None, address: str | None, job: Job) -> Engine:
    from ..batch.engines import Processes, ThisProcess, cores

    if name == "ray":
        from ..batch.cluster import RayCluster

        return RayCluster(address, workers)
    if address is not None:
        raise BadText("--address names a Ray cluster; add --engine ray, or leave it out.")
    wanted = min(workers or cores(), -(-job.rows // job.run.rows_a_part))
    return Processes(wanted) if wanted > 1 else ThisProcess()


def _bar() -> Bar:
    """The progress, on standard error where that is a terminal and nowhere else."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[errors]} errors"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
