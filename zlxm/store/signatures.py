"""Tells what a file is from its first bytes, whatever it is called."""

from __future__ import annotations

import codecs
import re
from typing import Final

from zlxm.model.attachment import Made
from zlxm.model.value import value

HEAD_SIZE: Final = 1024

COMPOUND: Final = "ole"
"""The container of Office 97-2003 and WPS files, and of Office files encrypted with a password."""

_LFS_FIRST_LINE: Final = b"version https://git-lfs.github.com/spec/v1"

# Only the formats people really upload under a wrong name; each by bytes at the very start.
_STARTS: Final = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", COMPOUND),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_BRANDED: Final = (
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("heic", re.compile(rb"....ftyp(?:hei|mif)", re.DOTALL)),
)
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_NOT_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@value
class Content:
    """What the bytes of one file gave away; the fields have the meaning they have in `FileFacts`."""

    format: str = ""
    is_protected: bool = False
    damage: str = ""
    placeholders: tuple[str, ...] = ()
    secrecy_marks: tuple[str, ...] = ()
    made: Made | None = None
    statements: tuple[tuple[str, str], ...] = ()
    active: tuple[str, ...] = ()


def is_lfs_pointer(head: bytes) -> bool:
    """Whether `head` begins a Git LFS pointer: the few lines git keeps in place of a file that was not fetched."""
    return head.startswith(_LFS_FIRST_LINE)


def format_of(head: bytes) -> str:
    """The format whose signature `head` (the first 1,024 bytes) carries, or `""`.

    Containers are named by their container: `zip` for every zip, `ole` for every compound file. A PDF may begin after
    some other bytes, as its readers allow; a page of HTML that merely mentions one may not.
    """
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    return _format_after_a_look(head)


def _format_after_a_look(head: bytes) -> str:
    for name, pattern in _BRANDED:
        if pattern.match(head):
            return name
    if _HTML.match(head):
        return "html"
    if b"%PDF-" in head:
        return "pdf"
    return "txt" if _is_text(head) else ""


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return not _NOT_TEXT.search(head) and (_decodes(head, "utf-8") or _decodes(head, "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    # Incremental, because the head may end in the middle of a character.
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True
