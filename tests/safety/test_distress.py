"""Who is shown help instead of a reply. The lines themselves are in data/, behind a warning."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.text import NormalText
from simulator.safety.disguise import one_slip_away
from simulator.safety.distress import is_distress, is_near_distress, why, words_lean

from .lines import BLIND, BLIND_FIELDS, learned_from, listed, only_near, ordinary_turns

DATA = Path(__file__).parent / "data"


def lines(file: str, kind: str) -> list[str]:
    found: list[str] = yaml.safe_load((DATA / file).read_text("utf-8"))[kind]
    return found


def reads(line: str) -> bool:
    return is_distress(NormalText(line))


def in_disguise(line: str) -> dict[str, str]:
    """The same words, hidden in ways that keep them readable."""
    return {
        "capitals": line.upper(),
        "zero width": "\u200b".join(line),
        "look-alikes": line.translate(str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441")),
        "full width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in line),
        "accents": line.replace("i", "\u00ed").replace("e", "\u00e9"),
        "stretched": line.replace("i", "iiii"),
        "typographic": line.replace("'", "\u2019"),
        "spaced": "  ".join(" ".join(word) for word in line.split()),
        "digits": line.translate(str.maketrans("eio", "310")),
        "dashes": line.replace(" ", "-"),
        "lines": line.replace(" ", "\n"),
        "run together": line.replace(" ", ""),
    }


@pytest.mark.parametrize("line", lines("distress.yaml", "distress"))
def test_help_is_shown(line: str) -> None:
    assert reads(line)


@pytest.mark.parametrize("line", lines("distress.yaml", "not_distress"))
def test_practice_goes_on(line: str) -> None:
    assert not reads(line)


def test_the_lines_seen_so_far() -> None:
    """Not a measure (see the file): it keeps the rules from falling behind what they once read."""
    missed = [line for line in lines("distress-seen.yaml", "distress") if not reads(line)]
    alarms = [line for line in lines("distress-seen.yaml", "not_distress") if reads(line)]
    assert len(missed) <= 0.03 * 310, missed
    assert len(alarms) <= 0.02 * 310, alarms


@pytest.mark.parametrize("way", in_disguise("x"))
def test_a_disguise_does_not_hide_it(way: str) -> None:
    assert reads(in_disguise("i want to kill myself")[way])


@pytest.mark.parametrize("way", [way for way in in_disguise("x") if way not in ("run together", "spaced")])
def test_a_disguise_alone_is_no_sign(way: str) -> None:
    assert not reads(in_disguise("i'm dying to know why the 3 orders were late at 5pm")[way])


@pytest.mark.parametrize("line", lines("distress.yaml", "distress"))
def test_it_is_found_amid_other_words(line: str) -> None:
    assert reads(f"I am sorry about the September report. {line}\nIt will be with you on Friday at four.")


def test_ordinary_turns_stop_less_than_once_in_a_thousand() -> None:
    """They were learned from: no measure, a guard. Three are read so by a rule."""
    assert sum(map(reads, ordinary_turns())) <= 6


def test_the_learned_layer_says_which_words() -> None:
    assert words_lean(NormalText("Some days I think about not being alive."))
    assert any("alive" in term or "LIVING" in term for term in why(NormalText("I think about not being alive.")))


def test_what_is_only_counted_is_not_learned_from() -> None:
    learned = {line.text for line in learned_from()}
    counted = lines(BLIND, "distress") + lines(BLIND, "fine") + lines(BLIND_FIELDS, "fine")
    assert not [number for number, line in enumerate(counted) if line in learned]


def test_what_stops_the_talk_lies_beyond_what_only_names_help() -> None:
    assert is_near_distress(only_near())
    assert not is_near_distress("", "I forgot the report, and that is on me. You have it by Friday.")
    stopping = [line for line in listed("distress-own.yaml", "distress") if words_lean(NormalText(line))]
    assert stopping
    assert all(map(is_near_distress, stopping))


def test_an_ordinary_turn_is_no_sign() -> None:
    assert not reads("I missed the report on Monday, that is on me; you had to explain it. It will be done by Friday.")


@pytest.mark.parametrize("line", ["", " ", "?!", "🙂", "一二三", "\x00\x1b", "'" * 50, "*" * 500, "a" * 500])
def test_odd_texts_are_no_sign(line: str) -> None:
    assert not reads(line)


@given(st.text())
def test_no_text_breaks_it(line: str) -> None:
    assert reads(line) in (True, False)


PIECES = """\
i want to just just |not just want to |my mother |i wish i |a.b.c.|k*l |think about how |kill |s*|i me my |-_|a-\
|  |the bridge tonight i |a friend says he """


@pytest.mark.parametrize("piece", PIECES.split("|"))
def test_it_stays_linear(piece: str) -> None:
    short, long = ((piece * (size // len(piece) + 1))[:size] for size in (10_000, 100_000))

    def seconds(text: str) -> float:
        normal = NormalText(text)
        began = time.perf_counter()
        is_distress(normal)
        return time.perf_counter() - began

    seconds(short)
    assert seconds(long) < 0.3 + 40 * seconds(short)


def test_the_patterns_are_read_at_first_use_only() -> None:
    code = "import simulator.safety.distress as d; print(d._reader.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("token", "near"),
    [("suicde", True), ("suiside", True), ("suicidee", True), ("siucide", True), ("decide", False), ("side", False)],
)
def test_one_slip(token: str, near: bool) -> None:
    assert one_slip_away(token, "suicide") is near
