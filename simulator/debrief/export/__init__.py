"""The debrief as files to keep: Markdown, JSON, CSV, one HTML page, PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...domain.report import Report
from ...domain.transcript import Transcript
from .markdown import as_markdown, exact
from .page import as_html
from .sheet import as_csv

__all__ = ["FORMATS", "Format", "as_csv", "as_html", "as_json", "as_markdown", "as_pdf", "exact"]


def as_json(transcript: Transcript) -> str:
    """The transcript as the document that `simulator score` and the import page read."""
    return transcript.model_dump_json(by_alias=True, indent=2)


def as_pdf(transcript: Transcript, report: Report) -> bytes:
    """The first page and the scored transcript on A4."""
    from .paper import as_pdf as on_paper  # its library is loaded for nothing else

    return on_paper(transcript, report)


@dataclass(frozen=True)
class Format:
    """One form of the debrief: the ending of its file's name, its media type, and how it is made."""

    name: str
    suffix: str
    media_type: str
    make: Callable[[Transcript, Report], bytes]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")


FORMATS: dict[str, Format] = {
    one.suffix: one
    for one in (
        Format("PDF", "pdf", "application/pdf", as_pdf),
        Format("web page", "html", "text/html", lambda talk, report: _bytes(as_html(talk, report))),
        Format("Markdown", "md", "text/markdown", lambda talk, report: _bytes(as_markdown(talk, report))),
        Format("table (CSV)", "csv", "text/csv", lambda talk, _: _bytes(as_csv(talk))),
        Format("JSON", "json", "application/json", lambda talk, _: _bytes(as_json(talk))),
    )
}
