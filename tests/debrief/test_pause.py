"""One short line on demand, and one question back on a draft."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from simulator.debrief.draft import draft_question
from simulator.debrief.facts import facts_in
from simulator.debrief.known import kept_private
from simulator.debrief.pause import MOST_WORDS, CoachLine, coach_line, pause_lines
from simulator.debrief.rehearsal import employees
from simulator.dialogue.again import two_weeks_later
from simulator.dialogue.session import Session, answer, begin, hear, leave
from simulator.domain.conduct import Need
from tests.dialogue.make import charged, setting
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

TALKS = 200
MORALS = re.compile(
    r"\b(?:should|must|ought|never|always|shame|wrong|bad|good|great|well done|excellent|perfect|proud|unprofessional"
    r"|rude|attitude|mistake of yours|deserve|have to(?! have)|disappoint\w*|be honest|apologi[sz]e|sorry)\b"
)
_QUOTED = re.compile("“([^”]+)”")


def seeded(number: int) -> tuple[Session, tuple[str, ...]]:
    """A talk by a seed: a supervisor, a situation, and turns drawn from all scripted employees."""
    draw = Random(number)
    words = [said for voices in employees().values() for voice in voices for said in voice]
    begun = begin(setting(draw.choice(PERSONA_IDS), draw.choice(SCENARIO_IDS), number))
    return begun, tuple(draw.choice(words) for _ in range(4))


def step(session: Session, words: str, number: int) -> Session:
    session = hear(replace(session, ending=None), words, f"u{number}")
    return answer(session, session.scripted_reply) if session.plan is not None else session


def check_line(line: CoachLine, session: Session) -> None:
    said = [turn.text for turn in session.turns]
    assert 0 < len(line.text.split()) <= MOST_WORDS, line
    bare = _QUOTED.sub("", line.text).lower()
    assert MORALS.search(bare) is None, line
    assert "$" not in line.text
    for quote in _QUOTED.findall(line.text):
        assert quote in ("What you know", "I") or any(quote in text for text in said), line
    private = kept_private(session.setting.scenario)
    assert not set(facts_in(line.text).words) & private, line


def test_lines_over_seeded_talks() -> None:
    different = set[str]()
    for number in range(TALKS):
        session, words = seeded(number)
        shown: list[str] = []
        for place, said in enumerate(("", *words)):
            session = step(session, said, place) if place else session
            for _ in range(1 + (number + place) % 2):
                line = coach_line(session, shown)
                check_line(line, session)
                assert line.turn == (f"u{place}" if place else None)
                assert not shown or line.text != shown[-1]
                shown.append(line.text)
        assert len(set(shown)) >= 0.8 * len(shown), shown
        different |= set(shown)
    assert len(different) > TALKS


def test_the_same_talk_has_the_same_line() -> None:
    session, words = seeded(3)
    session = step(session, words[0], 1)
    assert coach_line(session) == coach_line(session)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_vague_promise_is_asked_for_its_day(persona: str) -> None:
    session = step(begin(setting(persona)), "I'll get to it soon, I promise.", 1)
    lines = {coach_line(session).text}
    lines.add(coach_line(session, tuple(lines)).text)
    assert any("day" in line or "By when" in line or "hour" in line for line in lines), lines


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_an_open_charge_comes_first(persona: str) -> None:
    session = charged(setting(persona), ("I see.",))
    shown = [coach_line(session).text]
    shown.append(coach_line(session, shown).text)
    assert any("paper" in line or "confirm" in line for line in shown)
    assert "Milan" not in " ".join(shown)


def test_a_good_turn_is_not_picked_at() -> None:
    said = "I did not send the September report on Friday 9 October. It was mine to send, and it came five days late."
    session = step(begin(setting("the-letter")), said, 1)
    faults = {line for after in pause_lines().after for line in after.lines}
    assert coach_line(session).text not in faults


def test_two_weeks_later_it_speaks_of_the_promise() -> None:
    session = step(begin(setting("the-letter")), "You have the November report by noon on Thursday.", 1)
    later = begin(two_weeks_later(leave(session)))
    lines = [coach_line(later).text]
    lines += [coach_line(later, lines).text for _ in range(2)]
    assert later.state.memory.reviewing is None or any("promise" in line or "became of it" in line for line in lines)


def test_every_need_has_lines_and_a_question() -> None:
    assert set(pause_lines().needs) == set(pause_lines().draft.needs) == set(Need)
    assert all(len(lines) >= 2 for lines in pause_lines().needs.values())


class TestTheDraft:
    @pytest.mark.parametrize(
        ("draft", "asked"),
        [
            ("I'll do better, I promise.", "Which day?"),
            ("Mistakes were made with that.", "Who did it"),
            ("The system was down all week, so it couldn't go out.", "what exactly did you leave"),
            ("That was Petra's job, not mine, she messed it up.", "in your own hands"),
            ("You're a control freak and nobody can stand you.", "the matter or the tone"),
            ("You only want to get rid of me.", "what do you guess"),
            ("You're the best boss I've ever had.", "did not know before"),
            ("I'm so sorry about all of it. I did not send the September report on the 9th.", "Who had to wait"),
            ("You have the November report on Wednesday by four.", "see that it is done"),
            ("", "one sentence"),
            ("…", "one sentence"),
        ],
    )
    def test_the_question_fits_what_is_missing(self, draft: str, asked: str) -> None:
        question = draft_question(begin(setting("the-letter")), draft)
        assert question is not None
        assert asked in question, question

    def test_a_good_draft_is_asked_for_what_is_still_open(self) -> None:
        session = begin(setting("the-letter"))
        owned = (
            "I did not send the September report on Friday 9 October. It was mine to send, and it came five days late."
        )
        question = draft_question(session, owned)
        needs = pause_lines().draft.needs
        assert question != needs[Need.ERROR]
        assert question is not None

    def test_one_question_mark_and_no_word_of_the_draft(self) -> None:
        for number in range(40):
            session, words = seeded(number)
            for place, said in enumerate(words, start=1):
                question = draft_question(session, said)
                assert question is not None
                assert question.count("?") == 1
                assert "$" not in question
                assert MORALS.search(_QUOTED.sub("", question).lower()) is None, question
                session = step(session, said, place)

    def test_distress_is_answered_by_nobody_but_the_help_text(self) -> None:
        session = begin(setting("the-letter"))
        assert draft_question(session, "I don't want to live any more.") is None

    def test_nothing_is_kept(self) -> None:
        session = step(begin(setting("the-letter")), "I see.", 1)
        before = session
        draft_question(session, "I did not send the September report.")
        assert session == before

    def test_a_confession_to_the_charge_is_questioned(self) -> None:
        session = charged(setting("teacher"), ("I see.",))
        assert "Was that one yours" in str(draft_question(session, "Yes, that was my fault, too."))

    @pytest.mark.parametrize("persona", PERSONA_IDS)
    def test_the_verbs_go_with_the_pronoun(self, persona: str) -> None:
        session = begin(setting(persona))
        for said in ("", "I see.", "Hm.", "I'll try."):
            text = f"{coach_line(session).text} {draft_question(session, said)}"
            assert not re.search(r"\b[Tt]hey (?:has|is|waits|asks|wants|sees|does|names)\b", text), text
