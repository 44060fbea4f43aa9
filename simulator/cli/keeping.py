"""Where a talk in the terminal is kept, and how one goes on with it."""

from __future__ import annotations

from pathlib import Path

from ..domain.transcript import Transcript
from ..errors import BadText
from ..inputs import write


class Kept:
    """The database, a file, both or neither."""

    def __init__(self, file: str | None, *, in_database: bool, goes_on_in: str | None = None) -> None:
        """
        Args:
            file: where the transcript is written to after every turn.
            in_database: whether the pages will have it, too.
            goes_on_in: the file that the talk came from; it alone may be written over.

        Raises:
            BadText: something is in the file's place already.
        """
        if file is not None and Path(file).exists() and Path(file).resolve() != Path(goes_on_in or "").resolve():
            raise BadText(f"{file}: is there already, and nothing is written over; name another file with -o.")
        self.file, self._in_database = file, in_database

    def write(self, transcript: Transcript) -> None:
        """Put the talk as it stands into the file, where there is one.

        Raises:
            BadText: it cannot be written.
        """
        if self.file is not None:
            from ..debrief.export import as_json

            write(self.file, as_json(transcript).encode("utf-8"))

    @property
    def at_the_end(self) -> str:
        """Where an ended talk is to be found."""
        told = "Nothing was kept, as you wished."
        if self._in_database:
            told = "It is kept: `simulator run` opens the app, and it stands there among your past conversations."
        elif self.file is not None:
            told = f"It is kept in {self.file}."
        more = f" Every figure and the words behind it: simulator score {self.file} --pretty" if self.file else ""
        return told + more

    def where_stopped(self, *, said: bool) -> str:
        """Where a talk is that nobody has ended, and what goes on with it; ``said`` is whether the user spoke."""
        if not said:
            return "Nothing had been said."
        if self._goes_on is None:
            return "Nothing was kept, as you wished."
        return f"What was said is kept; {self._goes_on} goes on with it."

    def at_the_prompt(self, *, said: bool) -> str:
        """What somebody is told who presses Ctrl-C once; ``said`` is whether the user spoke."""
        if not said:
            return "Nothing has been said yet. Ctrl-C again leaves; /end ends the talk."
        if self._goes_on is None:
            return "This talk is kept nowhere. Ctrl-C again leaves it for good; /end ends it."
        how = "chat --resume" if self._in_database else f"chat --resume {self.file}"
        return f"All is kept. Ctrl-C again leaves; {how} goes on. /end ends the talk."

    @property
    def _goes_on(self) -> str | None:
        if self._in_database:
            return "`simulator chat --resume`"
        return f"`simulator chat --resume {self.file}`" if self.file else None
