from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.domain.appraisal import Appraisal, Scores
from simulator.resources import Library

from . import engine, pages, prompts, public, screening, tone
from .__main__ import EMPLOYEES, read_turns
from .speed import rate


def test_order_counts_only_pairs_of_equal_length_that_are_far_apart() -> None:
    gold, words = [2.0, 0.0, -2.0, 1.5], [10.0, 10.0, 30.0, 10.0]
    assert tone.order_share([1.0, 0.0, 5.0, 0.5], gold, words) == (1.0, 2)
    assert tone.order_share([0.0, 1.0, 5.0, 0.0], gold, words) == (0.0, 2)
    assert tone.order_share([0.0, 0.0, 0.0, 0.0], gold, words) == (0.5, 2)


def test_an_interval_holds_the_share_and_narrows_with_more() -> None:
    few, many = screening.wilson(8, 10), screening.wilson(800, 1000)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
    assert few == pytest.approx((0.490, 0.943), abs=0.001)
    assert screening.wilson(0, 5)[0] == 0.0


def test_a_series_that_says_the_same_of_everything_has_no_correlation() -> None:
    assert tone.spearman([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]) == 0.0
    assert tone.spearman([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]) == pytest.approx(1.0)


def test_what_a_turn_does_not_show_counts_as_nought_beside_the_labels() -> None:
    read = [Appraisal(overall=0.5, dimensions=Scores(respect=1.0)), Appraisal(unscored="empty")]
    assert tone.scores_of(read, "overall") == [0.5, 0.0]
    assert tone.scores_of(read, "respect") == [1.0, 0.0]


def test_auc_is_the_chance_of_the_right_order_with_ties_half() -> None:
    gold = np.array([1.0, 1.0, 0.0, 0.0])
    assert public.auc(np.array([3.0, 2.0, 1.0, 0.0]), gold) == 1.0
    assert public.auc(np.array([0.0, 1.0, 2.0, 3.0]), gold) == 0.0
    assert public.auc(np.array([1.0, 1.0, 1.0, 1.0]), gold) == 0.5
    assert public.auc(np.array([2.0, 0.0, 1.0, 1.0]), gold) == 0.5


def test_rho_is_the_rank_correlation() -> None:
    rated = np.array([1.0, 2.0, 3.0, 4.0])
    assert public.rho(rated**3, rated) == pytest.approx(1.0)
    assert public.rho(-rated, rated) == pytest.approx(-1.0)
    assert public.rho(np.zeros(4), rated) == 0.0


def test_labels_leave_out_rows_that_say_neither() -> None:
    task = next(task for task in public.TASKS if task.name == "email, own vs defend")
    assert task.label({"is_request": 0, "admit": 1, "defend": 0}) == 1.0
    assert task.label({"is_request": 0, "admit": 0, "defend": 1}) == 0.0
    assert task.label({"is_request": 0, "admit": 1, "defend": 1}) is None
    assert task.label({"is_request": 1, "admit": 1, "defend": 0}) is None


def test_what_cannot_be_had_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not available" in str(public.tables(None)[0])
    assert "not available" in str(public.tables(tmp_path / "nowhere")[0])
    assert "not available" in str(
        tone.tables(tone.LabelledSet(read_turns(tmp_path / "turns.jsonl"), "a set", "", []))[0]
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is no Chrome or Chromium" in str(pages.tables()[0])


def test_larger_sets_are_thinned_to_the_same_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "_MOST_ROWS", 10)
    task = next(task for task in public.TASKS if task.rated)
    path = tmp_path / f"{task.file}.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{n}", "score": n}) for n in range(100)), "utf-8")
    once, again = public._rows(path, task), public._rows(path, task)
    assert len(once) == 10
    assert once == again


def test_the_picture_of_the_curves_names_everybody(shipped: Library) -> None:
    picture = (Path(__file__).parents[2] / "docs" / "images" / "trust-curves.svg").read_text("utf-8")
    names = {one.name for one in shipped.personas.values()}
    assert names == {name for name in names if f">{name}</text>" in picture}
    assert all(f">{kind}</text>" in picture for kind in ("owns it", "vague", "attacks", "rude, then repairs"))
    assert "<dc:date>" not in picture


def test_a_rate_is_items_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(n * 0.5 for n in range(1000))
    monkeypatch.setattr("tests.bench.speed.process_time", lambda: next(clock))
    assert rate(lambda: None, 10) == pytest.approx(20.0)


def test_a_long_talk_asks_a_model_in_every_turn_and_its_beginning_stays() -> None:
    turns = prompts.talk(list(EMPLOYEES), 12)
    assert len(turns) == 12
    assert all(turn.before.ending is None and turn.words for turn in turns)
    assert turns[-1].request.messages[0] == turns[0].request.messages[0]
    assert 0 < prompts._share(turns[-2], turns[-1]) <= 1
    assert prompts._compacted(turns[3], turns[2])
    assert not prompts._compacted(turns[2], turns[2])


def test_what_the_engine_adds_is_the_difference_of_medians() -> None:
    assert engine._compared("x", [0.1, 0.2, 0.3], [0.1, 0.21, 0.9]) == ("x", "200.0", "210.0", "1.050", "+10.0")
