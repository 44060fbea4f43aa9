"""What a worker does with one stretch of rows: a plain function of what it is given, wherever it runs."""

from __future__ import annotations

from ..domain.bulk import BatchRow, RowError
from ..errors import SimulatorError
from .rows import Done, Fault, Row, Stretch, Task
from .table import part_of
from .tally import Tally
from .versions import other_version


def work(task: Task, stretch: Stretch) -> Done:
    """Score or play every row; a row that cannot be used becomes an error and stops nothing."""
    tally = Tally()
    try:
        if other := other_version(task.versions):
            return _stopped(stretch, other)
        made = [(row, _made(task, row)) for row in stretch.rows]
    except SimulatorError as error:
        return _stopped(stretch, str(error))
    rows: list[BatchRow] = []
    errors: list[RowError] = []
    for row, result in made:
        if isinstance(result, Fault):
            where = f"{stretch.file}, {stretch.unit} {row.place}"
            errors.append(RowError(row=row.number, what=result.what, where=where, do=result.do))
        else:
            rows.append(result)
            tally.add(result)
    tally.errors = len(errors)
    return Done(stretch.number, len(made), part_of(rows, task.kind, task.form), tally, tuple(errors))


def _made(task: Task, row: Row) -> BatchRow | Fault:
    if task.kind == "turns":
        from .scoring import scored_turn

        return scored_turn(row)
    from .scoring import scored_transcript

    return scored_transcript(row)


def _stopped(stretch: Stretch, why: str) -> Done:
    return Done(stretch.number, 0, b"", Tally(), (), stopped=why)
