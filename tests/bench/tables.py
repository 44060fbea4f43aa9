"""What every section of the bench shares: plain tables, and VADER and TextBlob as peers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> Group:
    """A table whose first column is words and whose others are figures."""
    made = Table(box=box.SIMPLE_HEAD)
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in rows:
        made.add_row(*row)
    return Group(Text(title, style="bold"), made, *([Text(caption, style="dim")] if caption else []))


@cache
def vader() -> Callable[[str], float]:
    """VADER's compound score of a text."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda text: float(analyzer.polarity_scores(text)["compound"])


@cache
def textblob() -> Callable[[str], float]:
    """TextBlob's polarity of a text."""
    from textblob import TextBlob

    return lambda text: float(TextBlob(text).sentiment.polarity)
