"""One turn said again."""

from __future__ import annotations

import pytest

from simulator.debrief.export.wording import no_suggestion
from simulator.debrief.moments import trust_changes
from simulator.debrief.replayed import line_before, said_differently, turn_to_say_again, turn_with_room
from simulator.dialogue.session import Session, answer, hear, play, replay
from simulator.domain.transcript import SupervisorTurn
from simulator.errors import InputError
from tests.debrief.make import ASKED, BLAMED, EXCUSED, OWNED, PLAIN, PROMISED, SILENT, Said, played
from tests.dialogue.make import setting

SAID = (
    "Honestly, mistakes were made with the September report.",
    "Whatever, you always find something to complain about.",
    "You'll have the November report on Wednesday by four.",
)
BETTER = "I did not send the September report, and the planners had old figures because of me."


def talk() -> Session:
    return play(setting("the-letter", seed=3), SAID)[0]


def test_it_is_what_the_talk_would_have_been() -> None:
    session = talk()
    other = said_differently(session, "u2", BETTER)
    assert other is not None
    really, _ = play(setting("the-letter", seed=3), (SAID[0], BETTER))
    assert (other.new.words, other.new.answer) == (BETTER, really.turns[-1].text)
    assert other.new.trust == really.state.levels.trust / 10
    assert other.number == 2
    assert other.before == replay(session.setting, session.turns[:3]).state.levels.trust / 10
    assert (other.old.words, other.old.answer) == (SAID[1], session.turns[4].text)
    assert other.old.trust == session.turns[3].trust  # type: ignore[union-attr]


def test_the_talk_itself_stays_as_it_is() -> None:
    session = talk()
    said_differently(session, "u1", BETTER)
    assert session == talk()


def test_both_numbers_are_said_in_words() -> None:
    other = said_differently(talk(), "u2", BETTER)
    assert other is not None
    for trust in (other.before, other.old.trust, other.new.trust):
        assert f"{trust:.1f}".removesuffix(".0") in other.in_words
    assert "would have risen from" in other.in_words
    assert "points more." in other.in_words


def test_the_same_words_are_about_the_same() -> None:
    other = said_differently(talk(), "u2", SAID[1])
    assert other is not None
    assert other.in_words.endswith("about the same.")


def test_words_of_distress_call_for_help() -> None:
    assert said_differently(talk(), "u2", "I don't want to be alive any more.") is None


def test_words_that_cannot_be_read_say_why() -> None:
    other = said_differently(talk(), "u1", "Ich habe den Bericht leider nicht rechtzeitig abgegeben.")
    assert other is not None
    assert other.unscored == "not English"
    assert other.new.answer


def test_only_a_turn_of_the_users_can_be_said_again() -> None:
    with pytest.raises(InputError):
        said_differently(talk(), "opening", BETTER)


def test_an_ending_that_would_have_come_or_not_is_said() -> None:
    session = talk()
    rude = "You are an idiot and I will make you pay for this."
    for number in range(4, 8):
        if session.ending is not None:
            break
        session = hear(session, rude, f"u{number}")
        session = answer(session, session.scripted_reply)
    assert session.ending is not None
    last = session.turns[-2].id
    other = said_differently(session, last, BETTER)
    assert other is not None
    assert other.in_words.endswith("The talk would have gone on.")


def test_the_line_before_is_hers() -> None:
    session = talk()
    assert line_before(session, "u1") == session.turns[0].text
    before = session.turns[2]
    assert isinstance(before, SupervisorTurn)
    assert line_before(session, "u2") == before.text


def test_the_turn_to_say_again_is_the_one_that_lost_most_else_the_weakest() -> None:
    hard = played(OWNED, BLAMED, PROMISED, EXCUSED)
    changes = trust_changes(hard.start_trust, hard.user_turns)
    assert min(changes) <= -1
    assert turn_to_say_again(hard) == hard.user_turns[changes.index(min(changes))]
    weakest = turn_to_say_again(played(OWNED, PLAIN, ASKED))
    assert weakest is not None
    assert weakest.text == PLAIN[0]
    assert turn_to_say_again(played()) is None
    assert turn_to_say_again(played(SILENT)) is not None


def test_what_was_told_in_confidence_is_not_asked_for_again() -> None:
    confided: Said = ("My daughter is ill, and I would rather it stayed here.", -0.2, ())
    offered = turn_to_say_again(played(OWNED, confided, PLAIN, ASKED))
    assert offered is not None
    assert offered.text == PLAIN[0]
    assert turn_to_say_again(played(confided)) is None


def test_where_no_other_way_is_offered_the_turn_with_most_room_is_named() -> None:
    assert turn_with_room(played(OWNED, BLAMED, PROMISED)) == 2
    assert turn_with_room(played(OWNED, PLAIN, ASKED)) is None
    badly: Said = ("Hm, if it has to be.", -0.9, ())
    assert turn_with_room(played(OWNED, badly, ASKED)) == 2
    assert no_suggestion(played(OWNED, badly, ASKED)).startswith("Turn 2 had the most room.")
    assert no_suggestion(played(OWNED, PLAIN, ASKED)).startswith("Nothing stands out.")


def test_a_talk_two_weeks_later_can_be_said_again_too() -> None:
    from simulator.dialogue.again import two_weeks_later
    from simulator.dialogue.session import leave

    first = leave(talk())
    later, _ = play(two_weeks_later(first), ("I did it, as I said I would.",))
    other = said_differently(later, "u1", "It slipped, and I told you the day before that it would.")
    assert other is not None
    assert other.before == later.opening_trust


def test_what_was_said_in_another_talk_is_not_said_again_here() -> None:
    hard = played(BLAMED, OWNED, EXCUSED)
    assert turn_to_say_again(hard, since=1) == hard.user_turns[2]
