"""The same words before all thirteen."""

from __future__ import annotations

from simulator.debrief.moments import trust_changes
from simulator.debrief.panel import panel
from simulator.domain.conduct import Ending
from simulator.resources import Library
from tests.debrief.make import BLAMED, EXCUSED, OWNED, PLAIN, PROMISED, RUDE, Said, played
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


def test_nobody_at_the_table_and_nothing_said() -> None:
    assert panel(played(OWNED), ()).supervisors == ()


def test_seats_without_a_turn(shipped: Library) -> None:
    seats = panel(played(), shipped.personas.values()).supervisors
    assert {(seat.trust, seat.ending, seat.turning_point, seat.turning_quote, seat.amount) for seat in seats} == {
        ((), None, None, None, 0.0)
    }
