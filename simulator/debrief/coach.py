"""One strength first, then what to try: each suggestion quotes exactly and offers another way to say it.

The other way is made of what the user's character knows in the scenario, is put into the talk in place of what was
said, and is shown only where the reading improves (``substitution``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import islice
from pathlib import Path
from string import Template

from ..dialogue.hearing import MEETS
from ..dialogue.quoting import tells
from ..domain.base import Value
from ..domain.conduct import Charge
from ..domain.events import EventName
from ..domain.persona import Need, Pronouns
from ..domain.report import Strength, Suggestion
from ..domain.text import NormalText
from ..domain.transcript import Transcript, UserTurn, is_imported
from ..files import read_model
from .about_them import about_them
from .known import plain, private_word
from .own_words import fillings, in_their_register
from .praised import GOOD_TURN, charge_put_right, in_context, is_clear_fault, is_praised, praised, whole
from .substitution import CLEARLY, Checked, Substitution, read

_FILE = Path(__file__).with_name("coach.yaml")
_MOST = 4
_MOST_STRENGTHS = 3
#: How many turns with one fault are looked at, and how many other ways are tried in each.
_TURNS_TRIED, _WAYS_TRIED = 4, 8


class Pattern(Value):
    """One other way to say it; ``asked`` are the needs of hers that it answers."""

    say: str
    asked: tuple[Need, ...] = ()


class Answer(Value):
    """What some words did to the listener, and other ways to say it."""

    happened: str
    another_ways: tuple[Pattern, ...]


class Way(Answer):
    """Other ways, for the events they answer."""

    after: tuple[str, ...]


class Missing(Answer):
    """Other ways, for something that was never said."""

    need: Need


class Ways(Value):
    """The whole file."""

    ways: tuple[Way, ...]
    charge: Answer
    missing: tuple[Missing, ...]


@cache
def ways() -> Ways:
    """The patterns, read once."""
    return read_model(Ways, _FILE, "simulator/debrief/coach.yaml")


def strengths(turns: tuple[UserTurn, ...]) -> tuple[Strength, ...]:
    """The strongest words of different kinds, at most three, the strongest first."""
    best: dict[EventName, tuple[float, Strength]] = {}
    for turn in turns:
        for event in praised(turn):
            worth = event.strength + max(0.0, turn.appraisal.overall or 0.0)
            if worth > best.get(event.name, (0.0, None))[0]:
                span = whole(turn, event)
                quote = turn.text[span.start : span.end]
                best[event.name] = (worth, Strength(turn=turn.id, quote=quote, why=event.why))
    ranked = [strength for _, strength in sorted(best.values(), key=lambda pair: -pair[0])]
    told = {(strength.turn, strength.quote): strength for strength in reversed(ranked)}
    return tuple(strength for strength in ranked if told[strength.turn, strength.quote] is strength)[:_MOST_STRENGTHS]


def suggestions(transcript: Transcript, since: int = 0) -> tuple[Suggestion, ...]:
    """At most four, the weightiest first; the page opens the first and folds the others.

    A fault for which no other way passes the check is left out. The first ``since`` of the user's turns were said in
    another talk, and were spoken of there.
    """
    coach, found = _Coach(transcript, since), list[Suggestion]()
    for way in ways().ways:
        if len(found) < _MOST and (made := coach.instead(way, found)) is not None:
            found.append(made)
    said = {event.name for turn in transcript.user_turns for event in turn.appraisal.said}
    for missing in ways().missing:
        offered = {event.name for one in found for event in read(one.another_way, "").said}
        if len(found) < _MOST and not (said | offered) & MEETS[missing.need] and not coach.answered(missing.need):
            found += coach.added(missing, found)
    return tuple(found)


def trigger(way: Way, turn: UserTurn) -> str | None:
    """The words of a turn that a way answers, exactly; None where it does not apply.

    What is called good anywhere, and a mere breath, are nothing to mend.
    """
    if (turn.appraisal.overall or 0.0) >= GOOD_TURN or charge_put_right(turn) is not None:
        return None
    faults = (event for event in turn.appraisal.said if event.name.value in way.after and is_clear_fault(turn, event))
    found = [in_context(turn, event) for event in faults]
    found += [row.quote for row in turn.ledger if row.rule in way.after]
    return next((quote for quote in found if not is_praised(turn, quote) and (not quote or tells(quote))), None)


class _Coach:
    """One talk, gone through once."""

    def __init__(self, transcript: Transcript, since: int) -> None:
        self._transcript = transcript
        self._turns = transcript.user_turns[since:]
        self._check = Substitution(transcript)
        # In a talk from outside it was somebody else who listened.
        self._pronouns = Pronouns(subject="they") if is_imported(transcript) else transcript.persona.pronouns

    def instead(self, way: Way, found: list[Suggestion]) -> Suggestion | None:
        """For the first turn with this fault that has another way; turns without a suggestion yet come first."""
        taken = {one.turn for one in found}
        hits = [
            (turn, quote)
            for turn in self._turns
            if (quote := trigger(way, turn)) is not None and not self._is_private(quote)
        ]
        hits.sort(key=lambda hit: hit[0].id in taken)
        seen = frozenset(plain(one.another_way) for one in found)
        made = (
            self.for_turn(way, turn, quote, seen)
            for turn, quote in hits[:_TURNS_TRIED]
            if not any(one.turn == turn.id and _overlap(turn.text, one.quote, quote) for one in found)
        )
        return next((one for one in made if one is not None), None)

    def _is_private(self, quote: str) -> bool:
        """An illness that was told is not held up to anybody."""
        return private_word(self._transcript.scenario, NormalText(quote)) is not None

    def answered(self, need: Need) -> bool:
        """Whether a need was met when it was asked for, by words that no rule knows."""
        return any(
            self._check.before(turn).state.memory.asking is need and (turn.appraisal.overall or 0.0) >= CLEARLY
            for turn in self._transcript.scored_turns
        )

    def added(self, missing: Missing, found: list[Suggestion]) -> list[Suggestion]:
        """For what was never said, in the last turn in which it would have helped; empty where it helps in none."""
        scored = [turn for turn in self._turns if turn.appraisal.unscored is None]
        seen = frozenset(plain(one.another_way) for one in found)
        made = map(partial(self._passing, missing, quote="", seen=seen), reversed(scored[-_TURNS_TRIED:]))
        return [*islice((one for one in made if one is not None), 1)]

    def for_turn(self, way: Answer, turn: UserTurn, quote: str, seen: frozenset[str]) -> Suggestion | None:
        """The first other way for these words that passes the check and was not offered before."""
        first = self._on_the_table(turn)
        made = self._passing(first, turn, quote, seen) if first is not None else None
        return made or self._passing(way, turn, quote, seen)

    def _passing(self, way: Answer, turn: UserTurn, quote: str, seen: frozenset[str]) -> Suggestion | None:
        tried = 0
        for words in self._candidates(way, turn):
            if plain(words) in seen:
                continue
            checked = self._check.check(turn, quote, words)
            if checked.refused is None:
                return self._made(way, turn, quote, words, checked)
            tried += checked.after is not None
            if tried == _WAYS_TRIED:
                return None
        return None

    def _on_the_table(self, turn: UserTurn) -> Answer | None:
        """What is answered before anything else: a charge that is not true and has just been raised."""
        open_charge = self._check.before(turn).state.memory.charge is Charge.RAISED
        return ways().charge if open_charge and self._transcript.scenario.false_charge is not None else None

    def _candidates(self, way: Answer, turn: UserTurn) -> Iterator[str]:
        """The patterns, filled for the error that is meant first; those that answer what she asked come first."""
        before = self._check.before(turn)
        asked = before.state.memory.asked[-1:]
        patterns = sorted(way.another_ways, key=lambda one: not set(asked) & set(one.asked))
        given = dict[str, None]()
        for slots in fillings(self._transcript.scenario, before, turn, imported=is_imported(self._transcript)):
            for pattern in patterns:
                template = Template(pattern.say)
                if not set(template.get_identifiers()) <= slots.keys():
                    continue
                words = in_their_register(template.substitute(slots), before, turn)
                if words not in given:
                    given[words] = None
                    yield words

    def _made(self, way: Answer, turn: UserTurn, quote: str, words: str, checked: Checked) -> Suggestion:
        return Suggestion(
            turn=turn.id,
            quote=quote,
            happened=about_them(way.happened, self._pronouns),
            another_way=words,
            before=checked.before,
            after=checked.after,
        )


def _overlap(text: str, one: str, other: str) -> bool:
    """Whether two quotes of a turn share a word there; the empty one stands for the whole turn."""
    first, second = text.find(one), text.find(other)
    return first < second + len(other) and second < first + len(one) if one and other else True
