"""Looks over the directory of a zip before anything in it is unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import FileIO
from typing import Final

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


class OversizedZipError(zipfile.BadZipFile):
    """A zip claims, or turns out to hold, more than is worth reading."""


class FrugalFile(FileIO):
    """A file that refuses one huge read, because `zipfile` loads a whole directory before it can be looked over."""

    def read(self, size: int | None = -1) -> bytes:
        """As `FileIO.read`; raises `OversizedZipError` above 2 MiB. Our own reads of content ask for less."""
        if size is not None and size > _LARGEST_READ:
            raise OversizedZipError
        return super().read(size)


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
