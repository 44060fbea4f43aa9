"""Every error this package raises on purpose.

::

    SimulatorError
    ├── InputError            the caller can mend it: one sentence, exit code 2
    │   ├── UnknownName       no persona, scenario or schema of that name
    │   ├── BadFile           a file cannot be used: file, key, reason
    │   ├── BadText           words that cannot be taken: too long, not UTF-8 …
    │   └── NotSignedIn       nobody has signed in, or not for this installation
    │       └── SignedInTooLongAgo
    ├── BackendError          the language model could not answer: exit code 1
    │   ├── BackendRefused    asking again will not help: wrong key, no such model, no credit
    │   ├── BackendBusy       asking again may help: overloaded, unreachable, too many requests
    │   └── BrokenReply       the reply stopped before its end, or was not a reply
    ├── BatchStopped          a bulk run could not go on; what is done stays: exit code 1
    └── StoreError            the database could not be read or written: exit code 1
        ├── NotFound          no such conversation for this owner
        └── Stale             the conversation went on in another window
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class SimulatorError(Exception):
    """Base of every error raised on purpose; its text is one sentence for a person."""


class InputError(SimulatorError):
    """The caller can mend it."""


class UnknownName(InputError):
    """A name that nothing here answers to; ``also`` are further names of what is ``known``."""

    def __init__(self, kind: str, name: str, known: list[str], also: Iterable[str] = ()) -> None:
        spelled = {one.casefold(): one for one in (*also, *known)}
        near = [f'"{spelled[one]}"' for one in get_close_matches(name.casefold(), spelled, 3)]
        choose = f". Did you mean {' or '.join(near)}? There are" if near else "; choose one of"
        super().__init__(f'There is no {kind} "{name}"{choose}: {", ".join(known)}.')


class BadFile(InputError):
    """A file that cannot be used, with the key at fault and the mend.

    ``also`` is whatever else is wrong with the same file.
    """

    def __init__(self, file: str, key: str, reason: str, also: tuple[BadFile, ...] = ()) -> None:
        self.file, self.key, self.reason, self.also = file, key, reason, also
        where = f"{file}: {key} " if key else f"{file}: "
        super().__init__(f"{where}{reason}")


class BadText(InputError):
    """Words that cannot be taken as they are."""


class NotSignedIn(InputError):
    """Nobody has signed in, or not for this installation."""


class SignedInTooLongAgo(NotSignedIn):
    """A sign-in that was good and has ended; ``owner`` is whose it was."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__("You signed in too long ago. Sign in again to go on; what you said is kept.")


class BackendError(SimulatorError):
    """The language model could not answer."""


class BackendRefused(BackendError):
    """Asking again will not help."""


class BackendBusy(BackendError):
    """Asking again may help.

    ``retry_after`` is the server's own wish in seconds, or None.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BrokenReply(BackendError):
    """The reply stopped before its end, or was not a reply."""


class BatchStopped(SimulatorError):
    """A bulk run could not go on; what is done stays, and the same command goes on."""


class StoreError(SimulatorError):
    """The database could not be read or written."""


class NotFound(StoreError):
    """No such conversation for this owner."""


class Stale(StoreError):
    """The conversation went on in another window."""

    def __init__(self) -> None:
        super().__init__("This conversation went on in another window; reload to see it.")
