"""A model reads the user's turns, too: yes or no an event, with the words that show it.

A second column and nothing more: no score, no trust and no row of the ledger depends on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..backends.base import Backend, Calls, ReplyRequest, whole
from ..domain.second_reading import EventAnswer, SecondReading
from ..domain.transcript import SupervisorTurn, Transcript, UserTurn
from ..errors import BackendError, BackendRefused, InputError
from ..safety.limits import PAGE_LIMIT
from ..tone.lexicon import lexicon
from .agreement import found_by_rules
from .reading import Asked, answers_in, reading_request, rubric

#: Requests for one conversation; what is left over when they are used up can be read the next time.
MOST_REQUESTS = 150
#: After so many failures in a row nothing more is asked.
_GIVES_UP_AFTER = 3
#: Readings of a borderline turn.
_READINGS = 3
#: At temperature 0 a server may say the same thing three times, whatever the seed: the further readings are drawn.
_TEMPERATURES = (0.0, 0.7, 0.7)
_LARGEST_SEED = 2**31
#: An event of a smaller strength is read only faintly.
_FAINT = 0.3
#: An event that weighs this much alone makes a turn good or bad.
_MATTERS = 1.5


def requests_allowed() -> Calls:
    """What one run may ask for; stop it from any thread."""
    return Calls(MOST_REQUESTS)


def unread(transcript: Transcript, kept: Iterable[SecondReading]) -> tuple[UserTurn, ...]:
    """The turns that ``kept`` holds no reading of; then those where it failed, so that they hold up no other."""
    failed = {reading.turn: reading.failed is not None for reading in kept}
    left = [turn for turn in transcript.scored_turns if failed.get(turn.id, True)]
    return tuple(sorted(left, key=lambda turn: turn.id in failed))


def second_readings(
    transcript: Transcript, backend: Backend, calls: Calls | None = None, kept: Iterable[SecondReading] = ()
) -> Iterator[SecondReading]:
    """Have every scored turn read that ``kept`` holds no good reading of; each reading comes as soon as it is made.

    It ends early when ``calls`` is stopped or used up, and after three failures in a row. A failure is a reading
    with its reason; a turn under way when it is stopped has none.

    Raises:
        InputError: no model is set.
    """
    if backend.model is None:
        raise InputError("No model is set, so there is no second reader; set SIMULATOR_MODEL first.")
    return _readings(transcript, _Reader(transcript, backend, calls or requests_allowed()), unread(transcript, kept))


def borderline(turn: UserTurn) -> bool:
    """Whether the rules leave it open what the turn is.

    A careful reader's ``overall`` may lie on either side of 0, or an event that is asked about is read only faintly.
    """
    likely = turn.appraisal.likely
    if likely is not None and likely[0] <= 0 <= likely[1]:
        return True
    found = found_by_rules(turn)
    return any(event in found and abs(found[event].strength) < _FAINT for event in rubric().events)


def differs(turn: UserTurn, answers: Iterable[EventAnswer]) -> bool:
    """Whether a reading and the rules say the opposite of an event that matters."""
    found, catalogue = found_by_rules(turn), lexicon().catalogue
    return any(
        (said.answer == "yes") != (said.event in found)
        for said in answers
        if said.answer in ("yes", "no") and abs(catalogue[said.event].weight) >= _MATTERS
    )


def most_say(answers: tuple[EventAnswer, ...]) -> EventAnswer:
    """What more than half of several readings say of one event; beside a yes the quote that most of them gave."""
    event = answers[0].event
    answer, times = Counter(one.answer for one in answers).most_common(1)[0]
    if 2 * times <= len(answers):
        return EventAnswer(event=event, answer="undecided")
    quotes = Counter(one.quote for one in answers if one.quote is not None)
    return EventAnswer(event=event, answer=answer, quote=quotes.most_common(1)[0][0] if answer == "yes" else None)


def _readings(transcript: Transcript, reader: _Reader, turns: tuple[UserTurn, ...]) -> Iterator[SecondReading]:
    asked = _asked(transcript)
    for place, turn in enumerate(turns):
        reading = None if reader.over else reader.read(turn, asked[turn.id], waiting=len(turns) - place - 1)
        if reading is None:
            return
        yield reading


def _asked(transcript: Transcript) -> dict[str, Asked]:
    """Every user turn with its number and the supervisor's line before it."""
    asked: dict[str, Asked] = {}
    before = ""
    for turn in transcript.turns:
        if isinstance(turn, SupervisorTurn):
            before = turn.text
        else:
            asked[turn.id] = Asked(number=len(asked) + 1, before=before, words=turn.text)
    return asked


class _Reader:
    """One run over a conversation: what it may still ask, and whether the server takes a schema."""

    def __init__(self, transcript: Transcript, backend: Backend, calls: Calls) -> None:
        self._backend = backend
        self._calls = calls
        self._seed = transcript.seed % _LARGEST_SEED
        self._takes_a_schema = True
        self._failures = 0

    @property
    def over(self) -> bool:
        """Whether nothing more may be asked."""
        return self._calls.stopped or self._calls.left < 1 or self._failures == _GIVES_UP_AFTER

    def read(self, turn: UserTurn, asked: Asked, waiting: int) -> SecondReading | None:
        """One turn, read once or three times; None where it was stopped before the first answer.

        ``waiting`` turns come after this one; each is left its own request.
        """
        if len(asked.words) > PAGE_LIMIT:
            return self._failed(
                turn, asked, f"It is {len(asked.words):,} characters long; a model is shown {PAGE_LIMIT:,} at most."
            )
        try:
            heard = [self._ask(asked, 0)]
        except BackendError as error:
            self._failures += 1
            return None if self._calls.stopped else self._failed(turn, asked, str(error))
        self._failures = 0
        unsettled = borderline(turn) or differs(turn, heard[0])
        if unsettled:
            heard += self._more(asked, waiting)
        return SecondReading(
            turn=turn.id,
            number=asked.number,
            model=self._backend.model or "",
            borderline=unsettled,
            readings=len(heard),
            rejected=sum(one.answer == "rejected" for answers in heard for one in answers),
            answers=tuple(most_say(said) for said in zip(*heard, strict=True)),
        )

    def _more(self, asked: Asked, waiting: int) -> list[tuple[EventAnswer, ...]]:
        """The further readings, as far as they come to something."""
        heard = []
        for attempt in range(1, _READINGS):
            if self._calls.stopped or self._calls.left <= waiting:
                break
            try:
                heard.append(self._ask(asked, attempt))
            except BackendError:
                continue
        return heard

    def _failed(self, turn: UserTurn, asked: Asked, reason: str) -> SecondReading:
        return SecondReading(turn=turn.id, number=asked.number, model=self._backend.model or "", failed=reason)

    def _ask(self, asked: Asked, attempt: int) -> tuple[EventAnswer, ...]:
        """One reading. A server that refuses the schema is asked once more without it, and from then on never with."""
        request = reading_request(asked, (self._seed + attempt) % _LARGEST_SEED, _TEMPERATURES[attempt])
        if self._takes_a_schema:
            try:
                return answers_in(self._reply(request), asked)
            except BackendRefused:
                if self._calls.left < 1:
                    raise
        reply = self._reply(replace(request, shape=None))
        self._takes_a_schema = False
        return answers_in(reply, asked)

    def _reply(self, request: ReplyRequest) -> str:
        """One reply with calls and time of its own, which ends when the whole run is stopped."""
        self._calls.left -= 1
        calls = Calls(waiting=self._calls.waiting)
        self._calls.when_stopped(calls.stop)
        return whole(self._backend, replace(request, calls=calls))
