"""The tone reading: ``appraise(user, supervisor)``. Word lists are loaded at the first call."""

from .appraise import appraise

__all__ = ["appraise"]
