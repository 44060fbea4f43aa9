"""One row scored: a turn read, or a transcript reported on. Words of distress are looked for before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from ..debrief.imported import check_lengths, given_in, taken
from ..debrief.report import report
from ..documents import TurnInput
from ..domain.appraisal import Appraisal
from ..domain.bulk import EventCell, ReportRow, TurnRow
from ..domain.report import Report
from ..domain.transcript import Transcript
from ..errors import BadText, InputError
from ..mistakes import first_mistake, first_mistake_in_json, unreadable_json
from ..safety.limits import APPRAISE_LIMIT, check_length
from ..tone.appraise import appraise
from .rows import Fault, Row

_MEND_TURN = 'Write an object with a text "user"; "supervisor" and "id" may stand beside it.'
_MEND_TALK = "Write a transcript as `simulator play` prints it on one line, or lines of You: and Boss: as a text."


def scored_turn(row: Row) -> TurnRow | Fault:
    """The reading of one turn, or why there is none."""
    content = row.content
    if isinstance(content, Fault):
        return content
    try:
        turn = TurnInput.model_validate_json(content) if isinstance(content, str) else TurnInput.model_validate(content)
        check_length(turn.user, APPRAISE_LIMIT)
        check_length(turn.supervisor, APPRAISE_LIMIT)
    except ValidationError as error:
        return Fault(_told(error, content), _MEND_TURN)
    except BadText as error:
        return Fault(str(error), "Shorten it.")
    return _turn_row(row.number, turn.id, appraise(turn.user, turn.supervisor))


def _turn_row(number: int, name: str | int | None, appraisal: Appraisal) -> TurnRow:
    return TurnRow(
        row=number,
        id=None if name is None else str(name),
        **dict(appraisal.dimensions),
        overall=appraisal.overall,
        overall_low=appraisal.overall_low,
        overall_high=appraisal.overall_high,
        distress=appraisal.distress,
        unscored=appraisal.unscored,
        events=tuple(
            EventCell.model_validate({name: getattr(event, name) for name in EventCell.model_fields})
            for event in appraisal.events
        ),
    )


def _told(error: ValidationError, content: str | Mapping[str, Any]) -> str:
    wrong = first_mistake_in_json(error, content) if isinstance(content, str) else first_mistake(error, content)
    return str(wrong) if wrong.key else f"The line {wrong.reason}"


def scored_transcript(row: Row) -> ReportRow | Fault:
    """The report on one transcript, or why there is none."""
    content = row.content
    if isinstance(content, Fault):
        return content
    try:
        name, text = _transcript_in(content)
        given = given_in(text, "The transcript")
        check_lengths(given.turns, "The transcript")
        made = taken(given)
        return _report_row(row.number, name, made, assumed=given.held is None, distress=made.needs_help)
    except InputError as error:
        return Fault(str(error), _MEND_TALK)


def _transcript_in(content: str | Mapping[str, Any]) -> tuple[str | None, str]:
    """The id of a row, and the text of its transcript."""
    if isinstance(content, str):
        try:
            cells = from_json(content)
        except ValueError as error:
            raise BadText(f"The line {unreadable_json(error)}") from error
        if not isinstance(cells, dict):
            raise BadText("The line is no object.")
        if "transcript" not in cells:
            return None, content
    else:
        cells = dict(content)
    held, name = cells.get("transcript"), cells.get("id")
    if isinstance(held, dict):
        held = to_json(held).decode("utf-8")
    if not isinstance(held, str):
        raise BadText('The row has no transcript: "transcript" is neither a text nor an object.')
    return None if name is None else str(name), held


def _report_row(number: int, name: str | None, talk: Transcript, *, assumed: bool, distress: bool) -> ReportRow:
    row = ReportRow(
        row=number,
        id=name,
        persona=talk.persona.id,
        persona_assumed=assumed,
        scenario=talk.scenario.id,
        difficulty=talk.difficulty,
        seed=talk.seed,
        ending=talk.ending,
        user_turns=len(talk.user_turns),
        scored_turns=len(talk.scored_turns),
        distress=distress,
    )
    return row if distress else row.model_copy(update=_scores(talk, report(talk, persona_assumed=assumed)))


def _scores(talk: Transcript, made: Report) -> dict[str, Any]:
    return {
        **{summary.dimension.value: summary.value for summary in made.dimensions},
        "overall": mean_overall(talk),
        "trust_start": made.trust[0],
        "trust_end": made.trust[-1],
        "trust_change": made.trust[-1] - made.trust[0],
        "apology": made.apology.score if made.apology and made.apology.due else None,
        "promises": len(made.promises),
        "report": made.model_dump_json(by_alias=True),
    }


def mean_overall(talk: Transcript) -> float | None:
    """The mean of ``overall`` over the scored turns of a talk."""
    values = [turn.appraisal.overall for turn in talk.scored_turns if turn.appraisal.overall is not None]
    return sum(values) / len(values) if values else None
