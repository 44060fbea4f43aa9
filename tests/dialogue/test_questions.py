"""Which of her answers a question wants, and that she gives it: alone, beside something done right, and only once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.dialogue.questions import AMOUNTS, NONE, may_want, surely_wants
from simulator.dialogue.session import hear, play
from simulator.domain.conduct import Move, Question
from simulator.domain.transcript import SupervisorTurn
from simulator.resources import library
from tests.dialogue.make import setting
from tests.dialogue.training import COUNTED, fit, learned_from, write, written
from tests.shipped import PERSONA_IDS


@pytest.mark.parametrize(
    ("counted", "right", "wrong"),
    [
        ("blind-first", 0.77, 0.06),
        ("blind-second", 0.88, 0.09),
        ("blind-third", 0.74, 0.18),
        ("heard-in-talks", 0.79, 0.16),
    ],
)
def test_what_nobody_learned_from_is_mostly_heard_right(counted: str, right: float, wrong: float) -> None:
    asked = [one for one in written(counted) if one.kind != NONE]
    heard = [may_want(one.sentence.lower()) for one in asked]
    hits = sum(kind is not None and kind.value == one.kind for one, kind in zip(asked, heard, strict=True))
    misses = sum(kind is None for kind in heard)
    assert hits >= right * len(asked)
    assert len(asked) - hits - misses <= wrong * len(asked)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("May I have until Thursday?", Question.TIME),
        ("Who else knows?", Question.WHO_KNOWS),
        ("Why do you read everything I write?", Question.WHY),
        ("Does that go on my file?", Question.ON_RECORD),
        ("Please don't tell the others.", Question.PRIVATE),
        ("what if i slip again", Question.WHAT_IF),
        ("Would you back me up if the head asks?", Question.BACKING),
        ("Can you tell me on Thursday instead?", Question.YOU_EARLIER),
        ("Could you stop reading all my mails?", Question.YOU_STOP),
        ("Could it be done at half past nine?", Question.MAY_I),
    ],
)
def test_what_is_surely_asked(sentence: str, kind: Question) -> None:
    assert surely_wants(sentence.lower()) is kind


@pytest.mark.parametrize(
    "sentence",
    ["Where is the stapler?", "I forgot the report on Monday.", "You have it by Friday at noon.", "", "?", "x" * 5000],
)
def test_what_is_none_of_these(sentence: str) -> None:
    assert surely_wants(sentence.lower()) is None


def test_nothing_that_is_counted_was_learned_from() -> None:
    learned = {one.sentence.lower() for one in learned_from()}
    assert not [one for name in COUNTED for one in written(name) if one.sentence.lower() in learned]


@pytest.mark.timeout(400)
def test_the_file_is_what_the_training_makes(tmp_path: Path) -> None:
    made = tmp_path / "questions.tsv"
    write(fit(learned_from()), made)
    assert made.read_bytes() == AMOUNTS.read_bytes(), "run: python -m tests.dialogue.training"


def _answers(persona: str, kind: Question) -> list[str]:
    return [line.say.split("$")[0] for line in library().persona(persona).answers[kind]]


def _replies(persona: str, *words: str) -> list[str]:
    session, _ = play(setting(persona), words)
    return [turn.text for turn in session.turns if isinstance(turn, SupervisorTurn)][1:]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_she_answers_what_is_asked(persona: str) -> None:
    said = _replies(persona, "Who else knows about it?", "What happens now?", "And what if it goes wrong again?")
    for reply, kind in zip(said, (Question.WHO_KNOWS, Question.NEXT, Question.WHAT_IF), strict=True):
        assert any(reply.startswith(start) for start in _answers(persona, kind)), reply


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_beside_a_plan_she_says_whether_it_would_do(persona: str) -> None:
    first = "I didn't send the September report on the ninth. That was my job and I let it slip."
    plan = "You'll have the October report on Tuesday at noon. Would that be all right with you?"
    reply = _replies(persona, first, plan)[1]
    assert any(start in reply for start in _answers(persona, Question.WOULD_DO)), reply


def test_a_question_typed_without_its_mark_is_answered() -> None:
    reply = _replies("came-back", "ok i forgot the report", "what if i cant keep it up")[1]
    assert any(reply.startswith(start) for start in _answers("came-back", Question.WHAT_IF)), reply


def test_a_question_asks_and_promises_nothing() -> None:
    session, _ = play(setting(), ("Could I leave at four on Tuesdays?",))
    assert not session.state.memory.promises


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_whoever_asks_for_discretion_is_promised_it(persona: str) -> None:
    told = "My dad is very ill, and on Thursdays I take him to the clinic."
    whole = f"I ring by four even when there's no news. {told} I don't want it passed on."
    assert any(start in _replies(persona, whole)[0] for start in _answers(persona, Question.PRIVATE))
    for asks in (
        "Does anybody else have to know about my dad?",
        "I just don't want it going round. Please don't tell them.",
    ):
        reply = _replies(persona, told, asks)[1]
        assert any(start in reply for start in _answers(persona, Question.PRIVATE)), reply


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_everybody_has_an_answer_to_every_kind_of_question(persona: str) -> None:
    assert set(library().persona(persona).answers) == set(Question)


@pytest.mark.parametrize(
    "beside",
    [
        "I didn't send it on the day, and that was my mistake.",
        "I'm sorry about all of this.",
        "From Monday I bring you the list at four each day.",
        "The planners had to work with old figures because of me.",
    ],
)
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_question_beside_something_else_is_answered(persona: str, beside: str) -> None:
    for asks, kind in (
        ("How did you find out?", Question.HOW_FOUND),
        ("Who decides about it?", Question.WHO_DECIDES),
        ("How early do you want to know?", Question.EARLY),
    ):
        reply = _replies(persona, "I have read the letter.", f"{beside} {asks}")[1]
        assert any(start in reply for start in _answers(persona, kind)), reply


def test_trouble_at_home_and_panic_leave_room_for_an_answer() -> None:
    for said in ("My dad is very ill.", "I'm shaking, please, just one more chance!"):
        replies = [_replies(persona, f"{said} Does this go on my file?")[0] for persona in PERSONA_IDS]
        answered = [
            any(start in reply for start in _answers(persona, Question.ON_RECORD))
            for persona, reply in zip(PERSONA_IDS, replies, strict=True)
        ]
        assert sum(answered) > len(PERSONA_IDS) // 2, replies


@pytest.mark.parametrize(
    "asks",
    ["I still don't understand why it had to be in writing.", "Tell me who decides, please.", "and who told you"],
)
def test_a_question_without_its_mark_or_its_form_is_heard(asks: str) -> None:
    reply = _replies("the-letter", "I have read the letter twice.", asks)[1]
    kinds = (Question.WHY, Question.WHO_DECIDES, Question.HOW_FOUND)
    assert any(start in reply for kind in kinds for start in _answers("the-letter", kind)), reply


@pytest.mark.parametrize(
    "asks",
    [
        "How do other people manage that?",
        "And who is going to make that decision?",
        "Why didn't you just talk to me?",
        "Has this ever happened to you?",
        "Did somebody tell you to write me up?",
        "How do I stop it happening again?",
    ],
)
def test_a_plain_question_strikes_nobody(asks: str) -> None:
    before, _ = play(setting(), ("I have read the letter.",))
    after = hear(before, asks, "u2")
    assert after.plan is not None
    assert after.plan.move in (Move.ANSWER, Move.PROBE)
    assert after.state.levels.trust >= before.state.levels.trust


@pytest.mark.parametrize(
    "asks", ["What the hell do you want from me?", "Why don't you ever listen?", "Why should I tell you anything?"]
)
def test_a_question_with_an_edge_is_heard_as_one(asks: str) -> None:
    session, _ = play(setting(), (asks,))
    turn = session.turns[-1]
    assert isinstance(turn, SupervisorTurn)
    assert turn.move in (Move.CHALLENGE, Move.WARN)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_what_else_there_is_brings_out_the_further_charge(persona: str) -> None:
    session, _ = play(
        setting(persona), ("I have read the letter.", "Is there anything else?", "And is that everything?")
    )
    moves = [turn.move for turn in session.turns if isinstance(turn, SupervisorTurn)]
    assert moves[2] is Move.CHARGE
    assert moves[3] is Move.ANSWER


def test_her_own_words_asked_back_are_explained_or_asked_again() -> None:
    for persona in PERSONA_IDS:
        session, _ = play(setting(persona), ("I forgot the report.", "How do you mean?"))
        her_last, reply = session.turns[-3], session.turns[-1]
        assert isinstance(her_last, SupervisorTurn)
        assert isinstance(reply, SupervisorTurn)
        explains = any(start in reply.text for start in _answers(persona, Question.MEANING))
        assert explains is not her_last.text.endswith("?"), (her_last.text, reply.text)


def test_where_an_answer_is_missing_the_nearest_one_stands_in() -> None:
    persona = library().persona("own-it")
    answers = {kind: lines for kind, lines in persona.answers.items() if kind is not Question.REGAIN}
    without = replace(setting("own-it"), persona=persona.model_copy(update={"answers": answers}))
    session, _ = play(without, ("How do I win back your trust?",))
    assert any(start in session.turns[-1].text for start in _answers("own-it", Question.NEEDS))


def test_no_answer_is_given_twice() -> None:
    said = _replies(
        "own-it", *(f"Who else knows about {thing}?" for thing in ("it", "the report", "the audit", "this"))
    )
    assert len(set(said)) == len(said)
