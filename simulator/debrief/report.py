"""The whole debrief of one conversation, put together from its rooms."""

from __future__ import annotations

from ..dialogue.hearing import drawn_hidden_fact
from ..dialogue.promises import accounts, promises
from ..domain.persona import Persona
from ..domain.report import DimensionSummary, Judgement, Report, SkillSummary
from ..domain.scenario import Scenario
from ..domain.transcript import Transcript, UserTurn, is_imported
from .coach import strengths, suggestions
from .evening import evening_account, evening_title
from .moments import trust_changes, turning_points
from .pocket import pocket_card
from .rubric import apology, dimension_summaries, skill_summaries

#: In points of trust, and on the labels' scale: smaller differences are called none.
_NO_CHANGE, _NO_TONE = 2.0, 0.3


def report(transcript: Transcript, *, persona_assumed: bool = False, since: int = 0) -> Report:
    """Read a transcript as a coach would. Deterministic: the same transcript gives the same report.

    Where the talk goes on from another one, the first ``since`` of the user's turns were said there: the figures are
    those of the whole talk, while praise and suggestions are for what is new. A talk in which somebody spoke in
    distress has no figures, no praise and no advice.
    """
    if transcript.needs_help:
        return _without_scores(transcript, persona_assumed=persona_assumed)
    turns = transcript.user_turns
    scored = transcript.scored_turns
    new = tuple(turn for turn in turns[since:] if turn.appraisal.unscored is None)
    dimensions, skills = dimension_summaries(scored), skill_summaries(scored)
    fair, hers = _fair(turns), _hers(transcript)
    return Report(
        persona=transcript.persona.id,
        persona_assumed=persona_assumed,
        scenario=transcript.scenario.id,
        ending=transcript.ending,
        evening=evening_account(transcript),
        evening_to=transcript.persona.evening.to,
        evening_title=evening_title(transcript),
        dimensions=dimensions,
        skills=skills,
        apology=apology(scored, transcript.scenario),
        moments=turning_points(transcript),
        strengths=strengths(new),
        suggestions=suggestions(transcript, since),
        promises=promises(scored),
        round=_round(transcript),
        accounts=accounts(transcript),
        pocket_card=pocket_card(scored),
        trust=(transcript.start_trust, *(turn.trust for turn in turns)),
        not_shown=_not_shown(dimensions, skills),
        not_scored=_not_scored(transcript),
        hidden_fact=_hidden(transcript),
        fair=fair,
        hers=hers,
        gap=_gap(transcript),
    )


def _without_scores(transcript: Transcript, *, persona_assumed: bool) -> Report:
    nothing = Judgement(series=(), summary="Nothing of this talk is scored.")
    return Report(
        persona=transcript.persona.id,
        persona_assumed=persona_assumed,
        scenario=transcript.scenario.id,
        ending=transcript.ending,
        evening="",
        evening_to=transcript.persona.evening.to,
        evening_title="",
        dimensions=(),
        skills=(),
        apology=None,
        moments=(),
        strengths=(),
        suggestions=(),
        promises=(),
        round=_round(transcript),
        pocket_card=pocket_card(()),
        trust=(),
        not_shown=(),
        not_scored=_not_scored(transcript),
        hidden_fact=None,
        fair=nothing,
        hers=nothing,
        gap=None,
    )


def _round(transcript: Transcript) -> int:
    return transcript.carried.round if transcript.carried else 1


def _not_scored(transcript: Transcript) -> tuple[str, ...]:
    return tuple(f"{turn.id}: {turn.appraisal.unscored}" for turn in transcript.user_turns if turn.appraisal.unscored)


def _not_shown(dimensions: tuple[DimensionSummary, ...], skills: tuple[SkillSummary, ...]) -> tuple[str, ...]:
    return tuple(item.dimension.value for item in dimensions if item.value is None) + tuple(
        item.skill.value for item in skills if item.state == "not shown"
    )


def _hidden(transcript: Transcript) -> str | None:
    fact = drawn_hidden_fact(transcript.persona, transcript.seed)
    return fact.text if fact else None


def _fair_mean(turns: tuple[UserTurn, ...]) -> float | None:
    values = [turn.appraisal.overall for turn in turns if turn.appraisal.overall is not None]
    return sum(values) / len(values) if values else None


def _fair(turns: tuple[UserTurn, ...]) -> Judgement:
    mean = _fair_mean(turns)
    if mean is None:
        summary = "Nothing here could be scored."
    elif abs(mean) < _NO_TONE:
        summary = "A fair supervisor would think of you much as before."
    elif mean > 0:
        summary = "A fair supervisor would trust you more after these words."
    else:
        summary = "A fair supervisor would trust you less after these words."
    return Judgement(series=tuple(turn.appraisal.overall for turn in turns), summary=summary)


def _net(transcript: Transcript) -> float:
    return sum(trust_changes(transcript.start_trust, transcript.user_turns))


def _hers(transcript: Transcript) -> Judgement:
    net, name = _net(transcript), transcript.persona.name
    trusts = "would trust" if is_imported(transcript) else "trusts"
    if abs(net) < _NO_CHANGE:
        summary = f"{name} {trusts} you about as much as before."
    else:
        start, end = transcript.start_trust, transcript.user_turns[-1].trust
        more = "more" if net > 0 else "less"
        summary = f"{name} {trusts} you {more} than before: from {start:.0f} to {end:.0f} of 100."
    if _stands_at_its_height(transcript):
        summary = f"{summary} {_why_no_higher(transcript.persona, transcript.scenario)}"
    return Judgement(series=trust_changes(transcript.start_trust, transcript.user_turns), summary=summary)


def _stands_at_its_height(transcript: Transcript) -> bool:
    """Whether trust ended where it is as high as words can lift it."""
    end = transcript.user_turns[-1].trust if transcript.user_turns else None
    rows = (row for turn in transcript.user_turns for row in turn.ledger)
    return any(row.rule == "words_alone" and row.after == end for row in rows)


def _why_no_higher(persona: Persona, scenario: Scenario) -> str:
    if scenario.breach == "integrity" and persona.stance.untruth == "final":
        return f"After an untruth it goes no higher with {persona.name}, whatever is said."
    return "Words lift it no higher than that; kept promises do."


def _gap(transcript: Transcript) -> str | None:
    """Where the two judgements differ, whose it is."""
    mean, net, persona = _fair_mean(transcript.user_turns), _net(transcript), transcript.persona
    if mean is None:
        return None
    fair = 0 if abs(mean) < _NO_TONE else (1 if mean > 0 else -1)
    hers = 0 if abs(net) < _NO_CHANGE else (1 if net > 0 else -1)
    whose = {"she": "hers", "he": "his", "they": "theirs"}[persona.pronouns.subject]
    if hers < fair:
        did = "would" if is_imported(transcript) else "did"
        better = f"A fair supervisor would have taken this better than {persona.name} {did}."
        return f"{better} The difference is {whose}, not yours."
    if hers > fair:
        took = "would have taken" if is_imported(transcript) else "took"
        return f"{persona.name} {took} this better than a fair supervisor might. Another one could be harder to win."
    return None
