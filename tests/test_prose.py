"""Nothing is copied from the column, and nobody who wrote under it is named.

``data/column_grams.txt`` holds shortened hashes of every nine consecutive words of the column,
so that the test needs no word of it. ``python -m tests.test_prose FILE`` makes it anew.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import pytest

from simulator.resources import Library, root

_RUN = 9
_GRAMS = Path(__file__).parent / "data" / "column_grams.txt"
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_OURS = ("personas/*.yaml", "prompts/**/*.yaml", "prompts/*.txt", "simulator/**/*.yaml", "simulator/**/*.py")

#: Hashes of the commenters' rare names, and of all their names.
_RARE_NAMES = frozenset(
    {
        "b84768373e",
        "6b4657e387",
        "e520e26fdb",
        "f98e4d8186",
        "61a0568c9b",
        "9c74fcb778",
        "2909e99fd1",
    }
)
_NAMES = _RARE_NAMES | frozenset(
    {
        "e9e326d5f3",
        "5d7f15f2fc",
        "b6f8d434a8",
        "f148389d08",
        "2c249473aa",
        "b6d56c61ea",
        "61ea0803f8",
        "07d046d5fa",
    }
)


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, with plain apostrophes."""
    return _WORD.findall(text.lower().replace("’", "'"))


def short_hash(words: list[str]) -> str:
    """Forty bits of a hash of some words."""
    return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()[:10]


def grams(text: str) -> dict[str, str]:
    """Hash and wording of every run of nine words."""
    words = words_of(text)
    runs = [words[place : place + _RUN] for place in range(len(words) - _RUN + 1)]
    return {short_hash(run): " ".join(run) for run in runs}


def _column() -> set[str]:
    return {line for line in _GRAMS.read_text("ascii").split() if line}


def _ours() -> list[Path]:
    folder = root() if (root() / "simulator").is_dir() else root().parent.parent
    return sorted({path for pattern in _OURS for path in folder.glob(pattern)})


def test_there_is_something_to_compare() -> None:
    assert len(_column()) > 1_000
    assert len(_ours()) > 20


@pytest.mark.parametrize("path", _ours(), ids=lambda path: path.name)
def test_no_nine_words_in_a_row_come_from_the_column(path: Path) -> None:
    own = grams(path.read_text("utf-8"))
    assert [own[found] for found in sorted(own.keys() & _column())] == []


@pytest.mark.parametrize("path", _ours(), ids=lambda path: path.name)
def test_nobody_who_commented_is_named(path: Path) -> None:
    named = {word for word in words_of(path.read_text("utf-8")) if short_hash([word]) in _RARE_NAMES}
    assert named == set()


def test_sources_cite_a_number_and_not_a_name(shipped: Library) -> None:
    sources = [one.source for one in shipped.personas.values()]
    assert [word for source in sources for word in words_of(source) if short_hash([word]) in _NAMES] == []


def test_a_copied_sentence_would_be_found(tmp_path: Path) -> None:
    text = "one two three four five six seven eight nine ten"
    assert short_hash(words_of(text)[1:]) in grams(f"Before it: {text.upper()}, and after.")


def test_the_hashes_are_those_of_the_column_where_it_is_at_hand() -> None:
    column = Path(__file__).parents[2] / "shared" / "seed" / "regaining-your-boss-trust.txt"
    if column.is_file():
        assert grams(column.read_text("utf-8")).keys() == _column()
    else:
        assert all(re.fullmatch(r"[0-9a-f]{10}", line) for line in _column())


if __name__ == "__main__":
    made = sorted(grams(Path(sys.argv[1]).read_text("utf-8")))
    _GRAMS.write_text("\n".join(made) + "\n", "ascii")
