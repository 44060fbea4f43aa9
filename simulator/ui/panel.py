"""The same words before every supervisor: the three who differ most, all of them, where they part, and the quarrel."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ..debrief.panel import panel
from ..domain.persona import Persona
from ..domain.report import Panel, PanelSeat, Parting, QuarrelTurn, StagedQuarrel
from ..domain.transcript import Transcript
from . import shared
from .html import avatar, escape, signed
from .trust_line import TrustLine, picture, room_for

_PLACES = ("Gained least", "In between", "Gained most")


def others(run: str, transcript: Transcript) -> None:
    """The whole part of the page; worked out only when asked for, and kept while this window is open."""
    st.subheader("How the others would have taken it", anchor="the-others")
    if not st.toggle("Let the same words be heard by all thirteen", key="others"):
        return
    told = _heard(run, transcript, _seated())
    shown = _Shown(told, transcript, shared.app().library.personas)
    shown.first_three()
    if told.quarrel is not None:
        st.html(_staged(told.quarrel, shown.personas))
    shown.everybody()
    st.html(_table(told))


def _seated() -> tuple[Persona, ...]:
    """The thirteen; on request those of installed packs, too."""
    library = shared.app().library
    if library.shipped == library.personas or not st.checkbox("And those from packs", key="others-packs"):
        return tuple(library.shipped.values())
    return tuple(library.personas.values())


def _heard(run: str, transcript: Transcript, personas: tuple[Persona, ...]) -> Panel:
    kept: dict[tuple[str, str, int, str, tuple[str, ...]], Panel] = shared.remembered("panels")
    last = transcript.turns[-1]
    key = (shared.owner(), run, len(transcript.turns), last.id, tuple(one.id for one in personas))
    if key not in kept:
        kept[key] = panel(transcript, personas)
    return kept[key]


class _Shown:
    """One panel on the page."""

    def __init__(self, told: Panel, transcript: Transcript, personas: Mapping[str, Persona]) -> None:
        self.told = told
        self.transcript = transcript
        self.personas = personas
        bars = [self._bar(seat) for seat in told.supervisors]
        self.low, self.high = room_for([*bars, *(level for seat in told.supervisors for level in _levels(seat))])

    def _bar(self, seat: PanelSeat) -> float:
        """Trust from which this supervisor agrees to terms."""
        return self.personas[seat.persona].stance.thresholds.agreement.trust

    def first_three(self) -> None:
        """The harshest, the one between, the mildest, large; and the turn where they part."""
        seats = {seat.persona: seat for seat in self.told.supervisors}
        first = [seats[persona] for persona in self.told.differ_most]
        if not first:
            return
        st.html(f"{_parting(self.told.parts_at, self.transcript)}{self._key()}")
        places = _PLACES if len(first) == len(_PLACES) else ("",) * len(first)
        with st.container(key="panel-three"):
            for seat, place in zip(first, places, strict=True):
                with st.container(key=f"three-{seat.persona}"):
                    self._seat(seat, place)

    def _key(self) -> str:
        band = '<span class="key-band"></span> the turn where they part. ' if self.told.parts_at else ""
        return (
            f'<p class="quiet panel-key">Trust, turn by turn, from {self.low:.0f} to {self.high:.0f} of 100. {band}'
            '<b class="key-up">▲</b> <b class="key-down">▼</b> the turn that moved them most, up or down. The dashed '
            "line is the trust from which they agree to terms.</p>"
        )

    def everybody(self) -> None:
        """All of them, in the order of the gallery."""
        st.subheader(f"All {len(self.told.supervisors)}, on the same axes")
        with st.container(key="panel-all"):
            for seat in self.told.supervisors:
                with st.container(key=f"all-{seat.persona}"):
                    self._small_seat(seat)

    def _seat(self, seat: PanelSeat, place: str) -> None:
        tag = f'<span class="tag">{place}</span>' if place else ""
        st.html(
            f'<figure class="seat">{self._head(seat, tag)}'
            f"<figcaption>{_moved_most(seat)}{self._at_the_parting(seat)}</figcaption></figure>"
        )
        self._talk_to(seat, f"Talk to {seat.name} with the same situation", f"panel-first-{seat.persona}")

    def _small_seat(self, seat: PanelSeat) -> None:
        """One of all: the picture, and no more words than tell it apart from the others."""
        st.html(f'<figure class="seat">{self._head(seat)}</figure>')
        self._talk_to(seat, f"Talk to {seat.name}", f"panel-{seat.persona}")

    def _head(self, seat: PanelSeat, tag: str = "") -> str:
        persona = self.personas[seat.persona]
        yours = f" · you talked to {persona.pronouns.them}" if seat.persona == self.transcript.persona.id else ""
        return (
            f'<div class="seat-head">{avatar(persona)}<div><h4>{escape(seat.name)}</h4>'
            f'<span class="quiet">{escape(_ending(seat) + yours)}</span>{tag}</div></div>'
            f"{picture(self._line(seat), _in_words(seat, self.told.parts_at))}"
        )

    def _talk_to(self, seat: PanelSeat, label: str, key: str) -> None:
        if st.button(label, key=key, width="stretch"):
            shared.let_go()
            setting = self.transcript
            shared.go("talk", shared.app().start(shared.owner(), seat.persona, setting.scenario, setting.difficulty))

    def _line(self, seat: PanelSeat) -> TrustLine:
        return TrustLine(
            levels=_levels(seat),
            turns=max((len(one.trust) for one in self.told.supervisors), default=0),
            bar=self._bar(seat),
            parts=self.told.parts_at.number if self.told.parts_at else None,
            moved=seat.turning_number,
            low=self.low,
            high=self.high,
        )

    def _at_the_parting(self, seat: PanelSeat) -> str:
        parts = self.told.parts_at
        if parts is None or parts.number == seat.turning_number:
            return ""
        if parts.number > len(seat.trust):
            return f"<p>Turn {parts.number}, where the others part, came after the end.</p>"
        return f"<p>Turn {parts.number}, where they part: <b>{_points(_change(seat, parts.number))}</b></p>"


def _levels(seat: PanelSeat) -> tuple[float, ...]:
    """Trust from before the first word on."""
    return (seat.start, *seat.trust)


def _change(seat: PanelSeat, number: int) -> float:
    levels = _levels(seat)
    return levels[number] - levels[number - 1]


def _points(change: float) -> str:
    return signed(change).replace("-", "−")


def _ending(seat: PanelSeat) -> str:
    how = seat.ending.in_words if seat.ending else "Still open"
    return f"{how} · {seat.start:.0f} → {seat.trust[-1]:.0f}" if seat.trust else how


def _moved_most(seat: PanelSeat) -> str:
    if seat.turning_number is None:
        return "<p>Nothing you said moved them.</p>"
    quote = f" <span class=said>“{escape(seat.turning_quote)}”</span>" if seat.turning_quote else ""
    return f"<p>Turn {seat.turning_number} moved them most: <b>{_points(seat.amount)}</b>{quote}</p>"


def _in_words(seat: PanelSeat, parts: Parting | None) -> str:
    """The picture for whoever does not see it."""
    levels = ", ".join(f"{level:.0f}" for level in _levels(seat))
    marked = ""
    if parts is not None and parts.number <= len(seat.trust):
        marked = f" At turn {parts.number}, where they part: {_points(_change(seat, parts.number))}."
    how = seat.ending.in_words if seat.ending else "Still open"
    return f"{seat.name}'s trust, from before the first word on: {levels} of 100.{marked} {how}."


def _parting(parts: Parting | None, transcript: Transcript) -> str:
    if parts is None:
        return '<p class="lead">No turn parts them: each moved all three much alike.</p>'
    said = next(turn.text for turn in transcript.user_turns if turn.id == parts.turn)
    words = f"“{escape(said)}”" if said.strip() else "You said nothing."
    sides = "".join(
        f"<li><b>{escape(side.name)} {_points(side.change)}</b> "
        + (f"for <span class=said>“{escape(side.quote)}”</span>" if side.quote else "")
        + "</li>"
        for side in parts.sides
    )
    same_words = len({side.quote for side in parts.sides}) == 1
    return (
        f'<div class="parting"><p class="parts">{escape(parts.in_words)}</p><p class="said">{words}</p>'
        f"{'' if same_words else f'<ul>{sides}</ul>'}</div>"
    )


def _staged(told: StagedQuarrel, personas: Mapping[str, Persona]) -> str:
    rows = "".join(
        _spoken(turn, personas[turn.persona], kind, back=back)
        for turn, kind, back in zip(
            (told.verdict, *told.rebuttals),
            ("the verdict", "the rebuttal", "the answer"),
            (False, True, False),
            strict=True,
        )
    )
    return (
        f'<section class="quarrel" aria-label="The quarrel"><h4>They quarrel about one sentence of yours</h4>'
        f'<blockquote class="said">“{escape(told.sentence)}”</blockquote>{rows}</section>'
    )


def _spoken(turn: QuarrelTurn, persona: Persona, kind: str, *, back: bool) -> str:
    return (
        f'<div class="speech{" back" if back else ""}">{avatar(persona)}<p><span class="quiet">'
        f"<b>{escape(turn.name)}</b>, {kind}</span>{escape(turn.says)}</p></div>"
    )


def _table(told: Panel) -> str:
    """The same figures for whoever prefers a table, or has it read out."""
    longest = max((len(seat.trust) for seat in told.supervisors), default=0)
    heads = "".join(f'<th scope="col">{number}</th>' for number in range(1, longest + 1))
    rows = "".join(_table_row(seat, longest) for seat in told.supervisors)
    return (
        "<details class=figures><summary>The same as a table</summary>"
        '<div class="wide" role="region" aria-label="Trust after each turn" tabindex="0"><table class="dims panel">'
        f'<thead><tr><th scope="col">Trust after turn</th><th scope="col">before</th>{heads}<th scope="col">Ending</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _table_row(seat: PanelSeat, longest: int) -> str:
    cells = "".join(f'<td class="num">{level:.1f}</td>' for level in _levels(seat))
    blank = "<td></td>" * (longest - len(seat.trust))
    how = seat.ending.in_words if seat.ending else "Still open"
    return f'<tr><th scope="row">{escape(seat.name)}</th>{cells}{blank}<td>{escape(how)}</td></tr>'
