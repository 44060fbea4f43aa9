"""Fits what the words add and how all is weighed: ``python -m tests.training`` writes two files of ``tone/lexicon``."""

from __future__ import annotations

from .data import examples
from .fit import fit
from .write import write


def main() -> None:
    """Fit on every turn that may be learned from, and write the numbers."""
    found = fit(examples())
    write(found)
    for line in found.report:
        print(line)


if __name__ == "__main__":
    main()
