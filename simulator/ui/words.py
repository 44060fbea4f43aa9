"""Every word that counted, marked and explained, by dimension if wished; and a way off each of the user's turns."""

from __future__ import annotations

import streamlit as st

from ..dialogue.session import Session
from ..domain.appraisal import Appraisal, Event
from ..domain.events import Dimension
from ..domain.persona import Persona
from ..domain.transcript import Transcript, Turn, UserTurn
from . import shared
from .html import escape, signed


def section(run: str, session: Session, transcript: Transcript) -> None:
    """Every turn, with a filter above and a way to say each of the user's differently."""
    st.subheader("Every word, and what it did")
    st.html(
        '<p class="quiet">Marked words counted. Hover, tap or tab to a mark for the reason: underlined helped, dashed '
        "hurt, dotted was noticed only.</p>"
    )
    chosen = st.pills(
        "Show the marks of one dimension", [one.capitalize() for one in Dimension], key=f"only-dimension-{run}"
    )
    only = Dimension(chosen.lower()) if chosen else None
    if only is not None and not any(_counted(turn.appraisal, only) for turn in transcript.user_turns):
        st.html(f'<p class="quiet">No words of this talk count for {only.value}. Tap it again to see all marks.</p>')
    number, blocks = 0, list[str]()
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        blocks.append(scored_turn(turn, transcript.persona, number, only))
        if isinstance(turn, UserTurn):
            with st.container(key=f"turn-row-{number}"):
                st.html("".join(blocks))
                _fork(run, session, turn, number)
            blocks.clear()
    if blocks:
        st.html("".join(blocks))


def _fork(run: str, session: Session, turn: UserTurn, number: int) -> None:
    if st.button("Say it differently from here", key=f"fork-{number}", type="tertiary", icon=":material/alt_route:"):
        shared.let_go()
        shared.go("talk", shared.app().say_differently(shared.OWNER, run, session, turn.id))


def _counted(appraisal: Appraisal, only: Dimension | None) -> tuple[Event, ...]:
    """What is marked: everything that was done, or what of it counts in one dimension."""
    return tuple(
        event
        for event in appraisal.said
        if only is None or any(shown.dimension is only for shown in appraisal.shown_by(event))
    )


def marked(turn: UserTurn, only: Dimension | None = None) -> str:
    """The user's words with every span that counted marked and explained; overlapping spans share one mark."""
    text, pieces, place = turn.text, [], 0
    for group in _groups(_counted(turn.appraisal, only)):
        start, end = group[0].start, max(event.end for event in group)
        pieces.append(escape(text[place:start]))
        pieces.append(_mark(text[start:end], group, turn.appraisal, only))
        place = end
    pieces.append(escape(text[place:]))
    return "".join(pieces)


def _groups(events: tuple[Event, ...]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    reach = -1
    for event in sorted(events, key=lambda item: (item.start, item.end)):
        if groups and event.start < reach:
            groups[-1].append(event)
        else:
            groups.append([event])
        reach = max(reach, event.end)
    return groups


def _mark(words: str, group: list[Event], appraisal: Appraisal, only: Dimension | None) -> str:
    total = sum(
        shown.weight
        for event in group
        for shown in appraisal.shown_by(event)
        if only is None or shown.dimension is only
    )
    tone = "good" if total > 0 else "bad" if total < 0 else "noted"
    reasons = " ".join(_reason(event, appraisal) for event in group)
    why = f'<span class="why" role="note">{escape(reasons)}</span>'
    return f'<mark class="hit {tone}" tabindex="0">{escape(words)}{why}</mark>'


def _reason(event: Event, appraisal: Appraisal) -> str:
    """The dimensions an event counts in, and why."""
    names = dict.fromkeys(shown.dimension.value for shown in appraisal.shown_by(event))
    return f"{', '.join(names).capitalize()}: {event.why}"


def _leaning(event: Event) -> str:
    """What the words add to a dimension beside what was done, with the words that carry most of it."""
    return f"{event.dimension.capitalize()} {event.weight:+.1f} from the wording: {event.words_told}"


def scored_turn(turn: Turn, persona: Persona, number: int, only: Dimension | None = None) -> str:
    """One turn of the scored transcript; ``number`` counts the user's turns."""
    if not isinstance(turn, UserTurn):
        broke = "" if turn.complete else '<span class="broke">The reply broke off here. It is not scored.</span>'
        return (
            f'<div class="turn"><div class="speaker">{escape(persona.name)}</div>'
            f'<div class="words">{escape(turn.text)}</div>{broke}</div>'
        )
    return (
        f'<div class="turn mine" id="turn-{number}" tabindex="-1"><div class="speaker">You, turn {number}</div>'
        f'<div class="words">{marked(turn, only) or "<em>You said nothing.</em>"}</div>{_scores(turn, only)}</div>'
    )


def _scores(turn: UserTurn, only: Dimension | None) -> str:
    appraisal = turn.appraisal
    if appraisal.unscored:
        return f'<div class="scores">Not scored: {appraisal.unscored}.</div>'
    shown = " · ".join(
        f"{name} {signed(value)}" for name, value in appraisal.dimensions.model_dump().items() if value is not None
    )
    reasons = "".join(
        f"<li>“{escape(event.quote)}” {escape(_reason(event, appraisal))}</li>"
        for event in _counted(appraisal, only)
        if event.quote
    ) + "".join(
        f"<li>{escape(_leaning(event))}</li>"
        for event in appraisal.worded
        if event.words and (only is None or event.dimension is only)
    )
    details = f"<details><summary>The words behind it</summary><ul>{reasons}</ul></details>" if reasons else ""
    overall = f"a fair supervisor {signed(appraisal.overall)}" if appraisal.overall is not None else ""
    if likely := appraisal.likely:
        overall += f" (likely {likely[0]:+.1f} to {likely[1]:+.1f})"
    return (
        f'<div class="scores">{shown or "No dimension shown"} · {overall} · trust now {turn.trust:.0f}</div>{details}'
    )
