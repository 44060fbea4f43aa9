"""Which talk goes on: the last unfinished one of the database, or the one in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..app import LOCAL_OWNER
from ..debrief.imported import check_lengths, given_in, taken, tells_of_distress
from ..domain.transcript import is_imported
from ..errors import BadText, InputError
from ..inputs import read
from .output import show_help

if TYPE_CHECKING:
    from ..app import App
    from ..domain.transcript import Transcript


def last_unfinished(app: App) -> str:
    """The id of the talk that was held last among those that nobody has ended, in the terminal or in the pages.

    A way that was taken back is none of them: another talk goes on from it.

    Raises:
        InputError: there is none.
    """
    if not app.keeps:
        raise InputError("With --no-save there is no kept talk to go on with; name a file after --resume.")
    for one in app.conversations(LOCAL_OWNER):
        held = one.ending is None and one.turns > 0
        if held and not app.store.forks(LOCAL_OWNER, one.id) and not is_imported(app.store.load(LOCAL_OWNER, one.id)):
            return one.id
    raise InputError("There is no unfinished talk to go on with; `simulator chat` begins one.")


def in_file(app: App, file: str) -> str:
    """The id of the talk in a JSON transcript, read anew from its words; it goes on where it is kept already.

    Raises:
        InputError: the file cannot be read, holds no JSON transcript, or one that has ended or calls for help.
    """
    given = given_in(read(file), file)
    if given.held is None:
        raise BadText(f"{file}: is no JSON transcript; --resume goes on with a file of `simulator chat -o`.")
    check_lengths(given.turns, file)
    if tells_of_distress(given):
        show_help()
        raise BadText(f"{file}: some words in it call for help, not for practice, so it does not go on.")
    transcript = taken(given)
    if transcript.ending is not None:
        raise BadText(f"{file}: that talk has ended; `simulator score {file} --pretty` prints its debrief.")
    return _kept(app, transcript) or app.keep_imported(LOCAL_OWNER, transcript)


def _kept(app: App, transcript: Transcript) -> str | None:
    """The same talk in the database, so that nothing stands there twice."""
    for one in app.conversations(LOCAL_OWNER):
        if one.ending is None and one.turns == len(transcript.user_turns):
            kept = app.store.load(LOCAL_OWNER, one.id)
            if (kept.persona, kept.scenario, kept.turns) == (transcript.persona, transcript.scenario, transcript.turns):
                return one.id
    return None
