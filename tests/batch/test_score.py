"""Scoring in bulk: the same readings as one by one, and a bad row that ends nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from simulator.batch.rows import Fault, Row
from simulator.batch.scoring import scored_turn
from simulator.cli import main
from simulator.documents import DOCUMENTS
from simulator.domain.bulk import TurnRow
from simulator.domain.transcript import Transcript
from tests.bench.many import turns, write_turns

from .make import DISTRESS, GOOD, USER, errors, lines, refusal, rows, run, summary, tree


def score(source: Path, out: Path, *more: str) -> dict[str, Any]:
    return summary(run("score", source, "--out", out, "--workers", "1", *more))


def one_by_one(command: str, source: Path) -> str:
    result = CliRunner().invoke(main, [command, str(source)], prog_name="simulator")
    assert result.exit_code == 0
    return result.stdout


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A transcript as `simulator play` prints it."""
    file = lines(tmp_path_factory.mktemp("talk") / "turns.txt", [USER, "You have it by noon on Thursday."])
    result = CliRunner().invoke(main, ["play", "--persona", "own-it", "--seed", "3", "--turns", str(file)])
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def test_turns_are_read_as_appraise_reads_them(tmp_path: Path) -> None:
    source = write_turns(tmp_path / "turns.jsonl", 40)
    told = score(source, tmp_path / "out", "--part-rows", "15")
    alone = [json.loads(line) for line in one_by_one("appraise", source).splitlines()]
    made = rows(tmp_path / "out")
    assert [row["row"] for row in made] == list(range(1, 41))
    assert (told["rows"], told["written"], told["errors"], told["parts"]) == (40, 40, 0, 3)
    for row, reading, turn in zip(made, alone, turns(40), strict=True):
        assert row["id"] == reading["id"]
        assert {name: row[name] for name in reading["dimensions"]} == reading["dimensions"]
        assert (row["overall"], row["unscored"], row["distress"]) == (
            reading["overall"],
            reading["unscored"],
            reading["distress"],
        )
        assert [event["quote"] for event in row["events"]] == [event["quote"] for event in reading["events"]]
        assert all(turn["user"][event["start"] : event["end"]] == event["quote"] for event in row["events"])
    scored = [reading["overall"] for reading in alone if reading["overall"] is not None]
    assert told["figures"]["overall"]["count"] == len(scored)
    assert told["figures"]["overall"]["mean"] == pytest.approx(sum(scored) / len(scored), abs=0.005)
    assert told["figures"]["overall"]["high"] == max(scored)


def test_lines_of_json_say_the_same_as_the_table(tmp_path: Path) -> None:
    source = write_turns(tmp_path / "turns.jsonl", 6)
    score(source, tmp_path / "table")
    score(source, tmp_path / "lines", "--format", "jsonl")
    said = [json.loads(line) for line in (tmp_path / "lines/parts/000001.jsonl").read_text("utf-8").splitlines()]
    assert {row.pop("schema") for row in said} == {"batch-turn/1"}
    assert said == rows(tmp_path / "table")
    assert list(said[0])[:2] == ["row", "id"]
    DOCUMENTS["batch-turn"].model_validate({"schema": "batch-turn/1", **said[0]})


def test_parquet_comes_in_as_lines_do(tmp_path: Path) -> None:
    given = [*turns(12), {"user": "", "supervisor": None, "id": "last"}]
    table = pa.Table.from_pylist(given)
    table = table.append_column("other", pa.array([{"deep": 1}] * len(given)))
    table = table.set_column(0, "id", table["id"].dictionary_encode())
    pq.write_table(table, tmp_path / "turns.parquet", row_group_size=5)
    score(tmp_path / "turns.parquet", tmp_path / "table", "--part-rows", "4")
    score(lines(tmp_path / "turns.jsonl", given[:-1]), tmp_path / "lines", "--part-rows", "4")
    assert rows(tmp_path / "table")[:-1] == rows(tmp_path / "lines")
    assert rows(tmp_path / "table")[-1]["unscored"] == "empty"


def test_words_of_distress_are_counted_apart_and_carry_no_figure(tmp_path: Path) -> None:
    source = lines(tmp_path / "turns.jsonl", [GOOD, {"user": DISTRESS}, {"user": "..."}])
    told = score(source, tmp_path / "out")
    _, row, _ = rows(tmp_path / "out")
    assert (told["written"], told["distress"], told["unscored"]) == (3, 1, {"no words": 1})
    assert told["figures"]["overall"]["count"] == 1
    assert row["distress"]
    assert [row[name] for name in ("overall", "respect", "events")] == [None, None, []]


def test_a_bad_row_is_told_with_its_place_and_ends_nothing(tmp_path: Path) -> None:
    bad: list[object] = [
        "no JSON",
        "[1, 2]",
        '"words"',
        {"words": USER},
        {"user": 5},
        {"user": USER, "supervisor": 5},
        {"user": "x" * 100_001},
        b'{"user": "caf\xe9"}',
        '{"user": "\\ud800"}',
        '{"user": "half of a li',
    ]
    source = lines(tmp_path / "turns.jsonl", [GOOD, "", *bad, GOOD])
    told = score(source, tmp_path / "out", "--part-rows", "3")
    found = errors(tmp_path / "out")
    assert (told["rows"], told["written"], told["errors"]) == (12, 2, 10)
    assert [row["row"] for row in rows(tmp_path / "out")] == [1, 13]
    assert [error["row"] for error in found] == list(range(3, 13))
    assert [error["where"] for error in found] == [f"turns.jsonl, line {at}" for at in range(3, 13)]
    assert {error["schema"] for error in found} == {"batch-error/1"}
    assert all(error["what"].endswith(".") and error["do"].endswith(".") for error in found)
    assert found[3]["what"] == "user is missing; add it."
    assert "100,001 characters" in found[6]["what"]
    assert found[7]["what"] == "The line holds bytes that are no text in the file's encoding, at character 14."
    assert "half written" in found[9]["what"]
    assert USER not in (tmp_path / "out/errors.jsonl").read_text("utf-8"), "nobody's words are repeated"


def test_a_half_written_last_line_is_one_error(tmp_path: Path) -> None:
    file = lines(tmp_path / "turns.jsonl", [GOOD, GOOD])
    file.write_bytes(file.read_bytes()[:-20])
    assert score(file, tmp_path / "out")["written"] == 1
    (error,) = errors(tmp_path / "out")
    assert (error["row"], "half written" in error["what"]) == (2, True)


def test_a_line_without_an_end_is_one_error(tmp_path: Path) -> None:
    source = lines(tmp_path / "turns.jsonl", [GOOD, "x" * 9_000_000, GOOD])
    assert score(source, tmp_path / "out")["written"] == 2
    (error,) = errors(tmp_path / "out")
    assert error["row"] == 2
    assert "4,000,000" in error["what"]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_common_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    words = f"{USER} Café – naïve… ઊ 😀"
    text = "".join(json.dumps({"user": words, "id": n}, ensure_ascii=False) + "\r\n" for n in range(3))
    (tmp_path / "turns.jsonl").write_bytes(text.encode(encoding))
    assert score(tmp_path / "turns.jsonl", tmp_path / "out")["errors"] == 0
    assert [row["id"] for row in rows(tmp_path / "out")] == ["0", "1", "2"]


def test_files_put_together_keep_their_marks_and_are_read(tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + json.dumps(GOOD).encode()
    assert score(lines(tmp_path / "turns.jsonl", [marked, marked]), tmp_path / "out")["written"] == 2


def test_a_broken_unit_of_utf_16_is_one_error(tmp_path: Path) -> None:
    line = json.dumps(GOOD) + "\n"
    broken = line.encode("utf-16-le").replace("mine".encode("utf-16-le"), b"m\x00\x00\xd8n\x00e\x00")
    (tmp_path / "turns.jsonl").write_bytes(line.encode("utf-16") + broken + line.encode("utf-16-le") + b"{")
    told = score(tmp_path / "turns.jsonl", tmp_path / "out")
    assert (told["written"], told["errors"]) == (2, 2)
    assert "no text" in errors(tmp_path / "out")[0]["what"]


def test_a_cell_that_is_no_text_spoils_its_own_row(tmp_path: Path) -> None:
    raw = pa.array([USER.encode(), b"caf\xe9", USER.encode(), None], pa.binary())
    users = pa.StringArray.from_buffers(4, raw.buffers()[1], raw.buffers()[2], raw.buffers()[0], 1)
    pq.write_table(pa.table({"user": users, "id": [1, 2, 3, 4]}), tmp_path / "turns.parquet")
    assert score(tmp_path / "turns.parquet", tmp_path / "out")["written"] == 2
    assert [(error["row"], error["where"]) for error in errors(tmp_path / "out")] == [
        (2, "turns.parquet, row 2"),
        (4, "turns.parquet, row 4 (4)"),
    ]


def test_transcripts_are_scored_as_score_does_it(tmp_path: Path, talk: dict[str, Any]) -> None:
    text = f"Boss: Where is it?\nYou: {USER}"
    given = [talk, {"id": "x", "transcript": talk}, {"id": 7, "transcript": json.dumps(talk)}, {"transcript": text}]
    told = score(lines(tmp_path / "talks.jsonl", given), tmp_path / "out")
    made = rows(tmp_path / "out")
    (tmp_path / "one.json").write_text(json.dumps(talk), "utf-8")
    alone = json.loads(one_by_one("score", tmp_path / "one.json"))
    assert told["kind"] == "reports"
    assert [row["id"] for row in made] == [None, "x", "7", None]
    assert [json.loads(row["report"]) for row in made[:3]] == [alone] * 3
    assert [(row["persona"], row["persona_assumed"]) for row in made] == [("own-it", False)] * 3 + [
        ("the-letter", True)
    ]
    first = made[0]
    assert (first["trust_start"], first["trust_end"]) == (alone["trust"][0], alone["trust"][-1])
    assert first["trust_change"] == pytest.approx(alone["trust"][-1] - alone["trust"][0])
    scored = [value for value in alone["fair"]["series"] if value is not None]
    assert first["overall"] == pytest.approx(sum(scored) / len(scored), abs=0.005)
    assert first["ownership"] == next(one["value"] for one in alone["dimensions"] if one["dimension"] == "ownership")


def test_a_bad_transcript_is_told_and_one_with_distress_is_not_scored(tmp_path: Path, talk: dict[str, Any]) -> None:
    Transcript.model_validate(talk)
    given: list[object] = [
        talk,
        talk | {"seed": -1},
        {"transcript": 5},
        {"transcript": "no label"},
        {"turns": []},
        '{"transcript": "You: h',
        {"transcript": f"Boss: Well?\nYou: {DISTRESS}"},
    ]
    told = score(lines(tmp_path / "talks.jsonl", given), tmp_path / "out")
    assert (told["written"], told["distress"], told["errors"]) == (2, 1, 5)
    assert told["figures"]["trust_change"]["count"] == 1
    assert [error["row"] for error in errors(tmp_path / "out")] == [2, 3, 4, 5, 6]
    quiet = rows(tmp_path / "out")[1]
    assert [quiet[name] for name in ("distress", "overall", "report", "trust_end")] == [True, None, None, None]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    lines(folder / "b.jsonl", [GOOD | {"id": "third"}, "bad"])
    pq.write_table(pa.table({"user": [USER, USER], "id": ["first", "second"]}), folder / "a.parquet")
    (folder / "notes.txt").write_text("not read")
    told = score(folder, tmp_path / "out")
    assert [(row["row"], row["id"]) for row in rows(tmp_path / "out")] == [(1, "first"), (2, "second"), (3, "third")]
    assert errors(tmp_path / "out")[0]["where"] == "b.jsonl, line 2"
    assert told["parts"] == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no rows"),
        (b"\n\n", "none of its first 2 lines is a JSON object"),
        (b"You: hello\n" * 1200, "none of its first 1,000 lines is a JSON object"),
        (b'{"text": "hello", "speaker": "me"}\n', 'line 1: has "text", "speaker", and neither turns nor transcripts'),
        (b"{}\n", "has nothing, and neither"),
        ("{}".encode("utf-32"), "is UTF-32"),
        (b"PAR1 and no more", "is no whole Parquet file"),
    ],
)
def test_wrong_columns_are_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(content)
    assert says in refusal(run("score", tmp_path / "in.jsonl", "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_wrong_tables_and_folders_are_one_sentence(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"]}), tmp_path / "names.parquet")
    pq.write_table(pa.table({"user": [5]}), tmp_path / "types.parquet")
    lines(tmp_path / "turns.jsonl", [GOOD])
    (tmp_path / "empty").mkdir()
    both = tmp_path / "both"
    both.mkdir()
    lines(both / "a.jsonl", [GOOD])
    lines(both / "b.jsonl", [{"transcript": "You: hello"}])
    out = tmp_path / "out"
    assert 'has "text"' in refusal(run("score", tmp_path / "names.parquet", "--out", out))
    assert "user must hold text and holds int64" in refusal(run("score", tmp_path / "types.parquet", "--out", out))
    assert "holds no .jsonl" in refusal(run("score", tmp_path / "empty", "--out", out))
    assert "turns as well as transcripts" in refusal(run("score", both, "--out", out))
    assert "cannot be read" in refusal(run("score", tmp_path / "nowhere.jsonl", "--out", out))
    assert "write the rows into one" in refusal(run("score", "-", "--out", out))
    assert "--engine ray" in refusal(run("score", tmp_path / "turns.jsonl", "--out", out, "--address", "127.0.0.1:1"))


def test_a_cut_table_is_one_sentence(tmp_path: Path) -> None:
    pq.write_table(pa.table({"user": [f"{USER} {n}" for n in range(3000)]}), tmp_path / "turns.parquet")
    whole = (tmp_path / "turns.parquet").read_bytes()
    (tmp_path / "turns.parquet").write_bytes(whole[: len(whole) // 2])
    assert "is no whole Parquet file" in refusal(run("score", tmp_path / "turns.parquet", "--out", tmp_path / "out"))


def test_a_fault_of_the_program_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_at_two(row: Row) -> TurnRow | Fault:
        return scored_turn(row) if row.number != 2 else next(iter(()))

    monkeypatch.setattr("simulator.batch.working.scored_turn", fails_at_two)
    assert score(lines(tmp_path / "turns.jsonl", [GOOD] * 3), tmp_path / "out")["written"] == 2
    assert errors(tmp_path / "out")[0]["what"] == "The program failed at this row (StopIteration)."


def test_the_summary_is_printed_and_kept(tmp_path: Path) -> None:
    told = score(lines(tmp_path / "turns.jsonl", [GOOD, "bad"]), tmp_path / "out")
    assert json.loads((tmp_path / "out/summary.json").read_text("utf-8")) == told
    again = run("score", tmp_path / "turns.jsonl", "--out", tmp_path / "out", "--workers", "1")
    assert summary(again) == told
    assert again.stderr.strip().endswith("1 row could not be used; " + f"{tmp_path}/out/errors.jsonl says why.")
    assert len(tree(tmp_path / "out")) == 5
