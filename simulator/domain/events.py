"""What one user turn can do, and the seven dimensions it can do it in.

The names are the contract; what each weighs and why is data, in ``tone/lexicon/catalogue.yaml``.
"""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """The seven dimensions of the labelling guide, each -2 to +2."""

    RESPECT = "respect"
    OWNERSHIP = "ownership"
    PERSPECTIVE = "perspective"
    COMPOSURE = "composure"
    COMMITMENT = "commitment"
    INQUIRY = "inquiry"
    INITIATIVE = "initiative"


class EventName(StrEnum):
    """What a turn can do. Grouped by the dimension it mainly counts for."""

    @property
    def in_words(self) -> str:
        """The name for a reader."""
        return self.value.replace("_", " ")

    # respect
    COURTESY = "courtesy"
    CONSIDERATE = "considerate"
    CURT = "curt"
    PASSIVE_AGGRESSIVE = "passive_aggressive"
    SARCASM = "sarcasm"
    CONTEMPT = "contempt"
    THREAT = "threat"
    FLATTERY = "flattery"
    # ownership, and the components of an apology
    NAMES_OWN_ERROR = "names_own_error"
    GENERAL_RESPONSIBILITY = "general_responsibility"
    REGRET = "regret"
    EXPLANATION = "explanation"
    REPENTANCE = "repentance"
    ASKS_FORGIVENESS = "asks_forgiveness"
    PASSIVE_VOICE = "passive_voice"
    MINIMISES = "minimises"
    NON_APOLOGY = "non_apology"
    EXCUSE = "excuse"
    EXCUSE_WITH_OWNERSHIP = "excuse_with_ownership"
    EXCUSE_AFTER_OWNERSHIP = "excuse_after_ownership"
    ARRANGES_CIRCUMSTANCES = "arranges_circumstances"
    BLAMES_OTHERS = "blames_others"
    BLAMES_SYSTEM = "blames_system"
    BLAMES_SUPERVISOR = "blames_supervisor"
    DENIAL = "denial"
    CALM_CORRECTION = "calm_correction"
    # perspective
    NAMES_IMPACT = "names_impact"
    SEES_HER_SIDE = "sees_her_side"
    ACCEPTS_CHECKS = "accepts_checks"
    CHECKS_PERCEPTION = "checks_perception"
    BRUSHES_OFF = "brushes_off"
    ATTRIBUTES_MOTIVE = "attributes_motive"
    MOCKS_CONCERN = "mocks_concern"
    # composure
    STEADY = "steady"
    FEAR_SAID_PLAINLY = "fear_said_plainly"
    NAMES_LIMIT = "names_limit"
    ESCALATES_CALMLY = "escalates_calmly"
    GIVES_TIME = "gives_time"
    LETS_GO = "lets_go"
    OUTBURST = "outburst"
    DEFENSIVE = "defensive"
    ANXIOUS = "anxious"
    SELF_PITY = "self_pity"
    PANIC = "panic"
    BEGGING = "begging"
    SELF_FLAGELLATION = "self_flagellation"
    # commitment
    DATED_COMMITMENT = "dated_commitment"
    UNDATED_ACTION = "undated_action"
    VAGUE_PROMISE = "vague_promise"
    EARLY_WARNING = "early_warning"
    OFFERS_CHECK = "offers_check"
    EVADES = "evades"
    REFUSES = "refuses"
    # inquiry
    ASKS_EXPECTATIONS = "asks_expectations"
    ASKS_PRIORITIES = "asks_priorities"
    ASKS_FEEDBACK = "asks_feedback"
    ASKS_STANDING = "asks_standing"
    ASKS_IN_WRITING = "asks_in_writing"
    ASKS_JOB_SAFETY = "asks_job_safety"
    ASKS_WHAT_WAS_MISSED = "asks_what_was_missed"
    ASKS_HER_VIEW = "asks_her_view"
    ASKS_WHAT_SHE_NEEDS = "asks_what_she_needs"
    ASKS_IF_BOT = "asks_if_bot"
    GENUINE_QUESTION = "genuine_question"
    HOSTILE_QUESTION = "hostile_question"
    # initiative
    SAYS_NEED = "says_need"
    OFFERS_HELP = "offers_help"
    FIX_STARTED = "fix_started"
    FIX_DONE = "fix_done"
    BEYOND_THE_JOB = "beyond_the_job"
    CLOSES_LOOP = "closes_loop"
    OVERREACHES = "overreaches"
    WAITS_TO_BE_TOLD = "waits_to_be_told"
    REFUSES_HELP = "refuses_help"
    # no dimension of their own: weight 0
    SMALL_TALK = "small_talk"
    NON_ANSWER = "non_answer"
    SAYS_GOODBYE = "says_goodbye"
    # what takes off again what words seem to earn, in any dimension
    BESIDE_THE_QUESTION = "beside_the_question"
    BUZZWORDS = "buzzwords"
    IDLE_WORDS = "idle_words"
    LOOSE_WORDS = "loose_words"
    REPORTS_WORDS = "reports_words"
    TO_A_PROGRAM = "to_a_program"
    #: what the words add beside the rules, in any dimension
    WORDING = "wording"
