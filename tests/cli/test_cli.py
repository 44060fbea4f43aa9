"""The contracts of the command line: keys, exit codes, one clear line, JSON alone on standard output."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from simulator.cli import main
from simulator.documents import DOCUMENTS, AppraisedTurn, PersonaList, json_schema
from simulator.domain.events import Dimension, EventName
from simulator.domain.report import Panel, PersonaCheck, Report
from simulator.domain.transcript import Transcript
from simulator.resources import root
from tests.backends.loopback import LoopbackModel
from tests.cli.typing import END, Typing
from tests.debrief.answering import KEY, by_turn
from tests.shipped import PERSONA_IDS

TURNS = (
    "I did not send the report on Friday the ninth. That was mine to send.",
    "The planners had to work with old figures because of me.",
    "You have the next one by noon on Thursday, a day early.",
)


def run(*arguments: str, typed: str | bytes | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, list(arguments), input=typed, prog_name="simulator")


def document(result: Result) -> dict[str, Any]:
    """The JSON on standard output; nothing else is there."""
    assert result.exit_code == 0, result.stderr
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def refusal(result: Result) -> str:
    """The one line on standard error."""
    assert result.exit_code == 2, (result.exit_code, result.output, result.exception)
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("simulator: ")
    return lines[0]


@pytest.fixture
def turns(tmp_path: Path) -> str:
    file = tmp_path / "turns.txt"
    file.write_text("\n".join(TURNS) + "\n", "utf-8")
    return str(file)


@pytest.fixture
def transcript(tmp_path: Path, turns: str) -> str:
    file = tmp_path / "transcript.json"
    file.write_text(run("play", "--persona", "teacher", "--seed", "3", "--turns", turns).stdout, "utf-8")
    return str(file)


def floats_in(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in floats_in(item)]
    if isinstance(value, list):
        return [number for item in value for number in floats_in(item)]
    return [value] if isinstance(value, float) else []


class TestAppraise:
    LINES: tuple[dict[str, Any], ...] = (
        {"user": "I forgot the report, and that is on me.", "supervisor": "What happened?", "id": "a"},
        {"user": "You useless idiot.", "id": 7, "note": "other keys are passed over"},
        {"user": ""},
        {"user": "Grüße 😀 “thank you” \u2028 I forgot it."},
    )

    def test_one_line_a_turn_in_order(self) -> None:
        typed = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in self.LINES) + "\n"
        result = run("appraise", typed=typed)
        assert result.exit_code == 0, result.stderr
        read = [json.loads(line) for line in result.stdout.split("\n") if line]
        assert [line["id"] for line in read] == ["a", 7, None, None]
        assert all(line["schema"] == "appraisal/1" for line in read)
        for line, given in zip(read, self.LINES, strict=True):
            assert set(line) == {
                "schema", "id", "dimensions", "overall", "overall_low", "overall_high", "events", "distress",
                "unscored",
            }  # fmt: skip
            assert set(line["dimensions"]) == set(Dimension)
            assert (line["overall"] is None) == (line["unscored"] is not None)
            assert isinstance(line["distress"], bool)
            assert all(-2 <= value <= 2 for value in line["dimensions"].values() if value is not None)
            assert all(round(number, 2) == number for number in floats_in(line))
            for event in line["events"]:
                keys = {
                    "name",
                    "dimension",
                    "quote",
                    "start",
                    "end",
                    "weight",
                    "why",
                    "omission",
                    "implied",
                    "strength",
                    "words",
                }
                assert set(event) == keys
                assert event["quote"] == given["user"][event["start"] : event["end"]]
                assert event["name"] in set(EventName)
            AppraisedTurn.model_validate(line)

    def test_a_file_is_read_like_standard_input(self, tmp_path: Path) -> None:
        typed = "\n".join(json.dumps(line, ensure_ascii=False) for line in self.LINES)
        file = tmp_path / "turns.jsonl"
        file.write_text("\ufeff" + typed, "utf-8")
        assert run("appraise", str(file)).stdout == run("appraise", "-", typed=typed).stdout
        assert run("appraise", str(file)).stdout.count("\n") == len(self.LINES)

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        typed = json.dumps(self.LINES[0]).encode()
        assert run("appraise", typed=b"\xef\xbb\xbf" + typed).stdout == run("appraise", typed=typed).stdout

    def test_nothing_in_nothing_out(self) -> None:
        result = run("appraise", typed="\n")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("not json\n", "Line 1"),
            ('\n{"user": 3}\n', "Line 2: user must be text; put it in quotes."),
            ('{"supervisor": "x"}\n', "Line 1: user is missing; add it."),
            ('["user"]\n', "Line 1"),
            ('{"user": "' + "x" * 100_001 + '"}\n', "Line 1: This is 100,001 characters long and at most 100,000"),
            ('{"user": "\\ud800"}\n', "Line 1"),
        ],
    )
    def test_a_bad_line_is_named(self, typed: str, reason: str) -> None:
        assert reason in refusal(run("appraise", typed=typed))

    def test_bytes_that_are_not_utf8_are_named(self, tmp_path: Path) -> None:
        assert "not UTF-8" in refusal(run("appraise", typed=b'{"user": "\xff"}\n'))
        file = tmp_path / "latin"
        file.write_bytes(b'{"user": "\xff"}\n')
        assert "is not UTF-8 at byte 10" in refusal(run("appraise", str(file)))

    def test_a_missing_file_is_named(self) -> None:
        assert "nowhere.jsonl: cannot be read: No such file" in refusal(run("appraise", "nowhere.jsonl"))

    def test_the_longest_turn_passes(self) -> None:
        assert run("appraise", typed=json.dumps({"user": "I see. " * 14_285})).exit_code == 0


class TestTwoWeeksLater:
    def test_the_talk_goes_on_where_it_ended(self, turns: str, tmp_path: Path) -> None:
        first = run("play", "--persona", "teacher", "--turns", turns)
        (tmp_path / "first.json").write_text(first.stdout, "utf-8")
        (tmp_path / "later.txt").write_text("Yes, it was on your desk on Thursday at eleven.\n", "utf-8")
        value = document(run("play", "--after", str(tmp_path / "first.json"), "--turns", str(tmp_path / "later.txt")))
        assert value["persona"]["id"] == "teacher"
        assert value["carried"]["round"] == 2
        assert value["carried"]["trust"] == document(first)["turns"][-2]["trust"]
        (tmp_path / "later.json").write_text(json.dumps(value), "utf-8")
        report = document(run("score", str(tmp_path / "later.json")))
        assert report["round"] == 2

    def test_another_supervisor_cannot_take_over(self, turns: str, tmp_path: Path) -> None:
        (tmp_path / "first.json").write_text(run("play", "--persona", "teacher", "--turns", turns).stdout, "utf-8")
        refused = run("play", "--persona", "own-it", "--after", str(tmp_path / "first.json"), "--turns", turns)
        assert 'leave "own-it" out' in refusal(refused)

    def test_a_first_talk_needs_a_supervisor(self, turns: str) -> None:
        assert "Name a supervisor with --persona" in refusal(run("play", "--turns", turns))


class TestPlay:
    def test_a_transcript_has_the_keys_of_the_contract(self, turns: str) -> None:
        value = document(run("play", "--persona", "teacher", "--turns", turns))
        keys = {"schema", "persona", "scenario", "seed", "difficulty", "backend", "versions", "ending"}
        assert keys | {"unused_turns", "turns", "model", "carried"} == set(value)
        assert (value["schema"], value["backend"], value["seed"]) == ("transcript/1", "scripted", 0)
        assert (value["persona"]["id"], value["scenario"]["id"]) == ("teacher", "the-letter")
        common = {"id", "parent", "speaker", "text"}
        for turn in value["turns"]:
            extra = (
                {"appraisal", "trust", "patience", "clarity", "ledger"}
                if turn["speaker"] == "user"
                else {"move", "mood", "complete"}
            )
            assert set(turn) == common | extra
            for row in turn.get("ledger", []):
                assert set(row) == {"variable", "rule", "quote", "amount", "before", "after"}
        assert [turn["text"] for turn in value["turns"] if turn["speaker"] == "user"] == list(TURNS)
        assert all(round(number, 2) == number for number in floats_in(value))
        Transcript.model_validate(value)

    def test_options_are_kept(self, turns: str) -> None:
        options = ("--scenario", "warehouse", "--seed", "9", "--difficulty", "hard", "--backend", "scripted")
        value = document(run("play", "--persona", "mirror", *options, "--turns", turns))
        assert (value["scenario"]["id"], value["seed"], value["difficulty"]) == ("warehouse", 9, "hard")

    def test_a_json_list_may_hold_silence_and_line_breaks(self, tmp_path: Path) -> None:
        file = tmp_path / "turns.json"
        file.write_text(json.dumps(["", "One.\nTwo."]), "utf-8")
        value = document(run("play", "--persona", "teacher", "--turns", str(file)))
        said = [turn for turn in value["turns"] if turn["speaker"] == "user"]
        assert [turn["text"] for turn in said] == ["", "One.\nTwo."]
        assert said[0]["appraisal"]["unscored"] == "empty"

    def test_blank_lines_are_skipped_and_standard_input_is_read(self) -> None:
        value = document(run("play", "--persona", "teacher", "--turns", "-", typed="\r\nI see.\r\n\r\nYes.\n"))
        assert [turn["text"] for turn in value["turns"] if turn["speaker"] == "user"] == ["I see.", "Yes."]

    def test_the_users_words_of_a_transcript_are_played_anew(self, turns: str, tmp_path: Path) -> None:
        typed = "I forgot the report.\nThank you. Goodbye.\nWait.\n"
        for said in ("\n".join(TURNS), typed):
            before = run("play", "--persona", "teacher", "--turns", "-", typed=said).stdout
            assert run("play", "--persona", "teacher", "--turns", "-", typed=before).stdout == before

    @pytest.mark.parametrize("typed", ['{"user": "I see."}\n{"user": "Yes."}\n', '{\n  "turns": []\n}', "{}"])
    def test_other_json_is_not_taken_for_turns(self, typed: str) -> None:
        told = refusal(run("play", "--persona", "teacher", "--turns", "-", typed=typed))
        assert "is JSON but no transcript; pass one user turn a line, a JSON list of texts, or a transcript." in told

    def test_words_that_begin_with_a_brace_are_words(self) -> None:
        value = document(run("play", "--persona", "teacher", "--turns", "-", typed="{sigh} I forgot it.\n"))
        assert value["turns"][1]["text"] == "{sigh} I forgot it."

    def test_turns_after_an_ending_are_unused_and_fine(self) -> None:
        typed = "I forgot the report.\nThank you. Goodbye.\nWait.\n"
        value = document(run("play", "--persona", "teacher", "--turns", "-", typed=typed))
        assert (value["ending"], value["unused_turns"]) == ("ended_by_user", ["Wait."])

    def test_the_same_call_prints_the_same_bytes(self, turns: str) -> None:
        calls = [run("play", "--persona", "undecided", "--turns", turns).stdout for _ in range(2)]
        assert calls[0] == calls[1]

    @pytest.mark.parametrize(
        ("arguments", "typed", "reason"),
        [
            (("--persona", "nobody"), "Yes.", 'There is no persona "nobody"; choose one of: came-back'),
            (("--persona", "teacher", "--scenario", "moon"), "Yes.", 'There is no scenario "moon"'),
            (("--persona", "teacher"), "", "holds no turns"),
            (("--persona", "teacher"), "\n \n", "holds no turns"),
            (("--persona", "teacher"), "[]", "holds no turns"),
            (("--persona", "teacher"), '["a", 3]', "every entry of the list must be text"),
            (("--persona", "teacher"), '["a"', "begins like a JSON list, but "),
            (("--persona", "teacher"), '["\\ud800"]', "begins like a JSON list, but "),
            (("--persona", "teacher"), "[" * 100_000, "begins like a JSON list, but "),
            (("--persona", "teacher"), "I see.\n" + "x" * 4_001, "turn 2: This is 4,001 characters long"),
            (("--persona", "teacher"), b"\xff\xfe", "is not UTF-8 at byte 0"),
            (("--persona", "teacher", "--seed", "-1"), "Yes.", "--seed"),
            (("--persona", "teacher", "--seed", "x"), "Yes.", "--seed"),
            (("--persona", "teacher", "--difficulty", "brutal"), "Yes.", "--difficulty"),
            (("--persona", "teacher", "--backend", "crystal-ball"), "Yes.", "--backend"),
            (("--persona", "teacher", "--volume", "11"), "Yes.", "--volume"),
            ((), "Yes.", "--persona"),
        ],
    )
    def test_bad_input_is_one_clear_line(self, arguments: tuple[str, ...], typed: str | bytes, reason: str) -> None:
        assert reason in refusal(run("play", *arguments, "--turns", "-", typed=typed))

    def test_a_missing_file_is_named(self) -> None:
        assert "nowhere.txt: cannot be read" in refusal(run("play", "--persona", "teacher", "--turns", "nowhere.txt"))


class TestScore:
    KEYS = frozenset(
        {
            "dimensions", "skills", "apology", "moments", "strengths", "suggestions", "promises", "trust",
            "not_shown", "fair", "hers",
        }
    )  # fmt: skip

    def test_a_report_has_the_keys_of_the_contract(self, transcript: str) -> None:
        value = document(run("score", transcript))
        assert value.keys() >= self.KEYS
        assert (value["schema"], value["persona"], value["persona_assumed"]) == ("report/1", "teacher", False)
        assert len(value["trust"]) == len(TURNS) + 1
        assert all(round(number, 2) == number for number in floats_in(value))
        assert all(set(promise) >= {"what", "by_when", "quote"} for promise in value["promises"])
        Report.model_validate(value)

    def test_plain_text_is_scored_as_the_letter_and_says_so(self, tmp_path: Path) -> None:
        file = tmp_path / "talk.txt"
        file.write_text("Boss: What happened?\nYou: I forgot the report.\nIt was mine.\nBoss: And now?\n", "utf-8")
        result = run("score", str(file))
        value = document(result)
        assert (value["persona"], value["persona_assumed"]) == ("the-letter", True)
        assert "scored as the-letter" in result.stderr

    def test_another_supervisor_and_situation(self, transcript: str) -> None:
        value = document(run("score", transcript, "--persona", "mirror", "--scenario", "school"))
        assert (value["persona"], value["scenario"]) == ("mirror", "school")

    def test_a_second_reader_fills_its_field_and_moves_no_other(
        self, transcript: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = document(run("score", transcript))
        assert plain["second_reader"] is None
        monkeypatch.setenv("SIMULATOR_MODEL", "reader-1")
        with LoopbackModel(reply=by_turn(*[{EventName.NAMES_OWN_ERROR: words[:20]} for words in TURNS])) as server:
            monkeypatch.setenv("SIMULATOR_BASE_URL", server.url)
            result = run("score", transcript, "--second-reader")
            pretty = run("score", transcript, "--second-reader", "--pretty")
        value = document(result)
        read = value.pop("second_reader")
        assert (value | {"second_reader": None}, result.stderr) == (plain, "")
        assert (read["models"], read["scored"], read["read"], read["failed"]) == (["reader-1"], 3, 3, 0)
        assert read["turns"][0]["events"][0]["reader_quote"] == TURNS[0][:20]
        assert "A second reader, beside the rules" in pretty.stdout
        assert f"names own error: rules no, model yes “{TURNS[2][:20]}”" in pretty.stdout

    def test_a_second_reader_that_fails_is_said_and_the_report_stands(
        self, transcript: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SIMULATOR_MODEL", "reader-1")
        monkeypatch.setenv("SIMULATOR_API_KEY", KEY)
        with LoopbackModel("401") as server:
            monkeypatch.setenv("SIMULATOR_BASE_URL", server.url)
            result = run("score", transcript, "--second-reader")
            pretty = run("score", transcript, "--second-reader", "--pretty")
        assert document(result)["second_reader"]["failed"] == 3
        assert result.stderr == "simulator: the second reader read 0 of 3 turns; why stands in second_reader.\n"
        assert "not read: The model server does not accept the key" in pretty.stdout
        assert KEY not in result.output + pretty.output

    def test_a_second_reader_without_a_model_is_one_clear_line(self, transcript: str) -> None:
        assert "No model is set" in refusal(run("score", transcript, "--second-reader"))

    def test_standard_input(self, transcript: str) -> None:
        assert run("score", "-", typed=Path(transcript).read_bytes()).stdout == run("score", transcript).stdout

    def test_numbers_in_the_file_are_worked_out_anew(self, transcript: str, tmp_path: Path) -> None:
        value = json.loads(Path(transcript).read_text("utf-8"))
        for turn in value["turns"]:
            if turn["speaker"] == "user":
                turn["trust"] = 100.0
                turn["appraisal"] |= {"overall": 2.0, "events": [], "unscored": None}
        forged = tmp_path / "forged.json"
        forged.write_text(json.dumps(value), "utf-8")
        assert run("score", str(forged)).stdout == run("score", transcript).stdout

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", 'no line that begins with "You:"'),
            ("Boss: Well?\n", 'no line that begins with "You:"'),
            ("Hello there.\nYou: Hi.\n", "Line 1 has no speaker"),
            ("{", "ends before its JSON does"),
            ("{}", "persona is missing; add it"),
            ('{"schema": "transcript/2"}', "schema"),
            ('{"a": ' * 100_000, "is not valid JSON"),
        ],
    )
    def test_bad_transcripts_are_one_clear_line(self, tmp_path: Path, text: str, reason: str) -> None:
        file = tmp_path / "talk.txt"
        file.write_text(text, "utf-8")
        assert reason in refusal(run("score", str(file)))
        assert reason in refusal(run("panel", str(file)))

    def test_a_wrong_turn_is_named_with_its_place(self, transcript: str, tmp_path: Path) -> None:
        value = json.loads(Path(transcript).read_text("utf-8"))
        value["turns"][1]["text"] = 3
        file = tmp_path / "wrong.json"
        file.write_text(json.dumps(value), "utf-8")
        assert "turns, entry 2, text must be text" in refusal(run("score", str(file)))

    def test_unknown_names(self, transcript: str) -> None:
        assert 'no persona "x"' in refusal(run("score", transcript, "--persona", "x"))
        assert 'no scenario "x"' in refusal(run("score", transcript, "--scenario", "x"))
        assert "cannot be read" in refusal(run("score", "nowhere.json"))


def test_the_panel_seats_everybody(transcript: str) -> None:
    value = document(run("panel", transcript))
    assert value["schema"] == "panel/1"
    assert [seat["persona"] for seat in value["supervisors"]] == list(PERSONA_IDS)
    assert all({"trust", "ending", "turning_point"} <= set(seat) for seat in value["supervisors"])
    own = next(seat for seat in value["supervisors"] if seat["persona"] == "teacher")
    said = [turn for turn in json.loads(Path(transcript).read_text("utf-8"))["turns"] if turn["speaker"] == "user"]
    assert own["trust"] == [turn["trust"] for turn in said]
    Panel.model_validate(value)


def test_personas_lists_the_thirteen() -> None:
    value = document(run("personas"))
    assert value["schema"] == "personas/1"
    assert [one["id"] for one in value["personas"]] == list(PERSONA_IDS)
    assert all(set(one) == {"id", "name", "source", "difficulty", "summary", "origin"} for one in value["personas"])
    PersonaList.model_validate(value)


class TestCheckingAPersona:
    def test_a_shipped_one_is_fine(self) -> None:
        value = document(run("personas", "--check", str(root() / "personas" / "mirror.yaml")))
        assert list(value) == ["schema", "persona", "missing", "misbehaves", "trust", "fine"]
        assert (value["schema"], value["persona"], value["fine"]) == ("persona-check/1", "mirror", True)
        PersonaCheck.model_validate(value)

    @pytest.fixture
    def spoiled(self, tmp_path: Path) -> str:
        data = yaml.safe_load((root() / "personas" / "mirror.yaml").read_text("utf-8"))
        data["id"] = "spoiled"
        data["stance"]["weights"]["excuse"] = 0
        del data["quarrel"]
        file = tmp_path / "spoiled.yaml"
        file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
        return str(file)

    def test_what_misbehaves_is_in_the_document_and_no_failure(self, spoiled: str) -> None:
        value = document(run("personas", "--check", spoiled))
        assert not value["fine"]
        assert value["missing"] == ["quarrel is not there: this supervisor never argues on the panel."]
        assert any("excuse" in sentence for sentence in value["misbehaves"])

    def test_people_read_the_same(self, spoiled: str) -> None:
        result = run("personas", "--check", spoiled, "--pretty")
        assert result.exit_code == 0, result.stderr
        told = " ".join(result.stdout.split())
        assert "quarrel is not there: this supervisor never argues on the panel." in told
        assert "Ngozi is not fine yet: 3 to mend." in told

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("id: x\nid: y\n", "line 2"),
            ("schema: persona/1\n", "is missing; add it"),
            ("- a\n", "must be a mapping"),
        ],
    )
    def test_a_broken_file_is_one_clear_line(self, tmp_path: Path, text: str, reason: str) -> None:
        file = tmp_path / "broken.yaml"
        file.write_text(text, "utf-8")
        said = refusal(run("personas", "--check", str(file)))
        assert str(file) in said
        assert reason in said
        assert "cannot be read" in refusal(run("personas", "--check", str(tmp_path / "nowhere.yaml")))

    def test_the_file_is_called_like_its_id(self, spoiled: str, tmp_path: Path) -> None:
        moved = Path(spoiled).rename(tmp_path / "other.yaml")
        assert 'id is "spoiled" but the file is called "other"' in refusal(run("personas", "--check", str(moved)))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_document_has_a_schema(name: str) -> None:
    value = document(run("schema", name))
    assert value == json.loads(json.dumps(json_schema(name)))
    assert value["type"] == "object"


def test_an_unknown_schema_lists_the_known_ones() -> None:
    assert "choose one of: appraisal, batch-error" in refusal(run("schema", "poem"))


def test_an_unknown_command_is_one_clear_line() -> None:
    assert "dance" in refusal(run("dance"))


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("play", "--help"), ("appraise", "-h")])
def test_help_is_there(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: simulator")


def test_progress_over_transcripts_in_order(transcript: str) -> None:
    value = document(run("progress", transcript, transcript))
    assert (value["schema"], value["talks"]) == ("progress/1", 2)
    assert value["unseen"]["claim"] == "not yet"
    assert [one["persona"] for one in value["without_hints"]["supervisors"]] == ["teacher"]
    assert {one["verdict"] for one in value["change"]["dimensions"]} <= {"within the noise", "not shown in both"}
    assert "TRANSCRIPTS" in refusal(run("progress"))
    assert "cannot be read" in refusal(run("progress", "nowhere.json"))


def test_progress_names_what_it_leaves_out_and_why(transcript: str, tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"schema": "transcr', "utf-8")
    (tmp_path / "notes.txt").write_text("just notes\n", "utf-8")
    (tmp_path / "outside.txt").write_text("You: I forgot it. That was mine.\nBoss: I see.\n", "utf-8")
    files = [str(tmp_path / name) for name in ("half.json", "notes.txt", "outside.txt")]
    for pretty in ((), ("--pretty",)):
        done = run("progress", transcript, *files, *pretty)
        half, notes, outside = done.stderr.splitlines()
        assert done.exit_code == 0
        assert f"{files[0]}: ends before its JSON does" in half
        assert f"{files[1]}: Line 1 has no speaker" in notes
        assert half.endswith("It is left out; the others are read.")
        assert outside == f"simulator: {files[2]}: was not held here, so it is not counted."
    assert f"{files[0]}: ends before its JSON does" in refusal(run("progress", *files[:2]))


@pytest.mark.parametrize("name", ["own-it", "Ruth", "ruth", "OWN-IT"])
def test_a_supervisor_is_named_by_id_or_by_name(name: str, transcript: str, turns: str, tmp_path: Path) -> None:
    assert document(run("play", "--persona", name, "--turns", turns))["persona"]["id"] == "own-it"
    assert document(run("score", transcript, "--persona", name))["persona"] == "own-it"
    assert "Ruth" in run("export", transcript, "--persona", name, "--format", "md").stdout
    assert json.loads(run("card", "export", name).stdout)["data"]["name"] == "Ruth"
    assert "A conversation with Ruth" in run("chat", "--persona", name, "--no-save", typed="").stdout
    out = ("--turns", turns, "--out", str(tmp_path / "out"), "--workers", "1")
    assert document(run("batch", "play", "--persona", name, *out))["groups"]["persona"].keys() == {"own-it"}


def test_a_bulk_summary_is_a_table_on_request(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"user": "I forgot it. That was mine."}\n{"user": ""}\n{"user": 3}\n', "utf-8")
    done = run("batch", "score", str(rows), "--out", str(tmp_path / "scored"), "--workers", "1", "--pretty")
    assert done.exit_code == 0
    assert "2 of 3 turns in" in done.stdout
    assert re.search(r"^1 could not be used, see errors.jsonl$", done.stdout, re.MULTILINE)
    assert re.search(r"^1 without a score: empty$", done.stdout, re.MULTILINE)
    assert re.search(r"^ ownership +1 +\+\d\.\d +± 0\.0 ", done.stdout, re.MULTILINE)
    assert "1 row could not be used" in done.stderr


def test_bulk_talks_are_summed_up_by_what_moved_trust(turns: str, tmp_path: Path) -> None:
    rude = tmp_path / "rude.txt"
    rude.write_text("You useless idiot.\n" * 6, "utf-8")
    told = ("--persona", "ruth", "--turns", turns, "--turns", str(rude), "--out", str(tmp_path / "played"))
    shown = run("batch", "play", *told, "--workers", "1", "--pretty").stdout
    assert re.search(r"^1 +Ended from the other side", shown, re.MULTILINE)
    assert re.search(r"^1 +Not ended yet", shown, re.MULTILINE)
    by_words = shown[shown.index("Change of trust, by employee") :]
    assert by_words.index(" turns ") < by_words.index(" rude ")
    assert "by persona" not in shown, "one supervisor is no comparison"


def test_what_reads_from_a_terminal_says_so_there_and_nowhere_else(tmp_path: Path) -> None:
    with Typing(tmp_path, "appraise") as typing:
        typing.wait_for("reading what you type: one line a turn")
        typing.wait_for("Ctrl-D ends it. Or name a file")
        typing.press('{"user": "I see."}\r')
        typing.wait_for('"schema":"appraisal/1"')
        typing.press(END)
        assert typing.end() == 0
    assert run("appraise", typed='{"user": "I see."}\n').stderr == ""


@pytest.mark.parametrize("command", ["personas", "play", "score", "panel", "progress", "appraise"])
def test_pretty_prints_for_people(command: str, transcript: str, turns: str) -> None:
    arguments = {
        "personas": ("personas",),
        "play": ("play", "--persona", "teacher", "--turns", turns),
        "score": ("score", transcript),
        "panel": ("panel", transcript),
        "progress": ("progress", transcript, transcript),
        "appraise": ("appraise", "-"),
    }[command]
    result = run(*arguments, "--pretty", typed=json.dumps({"user": TURNS[0]}) + "\n")
    assert result.exit_code == 0, (result.stderr, result.exception)
    assert len(result.stdout.splitlines()) > 2
    with pytest.raises(json.JSONDecodeError):
        json.loads(result.stdout)


class TestAsAProcess:
    """From another folder, with no configuration."""

    def call(self, folder: Path, *arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "simulator", *arguments],
            cwd=folder,
            env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder)},
            input=typed,
            capture_output=True,
            check=False,
        )

    def test_it_works_from_any_folder_and_keeps_the_streams_apart(self, tmp_path: Path) -> None:
        done = self.call(tmp_path, "play", "--persona", "mirror", "--turns", "-", typed="Grüße – I see.\n".encode())
        assert done.returncode == 0, done.stderr
        Transcript.model_validate_json(done.stdout)
        assert done.stderr == b""
        assert list(tmp_path.iterdir()) == []

    def test_bad_input_ends_with_two_and_one_line(self, tmp_path: Path) -> None:
        done = self.call(tmp_path, "play", "--persona", "nobody", "--turns", "-", typed=b"Yes.\n")
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)

    def test_the_version_is_printed(self, tmp_path: Path) -> None:
        done = self.call(tmp_path, "--version")
        assert done.returncode == 0
        assert done.stdout.startswith(b"simulator, version ")


@pytest.fixture
def talk(turns: str, tmp_path: Path) -> str:
    file = tmp_path / "talk.json"
    file.write_text(run("play", "--persona", "mirror", "--turns", turns).stdout, "utf-8")
    return str(file)


@pytest.mark.parametrize("suffix", ["md", "html", "csv", "json", "pdf"])
def test_export_writes_what_score_says(talk: str, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"kept.{suffix}"
    done = run("export", talk, "--format", suffix, "-o", str(file))
    assert (done.exit_code, done.output) == (0, "")
    scored = document(run("score", talk))
    made = file.read_bytes()
    if suffix == "pdf":
        assert made.startswith(b"%PDF")
        return
    assert run("export", talk, "--format", suffix).stdout_bytes == made
    text = re.sub(r"\\(.)", r"\1", html.unescape(made.decode("utf-8")))
    if suffix in ("md", "html"):
        assert scored["evening"] in text
        assert scored["hers"]["summary"] in text
        assert scored["fair"]["summary"] in text
    elif suffix == "csv":
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert [float(row["trust"]) for row in rows if row["speaker"] == "You"] == scored["trust"][1:]
        assert [float(row["overall"]) for row in rows if row["speaker"] == "You"] == scored["fair"]["series"]
    else:
        assert document(run("score", str(file))) == scored


def test_export_reads_plain_text_and_says_who_was_assumed(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Boss: When will it be done?\nYou: Anna has it on Friday at noon.\n", "utf-8")
    done = run("export", str(notes), "--format", "md", "--replace", "Anna=Person A")
    assert done.exit_code == 0
    assert "Person A has it" in done.stdout
    assert "Anna" not in done.stdout
    assert "the-letter" in done.stderr


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--format", "pdf"), "A PDF is no text: name a file with -o."),
        (("--format", "docx"), "docx"),
        ((), "--format"),
        (("--format", "md", "--replace", "Anna"), 'Line 1: write "name = stand-in"'),
        (
            ("--format", "md", "--replace", "Ngozi=X"),
            '"X" cannot be the supervisor\'s name: it should have at least 2',
        ),
        (("--format", "md", "--persona", "nobody"), 'no persona "nobody"'),
        (("--format", "md", "-o", "/no/such/folder/talk.md"), "/no/such/folder/talk.md: cannot be written"),
    ],
)
def test_export_refuses_in_one_line(talk: str, more: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(run("export", talk, *more))


def test_export_of_a_file_that_is_none() -> None:
    assert "cannot be read" in refusal(run("export", "no-such-file.json", "--format", "md"))


class TestHelp:
    """Words of distress meet help at every command, beside what is printed."""

    DESPAIR = "You: I want to kill myself.\n"

    @pytest.mark.parametrize("command", [("score",), ("score", "--pretty"), ("panel",)])
    def test_a_talk_that_calls_for_help_shows_the_lines(self, command: tuple[str, ...], tmp_path: Path) -> None:
        notes = tmp_path / "notes.txt"
        notes.write_text(self.DESPAIR, "utf-8")
        done = run(command[0], str(notes), *command[1:])
        assert done.exit_code == 0
        assert "findahelpline.com" in done.stderr
        assert "apologise" not in done.stdout
        if command == ("score",):
            assert json.loads(done.stdout)["apology"] is None
        if command == ("panel",):
            assert json.loads(done.stdout)["supervisors"] == []

    def test_a_turn_that_calls_for_help_shows_them_once(self) -> None:
        row = json.dumps({"user": "I want to kill myself."})
        done = run("appraise", "-", typed=f"{row}\n{row}\n")
        assert done.stderr.count("findahelpline.com") == 2, "its name and its source, once"
        assert "findahelpline.com" not in run("appraise", "-", typed='{"user": "That was mine."}\n').stderr


def test_a_file_is_not_written_over_the_talk_and_a_name_must_be_there(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("You: Milan has the list, and I am late with mine.\n", "utf-8")
    assert "is the talk itself" in refusal(run("export", str(notes), "--format", "md", "-o", str(notes)))
    assert '"Zebulon" is nowhere in this talk' in refusal(
        run("export", str(notes), "--persona", "mirror", "--format", "md", "--replace", "Zebulon=X Y")
    )
    assert notes.read_text("utf-8").startswith("You: Milan")
