"""The base of every value: frozen, and strict about unknown keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


class Value(BaseModel):
    """A frozen, comparable value; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def two_decimals(number: float) -> float:
    """Round to two decimals; minus zero becomes zero."""
    return round(number, 2) + 0.0


#: A float that is printed with at most two decimals.
Rounded = Annotated[float, PlainSerializer(two_decimals, return_type=float)]

#: A level of trust, patience or clarity in points, 0 to 100.
Points = Annotated[Rounded, Field(ge=0, le=100)]
