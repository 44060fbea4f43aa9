"""The one claim of progress: how first talks with supervisors who had not been met went, early and later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import fmean
from typing import Literal

from ..domain.persona import Persona
from ..domain.progress import FirstTalk, TalkRead, UnseenCheck

#: So many first talks a side at least and at most: one talk is an anecdote.
_LEAST, _MOST = 2, 3
#: Student's t, 95 % to both sides, by degrees of freedom: how far few talks scatter by chance.
_T = {2: 4.303, 4: 2.776}
Claim = Literal["better", "worse", "no difference", "not yet"]


def unseen_check(talks: Sequence[TalkRead], personas: Iterable[Persona]) -> UnseenCheck:
    """The check over talks in order. Forks, imported talks and talks with hints are no first talks.

    The difference must be larger than the error of the readings, and larger than what the talks' own scatter brings
    about by chance.
    """
    firsts = first_talks(talks)
    met = {talk.persona for talk in talks if talk.kind != "imported"}
    unmet = tuple(one.id for one in personas if one.id not in met)
    size = min(_MOST, len(firsts) // 2)
    early, later = firsts[:size], firsts[len(firsts) - size :]
    if size < _LEAST:
        needed = 2 * _LEAST - len(firsts)
        return UnseenCheck(
            claim="not yet",
            in_words=_in_words("not yet"),
            because=_needs(needed),
            early=early,
            later=later,
            needed=needed,
            unmet=unmet,
        )
    difference, noise = _mean(later) - _mean(early), max(_reading_error(early, later), _scatter(early, later))
    claim: Claim = "no difference" if abs(difference) <= noise else "better" if difference > 0 else "worse"
    return UnseenCheck(
        claim=claim,
        in_words=_in_words(claim),
        because=_because(_mean(early), _mean(later), noise),
        early=early,
        later=later,
        difference=difference,
        noise=noise,
        unmet=unmet,
    )


def first_talks(talks: Sequence[TalkRead]) -> tuple[FirstTalk, ...]:
    """The first talk with each supervisor, where it was begun anew, without hints, and has a score."""
    found, met = [], set[str]()
    for talk in talks:
        if talk.kind == "imported" or talk.persona in met:
            continue
        met.add(talk.persona)
        if talk.kind == "own" and not talk.hints and talk.overall is not None:
            found.append(
                FirstTalk(
                    id=talk.id,
                    at=talk.at,
                    persona=talk.persona,
                    name=talk.name,
                    scenario=talk.scenario,
                    overall=talk.overall,
                    quote=talk.quote,
                )
            )
    return tuple(found)


def _mean(group: Sequence[FirstTalk]) -> float:
    return fmean(one.overall.value for one in group)


def _reading_error(*groups: Sequence[FirstTalk]) -> float:
    """The band of a difference between means of talks, by the bands of the talks."""
    return sqrt(sum(sum(one.overall.band**2 for one in group) / len(group) ** 2 for group in groups))


def _scatter(*groups: Sequence[FirstTalk]) -> float:
    """The same by how far the talks of a group lie apart."""
    freedom = sum(len(group) - 1 for group in groups)
    squares = sum((one.overall.value - _mean(group)) ** 2 for group in groups for one in group)
    return _T[freedom] * sqrt(squares / freedom * sum(1 / len(group) for group in groups))


def _in_words(claim: Claim) -> str:
    return {
        "better": "With supervisors you had never met, and without hints, you speak better than at the beginning.",
        "worse": "With supervisors you had never met, and without hints, you do less well than at the beginning.",
        "no difference": "With supervisors you had never met, no progress can be claimed: the difference is noise.",
        "not yet": "Nothing can be claimed yet.",
    }[claim]


def _because(early: float, later: float, noise: float) -> str:
    beyond, difference = "beyond" if abs(later - early) > noise else "inside", _signed(later - early)
    return (
        f"A fair supervisor would have taken a first talk with somebody new {_signed(early)} then and {_signed(later)} "
        f"now, on a scale from −2 to +2. The difference of {difference} is {beyond} the noise of {noise:.1f}."
    )


def _needs(needed: int) -> str:
    talks = "one more first talk like that" if needed == 1 else f"{needed} more first talks like that"
    return f"What you learned shows with somebody you have not met, and without hints. It takes {talks}."


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
