"""Any OpenAI-compatible server, through the ``openai`` client, which is loaded at first use."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextvars import ContextVar
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field, SecretStr

from ..domain.base import Value
from ..errors import BackendBusy, BackendError, BrokenReply
from ..voice import OPENAI, host_of
from .base import ReplyRequest, Shape
from .watch import Watch

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk
    from openai.types.shared_params import ResponseFormatJSONSchema

T = TypeVar("T")

_CONNECT = 5.0
#: Seconds for what follows the last word: the usage chunk and the end mark.
_AFTER_THE_LAST_WORD = 1.0
#: It promises to keep the connection open and closes it after a stream: the next turn might meet it while it closes.
_HANGS_UP = "llama.cpp"
_A_PAGE = "A web page came back instead of a reply; check the base URL in the settings."
_log = logging.getLogger(__name__)
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


class ChatEndpoint(Value):
    """Where a model is asked, and how.

    ``base_url`` goes up to and with ``/v1``; None is OpenAI itself. ``api_key`` is None where the server asks for
    none. ``temperature`` is 0 to 2. ``deadline`` is in seconds, for one whole reply.
    """

    base_url: str | None = None
    model: str
    api_key: SecretStr | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.8
    deadline: Annotated[float, Field(gt=0)] = 30.0


class OpenAIChatBackend:
    """Streams replies of the endpoint's model. It asks once; ``Retrying`` asks again."""

    name = "openai"

    def __init__(self, endpoint: ChatEndpoint) -> None:
        self._endpoint = endpoint
        self.model: str | None = endpoint.model

    def stream(self, request: ReplyRequest) -> Generator[str]:
        """The reply in the pieces that the server sends. Closing the generator ends the server's work.

        Raises:
            BackendRefused: wrong key, no such model, no credit, a request that the server does not take.
            BackendBusy: unreachable, overloaded, or nothing said within the deadline.
            BrokenReply: it stopped before its end, was empty, or was no reply.
        """
        allowed = self._endpoint.deadline
        seconds = allowed if request.deadline is None else min(allowed, request.deadline)
        turn = _Turn(self._endpoint.base_url or OPENAI, seconds)
        client = turn.guarded(lambda: self._client)  # loading it takes longer than some deadlines
        turn.watch.start()
        if request.calls is not None:
            request.calls.when_stopped(lambda: turn.watch.shorten(0))
        try:
            with turn.guarded(lambda: self._open(client, request, turn.watch)) as stream:
                turn.watch.hold(stream.response.extensions.get("network_stream"))
                yield from turn.pieces(stream)
        finally:
            turn.watch.stop()

    def close(self) -> None:
        """Close the connections that are kept open for the next turn."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    @cached_property
    def _client(self) -> OpenAI:
        from openai import DefaultHttpxClient, OpenAI

        # On request the client's log has every message that is sent; a conversation must not stand in a log.
        logging.getLogger("openai").setLevel(logging.WARNING)
        key = self._endpoint.api_key
        return OpenAI(
            base_url=self._endpoint.base_url or OPENAI,
            api_key=key.get_secret_value() if key else "none",
            max_retries=0,
            # A redirect would take the words to an address that nobody has set.
            http_client=DefaultHttpxClient(event_hooks={"request": [_show_to_watch]}, follow_redirects=False),
        )

    def _open(self, client: OpenAI, request: ReplyRequest, watch: Watch) -> Stream[ChatCompletionChunk]:
        from httpx2 import Timeout
        from openai import Stream, omit

        openai_itself = self._endpoint.base_url in (None, OPENAI)
        token = _watch.set(watch)
        try:
            stream = client.chat.completions.create(
                model=self._endpoint.model,
                messages=(),
                # The client looks through whatever it is given by its types, which takes longer than all that we do
                # for a turn; what stands here it sends as it is.
                extra_body={"messages": [asdict(message) for message in request.messages]},
                temperature=self._endpoint.temperature if request.temperature is None else request.temperature,
                seed=request.seed,
                # OpenAI's newer models refuse the old name, and other servers do not know the new one.
                max_completion_tokens=request.max_tokens if openai_itself else omit,
                max_tokens=omit if openai_itself else request.max_tokens,
                response_format=_format(request.shape) if request.shape else omit,
                stream=True,
                timeout=Timeout(watch.left, connect=min(_CONNECT, watch.left / 2)),
            )
        finally:
            _watch.reset(token)
        if not isinstance(stream, Stream):
            raise BrokenReply(_A_PAGE)
        return stream


class _Turn:
    """One reply on its way: where from, how long it may take, and what has come of it."""

    def __init__(self, base_url: str, seconds: float) -> None:
        self.watch = Watch(seconds)
        self._base_url = base_url
        self._seconds = seconds
        self._opened = False
        self._spoken = False
        self._finish_reason: str | None = None

    def guarded(self, step: Callable[[], T]) -> T:
        """What ``step`` returns; what the client raises becomes one of our errors.

        The client's own error is not chained to ours: its text and its request may hold the key or the user's words.
        """
        from .faults import FAULTS

        try:
            return step()
        except FAULTS as error:
            _log.info("%s at %s", type(error).__name__, host_of(self._base_url))
            failure = self._failure(error)
        raise failure

    def pieces(self, stream: Stream[ChatCompletionChunk]) -> Generator[str]:
        """The words of an open stream, until its finish reason."""
        self._opened = True
        while (chunk := self.guarded(lambda: next(stream, None))) is not None:
            if self.watch.expired:
                break
            words, self._finish_reason = _words(chunk), _finish_reason(chunk)
            if words:
                self._spoken = self._spoken or not words.isspace()
                yield words
            if self._finish_reason:
                break
        self._must_be_whole(stream.response)
        self._let_go(stream.response)

    def _failure(self, error: Exception) -> BackendError:
        from .faults import while_opening, while_reading

        if self.watch.expired:
            return self._too_late()
        return while_reading(error) if self._opened else while_opening(error, host_of(self._base_url))

    def _too_late(self) -> BackendError:
        if self._spoken:
            return BrokenReply(f"The reply was not finished within {round(self._seconds, 1):g} seconds.")
        return BackendBusy(f"The model server said nothing within {round(self._seconds, 1):g} seconds; try again.")

    def _must_be_whole(self, response: httpx2.Response) -> None:
        if self._finish_reason is None and self.watch.expired:
            raise self._too_late()
        if "html" in response.headers.get("content-type", ""):
            raise BrokenReply(_A_PAGE)
        if not self._spoken:
            raise BrokenReply("The model server sent an empty reply.")
        if self._finish_reason is None:
            raise BrokenReply("The model server stopped in the middle of the reply.")
        if self._finish_reason == "content_filter":
            raise BrokenReply("The model server's filter cut the reply short.")

    def _let_go(self, response: httpx2.Response) -> None:
        """Read to the last byte, so that the connection serves the next turn. The reply is whole whatever comes.

        The client's own iterator closes the connection at the end mark, a few bytes too early for that.
        """
        from httpx2 import SyncByteStream

        from .faults import FAULTS

        if response.headers.get("server") == _HANGS_UP:
            return
        self.watch.shorten(_AFTER_THE_LAST_WORD)
        try:
            if isinstance(response.stream, SyncByteStream):
                for _ in response.stream:
                    if self.watch.expired:
                        break
        except FAULTS as error:
            _log.info("%s after the end of a reply from %s", type(error).__name__, host_of(self._base_url))


def _show_to_watch(request: httpx2.Request) -> None:
    """Let the turn's watch see the connection as soon as there is one."""
    if watch := _watch.get():
        request.extensions = {**request.extensions, "trace": watch.trace}


def _format(shape: Shape) -> ResponseFormatJSONSchema:
    return {
        "type": "json_schema",
        "json_schema": {"name": shape.name, "schema": dict(shape.schema), "strict": True},
    }


def _words(chunk: object) -> str:
    """The words in a chunk; servers also send chunks without choices, and choices without words."""
    content = getattr(getattr(_choice(chunk), "delta", None), "content", None)
    return content if isinstance(content, str) else ""


def _finish_reason(chunk: object) -> str | None:
    reason = getattr(_choice(chunk), "finish_reason", None)
    return reason if isinstance(reason, str) and reason else None


def _choice(chunk: object) -> object:
    choices = getattr(chunk, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None
