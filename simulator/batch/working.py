"""What a worker does with one stretch of rows: a plain function of what it is given, wherever it runs."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.bulk import BatchRow, RowError
from ..errors import SimulatorError
from .playing import ModelFault, played_talk
from .rows import Done, Fault, Row, Stretch, Task
from .scoring import scored_transcript, scored_turn
from .table import part_of
from .tally import Tally
from .versions import other_version

#: So many talks have to fail together before a model counts as gone.
_SEVERAL = 3


def work(task: Task, stretch: Stretch) -> Done:
    """Score or play every row; a row that cannot be used becomes an error and stops nothing."""
    tally = Tally()
    try:
        if other := other_version(task.versions):
            return _stopped(stretch, other)
        made = [(row, _made(task, row)) for row in stretch.rows]
    except SimulatorError as error:
        return _stopped(stretch, str(error))
    if gone := _model_is_gone([result for _, result in made]):
        return _stopped(stretch, gone)
    rows: list[BatchRow] = []
    errors: list[RowError] = []
    for row, result in made:
        if isinstance(result, Fault):
            errors.append(RowError(row=row.number, what=result.what, where=stretch.where(row), do=result.do))
        else:
            rows.append(result)
            tally.add(result)
    tally.errors = len(errors)
    return Done(stretch.number, len(made), part_of(rows, task.kind, task.form), tally, tuple(errors))


def _made(task: Task, row: Row) -> BatchRow | Fault:
    try:
        if task.kind == "turns":
            return scored_turn(row)
        return scored_transcript(row) if task.kind == "reports" else played_talk(row, task.voice)
    except SimulatorError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours: it is written down, and a million other rows go on
        return Fault(f"The program failed at this row ({type(error).__name__}).", "Please report it, with the row.")


def _model_is_gone(results: Sequence[BatchRow | Fault]) -> str | None:
    """What the model failed with, where it failed in every talk of several: the others need not be tried."""
    failed = [result.what for result in results if isinstance(result, ModelFault)]
    return failed[0] if len(failed) == len(results) >= _SEVERAL else None


def _stopped(stretch: Stretch, why: str) -> Done:
    return Done(stretch.number, 0, b"", Tally(), (), stopped=why)
