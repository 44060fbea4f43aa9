"""Reads a whole conversation: what moved her, and what to try."""
