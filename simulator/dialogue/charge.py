"""The false charge: raised, corrected with its evidence, disputed without it, or confessed to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..domain.conduct import Charge
from ..domain.events import EventName as E
from ..tone.lexicon import lexicon
from .cues import cues_hit, told

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.scenario import CueGroups, Scenario
    from ..domain.text import NormalText

_OWNING = (E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY)
#: How a denial of the false charge may read; none of it is held against anyone while that charge is on the table.
SAID_OF_THE_CHARGE = (E.DENIAL, E.BRUSHES_OFF, E.DEFENSIVE, E.MINIMISES, E.CURT)
_DISPUTES = re.compile(
    r"^\W*(?:no|nope)\b|\b(?:wasn't|was not|isn't|is not|not) (?:me|mine|my|true|right|correct)\b"
    r"|\b(?:is|was) different\b|\b(?:was|were|am) (?:not|never) (?:even )?(?:there|here|in|on duty|on shift|working)\b"
    r"|\b(?:wasn't|weren't) (?:even )?(?:there|here|in|on duty|on shift|working)\b"
    r"|\bnot (?:my (?:shift|day|turn)|the|that one)\b"
)


class ChargeAnswer(NamedTuple):
    """What became of the charge; the user's words that correct it or confess to it; whether it was only disputed."""

    state: Charge
    corrected: str | None = None
    confessed: str | None = None
    disputed: bool = False


def charge_answered(
    scenario: Scenario, before: Charge, appraisal: Appraisal, text: NormalText, denied: str = ""
) -> ChargeAnswer:
    """What becomes of the false charge with this turn; ``denied`` are the words that denied it before."""
    false = scenario.false_charge
    if false is None or before is Charge.DROPPED:
        return ChargeAnswer(before)
    mentioned = cues_hit(false.mention, text.copy)
    taken_back = lexicon().expression("unsays").search(text.copy) is not None
    on_the_table = before is Charge.RAISED or (before is Charge.STANDS and taken_back)
    spoken_of = mentioned or before is not Charge.UNRAISED
    evidence = _shown(false.evidence_cues, text, denied) if spoken_of else None
    if not on_the_table and not mentioned and evidence is None:
        return ChargeAnswer(before)
    owned = next((event for event in appraisal.said if event.name in _OWNING), None)
    owning = owned.quote if owned is not None else None
    # What was owned up to before it was taken back is in the reading no more.
    disputing = (
        (taken_back and owning is None)
        or _DISPUTES.search(text.copy) is not None
        or any(event.name in (E.CALM_CORRECTION, E.DENIAL) for event in appraisal.said)
    )
    if evidence is not None and (owning is None or disputing):
        return ChargeAnswer(Charge.DROPPED, corrected=evidence)
    if on_the_table and owned is not None and not disputing:
        answers = mentioned or (not _names_an_error(scenario, text) and _opens_with(text, owned))
        return ChargeAnswer(Charge.STANDS, confessed=owning if answers else None)
    if on_the_table:
        return ChargeAnswer(Charge.STANDS, disputed=disputing)
    return ChargeAnswer(before, disputed=disputing and before is Charge.STANDS)


def _shown(cues: CueGroups, text: NormalText, denied: str) -> str | None:
    """The words that show what the charge is worth: of this turn, or begun in the one that denied it."""
    found = told(cues, text)
    if found is not None or not denied or not any(cues_hit((group,), text.copy) for group in cues):
        return found
    return text.original.strip() if cues_hit(cues, f"{denied} {text.copy}") else None


def counting_beside(
    answer: ChargeAnswer, before: Charge, events: tuple[Event, ...], text: NormalText
) -> tuple[Event, ...]:
    """The events without those that only speak of the charge: a denial of it is not held against anybody."""
    if answer.confessed is not None:
        return tuple(event for event in events if event.name not in _OWNING)
    if before is not Charge.RAISED and answer.corrected is None and not answer.disputed:
        return events
    untrue = SAID_OF_THE_CHARGE if answer.corrected is None else (*SAID_OF_THE_CHARGE, E.BLAMES_OTHERS)
    counting = tuple(event for event in events if event.name not in untrue)
    if opening := _DISPUTES.match(text.copy):
        # "No, I didn't do that one" owns nothing.
        until = next(span.end for span in text.sentences if span.end >= opening.end())
        return tuple(e for e in counting if e.name not in _OWNING or text.origin(0, until).end <= e.start)
    return counting


def _opens_with(text: NormalText, event: Event) -> bool:
    """Whether it is said at once; what comes later is as likely said of something else."""
    return not text.sentences or event.start < text.origin(*text.sentences[0]).end


def _names_an_error(scenario: Scenario, text: NormalText) -> bool:
    return any(cues_hit(error.cues[:1], text.copy) for error in scenario.facts_user_knows.errors)
