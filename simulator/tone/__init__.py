"""Reads one user turn: events with exact words, and seven dimensions."""
