"""Over five hundred seeded debriefs: the feedback does no harm by what it says."""

from __future__ import annotations

import re
from itertools import cycle, islice, product

import pytest

from simulator.debrief.export import as_markdown
from simulator.debrief.report import report
from simulator.dialogue.session import as_transcript, play
from simulator.dialogue.stance import Setting
from simulator.domain.report import Report
from simulator.resources import library
from simulator.ui.coach import framed

#: Voices of people who are tired, ill, ashamed, afraid, and of others.
VOICES = (
    ("I did not send the September report. That was mine.", "I am so sorry, I am so sorry.", "You have it by Friday."),
    ("I was ill, I have been treated for depression since May.", "The planners had old figures because of me."),
    ("I can't cope.", "I panicked and did not open the file.", "What do you expect of me until Friday?"),
    ("I hate myself for it.", "I'll do better, I promise.", "Please don't fire me, please."),
    ("Sorry.", "Sorry again.", "I apologise once more for the report."),
    ("It was not my fault, Karl had the file.", "Fine.", "I was tired, I sleep four hours."),
    ("I have ADHD and I lose track of dates.", "From now on Priya reminds me at nine.", "Is that enough?"),
    ("My mother died in March.", "I missed the date and I told nobody.", "Could we look at the list together?"),
)
DEBRIEFS = 520
MORALISING = re.compile(
    r"\b(?:you should be ashamed|shame on you|be a better person|morally?|how dare|grow up|pull yourself together|"
    r"man up|no excuse for|you ought to|toughen|be grateful|selfish|lazy|weak(?:ness)?|immature|pathetic)\b",
    re.IGNORECASE,
)
BLAMES_SYMPTOMS = re.compile(
    r"\b(?:your (?:illness|depression|anxiety|adhd|panic|tiredness|grief|symptoms?|diagnosis|mental|health)|"
    r"too (?:emotional|sensitive|anxious|tired)|calm down|control your(?:self| feelings)|stop (?:crying|panicking))\b",
    re.IGNORECASE,
)
APOLOGISE_AGAIN = re.compile(
    r"\b(?:apologi[sz]e (?:again|once more|more|properly)|say sorry (?:again|once more)|another apology|"
    r"apologi[sz]e for (?:being|your))\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def told() -> list[Report]:
    """The debriefs, made once."""
    known = library()
    places = product(range(40), known.personas.values(), known.scenarios.values())
    made = []
    for (seed, persona, scenario), voice in zip(islice(places, DEBRIEFS), cycle(VOICES), strict=False):
        session, _ = play(Setting(persona, scenario, seed, "normal"), voice)
        made.append(report(as_transcript(session, "scripted")))
    return made


def coaching(one: Report) -> list[str]:
    """Every sentence of the page's own voice; the user's and the supervisor's words are not its."""
    return [
        *(strength.why for strength in one.strengths),
        *(suggestion.happened for suggestion in one.suggestions),
        *(suggestion.another_way for suggestion in one.suggestions),
        one.fair.summary,
        one.hers.summary,
        one.gap or "",
    ]


@pytest.mark.parametrize("pattern", [MORALISING, BLAMES_SYMPTOMS, APOLOGISE_AGAIN])
def test_no_sentence_does_this(told: list[Report], pattern: re.Pattern[str]) -> None:
    assert len(told) >= 500
    assert not [text for one in told for text in coaching(one) if pattern.search(text)]


def test_nobody_is_told_to_say_sorry_for_what_is_said_already(told: list[Report]) -> None:
    sorry = re.compile(r"\b(?:sorry|apologi[sz]e)\b", re.IGNORECASE)
    for one in told:
        if any(sorry.search(strength.quote) for strength in one.strengths):
            assert not [each for each in one.suggestions if sorry.search(each.another_way)]


def test_a_debrief_stays_small(told: list[Report]) -> None:
    assert max(len(one.suggestions) for one in told) <= 4


def test_one_suggestion_is_open_and_the_others_are_folded(told: list[Report]) -> None:
    longest = max(told, key=lambda one: len(one.suggestions))
    open_ones = [number for number, one in enumerate(longest.suggestions) if "<details" not in framed(one, number)]
    assert open_ones == [0]


def test_praise_comes_before_correction(told: list[Report]) -> None:
    both = next(one for one in told if one.strengths and one.suggestions)
    persona, scenario = library().persona(both.persona), library().scenario(both.scenario)
    session, _ = play(Setting(persona, scenario, 0, "normal"), VOICES[0])
    transcript = as_transcript(session, "scripted")
    written = as_markdown(transcript, report(transcript))
    assert 0 < written.index("## What was good") < written.index("## What to try")


def test_no_number_about_the_person_is_in_it(told: list[Report]) -> None:
    assert not [one for one in told[:50] if re.search(r'"(?:risk|distress_score|leaning)', one.model_dump_json())]
