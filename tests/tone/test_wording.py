"""The learned layer: additive, exact to the word, blind to names, illness, swearing and address."""

from __future__ import annotations

import pytest

from simulator.domain.events import Dimension, EventName
from simulator.domain.text import NormalText
from simulator.tone import appraise
from simulator.tone.fitted import Fitted, fitted
from simulator.tone.lexicon import lexicon
from simulator.tone.reading import Reading
from simulator.tone.wording import Wording, terms, unheard, wording

_MISSED = "The delivery notes for the Marsh account were never sent."


def _reading(words: str) -> Reading:
    return Reading(NormalText(words), lexicon().speller)


def _only(**shares: float) -> Fitted:
    return fitted().model_copy(
        update={
            "beside_rules": dict.fromkeys(Dimension, shares.get("beside", 1.0)),
            "alone": dict.fromkeys(Dimension, shares.get("alone", 1.0)),
        }
    )


def _sum(words: str) -> dict[Dimension, float]:
    return {dimension: one.total for dimension, one in wording().read(_reading(words), frozenset()).items()}


def test_terms_are_words_and_neighbours_with_days_and_numbers_as_kinds() -> None:
    found = [term.text for term in terms("done by friday 12")]
    assert found == ["done", "< done", "by", "done by", "DAY", "by DAY", "NUM", "DAY NUM", "NUM >"]


def test_each_known_term_adds_its_amount_once() -> None:
    amounts = {"mine": (100, 900, 0, 0, 0, 0, 0), "was mine": (0, 50, 0, 0, 0, 0, 0)}
    made = Wording(amounts, _only(beside=0.5))
    once = made.read(_reading("It was mine."), frozenset())
    again = made.read(_reading("It was mine. Mine, mine, mine."), frozenset())
    assert once[Dimension.OWNERSHIP].total == pytest.approx(0.95)
    assert again[Dimension.OWNERSHIP].total == once[Dimension.OWNERSHIP].total
    assert once[Dimension.RESPECT].total == pytest.approx(0.1)
    beside = made.read(_reading("It was mine."), {Dimension.OWNERSHIP})
    assert beside[Dimension.OWNERSHIP].total == pytest.approx(0.95 / 2, abs=0.011)


def test_what_the_words_add_is_told_to_the_word() -> None:
    user = "It is cold today. I\u2019ll have it on your desk by noon."
    appraisal = appraise(user, _MISSED)
    added = [event for event in appraisal.events if event.name is EventName.WORDING]
    assert added
    for event in added:
        assert event.quote == user[event.start : event.end]
        assert all(share.quote == user[share.start : share.end] for share in event.words)
        assert all(share.weight * event.weight >= 0 for share in event.words)
    commitment = next(event for event in added if event.dimension is Dimension.COMMITMENT)
    assert commitment.quote == "I\u2019ll have it on your desk by noon."


def test_weak_words_alone_show_nothing() -> None:
    for words in ("The van is in bay four.", "Blue folders, second shelf."):
        appraisal = appraise(words)
        for dimension in Dimension:
            value = appraisal.dimensions.get(dimension)
            assert value is None or any(event.dimension is dimension and event.weight for event in appraisal.events)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I was at dialysis and forgot it.", "I was at therapy and forgot it."),
        ("Priya had it on Monday.", "Gareth had it on Monday."),
        ("My depression came back in May.", "My migraine came back in May."),
        ("I forgot the bloody thing.", "I forgot the thing."),
        ("It was my mistake, sir.", "It was my mistake, madam."),
        ("My mosque is next door.", "My church is next door."),
    ],
)
def test_who_somebody_is_adds_nothing(one: str, other: str) -> None:
    assert _sum(one) == _sum(other)


def test_every_amount_in_the_file_is_of_a_term_that_may_count() -> None:
    words = {word for term in wording().known for word in term.split(" ")}
    assert not {"anxiety", "depression", "mum", "hospital", "fucking", "sir"} & words
    assert not (unheard().passed_over | unheard().private) & words
