from __future__ import annotations

from tests.shipped import PERSONA_IDS

from .pages import PAGES, pages, talks, transcript


def test_every_supervisor_has_one_and_the_situations_differ() -> None:
    held = talks().values()
    assert sorted(talk.persona for talk in held) == sorted(PERSONA_IDS)
    assert len({talk.scenario for talk in held}) == 5


def test_some_go_well_and_some_badly() -> None:
    endings = [transcript(talk).ending for talk in talks().values()]
    assert len(set(endings)) >= 5


def test_the_pages_are_what_the_program_makes_of_the_talks() -> None:
    kept = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    assert kept == pages(), "run `python -m tests.conversations` and read what changed"
