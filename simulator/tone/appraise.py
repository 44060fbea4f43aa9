"""Reads the tone of one user turn: deterministic, offline, explained to the exact word."""

from __future__ import annotations

import re
from functools import cache

from ..domain.appraisal import Appraisal, Event
from ..domain.base import two_decimals
from ..domain.text import NormalText
from ..safety.distress import is_distress
from .answers import read_disowned, read_omissions, read_short_answers
from .context import Context, context_of
from .dimensions import ruled, score, weigh, with_wording
from .discounts import discounted
from .echoes import add_echoes
from .finding import Finder, Finding
from .fitted import fitted
from .hollow import hollow_stretches, less
from .language import why_unscored
from .lexicon import lexicon
from .overall import overall
from .promises import read_promises
from .questions import read_questions
from .reading import Reading
from .relevance import read_relevance
from .settling import settle
from .wording import wording

#: What a turn may reach; more is for the caller to refuse.
_MOST_CHARACTERS = 100_000


def appraise(user: str, supervisor: str = "") -> Appraisal:
    """What a user turn does, and how a fair supervisor would take it.

    Args:
        user: the turn as typed, up to 100,000 characters (more is cut off).
        supervisor: the line it answers; empty at the start or after a silence.

    Returns:
        Events with exact spans (``quote == user[start:end]``), seven dimensions and ``overall``, each -2..+2 in two
        decimals; or the reason why nothing is scored. See ``lexicon/catalogue.yaml`` for what each event weighs.
    """
    user = user[:_MOST_CHARACTERS]
    normal = NormalText(user)
    if is_distress(normal):
        return Appraisal(distress=True, unscored="distress")
    reason = why_unscored(normal)
    if reason is not None:
        return Appraisal(unscored=reason)
    reading = Reading(normal, lexicon().speller)
    found, line = rule_events(reading, supervisor), context_of(supervisor).text
    leanings = wording().read(reading, line, ruled(found))
    events = discounted(with_wording(found, leanings, reading, fitted()), found, reading, line)
    scores = score(events)
    whole, band = overall(scores, fitted().overall), fitted().band
    return Appraisal(
        dimensions=scores,
        overall=whole,
        overall_low=max(-2.0, two_decimals(whole - band)),
        overall_high=min(2.0, two_decimals(whole + band)),
        events=events,
    )


def rule_events(reading: Reading, supervisor: str) -> tuple[Event, ...]:
    """What the rules find, before the words are weighed in."""
    return weigh(find(reading, context_of(supervisor)), reading, lexicon(), fitted())


def find(reading: Reading, context: Context) -> list[Finding]:
    """Everything a turn does, in the canonical copy: wordings, promises, questions, omissions, and their echoes."""
    words = lexicon()
    findings = Finder(reading, context, words, _time()).find()
    findings = read_promises(reading, context, findings, _time())
    findings = read_questions(reading, context, findings)
    findings += read_short_answers(reading, context.text, context, findings)
    findings = read_disowned(reading, context, findings)
    findings = settle(findings, reading.text, words, silent=context.has("silent"))
    stretches = hollow_stretches(reading, context.text, findings)
    if stretches:
        findings = less(findings, stretches)
        findings += [Finding(*stretch) for stretch in stretches]
    findings += read_omissions(reading, context, findings)
    return add_echoes(read_relevance(reading, context, findings), context, words)


@cache
def _time() -> re.Pattern[str]:
    return lexicon().expression("time")
