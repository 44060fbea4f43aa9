"""Thirteen characters at a glance: ``python -m tests.bench.curves`` draws docs/images/trust-curves.svg.

One panel a supervisor; trust after each turn for six kinds of scripted employees, mean of their voices and four seeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.debrief.rehearsal import Ends, before, employees
from simulator.domain.persona import Persona
from simulator.resources import library

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "trust-curves.svg"
_SEEDS = range(4)
_COLUMNS = 4
#: Between two panels, in widths of one.
_BETWEEN = 0.12
_INK, _FAINT, _SPINE = "#222222", "#6b6b6b", "#b8b8b8"
#: Labels at the ends of lines lie at least so many points of trust apart.
_LABEL_APART = 9.0
_LEVELS = ("easy", "normal", "hard")
_NOTE = """Trust before the first turn and after each of seven, 0 to 100.
Scripted employees say the same words to everybody;
mean of three voices and four seeds, no talk stopped early.

Thin lines: the trust that an agreement asks for (solid)
and that terms on conditions ask for (dotted).

From easy to hard, by name."""


class _Stroke(NamedTuple):
    """How one kind is drawn: colours that Okabe and Ito chose, and dashes for eyes and printers that see none."""

    colour: str
    dashes: tuple[float, ...] = ()
    width: float = 1.5


#: From the top line to the bottom one.
KINDS: Mapping[str, _Stroke] = {
    "owns it": _Stroke("#0072B2", width=2.2),
    "rude, then repairs": _Stroke("#009E73", (4, 1.5)),
    "vague": _Stroke("#CC79A7", (1, 1), 2.0),
    "excuse first": _Stroke("#E69F00"),
    "blames": _Stroke("#D55E00", (6, 1.5, 1, 1.5)),
    "attacks": _Stroke("#000000", width=1.8),
}


def draw() -> Figure:
    """All panels on one page, the key beside the last one."""
    people = sorted(library().personas.values(), key=lambda one: (_LEVELS.index(one.difficulty), one.name))
    kinds = {kind: voices for kind, voices in employees().items() if kind in KINDS}
    rows = -(-len(people) // _COLUMNS)
    figure = Figure(figsize=(9.0, 2.15 * rows), facecolor="white")
    grid = figure.subplots(rows, _COLUMNS, sharex=True, sharey=True, squeeze=False)
    figure.subplots_adjust(left=0.045, right=0.99, top=0.965, bottom=0.055, wspace=_BETWEEN, hspace=0.32)
    panels: list[Axes] = list(grid.flat)
    for axes, persona in zip(panels, people, strict=False):
        _panel(axes, persona, before(persona, kinds, _SEEDS))
    for axes in panels[len(people) :]:
        axes.set_visible(False)
    last = panels[len(people) - 1]
    for axes in panels[len(people) - _COLUMNS : len(people)]:
        axes.tick_params(labelbottom=True)
    _key(last, people[-1], before(people[-1], kinds, _SEEDS))
    return figure


def _panel(axes: Axes, persona: Persona, ends: Ends) -> None:
    bars = persona.stance.thresholds
    axes.axhline(bars.agreement.trust, color=_SPINE, linewidth=0.8, zorder=0)
    axes.axhline(bars.conditional.trust, color=_SPINE, linewidth=0.9, linestyle=(0, (1, 2)), zorder=0)
    for kind, stroke in KINDS.items():
        (line,) = axes.plot(ends.course(kind), color=stroke.colour, linewidth=stroke.width, clip_on=False)
        line.set_dashes(stroke.dashes)
    axes.set(xlim=(0, 7), ylim=(0, 100), xticks=range(8), yticks=(0, 25, 50, 75, 100))
    axes.set_title(persona.name, loc="left", fontsize=10, fontweight="bold", color=_INK, pad=4)
    axes.set_title(persona.difficulty, loc="right", fontsize=7.5, color=_FAINT, pad=4)
    axes.tick_params(length=2, width=0.6, labelsize=7, color=_SPINE, labelcolor=_FAINT, pad=2)
    axes.spines[["top", "right"]].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(color=_SPINE, linewidth=0.6, zorder=1)


def _key(axes: Axes, persona: Persona, ends: Ends) -> None:
    """Names beside the ends of the last panel's lines, and what is shown."""
    courses = [ends.course(kind)[-1] for kind in KINDS]
    for (kind, stroke), at, place in zip(KINDS.items(), courses, _spread(courses), strict=True):
        axes.plot((7.0, 7.5), (at, place), color=stroke.colour, linewidth=0.8, clip_on=False)
        axes.text(7.6, place, kind, color=_INK, fontsize=8.5, va="center")
    bars = persona.stance.thresholds
    for bar, words in ((bars.agreement, "agreement"), (bars.conditional, "on conditions")):
        axes.text(0.15, bar.trust + 1.5, words, color=_FAINT, fontsize=6.5)
    axes.text(2 * 7 * (1 + _BETWEEN), 100, _NOTE, color=_INK, fontsize=8.5, va="top", linespacing=1.45)
    axes.set_xlabel("turn", fontsize=7.5, color=_FAINT, labelpad=1)


def _spread(levels: Sequence[float]) -> list[float]:
    """Places for labels near falling levels, none nearer to the one before than a line of text."""
    places: list[float] = []
    for level in levels:
        places.append(min(level, places[-1] - _LABEL_APART) if places else level)
    low = min(0.0, places[-1] - 2)
    return [place - low for place in places]


def main() -> None:
    """Draw and write; the same bytes every time."""
    words = {"Title": "Trust, turn by turn, before each supervisor", "Date": None, "Creator": None}
    font = ["DejaVu Sans", "sans-serif"]
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "trust-curves", "font.family": font}):
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        draw().savefig(PICTURE, format="svg", metadata=words)


if __name__ == "__main__":
    main()
