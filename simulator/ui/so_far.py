"""What there is already, at the head of the page Progress: the talks held, and what was shown in them."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.progress import TalkRead
from ..domain.report import Skill
from .html import escape
from .progress_tables import skill_name

_MOST = 3


def so_far(talks: Sequence[TalkRead]) -> str:
    """The talks counted, and the skills shown most often, with the user's latest words for each. HTML."""
    held = [talk for talk in talks if talk.practised and talk.skills]
    shown = sorted(((skill, _shown(held, skill)) for skill in Skill), key=lambda pair: -len(pair[1]))
    rows = "".join(_row(skill, quotes, len(held)) for skill, quotes in shown[:_MOST] if quotes)
    if not rows:
        rows = "<li>No skill stands out yet. That is what the first talks are for.</li>"
    return f'<section class="so-far"><h2>{_held(held)}</h2><ul class="parts">{rows}</ul></section>'


def _held(talks: Sequence[TalkRead]) -> str:
    """How many talks of which kind, and with how many supervisors."""
    number, people = len(talks), len({talk.persona for talk in talks})
    whom = escape(talks[-1].name) if people == 1 else f"{people} supervisors"
    kinds = [
        f"{count} of them {name}"
        for kind, name in (("later", "weeks later"), ("fork", "said differently"))
        if (count := sum(talk.kind == kind for talk in talks))
    ]
    talk = "1 talk" if number == 1 else f"{number} talks"
    return ", ".join([f"You have held {talk} with {whom}", *kinds]) + "."


def _shown(talks: Sequence[TalkRead], skill: Skill) -> list[str]:
    """The words with which a skill was shown, a talk each, the latest last; empty where they are better not quoted."""
    found = [one for talk in talks for one in talk.skills if one.skill is skill and one.state == "shown"]
    return [one.shown or "" for one in found]


def _row(skill: Skill, quotes: list[str], talks: int) -> str:
    said = f' <span class="said">“{escape(quotes[-1])}”</span>' if quotes[-1] else ""
    how_often = f" in {len(quotes)} of {talks} talks" if talks > 1 else ""
    return f'<li class="yes"><i aria-hidden="true">✓</i> <b>{skill_name(skill)}</b>{how_often}{said}</li>'
