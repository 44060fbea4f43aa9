"""Whom a token stands for is worked out anew and trusts nothing; a team installation is set up wholly or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.cli import main
from simulator.config import load_settings, load_team
from simulator.errors import BadFile, NotSignedIn, SignedInTooLongAgo
from simulator.sign_in import Auth, Team, on_loopback, person

NOW = 1_800_000_000.0
ISSUER = "https://login.example.org"
AUTH: dict[str, Any] = {
    "redirect_uri": "https://practice.example.org/oauth2callback",
    "cookie_secret": "canary-" + "x" * 32,
    "client_id": "us",
    "client_secret": "canary-secret",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
TEAM = Team(issuer=ISSUER, auth=Auth.model_validate(AUTH))
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "provider": "default",
    "iss": ISSUER,
    "sub": "4711",
    "aud": "us",
    "iat": NOW - 60,
    "exp": NOW + 60,
    "nonce": "n-1",
    "name": "Alice",
    "email": "alice@example.org",
    "email_verified": True,
}


def who(**changes: Any) -> Any:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return person(claims, TEAM, NOW)


def test_the_owner_is_issuer_and_subject_and_nothing_else() -> None:
    alice = who()
    assert alice.owner == who(email="other@example.org", name="A", nonce="n-2", iat=NOW).owner
    assert len(alice.owner) == 64
    assert "4711" not in alice.owner
    assert alice.owner != who(sub="4712").owner
    elsewhere = Team(issuer="https://other.example.org", auth=TEAM.auth)
    assert person({**CLAIMS, "iss": elsewhere.issuer}, elsewhere, NOW).owner != alice.owner
    split = Team(issuer=f"{ISSUER}/4", auth=TEAM.auth)
    assert person({**CLAIMS, "iss": split.issuer, "sub": "711"}, split, NOW).owner != alice.owner


def test_each_sign_in_has_a_key_of_its_own() -> None:
    assert who().sign_in == who(name="A").sign_in
    assert len({who().sign_in, who(nonce="n-2").sign_in, who(iat=NOW).sign_in, who(sub="4712").sign_in}) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"is_logged_in": None},
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"iss": None},
        {"iss": ISSUER + "/"},
        {"iss": [ISSUER]},
        {"aud": None},
        {"aud": "them"},
        {"aud": "them", "azp": "us"},
        {"aud": ["us", "them"]},
        {"aud": ["us", "them"], "azp": "them"},
        {"aud": "us", "azp": "them"},
        {"aud": {"us": 1}},
        {"sub": None},
        {"sub": ""},
        {"sub": 4711},
        {"sub": "x" * 256},
        {"nonce": None},
        {"nonce": ""},
        {"exp": None},
        {"exp": "1800000060"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"iat": None},
        {"iat": NOW + 121},
        {"nbf": NOW + 121},
        {"nbf": "soon"},
    ],
    ids=str,
)
def test_what_does_not_stand_for_somebody_here_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn) as caught:
        who(**changes)
    assert type(caught.value) is NotSignedIn


@pytest.mark.parametrize("changes", [{"aud": ["us"]}, {"aud": ["us", "them"], "azp": "us"}, {"iat": NOW + 60}], ids=str)
def test_what_the_standard_allows_is_let_in(changes: dict[str, Any]) -> None:
    assert who(**changes).owner == who().owner


@pytest.mark.parametrize("exp", [NOW, NOW - 0.001, NOW - 1e9, 0, -1])
def test_what_has_ended_has_ended_to_the_second(exp: float) -> None:
    with pytest.raises(SignedInTooLongAgo) as caught:
        who(exp=exp)
    assert caught.value.owner == who().owner
    assert who(exp=NOW + 0.001).ends_at == NOW + 0.001


def test_a_name_for_people_to_know_it_by() -> None:
    assert who().seen_as == "Alice (alice@example.org)"
    assert who(email_verified=None).seen_as == "Alice"
    assert who(email_verified="true").seen_as == "Alice"
    assert who(name=None).seen_as == "alice@example.org"
    assert who(name=" ", preferred_username="ali", email=None).seen_as == "ali"
    assert who(name=None, email=None).seen_as == "Somebody without a name"
    assert len(who(name="x" * 5000).name) == 80


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((key, None) for key in AUTH),
        ("redirect_uri", "http://practice.example.org/oauth2callback"),
        ("redirect_uri", "https://practice.example.org/"),
        ("redirect_uri", "https://practice.example.org/oauth2callback?next=canary"),
        ("redirect_uri", "https://canary@practice.example.org/oauth2callback"),
        ("server_metadata_url", "http://login.example.org/.well-known/openid-configuration"),
        ("server_metadata_url", "canary"),
        ("cookie_secret", "canary"),
        ("client_secret", ""),
        ("client_id", ""),
        ("client_kwargs", {"scope": "profile"}),
    ],
    ids=str,
)
def test_half_a_set_up_is_refused_in_one_sentence(tmp_path: Path, key: str, value: object) -> None:
    write(tmp_path, {**AUTH, key: value})
    with pytest.raises(BadFile) as caught:
        load_team(ISSUER, tmp_path)
    assert caught.value.key == key
    assert "canary" not in str(caught.value)
    assert str(caught.value).count("\n") == 0


def write(folder: Path, auth: dict[str, object] | None) -> None:
    (folder / ".streamlit").mkdir(exist_ok=True)
    lines = []
    for key, value in (auth or {}).items():
        if isinstance(value, dict):
            lines.append(f'{key} = {{ scope = "{value["scope"]}" }}')
        elif value is not None:
            lines.append(f'{key} = "{value}"')
    head = "" if auth is None else "[auth]\n"
    (folder / ".streamlit" / "secrets.toml").write_text(head + "\n".join(lines), "utf-8")


def test_a_whole_set_up_is_taken(tmp_path: Path) -> None:
    write(tmp_path, AUTH)
    assert load_team(ISSUER, tmp_path) == TEAM
    assert "canary" not in repr(TEAM)


def test_one_half_without_the_other_is_refused(tmp_path: Path) -> None:
    assert load_team(None, tmp_path) is None
    with pytest.raises(BadFile, match="auth is missing, and SIMULATOR_TEAM_ISSUER is set"):
        load_team(ISSUER, tmp_path)
    write(tmp_path, AUTH)
    with pytest.raises(BadFile, match="SIMULATOR_TEAM_ISSUER is not"):
        load_team(None, tmp_path)


@pytest.mark.parametrize("issuer", ["login.example.org", "http://login.example.org", "https://", "https://a b"])
def test_an_issuer_that_is_none_is_refused(issuer: str) -> None:
    with pytest.raises(BadFile, match="team_issuer"):
        load_settings({"SIMULATOR_TEAM_ISSUER": issuer})


def test_a_team_installation_is_a_shared_one(tmp_path: Path) -> None:
    team = {"SIMULATOR_TEAM_ISSUER": ISSUER, "SIMULATOR_SHARED": "false"}
    assert load_settings(team, tmp_path).shared
    assert not load_settings({}, tmp_path).shared


@pytest.mark.parametrize(
    ("issuer", "auth"), [(ISSUER, None), (ISSUER, {**AUTH, "client_secret": None}), (None, AUTH)], ids=["0", "1", "2"]
)
def test_it_does_not_start_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, issuer: str | None, auth: dict[str, object] | None
) -> None:
    write(tmp_path, auth)
    monkeypatch.chdir(tmp_path)
    if issuer:
        monkeypatch.setenv("SIMULATOR_TEAM_ISSUER", issuer)
    started = []
    monkeypatch.setattr("simulator.launch.launch", lambda *_, **__: started.append(1))
    done = CliRunner().invoke(main, ["run", "--no-open"])
    assert (done.exit_code, started) == (2, [])
    assert len(done.output.strip().splitlines()) == 1
    assert "canary" not in done.output


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("", False),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
    ],
)
def test_loopback_is_this_machine_alone(host: str, is_it: bool) -> None:
    assert on_loopback(host) is is_it
