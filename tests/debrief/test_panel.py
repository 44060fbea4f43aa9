"""The same words before all thirteen."""

from __future__ import annotations

import time

import pytest

from simulator.debrief.moments import apart, trust_changes
from simulator.debrief.panel import panel
from simulator.domain.conduct import Ending
from simulator.domain.events import EventName as E
from simulator.resources import Library
from tests.debrief.make import BLAMED, EXCUSED, OWNED, PLAIN, PROMISED, RUDE, VAGUE, Said, played
from tests.shipped import PERSONA_IDS


def test_thirteen_seats_in_order(shipped: Library) -> None:
    seats = panel(played(OWNED, EXCUSED), shipped.personas.values()).supervisors
    assert [seat.persona for seat in seats] == list(PERSONA_IDS)
    assert [seat.name for seat in seats] == [one.name for one in shipped.personas.values()]


def test_her_own_seat_is_the_conversation_itself(shipped: Library) -> None:
    transcript = played(OWNED, EXCUSED, PROMISED, BLAMED, persona="mirror", seed=5)
    seat = next(one for one in panel(transcript, shipped.personas.values()).supervisors if one.persona == "mirror")
    assert seat.trust == tuple(turn.trust for turn in transcript.user_turns)
    changes = trust_changes(transcript.start_trust, transcript.user_turns)
    assert abs(seat.amount) == max(abs(change) for change in changes)
    assert seat.turning_point == transcript.user_turns[[abs(change) for change in changes].index(abs(seat.amount))].id
    assert seat.turning_quote is not None
    assert seat.turning_quote in " ".join(turn.text for turn in transcript.user_turns)


def test_they_do_not_all_take_it_alike(shipped: Library) -> None:
    seats = panel(played(OWNED, EXCUSED, PROMISED, PLAIN), shipped.personas.values()).supervisors
    nets = {round(seat.trust[-1] - shipped.persona(seat.persona).stance.start.trust, 1) for seat in seats}
    assert len(nets) >= 8


def test_each_hears_up_to_her_own_ending(shipped: Library) -> None:
    talk: tuple[Said, ...] = (PLAIN, *(EXCUSED, BLAMED) * 5)
    seats = panel(played(*talk), shipped.personas.values()).supervisors
    assert len({len(seat.trust) for seat in seats}) > 1 or {seat.ending for seat in seats} == {None}
    hostile = panel(played(RUDE, RUDE), shipped.personas.values()).supervisors
    assert all(len(seat.trust) <= 2 for seat in hostile)
    assert all(seat.amount < 0 for seat in hostile)


def test_the_ending_is_hers(shipped: Library) -> None:
    talk = played(*[RUDE] * 6)
    assert talk.ending is Ending.ENDED_BY_HER
    for seat in panel(talk, shipped.personas.values()).supervisors:
        assert (seat.ending is Ending.ENDED_BY_HER) == (seat.ending is not None)


SUSPECTED: Said = ("You only want me gone.", -1.2, ((E.ATTRIBUTES_MOTIVE, "You only want me gone"),))


def test_they_part_at_the_turn_with_the_largest_spread(shipped: Library) -> None:
    told = panel(played(PLAIN, OWNED, SUSPECTED, PROMISED), shipped.personas.values())
    parts = told.parts_at
    assert parts is not None
    seats = {seat.persona: (seat.start, *seat.trust) for seat in told.supervisors}

    def spread(number: int) -> float:
        changes = [seats[one][number] - seats[one][number - 1] for one in told.differ_most]
        return max(changes) - min(changes)

    assert parts.number == 3
    assert parts.spread == pytest.approx(spread(parts.number), abs=0.01)
    assert {side.persona for side in parts.sides} == set(told.differ_most)
    assert [side.change for side in parts.sides] == sorted(side.change for side in parts.sides)
    same_way = min(side.change for side in parts.sides) * max(side.change for side in parts.sides) > 0
    how = "it weighs differently with them" if same_way else "they part"
    assert parts.in_words.startswith(f"At turn {parts.number} {how}: ")
    assert all(side.name in parts.in_words for side in parts.sides)


def test_what_did_most_at_the_parting_is_quoted_exactly(shipped: Library) -> None:
    transcript = played(PLAIN, OWNED, SUSPECTED, PROMISED)
    parts = panel(transcript, shipped.personas.values()).parts_at
    assert parts is not None
    words = next(turn.text for turn in transcript.user_turns if turn.id == parts.turn)
    assert transcript.user_turns[parts.number - 1].id == parts.turn
    assert all(side.quote is None or side.quote in words for side in parts.sides)


@pytest.mark.parametrize("changes", [(-8.0, -7.0, -6.0), (3.5, 4.1), (0.0, 0.0), (-2.0, -2.0)])
def test_where_all_fall_or_rise_alike_nobody_parts(changes: tuple[float, ...]) -> None:
    assert apart(changes) == 0


@pytest.mark.parametrize("changes", [(-8.0, -2.0), (-1.0, 1.0), (0.0, 3.0), (2.0, 5.0)])
def test_where_the_words_weigh_differently_they_do(changes: tuple[float, ...]) -> None:
    assert apart(changes) == max(changes) - min(changes)


def test_they_part_only_where_one_is_won_and_another_is_not(shipped: Library) -> None:
    for talk in ((OWNED, EXCUSED, PROMISED), (RUDE,), (BLAMED, VAGUE), (PLAIN, OWNED)):
        parts = panel(played(*talk), shipped.personas.values()).parts_at
        if parts is not None and "they part" in parts.in_words:
            assert min(side.change for side in parts.sides) <= 0 <= max(side.change for side in parts.sides)


def test_nobody_parts_over_nothing(shipped: Library) -> None:
    assert panel(played(PLAIN), shipped.personas.values()).parts_at is None
    assert panel(played(), shipped.personas.values()).parts_at is None
    assert panel(played(OWNED), [shipped.persona("mirror")]).parts_at is None


def test_forty_turns_are_heard_within_a_second_and_a_half(shipped: Library) -> None:
    talk = played(*(OWNED, EXCUSED, PROMISED, VAGUE, PLAIN) * 8)
    panel(talk, shipped.personas.values())
    started = time.process_time()
    panel(talk, shipped.personas.values())
    assert time.process_time() - started < 1.5


def test_nobody_at_the_table_and_nothing_said() -> None:
    assert panel(played(OWNED), ()).supervisors == ()


def test_seats_without_a_turn(shipped: Library) -> None:
    seats = panel(played(), shipped.personas.values()).supervisors
    assert {(seat.trust, seat.ending, seat.turning_point, seat.turning_quote, seat.amount) for seat in seats} == {
        ((), None, None, None, 0.0)
    }
