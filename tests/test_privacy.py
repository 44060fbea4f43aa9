"""What was said is where it was promised to be, and nowhere once it is deleted."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from simulator.app import App
from simulator.cli import main
from simulator.config import Settings, load_settings
from simulator.dialogue.engine import ReplyFinished
from simulator.domain.transcript import Transcript
from simulator.errors import BadFile
from simulator.store.retention import keep_for
from simulator.store.store import Store
from simulator.takeout import everything
from tests.backends.loopback import LoopbackModel
from tests.postgres import Postgres
from tests.store.make import hers, new, yours

OWNER = "local"
CANARY = "zqcanaryqz"
KEY = "sk-canary-key-5520"
WORDS = f"I did not send the {CANARY} report, and the planners had old figures."


def app_over(url: str, folder: Path, **more: object) -> App:
    values = {"data_folder": folder, "database_url": url, "words_per_second": 0, **more}
    return App(Settings.model_validate(values))


def talk(app: App, turns: int = 2) -> str:
    run = app.start(OWNER, "the-letter", app.library.scenario("the-letter"), seed=7)
    session = app.session(OWNER, run)
    for number in range(turns):
        *_, last = app.say(OWNER, run, session, WORDS, f"u{number}")
        assert isinstance(last, ReplyFinished)
        session = last.session
    return run


def test_a_talk_at_the_loudest_level_leaves_no_word_and_no_key_in_any_log(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    for name in ("", "openai", "sqlalchemy", "httpx2", "httpcore2", "psycopg", "simulator"):
        caplog.set_level(logging.DEBUG, logger=name)
    with LoopbackModel(["good", "500", "good"], reply=f"The {CANARY} report? When?") as server:
        app = app_over(url, tmp_path / "data", base_url=server.url, model="m", api_key=KEY)
        run = talk(app)
        transcript = app.transcript(OWNER, run, app.session(OWNER, run))
        app.report(app.session(OWNER, run))
        everything(app.store, OWNER)
        app.store.delete(OWNER, run)
        app.store.close()
    assert CANARY in transcript.model_dump_json()
    assert caplog.records, "somebody logs"
    formatted = "\n".join(caplog.handler.format(record) + str(record.__dict__) for record in caplog.records)
    assert CANARY not in formatted
    assert KEY not in formatted


def test_everything_comes_in_one_file_and_reads_in_again(url: str, tmp_path: Path) -> None:
    app = app_over(url, tmp_path / "data")
    runs = [talk(app, turns) for turns in (1, 2)]
    app.start("somebody-else", "teacher", app.library.scenario("the-letter"))
    with zipfile.ZipFile(io.BytesIO(everything(app.store, OWNER))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        today = f"{app.store.summary(OWNER, runs[0]).created_at:%Y-%m-%d}"
        assert names == [f"00{number}-{today}-the-letter.{kind}" for number in (1, 2) for kind in ("json", "md")]
        for number, run in enumerate(runs, start=1):
            kept = Transcript.model_validate(json.loads(archive.read(f"00{number}-{today}-the-letter.json")))
            assert kept == app.store.load(OWNER, run)
        assert CANARY in archive.read(names[1]).decode()
    app.store.close()


def test_one_that_cannot_be_read_does_not_keep_the_others_back(url: str, tmp_path: Path) -> None:
    store = Store(url)
    for _ in range(2):
        store.add_turn(OWNER, store.create(OWNER, new()), hers("opening", None))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE turns SET data = '{}' WHERE conversation = :run"), {"run": store.list(OWNER)[0].id}
        )
    engine.dispose()
    with zipfile.ZipFile(io.BytesIO(everything(store, OWNER))) as archive:
        assert [Path(name).suffix for name in archive.namelist()] == [".json", ".md", ".txt"]
        assert b"cannot read" in archive.read(archive.namelist()[2])
    store.close()


def test_nobody_has_an_empty_file(url: str) -> None:
    store = Store(url)
    with zipfile.ZipFile(io.BytesIO(everything(store, OWNER))) as archive:
        assert archive.namelist() == []
    store.close()


def test_after_deleting_all_no_file_has_a_byte_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Database, write-ahead log, exports, temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    app = app_over(f"sqlite:///{tmp_path / 'data' / 'c.sqlite3'}", tmp_path / "data")
    talk(app, 3)
    assert everything(app.store, OWNER)
    assert _with(tmp_path, CANARY)
    assert app.store.delete_all(OWNER) == 1
    assert _with(tmp_path, CANARY) == []
    app.store.close()
    assert _with(tmp_path, CANARY) == []


def test_after_deleting_all_no_row_of_postgres_has_a_word_of_it(postgres: Postgres, tmp_path: Path) -> None:
    app = app_over(postgres.plain, tmp_path / "data")
    talk(app)
    app.store.delete_all(OWNER)
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        for table in ("conversations", "turns", "readings", "hints", "shares"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    engine.dispose()
    app.store.close()
    assert CANARY not in postgres.log.read_text()
    assert _with(tmp_path, CANARY) == []


def _with(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def _aged(url: str, run: str, days: float) -> None:
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE conversations SET updated_at = :before WHERE id = :run"), {"before": before, "run": run}
        )
    engine.dispose()


def test_what_is_too_old_goes_at_the_start_whoever_it_belongs_to(url: str, tmp_path: Path) -> None:
    store = Store(url)
    ages = {"alice": 31, "bob": 29.9, "carol": 400, "dave": 0}
    for owner, days in ages.items():
        run = store.create(owner, new(f"{CANARY}-{owner}."))
        store.add_turn(owner, run, yours("one", None))
        _aged(url, run, days)
    store.close()
    app = app_over(url, tmp_path / "data", keep_days=30)
    assert {owner: len(app.store.list(owner)) for owner in ages} == {"alice": 0, "bob": 1, "carol": 0, "dave": 1}
    if url.startswith("sqlite"):
        assert _with(tmp_path / "data", f"{CANARY}-alice.") == []
        assert _with(tmp_path / "data", f"{CANARY}-bob.") != []
    app.store.close()


def test_what_grows_too_old_goes_while_the_program_runs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'c.sqlite3'}"
    store = Store(url)
    run = store.create(OWNER, new())
    stopped = keep_for(store, 1, every=0.05)
    assert len(store.list(OWNER)) == 1
    _aged(url, run, 2)
    until = time.monotonic() + 10
    while store.list(OWNER) and time.monotonic() < until:
        time.sleep(0.02)
    assert store.list(OWNER) == ()
    stopped.set()
    store.close()


def test_without_the_setting_nothing_goes(tmp_path: Path) -> None:
    before = threading.active_count()
    app = app_over(f"sqlite:///{tmp_path / 'data' / 'c.sqlite3'}", tmp_path / "data")
    assert app.settings.keep_days is None
    app.store.close()
    assert threading.active_count() == before


@pytest.mark.parametrize("days", ["0", "-1", "x", "1.5", "99999"])
def test_a_number_of_days_that_is_none_is_refused(days: str) -> None:
    with pytest.raises(BadFile, match="keep_days"):
        load_settings({"SIMULATOR_KEEP_DAYS": days})


def test_starting_the_program_deletes_before_anybody_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "data" / "conversations.sqlite3"
    store = Store(f"sqlite:///{file}")
    run = store.create(OWNER, new(CANARY))
    store.close()
    _aged(f"sqlite:///{file}", run, 8)
    monkeypatch.setenv("SIMULATOR_KEEP_DAYS", "7")
    monkeypatch.setattr("simulator.launch.launch", lambda port, *, team, open_browser, say: None)
    assert CliRunner().invoke(main, ["run", "--no-open"]).exit_code == 0
    assert _with(tmp_path, CANARY) == []
