"""A conversation as a value: played, replayed, read anew."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.dialogue.endings import LAST_TURN
from simulator.dialogue.session import (
    answer,
    as_transcript,
    begin,
    hear,
    leave,
    play,
    replay,
    reply_id,
    reread,
    setting_of,
    versions,
)
from simulator.domain.appraisal import Appraisal
from simulator.domain.conduct import Ending, Move
from simulator.domain.transcript import SupervisorTurn, Transcript, UserTurn
from simulator.inputs import transcript_in
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

TALK = (
    "I did not send the report on Friday the ninth. That was mine to send, and I let it slip.",
    "The planners had to work with old figures because of me.",
    "You have the next one by noon on Thursday, a day early, and I show you the list every day at four.",
    "",
    "What do you expect to see by the end of the month?",
    "My week was hard and nobody told me anything.",
    "Could I have that in writing?",
)


def numbers(turns: tuple[object, ...]) -> list[object]:
    return [(turn.trust, turn.patience, turn.clarity, turn.ledger) for turn in turns if isinstance(turn, UserTurn)]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_replay_gives_the_same_numbers(persona: str) -> None:
    session, unused = play(setting(persona, seed=4), TALK)
    transcript = as_transcript(session, "scripted", unused=unused)
    again = Transcript.model_validate_json(transcript.model_dump_json(by_alias=True))
    assert again == transcript
    replayed = replay(setting_of(again), again.turns, again.ending)
    assert numbers(replayed.turns) == numbers(session.turns)
    assert replayed.turns == session.turns
    assert replayed.state == session.state
    assert replayed.ending == session.ending
    assert reread(setting_of(again), again.turns).turns == session.turns


def test_a_replay_can_be_stopped_at_every_turn_and_gone_on_from() -> None:
    whole, _ = play(setting(), TALK)
    for length in range(1, len(whole.turns) + 1):
        part = replay(whole.setting, whole.turns[:length])
        if part.plan is not None:
            part = answer(part, part.scripted_reply)
        assert part.turns == whole.turns[: len(part.turns)]
        assert (part.turns[-1].id == whole.turns[-1].id) == (len(part.turns) == len(whole.turns))


def test_forged_readings_and_numbers_are_not_believed() -> None:
    session, _ = play(setting(), ("You are an idiot and this is useless.", "Nobody cares about your report."))
    forged = tuple(
        turn.model_copy(update={"appraisal": Appraisal(overall=2.0), "trust": 99.0, "ledger": ()})
        if isinstance(turn, UserTurn)
        else turn
        for turn in session.turns
    )
    assert reread(session.setting, forged).turns == session.turns


def test_words_after_the_ending_are_left_over() -> None:
    words = ("I forgot the report.", "Thank you. Goodbye.", "One more thing.", "And another.")
    session, unused = play(setting(), words)
    assert session.ending is Ending.ENDED_BY_USER
    assert unused == words[2:]
    assert [turn.text for turn in session.turns if isinstance(turn, UserTurn)] == list(words[:2])


def test_a_conversation_ends_at_the_latest_after_sixteen_turns() -> None:
    session, unused = play(setting(), tuple(f"I see, that is {number}." for number in range(30)))
    assert session.ending is not None
    assert len(unused) >= 30 - LAST_TURN
    last = session.turns[-1]
    assert isinstance(last, SupervisorTurn)
    assert last.move is Move.CLOSE


def test_distress_stops_without_a_reply() -> None:
    session, unused = play(setting(), ("I forgot the report.", "I want to kill myself.", "Hello?"))
    assert session.ending is Ending.STOPPED_FOR_HELP
    assert unused == ("Hello?",)
    last = session.turns[-1]
    assert isinstance(last, UserTurn)
    assert last.appraisal.distress
    assert last.ledger == ()
    before = session.turns[1]
    assert isinstance(before, UserTurn)
    assert (last.trust, last.patience, last.clarity) == (before.trust, before.patience, before.clarity)


def test_silence_is_a_turn() -> None:
    session, _ = play(setting(), ("",))
    turn = session.turns[1]
    assert isinstance(turn, UserTurn)
    assert turn.appraisal.unscored == "empty"
    reply = session.turns[2]
    assert isinstance(reply, SupervisorTurn)
    assert reply.move is Move.SILENCE


def test_turns_hang_together_and_ids_are_told_by_the_user_turn() -> None:
    session, _ = play(setting(), TALK[:3])
    assert [turn.id for turn in session.turns] == ["opening", "u1", "r-u1", "u2", "r-u2", "u3", "r-u3"]
    assert [turn.parent for turn in session.turns] == [None, "opening", "u1", "r-u1", "u2", "r-u2", "u3"]
    assert len(reply_id("x" * 64)) == 64


def test_leaving_is_possible_at_any_time_and_has_last_words() -> None:
    left = leave(hear(begin(setting()), "I forgot the report.", "u1"))
    assert left.ending is Ending.ENDED_BY_USER
    assert left.plan is None
    last = left.turns[-1]
    assert isinstance(last, SupervisorTurn)
    assert (last.move, last.parent) == (Move.CLOSE, "u1")


def test_a_session_is_a_value() -> None:
    begun = begin(setting())
    heard = hear(begun, "I forgot the report.", "u1")
    assert begun == begin(setting())
    assert heard.turns[:1] == begun.turns
    assert replace(heard, turns=begun.turns) != heard


def test_versions_name_everything_the_numbers_hang_on() -> None:
    one, other = versions(setting("teacher")), versions(setting("mirror"))
    assert set(one) == {"simulator", "rules", "lexicon", "persona", "scenario", "prompts"}
    assert {key for key in one if one[key] != other[key]} == {"persona"}


@pytest.mark.parametrize("persona", ["the-letter", "undecided"])
def test_playing_is_the_same_byte_for_byte_in_every_process(tmp_path: Path, persona: str) -> None:
    file = tmp_path / "turns.json"
    file.write_text(json.dumps(TALK), "utf-8")
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "simulator", "play", "--persona", persona, "--seed", "5", "--turns", str(file)],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
            capture_output=True,
            check=True,
            cwd=tmp_path,
        ).stdout
        for hash_seed in ("0", "4242")
    ]
    assert outputs[0] == outputs[1]
    Transcript.model_validate_json(outputs[0])


def test_leaving_after_a_settled_talk_closes_on_its_terms_and_the_file_keeps_them(tmp_path: Path) -> None:
    words = (
        "I did not send the September report on the ninth, and the planners had old figures because of me.",
        "You get the list of open promises every day at half past four, and you can check it.",
        "I also never rang Linden House back, and that was my job.",
        "The file went to Milan on 22 September and I have his reply.",
        "The next report is with you on Thursday by noon. If it slips I tell you the day before.",
        "What would you have to see by the end of the month to say it works?",
    )
    talked, _ = play(setting("the-letter"), words)
    early = leave(play(setting("the-letter"), words[:1])[0])
    assert early.ending is Ending.ENDED_BY_USER
    late = leave(talked)
    assert late.ending in (Ending.AGREEMENT, Ending.CONDITIONAL, Ending.WITHOUT_TRUST)
    saved = tmp_path / "talk.json"
    saved.write_text(as_transcript(late, "scripted").model_dump_json(by_alias=True), "utf-8")
    assert transcript_in(str(saved), None, None)[0].ending is late.ending
