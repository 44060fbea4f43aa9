"""Packs of supervisors and situations: checked, installed, taken along; and Character Cards in and out."""
