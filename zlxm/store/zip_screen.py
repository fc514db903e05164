"""Looks over the directory of a zip before anything in it is unpacked."""

from __future__ import annotations

import errno
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import FileIO, RawIOBase
from typing import Final, Protocol

_MIB: Final = 1024 * 1024
MOST_ENTRIES: Final = 5000
MOST_BYTES: Final = 200 * _MIB
MOST_XML_BYTES: Final = 50 * _MIB
MOST_RATIO: Final = 100
RATIO_COUNTS_FROM: Final = 1 * _MIB

_LARGEST_READ: Final = 2 * _MIB
_LOCAL_HEADER: Final = 30
_IS_ENCRYPTED: Final = 0x1
_XML: Final = (".xml", ".rels")
_UNSAFE_NAME: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|\Z)|[\x00-\x1f]")


# What zipfile raises on archives that lie, found by fuzzing; NotImplementedError and UnicodeDecodeError are among them
# as children of RuntimeError and ValueError.
BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, EOFError, OverflowError)


class OversizedZipError(zipfile.BadZipFile):
    """A zip claims, or turns out to hold, more than is worth reading."""


class Seekable(Protocol):
    """Bytes that can be read from any place: a file, or a part of one."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes from here."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place and return it."""


class FrugalFile(FileIO):
    """A file that refuses one huge read, because `zipfile` loads a whole directory before it can be looked over."""

    def read(self, size: int | None = -1) -> bytes:
        """As `FileIO.read`; raises `OversizedZipError` above 2 MiB. Our own reads of content ask for less."""
        if size is not None and size > _LARGEST_READ:
            raise OversizedZipError
        return super().read(size)


class Window(RawIOBase):
    """A part of another file, seen as a file of its own; refuses one huge read as `FrugalFile` does."""

    def __init__(self, file: Seekable, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size = file, start, size
        self._at = 0

    def seekable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place, counted from the start of the part."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place of the part; one before its start is an OSError, as of a file."""
        place = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence] + offset
        if place < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = place
        return place

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most `size` bytes; raises `OversizedZipError` above 2 MiB."""
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > _LARGEST_READ:
            raise OversizedZipError
        self._file.seek(self._start + self._at)
        data = self._file.read(wanted)
        self._at += len(data)
        return data


def zip_damage(archive: zipfile.ZipFile) -> str:
    """The code of the first structural fault, or `""`.

    `empty_zip`, `bomb` (over 5,000 entries; or one over 1 MiB that is XML of more than 50 MiB or packed below a
    hundredth), `unsafe_name` (an entry that would be unpacked elsewhere), `duplicate_part`, `overlap` (two entries
    share bytes), `hidden_data` (the directory belongs to a zip that begins later than the file does).
    """
    entries = archive.infolist()
    return next((code for code, has_fault in _FAULTS.items() if has_fault(archive, entries)), "")


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether any entry needs a password."""
    return any(entry.flag_bits & _IS_ENCRYPTED for entry in archive.infolist())


def unpacked_size(archive: zipfile.ZipFile) -> int:
    """The bytes that all entries together declare."""
    return sum(entry.file_size for entry in archive.infolist())


def _is_empty(_archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    return not entries


def _is_bomb(_archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    return len(entries) > MOST_ENTRIES or any(map(_is_overblown, entries))


def _is_overblown(entry: zipfile.ZipInfo) -> bool:
    size = entry.file_size
    if size <= RATIO_COUNTS_FROM:
        return False
    return size > MOST_RATIO * entry.compress_size or (size > MOST_XML_BYTES and entry.filename.lower().endswith(_XML))


def _has_unsafe_name(_archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    return any(_UNSAFE_NAME.search(entry.orig_filename) for entry in entries)


def _has_duplicate(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    return len(archive.NameToInfo) < len(entries)


def _has_overlap(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    # The directory's copy of the name stands in for the local one: zipfile refuses an entry where they differ.
    starts = sorted((entry.header_offset, _least_end(entry)) for entry in entries)
    limits = [start for start, _ in starts[1:]] + [archive.start_dir or 0]
    return any(end > limit for (_, end), limit in zip(starts, limits, strict=True))


def _least_end(entry: zipfile.ZipInfo) -> int:
    return entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _has_hidden_data(_archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    return min(entry.header_offset for entry in entries) > 0


_FAULTS: Final[dict[str, Callable[[zipfile.ZipFile, list[zipfile.ZipInfo]], bool]]] = {
    "empty_zip": _is_empty,
    "bomb": _is_bomb,
    "unsafe_name": _has_unsafe_name,
    "duplicate_part": _has_duplicate,
    "overlap": _has_overlap,
    "hidden_data": _has_hidden_data,
}
