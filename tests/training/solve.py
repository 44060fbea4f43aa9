"""Ridge regression by conjugate gradients, the same bits on every machine.

Sparse products add in a fixed order and every inner product is ``math.fsum``, which is exact; no BLAS is asked, whose
order of additions depends on the processor. What is written is rounded to thousandths.
"""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

#: One number a row.
Vector = NDArray[np.float64]
#: Rows and columns.
Matrix = NDArray[np.float64]
_MOST_STEPS = 400
_CLOSE = 1e-20


def ridge(rows: csr_matrix, targets: Vector, penalty: Vector) -> Vector:
    """The weights that make ``sum((rows @ w - targets)**2) + sum(penalty * w**2)`` least.

    Args:
        rows: n turns x k terms.
        targets: n numbers.
        penalty: k numbers above 0.

    Raises:
        ArithmeticError: no solution within 400 steps.
    """
    across = rows.T.tocsr()
    scale = np.asarray(across.multiply(across).sum(axis=1)).ravel() + penalty
    weights = np.zeros(rows.shape[1])
    left = across @ targets
    ahead = left / scale
    direction = ahead.copy()
    progress = start = _inner(left, ahead)
    for _ in range(_MOST_STEPS):
        if progress <= _CLOSE * start:
            return weights
        image = across @ (rows @ direction) + penalty * direction
        step = progress / _inner(direction, image)
        weights += step * direction
        left -= step * image
        ahead = left / scale
        before, progress = progress, _inner(left, ahead)
        direction = ahead + (progress / before) * direction
    raise ArithmeticError(f"no solution within {_MOST_STEPS} steps")


def nonnegative(columns: Matrix, targets: Vector, sweeps: int = 2000, penalty: float = 1.0) -> Vector:
    """Least squares with no weight below zero, by coordinate descent: n x k columns, n targets, k weights."""
    count = columns.shape[1]
    gram = [[_inner(columns[:, i], columns[:, j]) for j in range(count)] for i in range(count)]
    aim = [_inner(columns[:, i], targets) for i in range(count)]
    weights = [0.0] * count
    for _ in range(sweeps):
        for i in range(count):
            rest = fsum(gram[i][j] * weights[j] for j in range(count) if j != i)
            weights[i] = max(0.0, (aim[i] - rest) / (gram[i][i] + penalty))
    return np.array(weights)


def _inner(left: Vector, right: Vector) -> float:
    return fsum(left * right)
