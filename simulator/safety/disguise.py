"""Words that were hidden: spaced, starred, dotted, in digits, stretched, run together, misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_TOKEN = re.compile(r"[a-z0-9]+(?:['/-][a-z0-9]+)*")
_SIGNAL = re.compile(
    r"[a-z][^a-z\s',;:?\"()]+[a-z]|[0-9@$][a-z]|[a-z][*#]|([a-z])\1\1|(?<![a-z0-9'])[a-z]\W{1,2}[a-z]\W{1,2}[a-z](?![a-z0-9'])"
)
_SPACED = re.compile(
    r"(?<![a-z0-9'])[a-z@$!][ .\-_*/,|~+]{1,2}(?:[a-z0-9@$!][ .\-_*/,|~+]{1,2})+[a-z0-9@$!](?![a-z0-9'])"
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_INSIDE = re.compile(r"[-_.,/~|+^=]+")
_MASK = re.compile(r"[*#_]+")
_CHAIN = re.compile(r"(?<![a-z'])[a-z']+(?:-[a-z0-9']+){2,}")
#: What is not one plain blank already.
_BLANKS = re.compile(r"[^\S ]\s*| \s+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_EDGES = "\"'().,;:?[]{}<>"
_DIGITS = str.maketrans("0134578@$!|+", "oieastbasilt")
_BAR = str.maketrans("l1!|", "iiii")
#: Words that one slip anywhere leaves recognisable, because no other word is so near.
_UNMISTAKABLE = ("suicide", "suicidal", "myself")
#: What is one slip away from one of these has so many letters.
_NEAR_LENGTHS = range(min(map(len, _UNMISTAKABLE)) - 1, max(map(len, _UNMISTAKABLE)) + 2)


class Undisguise:
    """Plain readings of a normalised copy.

    Args:
        written_out: contraction or short form -> full words.
        slips: canonical word -> its misspelt forms.
        hidden: the words that stars, dots and digits may stand for.
    """

    def __init__(
        self, written_out: Mapping[str, str], slips: Mapping[str, Sequence[str]], hidden: Sequence[str]
    ) -> None:
        self._plain = {form: word for word, forms in slips.items() for form in forms} | dict(written_out)
        self._hidden = {word.translate(_BAR): word for word in hidden}

    def readings(self, copy: str) -> Iterator[str]:
        """The copy with contractions written out and slips mended; then, if letters seem hidden, without disguise."""
        if "-" in copy:
            copy = _CHAIN.sub(lambda match: match.group().replace("-", " "), copy)
        yield self._mended(copy)
        if _SIGNAL.search(copy):
            joined = _SPACED.sub(lambda match: _INSIDE.sub("", match.group().replace(" ", "").replace("*", "")), copy)
            yield self._mended(" ".join(self._unmasked(chunk) for chunk in joined.split()))
            if joined != copy:
                yield _NOT_LETTERS.sub("", joined.translate(_DIGITS))

    def _mended(self, copy: str) -> str:
        plain = self._plain
        mended = {
            token: word
            for token in set(_TOKEN.findall(copy))
            if (token in plain or token[0] in "sm" or token.endswith("n't")) and (word := self._word(token)) != token
        }
        if mended:
            copy = _TOKEN.sub(lambda match: mended.get(match.group(), match.group()), copy)
        return _BLANKS.sub(" ", copy)

    def _word(self, token: str) -> str:
        plain = self._plain.get(token)
        if plain is not None:
            return plain
        if token.endswith("n't"):
            return token[:-3] + " not"
        if token[0] in "sm" and len(token) in _NEAR_LENGTHS:
            for word in _UNMISTAKABLE:
                if token != word and one_slip_away(token, word):
                    return word
        return token

    def _unmasked(self, chunk: str) -> str:
        """One run of characters between blanks, in plain letters where that gives one of the hidden words."""
        core = chunk.strip(_EDGES)
        if core.isalpha():
            return chunk.replace(core, self._unstretched(core))
        if len(core) > 2 and core[0] in "*_~" and core[0] == core[-1]:
            core = core.strip("*_~")
        core = core.rstrip("!") or core
        end = chunk[-1] if chunk[-1] in ".!?" else ""
        word = self._hidden.get(core.translate(_DIGITS).translate(_BAR))
        if word is not None:
            return word + end
        parts = [part for part in _INSIDE.split(core) if part]
        if len(parts) > 1:
            joined = "".join(parts)
            return (self._known(joined) or " ".join(self._known(part) or part for part in parts)) + end
        return (self._known(core) or core) + end

    def _known(self, core: str) -> str | None:
        if core.isdigit():
            return None
        letters = self._unstretched(core.translate(_DIGITS))
        if letters.isalpha():
            return self._hidden.get(letters.translate(_BAR), letters)
        return self._behind_mask(letters) if _MASK.search(letters) else None

    def _behind_mask(self, core: str) -> str | None:
        visible = _MASK.sub("", core)
        if len(visible) < 2 or not visible.isalpha():
            return None
        exact = re.compile(core.replace("*", ".").replace("#", ".").replace("_", "."))
        loose = re.compile(_MASK.sub(".{1,3}", core))
        for pattern in (exact, loose):
            for word in self._hidden.values():
                if len(word) > 2 and pattern.fullmatch(word):
                    return word
        return None

    def _unstretched(self, word: str) -> str:
        """Without letters thrice or more in a row: twice where that is a word, else once."""
        if not _STRETCHED.search(word):
            return word
        for times in (r"\1\1", r"\1"):
            short = _STRETCHED.sub(times, word)
            if short.translate(_BAR) in self._hidden:
                return short
        return _STRETCHED.sub(r"\1", word)


def one_slip_away(token: str, word: str) -> bool:
    """Whether one letter left out, put in, exchanged or swapped with its neighbour makes ``word`` of ``token``."""
    shorter, longer = sorted((token, word), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    rest = shorter[start:], longer[start:]
    return rest[0][1:] == rest[1][1:] or (rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:])
