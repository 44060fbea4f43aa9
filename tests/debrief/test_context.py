"""Context or excuse, from the events."""

from __future__ import annotations

from simulator.debrief.context import circumstances
from simulator.domain.events import EventName as E
from tests.debrief.make import EXCUSED, OWNED, PLAIN, PROMISED, Said, played

BUSY: Said = ("The week was full and the system was slow.", -0.8, ((E.EXCUSE, "The week was full"),))
BESIDE: Said = (
    "I did not send it; the week was full.",
    0.5,
    ((E.NAMES_OWN_ERROR, "I did not send it"), (E.EXCUSE_WITH_OWNERSHIP, "the week was full")),
)
ARRANGED: Said = (
    "I did not send it. From now on the list moves to Tuesday.",
    1.2,
    ((E.NAMES_OWN_ERROR, "I did not send it"), (E.ARRANGES_CIRCUMSTANCES, "the list moves to Tuesday")),
)


def test_no_circumstances_are_nothing_to_answer_for() -> None:
    told = circumstances(played(OWNED, PLAIN))
    assert told.mentions == ()
    assert "Nobody has to" in told.in_words


def test_an_excuse_alone() -> None:
    told = circumstances(played(PLAIN, BUSY))
    (one,) = told.mentions
    assert (one.number, one.quote, one.own_part, one.plan) == (2, "The week was full", None, None)
    assert told.in_words.startswith("Heard as an excuse")
    assert one.in_words == "Your own part: not said. A plan: not said."


def test_what_stands_beside_it_and_what_came_in_another_turn() -> None:
    told = circumstances(played(BESIDE, PROMISED))
    (one,) = told.mentions
    assert (one.own_part, one.plan) == (1, 2)
    assert one.in_words == "Your own part: said with it. A plan: said in turn 2."
    assert told.in_words.startswith("Context:")


def test_own_part_without_a_plan() -> None:
    assert circumstances(played(BESIDE)).in_words.startswith("Nearly context")


def test_a_plan_without_the_own_part() -> None:
    assert circumstances(played(BUSY, PROMISED)).in_words.startswith("A plan is there")


def test_what_is_arranged_is_context() -> None:
    told = circumstances(played(ARRANGED))
    assert told.in_words.startswith("Context:")
    assert told.mentions[0].quote == "the list moves to Tuesday"


def test_health_and_home_are_not_repeated() -> None:
    ill: Said = ("My father is ill.", -0.8, ((E.EXCUSE, "My father is ill"),))
    assert circumstances(played(ill)).mentions[0].quote == ""
    assert circumstances(played(EXCUSED)).mentions[0].quote == "my week was terrible"
