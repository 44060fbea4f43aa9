"""What the words of one event show in another dimension as well."""

from __future__ import annotations

from .context import Context
from .finding import Finding
from .lexicon import Lexicon


def add_echoes(findings: list[Finding], context: Context, words: Lexicon) -> list[Finding]:
    """Adds, for every finding, what else its words show (``lexicon/echoes.yaml``); one step only."""
    present = {finding.event for finding in findings}
    places = {(finding.event, finding.start, finding.end) for finding in findings}
    added: list[Finding] = []
    for echo in (echo for echo in words.echoes if echo.event in present):
        if not context.allows(echo.when, echo.not_when) or not present.isdisjoint(echo.without):
            continue
        for finding in findings:
            place = (echo.shows, finding.start, finding.end)
            if finding.event is echo.event and place not in places:
                places.add(place)
                added.append(
                    Finding(
                        echo.shows,
                        finding.start,
                        finding.end,
                        finding.factor * echo.factor,
                        finding.omission,
                        implied=True,
                    )
                )
    return findings + added
