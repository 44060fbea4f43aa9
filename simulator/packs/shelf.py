"""The packs installed here: one zip a pack in the data folder, so that installing and removing is one step or none."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from ..domain.persona import Persona
from ..errors import BadFile, InputError, UnknownName
from ..resources import Library, library
from .pack import OWN, Pack, PackInfo, PackList, clashes, problems, read_pack
from .unpacking import unpacked
from .writing import pack_of, persona_yaml, without

_FOLDER = "packs"
_MOST_PACKS = 100
#: The own pack is read, changed and written by one window at a time, so that none loses what another has kept.
_OWN_CHANGES = Lock()
_OWN_INFO = PackInfo(name=OWN, title="Written here")


#: Path of each pack, and what is another number once another file lies there: inode, time, size.
_Stamp = tuple[tuple[Path, int, int, int], ...]


@dataclass(frozen=True)
class Shelf:
    """The packs of an installation, in its ``data_folder``.

    ``open_to_change`` is off where only the administrator, at the command line, may say which supervisors there are.
    """

    data_folder: Path
    open_to_change: bool = True

    @property
    def _folder(self) -> Path:
        return self.data_folder / _FOLDER

    def read(self) -> tuple[tuple[Pack, ...], tuple[BadFile, ...]]:
        """All packs in the order of their names, the own one first; and one reason for each that cannot be read."""
        return _contents(self._stamp())

    def listed(self) -> PackList:
        """All packs as a document; what cannot be used is said in it."""
        packs, broken = self.read()
        inside = [error for pack in packs for error in pack.broken]
        return PackList(packs=tuple(pack.entry for pack in packs), broken=tuple(map(str, (*broken, *inside))))

    def library(self) -> Library:
        """The supervisors and situations that come with the program, and those of the packs after them.

        Read anew only where a pack was installed, changed or removed, by whatever program.
        """
        stamp = self._stamp()
        return _library(stamp) if stamp else library()

    def install(self, pack: Pack, *, replace: bool = False) -> None:
        """Put a pack on the shelf, whole or not at all.

        Raises:
            BadFile: the first thing that is wrong with it.
            InputError: one of this name is there already, there are too many, or it cannot be written.
        """
        self._refuse_where_closed()
        name = pack.info.name
        wrong = problems(pack, self.library_without(name))
        if wrong:
            more = f" And {len(wrong) - 1} more: `simulator pack check` names them." if len(wrong) > 1 else ""
            raise BadFile(wrong[0].file, wrong[0].key, f"{wrong[0].reason}{more}")
        if self._file(name).exists() and not replace:
            raise InputError(f'The pack "{name}" is installed already; remove it first, or replace it.')
        self._put(pack)

    def own(self) -> Pack | None:
        """What was written on the page of this installation; None where nothing was."""
        return read_pack(unpacked(self._file(OWN))) if self._file(OWN).exists() else None

    def keep_own(self, persona: Persona) -> None:
        """Put a supervisor written here on the shelf, in place of the one written here under the same id.

        Raises:
            BadFile: the id is taken by another supervisor.
            InputError: it cannot be written, or is not allowed.
        """
        self._refuse_where_closed()
        written = {persona.id: persona_yaml(persona)}
        for clash in clashes(pack_of(_OWN_INFO, written), self.library_without(OWN)):
            raise clash
        with _OWN_CHANGES:
            self._put(pack_of(_OWN_INFO, written, self.own()))

    def forget_own(self, persona_id: str) -> None:
        """Delete a supervisor written here."""
        self._refuse_where_closed()
        with _OWN_CHANGES:
            own = self.own()
            if own is None or persona_id not in own.personas:
                raise InputError(f'No supervisor "{persona_id}" was written here.')
            left = without(own, persona_id)
            if left.personas:
                self._put(left)
            else:
                self.remove(OWN)

    def remove(self, name: str) -> None:
        """Take a pack off the shelf. Conversations held with its supervisors keep all they need.

        Raises:
            UnknownName: no pack of that name.
            InputError: it cannot be removed.
        """
        self._refuse_where_closed()
        known = [path.stem for path in self._files()]
        if name not in known:
            if not known:
                raise InputError(f'There is no pack "{name}"; none is installed.')
            raise UnknownName("pack", name, known)
        try:
            self._file(name).unlink()
        except OSError as error:
            raise InputError(f'The pack "{name}" cannot be removed: {error.strerror}.') from error

    def library_without(self, name: str) -> Library:
        """The library as it is without one pack."""
        return _joined(tuple(pack for pack in self.read()[0] if pack.info.name != name), ())

    def _refuse_where_closed(self) -> None:
        if not self.open_to_change:
            raise InputError("On this installation its administrator alone says which supervisors there are.")

    def _put(self, pack: Pack) -> None:
        name = pack.info.name
        if not self._file(name).exists() and len(self._files()) >= _MOST_PACKS:
            raise InputError(f"There are {_MOST_PACKS} packs already, which is the most; remove one first.")
        try:
            for folder in (self.data_folder, self._folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".new-", dir=self._folder) as beside:
                written = Path(beside) / f"{name}.zip"
                written.write_bytes(pack.zipped())
                written.replace(self._file(name))
        except OSError as error:
            raise InputError(f'The pack "{name}" cannot be written to {self._folder}: {error.strerror}.') from error

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.zip"

    def _files(self) -> list[Path]:
        found = sorted(path for path in self._folder.glob("*.zip") if not path.name.startswith("."))
        return sorted(found, key=lambda path: path.stem != OWN)

    def _stamp(self) -> _Stamp:
        """What tells whether anything has changed."""
        found = []
        for path in self._files():
            with suppress(FileNotFoundError):  # removed a moment ago
                seen = path.stat()
                found.append((path, seen.st_ino, seen.st_mtime_ns, seen.st_size))
        return tuple(found)


@lru_cache(maxsize=8)
def _contents(stamp: _Stamp) -> tuple[tuple[Pack, ...], tuple[BadFile, ...]]:
    packs: list[Pack] = []
    broken: list[BadFile] = []
    for path, *_ in stamp:
        try:
            packs.append(_named_like_its_file(read_pack(unpacked(path)), path))
        except BadFile as error:
            broken.append(error)
    return tuple(packs), tuple(broken)


def _named_like_its_file(pack: Pack, path: Path) -> Pack:
    if pack.info.name != path.stem:
        reason = (
            f'is "{pack.info.name}" but the file is called "{path.stem}"; install it with `simulator pack install`.'
        )
        raise BadFile(path.name, "name", reason)
    return pack


@lru_cache(maxsize=8)
def _library(stamp: _Stamp) -> Library:
    return _joined(*_contents(stamp))


def _joined(packs: tuple[Pack, ...], broken: tuple[BadFile, ...]) -> Library:
    """All of them together; what was put there by hand under an id that is taken is set aside like a broken file."""
    whole = library().joined_by("", (), (), broken)
    for pack in packs:
        whole = whole.joined_by(
            pack.info.title,
            (one for one in pack.personas.values() if one.id not in whole.personas),
            (one for one in pack.scenarios.values() if one.id not in whole.scenarios),
            (*pack.broken, *clashes(pack, whole)),
        )
    return whole
