from __future__ import annotations

import pytest
from rich.cells import cell_len

from simulator.debrief.panel import panel
from simulator.debrief.report import report
from simulator.dialogue.session import as_transcript, play
from simulator.documents import PersonaEntry
from simulator.domain.appraisal import Appraisal
from simulator.domain.conduct import Ending
from simulator.domain.events import EventName
from simulator.domain.transcript import Transcript, UserTurn
from simulator.pretty import print_appraisal, print_panel, print_personas, print_report, print_transcript
from simulator.resources import Library
from tests.dialogue.make import reading, setting

EXACT = "[red]x[/red] :smile: costs $5 and $6"
WORDS = (
    "I did not send the September report. That was mine.",
    EXACT,
    "",
    "You have it by Friday at four. What do you expect of me?",
    "Goodbye then.",
    "One more thing.",
)


@pytest.fixture(autouse=True)
def _wide_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def played() -> Transcript:
    session, unused = play(setting(seed=1), WORDS)
    return as_transcript(session, "scripted", unused=unused)


def test_an_appraisal_shows_the_words_exactly_with_the_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    print_appraisal(EXACT, reading(EXACT, (EventName.NAMES_OWN_ERROR, "costs $5 and $6"), overall=1.25))
    out = capsys.readouterr().out
    assert EXACT in out
    assert "A fair supervisor: +1.2" in out
    assert "“costs $5 and $6”" in out
    assert "because of names_own_error" in out


def test_control_characters_and_reordering_marks_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    words = "I \x1b]0;title\x07was \u202elate\x1b[2J."
    print_appraisal(words, reading(words, EventName.EXPLANATION))
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "I ]0;titlewas late[2J." in out


def test_there_is_colour_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    appraisal = reading(EXACT, (EventName.NAMES_OWN_ERROR, "[red]x[/red]"))
    print_appraisal(EXACT, appraisal)
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    print_appraisal(EXACT, appraisal)
    assert "\x1b[4;32m[red]x[/red]\x1b[0m" in capsys.readouterr().out


def test_overlapping_readings_keep_every_word_once(capsys: pytest.CaptureFixture[str]) -> None:
    words = "I forgot it, sorry, and the team paid."
    print_appraisal(
        words,
        reading(words, (EventName.REGRET, "it, sorry"), (EventName.NAMES_OWN_ERROR, "I forgot it"), EventName.EXCUSE),
    )
    assert capsys.readouterr().out.count(f"│ {words} ") == 1


@pytest.mark.parametrize(
    ("appraisal", "said"),
    [
        (Appraisal(unscored="empty"), "Not scored: empty"),
        (Appraisal(unscored="distress", distress=True), "call for help, not for practice"),
    ],
)
def test_what_is_not_scored_says_why(appraisal: Appraisal, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_appraisal("", appraisal)
    out = capsys.readouterr().out
    assert said in out
    assert "+0.0" not in out


def test_a_transcript_shows_every_word_and_where_trust_went(
    played: Transcript, capsys: pytest.CaptureFixture[str]
) -> None:
    print_transcript(played)
    out = capsys.readouterr().out
    flat = " ".join(out.split())
    assert all(" ".join(turn.text.split()) in flat for turn in played.turns)
    assert "(silence)" in out
    assert all(f" {turn.trust:.0f} (" in out for turn in played.user_turns)
    if played.ending:
        assert played.ending.in_words in flat
    for words in played.unused_turns:
        assert f"unused: {words}" in out


def test_a_report_shows_the_evening_the_advice_and_both_judgements(
    played: Transcript, capsys: pytest.CaptureFixture[str]
) -> None:
    made = report(played)
    print_report(played, made)
    out = capsys.readouterr().out
    unframed = " ".join(out.replace("│", " ").split())
    assert made.evening_to in out
    assert " ".join(made.evening.split()) in unframed
    assert made.hers.summary in out
    assert made.fair.summary in out
    assert all(moment.quote[:20] in out for moment in made.moments)
    assert all(item.skill.value.replace("_", " ") in out for item in made.skills)
    for suggestion in made.suggestions[:1]:
        assert " ".join(suggestion.another_way.split()) in unframed


def test_a_conversation_that_stopped_for_help_can_be_printed(
    played: Transcript, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = played.model_copy(update={"ending": Ending.STOPPED_FOR_HELP})
    print_transcript(stopped)
    print_report(stopped, report(stopped))
    assert Ending.STOPPED_FOR_HELP.in_words in capsys.readouterr().out


def test_a_talk_that_holds_words_of_distress_has_no_report_however_it_ended(
    played: Transcript, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [
        turn.model_copy(update={"appraisal": turn.appraisal.model_copy(update={"distress": True})})
        if isinstance(turn, UserTurn)
        else turn
        for turn in played.turns
    ]
    told = played.model_copy(update={"turns": tuple(turns)})
    print_report(told, report(told))
    assert capsys.readouterr().out.strip() == Ending.STOPPED_FOR_HELP.in_words


def test_a_panel_has_a_row_for_every_supervisor(
    played: Transcript, shipped: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    print_panel(panel(played, shipped.personas.values()))
    out = capsys.readouterr().out
    assert all(persona.name in out for persona in shipped.personas.values())


def test_a_panel_has_room_for_words_where_all_talks_were_stopped(
    played: Transcript, shipped: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = panel(played, shipped.personas.values())
    seats = tuple(one.model_copy(update={"ending": Ending.STOPPED_FOR_HELP}) for one in told.supervisors)
    print_panel(told.model_copy(update={"supervisors": seats}))
    head = next(line for line in capsys.readouterr().out.splitlines() if "Ending" in line or "turn that" in line)
    assert len(head) - head.index("The turn") >= 20


def test_the_gallery_names_everyone(capsys: pytest.CaptureFixture[str]) -> None:
    print_personas((_entry(summary=f"Says {EXACT} to everybody."), _entry(name="Bo [bold]")))
    out = " ".join(capsys.readouterr().out.split())
    assert EXACT.split(maxsplit=1)[0] in out
    assert "Bo [bold]" in out


@pytest.mark.parametrize("width", [30, 60, 80, 300])
def test_nothing_is_wider_than_the_window(
    width: int, played: Transcript, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    print_transcript(played)
    print_report(played, report(played))
    print_panel(panel(played, [played.persona]))
    print_personas((_entry(),))
    print_appraisal(EXACT, reading(EXACT, EventName.EXCUSE))
    assert max(cell_len(line) for line in capsys.readouterr().out.splitlines()) <= min(width, 110)


def _entry(name: str = "Marian", summary: str = "You sit opposite somebody.") -> PersonaEntry:
    return PersonaEntry(id="the-letter", name=name, source="the letter", difficulty="normal", summary=summary)
