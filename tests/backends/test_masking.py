"""What leaves for a model names nobody, and what comes back is whole, however it is cut into pieces."""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.backends.base import Message, ReplyRequest, whole
from simulator.backends.choice import make_backend
from simulator.backends.masking import Finder, Masking
from simulator.config import Settings, load_settings
from simulator.errors import BackendBusy, InputError

SECRETS = ("anna.berg+x@example.co.uk", "+49 30 901820", "4711 0815 42", "Weber", "Anna Berg", "DE89370400440532013000")
WORDS = (
    "Dr Weber wrote to anna.berg+x@example.co.uk, or was it Anna Berg? Call +49 30 901820 about 4711 0815 42 "
    "and DE89370400440532013000 "
    "before 2026-11-27, at 10.30, or 27.11.2026; it cost 1200."
)


class Echo:
    """Says back what it was sent last, in pieces of so many characters."""

    name, model = "openai", "echo"

    def __init__(self, size: int = 3) -> None:
        self.size = size
        self.sent: tuple[Message, ...] = ()

    def stream(self, request: ReplyRequest) -> Generator[str]:
        self.sent = request.messages
        text = request.messages[-1].content
        for place in range(0, len(text), self.size):
            yield text[place : place + self.size]


def request(*said: str) -> ReplyRequest:
    return ReplyRequest(messages=tuple(Message("user", words) for words in said), scripted_reply="Go on.", seed=1)


FINDER = Finder(("Anna Berg",), None)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_nothing_of_it_is_sent_and_all_of_it_comes_back(size: int) -> None:
    echo = Echo(size)
    assert whole(Masking(echo, FINDER), request("My boss is Dr Weber.", WORDS)) == WORDS
    sent = "\n".join(message.content for message in echo.sent)
    assert [secret for secret in SECRETS if secret in sent] == []
    assert "before 2026-11-27, at 10.30, or 27.11.2026; it cost 1200." in sent
    assert sent.count("[NAME-1]") == 2, "the same words, the same token"


def test_pieces_are_passed_on_as_they_come() -> None:
    pieces = list(Masking(Echo(4), FINDER).stream(request("I see. Write to a@example.org [then] go [EMA on.")))
    assert "".join(pieces) == "I see. Write to a@example.org [then] go [EMA on."
    assert len(pieces) >= 8
    assert "" not in pieces


def test_older_messages_keep_their_tokens_when_new_ones_come() -> None:
    """A model's server keeps the unchanged beginning of a prompt."""
    first, second = Echo(), Echo()
    list(Masking(first, FINDER).stream(request("Write to a@example.org.")))
    list(Masking(second, FINDER).stream(request("Write to a@example.org.", "Or b@example.org.")))
    assert first.sent == second.sent[:1]


def test_a_token_that_somebody_typed_is_not_taken_for_ours() -> None:
    words = "[EMAIL-1] is what I typed, a@example.org is real, [name-7] and [NUMBER-99] are nobody."
    assert whole(Masking(Echo(), FINDER), request(words)) == words


def test_a_model_may_write_a_token_in_small_letters() -> None:
    class Small(Echo):
        def stream(self, request: ReplyRequest) -> Generator[str]:
            yield request.messages[-1].content.lower()

    assert whole(Masking(Small(), FINDER), request("a@EXAMPLE.org")) == "a@EXAMPLE.org"


@given(st.text(alphabet="[]EMAIL-1name a@b.de+490123", max_size=80), st.integers(1, 9))
def test_any_words_come_back_exactly(words: str, size: int) -> None:
    assert whole(Masking(Echo(size), FINDER), request(words)) == words


def test_a_failure_is_passed_on_with_what_had_come() -> None:
    class Breaking(Echo):
        def stream(self, request: ReplyRequest) -> Generator[str]:
            yield "You had [EM"
            raise BackendBusy("The model could not be reached.")

    stream = Masking(Breaking(), FINDER).stream(request("x"))
    assert next(stream) == "You had "
    with pytest.raises(BackendBusy):
        next(stream)


def _masked(**settings: str) -> bool:
    named = {f"SIMULATOR_{name.upper()}": value for name, value in settings.items()}
    return isinstance(make_backend(load_settings(named)), Masking)


def test_it_is_for_models_elsewhere_unless_asked() -> None:
    far, near = "https://models.example/v1", "http://127.0.0.1:9/v1"
    assert not _masked(base_url=far, model="m")
    assert _masked(base_url=far, model="m", mask="true")
    assert not _masked(base_url=near, model="m", mask="true")
    assert _masked(base_url=near, model="m", mask="always")
    assert not _masked(mask="always"), "the script is sent nothing"


def test_a_window_cannot_switch_it_off() -> None:
    from simulator.app import App

    settings = Settings(mask=True, mask_names="Anna Berg, Karl", base_url="https://models.example/v1", model="m")
    assert settings.listed == ("Anna Berg", "Karl")
    own = App(settings).speaking_through(settings.voice.model_copy(update={"model": "another"}))
    assert isinstance(own.backend, Masking)


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    with pytest.raises(InputError, match="pip install phonenumbers"):
        _masked(base_url="https://models.example/v1", model="m", mask="true")
