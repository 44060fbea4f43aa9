"""docs/batch.md names every column; that its commands run as they stand there, tests/docs tries."""

from __future__ import annotations

import re

import pytest

from simulator.batch.table import ROWS

from .make import PROJECT

PAGE = (PROJECT / "docs/batch.md").read_text("utf-8")


@pytest.mark.parametrize("kind", ["turns", "reports", "talks"])
def test_every_column_is_named(kind: str) -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## What comes out")[2].partition("## When it stops")[0]))
    columns = {name for known, model in ROWS.items() if known == kind for name in model.model_fields} - {"schema_"}
    assert columns <= told
