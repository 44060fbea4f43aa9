"""Two ways of one talk side by side, where it was made from another one, or another one from it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ..debrief.compare import TwoWays, Way, two_ways
from ..domain.persona import Persona
from ..domain.transcript import Transcript
from ..errors import NotFound
from . import kept, shared
from .chart import ink, two_lines
from .html import bubble, escape, her_bubble


@dataclass(frozen=True)
class _Pair:
    """Two talks, one of which was made from the other, and how the choice between several is named."""

    first: str
    other: str
    name: str
    changed_at: object


def section(run: str, transcript: Transcript) -> bool:
    """Nothing where this talk has no other way; a choice where it has several. Returns whether it has one."""
    pairs, gone = _pairs(run)
    if not pairs and not gone:
        return False
    with st.container(key="two-ways"):
        st.subheader("Two ways", anchor="two-ways")
        if gone:
            st.html('<p class="quiet">This talk went another way from one that is not kept any more.</p>')
        if pairs:
            _beside(run, transcript, _chosen(run, pairs))
    return True


def _chosen(run: str, pairs: list[_Pair]) -> _Pair:
    if len(pairs) == 1:
        return pairs[0]
    names = [pair.name for pair in pairs]
    places = range(len(pairs))
    return pairs[st.selectbox("Beside which way?", places, format_func=names.__getitem__, key=f"way-{run}")]


def _beside(run: str, transcript: Transcript, chosen: _Pair) -> None:
    beside = kept.transcript_of(chosen.first if chosen.first != run else chosen.other, chosen.changed_at)
    first, other = (transcript, beside) if chosen.first == run else (beside, transcript)
    told = two_ways(first, other)
    st.html(f'<p class="outcome">{escape(told.in_words)}</p>')
    _side_by_side(run, chosen, transcript.persona, told)
    if told.first.spoken and told.other.spoken:
        st.vega_lite_chart(
            two_lines(transcript.persona, told, ink()),
            width="stretch",
            key="two-ways-chart",
            alt=f"Trust on both ways. {told.in_words}",
        )


def _pairs(run: str) -> tuple[list[_Pair], bool]:
    """The talks that lie beside this one, the one it came from first; and whether that one is gone."""
    store = shared.app().store
    pairs, gone = list[_Pair](), False
    origin = store.summary(shared.owner(), run).origin
    if origin is not None:
        try:
            one = store.summary(shared.owner(), origin.conversation)
            pairs.append(_Pair(one.id, run, f"the one it came from, {one.created_at:%d %B, %H:%M}", one.updated_at))
        except NotFound:
            gone = True
    for one in store.forks(shared.owner(), run):
        pairs.append(_Pair(run, one.id, f"another way, {one.created_at:%d %B, %H:%M:%S}", one.updated_at))
    return pairs, gone


def _side_by_side(run: str, pair: _Pair, persona: Persona, told: TwoWays) -> None:
    if told.line:
        st.html(
            f'<div class="parting"><p class="quiet">Up to here both are the same. Then turn {told.number}:</p>'
            f'<div class="log">{her_bubble(persona.name, told.line)}</div></div>'
        )
    left, right = st.columns(2, gap="medium")
    for place, name, way, talk, title in (
        (left, "first", told.first, pair.first, "As first said"),
        (right, "other", told.other, pair.other, "Said differently"),
    ):
        with place:
            st.html(_way(persona, way, title, "this talk" if talk == run else ""))
            _ways_on(run, talk, name, way)


def _way(persona: Persona, way: Way, title: str, here: str) -> str:
    said = "".join(bubble(turn, persona) for turn in way.turns) or '<p class="quiet">Nothing was said here yet.</p>'
    tag = f' <span class="tag">{here}</span>' if here else ""
    ending = f'<p class="quiet">{way.ending.in_words}.</p>' if way.ending else ""
    return f'<section class="way"><h4>{title}{tag}</h4><div class="log">{said}</div>{ending}</section>'


def _ways_on(run: str, talk: str, name: str, way: Way) -> None:
    with st.container(horizontal=True, key=f"way-{name}"):
        if talk != run and way.spoken and st.button("Read that one", key=f"way-read-{name}"):
            shared.let_go()
            shared.go("review", talk)
        if way.ending is None and st.button("Go on from there", key=f"way-on-{name}"):
            shared.let_go()
            shared.go("talk", talk)
