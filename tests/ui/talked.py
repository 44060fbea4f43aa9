"""Talks written straight into a database, so that a page about many of them has something to show."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.dialogue.session import as_transcript, play, versions
from simulator.domain.conduct import Ending
from simulator.store.store import Hint, NewConversation, Origin, Store
from tests.dialogue.make import setting

OWNER = "local"
POOR = (
    "Honestly, mistakes were made with the September report.",
    "My week was terrible, and Milan never told me that it was due.",
    "I'll try to do better from now on.",
)
GOOD = (
    "I did not send the September report, and the planners had old figures because of me.",
    "What would you need to see from me by the end of the month?",
    "You'll have the November report on Wednesday by four, and I tell you the day before if it slips.",
)
MIXED = (POOR[1], GOOD[0], POOR[2])


def held(
    store: Store,
    persona: str,
    words: Sequence[str] = GOOD,
    *,
    hints: int = 0,
    seed: int = 0,
    origin: Origin | None = None,
    ending: Ending | None = None,
    backend: str = "scripted",
) -> str:
    """One talk as the page would have kept it; returns its id."""
    begun = setting(persona, seed=seed)
    session, _ = play(begun, tuple(words))
    transcript = as_transcript(session, backend)
    run = store.create(
        OWNER,
        NewConversation(
            persona=begun.persona,
            scenario=begun.scenario,
            seed=seed,
            difficulty="normal",
            backend=backend,
            versions=versions(begun),
            origin=origin,
        ),
    )
    for turn in transcript.turns:
        store.add_turn(OWNER, run, turn)
    for number in range(hints):
        store.note_hint(OWNER, run, Hint(kind="coach", before_turn=number + 1))
    if ending or session.ending:
        store.set_ending(OWNER, run, ending or session.ending)
    return run


def learned(store: Store) -> None:
    """Poor first talks, then practice with hints and without, then good first talks with new supervisors."""
    for persona in ("own-it", "the-letter", "mirror"):
        held(store, persona, POOR)
    held(store, "own-it", MIXED, hints=2)
    held(store, "the-letter", MIXED)
    held(store, "the-letter", MIXED, hints=1)
    for persona in ("teacher", "objective", "protector"):
        held(store, persona, GOOD)
    held(store, "clear-expectations", (*MIXED, "I can't say a day, but I will do better."))
