"""Which of her answers a question wants, and that she gives it: alone, beside something done right, and only once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.dialogue.questions import may_want, surely_wants
from simulator.dialogue.session import hear, play
from simulator.domain.conduct import Move, Question
from simulator.domain.transcript import SupervisorTurn
from simulator.resources import library
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("May I have until Thursday?", Question.TIME),
        ("Could we get two more days for the stock count?", Question.TIME),
        ("How long have I got?", Question.TIME),
        ("Can the audit wait till Monday?", Question.TIME),
        ("Would you give me a week before you decide?", Question.TIME),
        ("Where do we go from here?", Question.NEXT),
        ("So what’s the next step?", Question.NEXT),
        ("Okay, what now?", Question.NEXT),
        ("Who else knows?", Question.WHO_KNOWS),
        ("Can I just say something first?", Question.LEAVE_TO_SPEAK),
        ("are u sure about that", Question.MEANS_IT),
        ("Are you saying I lied?", Question.SAYING),
        ("Which one, sorry?", Question.WHICH),
        ("Is there anything else on that sheet?", Question.WHAT_ELSE),
        ("Do you want it by phone or on paper?", Question.EITHER),
        ("Is it the check or the lie, for you?", Question.EITHER),
        ("So how are you holding up, Denise?", Question.HOW_SHE_IS),
        ("Did you ever hide something from your own boss?", Question.HER_PAST),
        ("Do you like this part of the work?", Question.OF_HER),
        ("Would it be silly if I rang them?", Question.ODD),
        ("Is Wednesday too late?", Question.ODD),
        ("Did you write the letter yourself?", Question.WHO_DECIDES),
        ("Can you take the warning back?", Question.TAKE_BACK),
        ("Does that go on my file?", Question.ON_RECORD),
        ("Is this a hearing?", Question.FORMAL),
        ("What are you writing there?", Question.NOTES),
        ("What does the head of nursing want?", Question.ABOVE),
        ("What happens on Friday?", Question.REVIEW),
        ("How do you check my counts?", Question.CHECKS),
        ("Is it only me you check like this?", Question.EVERYBODY),
        ("How early do you want to hear of it?", Question.EARLY),
        ("What would make you trust me again?", Question.REGAIN),
        ("How did the planners take it?", Question.HARM),
        ("Who noticed first?", Question.HOW_FOUND),
        ("Did I do anything right at all?", Question.DONE_WELL),
        ("Any tips?", Question.ADVICE),
        ("How angry are the parents?", Question.HARM),
        ("Did the doctors say anything?", Question.HARM),
        ("Has the head of nursing said anything about me?", Question.ABOVE),
        ("Is it usual that you check like this?", Question.EVERYBODY),
        ("When is it enough for you?", Question.REGAIN),
        ("Can you tell me how this is going to go today?", Question.NEXT),
        ("Could I have what you expect in writing, too?", Question.IN_WRITING),
        ("Is it going to be like this until Christmas, with the list every day?", Question.REGAIN),
        ("What do I tell the families?", Question.WHAT_TO_SAY),
        ("Could I ask who decides about that?", Question.WHO_DECIDES),
        ("Is that early enough, or should I ring sooner?", Question.WOULD_DO),
        ("do u want me to try them again", Question.CONFIRM),
        ("do you think im stupid for that", Question.HER_FEELINGS),
        ("Are you angry with me?", Question.HER_FEELINGS),
        ("When do you, Denise, want to hear of it?", Question.EARLY),
        ("Have you told the others?", Question.WHO_KNOWS),
        ("Does the ward manager know?", Question.WHO_KNOWS),
        ("And what if I slip again?", Question.WHAT_IF),
        ("What happens if they shout at me?", Question.WHAT_IF),
        ("Would that be all right with you?", Question.WOULD_DO),
        ("Is that early enough?", Question.WOULD_DO),
        ("What if I rang you every Tuesday?", Question.WOULD_DO),
        ("Why do you read everything I write?", Question.WHY),
        ("Would you mind if I asked Priya?", Question.MAY_I),
        ("Can we go through the list together?", Question.TOGETHER),
        ("can you look over the first one before i send it", Question.TOGETHER),
        ("What would you do in my shoes?", Question.ADVICE),
        ("So what is this about?", Question.MISSED),
        ("Is it ok with you if I leave at four?", Question.MAY_I),
        ("How do I win back your trust?", Question.REGAIN),
        ("When will you stop checking my till?", Question.REGAIN),
        ("Can you give me an example?", Question.MISSED),
        ("Does anybody else have to know about my dad?", Question.PRIVATE),
        ("Is it only between us?", Question.PRIVATE),
        ("Please don't tell the others.", Question.PRIVATE),
        ("Will you keep the bit about my father to yourself?", Question.PRIVATE),
        ("I don't want it passed on.", Question.PRIVATE),
        ("Four o'clock, deal?", Question.WOULD_DO),
        ("Is it enough for Wednesday?", Question.WOULD_DO),
        ("Have you given up on me?", Question.HER_FEELINGS),
        ("So, are we agreed on Tuesday at four?", Question.WOULD_DO),
        ("Would the end of August do for you?", Question.WOULD_DO),
        ("is a day enough for you", Question.WOULD_DO),
        ("When will you find out?", Question.WHEN_HER),
        ("Would Wednesday suit you, or is Wednesday bad?", Question.WOULD_DO),
        ("is nine at night ok", Question.WOULD_DO),
        ("Is it a yes to Wednesday?", Question.WOULD_DO),
        ("where do you want to start", Question.PRIORITIES),
        ("What will you tell the director?", Question.WHO_KNOWS),
        ("Do you read the letter on the same day?", Question.WHEN_HER),
        ("What is 'wriggle'?", Question.MEANING),
        ("What do you mean by tick?", Question.MEANING),
        ("Did you think I would lie to you?", Question.HER_FEELINGS),
    ],
)
def test_what_is_surely_asked(sentence: str, kind: Question) -> None:
    assert surely_wants(sentence) is kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Could you show me how?", Question.TOGETHER),
        ("Could I bring my notes next time?", Question.MAY_I),
        ("Shall I write to the customer myself?", Question.CONFIRM),
        ("did u mean one for every call?", Question.CONFIRM),
    ],
)
def test_what_may_be_asked_where_the_tone_knows_nothing_better(sentence: str, kind: Question) -> None:
    assert surely_wants(sentence) is None
    assert may_want(sentence) is kind


@pytest.mark.parametrize(
    "sentence",
    ["Why did I do it?", "Did you tell me that on Monday?", "Where is the stapler?", "How do you see me, honestly?"],
)
def test_what_is_none_of_these(sentence: str) -> None:
    assert surely_wants(sentence) is None


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
