"""The fit: right on made data, the same bytes again, and no turn of the frozen test in it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from .data import examples
from .fit import fit
from .solve import nonnegative, ridge
from .write import FOLDER, write

_DATA = Path(__file__).parents[1] / "data"


def test_ridge_is_the_solution_of_its_equations() -> None:
    rng = np.random.default_rng(3)
    rows = csr_matrix((rng.random((60, 12)) < 0.3).astype(float))
    targets = rng.normal(size=60)
    penalty = np.full(12, 2.0)
    dense = rows.toarray()
    wanted = np.linalg.solve(dense.T @ dense + np.diag(penalty), dense.T @ targets)
    assert ridge(rows, targets, penalty) == pytest.approx(wanted, abs=1e-8)


def test_shares_are_never_below_nought() -> None:
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(200, 2))
    found = nonnegative(columns, 0.7 * columns[:, 0] - 0.4 * columns[:, 1], penalty=0.0)
    assert found[1] == 0
    assert found[0] > 0.5


def test_the_files_are_what_the_training_makes(tmp_path: Path) -> None:
    write(fit(examples()), tmp_path)
    for name in ("fitted.yaml", "wording.tsv", "common.txt"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), f"run: python -m tests.training ({name})"


def test_the_frozen_test_is_not_learned_from() -> None:
    rows = [json.loads(line) for line in (_DATA / "corpus" / "frozen.jsonl").read_text("utf-8").splitlines()]
    assert not {row["user"] for row in rows} & {turn.user for turn in examples()}
