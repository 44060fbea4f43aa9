"""The supervisors and situations that are shipped."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from simulator.domain.conduct import Mood, Move, Need
from simulator.domain.lines import USER_SLOTS
from simulator.domain.persona import OPTIONAL_MOVES, Persona
from simulator.resources import DEFAULT_SCENARIO, Library
from tests.dialogue.prose import filled, lines_of, sentences, words
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

_LAST_CHARACTERS = re.compile(r'[.!?…]["”\'’)]*$')


def test_thirteen_supervisors_and_five_situations_are_shipped(shipped: Library) -> None:
    assert shipped.broken == []
    assert tuple(shipped.personas) == PERSONA_IDS
    assert tuple(shipped.scenarios) == SCENARIO_IDS
    assert DEFAULT_SCENARIO in SCENARIO_IDS


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_every_line_reads_well_in_every_situation(shipped: Library, persona_id: str) -> None:
    faults = []
    for scenario in shipped.scenarios.values():
        for place, line in lines_of(shipped.persona(persona_id)):
            said = filled(line, scenario)
            most = 4 if place.startswith("endings") else 3
            first = next(letter for letter in said if letter.isalpha())
            if "$" in said:
                faults.append(f"{place}: a dollar sign is left: {said}")
            if not 1 <= sentences(said) <= most:
                faults.append(f"{place}: {sentences(said)} sentences: {said}")
            if not _LAST_CHARACTERS.search(said):
                faults.append(f"{place}: does not end like a sentence: {said}")
            if not first.isupper() and not line.say.startswith(('"$', "“$")):
                faults.append(f"{place}: does not begin like a sentence: {said}")
            if words(said) > (45 if place == "lines.open" else 40):
                faults.append(f"{place}: {words(said)} words: {said}")
            if "  " in said or said != said.strip():
                faults.append(f"{place}: white space: {said!r}")
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_questions_on_her_agenda_are_questions(shipped: Library, persona_id: str) -> None:
    asks = [line.say for item in shipped.persona(persona_id).agenda for line in item.asks]
    assert [say for say in asks if not say.rstrip("\"”'’").endswith("?")] == []


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_each_mood_of_each_move_has_a_line_that_always_fits(shipped: Library, persona_id: str) -> None:
    persona = shipped.persona(persona_id)
    for move, bank in persona.lines.items():
        for mood in Mood:
            fitting = [line for line in bank.for_mood(mood) if not line.to and not line.slots & USER_SLOTS]
            assert fitting, f"lines.{move.value}.{mood.value}"


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_no_supervisor_says_a_line_twice_in_two_places(shipped: Library, persona_id: str) -> None:
    spoken = [line.say for place, line in lines_of(shipped.persona(persona_id)) if place != "samples"]
    assert sorted({say for say in spoken if spoken.count(say) > 1}) == []


def test_no_two_supervisors_share_a_line(shipped: Library) -> None:
    lines = {one.id: {_bare(line.say) for _, line in lines_of(one)} for one in shipped.personas.values()}
    shared = {
        (one, other): lines[one] & lines[other] for one, other in combinations(lines, 2) if lines[one] & lines[other]
    }
    assert shared == {}


def _bare(say: str) -> str:
    return re.sub(r"[^a-z$ ]", "", say.lower())


def test_names_and_summaries_tell_the_supervisors_apart(shipped: Library) -> None:
    people = list(shipped.personas.values())
    for values in ([one.name for one in people], [one.summary for one in people]):
        assert len(set(values)) == len(values)


def test_difficulty_does_not_follow_gender(shipped: Library) -> None:
    people = list(shipped.personas.values())
    subjects = [one.pronouns.subject for one in people]
    for subject in {one for one in subjects if subjects.count(one) >= 3}:
        assert len({one.difficulty for one in people if one.pronouns.subject == subject}) > 1


def test_exactly_one_supervisor_is_declared_unfair(shipped: Library) -> None:
    assert [one.id for one in shipped.personas.values() if not one.fair] == ["circling-coach"]


def test_the_undecided_has_three_hidden_facts_and_nobody_else_needs_one(shipped: Library) -> None:
    assert len(shipped.persona("undecided").hidden) >= 3


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_sources_name_a_part_of_the_column(shipped: Library, persona_id: str) -> None:
    assert re.search(r"\b(?:letter|article|comment \d+)", shipped.persona(persona_id).source)


def test_every_supervisor_weighs_something_differently(shipped: Library) -> None:
    weights = [tuple(sorted(one.stance.weights.items())) for one in shipped.personas.values()]
    assert all(weights)
    assert len(set(weights)) == len(weights)


def test_the_agenda_is_her_own(shipped: Library) -> None:
    orders: dict[tuple[Need, ...], str] = {}
    for one in shipped.personas.values():
        order = tuple(item.need for item in one.agenda)
        assert order not in orders, f"{one.id} asks in the same order as {orders.get(order)}"
        orders[order] = one.id


@pytest.mark.parametrize("scenario_id", SCENARIO_IDS)
def test_every_situation_has_a_false_charge_and_untold_facts(shipped: Library, scenario_id: str) -> None:
    scenario = shipped.scenario(scenario_id)
    assert scenario.false_charge is not None
    assert scenario.told_only
    assert len({error.id for error in scenario.facts_user_knows.errors}) == len(scenario.facts_user_knows.errors) >= 3
    assert any(any(letter.isdigit() for letter in fact) for fact in scenario.facts_supervisor_knows), "no dates"


@pytest.mark.parametrize("scenario_id", SCENARIO_IDS)
def test_cues_are_written_as_they_are_compared(shipped: Library, scenario_id: str) -> None:
    scenario = shipped.scenario(scenario_id)
    charge = scenario.false_charge
    assert charge is not None
    groups = [error.cues for error in scenario.facts_user_knows.errors]
    groups += [fact.cues for fact in scenario.told_only] + [charge.mention, charge.evidence_cues]
    assert [cue for group in groups for cues in group for cue in cues if cue != " ".join(cue.lower().split())] == []


def test_one_situation_is_about_honesty(shipped: Library) -> None:
    breaches = [one.breach for one in shipped.scenarios.values()]
    assert "integrity" in breaches
    assert "competence" in breaches


def test_a_warm_supervisor_does_not_sound_like_a_cold_one(shipped: Library) -> None:
    for one in shipped.personas.values():
        assert _own(one, Mood.COLD).isdisjoint(_own(one, Mood.WARM))
        assert len(_own(one, Mood.COLD)) >= 10


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_there_is_always_a_line_that_counts_nothing(shipped: Library, persona_id: str) -> None:
    """One's own situation is one thing: lines with $count are not said in it."""
    persona = shipped.persona(persona_id)
    banks = {f"{move.value}.{mood.value}": bank.for_mood(mood) for move, bank in persona.lines.items() for mood in Mood}
    banks |= {key: getattr(persona.evening, key) for key in ("begins", "kept", "nothing_kept", "lost", "nothing_lost")}
    banks |= {f"answers.{question.value}": lines for question, lines in persona.answers.items()}
    banks |= {f"endings.{ending.value}": closing.says for ending, closing in persona.endings.items()}
    banks |= {f"agenda.{item.need.value}": item.asks for item in persona.agenda}
    banks["wrong"] = persona.evening.wrong
    banks["leaves"] = tuple(persona.evening.leaves.values())
    assert [key for key, lines in banks.items() if all("count" in line.slots for line in lines if not line.to)] == []
    assert not any("count" in line.slots for line in banks["leaves"])


def _own(persona: Persona, mood: Mood) -> set[str]:
    banks = {move: bank for move, bank in persona.lines.items() if move is not Move.OPEN}
    return {line.say for bank in banks.values() for line in (getattr(bank, mood.value) or ())}


#: Saying what the other could answer, or how to say it; and words for nobody in particular.
_COACHES = re.compile(
    r"\b(?:you could say|you might say|try saying|try to say|say it like this|a better way (?:to say|of saying)"
    r"|what you should (?:say|have said)|next time,? say|repeat after me|own your (?:feelings|truth)"
    r"|i hear that you feel|you must be feeling|moving forward|going forward|reach out|appreciate you sharing"
    r"|growth mindset"
    r"|safe space|touch base)\b",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"\b(?:depress\w+|anxiety|diagnos\w+|therap\w+|your (?:illness|condition|medication|doctor))\b", re.IGNORECASE
)
_VOWELS = re.compile(r"[aeiouy]+")
_WORDS = re.compile(r"[A-Za-z']+")
#: Years of schooling that the lines ask for (Kincaid and others 1975), and words a sentence.
_EASIEST, _HARDEST, _LONGEST_SENTENCE = -1.0, 5.0, 12.0


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_no_line_coaches_speaks_for_the_user_or_asks_about_health(shipped: Library, persona_id: str) -> None:
    lines = [line.say for _, line in lines_of(shipped.persona(persona_id))]
    assert [say for say in lines if _COACHES.search(say) or _HEALTH.search(say)] == []


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_the_lines_are_easily_read(shipped: Library, persona_id: str) -> None:
    said = [filled(line, shipped.scenario(DEFAULT_SCENARIO)) for place, line in lines_of(shipped.persona(persona_id))]
    found = [_WORDS.findall(say) for say in said]
    count, sentence_count = sum(map(len, found)), sum(map(sentences, said))
    syllables = sum(max(1, len(_VOWELS.findall(word.lower().removesuffix("e")))) for words_ in found for word in words_)
    a_sentence = count / sentence_count
    grade = 0.39 * a_sentence + 11.8 * syllables / count - 15.59
    assert a_sentence <= _LONGEST_SENTENCE
    assert _EASIEST <= grade <= _HARDEST, grade


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_banks_are_rich_enough(shipped: Library, persona_id: str) -> None:
    persona = shipped.persona(persona_id)
    assert len({line.say for _, line in lines_of(persona)}) >= 80
    for move in OPTIONAL_MOVES:
        assert move in persona.lines, f"lines.{move.value}"
    assert set(persona.evening.feels) == set(Mood)
