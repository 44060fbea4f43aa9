"""What the pages say about the voice: who speaks, what goes where, and what a test of the connection found."""

from __future__ import annotations

from collections.abc import Sequence

from ..backends.probe import STEPS, ProbeStep
from ..voice import ModelSettings
from .html import escape


def what_goes_where(voice: ModelSettings, *, shared: bool, masked: bool = False) -> str:
    """What a model is sent, for the address that is set or will be; ``masked`` where that is taken out before."""
    sent = (
        "Where a model speaks, its server is sent what you both say, the supervisor’s character and the situation, and "
        "the key that lets you in. Nobody else is sent anything, and while the script speaks nothing is sent at all."
    )
    if voice.stays_here:
        where = f"{voice.host} is the computer that this program runs on: the talk stays there."
    elif shared:
        where = f"The administrator of this installation has chosen {voice.host}."
    else:
        where = f"{voice.host} belongs to somebody else: what they do with the words is theirs to say."
    if voice.readable_on_the_way:
        where += " The address begins with http, not https: words and key can be read on their way."
    if masked:
        where += (
            " E-mail addresses, phone and long numbers and the names that this installation knows are taken out of the "
            "words before, and put back into the reply. Other names are not."
        )
    return f"{sent} {where}"


def tested(found: Sequence[ProbeStep], *, over: bool) -> str:
    """The steps of a test so far; the next one is under way where it is not ``over``."""
    rows = [_step(one) for one in found]
    waiting = list(STEPS.values())[len(found) :]
    if waiting and not over:
        rows.append(f'<li class="going"><b>{waiting[0]}</b> <span>being tested …</span></li>')
    elif waiting:
        rows.append(f'<li class="going"><b>{", ".join(waiting)}</b> <span>not tested, for that reason.</span></li>')
    steps = f'<ul class="steps">{"".join(rows)}</ul>'
    return f'<div class="tested" role="status" aria-label="Test of the connection">{steps}</div>'


def _step(one: ProbeStep) -> str:
    kind, mark, word = ("good", "✓", "ok") if one.ok else ("bad", "!", "look here")
    return (
        f'<li class="{kind}"><b>{STEPS[one.step]}</b> <span><i aria-hidden="true">{mark}</i> {word}: '
        f"{escape(one.says)}</span></li>"
    )
