"""What lies in a pack, as bytes: from a folder or from a zip that anybody may have made.

A zip is never unpacked onto a disk: its names are looked at, its files read into memory within limits, and those that
a pack is made of are passed on.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import BadFile

MANIFEST = "pack.yaml"
PERSONAS, SCENARIOS = "personas", "scenarios"
MOST_FILES = 200
MOST_BYTES = 5_000_000
#: Text becomes some ten times smaller; what becomes smaller than this was made to burst.
_MOST_SHRUNK, _SMALL = 100, 100_000
_KEPT = re.compile(rf"{re.escape(MANIFEST)}|(?:{PERSONAS}|{SCENARIOS})/[^/]+\.yaml")
_DRIVE = re.compile(r"[A-Za-z]:")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Unpacked:
    """The files of a pack.

    Attributes:
        source: what the pack was read from, for messages.
        files: by their path inside the pack, with "/".
        left_out: paths of files that a pack is not made of, such as pictures.
        misplaced: one ``BadFile`` for each YAML file that lies in no known place.
    """

    source: str
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    misplaced: tuple[BadFile, ...] = ()


def unpacked(path: Path) -> Unpacked:
    """The pack in a folder or a zip.

    Raises:
        BadFile: it cannot be read, is too large, or was made to do harm.
    """
    try:
        if path.is_dir():
            return _sorted_out(path.name or str(path), _of_folder(path))
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(path.name)
        return from_zip(path.read_bytes(), path.name)
    except OSError as error:
        raise BadFile(str(path), "", f"cannot be read: {error.strerror}.") from error


def from_zip(raw: bytes, source: str) -> Unpacked:
    """The pack in the bytes of a zip; see ``unpacked`` for what may be wrong."""
    if len(raw) > MOST_BYTES:
        raise _too_large(source)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_hostile(source, entries)
            found = {one.filename: archive.read(one) for one in entries if not one.is_dir()}
    except _UNREADABLE as error:
        raise BadFile(source, "", "is no zip file that can be read; pack it again.") from error
    return _sorted_out(source, _without_top_folder(found))


def _refuse_hostile(source: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise _too_many(source)
    if sum(one.file_size for one in entries) > MOST_BYTES:
        raise _too_large(source)
    names = [_same_name(one.orig_filename) for one in entries]
    for one in entries:
        name, shown = one.orig_filename, _shown(one.orig_filename)
        if why := _bad_path(name):
            raise BadFile(source, "", f'holds "{shown}", {why}; make the pack anew with `simulator pack make`.')
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BadFile(source, "", f'holds "{shown}", which is a link or a device; put the file itself there.')
        if one.flag_bits & 0x1:
            raise BadFile(source, "", f'holds "{shown}", which is locked with a password; pack it without one.')
        if one.file_size > max(_SMALL, one.compress_size * _MOST_SHRUNK):
            raise BadFile(source, "", f'holds "{shown}", which unpacks to more than {_MOST_SHRUNK} times its size.')
        if names.count(_same_name(name)) > 1:
            raise BadFile(source, "", f'holds "{shown}" twice; leave one of them.')


def _bad_path(name: str) -> str | None:
    """Why a path may not stand in a pack."""
    if not name or any(unicodedata.category(letter).startswith("C") for letter in name):
        return "a name that cannot be shown"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "a path from the root of a disk"
    if ".." in re.split(r"[/\\]", name):
        return "a path that leads out of the pack"
    return "a path with backslashes" if "\\" in name else None


def _same_name(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _shown(name: str) -> str:
    """A name from a stranger on one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:80])


def _without_top_folder(found: dict[str, bytes]) -> dict[str, bytes]:
    """A zip of a folder holds that folder; what lies in it is the pack."""
    if MANIFEST in found:
        return found
    tops = {name.partition("/")[0] for name in found if name.endswith(f"/{MANIFEST}") and name.count("/") == 1}
    if len(tops) != 1:
        return found
    top = f"{tops.pop()}/"
    return {name.removeprefix(top): content for name, content in found.items()}


def _of_folder(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for path in _files_under(folder, folder.name):
        size += path.stat().st_size
        if len(found) >= MOST_FILES:
            raise _too_many(folder.name)
        if size > MOST_BYTES:
            raise _too_large(folder.name)
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _files_under(folder: Path, source: str) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            raise BadFile(source, "", f'holds "{_shown(path.name)}", which is a link; put the file itself there.')
        if path.is_dir():
            yield from _files_under(path, source)
        elif path.is_file():
            yield path


def _sorted_out(source: str, found: Mapping[str, bytes]) -> Unpacked:
    """The files that a pack is made of; a YAML file in the wrong place is named rather than passed over."""
    kept = {name: content for name, content in sorted(found.items()) if _KEPT.fullmatch(name) and not _hidden(name)}
    other = sorted(found.keys() - kept.keys())
    lost = [name for name in other if name.endswith((".yaml", ".yml")) and not _hidden(name)]
    return Unpacked(
        source,
        kept,
        left_out=tuple(_shown(name) for name in other if name not in lost),
        misplaced=tuple(BadFile(f"{source}/{_shown(name)}", "", _why_misplaced(name)) for name in lost),
    )


def _why_misplaced(name: str) -> str:
    if name == "pack.yml":
        return f"is not looked for; call it {MANIFEST}."
    if name.endswith(".yml"):
        return "is not looked for; let its name end in .yaml."
    return f"lies in no known place; put it into {PERSONAS}/ or {SCENARIOS}/."


def _hidden(name: str) -> bool:
    """What operating systems put beside files."""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of these files: the same bytes for the same files, on every machine and at any time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files):
            entry = zipfile.ZipInfo(name)  # 1980
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _too_large(source: str) -> BadFile:
    return BadFile(source, "", f"is larger than {MOST_BYTES:,} bytes; split it into several packs.")


def _too_many(source: str) -> BadFile:
    return BadFile(source, "", f"holds more than {MOST_FILES} files; split it into several packs.")
