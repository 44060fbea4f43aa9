"""Who does the work: this process, or as many as the machine has cores. A stretch is worked on by one worker alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Protocol

from ..errors import BatchStopped
from .rows import Done, Stretch, Task
from .working import work

#: So many stretches wait for each worker, so that none is idle and few are in memory.
AHEAD = 2
#: So often workers may be lost in a row before the run is given up.
_MOST_LOSSES = 3


class Engine(Protocol):
    """Somebody who does the work; the results come in any order, and are the same whoever did it."""

    def run(self, task: Task, stretches: Iterator[Stretch]) -> Iterator[Done]:
        """Work on every stretch, and read no more of them ahead than the workers need.

        Raises:
            BatchStopped: workers were lost again and again.
        """
        ...


class ThisProcess:
    """No other process: for little work."""

    def run(self, task: Task, stretches: Iterator[Stretch]) -> Iterator[Done]:
        """One stretch after the other."""
        for stretch in stretches:
            yield work(task, stretch)


class Processes:
    """So many processes of this machine. One that is lost is replaced, and its work is done again."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(self, task: Task, stretches: Iterator[Stretch]) -> Iterator[Done]:
        """As ``Engine.run``."""
        in_hand: dict[int, Stretch] = {}
        losses = 0
        while True:
            try:
                for done in self._with_these_workers(task, in_hand, stretches):
                    losses = 0
                    yield done
            except BrokenProcessPool as error:
                losses += 1
                if losses == _MOST_LOSSES:
                    raise given_up(list(in_hand.values())) from error
            else:
                return

    def _with_these_workers(
        self, task: Task, in_hand: dict[int, Stretch], stretches: Iterator[Stretch]
    ) -> Iterator[Done]:
        """Go on until all is done or a worker is lost; ``in_hand`` is what was begun and is not done yet."""
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._workers, spawn, initializer=_live_no_longer_than_the_parent)
        try:
            futures = {pool.submit(work, task, stretch) for stretch in in_hand.values()}
            while True:
                while len(futures) < self._workers * AHEAD and (stretch := next(stretches, None)) is not None:
                    in_hand[stretch.number] = stretch
                    futures.add(pool.submit(work, task, stretch))
                if not futures:
                    return
                finished, futures = wait(futures, return_when=FIRST_COMPLETED)
                for future in finished:
                    done = future.result()
                    del in_hand[done.number]
                    yield done
        finally:
            pool.shutdown(cancel_futures=True)


def given_up(waiting: list[Stretch]) -> BatchStopped:
    """What is said when workers are lost again and again over the same rows."""
    rows = "; ".join(stretch.reach for stretch in waiting[:AHEAD])
    return BatchStopped(
        f"The workers were ended from outside again and again, last over {rows}; is there enough memory? "
        "What is done stays: run the same command again to go on, with fewer workers."
    )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _live_no_longer_than_the_parent() -> None:
    """A worker ends quietly when its user stops the run, and when the process that gave it work is killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait_for([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
