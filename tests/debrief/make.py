"""Conversations with readings made by hand."""

from __future__ import annotations

from simulator.dialogue.session import answer, as_transcript, begin, leave, retake
from simulator.domain.conduct import Ending
from simulator.domain.events import EventName as E
from simulator.domain.transcript import Transcript, UserTurn
from tests.dialogue.make import reading, setting

#: Words, how a fair supervisor takes them, and what is in them.
Said = tuple[str, float, tuple[E | tuple[E, str], ...]]

OWNED: Said = (
    "I did not send the report on Friday the ninth, and the planners had old figures because of me.",
    1.8,
    (
        (E.NAMES_OWN_ERROR, "I did not send the report on Friday the ninth"),
        (E.NAMES_IMPACT, "the planners had old figures because of me"),
    ),
)
PROMISED: Said = (
    "You have the next one by noon on Thursday, and I show you the list at four.",
    1.5,
    (
        (E.DATED_COMMITMENT, "You have the next one by noon on Thursday"),
        (E.OFFERS_CHECK, "I show you the list at four"),
    ),
)
EXCUSED: Said = ("Well, my week was terrible and my father is ill.", -0.8, ((E.EXCUSE, "my week was terrible"),))
BLAMED: Said = ("Milan never told me, it is his fault.", -1.2, ((E.BLAMES_OTHERS, "it is his fault"),))
VAGUE: Said = ("I will do better from now on.", 0.2, ((E.VAGUE_PROMISE, "I will do better"),))
RUDE: Said = (
    "This is ridiculous and so are you.",
    -1.9,
    ((E.CONTEMPT, "so are you"), (E.OUTBURST, "This is ridiculous")),
)
ASKED: Said = ("What would you need to see by the end of the month?", 1.0, (E.ASKS_EXPECTATIONS,))
PLAIN: Said = ("I see.", 0.0, ())
SILENT: Said = ("", 0.0, ())
GOODBYE: Said = ("Thank you. Goodbye.", 0.1, (E.SAYS_GOODBYE, E.COURTESY))
LETS_GO: Said = ("I do not think that this can be mended, and I will go decently.", 0.3, (E.LETS_GO,))


def played(
    *said: Said, persona: str = "the-letter", scenario: str = "the-letter", seed: int = 0, leaves: bool = False
) -> Transcript:
    """A whole conversation; it stops at its ending."""
    session = begin(setting(persona, scenario, seed))
    for number, (words, overall, events) in enumerate(said, start=1):
        if session.ending is not None:
            break
        read = reading(words, *events, overall=overall, unscored=None if words.strip() else "empty")
        turn = UserTurn(
            id=f"u{number}", parent=session.head, text=words, appraisal=read, trust=0, patience=0, clarity=0
        )
        session = retake(session, turn)
        if session.plan is not None:
            session = answer(session, session.scripted_reply)
    if leaves and session.ending is None:
        session = leave(session)
    return as_transcript(session, "scripted")


def ended(transcript: Transcript, ending: Ending) -> Transcript:
    """The same conversation with another ending."""
    return transcript.model_copy(update={"ending": ending})
