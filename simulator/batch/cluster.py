"""The work on a Ray cluster: a lost worker or machine costs the work it had in hand, which another one does again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..config import without_usage_reports
from ..errors import InputError
from .engines import AHEAD, given_up
from .rows import Done, Stretch, Task
from .working import work

#: So often Ray does a stretch again whose worker was lost.
_RETRIES = 5


class RayCluster:
    """The machines of a Ray cluster.

    ``address`` is where it is; None is the one this machine belongs to, or a small one that lives as long as the run.
    ``workers`` is how many stretches are worked on at once; None takes every core of the cluster.
    """

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        self._address = address
        self._workers = workers
        self._ray = _ray()

    def run(self, task: Task, stretches: Iterator[Stretch]) -> Iterator[Done]:
        """As ``Engine.run``."""
        ray = self._ray
        self._connect()
        try:
            remote = ray.remote(num_cpus=1, max_retries=_RETRIES)(work)
            shared = ray.put(task)
            workers = self._workers or int(ray.cluster_resources().get("CPU", 1))
            under_way: dict[Any, Stretch] = {}
            while True:
                while len(under_way) < workers * AHEAD and (stretch := next(stretches, None)):
                    under_way[remote.remote(shared, stretch)] = stretch
                if not under_way:
                    return
                (ready,), _ = ray.wait(list(under_way), num_returns=1)
                yield self._result(ready, under_way)
        finally:
            ray.shutdown()

    def _result(self, ready: Any, under_way: dict[Any, Stretch]) -> Done:
        errors = self._ray.exceptions
        try:
            done: Done = self._ray.get(ready)
        except errors.RayTaskError:
            raise
        except errors.RayError as error:
            raise given_up(list(under_way.values())) from error
        del under_way[ready]
        return done

    def _connect(self) -> None:
        without_usage_reports()
        try:
            self._ray.init(address=self._address, logging_level="ERROR", log_to_driver=False)
        except (ConnectionError, ValueError) as error:
            where = f" at {self._address}" if self._address else ""
            raise InputError(f"There is no Ray cluster{where} to connect to; start one with `ray start`.") from error


def _ray() -> Any:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise InputError("Ray is not installed: pip install ray.") from error
    return ray
