"""Figures that need readers: sheets drawn from played talks, and what the readers' answers come to.

``python -m tests.bench.readers FOLDER`` draws the sheets anew. A reader gets ``recognise.yaml`` with the table of
supervisors, or ``to_the_point.yaml``, and nothing else; answers are kept beside them as ``NAME.READER.yaml``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import yaml
from rich.console import RenderableType

from simulator.debrief.rehearsal import employees
from simulator.dialogue.session import Session, play
from simulator.dialogue.stance import Setting
from simulator.domain.conduct import Move
from simulator.domain.transcript import SupervisorTurn, UserTurn
from simulator.resources import library

from .tables import table

_DATA = Path(__file__).parents[1] / "data"
SHEETS = _DATA / "ratings"
_KINDS = ("owns it", "vague", "excuse first", "blames", "rude, then repairs", "mixed")
_IN_A_ROW = 5
_EXTRACTS = 2
_PAIRS = 5
#: Somebody who does a bit of everything.
_MIXED = [
    "I'm not sure where to begin, to be honest.",
    "The September report didn't go out, and that was me.",
    "It was a bad week, my head was all over the place.",
    "Are you going to fire me?",
    "You'll have the next one on Wednesday by four.",
    "The planners had the old figures because of that, I know.",
    "I need you to tell me which two matter most.",
]


def draw(folder: Path) -> None:
    """Write both sheets, and the key that goes with them."""
    random = Random("sheets")
    extracts = [_extract(persona, number) for persona in library().personas for number in range(_EXTRACTS)]
    pairs = [pair for persona in library().personas for pair in _pairs(persona)]
    random.shuffle(extracts)
    random.shuffle(pairs)
    key = {f"e{number:02}": persona for number, (persona, _) in enumerate(extracts, start=1)}
    _write(folder / "recognise.yaml", {f"e{n:02}": replies for n, (_, replies) in enumerate(extracts, start=1)})
    _write(folder / "recognise.key.yaml", key)
    _write(folder / "to_the_point.yaml", {f"p{n:02}": pair for n, pair in enumerate(pairs, start=1)})


def _extract(persona: str, number: int) -> tuple[str, list[str]]:
    """Five of her replies in a row, her first words apart."""
    replies = [turn.text for turn in _talk(persona, number).turns if isinstance(turn, SupervisorTurn)][1:]
    return persona, replies[:_IN_A_ROW]


def _pairs(persona: str) -> list[dict[str, str]]:
    """What was said and what she answered, some a supervisor."""
    found = []
    for number in range(_EXTRACTS, _EXTRACTS + 3):
        turns = _talk(persona, number).turns
        found += [
            {"before": before.text, "said": said.text or "(silence)", "reply": reply.text}
            for before, said, reply in zip(turns, turns[1:], turns[2:], strict=False)
            if isinstance(said, UserTurn) and isinstance(reply, SupervisorTurn) and reply.move is not Move.CHARGE
        ]
    return Random(f"pairs:{persona}").sample(found, _PAIRS)


def _talk(persona: str, number: int) -> Session:
    random = Random(f"talk:{persona}:{number}")
    kinds = employees()
    kind = random.choice(_KINDS)
    words = _MIXED if kind == "mixed" else random.choice(kinds[kind])
    scenario = library().scenario("the-letter")
    return play(Setting(library().persona(persona), scenario, random.randrange(1000), "normal"), tuple(words))[0]


def _write(path: Path, value: object) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110), "utf-8")


def answers(name: str, folder: Path = SHEETS) -> dict[str, dict[str, Any]]:
    """By reader, what was answered."""
    files = sorted(folder.glob(f"{name}.reader-*.yaml"))
    return {file.stem.partition(".")[2]: yaml.safe_load(file.read_text("utf-8")) for file in files}


def tables(folder: Path = SHEETS) -> list[RenderableType]:
    """How often readers named the right supervisor, and how often they found a reply to the point."""
    if not (folder / "recognise.key.yaml").is_file():
        return ["Readers: not available; no sheets were filled in."]
    rows = []
    for name, what in (("recognise", "knows her by five replies"), ("samples", "knows her by her sample phrases")):
        key: dict[str, str] = yaml.safe_load((folder / f"{name}.key.yaml").read_text("utf-8"))
        for reader, named in answers(name, folder).items():
            right = sum(named.get(item) == persona for item, persona in key.items())
            rows.append((f"{what}, {reader}", *_share(right, len(key)), "70 %"))
    for reader, said in answers("to_the_point", folder).items():
        yes = sum(bool(answer) for answer in said.values())
        rows.append((f"takes up what was said, {reader}", *_share(yes, len(said)), "90 %"))
    note = (
        "Readers are language models who had seen neither the files nor the code. Chance of naming the right one: 8 %."
    )
    return [table("What readers say", ("", "count", "share", "wanted"), rows, note)]


def _share(part: int, whole: int) -> tuple[str, str]:
    return f"{part} of {whole}", f"{part / whole:.0%}"


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
