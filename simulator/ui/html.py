"""Small pieces of HTML. Every word that comes from a file or a person goes through ``escape``."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from html import escape as _escape

from ..domain.persona import Persona
from ..domain.scenario import AT_HOME, Scenario
from ..domain.text import shown_exactly
from ..domain.transcript import SOMEBODY, Carried, SupervisorTurn, Turn, UserTurn
from ..resources import portrait_svg


def escape(words: str) -> str:
    """Words as text, never as markup."""
    return _escape(shown_exactly(words), quote=True)


def signed(value: float) -> str:
    """A figure with its sign and one decimal; nought has none. It is the one that the files hold, which have two."""
    shown = round(round(value, 2), 1)
    return f"{shown + 0.0:+.1f}" if shown else "0.0"


def avatar(persona: Persona, size: str = "") -> str:
    """The portrait drawn for a supervisor; for one that nobody drew, a round monogram in their colour."""
    if (drawn := portrait(persona.id)) is not None:
        return f'<img class="avatar {size}" alt="" src="{drawn}">'
    return (
        f'<span class="avatar {size}" style="--hue:{persona.hue}" aria-hidden="true">{escape(persona.name[0])}</span>'
    )


@cache
def portrait(persona_id: str) -> str | None:
    """A portrait as an address that needs no request; an image, because pages let no SVG through as markup."""
    drawn = portrait_svg(persona_id)
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode('utf-8')).decode('ascii')}" if drawn else None


def bubble(turn: Turn, persona: Persona) -> str:
    """One turn of the conversation."""
    if isinstance(turn, UserTurn):
        words = escape(turn.text) if turn.text.strip() else '<span class="aside">You said nothing.</span>'
        return f'<div class="bubble yours"><span class="name">You</span>{words}</div>'
    return her_bubble(speaker(turn, persona), turn.text, complete=turn.complete)


def speaker(turn: SupervisorTurn | None, persona: Persona) -> str:
    """Who said it: in a talk from outside it was somebody whom nobody here knows."""
    return SOMEBODY if turn is not None and turn.move is None else persona.name


def her_bubble(name: str, words: str, *, complete: bool = True) -> str:
    """Her words, so far or whole."""
    where = "The reply broke off here." if words.strip() else "No answer came."
    broke = "" if complete else f'<span class="broke">{where} It is not scored.</span>'
    return f'<div class="bubble hers"><span class="name">{escape(name)}</span>{escape(words)}{broke}</div>'


def thinking(persona: Persona, why: str) -> str:
    """What stands where her words will come; ``why`` it takes longer, where that is known."""
    said = escape(why) or f'<span class="dots" role="img" aria-label="{escape(persona.name)} is thinking"></span>'
    name = f'<span class="name">{escape(persona.name)}</span>'
    return f'<div class="bubble hers">{name}<span class="aside">{said}</span></div>'


def log(turns: tuple[Turn, ...], persona: Persona, said_before: int = 0, told: str = "") -> str:
    """The conversation so far. It is not read aloud as it is drawn: ``page.js`` has each whole reply read once.

    Args:
        said_before: so many of the user's turns stand in another talk; ``told`` says so where they end.
    """
    bubbles = [bubble(turn, persona) for turn in turns]
    if told:
        yours = [place for place, turn in enumerate(turns) if isinstance(turn, UserTurn)]
        place = yours[said_before] if said_before < len(yours) else len(turns)
        bubbles.insert(place, f'<p class="parts-here">{escape(told)}</p>')
    return f'<div class="log" role="log" aria-live="off" aria-label="The conversation">{"".join(bubbles)}</div>'


def facts(scenario: Scenario) -> str:
    """What the user's character knows, so that nobody has to invent it."""
    return "".join(_block(title, items) for title, items in scenario.for_the_user)


def _block(title: str, items: tuple[str, ...]) -> str:
    """A fact or several; what goes on at home is folded: nobody has to tell it, and the talk is not about it."""
    if title == AT_HOME:
        return f'<details class="at-home"><summary>{title}</summary>{_listed(items)}</details>'
    return titled_list(title, items)


def titled_list(title: str, items: Sequence[str]) -> str:
    """A heading of ours and words of anybody below it; nothing where there are none."""
    return f"<h4>{title}</h4>{_listed(items)}" if items else ""


def _listed(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def weeks_later(number: int) -> str:
    """What the second talk with somebody is called, and the ones after it."""
    return {2: "Two weeks later", 3: "Four weeks later"}.get(number, "Weeks later")


def two_weeks(carried: Carried | None) -> str:
    """What you promised in the talk before, and which part of it was more than one person can carry."""
    if carried is None:
        return ""
    rows = "".join(
        f"<li>“{escape(promise.words)}”"
        + (" This one did not get done: it was more than the weeks could hold." if promise.beyond else "")
        + "</li>"
        for promise in carried.promises
    )
    if not rows:
        return "<h4>What you promised</h4><p>Nothing that could be kept or broken.</p>"
    left = [promise for promise in carried.promises if not promise.beyond]
    if not left:
        return f"<h4>What you promised</h4><ul>{rows}</ul>"
    which = "it" if len(carried.promises) == 1 else "each of them" if len(left) == len(carried.promises) else "the rest"
    how = f"Say how {which} went: kept, late but announced, or let slip. Choose what is likely for you."
    return f"<h4>What you promised</h4><ul>{rows}</ul><p>{how}</p>"
