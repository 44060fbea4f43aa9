"""Her words: from her bank, on the topic, with the user's words, and not the same ones again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.dialogue.lines import farewell
from simulator.dialogue.plan import Plan
from simulator.dialogue.quoting import short_quote
from simulator.dialogue.topics import ANSWERED
from simulator.domain.conduct import Ending, Mood, Move, Topic
from simulator.domain.events import EventName as E
from tests.dialogue.make import Talk, setting
from tests.dialogue.prose import lines_of, sentences, words
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

#: With thirteen supervisors more than 200 conversations.
_SEEDS = range(16)
#: Turns of every kind but those that end a conversation.
VARIED: tuple[tuple[str, tuple[E, ...]], ...] = (
    ("I see.", ()),
    ("I did not send the report, and that was mine to do.", (E.NAMES_OWN_ERROR,)),
    ("The planners had to work with old figures because of me.", (E.NAMES_IMPACT,)),
    ("You have the report by noon on Thursday, every month.", (E.DATED_COMMITMENT,)),
    ("My week was terrible.", (E.EXCUSE,)),
    ("The others never told me.", (E.BLAMES_OTHERS,)),
    ("I will try harder.", (E.VAGUE_PROMISE,)),
    ("You are under pressure, too.", (E.SEES_HER_SIDE,)),
    ("What do you expect of me?", (E.ASKS_EXPECTATIONS,)),
    ("How do I stand with you?", (E.ASKS_STANDING,)),
    ("I am sorry, I truly am.", (E.REGRET,)),
    ("How was your weekend?", (E.SMALL_TALK,)),
    ("I can show you the list each day.", (E.OFFERS_CHECK,)),
    ("Mistakes were made.", (E.PASSIVE_VOICE,)),
    ("I can not say.", (E.EVADES,)),
    ("I am afraid for my job.", (E.FEAR_SAID_PLAINLY,)),
    ("You will hear the day before if it slips.", (E.EARLY_WARNING,)),
    ("I need one hour without calls.", (E.SAYS_NEED,)),
    ("It could have happened to anybody.", (E.MINIMISES,)),
    ("Whatever you say.", (E.BRUSHES_OFF,)),
    ("We had three new people that month.", ()),
    ("What comes first for you?", (E.ASKS_PRIORITIES,)),
    ("The bakery has its contract again.", (E.FIX_DONE,)),
    ("", ()),
    ("I could take the stock count as well.", (E.OFFERS_HELP,)),
    ("Did I get that right, that it was the silence?", (E.CHECKS_PERCEPTION,)),
)


@cache
def twenty_turns(persona: str, seed: int) -> Talk:
    """Twenty turns of one conversation, drawn from the seed; it goes on past an ending and past a used-up patience."""
    draw = Random(f"turns:{seed}")
    talk = Talk(setting(persona, SCENARIO_IDS[seed % len(SCENARIO_IDS)], seed))
    for said, events in draw.sample(VARIED, 20):
        talk.say(said, *events, unscored=None if said else "empty")
        levels = talk.state.levels
        talk.state = replace(talk.state, levels=replace(levels, patience=max(levels.patience, 400)))
    return talk


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_nothing_is_said_twice_within_twenty_turns(persona: str) -> None:
    repeated: dict[str, int] = {}
    for seed in _SEEDS:
        talk = twenty_turns(persona, seed)
        for line in {line for line in talk.state.memory.said if talk.state.memory.said.count(line) > 1}:
            place = next(place for place, one in lines_of(talk.setting.persona) if one.say == line)
            if place.startswith("endings."):
                continue  # a talk is over then; this one goes on
            repeated[place] = repeated.get(place, 0) + 1
    assert repeated == {}, f"{persona} has too few lines (place: conversations of {len(_SEEDS)}): {repeated}"


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_one_kind_of_turn_again_and_again_brings_new_words(persona: str) -> None:
    for said, events in VARIED:
        talk = Talk(setting(persona))
        for _ in range(2 if set(events) & ANSWERED.keys() else 3):
            talk.say(said, *events)
        assert len(set(talk.replies)) == len(talk.replies), said


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_replies_are_spoken_and_short(persona: str) -> None:
    lengths = []
    for seed in _SEEDS:
        talk = twenty_turns(persona, seed)
        for plan, reply in zip(talk.plans, talk.replies[1:], strict=True):
            if plan.move is not Move.CLOSE:
                assert words(reply) <= 40, reply
                assert 1 <= sentences(reply) <= 3, reply
                assert "$" not in reply
                lengths.append(words(reply))
    assert sorted(lengths)[len(lengths) // 2] <= 25


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_seed_decides_what_is_said_and_nothing_else_does(persona: str) -> None:
    conversations = [tuple(twenty_turns(persona, 3).replies) for _ in range(2)]
    assert conversations[0] == conversations[1]
    talks = [Talk(setting(persona, seed=seed)) for seed in range(12)]
    for talk in talks:
        for said, events in VARIED[:5]:
            talk.say(said, *events)
    assert len({tuple(talk.replies) for talk in talks}) > 6
    assert len({talk.state.levels for talk in talks if not talk.setting.persona.hidden}) <= 1


def test_a_line_on_the_topic_comes_first() -> None:
    for persona in PERSONA_IDS:
        talk = Talk(setting(persona))
        talk.say("The others never told me.", E.BLAMES_OTHERS)
        bank = talk.setting.persona.lines[Move.CHALLENGE].for_mood(talk.plans[-1].mood)
        on_topic = {line.say for line in bank if Topic.BLAME in line.to}
        if on_topic:
            assert talk.state.memory.said[-1] in on_topic


def test_she_quotes_the_exact_words() -> None:
    quoted = 0
    for persona in PERSONA_IDS:
        talk = Talk(setting(persona))
        talk.say("Honestly, mistakes were made there.", (E.PASSIVE_VOICE, "were made"))
        if '"' in talk.replies[-1]:
            quoted += 1
            assert '"mistakes were made there"' in talk.replies[-1]
    assert quoted > 3


def test_what_was_promised_and_admitted_is_said_back_later() -> None:
    replies = []
    for seed in range(30):
        talk = Talk(setting(seed=seed))
        talk.say("You have it by noon on Thursday.", E.DATED_COMMITMENT)
        replies.append(talk.replies[-1])
    assert any('"You have it by noon on Thursday"' in reply for reply in replies)


def test_nothing_is_quoted_when_nothing_can_be() -> None:
    for seed in range(20):
        talk = Talk(setting(seed=seed))
        talk.say("...", E.EVADES)
        talk.say("!!", E.PASSIVE_VOICE)
        assert not any('""' in reply for reply in talk.replies)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_she_has_last_words_for_a_user_who_leaves(persona: str) -> None:
    talk = Talk(setting(persona))
    spoken = farewell(talk.setting, talk.state, Ending.ENDED_BY_USER)
    assert spoken.text
    assert spoken.state.memory.said[-1] in {line.say for line in talk.setting.persona.endings["ended_by_user"].says}  # type: ignore[index]


@given(st.text(max_size=120))
@settings(max_examples=60)
def test_short_quotes_are_short_and_on_one_line(said: str) -> None:
    quote = short_quote(said)
    assert len([word for word in quote.split() if word != "…"]) <= 12
    assert "\n" not in quote
    assert '"' not in quote
    assert short_quote(quote) == quote or "…" in quote


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("I forgot it.", "I forgot it"),
        ('I said "yes" to it!', "I said 'yes' to it"),
        ("One two three four, five six seven eight nine ten eleven twelve thirteen.", "One two three four"),
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "one two three four five six seven eight nine ten eleven twelve …",
        ),
        (
            "I did sign for a trolley I hadn't opened so I can't say much.",
            "I did sign for a trolley I hadn't opened",
        ),
        ("...", ""),
    ],
)
def test_long_words_are_cut_at_a_clause(said: str, quote: str) -> None:
    assert short_quote(said) == quote


def test_user_words_are_never_read_as_a_slot() -> None:
    for persona in PERSONA_IDS:
        talk = Talk(setting(persona))
        talk.say("It was $work and $quote and ${review}.", E.PASSIVE_VOICE)
        if "It was" in talk.replies[-1]:
            assert "It was $work and $quote and ${review}" in talk.replies[-1]
            return
    pytest.fail("she never quoted it")


def test_a_plan_is_a_value() -> None:
    assert Plan(Move.PROBE, Mood.COLD) == Plan(Move.PROBE, Mood.COLD)
    assert Plan(Move.PROBE, Mood.COLD) != Plan(Move.HOLD, Mood.COLD)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_what_was_admitted_or_promised_is_said_back_later(persona: str) -> None:
    talk = Talk(setting(persona))
    talk.say("I did not send the report, that was mine.", E.NAMES_OWN_ERROR)
    talk.say("You have it by noon on Thursday.", E.DATED_COMMITMENT)
    for _ in range(6):
        talk.say("We had three new people that month.")
    assert any("I did not send the report" in reply or "noon on Thursday" in reply for reply in talk.replies[3:])
