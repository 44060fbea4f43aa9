"""What a question asks for: how often it is heard right, beside the most similar question that was learned from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from sklearn.feature_extraction.text import TfidfVectorizer

from simulator.dialogue.questions import NONE, may_want
from tests.dialogue.training import COUNTED, Asked, learned_from, written

from .tables import table

_NOTE = (
    "Right, wrong, and no kind found, of the questions of some kind; last, how many of those of no kind got one. The "
    "peer answers with the kind of the nearest learned question (TF-IDF of words and pairs, cosine). The blind sets "
    "are by authors who saw neither the others' questions nor any rule, the third as they come in a talk; the last one "
    "holds what readers had asked in talks. The first, third and last were looked at while the limits were chosen."
)


def tables() -> list[RenderableType]:
    """One table."""
    learned = learned_from()
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    known = words.fit_transform(one.sentence for one in learned)
    rows = []
    for name in COUNTED:
        asked = written(name)
        nearest = (words.transform(one.sentence for one in asked) @ known.T).argmax(axis=1)
        peer = [learned[int(place)].kind for place in nearest.ravel().tolist()[0]]
        ours = [kind.value if (kind := may_want(one.sentence.lower())) is not None else NONE for one in asked]
        rows.append([name.replace("-", " "), str(len(asked)), *_counted(asked, ours), *_counted(asked, peer)])
    heads = (
        "",
        "lines",
        "right",
        "wrong",
        "none found",
        "of no kind",
        "peer: right",
        "wrong",
        "none found",
        "of no kind",
    )
    return [table("What a question asks for", heads, rows, _NOTE)]


def _counted(asked: Sequence[Asked], heard: Sequence[str]) -> list[str]:
    some = [(one.kind, kind) for one, kind in zip(asked, heard, strict=True) if one.kind != NONE]
    none = [kind for one, kind in zip(asked, heard, strict=True) if one.kind == NONE]
    right = sum(kind == wanted for wanted, kind in some)
    missed = sum(kind == NONE for _, kind in some)
    shares = (f"{count / len(some):.1%}" for count in (right, len(some) - right - missed, missed))
    return [*shares, f"{sum(kind != NONE for kind in none)} of {len(none)}"]
