"""The ids of what is shipped, known before any file is read, so that a broken file fails its own test only."""

from __future__ import annotations

PERSONA_IDS = (
    "came-back",
    "circling-coach",
    "clear-expectations",
    "health-aware",
    "mirror",
    "objective",
    "own-it",
    "protector",
    "straight-talker",
    "takes-the-heat",
    "teacher",
    "the-letter",
    "undecided",
)
SCENARIO_IDS = ("accounts-office", "hospital-ward", "school", "the-letter", "warehouse")
