"""What a supervisor can do, feel, need and answer: the closed lists that persona files and code share."""

from __future__ import annotations

from enum import StrEnum


class Move(StrEnum):
    """What she does with her turn; she chooses it before she speaks."""

    OPEN = "open"
    PROBE = "probe"
    HOLD = "hold"
    TEST = "test"
    CHALLENGE = "challenge"
    ACKNOWLEDGE = "acknowledge"
    SOFTEN = "soften"
    CONDITION = "condition"
    ANSWER = "answer"
    DISCLOSE = "disclose"
    PAUSE = "pause"
    REDIRECT = "redirect"
    WARN = "warn"
    TAKE_IN = "take_in"
    REVIEW = "review"
    ACCOUNT = "account"
    CHARGE = "charge"
    DROP_CHARGE = "drop_charge"
    SILENCE = "silence"
    UNCLEAR = "unclear"
    STEP_OUT = "step_out"
    CLOSE = "close"


class Mood(StrEnum):
    """The three bands her lines are written for."""

    COLD = "cold"
    LEVEL = "level"
    WARM = "warm"


class Topic(StrEnum):
    """What a line takes up; a line without a topic fits every use of its move."""

    # challenge
    EXCUSE = "excuse"
    BLAME = "blame"
    SOFT_WORDS = "soft_words"
    DENIAL = "denial"
    SUSPICION = "suspicion"
    BRUSH_OFF = "brush_off"
    CONTRADICTION = "contradiction"
    INVENTED = "invented"
    # acknowledge
    ERROR = "error"
    IMPACT = "impact"
    PLAN = "plan"
    CANDOUR = "candour"
    QUESTION = "question"
    EFFORT = "effort"
    LIMIT = "limit"
    DONE = "done"
    # hold
    APOLOGY_AGAIN = "apology_again"
    VAGUE = "vague"
    EVASION = "evasion"
    TOO_MUCH = "too_much"
    ONE_WORD = "one_word"
    # probe: something was said, and it is nothing in particular
    SAID = "said"
    # probe: an answer to her question, a story, a feeling, something meant to be done, a yes, a wish;
    # a greeting, a first apology, nothing settled yet, how words were meant, a charge denied with nothing to show
    GIVEN = "given"
    TOLD = "told"
    FELT = "felt"
    AHEAD = "ahead"
    AGREED = "agreed"
    WISH = "wish"
    GREETING = "greeting"
    SORRY = "sorry"
    NOT_YET = "not_yet"
    MEANT = "meant"
    DISPUTED = "disputed"
    # probe: a question or a wish that none of her answers fits, a question of hers not understood, a plain thank-you
    ASKED = "asked"
    REQUEST = "request"
    CONFUSED = "confused"
    THANKS = "thanks"
    # test: an action without a day or an hour
    UNDATED = "undated"
    # silence: somebody does not know how to begin
    SEARCHING = "searching"
    # redirect
    SMALL_TALK = "small_talk"
    FLATTERY = "flattery"
    OFF_TOPIC = "off_topic"
    JOKE = "joke"
    PASTED = "pasted"
    # unclear
    LANGUAGE = "language"
    # take_in
    LOSS = "loss"
    OFFER = "offer"
    DISCOVERY = "discovery"
    TROUBLE = "trouble"
    # open: the talk two weeks later
    RETURN = "return"
    # account: how a promise went
    KEPT = "kept"
    WARNED = "warned"
    SILENT = "silent"
    OVERLOAD = "overload"
    UNSURE = "unsure"
    # warn
    RUDE = "rude"
    # charge: after a word on what was just said
    NEXT = "next"


class Need(StrEnum):
    """What she still needs to hear."""

    ERROR = "error"
    RESPONSIBILITY = "responsibility"
    IMPACT = "impact"
    PLAN = "plan"
    CHECK = "check"
    EARLY_WORD = "early_word"
    EXPECTATIONS = "expectations"
    STANDING = "standing"
    CIRCUMSTANCES = "circumstances"
    NEEDS_FROM_HER = "needs_from_her"
    PERCEPTION = "perception"
    WRITTEN = "written"
    LEARNING = "learning"
    LIMIT = "limit"
    EFFORT = "effort"


class Question(StrEnum):
    """Direct questions a supervisor has her own answer to."""

    JOB = "job"
    CONSEQUENCES = "consequences"
    MISSED = "missed"
    HER_VIEW = "her_view"
    NEEDS = "needs"
    STANDING = "standing"
    EXPECTATIONS = "expectations"
    PRIORITIES = "priorities"
    IN_WRITING = "in_writing"
    TIME = "time"
    TOGETHER = "together"
    NEXT = "next"
    WHO_KNOWS = "who_knows"
    WHAT_IF = "what_if"
    MAY_I = "may_i"
    WOULD_DO = "would_do"
    WHY = "why"
    HER_FEELINGS = "her_feelings"
    PRIVATE = "private"
    CONFIRM = "confirm"
    WHEN_HER = "when_her"
    MEANING = "meaning"
    LEAVE_TO_SPEAK = "leave_to_speak"
    MEANS_IT = "means_it"
    SAYING = "saying"
    WHICH = "which"
    WHAT_ELSE = "what_else"
    EITHER = "either"
    HOW_SHE_IS = "how_she_is"
    HER_PAST = "her_past"
    OF_HER = "of_her"
    ODD = "odd"
    WHO_DECIDES = "who_decides"
    TAKE_BACK = "take_back"
    ON_RECORD = "on_record"
    FORMAL = "formal"
    NOTES = "notes"
    ABOVE = "above"
    REVIEW = "review"
    CHECKS = "checks"
    EVERYBODY = "everybody"
    EARLY = "early"
    REGAIN = "regain"
    HARM = "harm"
    HOW_FOUND = "how_found"
    DONE_WELL = "done_well"
    ADVICE = "advice"
    WHAT_TO_SAY = "what_to_say"
    BACKING = "backing"
    YOU_EARLIER = "you_earlier"
    YOU_STOP = "you_stop"


class Charge(StrEnum):
    """What became of the false charge."""

    UNRAISED = "unraised"
    RAISED = "raised"
    STANDS = "stands"
    DROPPED = "dropped"


class Ending(StrEnum):
    """How a conversation ends; none is called failure by itself."""

    AGREEMENT = "agreement_on_terms"
    CONDITIONAL = "conditional_terms"
    WITHOUT_TRUST = "terms_without_trust"
    LEFT_OPEN = "left_open"
    ENDED_BY_HER = "ended_by_her"
    ENDED_BY_USER = "ended_by_user"
    LET_GO = "let_go_with_dignity"
    STOPPED_FOR_HELP = "stopped_for_help"

    @property
    def in_words(self) -> str:
        """In words for the user."""
        return _ENDING_TITLES[self]


_ENDING_TITLES = {
    Ending.AGREEMENT: "You agreed on terms",
    Ending.CONDITIONAL: "Terms, on conditions",
    Ending.WITHOUT_TRUST: "Terms, without trust",
    Ending.LEFT_OPEN: "Left open",
    Ending.ENDED_BY_HER: "Ended from the other side",
    Ending.ENDED_BY_USER: "You ended it",
    Ending.LET_GO: "Let go, with dignity",
    Ending.STOPPED_FOR_HELP: "Stopped, because you matter more",
}
