"""llama.cpp's server as a process of its own: run as a script by ``llama.py``, never imported by the program.

It reads one line of JSON from standard input, answers with one line, and serves until standard input ends, which it
also does when the program that started it is killed. Loading and ending a server hold Python's global lock, the
latter for half a minute while somebody listens; inside the app every page and every deadline would stand still.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def serve(asked: dict[str, Any]) -> Any:
    """A running server: ``asked`` is ``llama.ModelFile`` with a ``key``.

    Raises:
        RuntimeError: llama.cpp cannot load the file.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["file"]
    params.n_ctx = asked["context"] * asked["parallel"]  # llama.cpp divides it among the slots
    params.n_parallel = asked["parallel"]
    params.cache_ram_mib = asked["cache_mib"]
    params.api_keys = [asked["key"]]
    if asked["threads"] is not None:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = asked["threads"]
    params.port = 0
    params.ui = False
    params.verbosity = 0
    params.enable_reasoning = 0  # a model that thinks aloud would use up its reply
    return xllamacpp.Server(params)


def main() -> None:
    """Serve until standard input ends."""
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever the libraries print is no answer
    asked = json.loads(sys.stdin.readline())
    try:
        server = serve(asked)
        answer = {"address": server.listening_address}
    except (ImportError, RuntimeError) as error:
        answer = {"error": str(error)}
    os.write(answers, f"{json.dumps(answer)}\n".encode())
    sys.stdin.read()
    os._exit(0)  # ending the server itself may take half a minute


if __name__ == "__main__":
    main()
