"""The debrief and the transcript as Markdown; the words of both stand exactly as they were said."""

from __future__ import annotations

import re

from ...dialogue.outcome import what_follows
from ...domain.report import Report
from ...domain.transcript import Transcript, UserTurn, headline, other_side
from ...safety.help import help_text
from .wording import NO_STRENGTH

#: What Markdown and its dialects take for markup; a full stop, a dash or a colon only where they do.
_SPECIAL = re.compile(
    r"([\\`*_{}\[\]<>$|~&#@]|!(?=\[)|\((?=\S)|:(?=\S)|\.(?=\S)|^[-+=]|(?<=-)-|(?<=^\d)[.)]|(?<=^\d\d)[.)])"
)


def exact(words: str) -> str:
    """Words that Markdown shows as they were typed; line breaks become spaces."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def as_markdown(transcript: Transcript, report: Report) -> str:
    """One document: the evening account, what to try, the judgements, and the scored transcript."""
    if transcript.needs_help:
        return "\n\n".join(_stopped(transcript)) + "\n"
    blocks = [
        f"# {exact(headline(transcript))}",
        f"{exact(transcript.scenario.title)}. {_ending(transcript)}",
        *_evening(report),
        *_advice(report),
        "## Two judgements",
        f"- {exact(report.hers.summary)}\n- {exact(report.fair.summary)}"
        + (f"\n- {exact(report.gap)}" if report.gap else ""),
        *_moments(report),
        *_promises(report),
        *_pocket(report),
        "## What was said",
        *_turns(transcript),
    ]
    return "\n\n".join(blocks) + "\n"


def _stopped(transcript: Transcript) -> list[str]:
    """Where to turn, and what was said; nothing of it is scored."""
    words = help_text()
    lines = [
        f"- {exact(line.name)} ({exact(line.country)}): {exact(line.contact)} ({exact(line.hours)})"
        for line in words.lines
    ]
    said = [
        f"**{'You' if isinstance(turn, UserTurn) else exact(other_side(transcript))}:** {exact(turn.text)}"
        for turn in transcript.turns
    ]
    return [f"# {exact(words.title)}", *map(exact, words.text), "\n".join(lines), "## What was said", *said]


def _ending(transcript: Transcript) -> str:
    if transcript.ending is None:
        return "Not ended yet."
    follows = what_follows(transcript.persona, transcript.ending, transcript.turns)
    return f"{transcript.ending.in_words}." + (f" {exact(follows)}" if follows else "")


def _evening(report: Report) -> list[str]:
    return [f"## {exact(report.evening_title)}", exact(report.evening)] if report.evening else []


def _advice(report: Report) -> list[str]:
    if report.strengths:
        first = report.strengths[0]
        good = f"You said “{exact(first.quote)}”. {exact(first.why)}"
    else:
        good = NO_STRENGTH
    blocks = [f"## What was good\n\n{good}"]
    if report.suggestions:
        blocks.append("## What to try")
    for suggestion in report.suggestions:
        said = f"You said “{exact(suggestion.quote)}”. " if suggestion.quote else ""
        blocks.append(f"{said}{exact(suggestion.happened)}\n\nAnother way: “{exact(suggestion.another_way)}”")
    return blocks


def _moments(report: Report) -> list[str]:
    if not report.moments:
        return []
    rows = [
        f"- Turn {moment.number}: {moment.kind} {abs(moment.amount):.1f} points"
        + (f" with “{exact(moment.quote)}”" if moment.quote else "")
        + f". {exact(moment.why)}"
        for moment in report.moments
    ]
    return ["## Turning points", "\n".join(rows)]


def _promises(report: Report) -> list[str]:
    if not report.promises:
        return []
    rows = [f"- “{exact(item.quote)}” ({exact(item.by_when or 'no time named')})" for item in report.promises]
    return ["## Promised", "\n".join(rows)]


def _pocket(report: Report) -> list[str]:
    card = report.pocket_card
    named = (("Begin", card.opening), ("Promise", card.promise), ("Ask", card.question), ("Limit", card.limit))
    rows = [f"- {name}: “{exact(words)}”" for name, words in named if words]
    return ["## For your pocket", "\n".join(rows)] if rows else []


def _turns(transcript: Transcript) -> list[str]:
    blocks, number = [], 0
    for turn in transcript.turns:
        if isinstance(turn, UserTurn):
            number += 1
            blocks.append(f"**You ({number}):** {exact(turn.text) or '(silence)'}\n\n{_scores(turn)}")
        else:
            broke_off = "" if turn.complete else " (broke off)"
            blocks.append(f"**{exact(other_side(transcript))}:** {exact(turn.text)}{broke_off}")
    return blocks


def _scores(turn: UserTurn) -> str:
    if turn.appraisal.unscored:
        return f"*Not scored: {turn.appraisal.unscored}.*"
    numbers = ", ".join(
        f"{name} {value:+.1f}" for name, value in turn.appraisal.dimensions.model_dump().items() if value is not None
    )
    reasons = "".join(
        f"\n- “{exact(event.quote)}”: {exact(event.why)}" for event in turn.appraisal.said if event.weight
    )
    return f"*Trust {turn.trust:.0f}. {exact(numbers) or 'Nothing shown.'}*{reasons}"
