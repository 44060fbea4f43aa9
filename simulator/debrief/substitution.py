"""The check of an alternative: it is put into the talk in place of what was said, and the turn is read again.

It stands only where the reading improves and every fact in it is one that the user's character has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..dialogue.cues import cues_hit
from ..dialogue.session import Session, read_after, retake, setting_of, take
from ..dialogue.state import opening_state
from ..domain.events import Dimension
from ..domain.events import EventName as E
from ..domain.text import NormalText, Span
from ..domain.transcript import UserTurn, her_last_line
from .known import Known, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..domain.appraisal import Appraisal, Event
    from ..domain.scenario import FalseCharge, Scenario
    from ..domain.transcript import Transcript

#: By so much ``overall`` must rise, -2..+2: what the report calls no difference is none here either.
CLEARLY = 0.3
#: A dimension that was good may lose so little.
_SLACK = 0.3
#: What she holds against words whatever their tone: rows of the ledger that an alternative may not bring about.
_NEVER = ("false_confession", "contradiction", "promise_moved", "catastrophe_repeated")
_APOLOGIES = frozenset({E.REGRET, E.ASKS_FORGIVENESS, E.REPENTANCE})
#: A fault as clear as this is none to be advised, but in words that are taken as well as a good turn; these never are.
_FAULT, _GOOD = -0.6, 0.8
_NO_ADVICE = frozenset({E.OVERREACHES, E.VAGUE_PROMISE, E.BEGGING, E.FLATTERY, E.SELF_FLAGELLATION})
#: In words.
_LONGEST = 60
_DANGLING = re.compile(r"[\s,;:–—-]+(?:and|but|so|or|then|because)\s*$", re.IGNORECASE)
_END = re.compile(r"[.!?…][\"”’')]*$")


@dataclass(frozen=True)
class Checked:
    """``overall`` of the turn as it was said and with the alternative, -2..+2; why it was refused, or None."""

    before: float | None
    after: float | None
    refused: str | None


class Substitution:
    """The check for one talk."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self._before: dict[str, Session] = {}
        setting = setting_of(transcript)
        session = Session(setting, opening_state(setting.persona, setting.carried))
        for turn in transcript.turns:
            if isinstance(turn, UserTurn):
                self._before[turn.id] = session
            session = retake(session, turn)

    def before(self, turn: UserTurn) -> Session:
        """The talk as it stood when the user was about to say this turn."""
        return self._before[turn.id]

    def known(self, turn: UserTurn) -> Known:
        """What may be said in this turn: what was known and said until then."""
        carried = self.transcript.carried
        earlier = (*(one.words for one in carried.promises), *carried.admitted) if carried else ()
        return Known(self.transcript.scenario, self.before(turn).turns, earlier)

    def check(self, turn: UserTurn, quote: str, another_way: str) -> Checked:
        """Whether an alternative may be shown.

        Args:
            turn: of this talk.
            quote: the words it replaces, exactly as in the turn; empty where something is added.
            another_way: what would be said instead.
        """
        reason = self.known(turn).refusal(another_way) or self._unfit(turn, quote, another_way)
        if reason is not None:
            return Checked(turn.appraisal.overall, None, reason)
        tried: list[Checked] = []
        for words in put_into(turn.text, quote, another_way):
            tried.append(self._read_again(turn, words))
            if tried[-1].refused is None:
                return tried[-1]
        return tried[0]

    def _unfit(self, turn: UserTurn, quote: str, another_way: str) -> str | None:
        """What is wrong with the words by themselves, at this place."""
        words = another_way.strip()
        if not words or len(words.split()) > _LONGEST:
            return "It is empty or too long."
        alone = read(words, self._line(turn))
        false = self.transcript.scenario.false_charge
        # To correct a charge calmly is no merit of tone: it must only not be taken badly.
        least = 0.0 if false is not None and plain(words) in _said(false) else CLEARLY
        return (
            _taken_badly(alone, least)
            or _taken_badly(read(words, ""), least)
            or self._said_again(turn, quote, words, alone)
            or self._of_the_charge(words, {event.name for event in alone.said})
        )

    def _said_again(self, turn: UserTurn, quote: str, words: str, alone: Appraisal) -> str | None:
        """An apology or an error that stands before this place already."""
        if _apologies(alone) and self._has_apologised(turn, quote):
            return "An apology was made before."
        named = _errors_in(self.transcript.scenario, NormalText(words), alone)
        before = self.before(turn).state.memory.errors_named
        return "This error was named before." if named and named <= before else None

    def _line(self, turn: UserTurn) -> str:
        """Her line that the turn answers."""
        return her_last_line(self.before(turn).turns)

    def _has_apologised(self, turn: UserTurn, quote: str) -> bool:
        """Whether an apology stands before this place, or in the turn beside the words that are replaced."""
        said = [one for one in self.before(turn).turns if isinstance(one, UserTurn)]
        beside = [event for event in _apologies(turn.appraisal) if not quote or event.quote not in quote]
        return bool(beside) or any(_apologies(one.appraisal) for one in said)

    def _of_the_charge(self, words: str, names: set[E]) -> str | None:
        """Owning what was not the user's doing is never advised; correcting it needs its evidence."""
        false, copy = self.transcript.scenario.false_charge, NormalText(words).copy
        if false is None or not cues_hit(false.mention, copy):
            return None
        if not cues_hit(false.evidence_cues, copy):
            return "It speaks of the charge without the evidence."
        owns = names & {E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, *_APOLOGIES}
        return "It owns up to what was not the user's doing." if owns and plain(words) not in _said(false) else None

    def _read_again(self, turn: UserTurn, words: str) -> Checked:
        start, line = self.before(turn), self._line(turn)
        said, now = read(turn.text, line), read(words, line)
        after = take(replace(start, ending=None), words, turn.id, now)
        new = after.turns[-1]
        assert isinstance(new, UserTurn)
        rules = {row.rule.partition(":")[0] for row in new.ledger}
        wrong = next((rule for rule in _NEVER if rule in rules), None)
        if wrong is not None:
            return Checked(said.overall, now.overall, f"She would hold it against the user: {wrong}.")
        if after.state.memory.invented > start.state.memory.invented:
            return Checked(said.overall, now.overall, "It names what nobody there knows.")
        corrects = "charge_corrected" in rules and any(row.rule == "false_confession" for row in turn.ledger)
        if (now.overall or 0) <= 0:
            return Checked(said.overall, now.overall, f"Said so, the turn would still be at {now.overall or 0:+.1f}.")
        reason = None if corrects else self._no_better(turn, said, words, now)
        return Checked(said.overall, now.overall, reason)

    def _no_better(self, turn: UserTurn, said: Appraisal, words: str, now: Appraisal) -> str | None:
        if now.overall is None or said.overall is None:
            return None if said.overall is None and (now.overall or 0) > 0 else "It cannot be read."
        if now.overall < said.overall + CLEARLY:
            return f"The reading does not improve: {said.overall:+.1f} to {now.overall:+.1f}."
        scenario = self.transcript.scenario
        lost = _errors_in(scenario, NormalText(turn.text), said) - _errors_in(scenario, NormalText(words), now)
        if lost:
            return f"The error “{min(lost)}” is no longer named."
        for dimension in Dimension:
            before, after = said.dimensions.get(dimension), now.dimensions.get(dimension)
            if after is not None and after < 0 and (before is None or before >= 0):
                return f"{dimension.capitalize()} falls below nought."
            if before is not None and before > 0 and (after is None or after < before - _SLACK):
                return f"{dimension.capitalize()} loses what was good."
        return None


def _taken_badly(alone: Appraisal, least: float) -> str | None:
    """What is wrong with the reading of the words by themselves."""
    if alone.unscored is not None:
        return f"It cannot be read: {alone.unscored}."
    if (alone.overall or 0) < least:
        return f"By itself it would not be taken well: {alone.overall or 0:+.1f}."
    worst = _FAULT if (alone.overall or 0) < _GOOD else float("-inf")
    fault = next((event for event in alone.said if event.strength <= worst or event.name in _NO_ADVICE), None)
    return f"“{fault.quote}” has a fault of its own." if fault else None


def put_into(text: str, quote: str, another_way: str) -> Iterator[str]:
    """The turn with the alternative in it: in place of the sentences around the quote, then of its clauses alone.

    Without a quote it is added as the last sentence.
    """
    if not quote.strip():
        yield f"{_ended(text)} {another_way}".strip()
        return
    start = text.index(quote)
    normal = NormalText(text)
    spans = [_sentences(normal, start, start + len(quote)), normal.clauses_around(start, start + len(quote))]
    for span in dict.fromkeys(spans):
        head = _DANGLING.sub("", text[: span.start]).rstrip(" ,;:–—-")
        tail = text[span.end :].lstrip(" ,;:.!?–—-")
        yield " ".join(part for part in (_ended(head), another_way, tail) if part)


def _sentences(text: NormalText, start: int, end: int) -> Span:
    """The whole sentences of the original that a span of it touches."""
    origins = [text.origin(*span) for span in text.sentences]
    touched = [origin for origin in origins if origin.start < end and start < origin.end]
    return Span(min([start, *(one.start for one in touched)]), max([end, *(one.end for one in touched)]))


def _ended(words: str) -> str:
    words = words.rstrip()
    return words if not words or _END.search(words) else f"{words}."


def _said(false: FalseCharge) -> str:
    return plain(false.own_words)


def _apologies(reading: Appraisal) -> list[Event]:
    return [event for event in reading.said if event.name in _APOLOGIES]


def _errors_in(scenario: Scenario, text: NormalText, reading: Appraisal) -> frozenset[str]:
    """The errors that some words own up to."""
    if not any(event.name is E.NAMES_OWN_ERROR for event in reading.said):
        return frozenset()
    return frozenset(error.id for error in scenario.facts_user_knows.errors if cues_hit(error.cues, text.copy))


@lru_cache(maxsize=4096)
def read(words: str, line: str) -> Appraisal:
    """The reading of some words after a line; each is made once."""
    return read_after(line, words)
