"""Tells apart the files that share the compound container: old Office, WPS, and Office locked with a password."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from zlxm.model.value import value
from zlxm.store.signatures import COMPOUND, Content
from zlxm.store.zip_screen import Seekable

_FAMILIES: Final = {
    "WordDocument": ("doc", "wps"),
    "Workbook": ("xls", "et"),
    "Book": ("xls", "et"),
    "PowerPoint Document": ("ppt", "dps"),
}
"""Main stream → the extensions under which its program saves: Office first, WPS second."""

_LOCKED: Final = {"doc": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx", "ppt": "pptx", "dps": "pptx"}
_LOCKED_FORMATS: Final = frozenset(_LOCKED.values())

_HEADER_SIZE: Final = 512
_ENTRY: Final = struct.Struct(
    "<64sH2x3I36xII4x"
)  # of the size only the low half: some writers leave rubbish in the other
_ENTRY_SIZE: Final = 128
_MOST_ENTRIES: Final = 4096
_FAT_SLOTS_IN_HEADER: Final = 109
_LAST_SECTOR: Final = 0xFFFFFFFA  # numbers from here up are marks, not sectors
_LEAST_STREAM: Final = 4096  # smaller streams live elsewhere; no program writes a main stream that small
_STREAM_START: Final = 64
_WORD_IDENT: Final = 0xA5EC
_WORD_ENCRYPTED: Final = 0x0100
_EXCEL_START: Final = 0x0809
_EXCEL_WRITE_PROTECTED: Final = 0x0086
_EXCEL_ENCRYPTED: Final = 0x002F


class _BadCompoundError(Exception):
    """The container points outside itself or in a circle."""


@value
class _Entry:
    name: str
    left: int
    right: int
    child: int
    sector: int
    size: int


def read_compound(file: Seekable, extension: str) -> Content:
    """What the directory of a compound file says; `extension` (lower case, no dot) only chooses between twins.

    Word and WPS Writer share one stream name, so `doc` or `wps` follows the extension; likewise `xls et`, `ppt dps`.
    `ole` when the main stream is none of these. Damage is `bad_ole`.
    """
    try:
        return _content_of(_Compound(file), extension)
    except (_BadCompoundError, struct.error, OverflowError):
        return Content(_fallback(extension), damage="bad_ole")


def root_stream_names(file: Seekable) -> frozenset[str]:
    """Return the names of what lies directly below the root of a compound file; none for a damaged one."""
    try:
        return frozenset(_Compound(file).root_streams())
    except (_BadCompoundError, struct.error, OverflowError):
        return frozenset()


def _content_of(compound: _Compound, extension: str) -> Content:
    streams = compound.root_streams()
    if "EncryptedPackage" in streams:
        return Content(_locked_format(extension), is_protected=True)
    for stream, names in _FAMILIES.items():
        if stream in streams:
            name = extension if extension in names else names[0]
            return Content(name, _is_protected(compound, streams, stream))
    return Content(COMPOUND)


def _fallback(extension: str) -> str:
    return extension if extension in _LOCKED else COMPOUND


def _locked_format(extension: str) -> str:
    if extension in _LOCKED_FORMATS:
        return extension
    return _LOCKED.get(extension, COMPOUND)


def _is_protected(compound: _Compound, streams: dict[str, _Entry], stream: str) -> bool:
    if stream == "PowerPoint Document":
        return "EncryptedSummary" in streams
    if streams[stream].size < _LEAST_STREAM:
        return False
    start = compound.start_of(streams[stream])
    return _is_locked_text(start) if stream == "WordDocument" else _is_locked_workbook(start)


def _is_locked_text(start: bytes) -> bool:
    ident, flags = struct.unpack_from("<H8xH", start)
    return ident == _WORD_IDENT and bool(flags & _WORD_ENCRYPTED)


def _is_locked_workbook(start: bytes) -> bool:
    kind, length = struct.unpack_from("<HH", start)
    if kind != _EXCEL_START:
        return False
    following, length_of_following = struct.unpack_from("<HH", start, 4 + length)
    if following == _EXCEL_WRITE_PROTECTED:
        (following,) = struct.unpack_from("<H", start, 8 + length + length_of_following)
    return bool(following == _EXCEL_ENCRYPTED)


class _Compound:
    """Reads sectors of one compound file; every loop is bounded by the file or by `_MOST_ENTRIES`."""

    def __init__(self, file: Seekable) -> None:
        self._file = file
        self._header = self._read(0, _HEADER_SIZE)
        (self._shift,) = struct.unpack_from("<H", self._header, 30)
        if self._shift not in (9, 12):
            raise _BadCompoundError

    def root_streams(self) -> dict[str, _Entry]:
        """Name → entry of what lies directly below the root; embedded objects lie deeper and are left out."""
        entries = list(self._entries())
        found: dict[str, _Entry] = {}
        pending, seen = [entries[0].child], set[int]()
        while pending:
            number = pending.pop()
            if number in seen or number >= len(entries):
                continue
            seen.add(number)
            entry = entries[number]
            found[entry.name] = entry
            pending += (entry.left, entry.right)
        return found

    def start_of(self, stream: _Entry) -> bytes:
        """The first 64 bytes of a stream of 4 KiB or more."""
        return self._read((stream.sector + 1) << self._shift, _STREAM_START)

    def _entries(self) -> Iterator[_Entry]:
        (sector,) = struct.unpack_from("<I", self._header, 48)
        per_sector = (1 << self._shift) // _ENTRY_SIZE
        for _ in range(_MOST_ENTRIES // per_sector):
            raw = self._read((sector + 1) << self._shift, 1 << self._shift)
            yield from map(_entry, (raw[at : at + _ENTRY_SIZE] for at in range(0, len(raw), _ENTRY_SIZE)))
            sector = self._next(sector)
            if sector >= _LAST_SECTOR:
                return

    def _next(self, sector: int) -> int:
        slot, within = divmod(sector, 1 << (self._shift - 2))
        return self._number(self._fat_sector(slot), within)

    def _fat_sector(self, slot: int) -> int:
        if slot < _FAT_SLOTS_IN_HEADER:
            (number,) = struct.unpack_from("<I", self._header, 76 + 4 * slot)
            return int(number)
        per_sector = (1 << (self._shift - 2)) - 1
        hops, within = divmod(slot - _FAT_SLOTS_IN_HEADER, per_sector)
        (sector,) = struct.unpack_from("<I", self._header, 68)
        for _ in range(hops):
            sector = self._number(sector, per_sector)
        return self._number(sector, within)

    def _number(self, sector: int, index: int) -> int:
        (number,) = struct.unpack("<I", self._read(((sector + 1) << self._shift) + 4 * index, 4))
        return int(number)

    def _read(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        raw = self._file.read(size)
        if len(raw) < size:
            raise _BadCompoundError
        return raw


def _entry(raw: bytes) -> _Entry:
    name, length, left, right, child, sector, size = _ENTRY.unpack(raw)
    return _Entry(name[: max(0, length - 2)].decode("utf-16-le", "replace"), left, right, child, sector, size)
