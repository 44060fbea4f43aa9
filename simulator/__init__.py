"""Practise a hard conversation with your supervisor, and read the scored transcript."""

from .version import __version__

__all__ = ["__version__"]
