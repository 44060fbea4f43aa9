"""What the results of a run depend on beside its input."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..dialogue.prompting import prompts_version
from ..dialogue.rules import rules_version
from ..files import fingerprint
from ..inputs import everybody
from ..tone.version import lexicon_version
from ..version import __version__


@cache
def versions() -> Mapping[str, str]:
    """The package, its rules, word lists, people and prompts, and the library that writes Parquet."""
    import pyarrow as pa

    known = everybody()
    people = [one.model_dump_json(by_alias=True) for one in (*known.personas.values(), *known.scenarios.values())]
    return {
        "simulator": __version__,
        "rules": rules_version(),
        "lexicon": lexicon_version(),
        "people": fingerprint("\n".join(people)),
        "prompts": prompts_version(),
        "pyarrow": pa.__version__,
    }


def other_version(wanted: Mapping[str, str]) -> str | None:
    """One sentence where a worker runs other versions than the run was begun with; None where all are the same."""
    here = versions()
    other = [f"{name} {here.get(name)} instead of {value}" for name, value in wanted.items() if here.get(name) != value]
    if not other:
        return None
    return f"A worker has {', '.join(other)}; install the same version on every machine, and run the command again."
