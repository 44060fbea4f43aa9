"""Where a template matches: tried in one sentence, and there only where it can begin."""

from __future__ import annotations

import re
from itertools import islice

from .reading import Sentence
from .templates import Template

_MOST_MATCHES = 40


def may_match(template: Template, sentence: Sentence) -> bool:
    """Whether the sentence holds what a match needs."""
    return not any(map(sentence.clues.isdisjoint, template.clues))


def matches(template: Template, sentence: Sentence) -> list[re.Match[str]]:
    """The matches of a template in a sentence, each in its place."""
    if template.firsts or template.at_start:
        match_at, copy, until = template.pattern.match, sentence.copy, sentence.end
        tried = [match_at(copy, place, until) for place in _beginnings(template, sentence)]
        found = [match for match in tried if match]
    else:
        everywhere = template.pattern.finditer(sentence.copy, sentence.start, sentence.end)
        found = list(islice(everywhere, _MOST_MATCHES))
    if found and template.at_end:
        return [match for match in found if match.end() >= sentence.words_end]
    return found


def _beginnings(template: Template, sentence: Sentence) -> list[int]:
    """Where its first two words stand."""
    firsts, seconds, follower = template.firsts, template.seconds, sentence.followers
    if template.at_start:
        places = [place for place, word in sentence.openings.items() if not firsts or word in firsts]
    else:
        places = [place for word in firsts & sentence.places.keys() for place in sentence.places[word]]
    if seconds:
        places = [place for place in places if follower.get(place) in seconds]
    return places if len(places) < 2 else sorted(places)[:_MOST_MATCHES]
