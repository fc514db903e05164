"""Reads from the ends of a PDF whether the file is whole, whether it is encrypted and whether it starts something."""

from __future__ import annotations

import re
from typing import Final

from zlxm.store.signatures import HEAD_SIZE, Content
from zlxm.store.zip_screen import Seekable

_TAIL_SIZE: Final = 4096
_REACH: Final = 64 * 1024  # from both ends: the catalogue of a PDF is the first thing written, or the last
_SECTION_SIZE: Final = 16 * 1024
_END_MARK: Final = b"%%EOF"
_ZIP_END: Final = b"PK\x05\x06"
_START_OF_XREF: Final = re.compile(rb"startxref\s+(\d{1,12})")
_SECTION_END: Final = re.compile(rb"\bstream\b|startxref")
_ACTION: Final = re.compile(rb"/S\s*/(Launch|JavaScript)(?![A-Za-z])")
_ACTIVE: Final = {b"Launch": "launch", b"JavaScript": "script"}
_ENCRYPT: Final = re.compile(rb"/Encrypt(?![A-Za-z])")


def read_pdf(file: Seekable, size: int) -> Content:
    """What the last 4 KiB and the last cross-reference section of a PDF say.

    Damage is `truncated` (no `%%EOF` in the last 1,024 bytes) or `trailing_zip` (a zip directory after the PDF, so
    that one file is two). A PDF that opens without a password but forbids printing or copying is also encrypted, and
    cannot be told apart without deciphering it. Actions that start programs or scripts are found where they stand in
    plain in the first or last 64 KiB; nothing is unpacked.
    """
    file.seek(max(0, size - _TAIL_SIZE))
    tail = file.read(_TAIL_SIZE)
    is_encrypted = _is_encrypted(file, tail, size)
    return Content("pdf", is_encrypted, _damage(tail[-HEAD_SIZE:]), active=_actions(file, size))


def _actions(file: Seekable, size: int) -> tuple[str, ...]:
    found: set[bytes] = set()
    for start in dict.fromkeys((0, max(0, size - _REACH))):
        file.seek(start)
        found.update(_ACTION.findall(file.read(_REACH)))
    return tuple(_ACTIVE[each] for each in sorted(found, reverse=True))


def _damage(end: bytes) -> str:
    mark = end.rfind(_END_MARK)
    if _ZIP_END in end[mark + 1 :]:
        return "trailing_zip"
    return "" if mark >= 0 else "truncated"


def _is_encrypted(file: Seekable, tail: bytes, size: int) -> bool:
    trailer = tail.rfind(b"trailer")
    if trailer >= 0 and _ENCRYPT.search(tail, trailer):
        return True
    section = _last_section(file, tail, size)
    return _ENCRYPT.search(section) is not None


def _last_section(file: Seekable, tail: bytes, size: int) -> bytes:
    # A cross-reference stream, or the table a linearised file keeps near its start, with the dictionary that goes
    # with it; what comes after (`stream`, `startxref`) is page content and may hold anything.
    starts = _START_OF_XREF.findall(tail)
    start = int(starts[-1]) if starts else size
    if start >= size - len(tail):
        section = tail[start - size :] if start < size else b""
    else:
        file.seek(start)
        section = file.read(_SECTION_SIZE)
    end = _SECTION_END.search(section)
    return section[: end.start()] if end else section
