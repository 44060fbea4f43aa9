"""``python -m simulator``."""

from .cli import main

main(prog_name="simulator")
