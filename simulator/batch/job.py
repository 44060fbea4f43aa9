"""One run from its input to its summary; begun anew after a stop, it does what is missing and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..config import Settings
from ..domain.bulk import Form, Summary
from ..errors import BatchStopped
from .engines import Engine
from .folder import Folder, Run
from .plan import Wanted, plan_for
from .playing import backend_for
from .rows import Stretch, Task, Voice
from .source import source_at
from .versions import versions

#: Rows a part where nobody said how many: a few seconds of work each.
_ROWS_A_PART = {"turns": 2_500, "reports": 50}
_TALKS_A_PART, _TALKS_WITH_A_MODEL = 50, 5


@dataclass(frozen=True)
class Progress:
    """How far a run is: rows worked through, of about so many; ``errors`` among those of this process."""

    rows: int
    of: int
    errors: int


@dataclass(frozen=True)
class Job:
    """What is to be done.

    Attributes:
        out: the folder for the results.
        rows: about how many there are, for the progress.
        stretches: makes the same stretches however often it is called.
    """

    out: Path
    task: Task
    run: Run
    rows: int
    stretches: Callable[[], Iterator[Stretch]]


def scoring(place: Path, out: Path, form: Form = "parquet", rows_a_part: int | None = None) -> Job:
    """The scoring of all turns or transcripts in a file or a folder; which they are, the first row tells.

    Raises:
        InputError: what is wrong with the input.
    """
    source = source_at(place)
    most = rows_a_part or _ROWS_A_PART[source.kind]
    inputs = source.fingerprints()
    held = dict(versions())
    run = Run(kind=source.kind, format=form, rows_a_part=most, inputs=inputs, plan=None, versions=held)
    rows = sum(file.rows for file in inputs)
    return Job(out, Task(source.kind, form, held), run, rows, lambda: source.stretches(most))


def playing(
    wanted: Wanted, out: Path, settings: Settings, form: Form = "parquet", rows_a_part: int | None = None
) -> Job:
    """The playing of every talk that is wanted; ``settings`` say where the models are.

    Raises:
        InputError: a name that there is not, a file that cannot be used, a model that cannot be asked.
    """
    plan = plan_for(wanted)
    voice = _voice(settings) if plan.speaks else None
    for model in plan.models:
        backend_for(model, voice)  # what cannot speak at all is said before anything is begun
    most = rows_a_part or (_TALKS_WITH_A_MODEL if voice else _TALKS_A_PART)
    held = dict(versions())
    run = Run(kind="talks", format=form, rows_a_part=most, inputs=(), plan=plan.fingerprint(), versions=held)
    return Job(out, Task("talks", form, held, voice), run, plan.talks, lambda: plan.stretches(most))


def _voice(settings: Settings) -> Voice:
    """What workers need of the settings: a served model, and nothing of the database."""
    held = {name: getattr(settings, name) for name in Voice.model_fields}
    return Voice.model_construct(**held | {"model_file": None})


def carry_out(job: Job, engine: Engine, tell: Callable[[Progress], None]) -> Summary:
    """Do what is missing of a job, and sum it up.

    Raises:
        InputError: the folder belongs to something else.
        BatchStopped: the disk is full, workers or models fail; what is done stays.
    """
    folder = Folder(job.out, job.run)
    parts = rows = errors = 0

    def missing() -> Iterator[Stretch]:
        nonlocal parts, rows
        for stretch in job.stretches():
            parts = stretch.number
            kept = folder.kept(stretch.number)
            if kept is None:
                yield stretch
            else:
                rows += kept
                tell(Progress(rows, job.rows, errors))

    with folder.opened():
        for done in engine.run(job.task, missing()):
            if done.stopped:
                raise BatchStopped(f"{done.stopped} What is done stays: run the same command again to go on.")
            folder.keep(done)
            rows += done.read
            errors += len(done.errors)
            tell(Progress(rows, job.rows, errors))
        return folder.finish(parts)
