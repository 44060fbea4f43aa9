"""Each event in varied wordings, and wordings that must not count."""

from __future__ import annotations

import pytest

from simulator.tone.appraise import appraise
from simulator.tone.context import context_of

from .helpers import names

_LATE = "The kiln report is late again."
_WHEN = "When will the kiln report be finished?"
_HARM = "Two families waited outside because nobody opened the hall."

SHOWS = [
    ("names_own_error", _LATE, "I forgot to write it."),
    ("names_own_error", _LATE, "clean forgot it, sorry"),
    ("names_own_error", _LATE, "I let it slide on Monday and then hid from it."),
    ("names_own_error", _LATE, "Should have sent it Friday. Didn't."),
    ("names_own_error", _LATE, "I never sent it."),
    ("names_own_error", _LATE, "I fucking forgot it."),
    ("names_own_error", "The log has gaps.", "It does."),
    ("names_own_error", "You didn't call him back.", "No, I didn't."),
    ("general_responsibility", "Whose job was it?", "Mine."),
    ("general_responsibility", _LATE, "That's on me."),
    ("general_responsibility", _LATE, "I'm not going to blame the system."),
    ("gives_time", _LATE, "I know I have to earn that, and it may take time."),
    ("lets_go", _LATE, "I don't think this can be mended, and I will leave decently."),
    ("regret", _LATE, "I'm really sorry about that."),
    ("passive_voice", _LATE, "Mistakes were made."),
    ("passive_voice", _LATE, "It must have slipped through the cracks."),
    ("minimises", _LATE, "It's only a day late, hardly a crime."),
    ("non_apology", _LATE, "I'm sorry if you felt left out."),
    ("excuse", _LATE, "I was swamped and the scanner was down."),
    ("blames_others", _LATE, "Nobody told me it was due."),
    ("blames_supervisor", _LATE, "You never explained how to do it."),
    ("denial", _LATE, "That's not true."),
    ("names_impact", _HARM, "The Okoye kids stood in the rain for an hour because of it."),
    ("sees_her_side", _LATE, "You had to explain that to the director."),
    ("sees_her_side", "I'll be checking everything.", "I'd be checking too, in your place."),
    ("accepts_checks", "I'll be checking everything.", "Check away, a second pair of eyes helps."),
    ("brushes_off", _HARM, "Nobody died."),
    ("attributes_motive", _LATE, "You just want me gone."),
    ("attributes_motive", _LATE, "This is a witch hunt."),
    ("sarcasm", _LATE, "Oh great, another lecture."),
    ("contempt", _LATE, "This is pathetic."),
    ("threat", _LATE, "You'll be hearing from my lawyer."),
    ("curt", _HARM, "whatever"),
    ("passive_aggressive", _LATE, "As I already said, it's being handled."),
    ("flattery", _WHEN, "You are the best boss ever, truly."),
    ("courtesy", "", "Thank you for seeing me."),
    ("dated_commitment", _WHEN, "Friday noon it's on your desk."),
    ("dated_commitment", _WHEN, "Thursday, two o'clock, the whole pack"),
    ("dated_commitment", _WHEN, "by 11"),
    ("dated_commitment", _LATE, "From tomorrow I check it every evening before I lock up."),
    ("undated_action", _LATE, "I'll ring the supplier and ask."),
    ("vague_promise", _LATE, "I'll try harder."),
    ("early_warning", _WHEN, "If it slips I'll tell you the day before."),
    ("offers_check", _LATE, "You can pull the sheet at ten to check."),
    ("evades", _WHEN, "When it's finished."),
    ("evades", _WHEN, "Hard to say."),
    ("refuses", "From Monday I want two reports a day.", "I'm not doing that."),
    ("asks_expectations", "", "What would good look like to you by March?"),
    ("asks_priorities", "", "Which of these should I do first?"),
    ("asks_feedback", "", "What could I have done better?"),
    ("asks_standing", "", "I'd like to know where I stand"),
    ("asks_in_writing", "", "Could you put the expectations in writing?"),
    ("asks_job_safety", "", "Am I going to be fired?"),
    ("asks_what_she_needs", "", "What do you need from me?"),
    ("asks_if_bot", "", "are you a real person?"),
    ("genuine_question", "", "Is that on Monday or Tuesday?"),
    ("hostile_question", _LATE, "What do you want me to do, fly?"),
    ("hostile_question", _LATE, "who even reads those lol"),
    ("fix_done", _LATE, "I've already sent it to the client."),
    ("fix_started", _LATE, "I've started a list of the open ones."),
    ("offers_help", "We're short tonight.", "I can stay and cover the late shift for you."),
    ("beyond_the_job", "We're short tonight.", "I could come in on my day off, no overtime."),
    ("waits_to_be_told", "What's your plan?", "You tell me."),
    ("refuses_help", "There's a course you could take.", "No thanks, not my thing."),
    ("says_need", "What would help?", "I need a list on Mondays."),
    ("begging", "This may go further.", "Please please don't, I'm begging you."),
    ("self_flagellation", _LATE, "I'm such an idiot, I ruin everything."),
    ("panic", _LATE, "I can't breathe, I can't do this."),
    ("fear_said_plainly", _LATE, "I'm nervous about this talk."),
    ("names_limit", "Can you do Saturday?", "I can't do Saturday, but I can come in on Sunday."),
    ("escalates_calmly", "Please sign.", "I'd like my rep there before I answer."),
    ("small_talk", "", "Nice weather today."),
    ("says_goodbye", "", "Goodbye."),
]

DOES_NOT_SHOW = [
    ("blames_system", _LATE, "I'm not going to blame the system."),
    ("names_own_error", _LATE, "If I forgot it, tell me."),
    ("names_own_error", _LATE, 'She wrote "I forgot the form" on it.'),
    ("dated_commitment", _LATE, "I won't do it by Friday."),
    ("dated_commitment", _LATE, "I sent it on Friday."),
    (
        "dated_commitment",
        _LATE,
        "I booked the wrong date for the delivery on the 17th and two drivers drove out for nothing.",
    ),
    ("dated_commitment", _LATE, "I handed it to Milan on the 22nd and he wrote back, got it, I take it from here."),
    ("dated_commitment", _WHEN, "She has the list and she knows where each thing stands."),
    ("contempt", _LATE, "I was stupid to wait."),
    ("attributes_motive", "What have you told yourself I think of you?", "That you have already decided I go."),
    ("fix_done", _LATE, "You have been out to get me from day one."),
    ("sees_her_side", _LATE, "You have been out to get me from day one."),
    ("self_flagellation", _LATE, "Are you going to tell the director I should go?"),
    ("says_goodbye", _LATE, "Are you going to tell the director I should go?"),
    ("passive_aggressive", _LATE, "I did it, as I said I would."),
    ("accepts_checks", _LATE, "What I'd sooner you didn't look at is Linden House."),
    ("non_answer", _LATE, "Um, I don't know how to say it, I hid it."),
    ("brushes_off", _LATE, "so what is due then"),
    ("refuses_help", "Could you do one more thing for me?", "what is due then I finish by Wednesday at four"),
    ("sarcasm", _LATE, "Fair enough. That's all I needed to hear, honestly."),
    ("lets_go", _LATE, "I want to do my work without being watched, and I know I have to earn that."),
    ("threat", _LATE, "I'll be more careful with the court papers."),
    ("genuine_question", _LATE, "I forgot it."),
    ("sarcasm", "", "Great, thanks, see you Monday."),
    ("flattery", "", "Thank you for being straight with me."),
    ("begging", "", "Could you please send me the list?"),
    ("evades", _WHEN, "Friday noon."),
    ("brushes_off", _LATE, "That's on me, I forgot it."),
]


@pytest.mark.parametrize(("event", "supervisor", "user"), SHOWS)
def test_shows(event: str, supervisor: str, user: str) -> None:
    assert event in names(user, supervisor)


@pytest.mark.parametrize(("event", "supervisor", "user"), DOES_NOT_SHOW)
def test_does_not_show(event: str, supervisor: str, user: str) -> None:
    assert event not in names(user, supervisor)


def test_an_excuse_beside_ownership_is_a_circumstance() -> None:
    found = names("I was swamped, but I forgot it and that's on me.", _LATE)
    assert "excuse" not in found
    assert "excuse_with_ownership" in found


@pytest.mark.parametrize(
    "words",
    [
        "My mum is ill. Please don't tell the others.",
        "I've been ill, i would rather nobody else needs to know.",
        "I was in hospital that week. Keep it between us, please.",
        "My dad had a stroke, can this stay between us",
    ],
)
def test_an_illness_told_in_confidence_is_neither_an_excuse_nor_an_evasion(words: str) -> None:
    assert not names(words, _LATE) & {"excuse", "evades", "brushes_off"}
    assert "excuse" in names("My mum is ill.", _LATE)


_HER_QUESTION = 'You said "The figures are with you by Friday noon". Two weeks on: what am I to write here?'


@pytest.mark.parametrize(
    "words",
    [
        "Yes, the figures were in your tray on Thursday evening.",
        "They went out on Thursday, a day before time.",
        "You had them by ten that Friday.",
        "No, the other way round: they reached you on Wednesday.",
        "They have been with you since Friday morning.",
        "Both tables were handed in on Friday at eleven.",
    ],
)
@pytest.mark.parametrize("her", [_HER_QUESTION, "By when do I get the figures?", "Where are the figures?"])
def test_saying_that_it_is_there_answers_and_leaves_nothing_open(her: str, words: str) -> None:
    found = {event.name.value for event in appraise(words, her).events}
    assert not found & {"evades", "brushes_off", "minimises"}


@pytest.mark.parametrize(
    "words", ["Hard to say.", "When it suits me.", "They went out late, and whose fault was that?"]
)
def test_an_answer_that_leaves_it_open_still_does(words: str) -> None:
    found = {event.name.value for event in appraise(words, "By when do I get the figures?").events}
    assert "closes_loop" not in found
    assert found & {"evades", "brushes_off", "blames_others", "defensive"}


def test_a_day_that_she_only_quotes_is_not_asked_for() -> None:
    quoted = context_of('You said "You get a draft before Monday". How did you find the week?')
    assert not quoted.has("asks_when")
    assert context_of("I want a draft before Monday.").has("asks_when")
