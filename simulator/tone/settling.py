"""Findings that change each other: what an excuse, a blame or a courtesy is worth beside the rest of the turn."""

from __future__ import annotations

from math import fsum

from ..domain.events import EventName as E
from .finding import Finding, renamed
from .lexicon import Lexicon

_OWNS = frozenset({E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY})
_LIKE_TAKING_BACK = frozenset({E.SARCASM, E.DENIAL, E.BRUSHES_OFF, E.CURT, E.HOSTILE_QUESTION, E.NON_ANSWER})
#: What is void where it is taken back.
_OWNED_UP = _OWNS | {E.REGRET, E.REPENTANCE, E.ASKS_FORGIVENESS, E.NAMES_IMPACT, E.EXPLANATION}
_PLANS = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.FIX_DONE, E.FIX_STARTED, E.ARRANGES_CIRCUMSTANCES})
#: Wordings that are hostile whatever stands beside them.
_HOSTILE = frozenset(
    {
        E.SARCASM, E.CONTEMPT, E.THREAT, E.ATTRIBUTES_MOTIVE, E.MOCKS_CONCERN, E.HOSTILE_QUESTION, E.OUTBURST,
        E.REFUSES, E.REFUSES_HELP,
    }
)  # fmt: skip
#: Wordings that need the rest of the turn to be told from harmless ones.
_DOUBTFUL = frozenset(
    {
        E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.BLAMES_SUPERVISOR, E.DENIAL, E.EXCUSE, E.MINIMISES, E.BRUSHES_OFF, E.CURT,
        E.PASSIVE_AGGRESSIVE, E.PASSIVE_VOICE, E.DEFENSIVE, E.WAITS_TO_BE_TOLD, E.EVADES, E.NON_APOLOGY, E.SELF_PITY,
    }
)  # fmt: skip
#: What a constructive turn is made of.
_CONSTRUCTIVE = frozenset(
    {
        E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.NAMES_IMPACT, E.SEES_HER_SIDE, E.ACCEPTS_CHECKS,
        E.DATED_COMMITMENT, E.FIX_DONE, E.FIX_STARTED, E.OFFERS_HELP, E.BEYOND_THE_JOB, E.OFFERS_CHECK,
        E.EARLY_WARNING, E.CONSIDERATE,
        E.CALM_CORRECTION, E.ASKS_EXPECTATIONS, E.ASKS_FEEDBACK, E.ASKS_PRIORITIES, E.ASKS_STANDING,
        E.ASKS_WHAT_SHE_NEEDS, E.CLOSES_LOOP, E.SAYS_NEED, E.UNDATED_ACTION, E.FEAR_SAID_PLAINLY, E.ASKS_HER_VIEW,
    }
)  # fmt: skip
#: What a correction with evidence may look like at first.
_DISPUTES = frozenset({E.DENIAL, E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.DEFENSIVE})
_COURTEOUS = frozenset(
    {E.COURTESY, E.CONSIDERATE, E.STEADY, E.SMALL_TALK, E.GIVES_TIME, E.LETS_GO, E.ACCEPTS_CHECKS, E.OFFERS_HELP}
)
_DISTRESSED = frozenset({E.PANIC, E.BEGGING, E.SELF_FLAGELLATION})


def settle(findings: list[Finding], text: str, words: Lexicon, *, silent: bool) -> list[Finding]:
    """The findings, each as what it is beside the others.

    Doubtful negatives give way to clearly constructive words, courtesies to clearly hostile ones, in proportion to
    what speaks for either; merits shrink beside panic or flattery; what is taken back ("no, sorry, ignore that") weighs
    a third; excuses beside ownership are circumstances, a little heavier where they have the last word.

    Args:
        text: the canonical copy.
        silent: it answers nothing; fear said into a silence, and nothing else, is worry rather than candour.
    """
    findings = _without_the_unsaid(findings, text, words)
    events = {finding.event for finding in findings}
    good = _sum(events & _CONSTRUCTIVE, words)
    doubtful = _sum(events & _DOUBTFUL, words)
    hostile = _sum(events & _HOSTILE, words)
    trust = max(0.25, min(1.0, 1.6 * (doubtful + 2 * hostile) / good)) if good else 1.0
    courtesy = max(0.15, 1.0 - hostile / 2.0)
    merit = min(1.0, max(0.35, 1.3 - (hostile + doubtful / 2) / (good + 0.1) / 2)) if hostile else 1.0
    if events & _DISTRESSED:
        merit *= 0.4
    if E.FLATTERY in events:
        courtesy = 0.2
        merit = merit if events & (_OWNS | _PLANS) else 0.2
    taken_back = max((match.start() for match in words.expression("takes_back").finditer(text)), default=-1)
    alone = silent and good <= abs(words.catalogue[E.FEAR_SAID_PLAINLY].weight)
    owned_at = min((finding.start for finding in findings if finding.event in _OWNS), default=-1)
    settled = []
    for finding in findings:
        meant = _as_meant(finding, events, owned_at)
        if alone and meant.event is E.FEAR_SAID_PLAINLY:
            meant = renamed(meant, E.ANXIOUS)
        if finding.end <= taken_back and meant.event in _DOUBTFUL | _HOSTILE:
            meant = meant._replace(factor=meant.factor * 0.35)
        if meant.event in _DOUBTFUL:
            meant = meant._replace(factor=meant.factor * trust)
        elif meant.event in _COURTEOUS:
            meant = meant._replace(factor=meant.factor * min(courtesy, merit))
        elif meant.event in _CONSTRUCTIVE:
            meant = meant._replace(factor=meant.factor * merit)
        settled.append(meant)
    return settled


def _without_the_unsaid(findings: list[Finding], text: str, words: Lexicon) -> list[Finding]:
    """ "I lost the file. No wait, I gave that to Milan." owns nothing: what is taken back at once was not said."""
    spans = [match.span() for match in words.expression("unsays").finditer(text)]
    said_after = max((end for _, end in spans), default=-1)
    return [
        finding
        for finding in findings
        if not (finding.event in _OWNED_UP and finding.start < said_after)
        and not (
            finding.event in _LIKE_TAKING_BACK
            and any(finding.start < end and start < finding.end for start, end in spans)
        )
    ]


def _sum(events: frozenset[E] | set[E], words: Lexicon) -> float:
    # Exact, so that it is the same in whatever order a set gives its events.
    return fsum(abs(words.catalogue[event].weight) for event in events)


def _as_meant(finding: Finding, events: set[E], owned_at: int) -> Finding:
    event = finding.event
    if event is E.EXCUSE and events & _OWNS:
        place = E.EXCUSE_AFTER_OWNERSHIP if finding.start > owned_at else E.EXCUSE_WITH_OWNERSHIP
        return renamed(finding, place, 0.5 if events & _PLANS else 1.0)
    if event in _DISPUTES and E.CALM_CORRECTION in events:
        return finding._replace(factor=finding.factor * 0.25)
    if event is E.VAGUE_PROMISE and events & {E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EVADES, E.REFUSES, E.THREAT}:
        return finding._replace(factor=finding.factor * 0.25)
    if event is E.EVADES and E.DATED_COMMITMENT in events:
        return finding._replace(factor=finding.factor * 0.2)
    return finding
