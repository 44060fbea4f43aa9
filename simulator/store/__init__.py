"""Keeps conversations."""
