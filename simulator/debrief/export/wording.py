"""What every form of the debrief says in the same words: names, figures, and the first page."""

from __future__ import annotations

from dataclasses import dataclass

from ...dialogue.outcome import what_follows
from ...domain.report import Moment, PocketCard, Report
from ...domain.text import shown_exactly
from ...domain.transcript import Transcript, UserTurn, headline
from ..replayed import turn_with_room

SKILLS = {
    "examine_your_story": "Examine your story",
    "clarify_your_intentions": "Clarify your intentions",
    "take_the_initiative": "Take the initiative",
    "go_beyond": "Go beyond",
    "be_accountable": "Be accountable",
    "take_their_side": "Take their side",
    "hold_your_ground": "Hold your ground",
}
#: What each skill is, in one sentence.
SKILL_MEANS = {
    "examine_your_story": "You ask how the other side sees it, instead of acting on your guess.",
    "clarify_your_intentions": "You say what you did or left, without hiding behind reasons.",
    "take_the_initiative": "You ask what is expected, and begin before you are told.",
    "go_beyond": "You mend what went wrong, or do more than the job asks.",
    "be_accountable": "You promise what can be checked, and say early when it slips.",
    "take_their_side": "You say what it meant for whoever paid for it.",
    "hold_your_ground": "You say calmly where your limit is, or what is not true.",
}
OUTCOMES = {
    "kept": "kept",
    "warned": "slipped, and you had said so in time",
    "silent": "slipped, and nobody had said a word",
    "overload": "more than one person can carry beside the rest",
    "unsure": "left open",
}
#: Field of the card, its title, and what would go there.
POCKET = (
    ("opening", "How you begin", "name what you did or left, in one sentence"),
    ("promise", "What you promise", "one thing, with a day and an hour"),
    ("question", "What you ask", "what is expected, or where you stand"),
    ("limit", "Where you stop", "what you need, or what you cannot do"),
)
NO_STRENGTH = "You sat down to a hard conversation. That is where it starts."
#: In characters: a quotation on the first page is no longer, so that the page stays one; the transcript has it all.
_LONGEST_QUOTE, _LONGEST_TEXT = 170, 420


@dataclass(frozen=True)
class Front:
    """The first page in words: what a reader should have at a glance, short enough for one sheet of paper."""

    title: str
    about: str
    evening_title: str
    evening: str
    what_next: str
    good: tuple[str, str]
    to_try: tuple[str, str, str]
    moments: tuple[Moment, ...]
    pocket: tuple[tuple[str, str, bool], ...]
    judgements: tuple[str, ...]


def front(transcript: Transcript, report: Report) -> Front:
    """The first page. ``good`` is quote and reason; ``to_try`` quote, what happened, another way; of each row of the
    ``pocket`` card the title, the words, and whether the user said them."""
    strength = report.strengths[0] if report.strengths else None
    first = report.suggestions[0] if report.suggestions else None
    return Front(
        title=headline(transcript, shortened(transcript.persona.name, 60)),
        about=about(transcript),
        evening_title=shortened(report.evening_title, _LONGEST_TEXT) if report.evening else "",
        evening=shortened(report.evening, 900),
        what_next=what_next(transcript),
        good=(shortened(strength.quote), shortened(strength.why, _LONGEST_TEXT)) if strength else ("", NO_STRENGTH),
        to_try=(
            shortened(first.quote),
            shortened(first.happened, _LONGEST_TEXT),
            shortened(first.another_way, _LONGEST_TEXT),
        )
        if first
        else ("", no_suggestion(transcript), ""),
        moments=tuple(moment.model_copy(update={"quote": shortened(moment.quote)}) for moment in report.moments),
        pocket=pocket_rows(report.pocket_card),
        judgements=tuple(filter(None, (report.hers.summary, report.fair.summary, report.gap))),
    )


def no_suggestion(transcript: Transcript, since: int = 0) -> str:
    """What stands where no other way to say something is offered; ``since`` as in ``turn_with_room``."""
    number = turn_with_room(transcript, since)
    if number is None:
        return "Nothing stands out. Try the same talk with someone harder."
    return f"Turn {number} had the most room. Say that one again in your own other words."


def shortened(words: str, most: int = _LONGEST_QUOTE) -> str:
    """The words on one line, cut at the end of a word where they are longer than ``most`` characters."""
    line = " ".join(shown_exactly(words).split())
    if len(line) <= most:
        return line
    head, _, _ = line[:most].rpartition(" ")
    return f"{(head or line[: most - 1]).rstrip(' ,;:.')}…"


def about(transcript: Transcript) -> str:
    """The situation, how many turns, and how it ended."""
    count = len(transcript.user_turns)
    turns = "1 turn of yours" if count == 1 else f"{count} turns of yours"
    later = "weeks later · " if transcript.carried else ""
    ending = transcript.ending.in_words if transcript.ending else "not ended yet"
    return f"{shortened(transcript.scenario.title, 120)} · {later}{turns} · {ending[0].lower()}{ending[1:]}"


def what_next(transcript: Transcript) -> str:
    """What the ending leads to; empty where there is none."""
    return shortened(what_follows(transcript.persona, transcript.ending, transcript.turns), _LONGEST_TEXT)


def pocket_rows(card: PocketCard) -> tuple[tuple[str, str, bool], ...]:
    """Title, words, and whether they are the user's own or say what would go there."""
    rows = []
    for field, title, missing in POCKET:
        said: str | None = getattr(card, field)
        rows.append((title, shortened(said) if said else f"Not yet: {missing}.", bool(said)))
    return tuple(rows)


def signed(value: float) -> str:
    """A figure with its sign and one decimal; nought has none."""
    return f"{round(value, 1):+.1f}".replace("-", "−") if round(value, 1) else "0.0"


def amount(moment: Moment) -> str:
    """Points won or lost."""
    return f"{'+' if moment.kind == 'won' else '−'}{abs(moment.amount):.1f}"


def figures(turn: UserTurn) -> str:
    """The scores of one turn on one line."""
    appraisal = turn.appraisal
    if appraisal.unscored:
        return f"Not scored: {appraisal.unscored}."
    shown = [
        f"{name} {signed(value)}" for name, value in appraisal.dimensions.model_dump().items() if value is not None
    ]
    parts = [" · ".join(shown) or "no dimension shown"]
    if appraisal.overall is not None:
        likely = f" (likely {signed(appraisal.likely[0])} to {signed(appraisal.likely[1])})" if appraisal.likely else ""
        parts.append(f"a fair supervisor {signed(appraisal.overall)}{likely}")
    parts.append(f"trust now {turn.trust:.0f}")
    return " · ".join(parts)
