"""A small model server on 127.0.0.1 that speaks the OpenAI wire format, well or badly.

::

    with LoopbackModel("good", reply="I see. When?", first_token=0.02, per_token=0.01) as server:
        server.url        # "http://127.0.0.1:40123/v1", the base URL for a client
        server.requests   # the JSON bodies that came, parsed, in order
        server.keys       # the Authorization headers that came, in order
    server.left       # how many clients went away in the middle of a stream

A list of behaviours is taken in turn, one a request; the last one stays: ``LoopbackModel(["429", "good"])``.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Literal, get_args

Behaviour = Literal[
    "good",  # words, finish reason, end mark
    "usage",  # as good, then the usage chunk without choices
    "null choices",  # as good, after a chunk with "choices": null
    "length",  # as good, cut by the token limit
    "no end mark",  # words and finish reason, then silence on an open connection
    "307",  # to ``moved_to``
    "400",
    "400 too long",
    "401",
    "403",
    "404",
    "429",
    "429 later",  # with Retry-After: ``retry_after``
    "429 no credit",
    "500",
    "html",  # a web page with status 200
    "json",  # a whole reply with status 200 where a stream was asked for
    "empty",  # a stream that ends at once
    "blank",  # a stream with a finish reason and no words
    "refused",  # nobody listens
    "silent",  # takes the request and never answers
    "slow headers",  # a byte of the status line now and then
    "slow",  # an open stream without a first word
    "keep-alive",  # an open stream with comments only
    "endless",  # words without an end
    "half",  # words, then a clean end without a finish reason
    "dropped",  # words, then the socket closes in the middle of a chunk
    "reset",  # as dropped, by a reset
    "error inside",  # words, then an error object
    "broken JSON",  # words, then half of a chunk's JSON
    "odd chunks",  # chunks that are numbers, lists and texts
    "filtered",  # words, then the finish reason "content_filter"
]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
REPLY = "You had the list on Monday. What happened to the fourth order?"

_STATUS: dict[str, tuple[int, str]] = {
    "400": (400, "unsupported_parameter"),
    "400 too long": (400, "context_length_exceeded"),
    "401": (401, "invalid_api_key"),
    "403": (403, "forbidden"),
    "404": (404, "model_not_found"),
    "429": (429, "rate_limit_exceeded"),
    "429 later": (429, "rate_limit_exceeded"),
    "429 no credit": (429, "insufficient_quota"),
    "500": (500, "server_error"),
}
_ODD = ("5", "[1]", '"words"', '{"choices": {}}', '{"choices": [null]}', '{"choices": [{"delta": 3}]}', "null", "{}")
_TICK = 0.02


class LoopbackModel:
    """See the module's text.

    Args:
        behaviour: one, or several to be taken in turn.
        reply: what the model says, or what makes it of the request's body.
        first_token: seconds before the first word.
        per_token: seconds before each further word.
        retry_after: the header of ``429 later``: seconds, or an HTTP date.
        moved_to: the base URL that ``307`` points to.
    """

    def __init__(
        self,
        behaviour: Behaviour | Sequence[Behaviour] = "good",
        *,
        reply: str | Callable[[dict[str, Any]], str] = REPLY,
        first_token: float = 0.0,
        per_token: float = 0.0,
        retry_after: str = "0.1",
        moved_to: str = "http://127.0.0.1:9/v1",
    ) -> None:
        self.behaviours = [behaviour] if isinstance(behaviour, str) else list(behaviour)
        self.reply = reply
        self.first_token = first_token
        self.per_token = per_token
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.left = 0
        self.over = threading.Event()
        self.lock = threading.Lock()

    def __enter__(self) -> LoopbackModel:
        handler = type("Handler", (_Handler,), {"model": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        if "refused" in self.behaviours:
            self._server.server_close()
            return self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_TICK,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        if "refused" not in self.behaviours:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def take(self, body: dict[str, Any]) -> Behaviour:
        """Note a request, and say how to answer it."""
        with self.lock:
            self.requests.append(body)
            return self.behaviours[min(len(self.requests), len(self.behaviours)) - 1]

    def words(self, body: dict[str, Any]) -> list[str]:
        """The reply in tokens whose join is the reply."""
        reply = self.reply if isinstance(self.reply, str) else self.reply(body)
        return re.findall(r"\s*\S+|\s+", reply)


class _CutError(Exception):
    """The server itself has closed the socket."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error of the server's."""


class _Handler(BaseHTTPRequestHandler):
    model: ClassVar[LoopbackModel]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.keys.append(self.headers.get("Authorization", ""))
        behaviour = self.model.take(body)
        try:
            self._answer(behaviour, self.model.words(body))
        except _CutError:
            self.close_connection = True
        except OSError:
            self.close_connection = True
            with self.model.lock:
                self.model.left += 1

    def _answer(self, behaviour: Behaviour, words: list[str]) -> None:
        if behaviour in _STATUS:
            self._refuse(behaviour)
        elif behaviour == "307":
            self._whole("text/plain", "", 307, {"Location": f"{self.model.moved_to}/chat/completions"})
        elif behaviour == "html":
            self._whole("text/html", "<!doctype html><title>Sign in</title><p>Welcome to the company's network.")
        elif behaviour == "json":
            message = {"role": "assistant", "content": "".join(words)}
            self._whole("application/json", json.dumps({"choices": [{"index": 0, "message": message}]}))
        elif behaviour == "silent":
            self._hang(lambda: None)
        elif behaviour == "slow headers":
            letters = iter("HTTP/1.1 200 OK\r\nX-Padding: " + "x" * 10_000)
            self._hang(lambda: self.wfile.write(next(letters).encode()))
        else:
            self._stream(behaviour, words)

    def _refuse(self, behaviour: Behaviour) -> None:
        """As carelessly as some servers do: the key is repeated."""
        status, code = _STATUS[behaviour]
        key = self.headers.get("Authorization", "")
        error = {"message": f"No: {key}", "code": code, "type": code, "param": key.removeprefix("Bearer ")}
        wait = {"Retry-After": self.model.retry_after} if behaviour == "429 later" else {}
        self._whole("application/json", json.dumps({"error": error}), status, wait)

    def _whole(self, kind: str, text: str, status: int = 200, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(text)), **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def _stream(self, behaviour: Behaviour, words: list[str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in self._parts(behaviour, words):
            self._chunk(part)
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, text: str) -> None:
        raw = text.encode()
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")

    def _parts(self, behaviour: Behaviour, words: list[str]) -> Iterator[str]:
        if behaviour == "empty":
            return
        if behaviour == "slow":
            self._hang(lambda: None)
        elif behaviour == "keep-alive":
            self._hang(lambda: self._chunk(": keep-alive\n\n"))
        elif behaviour == "endless":
            self._hang(lambda: self._chunk(_event(_delta("and "))))
        elif behaviour == "odd chunks":
            yield from (f"data: {odd}\n\n" for odd in _ODD)
        else:
            yield from self._reply(behaviour, words)

    def _reply(self, behaviour: Behaviour, words: list[str]) -> Iterator[str]:
        if behaviour == "null choices":
            yield _event({"choices": None})
        yield _event(_delta("", role="assistant"))
        broken = behaviour in ("half", "dropped", "reset", "error inside", "broken JSON", "filtered")
        said = [] if behaviour == "blank" else words[: max(1, len(words) // 2)] if broken else words
        for number, word in enumerate(said):
            self.model.over.wait(self.model.per_token if number else self.model.first_token)
            yield _event(_delta(word))
        yield from self._break(behaviour) if broken and behaviour != "filtered" else self._end(behaviour)

    def _break(self, behaviour: Behaviour) -> Iterator[str]:
        if behaviour == "error inside":
            yield _event({"error": {"message": f"No: {self.headers.get('Authorization')}", "code": "server_error"}})
        elif behaviour == "broken JSON":
            yield 'data: {"choices": [{"index": 0, "del\n\n'
        elif behaviour != "half":
            self.wfile.write(b"ff\r\ndata: {")
            if behaviour == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.close(self.connection.detach())
            raise _CutError

    def _end(self, behaviour: Behaviour) -> Iterator[str]:
        reasons = {"length": "length", "filtered": "content_filter"}
        yield _event(_delta(None, finish_reason=reasons.get(behaviour, "stop")))
        if behaviour == "usage":
            usage = {"prompt_tokens": 10, "completion_tokens": 12, "total_tokens": 22}
            yield _event({"choices": [], "usage": usage})
        if behaviour == "no end mark":
            self._hang(lambda: None)
        yield "data: [DONE]\n\n"

    def _hang(self, meanwhile: Callable[[], object]) -> None:
        """Until the client goes away or the server ends."""
        self.connection.setblocking(True)
        while not self.model.over.wait(_TICK):
            meanwhile()
            if self._client_is_gone():
                raise BrokenPipeError

    def _client_is_gone(self) -> bool:
        self.connection.setblocking(False)
        try:
            waiting: bytes = self.connection.recv(1, socket.MSG_PEEK)
            return not waiting
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)


def _event(data: dict[str, Any]) -> str:
    frame = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "loopback"}
    return f"data: {json.dumps({**frame, **data})}\n\n"


def _delta(content: str | None, role: str | None = None, finish_reason: str | None = None) -> dict[str, Any]:
    delta = {name: value for name, value in (("role", role), ("content", content)) if value is not None}
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}
