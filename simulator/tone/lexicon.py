"""Loads the word lists, once, at first use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from ..domain.base import Value
from ..domain.events import Dimension, EventName
from ..files import read_model
from .index import IndexedTemplates
from .keeping import made_to_stay
from .morphology import Form, inflect
from .spelling import Beside, Speller
from .templates import Slot, Template, TemplateError, as_slot, compile_templates

ModelT = TypeVar("ModelT", bound=Value)

_FOLDER = Path(__file__).parent / "lexicon"
_MOST_CONTEXTS = 4096
_RULE_FILES = ("respect", "ownership", "perspective", "composure", "commitment", "inquiry", "initiative", "meta")


class CatalogueEntry(Value):
    """What an event counts for, and why, in words to the user."""

    dimension: Dimension
    weight: float
    why: str
    source: str


class RuleData(Value):
    """Wordings of one event and the conditions under which they count.

    Attributes:
        say: templates (see ``templates``), any of which is enough.
        factor: scales the weight of the event.
        when, not_when: names of context features, any of which must, or must not, hold.
        unless: templates that void the match when found in the same sentence.
        unless_turn: the same, anywhere in the turn.
        asked: only in questions (true) or only outside them (false).
        only: the match must fill its ``sentence`` or the whole ``turn``.
        max_words: the turn is no longer than that.
        negatable: void when a negation stands just before.
        conditional: also counts inside an if-clause.
        quoted: also counts inside quotation marks.
        whole: the evidence is the whole sentence.
        timed: counts only in a sentence with a time, a frequency or a measure.
    """

    say: tuple[str, ...] = Field(min_length=1)
    factor: float = 1.0
    when: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_turn: tuple[str, ...] = ()
    asked: bool | None = None
    only: Literal["sentence", "turn"] | None = None
    max_words: int | None = None
    negatable: bool = True
    conditional: bool = False
    quoted: bool = False
    whole: bool = False
    timed: bool = False


class Echo(Value):
    """What the words of one event show in another dimension as well."""

    event: EventName
    shows: EventName
    factor: float = 1.0
    when: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    without: tuple[EventName, ...] = ()


class _Catalogue(Value):
    events: Mapping[EventName, CatalogueEntry]


class _Echoes(Value):
    echoes: tuple[Echo, ...]


class _Words(Value):
    irregular: Mapping[str, tuple[str, str]]
    verbs: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    raw: Mapping[str, str]
    # what any match of these has (see ``pieces``)
    raw_clues: Mapping[str, tuple[str, ...]]


class _Beside(Value):
    tokens: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    # YAML key "as"
    canonical: str = Field(alias="as")


class _Spelling(Value):
    # group -> canonical -> as written
    tokens: Mapping[str, Mapping[str, tuple[str, ...]]]
    dropped_g: tuple[str, ...]
    kept_in: tuple[str, ...]
    emphasis: tuple[str, ...]
    titles: tuple[str, ...]
    said: tuple[str, ...]
    beside: tuple[_Beside, ...]


class _Rules(Value):
    rules: Mapping[EventName, tuple[RuleData, ...]]


class _Context(Value):
    features: Mapping[str, tuple[str, ...]]


class _Languages(Value):
    english: tuple[str, ...]
    shared: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rule:
    """One rule; what voids it is compiled when first wanted."""

    event: EventName
    data: RuleData
    slots: Slots

    @cached_property
    def anywhere(self) -> bool:
        """Nothing about the turn as a whole keeps it from counting."""
        data = self.data
        return data.only != "turn" and data.max_words is None and not data.unless_turn and not data.asked

    @cached_property
    def unless(self) -> tuple[Template, ...]:
        """What voids a match in the same sentence."""
        return compiled(self.data.unless, self.slots)

    @cached_property
    def unless_by_word(self) -> Mapping[str, Sequence[Template]]:
        """The same by each word that they need; under an empty one those that need none."""
        by_word: dict[str, list[Template]] = {}
        for template in self.unless:
            for word in template.needs or {""}:
                by_word.setdefault(word, []).append(template)
        return by_word

    @cached_property
    def unless_turn(self) -> tuple[Template, ...]:
        """What voids it anywhere in the turn."""
        return compiled(self.data.unless_turn, self.slots)


class Slots:
    """The named lists and expressions of ``words.yaml``."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self._made: dict[str, Slot] = {}

    def __call__(self, name: str) -> Slot:
        """One slot.

        Raises:
            TemplateError: no such list.
        """
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Slot:
        words = self._words
        if name in words.raw:
            return Slot(f"(?:{words.raw[name]})", frozenset(words.raw_clues.get(name, ())))
        if name in words.lists:
            return as_slot(list(words.lists[name]), self)
        verbs, _, form = name.partition(".")
        if verbs in words.verbs and form in tuple(Form):
            return as_slot([inflect(verb, Form(form), words.irregular) for verb in words.verbs[verbs]], self)
        raise TemplateError(f"no list is called {name!r}")


def compiled(sources: Iterable[str], slots: Slots) -> tuple[Template, ...]:
    """Templates, in order."""
    return tuple(template for source in sources for template in compile_templates(source, slots))


class Lexicon:
    """Everything the rules know, compiled.

    Attributes:
        catalogue: by event.
        rules: in file order; ``index`` refers to them by number.
        contexts: names of context features; ``context_index`` refers to them by number.
        echoes: what else the words of an event show.
        irregular: verb -> (past, participle).
    """

    def __init__(self) -> None:
        self.catalogue = _load(_Catalogue, "catalogue").events
        self._in_context: dict[frozenset[str], int] = {}
        self._expressions: dict[str, re.Pattern[str]] = {}
        words = _load(_Words, "words")
        self.irregular = words.irregular
        self.slots = Slots(words)
        self.echoes = _load(_Echoes, "echoes").echoes
        self.languages = _load(_Languages, "languages")
        self.speller = _speller(_load(_Spelling, "spelling"))
        self.rules, self.index = self._rules()
        features = _load(_Context, "context").features
        self.contexts = tuple(features)
        self.context_index = IndexedTemplates(
            [
                (template, place)
                for place, says in enumerate(features.values())
                for template in compiled(says, self.slots)
            ]
        )

    def templates_in(self, features: frozenset[str]) -> int:
        """The set of templates (see ``index``) whose rules may count where a line has these features."""
        if features not in self._in_context:
            if len(self._in_context) > _MOST_CONTEXTS:
                self._in_context.clear()
            self._in_context[features] = self.index.owned_by(
                {
                    number
                    for number, rule in enumerate(self.rules)
                    if (not rule.data.when or not features.isdisjoint(rule.data.when))
                    and features.isdisjoint(rule.data.not_when)
                }
            )
        return self._in_context[features]

    def expression(self, name: str) -> re.Pattern[str]:
        """A slot as a pattern of its own, between word boundaries."""
        if name not in self._expressions:
            self._expressions[name] = re.compile(rf"(?<![\w']){self.slots(name).expression}(?!\w)")
        return self._expressions[name]

    def _rules(self) -> tuple[tuple[Rule, ...], IndexedTemplates]:
        rules: list[Rule] = []
        templates: list[tuple[Template, int]] = []
        for name in _RULE_FILES:
            for event, items in _load(_Rules, name).rules.items():
                for data in items:
                    templates += [(template, len(rules)) for template in compiled(data.say, self.slots)]
                    rules.append(Rule(event, data, self.slots))
        return tuple(rules), IndexedTemplates(templates)


def _speller(spelling: _Spelling) -> Speller:
    tokens = {word: word + "g" for word in spelling.dropped_g}
    for group in spelling.tokens.values():
        tokens |= {word: canonical for canonical, written in group.items() for word in written}
    beside: dict[str, list[Beside]] = {}
    for item in spelling.beside:
        choice = Beside(item.canonical, frozenset(item.before), frozenset(item.after))
        for token in item.tokens:
            beside.setdefault(token, []).append(choice)
    return Speller(tokens, beside, spelling.kept_in, spelling.emphasis, spelling.titles, spelling.said)


def _load(model: type[ModelT], name: str) -> ModelT:
    shown_as = f"tone/lexicon/{name}.yaml"
    return read_model(model, _FOLDER / f"{name}.yaml", shown_as)


@cache
def lexicon() -> Lexicon:
    """The word lists, compiled at the first call."""
    with made_to_stay():
        return Lexicon()
