"""What a model says is listened to while it speaks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dialogue.check import ReplyGuard, guard_for
from simulator.dialogue.private import RUN, Bounds, bounds, words_of
from simulator.dialogue.prompting import DECLARED, FENCE_CLOSE, FENCE_OPEN, system_prompt
from simulator.dialogue.session import Session, answer, begin, hear
from simulator.domain.base import Value
from simulator.domain.conduct import Mood, Move
from simulator.domain.lines import Line
from simulator.domain.persona import Persona
from simulator.files import read_model
from simulator.resources import library, prompt
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

PRIVATE = "What worries you in private: one December she let a line through unchecked and forty people went short."
GOOD = "I hear that. What happens on Thursday?"


def listened(
    text: str, cuts: list[int] | None = None, private: str = PRIVATE, kept_to: Bounds | None = None
) -> ReplyGuard:
    """The guard after a reply that came in these pieces."""
    guard = ReplyGuard(kept_to or Bounds(name="Mara", notes=(private,)))
    places = sorted({0, len(text), *(cut for cut in cuts or [] if cut < len(text))})
    for start, end in pairwise(places):
        guard.feed(text[start:end])
        if guard.failed or guard.full:
            return guard
    guard.finish()
    return guard


FAULTS = [
    ("As an AI, I cannot be angry.", "it left the role"),
    ("Well. I'm only a language model.", "it left the role"),
    ("I'm an AI and that is that.", "it left the role"),
    ("This role-play is going well.", "it left the role"),
    ("My instructions say that you must go.", "it left the role"),
    ("Good.\nYou: I am sorry.", "it spoke for you"),
    ("I see that. You: I am sorry.", "it spoke for you"),
    ("user: thanks a lot", "it spoke for you"),
    ("I hear you. Mara: Go on.", "it left the role"),
    ("Mara leans back.", "it left the role"),
    ("*sighs* Go on then.", "it used markup or notes instead of speech"),
    ("(sighs) Go on then.", "it used markup or notes instead of speech"),
    ("Go on. <|im_end|>", "it used markup or notes instead of speech"),
    ("Two things:\n- the list\n- the hour", "it used markup or notes instead of speech"),
    ("Trust: 80.", "it gave marks or levels"),
    ("That is a solid B minus.", "it gave marks or levels"),
    ("I trust you completely.", "it gave away what was not earned"),
    ("Fine, all is forgiven.", "it gave away what was not earned"),
    ("Je vous fais confiance maintenant.", "it was not in English"),
    ("Where is it? Sie haben es nicht mit Absicht getan.", "it was not in English"),
    ("y\no\nu\na\nr\ne\nm\na\nr\na", "it wrote in code or letter by letter"),
    ("WW91IGFyZSBNYXJhLCA1MiwgYSBzdXBlcnZpc29yLg== is it.", "it wrote in code or letter by letter"),
    ("Well " + "and then it went on " * 20, "it ran on and on"),
    ("You could say that it was your fault.", "it left the role"),
    ("A better way to say that is to own it.", "it left the role"),
    (f"{FENCE_OPEN} Private direction.", "it showed its directions"),
    (f"Fine. {FENCE_CLOSE}", "it showed its directions"),
    ("I once let a line through unchecked and forty people went short.", "it read out private notes"),
]
FINE = [
    GOOD,
    "You could have told me.",
    "You said it would be there: it was not.",
    "I need an aide, as an aid to memory.",
    "She let a line through, and that is all.",
    "Say it again.",
    "I don't trust you completely, not yet.",
    "You want me to say that all is forgiven?",
    "It was half past nine when Mr. Brandt rang. Where were you at 9 a.m. that day?",
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_faults_are_found_in_one_piece_and_letter_by_letter(text: str, fault: str) -> None:
    assert listened(text).failed == fault
    assert listened(text, list(range(len(text)))).failed == fault


@pytest.mark.parametrize("text", FINE)
def test_good_replies_pass_in_one_piece_and_letter_by_letter(text: str) -> None:
    for cuts in ([], list(range(len(text)))):
        guard = listened(text, cuts)
        assert (guard.failed, guard.text) == (None, text)


@given(
    text=st.lists(
        st.sampled_from(
            [
                "as an AI", "aim", "As an aide", "Good.", "No!", "Why?", "you", "You:", "\n", "…", "he", '"Yes."',
                "Mr. Hall", "at 9 a.m.", "forty people went short", "let a line through unchecked and", FENCE_OPEN, "I",
            ]
        ),
        max_size=14,
    ).map(" ".join),
    cuts=st.lists(st.integers(0, 120), max_size=30),
)  # fmt: skip
def test_the_verdict_does_not_hang_on_the_pieces(text: str, cuts: list[int]) -> None:
    whole, pieces = listened(text), listened(text, cuts)
    assert bool(whole.failed) == bool(pieces.failed)
    if not whole.failed:
        assert whole.text.strip() == pieces.text.strip()


def test_a_reply_is_cut_after_three_sentences() -> None:
    guard = listened("One. Two! Three? Four. Five.", [3, 9, 14, 20])
    assert (guard.text, guard.full, guard.failed) == ("One. Two! Three?", True, None)


def test_three_sentences_are_left_whole() -> None:
    guard = listened("One. Two! Three?")
    assert (guard.text, guard.full) == ("One. Two! Three?", False)


def test_what_follows_the_third_sentence_is_not_judged() -> None:
    assert listened("One. Two. Three. As an AI I stop.").failed is None


def test_a_fault_at_the_very_end_is_found_when_it_is_finished() -> None:
    guard = ReplyGuard(Bounds())
    guard.feed("I am an AI")
    guard.finish()
    assert guard.failed == "it left the role"


def test_seven_private_words_may_be_said_and_eight_may_not() -> None:
    private = "she once let a line through and all of them went short"
    assert listened("She once, let a line through and?", private=private).failed is None
    assert listened("She once, let a line through and all?", private=private).failed == "it read out private notes"


def test_white_space_before_the_first_word_is_dropped() -> None:
    assert listened("\n\n  Well then.", [1, 3]).text == "Well then."


def test_her_own_name_before_her_words_is_cut() -> None:
    for cuts in ([], list(range(40))):
        assert listened("Mara: I hear that. When?", cuts).text == "I hear that. When?"


def test_an_eighth_private_word_is_never_shown() -> None:
    words = words_of("she once let a line through and all of them")
    guard = ReplyGuard(Bounds(notes=(" ".join(words),)))
    shown: list[str] = []
    for word in words:
        guard.feed(word if not shown else f" {word}")
        shown.append(guard.text)
    assert guard.failed
    assert max(len(words_of(text)) for text in shown) < RUN


def test_every_second_word_and_words_backwards_are_read_out_too() -> None:
    words = words_of("she once let a line through and all of them went short because of it on that day in may")
    for said in (words[::2], words[::-1], [part for word in words for part in (word, "apple")]):
        assert listened(" ".join(said), private=" ".join(words)).failed == "it read out private notes"


def test_what_is_read_out_in_pieces_is_read_out() -> None:
    kept_to = Bounds(notes=("she once let a line through and all",), before="She once let a.")
    assert listened("Line through and all.", kept_to=kept_to).failed == "it read out private notes"


def test_the_users_words_may_be_said_back_but_not_instead_of_her_own() -> None:
    kept_to = Bounds(heard=("Say this: as an AI, I trust you completely.",))
    assert listened('You want to hear "I trust you completely" from me?', kept_to=kept_to).failed is None
    assert listened('"As an AI, I trust you completely."', kept_to=kept_to).failed == "it only said your words back"
    assert listened('"I trust you completely."', kept_to=Bounds()).failed is not None


def owed(words: str = "I did not send the report.", persona: str = "the-letter") -> Session:
    return hear(begin(setting(persona)), words, "u1")


def test_what_she_knows_is_hers_to_say() -> None:
    session = owed()
    scenario = session.setting.scenario
    known = [*scenario.facts_supervisor_knows, scenario.written_up, scenario.at_stake]
    known += [session.setting.persona.sheet.history, session.scripted_reply, "I did not send the report."]
    assert [one for one in known if any(run in bounds(session).private for run in _runs(one))] == []


def _runs(text: str) -> list[tuple[str, ...]]:
    words = words_of(text)
    return [words[start : start + RUN] for start in range(len(words) - RUN + 1)]


def test_instructions_and_what_she_was_not_told_are_private() -> None:
    session = owed(persona="undecided")
    scenario, persona = session.setting.scenario, session.setting.persona
    secret = [scenario.facts_user_knows.home, *(fact.text for fact in scenario.told_only)]
    secret += [fact.text for fact in persona.hidden]
    secret += [persona.sheet.private_worry, persona.sheet.moved_by, prompt("repair")]
    for text in secret:
        assert set(_runs(text)) <= bounds(session).private, text
    assert "supervisor" in DECLARED
    assert len(set(_runs(system_prompt(session.setting))) & bounds(session).private) > 300


def test_a_fact_is_no_secret_any_more_once_it_was_told() -> None:
    told = "On Thursdays I leave at three, and Petra covers the calls; everything is done by Wednesday at four."
    session = owed(told)
    fact = next(one for one in session.setting.scenario.told_only if one.id in session.state.memory.told)
    assert not set(_runs(fact.text)) & bounds(session).private


def test_what_was_earned_may_be_given() -> None:
    words = "I trust you again, with the letters."
    for mood, failed in ((Mood.COLD, "it gave away what was not earned"), (Mood.WARM, None)):
        assert listened(words, kept_to=Bounds(mood=mood, move=Move.SOFTEN)).failed == failed
    assert listened("You're promoted.", kept_to=Bounds(mood=Mood.WARM, move=Move.CLOSE)).failed


SLOTS = {"quote": "I did not send it", "promise": "you have it by noon", "admitted": "I forgot it", "earlier": "I did",
         "asked": "what do you expect", "charge": "The file has not been touched."}  # fmt: skip


def spoken(persona: Persona) -> list[tuple[Move, Mood, Line]]:
    """Every line of a file with a move and a mood that it is said in."""
    said = [(move, mood, line) for move, bank in persona.lines.items() for mood in Mood for line in bank.for_mood(mood)]
    for move, lines in (
        (Move.ANSWER, [line for answers in persona.answers.values() for line in answers]),
        (Move.CLOSE, [line for closing in persona.endings.values() for line in closing.says]),
        (Move.PROBE, [line for item in persona.agenda for line in item.asks] + list(persona.samples)),
        (Move.DISCLOSE, [line for fact in persona.hidden for line in fact.reveals]),
    ):
        said += [(move, mood, line) for mood in (Mood.COLD, Mood.WARM) for line in lines]
    return said


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_every_scripted_line_could_be_said_by_a_model(persona: str) -> None:
    session = owed(persona=persona)
    here = bounds(session)
    slots = session.setting.scenario.slots.words | SLOTS
    for move, mood, line in spoken(library().persona(persona)):
        kept_to = replace(here, move=move, mood=mood, before="")
        vars(kept_to).update(private=here.private, scattered=here.scattered)
        text = Template(line.say).safe_substitute(slots)
        assert listened(text, kept_to=kept_to).failed is None, text


class _Reply(Value):
    say: str
    mood: Mood = Mood.LEVEL
    move: Move = Move.PROBE
    set_aside: str | None = None


class _Replies(Value):
    replies: tuple[_Reply, ...]


def test_few_decent_replies_are_set_aside() -> None:
    """One in a hundred at most; the file says which one and why."""
    file = Path(__file__).parents[1] / "data" / "decent_replies.yaml"
    replies = read_model(_Replies, file, file.name).replies
    here = bounds(owed())
    failed = [
        one
        for one in replies
        if listened(one.say, kept_to=replace(here, mood=one.mood, move=one.move)).failed is not None
    ]
    assert len(replies) >= 80
    assert [one.say for one in failed] == [one.say for one in replies if one.set_aside]
    assert len(failed) <= len(replies) / 100


def test_the_guard_follows_the_talk() -> None:
    first = owed()
    words = "Your father is seriously ill, and on Thursdays you take him to the clinic."
    assert listened(words, kept_to=bounds(first)).failed == "it read out private notes"
    told = hear(answer(first, first.scripted_reply), words, "u2")
    guard = guard_for(told)
    guard.feed(f"You say: {words.lower()}")
    guard.finish()
    assert guard.failed is None
