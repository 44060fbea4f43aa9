"""The learned layer: additive, exact to the word, blind to names, illness, swearing and address."""

from __future__ import annotations

import pytest

from simulator.domain.events import Dimension, EventName
from simulator.domain.text import NormalText
from simulator.tone import appraise
from simulator.tone.fitted import Bend, Fitted, Shares, fitted
from simulator.tone.lexicon import lexicon
from simulator.tone.reading import Reading
from simulator.tone.terms import Heard, subjects, unheard
from simulator.tone.wording import Known, Wording, packed, wording

_MISSED = "The delivery notes for the Marsh account were never sent."


def _reading(words: str) -> Reading:
    return Reading(NormalText(words), lexicon().speller)


def _only(**shares: float) -> Fitted:
    return fitted().model_copy(
        update={
            "beside_rules": Shares(
                merits=dict.fromkeys(Dimension, shares.get("merits", 1.0)),
                faults=dict.fromkeys(Dimension, shares.get("faults", 1.0)),
            ),
            "alone": dict.fromkeys(Dimension, shares.get("alone", 1.0)),
        }
    )


def _sum(words: str) -> dict[Dimension, float]:
    return {dimension: one.total for dimension, one in wording().read(_reading(words), "", {}).items()}


def _heard(words: str, line: str = "", common: str = "") -> set[str]:
    return set(Heard(_reading(words)).grams(subjects(line), frozenset(common.split())))


def test_terms_are_words_and_neighbours_with_days_and_numbers_as_kinds() -> None:
    found = {term for term in _heard("done by friday 12", common="done by") if not term.startswith(("FIRST", "LAST"))}
    words = {"done", "by", "DAY", "NUM"}
    pairs = {"< done", "done by", "by DAY", "DAY NUM", "NUM >"}
    assert found == words | pairs | {"< done by", "done by DAY", "by DAY NUM", "DAY NUM >"}


def test_words_of_the_first_and_the_last_sentence_are_told_apart() -> None:
    found = _heard("It was late. I saw it. I will mend it.")
    assert {"FIRST late", "LAST mend"} <= found
    assert not {"FIRST saw", "LAST saw", "LAST late", "FIRST mend"} & found


@pytest.mark.parametrize("told", ["I have the flu.", "My depression is back.", "Shit.", "Sir."])
def test_what_is_not_heard_moves_no_sentence_to_another_place(told: str) -> None:
    plain = {term for term in _heard("I lost it. I will mend it.") if term.startswith(("FIRST", "LAST"))}
    for words in (f"{told} I lost it. I will mend it.", f"I lost it. I will mend it. {told}"):
        assert {term for term in _heard(words) if term.startswith(("FIRST", "LAST"))} == plain


def test_every_kind_of_term_is_quoted_as_typed() -> None:
    user = "Sorry, t'gasket broke. My migraine came back, and I\u2019ll mend the gasket by Fri."
    for place in (heard := Heard(_reading(user))).grams(subjects("where is the gasket?"), frozenset()).values():
        start, end = heard.span(heard.quoted([place])[0])
        assert 0 <= start < end
        span = _reading(user).origin(start, end)
        assert user[span.start : span.end].strip()
        assert "migraine" not in user[span.start : span.end]


def test_weak_words_do_not_speak_against_a_merit_of_the_rules() -> None:
    limits = fitted().words_alone
    assert limits.beside(-0.2, 0.5) == 0.0
    assert limits.beside(-0.2, -0.5) == -0.2
    assert limits.beside(-0.9, 0.5) == -0.9


def test_overall_is_bent_near_its_ends_and_keeps_the_order() -> None:
    bend = Bend(knee=1.0, beyond=0.25)
    assert [bend.bent(total) for total in (-2.0, -1.0, 0.5, 1.0, 2.0)] == [-1.25, -1.0, 0.5, 1.0, 1.25]
    assert 0 < fitted().overall.bend.beyond <= 1


def test_a_rare_word_is_heard_as_a_rare_word_whatever_it_is() -> None:
    one, other = (_heard(f"I lost the {word}.", common="i lost the") for word in ("gasket", "spreadsheet"))
    assert "lost the RARE" in one & other
    assert not any("RARE" in term for term in _heard("I lost the key.", common="i lost the key"))


def test_what_her_line_speaks_of_is_heard_as_hers() -> None:
    assert "lost the HERS" in _heard("I lost the invoices.", line="where is the invoice?")
    assert not any("HERS" in term for term in _heard("I lost the keys.", line="where is the invoice?"))
    assert not any("HERS" in term for term in _heard("What will you do?", line="what will you do now?"))


def test_each_known_term_adds_its_amount_once() -> None:
    amounts: dict[str, str | int] = {
        "mine": packed((100, 900, 0, 0, 0, 0, 0)),
        "was mine": packed((0, 50, 0, 0, 0, 0, 0)),
    }
    made = Wording(Known(amounts, frozenset()), _only(merits=0.5, faults=0.2))
    once = made.read(_reading("It was mine."), "", {})
    again = made.read(_reading("It was mine. Mine, mine, mine."), "", {})
    assert once[Dimension.OWNERSHIP].total == pytest.approx(0.95)
    assert again[Dimension.OWNERSHIP].total == once[Dimension.OWNERSHIP].total
    assert once[Dimension.RESPECT].total == pytest.approx(0.1)
    merit = made.read(_reading("It was mine."), "", {Dimension.OWNERSHIP: 0.4})
    assert merit[Dimension.OWNERSHIP].total == pytest.approx(0.95 / 2, abs=0.011)
    fault = made.read(_reading("It was mine."), "", {Dimension.OWNERSHIP: -0.4})
    assert fault[Dimension.OWNERSHIP].total == pytest.approx(0.95 / 5, abs=0.011)


def test_what_the_words_add_is_told_to_the_word() -> None:
    user = "It is cold today. I\u2019ll have it on your desk by noon."
    appraisal = appraise(user, _MISSED)
    added = [event for event in appraisal.events if event.name is EventName.WORDING]
    assert added
    for event in added:
        assert event.quote == user[event.start : event.end]
        assert all(share.quote == user[share.start : share.end] for share in event.words)
        assert all(share.weight * event.weight >= 0 for share in event.words)
        assert not [share.quote for share in event.words if not (share.quote[0] + share.quote[-1]).isalnum()]
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
    words = {word for term in wording().terms for word in term.split(" ")}
    assert not {"anxiety", "depression", "mum", "hospital", "fucking", "sir"} & words
    assert not (unheard().passed_over | unheard().private) & words


@pytest.mark.parametrize("words", ["᥆", "٣٤٥", "I will send it by ᥆ noon."])
def test_digits_of_other_scripts_are_read_past(words: str) -> None:
    assert _sum(words) is not None
    assert not any(term.startswith("NUM") for term in _heard(words))
