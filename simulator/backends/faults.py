"""What the openai client and its HTTP library raise, as our own errors: one sentence, never the key."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import httpx2
import openai

from ..errors import BackendBusy, BackendError, BackendRefused, BrokenReply

#: What a request or a stream of the openai client is known to raise: a chunk that is no JSON or no UTF-8 ends in a
#: bare ``ValueError``, one that is nested without end in a ``RecursionError``.
FAULTS = (
    openai.OpenAIError,
    httpx2.HTTPError,
    httpx2.StreamError,
    httpx2.InvalidURL,
    OSError,
    ValueError,
    RecursionError,
)

_TOO_MANY_REQUESTS = 429
_WORTH_ANOTHER_TRY = (408, 409, 425, _TOO_MANY_REQUESTS)
_NO_CREDIT = "insufficient_quota"
#: OpenAI's code and llama.cpp's type; vLLM and others say it in their sentence only.
_TOO_LONG = ("context_length_exceeded", "exceed_context_size_error")
_SAYS_TOO_LONG = re.compile(r"maximum context length|exceeds the available context|context window")
_CODE = re.compile(r"[a-z][a-z_]{0,39}")
_REFUSALS = {
    401: "The model server does not accept the key; check the API key in the settings.",
    403: "The model server does not allow this key to use the model; check the key and the model in the settings.",
    404: "The model server does not know this model or address; check the model and the base URL in the settings.",
}


def while_opening(error: Exception, where: str) -> BackendError:
    """The error for a request that brought no stream; ``where`` is the server's host and port."""
    if isinstance(error, openai.APIStatusError):
        return _status(error)
    if isinstance(error, openai.APITimeoutError):
        return BackendBusy(f"The model server at {where} did not answer in time; try again.")
    if isinstance(error, openai.APIConnectionError):
        if isinstance(error.__cause__, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)):
            return BackendRefused("The base URL or the key in the settings cannot be used; check how they are written.")
        return BackendBusy(f"The model server at {where} cannot be reached; check that it runs, or try again.")
    if isinstance(error, (httpx2.InvalidURL, UnicodeError)):
        return BackendRefused("The base URL or the key in the settings cannot be used; check how they are written.")
    return BrokenReply("The model server sent something that is not a reply; check the base URL in the settings.")


def while_reading(error: Exception) -> BackendError:
    """The error for a stream that failed between its first byte and its end."""
    if isinstance(error, openai.APIConnectionError):
        return BrokenReply("The connection to the model server was lost in the middle of the reply.")
    if isinstance(error, openai.APIError):
        return BrokenReply(f"The model server reported an error in the middle of the reply{_codes(error)}.")
    if isinstance(error, json.JSONDecodeError):
        return BrokenReply("The model server sent a damaged reply.")
    return BrokenReply("The model server sent something that is not a reply.")


def _status(error: openai.APIStatusError) -> BackendError:
    status = error.status_code
    if _NO_CREDIT in (error.code, error.type):
        return BackendRefused("The account behind the key has no credit left with the model server.")
    if _is_too_long(error):
        return BackendRefused("The talk has become longer than the model's context; set a longer one for the model.")
    if status == _TOO_MANY_REQUESTS:
        wait = retry_after(error.response.headers)
        return BackendBusy("The model server has too many requests just now; try again in a moment.", wait)
    if status >= 500 or status in _WORTH_ANOTHER_TRY:
        wait = retry_after(error.response.headers)
        return BackendBusy(f"The model server has a fault of its own just now (status {status}); try again.", wait)
    return BackendRefused(
        _refusal(status) or f"The model server refused the request (status {status}{_codes(error, ', ')})."
    )


def _refusal(status: int) -> str | None:
    if 300 <= status < 400:
        return "The model server points to another address; set that one as the base URL."
    return _REFUSALS.get(status)


def _is_too_long(error: openai.APIStatusError) -> bool:
    if error.status_code not in (400, 413):
        return False
    return any(code in _TOO_LONG for code in (error.code, error.type)) or bool(_SAYS_TOO_LONG.search(error.message))


def _codes(error: openai.APIError, before: str = ": ") -> str:
    """The server's short codes; never its sentences, which may repeat the key or the user's words."""
    found = [code for code in (error.code, error.param) if isinstance(code, str) and _CODE.fullmatch(code)]
    return before + ", ".join(found) if found else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, from ``retry-after-ms`` or ``retry-after`` (seconds or a date)."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        wish = headers.get(name)
        if wish is None:
            continue
        seconds = _number(wish)
        seconds = _until(wish) if seconds is None else seconds * unit
        if seconds is not None:
            return max(0.0, seconds)
    return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _until(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
