"""A question about what somebody fears is answered, in her own words, and costs nothing."""

from __future__ import annotations

import pytest

from simulator.dialogue.session import begin, hear
from simulator.domain.conduct import Move, Question
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

OF_THE_JOB = (
    "Am I being let go?",
    "are you going to sack me",
    "Is my job safe?",
    "Do you want me gone?",
    "Are you thinking of letting me go?",
    "Should I be looking for another job?",
)
OF_WHAT_FOLLOWS = (
    "So do I lose the account?",
    "Are you going to write me up?",
    "What happens to me now?",
    "Am I still on the project?",
    "Is this going to affect my pay?",
    "Will it be held against me?",
    "Are you taking the client away from me?",
    "do i get another chance?",
    "Will I get a bad reference?",
)
OF_THE_FILE = ("will this go on my file?", "Does any of this end up on my record?")
OF_WHO_KNOWS = ("Have you told HR?", "Who else will hear of this?")
KINDS = (
    dict.fromkeys(OF_THE_JOB, Question.JOB)
    | dict.fromkeys(OF_WHAT_FOLLOWS, Question.CONSEQUENCES)
    | dict.fromkeys(OF_THE_FILE, Question.ON_RECORD)
    | dict.fromkeys(OF_WHO_KNOWS, Question.WHO_KNOWS)
    | {"Is this a formal warning?": Question.FORMAL}
)


@pytest.mark.parametrize("persona", ["the-letter", "straight-talker", "mirror"])
@pytest.mark.parametrize("words", KINDS)
def test_it_is_answered_and_never_a_loss(words: str, persona: str) -> None:
    begun = begin(setting(persona))
    heard = hear(begun, words, "u1")
    assert heard.plan is not None
    assert heard.plan.move is Move.ANSWER
    assert heard.plan.question is KINDS[words]
    turn = heard.turns[-1]
    assert isinstance(turn, UserTurn)
    assert heard.state.levels.trust >= begun.state.levels.trust, turn.ledger
    assert (turn.appraisal.overall or 0) >= 0, turn.appraisal.found


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_everybody_has_words_of_their_own_for_what_they_cannot_say_yet(persona: str) -> None:
    answers = setting(persona).persona.answers
    heard = hear(begin(setting(persona)), "So do I lose the account?", "u1")
    assert any(line.say.split("$")[0] in heard.scripted_reply for line in answers[Question.CONSEQUENCES])


def test_an_insult_beside_the_question_is_still_heard() -> None:
    heard = hear(begin(setting()), "Am I being fired, you pathetic liar?", "u1")
    turn = heard.turns[-1]
    assert isinstance(turn, UserTurn)
    assert turn.appraisal.overall is not None
    assert turn.appraisal.overall < 0


@pytest.mark.parametrize("words", ["What do you want me to do, count flies?", "Are you done now?", "Who even cares?"])
def test_a_question_that_strikes_is_none_of_these(words: str) -> None:
    begun = begin(setting())
    assert hear(begun, words, "u1").state.levels.trust < begun.state.levels.trust
