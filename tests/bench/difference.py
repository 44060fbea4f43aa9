"""What moves or costs most with whom, from real words: as the table of supervisors says."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

from rich.console import RenderableType

from simulator.debrief.rehearsal import rehearse
from simulator.resources import library

from .tables import table

_SEEDS = range(3)


@dataclass(frozen=True)
class Claim:
    """Who is moved most by some words; ``costs`` where it is who loses most of what there was.

    Attributes:
        says: the claim, in words.
        who: the supervisors it holds for, in any order.
        talks: each is what an employee says, turn by turn.
    """

    says: str
    who: frozenset[str]
    talks: tuple[tuple[str, ...], ...]
    costs: bool = False


CLAIMS = (
    Claim(
        "an excuse without a plan costs most",
        frozenset({"own-it"}),
        (
            ("The system was down half of that week, so the report couldn't go out.",),
            ("My father has been ill, so I couldn't keep up with the calls.",),
            ("I had three people off sick and no time for anything else.",),
        ),
        costs=True,
    ),
    Claim(
        "asking for written expectations moves most",
        frozenset({"circling-coach"}),
        (
            ("Could I have the expectations in writing, please?",),
            ("Would you write down what you expect of me, so that we can both check it?",),
        ),
    ),
    Claim(
        "a catastrophe repeated costs most",
        frozenset({"objective"}),
        (
            (
                "It's a catastrophe, I'll lose everything.",
                "Everything is ruined, my career is over.",
                "It's a disaster and I'm finished.",
            ),
        ),
        costs=True,
    ),
    Claim(
        "a dated promise earns most",
        frozenset({"clear-expectations"}),
        (
            ("You'll have the November report on Wednesday by four.",),
            ("By Friday noon the call-back list is on your desk.",),
        ),
    ),
    Claim(
        "saying what one needs moves most",
        frozenset({"teacher", "straight-talker"}),
        (
            ("What I need from you is one hour a day without calls.",),
            ("To do this well I need you to tell me by Monday which two come first.",),
        ),
    ),
    Claim(
        "going along with the checks moves most",
        frozenset({"protector"}),
        (("I know why you check everything, and I'm glad to bring you the list every day.",),),
    ),
    Claim(
        "claiming to know her motives costs most",
        frozenset({"mirror"}),
        (("You just want to get rid of me.",),),
        costs=True,
    ),
    Claim(
        "fear said once and plainly moves most",
        frozenset({"straight-talker"}),
        (("I'm afraid of losing this job. Where do I stand?",),),
    ),
)


def moved(persona: str, words: tuple[str, ...]) -> float:
    """What these words do to trust, in points; the mean of a few seeds."""
    return mean(rehearse(library().persona(persona), words, seed).moved for seed in _SEEDS)


def share(persona: str, words: tuple[str, ...]) -> float:
    """The same as a share of the trust there was: with little to lose a loss is smaller in points."""
    return moved(persona, words) / library().persona(persona).stance.start.trust


def ranked(claim: Claim, words: tuple[str, ...]) -> list[str]:
    """The supervisors, those that a claim should be about first."""
    if claim.costs:
        return sorted(library().personas, key=lambda persona: share(persona, words))
    return sorted(library().personas, key=lambda persona: -moved(persona, words))


def holds(claim: Claim, words: tuple[str, ...]) -> bool:
    """Whether just those are moved most that should be."""
    return frozenset(ranked(claim, words)[: len(claim.who)]) == claim.who


def tables() -> list[RenderableType]:
    """Every claim, for how many of its wordings it holds, and who comes first."""
    rows = []
    for claim in CLAIMS:
        found = [ranked(claim, words)[: len(claim.who)] for words in claim.talks]
        first = ", ".join(f"{one} {moved(one, claim.talks[0]):+.1f}" for one in found[0])
        rows.append((claim.says, f"{sum(holds(claim, words) for words in claim.talks)} of {len(found)}", first))
    return [table("Difference: with whom", ("", "wordings", "first wording, points"), rows)]
