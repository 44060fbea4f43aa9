"""Turns that players typed, and paraphrases of them, each before several lines: what is heard, and what is not."""

from __future__ import annotations

import pytest

from simulator.domain.events import EventName as E
from simulator.tone import appraise

WHAT = "What happened with the September report?"
WHOSE = "Whose job was it?"
DIFFERENT = "What will be different?"
SURE = "How do I know it won't happen again?"
UPSTAIRS = "I've been carrying this upstairs for you."
SILENCE = ""
LINES = (WHAT, WHOSE, DIFFERENT, SILENCE, SURE, UPSTAIRS)
#: Where she wants to hear of the fault, and where of the future.
OF_THE_FAULT = (WHAT, WHOSE, UPSTAIRS)

#: From here down she challenges; a fault read more faintly is let pass.
CLEARLY = -0.6
BLOWS = {
    E.ATTRIBUTES_MOTIVE, E.HOSTILE_QUESTION, E.SARCASM, E.CONTEMPT, E.MOCKS_CONCERN, E.THREAT, E.OUTBURST,
    E.PASSIVE_AGGRESSIVE,
}  # fmt: skip
DODGES = {E.BRUSHES_OFF, E.EVADES, E.REFUSES}
OWNS = {E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY}

Row = tuple[str, str, frozenset[E], frozenset[E]]


def rows(said: str, lines: tuple[str, ...], expected: set[E] | None, never: set[E]) -> list[Row]:
    """Every turn (one a line) before every line of hers; one of the expected events, and none of the others."""
    turns = [turn.strip() for turn in said.strip().splitlines()]
    return [(turn, line, frozenset(expected or ()), frozenset(never)) for turn in turns for line in lines]


def assert_heard(row: Row) -> None:
    turn, line, expected, never = row
    events = {event.name: event.strength for event in appraise(turn, line).said}
    assert not expected or expected & events.keys(), events
    assert not {name for name in never & events.keys() if events[name] <= CLEARLY or events[name] > 0}, events


@pytest.mark.parametrize(
    "row",
    rows(
        """I didn't have ten minutes to myself.
        i never got the full information in time
        I never had enough time.
        My laptop was so slow all month.
        It came at the worst time.
        Something always came up.
        The deadlines all fell in the same week""",
        LINES,
        {E.EXCUSE},
        {E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.SEES_HER_SIDE},
    )
    + rows(
        """You'll hear from me the same day.
        If it slips you will hear from me before noon.
        you'll hear from me first if something breaks""",
        LINES,
        None,
        BLOWS | {E.THREAT},
    )
    + rows(
        """You'll be hearing from my lawyer.
        You will hear from my union about this.""",
        LINES,
        {E.THREAT},
        {E.COURTESY},
    )
    + rows(
        """What do you actually want to see?
        what do you really need from me first
        What would you need to see by Friday?""",
        LINES,
        {E.ASKS_WHAT_SHE_NEEDS, E.ASKS_PRIORITIES, E.ASKS_EXPECTATIONS},
        BLOWS | {E.ATTRIBUTES_MOTIVE, E.ASKS_HER_VIEW},
    ),
)
def test_what_readers_of_whole_talks_found_misread(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """I don't really know what to say.
        i dont really know what to say to that
        I don't even know what to say.
        It's hard to explain.
        It's difficult to put into words.
        That is hard to describe.""",
        LINES,
        None,
        BLOWS | DODGES | OWNS | {E.NAMES_IMPACT, E.SEES_HER_SIDE},
    ),
)
def test_having_no_words_is_no_charge_and_no_merit(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """We had three new people that month.
        We had two new drivers that week.
        The time was too short.
        The deadline was very short.
        It was busy that night.
        It was a long week.
        it was a hard month
        the shop was full that day
        There were two of us on that job.
        There were only three of us on that night.
        We were only two in the kitchen.
        we were short two people that week
        There was only me on the ward.
        it was to much for one person
        My colleague was on maternity leave, so I did two jobs.
        There was much to do that week.
        I was on holiday when the letter came.
        I was away that week.
        I had three people off sick.
        It was very much work that week.
        I had too many tasks, that is the reason.
        The list was not clear, so it was difficult for me.
        The plan was unclear, so I did not know what to do.""",
        OF_THE_FAULT,
        {E.EXCUSE},
        BLOWS | DODGES | OWNS | {E.MINIMISES},
    )
    + rows(
        """There's a lot that people don't see.
        There are a lot of things people don't notice.""",
        LINES,
        None,
        {E.EXCUSE} | BLOWS | DODGES,
    ),
)
def test_how_it_was_that_week_is_an_excuse_and_passes_nothing_over(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize("line", ["Everything all right?", "How are you?", "Good morning. How was your weekend?"])
@pytest.mark.parametrize("turn", ["We have had a bad month.", "It was a long week.", "We had three new people."])
def test_asked_how_things_are_one_may_say_how_they_are(turn: str, line: str) -> None:
    assert not {event.name for event in appraise(turn, line).said} & (BLOWS | DODGES | {E.EXCUSE})


@pytest.mark.parametrize(
    "row",
    rows(
        """I'll try harder.
        I'll pay more attention
        I'll be more careful.
        I'll do better next time.
        I will think of it next time
        I will give my best.
        I'll remember it.
        I'll get to it soon
        You can count on me.
        You can rely on me.
        It won't happen again.
        That won't happen again.
        It will never happen again""",
        LINES,
        {E.VAGUE_PROMISE},
        BLOWS | DODGES | OWNS | {E.ACCEPTS_CHECKS, E.OFFERS_CHECK, E.OFFERS_HELP, E.NAMES_IMPACT},
    )
    + rows("I'll deal with it.\nI'm going to deal with it.", LINES, {E.VAGUE_PROMISE, E.UNDATED_ACTION}, DODGES | BLOWS)
    + rows(
        """I'll never be late with anything again.
        I will never forget anything again.
        I promise I'll never make a mistake again.
        I'll work every weekend and do everyone else's reports as well.
        I'll come in every Sunday and do all the others' work too.
        I'll take on everybody's shifts.""",
        LINES,
        {E.OVERREACHES},
        BLOWS | DODGES | {E.BEYOND_THE_JOB, E.DATED_COMMITMENT},
    ),
)
def test_good_will_without_a_plan_is_a_vague_promise_and_too_much_of_it_overreaches(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        "OK\nSure\nFine.\nI do what I can\nI do my best\nYes, I did it.\nHm.\nRight.\nokay, fine\nAll right.",
        LINES,
        None,
        BLOWS | DODGES,
    ),
)
def test_a_bare_word_is_short_and_not_rude(row: Row) -> None:
    turn, line, *_ = row
    assert_heard(row)
    assert all(event.strength >= -0.4 for event in appraise(turn, line).said)


@pytest.mark.parametrize(
    "row", rows("No.\nNope", (WHAT, DIFFERENT, SILENCE, SURE, UPSTAIRS), None, BLOWS | DODGES | {E.CURT})
)
def test_a_bare_no_refuses_only_what_can_be_answered_with_no(row: Row) -> None:
    assert_heard(row)
    assert E.REFUSES in {event.name for event in appraise(row[0], "Will you have it by Friday?").said}


@pytest.mark.parametrize(
    "row",
    rows(
        """By Tuesday at ten the call is made.
        On Monday at eight the forms are signed.
        each friday the sheet is in your tray
        The next one you have on Thursday at noon.
        You get the next one on Wednesday morning.
        You have it tomorrow by ten.
        The samples go out each Monday before eight.
        Until Wednesday evening the invoice is written.
        By the end of the week all the files are closed.
        From Monday I do the check with Anna at four.
        From next week I check the orders with Marek at five.
        I'll write a list of every promise and you can see it each day at four
        The parts are ordered by tomorrow evening.""",
        LINES,
        {E.DATED_COMMITMENT},
        BLOWS | DODGES | {E.FIX_DONE},
    ),
)
def test_a_deed_with_its_hour_is_a_promise_whatever_the_grammar(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """It'll be fine.
        It will be okay.
        It'll work out.
        It's only a report.
        It's just a signature.
        it is only a form
        It's just a phone call.
        We'll see how it goes.
        We'll see what happens.""",
        (WHAT, UPSTAIRS),
        {E.BRUSHES_OFF},
        {E.SARCASM, E.CONTEMPT, E.ATTRIBUTES_MOTIVE, E.HOSTILE_QUESTION, E.EVADES},
    ),
)
def test_making_little_of_it_brushes_off_and_does_not_mock(row: Row) -> None:
    assert_heard(row)
    turn, line, *_ = row
    worst = min(appraise(turn, line).said, key=lambda event: event.strength)
    assert worst.name is E.BRUSHES_OFF


@pytest.mark.parametrize(
    "row",
    rows(
        """That's not true.
        That isn't true.
        That never happened.
        That's not what happened.
        That's simply not the case.
        It wasn't like that.
        I didn't shout at anyone.
        I did nothing of the kind.""",
        OF_THE_FAULT,
        {E.DENIAL},
        OWNS | {E.SARCASM, E.CONTEMPT, E.BRUSHES_OFF},
    )
    + rows(
        """I didn't do that.
        No, I didn't do it.
        I never did that.""",
        ("You shouted at Milan in front of everyone.", "You signed the sheet without looking."),
        {E.DENIAL},
        OWNS,
    ),
)
def test_contradicting_a_charge_denies_and_owns_nothing(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize("line", ["You never rang them back.", "You were supposed to send the report.", WHAT])
def test_the_same_words_admit_a_failing(line: str) -> None:
    assert E.NAMES_OWN_ERROR in {event.name for event in appraise("I didn't do that.", line).said}


@pytest.mark.parametrize(
    "row",
    rows(
        """I don't think that's fair.
        I don't think it's quite fair.
        I don't find that fair.
        I do not think this is right.""",
        LINES,
        None,
        OWNS | BLOWS | DODGES | {E.DENIAL},
    )
    + rows(
        """It was two calls, not three.
        It was three days, not five.
        It was Tuesday, not Monday.
        There were four letters, not six.
        It happened once, not twice.""",
        LINES,
        {E.CALM_CORRECTION},
        BLOWS | DODGES | OWNS,
    ),
)
def test_a_calm_objection_is_neither_a_confession_nor_a_blow(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """It was Petra's job to ring them.
        It was Ewa's task to call the family.
        Milan did it wrong.
        Karim made the mistake.
        It's the engineers' own fault for not checking.
        It's their own fault for not looking.
        I'd have done it if Petra had passed it on.
        I would have sent it if Tomas had told me.
        If Petra had passed it on, I'd have done it.
        Everyone signs without looking.
        They all tick it without looking.
        Milan forgot to tell me.
        Purchasing ordered the wrong part.
        The others were late with the numbers.
        The night shift should have done it.""",
        OF_THE_FAULT,
        {E.BLAMES_OTHERS},
        BLOWS | DODGES | OWNS,
    )
    + rows(
        """You never told me it was urgent.
        You didn't tell me it was urgent.
        I'd have done it if you had told me.""",
        OF_THE_FAULT,
        {E.BLAMES_SUPERVISOR},
        OWNS | DODGES,
    )
    + rows(
        """Nobody here ever thanks me.
        Nobody ever says thank you.
        No one here appreciates what I do.""",
        OF_THE_FAULT,
        {E.SELF_PITY},
        OWNS | DODGES | BLOWS | {E.BLAMES_OTHERS},
    ),
)
def test_blame_is_heard_as_blame(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """I had it on my list.
        I had that on my list for Friday.
        I'd like to stay.
        I'd like to stay in the team.
        I would like to keep working here.
        The bakery letter is a different story.
        I got a call from another hospital.
        I had a letter from another clinic.""",
        LINES,
        None,
        BLOWS | DODGES | OWNS | {E.OFFERS_HELP, E.CALM_CORRECTION, E.NAMES_LIMIT, E.ARRANGES_CIRCUMSTANCES},
    ),
)
def test_a_plain_statement_earns_and_costs_nothing(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        "Can I just get on with my work?\nLet me just get on with my work.\nCan I go back to work now?",
        LINES,
        {E.CURT},
        {E.OFFERS_HELP},
    )
    + rows(
        """I'd like to have Marta from personnel here.
        I'd like someone from the union here.
        Could I bring Jana from the works council?
        Could my shop steward sit in?
        May I bring a colleague to the meeting?
        I want to have my colleague Peter from HR with me.""",
        LINES,
        {E.ESCALATES_CALMLY},
        BLOWS | DODGES | {E.OFFERS_HELP},
    )
    + rows(
        """I'd rather you told me straight away.
        I'd rather you said it to me directly.
        I would prefer if you told me at once.
        I'd rather you tell me when something is wrong.""",
        LINES,
        {E.SAYS_NEED, E.ASKS_FEEDBACK},
        BLOWS | DODGES | {E.SEES_HER_SIDE, E.BLAMES_SUPERVISOR, E.WAITS_TO_BE_TOLD},
    )
    + rows(
        """I said no to the extra shift.
        I had to say no to another shift.
        I said no to overtime on Friday.
        I can't do nights and the training together.
        I can't do the late shift and the course at the same time.
        I can't do overtime on Wednesdays.
        I cannot work on Saturdays.
        I can't manage the trolley check and two admissions in the same hour.
        I might need longer for the blood tests.
        I may need one more day for it.
        Two night shifts in a row are too much for me.
        I cannot be in two rooms at the same time.
        I won't manage all three by Friday.""",
        LINES,
        {E.NAMES_LIMIT},
        BLOWS | DODGES | {E.NAMES_IMPACT},
    ),
)
def test_limits_needs_and_wishes_are_no_offers_and_no_refusals(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """I understand if you can't trust me again.
        I understand if you don't trust me any more.""",
        LINES,
        {E.GIVES_TIME},
        BLOWS | DODGES,
    )
    + rows(
        """Check me as often as you like, I understand why.
        You can check me as often as you want.
        Check my work as much as you need, I know why.""",
        LINES,
        {E.ACCEPTS_CHECKS},
        BLOWS | DODGES,
    )
    + rows(
        """Am I right that you check my work because you're worried about the next one?
        Do I understand right that you check because you're worried?
        Am I right in thinking that you're disappointed?
        I get the impression that you're angry with me, is that right?
        I have the feeling that you're annoyed with me, is that right?
        Are you disappointed in me?
        I get the impression you don't trust me, is that so?""",
        LINES,
        {E.CHECKS_PERCEPTION},
        BLOWS | DODGES,
    )
    + rows(
        """Do you still want me here?
        Do you still want me on the team?
        Is there still a place for me here?
        Am I still welcome here?""",
        LINES,
        {E.ASKS_JOB_SAFETY, E.ASKS_STANDING},
        BLOWS | DODGES,
    )
    + rows(
        """I get nervous when you stand behind me and then I make mistakes.
        I become nervous when you stand beside me.
        When you watch me I get nervous and make mistakes.
        I feel watched and then I make more errors.
        I can't concentrate when somebody stands behind me.
        It makes me nervous when every page is checked.
        Being checked makes me slip, could we try once a day instead?""",
        (WHAT, WHOSE, DIFFERENT, SURE, UPSTAIRS),
        {E.FEAR_SAID_PLAINLY, E.SAYS_NEED, E.NAMES_LIMIT},
        BLOWS | DODGES,
    )
    + rows(
        """I'm afraid I'll lose my job, and I'd rather say that than hide it.
        I'm scared I'll lose my job and I'd rather tell you.
        I'm worried that I could lose my job, I want to say that openly.""",
        (WHAT, WHOSE, DIFFERENT, SURE, UPSTAIRS),
        {E.FEAR_SAID_PLAINLY},
        BLOWS | DODGES | {E.PANIC, E.UNDATED_ACTION},
    ),
)
def test_asking_how_it_is_meant_and_saying_how_it_feels_strikes_nobody(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """Sure, it's always my fault.
        Oh sure, always my fault.
        Of course it's always me.
        Wow, thanks for the trust.
        Great, thanks for your confidence.
        Another lecture from the queen of lists, brilliant.
        Another checklist, wonderful.
        The queen of checklists has spoken.""",
        LINES,
        {E.SARCASM, E.PASSIVE_AGGRESSIVE},
        {E.ATTRIBUTES_MOTIVE, E.CONSIDERATE} | OWNS,
    )
    + rows(
        """You are stupid with your lists.
        You're crazy with your lists.
        You and your stupid lists.""",
        LINES,
        {E.CONTEMPT},
        {E.BRUSHES_OFF},
    )
    + rows(
        """I tell everyone how lucky we are to have you.
        We're so lucky to have you as a boss.
        You deserve a medal for what you do here.
        You deserve a prize for your patience.
        You always know what to say, it's amazing.
        I always say how good you are.""",
        LINES,
        {E.FLATTERY},
        BLOWS,
    )
    + rows(
        """Good morning, how was your weekend?
        Good morning, did you have a nice weekend?
        Nice weather today, isn't it?
        How was your holiday?""",
        LINES,
        {E.SMALL_TALK},
        BLOWS | DODGES,
    ),
)
def test_scorn_praise_and_small_talk_are_told_apart(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """Would you tell me when I do something wrong, on the same day?
        Could you tell me straight away when I do something wrong?
        Will you tell me the same day if something is wrong?""",
        LINES,
        {E.ASKS_FEEDBACK},
        {E.DATED_COMMITMENT, E.UNDATED_ACTION} | BLOWS | DODGES,
    )
    + rows(
        """What can I do that would help you most this week?
        What can I do this week that helps you most?""",
        LINES,
        {E.ASKS_WHAT_SHE_NEEDS, E.ASKS_PRIORITIES},
        {E.DATED_COMMITMENT, E.UNDATED_ACTION} | BLOWS | DODGES,
    )
    + rows(
        """Could we agree on one thing I do first?
        Can we agree what I do first?
        What do you want me to do first?
        what do u want me to do first
        Which one do you want me to do first?""",
        LINES,
        {E.ASKS_PRIORITIES},
        {E.CURT, E.EXCUSE, E.WAITS_TO_BE_TOLD, E.OFFERS_HELP, E.DATED_COMMITMENT, E.ASKS_WHAT_SHE_NEEDS}
        | BLOWS
        | DODGES,
    )
    + rows(
        """Please put what you expect in writing.
        Could you put that in writing please?
        please write down what you expect from me""",
        LINES,
        {E.ASKS_IN_WRITING},
        BLOWS | DODGES,
    )
    + rows(
        """Can you show me once how you do it?
        Please show me once how it works.
        Could somebody show me how it's done?
        Can somebody train me on the new till?
        Who could look over my list with me?
        Is there someone who could go through my list with me?
        Could Marta look over it with me?""",
        LINES,
        {E.SAYS_NEED},
        BLOWS | DODGES | {E.FIX_DONE},
    ),
)
def test_what_she_is_asked_for_is_a_question_and_no_promise(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """That's on me.
        That one's on me.
        That one is on me.
        That one's my fault.
        So, honestly, the September report? I just didn't do it in time, and that one's on me.
        I'm really sorry, it was my mistake, I forgot the report.""",
        LINES,
        {E.GENERAL_RESPONSIBILITY},
        BLOWS | DODGES,
    )
    + rows(
        """I forgot, that's all.
        i forgot, thats it
        I forgot to ring Linden House back.
        I could have asked, and I didn't.
        I could have said something and I did not.
        So, honestly, the September report? I just didn't do it in time, and that one's on me.
        So, honestly, the order? I just did not do it in time.""",
        LINES,
        {E.NAMES_OWN_ERROR},
        BLOWS | DODGES | {E.MINIMISES},
    )
    + rows(
        "I know that's no reason.\nI know that isn't a reason.", LINES, {E.GENERAL_RESPONSIBILITY}, {E.SEES_HER_SIDE}
    ),
)
def test_owning_it_is_heard_in_few_words(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize(
    "row",
    rows(
        """I've since got them the new contract.
        I've since sent them the right form.
        I have now brought her the medicine.
        The customer has his parts now.
        The form went out yesterday.
        I've told Linden House that it's done.
        I've told them it's sorted.""",
        LINES,
        {E.FIX_DONE, E.CLOSES_LOOP},
        BLOWS | DODGES,
    )
    + rows(
        "I'll ring them.\nI'll talk to them.\nI'll call her.",
        LINES,
        {E.UNDATED_ACTION},
        OWNS | BLOWS | DODGES | {E.REGRET},
    )
    + rows(
        """It cost you your weekend.
        It cost you your evening.
        Because of this the planners had old numbers.
        Because of that the nurses had the wrong list.""",
        (WHAT, DIFFERENT, SILENCE, SURE, UPSTAIRS),
        {E.NAMES_IMPACT},
        BLOWS | DODGES,
    ),
)
def test_deeds_and_their_effects_are_heard(row: Row) -> None:
    assert_heard(row)


@pytest.mark.parametrize("line", [WHAT, SILENCE])
@pytest.mark.parametrize("keys", ["asdf qwer zxcv", "sdfg hjkl", "lkjh fdsa", "qwertz asdf", "ASDF JKL ASDF"])
def test_keys_hit_in_rows_are_unreadable(keys: str, line: str) -> None:
    assert appraise(keys, line).unscored == "unreadable"


@pytest.mark.parametrize(
    "words", ["Petr Novak", "Anna Kowalczyk", "KPI SLA FTE", "teh reprot", "Linden House, Harbour Hotel"]
)
def test_names_jargon_and_slips_of_the_pen_are_read(words: str) -> None:
    assert appraise(words, WHAT).unscored is None


def test_another_language_is_called_that() -> None:
    assert appraise("Ich weiß nicht, was ich sagen soll.", WHAT).unscored == "not English"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    "turn",
    [
        "Great, thanks for your help.",
        "It was busy, but that's no excuse.",
        "I was on holiday, but I had not handed it over, that's on me.",
        "I had three people off sick and I didn't tell you, that's on me.",
        "That is the reason I check it twice now.",
        "What if I send it every Friday by noon?",
        "It was my job, not Petra's.",
        "No, I forgot it.",
    ],
)
def test_what_sounds_alike_and_is_well_meant_stays_unharmed(turn: str, line: str) -> None:
    heard = {event.name for event in appraise(turn, line).said if event.strength <= CLEARLY}
    assert not heard & (BLOWS | DODGES | {E.EXCUSE, E.BLAMES_OTHERS, E.MINIMISES})


def test_panic_is_still_panic() -> None:
    said = {event.name for event in appraise("I'll lose my job, I'll lose everything!", WHAT).said}
    assert E.PANIC in said


@pytest.mark.parametrize(
    "row",
    rows(
        """I rang the bakery on the 30th, they get the money back.
        I called them on Friday and they got the charge back.
        I've told the parents I'm sorry.""",
        LINES,
        {E.FIX_DONE},
        BLOWS | DODGES | {E.DATED_COMMITMENT},
    )
    + rows(
        """I promised the caretaker I ring him by four and I didn't.
        I promised to send it by Friday and never did.""",
        LINES,
        {E.NAMES_OWN_ERROR},
        {E.DATED_COMMITMENT} | BLOWS | DODGES,
    )
    + rows(
        """The information came late. So I was late also.
        The figures came too late, so I was late as well.""",
        LINES,
        {E.EXCUSE, E.EXCUSE_WITH_OWNERSHIP},
        {E.NAMES_OWN_ERROR},
    )
    + rows(
        """I have my own kids every other week.
        The phones are on till five.
        Two things were due the same hour.""",
        OF_THE_FAULT,
        None,
        {E.DATED_COMMITMENT} | BLOWS,
    )
    + rows(
        """I read them out with the loader, so that late orders don't get lost.
        I'm so tired of being scared of the phone.
        That's not your problem, I know.
        I don't want anybody shouted at for me.""",
        LINES,
        None,
        BLOWS | {E.REFUSES, E.REFUSES_HELP} | OWNS,
    )
    + rows(
        """I don't mind you reading my letters.
        I don't mind if you check it every day.""",
        LINES,
        {E.ACCEPTS_CHECKS},
        BLOWS | DODGES | {E.WAITS_TO_BE_TOLD},
    )
    + rows(
        """Will I lose my registration over this?
        am i getting moved off dispatch or what
        Do you think I can stay on the payments?""",
        LINES,
        {E.ASKS_JOB_SAFETY},
        BLOWS | DODGES,
    )
    + rows(
        "Is that allowed?\nIs that silly?",
        (
            "Whose day went wrong after the July run did?",
            "You left nine children at the gate. Their parents complained.",
        ),
        None,
        BLOWS | DODGES,
    ),
)
def test_what_was_misread_in_whole_talks_is_heard(row: Row) -> None:
    assert_heard(row)


def test_an_answer_to_what_she_should_have_done_blames_nobody() -> None:
    words = "You could have asked me to say it back to you."
    heard = {event.name for event in appraise(words, "What could I have shown you, instead of saying it again?").said}
    assert E.SAYS_NEED in heard
    assert E.BLAMES_SUPERVISOR not in heard
    assert E.BLAMES_SUPERVISOR in {event.name for event in appraise("You could have told me.", WHAT).said}


def test_a_question_about_a_day_that_is_over_wants_no_promise() -> None:
    said = appraise("On the 2nd of September, I saw everyone go in.", "On which day did you first want to ask?").said
    assert not {E.DATED_COMMITMENT, E.EVADES} & {event.name for event in said}


def test_what_she_said_of_herself_may_be_asked_about() -> None:
    said = appraise("You changed a word? What happened?", "I changed one word once, and somebody paid for it.").said
    assert not (BLOWS | {E.BLAMES_SUPERVISOR}) & {event.name for event in said}
