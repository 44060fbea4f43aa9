"""The learned layer's file is what the training makes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.safety.leaning import AMOUNTS

from .lines import learned_from
from .training import fit, write


@pytest.mark.timeout(400)
def test_the_file_is_what_the_training_makes(tmp_path: Path) -> None:
    made = tmp_path / "leaning.tsv"
    write(fit(learned_from()), made)
    assert made.read_bytes() == AMOUNTS.read_bytes(), "run: python -m tests.safety.training"
