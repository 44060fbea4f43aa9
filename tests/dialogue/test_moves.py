"""She chooses her move from what was said, and ends the conversation on terms that fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.dialogue.again import two_weeks_later
from simulator.dialogue.endings import LAST_TURN
from simulator.dialogue.plan import Plan
from simulator.dialogue.rules import rules
from simulator.dialogue.session import leave, play
from simulator.dialogue.state import Levels
from simulator.dialogue.topics import ANSWERED
from simulator.domain.conduct import Charge, Ending, Move, Need, Question, Topic
from simulator.domain.events import EventName as E
from simulator.domain.transcript import SupervisorTurn
from tests.dialogue.make import Talk, setting
from tests.shipped import PERSONA_IDS


def said_at_once(*events: E | tuple[E, str], persona: str = "the-letter", words: str = "These are the words.") -> Plan:
    """Her move after these words at the beginning of a conversation, her mood well inside its band."""
    return with_levels(Talk(setting(persona)), 35).say(words, *events)


def with_levels(talk: Talk, trust: int, patience: int = 60, clarity: int = 20) -> Talk:
    """The same conversation with other levels, in points."""
    talk.state = replace(talk.state, levels=Levels(trust * 10, patience * 10, clarity * 10))
    return talk


def past_the_charge(persona: str = "the-letter", turns: int = 4) -> Talk:
    """A conversation in which the false charge has been raised and passed over."""
    talk = Talk(setting(persona))
    for _ in range(turns):
        talk.say("I see.")
    assert Move.CHARGE in [plan.move for plan in talk.plans]
    return talk


@pytest.mark.parametrize(
    ("event", "topic"),
    [
        (E.EXCUSE, Topic.EXCUSE),
        (E.SELF_PITY, Topic.EXCUSE),
        (E.BLAMES_OTHERS, Topic.BLAME),
        (E.BLAMES_SYSTEM, Topic.BLAME),
        (E.BLAMES_SUPERVISOR, Topic.BLAME),
        (E.PASSIVE_VOICE, Topic.SOFT_WORDS),
        (E.MINIMISES, Topic.SOFT_WORDS),
        (E.NON_APOLOGY, Topic.SOFT_WORDS),
        (E.DENIAL, Topic.DENIAL),
        (E.ATTRIBUTES_MOTIVE, Topic.SUSPICION),
        (E.BRUSHES_OFF, Topic.BRUSH_OFF),
        (E.SARCASM, Topic.RUDE),
    ],
)
def test_deflection_is_challenged_in_its_own_words(event: E, topic: Topic) -> None:
    plan = said_at_once((event, "the words"), words="Well, these are the words.")
    assert (plan.move, plan.topic, plan.quote) == (Move.CHALLENGE, topic, "these are the words")


@pytest.mark.parametrize("event", [E.CONTEMPT, E.THREAT, E.OUTBURST])
def test_hostility_is_warned(event: E) -> None:
    assert said_at_once(event, E.NAMES_OWN_ERROR).move is Move.WARN


@pytest.mark.parametrize("event", [E.PANIC, E.BEGGING, E.SELF_FLAGELLATION])
def test_a_person_in_panic_is_offered_a_pause(event: E) -> None:
    assert said_at_once(event).move is Move.PAUSE


def test_panic_beside_something_that_counts_does_not_hide_it() -> None:
    assert said_at_once(E.PANIC, E.NAMES_OWN_ERROR).move is Move.ACKNOWLEDGE
    assert said_at_once(E.PANIC, E.CONTEMPT).move is Move.WARN


@pytest.mark.parametrize("event", sorted(ANSWERED))
def test_direct_questions_are_answered(event: E) -> None:
    plan = said_at_once(event, words="You expect it, you need it first, and that is how you see it.")
    assert (plan.move, plan.question) == (Move.ANSWER, ANSWERED[event])


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize(
    ("words", "about"),
    [("Am I going to lose my job?", Question.JOB), ("So do I lose the account?", Question.CONSEQUENCES)],
)
def test_the_answer_comes_from_her_answers(persona: str, words: str, about: Question) -> None:
    talk = Talk(setting(persona))
    talk.say(words, E.ASKS_JOB_SAFETY)
    answers = [line.say for line in talk.setting.persona.answers[about]]
    assert any(say in talk.state.memory.said for say in answers)


def test_a_question_beside_a_deflection_waits() -> None:
    assert said_at_once(E.BLAMES_OTHERS, E.ASKS_STANDING).move is Move.CHALLENGE


def test_the_heavier_of_a_deflection_and_something_right_is_taken_up() -> None:
    assert said_at_once(E.BLAMES_OTHERS, E.NAMES_LIMIT).move is Move.CHALLENGE
    assert said_at_once(E.EXCUSE, E.NAMES_OWN_ERROR).move is Move.ACKNOWLEDGE


def test_asking_for_a_bot_steps_out_of_the_role_and_back() -> None:
    talk = Talk(setting())
    plan = talk.say("Are you a bot?", E.ASKS_IF_BOT)
    assert plan.move is Move.STEP_OUT
    assert "program" in talk.replies[-1]
    assert talk.setting.persona.name in talk.replies[-1]
    with_levels(talk, 35)
    assert talk.say("All right. I forgot the report.", E.NAMES_OWN_ERROR).move is Move.ACKNOWLEDGE


@pytest.mark.parametrize("event", [E.EVADES, E.REFUSES, E.NON_ANSWER, E.WAITS_TO_BE_TOLD, E.REFUSES_HELP])
def test_she_holds_where_an_answer_is_missing(event: E) -> None:
    assert (said_at_once(event).move, said_at_once(event).topic) == (Move.HOLD, Topic.EVASION)


def test_she_holds_at_promises_that_are_too_vague_or_too_much() -> None:
    assert said_at_once(E.VAGUE_PROMISE).topic is Topic.VAGUE
    assert said_at_once(E.OVERREACHES).topic is Topic.TOO_MUCH


def test_a_second_apology_is_heard_once_and_held() -> None:
    talk = Talk(setting())
    talk.say("I forgot the report and I am sorry.", E.NAMES_OWN_ERROR, E.REGRET)
    plan = talk.say("I am so sorry.", E.REGRET)
    assert (plan.move, plan.topic, plan.quote) == (Move.HOLD, Topic.APOLOGY_AGAIN, "I am so sorry.")


def test_an_apology_with_something_new_in_it_is_not_held() -> None:
    talk = Talk(setting())
    talk.say("I forgot the report and I am sorry.", E.NAMES_OWN_ERROR, E.REGRET)
    plan = talk.say("Sorry again, and the planners paid for it.", E.REGRET, E.NAMES_IMPACT)
    assert plan.topic is Topic.IMPACT


def test_a_first_promise_with_a_date_is_tested_and_a_second_is_taken() -> None:
    talk = with_levels(Talk(setting()), 35)
    first = talk.say("You have it by Friday noon.", E.DATED_COMMITMENT)
    second = talk.say("And the list by four.", E.DATED_COMMITMENT)
    assert (first.move, second.move) == (Move.TEST, Move.ACKNOWLEDGE)


def test_an_action_without_a_date_is_tested() -> None:
    assert said_at_once(E.UNDATED_ACTION).move is Move.TEST


@pytest.mark.parametrize(
    ("event", "topic"),
    [
        (E.NAMES_OWN_ERROR, Topic.ERROR),
        (E.FIX_DONE, Topic.DONE),
        (E.EARLY_WARNING, Topic.PLAN),
        (E.FEAR_SAID_PLAINLY, Topic.CANDOUR),
        (E.SAYS_NEED, Topic.LIMIT),
        (E.ASKS_FEEDBACK, Topic.QUESTION),
        (E.CLOSES_LOOP, Topic.EFFORT),
    ],
)
def test_what_is_right_is_acknowledged_for_what_it_is(event: E, topic: Topic) -> None:
    plan = said_at_once(event)
    assert (plan.move, plan.topic) == (Move.ACKNOWLEDGE, topic)


def test_the_heaviest_good_thing_is_taken_up() -> None:
    words = "It was me, and you are stretched."
    plan = said_at_once((E.SEES_HER_SIDE, "you are stretched"), (E.NAMES_OWN_ERROR, "It was me"), words=words)
    assert plan.quote == "It was me"


def test_she_lets_out_her_own_pressure_once_when_it_is_seen() -> None:
    talk = Talk(setting())
    talk.say("It was me.", E.NAMES_OWN_ERROR)
    talk.say("I see.")
    assert talk.say("You carry this upstairs.", E.SEES_HER_SIDE).move in (Move.DISCLOSE, Move.CHARGE)
    talk.state = talk.state.remembering(replace(talk.state.memory, charge=Charge.DROPPED, disclosed=False))
    assert talk.say("The planners paid for it.", E.NAMES_IMPACT).move is Move.DISCLOSE
    assert talk.say("And the bakery.", E.NAMES_IMPACT).move is not Move.DISCLOSE


def test_she_softens_when_the_mood_turns() -> None:
    for turns, move in ((0, Move.ACKNOWLEDGE), (3, Move.SOFTEN)):
        talk = with_levels(Talk(setting()), trust=28)
        talk.state = replace(talk.state, user_turns=turns)
        assert talk.say("It was me.", E.NAMES_OWN_ERROR).move is move, "a first good turn is too early for it"


@pytest.mark.parametrize(("event", "topic"), [(E.SMALL_TALK, Topic.SMALL_TALK), (E.FLATTERY, Topic.FLATTERY)])
def test_what_leads_away_is_led_back(event: E, topic: Topic) -> None:
    plan = said_at_once(event)
    assert (plan.move, plan.topic) == (Move.REDIRECT, topic)


def test_silence_and_unreadable_words_are_met() -> None:
    assert Talk(setting()).say("", unscored="empty").move is Move.SILENCE
    for reason in ("not English", "no words", "unreadable"):
        assert Talk(setting()).say("@@@", unscored=reason).move is Move.UNCLEAR


def test_nothing_in_particular_is_probed_with_her_next_question() -> None:
    plan = said_at_once()
    assert plan.move is Move.PROBE
    assert plan.ask is setting().persona.agenda[0].need


def test_the_charge_is_raised_from_the_third_turn_and_only_once() -> None:
    talk = Talk(setting())
    for _ in range(8):
        talk.say("I see.")
    moves = [plan.move for plan in talk.plans]
    assert moves.count(Move.CHARGE) == 1
    assert moves[2] is Move.CHARGE
    assert talk.setting.scenario.false_charge is not None
    assert talk.setting.scenario.false_charge.says in talk.replies[3]


def test_a_charge_answered_with_evidence_is_dropped() -> None:
    talk = past_the_charge()
    false = talk.setting.scenario.false_charge
    assert false is not None
    assert talk.say(false.own_words, E.CALM_CORRECTION).move is Move.DROP_CHARGE
    assert talk.state.memory.charge is Charge.DROPPED


def test_what_she_heard_is_not_asked_again() -> None:
    talk = Talk(setting())
    first = talk.setting.persona.agenda[0].need
    assert first is Need.ERROR
    for _ in range(6):
        plan = talk.say("I forgot the report.", E.NAMES_OWN_ERROR)
        assert plan.ask is not Need.ERROR


def test_no_need_is_asked_more_than_three_times() -> None:
    talk = Talk(setting())
    heard = frozenset(Need) - {Need.IMPACT}
    talk.state = talk.state.remembering(replace(talk.state.memory, heard=heard, charge=Charge.DROPPED))
    for _ in range(10):
        with_levels(talk, 30, 100).say("I see what you mean.")
    assert talk.state.memory.asked == (Need.IMPACT,) * 3


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_terms_are_set_first_and_agreed_with_the_next_word(persona: str) -> None:
    talk = past_the_charge(persona)
    bar = talk.setting.persona.stance.thresholds.agreement
    with_levels(talk, bar.trust + 1, 60, bar.clarity + 1)
    assert talk.say("You have it by Friday.", E.DATED_COMMITMENT).move is Move.CONDITION
    plan = talk.say("Agreed.")
    assert (plan.move, plan.ending) == (Move.CLOSE, Ending.AGREEMENT)


def test_terms_are_not_agreed_by_silence_or_by_losing_her_again() -> None:
    for words, events in (("", ()), ("That is ridiculous.", (E.BRUSHES_OFF,))):
        talk = with_levels(past_the_charge(), 70, 60, 70)
        assert talk.say("You have it by Friday.", E.DATED_COMMITMENT).move is Move.CONDITION
        plan = talk.say(words, *events, unscored=None if words else "empty")
        assert plan.ending is None


def test_a_question_about_the_terms_is_answered_before_they_stand() -> None:
    talk = with_levels(past_the_charge(), 70, 60, 70)
    talk.say("You have it by Friday.", E.DATED_COMMITMENT)
    assert talk.say("Can I have that in writing?", E.ASKS_IN_WRITING).move is Move.ANSWER
    assert talk.say("Thank you, agreed.").ending is Ending.AGREEMENT


@pytest.mark.parametrize(
    ("trust", "clarity", "ending"),
    [
        (80, 80, Ending.AGREEMENT),
        (45, 80, Ending.CONDITIONAL),
        (20, 80, Ending.WITHOUT_TRUST),
        (80, 5, Ending.LEFT_OPEN),
    ],
)
def test_the_last_turn_closes_on_what_there_is(trust: int, clarity: int, ending: Ending) -> None:
    talk = past_the_charge()
    talk.state = replace(talk.state, user_turns=LAST_TURN - 1)
    plan = with_levels(talk, trust, 60, clarity).say("I see.")
    assert (plan.move, plan.ending) == (Move.CLOSE, ending)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_she_ends_it_when_her_patience_is_used_up(persona: str) -> None:
    talk = Talk(setting(persona))
    for _ in range(LAST_TURN - 1):
        if talk.say("That is not my business.", E.REFUSES, E.BRUSHES_OFF).ending is not None:
            break
    assert talk.plans[-1].ending is Ending.ENDED_BY_HER
    assert talk.state.levels.patience < talk.setting.persona.stance.thresholds.ends_below_patience * 10


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_two_warnings_are_all_there_are(persona: str) -> None:
    talk = Talk(setting(persona))
    moves = [talk.say("You are useless.", E.CONTEMPT, E.OUTBURST).move for _ in range(2)]
    assert set(moves) <= {Move.WARN, Move.CLOSE}
    if moves[-1] is Move.WARN:
        talk.say("You are useless.", E.CONTEMPT, E.OUTBURST)
    assert talk.plans[-1].ending is Ending.ENDED_BY_HER


def test_a_goodbye_ends_it() -> None:
    talk = Talk(setting())
    talk.say("I forgot the report.", E.NAMES_OWN_ERROR)
    plan = talk.say("Thank you. Goodbye.", E.SAYS_GOODBYE, E.COURTESY)
    assert (plan.move, plan.ending) == (Move.CLOSE, Ending.ENDED_BY_USER)


def test_a_goodbye_with_something_of_weight_is_not_the_end() -> None:
    talk = Talk(setting())
    talk.say("I forgot the report.", E.NAMES_OWN_ERROR)
    assert talk.say("You have it by Friday, bye.", E.DATED_COMMITMENT, E.SAYS_GOODBYE).ending is None


def test_letting_go_with_dignity() -> None:
    talk = past_the_charge()
    plan = with_levels(talk, 15).say("I do not think this can be mended, and I will leave decently.", E.LETS_GO)
    assert plan.ending is Ending.LET_GO


def test_giving_trust_its_time_is_no_letting_go() -> None:
    talk = past_the_charge()
    plan = with_levels(talk, 15).say("I know that I have to earn that, and that it takes time.", E.GIVES_TIME)
    assert plan.ending is None


def test_calling_in_somebody_wins_terms_without_trust_from_the_unfair_one_only() -> None:
    endings = {}
    for persona in ("circling-coach", "teacher"):
        talk = Talk(setting(persona))
        talk.say("Could I have the expectations in writing?", E.ASKS_IN_WRITING)
        endings[persona] = talk.say("I would like someone from HR to be there.", E.ESCALATES_CALMLY).ending
    assert endings == {"circling-coach": Ending.WITHOUT_TRUST, "teacher": None}


def test_every_event_has_its_rule() -> None:
    assert set(rules().events) == set(E)


#: One way to each move.
REACHED: dict[Move, tuple[tuple[E, ...], ...]] = {
    Move.PROBE: ((),),
    Move.HOLD: ((E.EVADES,),),
    Move.TEST: ((E.DATED_COMMITMENT,),),
    Move.CHALLENGE: ((E.EXCUSE,),),
    Move.ANSWER: ((E.ASKS_STANDING,),),
    Move.PAUSE: ((E.PANIC,),),
    Move.REDIRECT: ((E.SMALL_TALK,),),
    Move.WARN: ((E.THREAT,),),
    Move.CHARGE: ((), (), ()),
    Move.STEP_OUT: ((E.ASKS_IF_BOT,),),
    Move.DISCLOSE: ((), (), (), (E.SEES_HER_SIDE,)),
    Move.CLOSE: ((E.NAMES_OWN_ERROR,), (E.SAYS_GOODBYE,)),
}


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_every_move_is_reached_with_everybody(persona: str) -> None:
    reached = {Move.OPEN, with_levels(Talk(setting(persona)), 35).say("It was me.", E.NAMES_OWN_ERROR).move}
    for turns in REACHED.values():
        talk = Talk(setting(persona))
        for events in turns:
            talk.say("These are the words.", *events)
        reached.add(talk.plans[-1].move)
    for reason in ("empty", "not English"):
        reached.add(Talk(setting(persona)).say("", unscored=reason).move)
    talk = with_levels(Talk(setting(persona)), 29)
    talk.state = replace(talk.state, user_turns=3)
    reached.add(talk.say("It was me.", E.NAMES_OWN_ERROR).move)
    talk = past_the_charge(persona)
    reached.add(with_levels(talk, 95, 90, 95).say("You have it by Friday.", E.DATED_COMMITMENT).move)
    talk = past_the_charge(persona)
    false = talk.setting.scenario.false_charge
    assert false is not None
    reached.add(talk.say(false.own_words, E.CALM_CORRECTION).move)
    reached.add(Talk(setting(persona)).say("My mother died last night.").move)
    session, _ = play(two_weeks_later(leave(play(setting(persona), ("You have it by Friday.",))[0])), ("Yes, I did.",))
    reached |= {turn.move for turn in session.turns if isinstance(turn, SupervisorTurn) and turn.move}
    # What she says of a promise is her question after another move.
    assert set(Move) - {Move.REVIEW} - reached == set()
