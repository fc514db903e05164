"""Tells the zip-based formats apart by their parts, and reads the text of Word documents."""

from __future__ import annotations

import errno
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Final, cast

from zlxm.model.attachment import Made
from zlxm.model.stamp import PROPERTIES_PART
from zlxm.model.value import replace
from zlxm.store.active_content import active_content, has_dde
from zlxm.store.docx_text import PARAGRAPH_END, DoctypeError, TextPatterns, hits
from zlxm.store.signatures import Content
from zlxm.store.statements import statements
from zlxm.store.word_search import WordSearch
from zlxm.store.xlsx_text import cell_texts
from zlxm.store.zip_screen import (
    BROKEN,
    MOST_BYTES,
    MOST_XML_BYTES,
    OversizedZipError,
    Seekable,
    is_encrypted,
    unpacked_size,
    zip_damage,
)

ZIP_FORMATS: Final = frozenset({"docx", "xlsx", "pptx", "ofd", "zip"})

_MAIN_PARTS: Final = {
    "docx": re.compile(r"word/document\d*\.xml"),  # some producers number it
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
    "pptx": re.compile(r"ppt/presentation\d*\.xml"),
}
_CONTENT_TYPES: Final = "[Content_Types].xml"
_OFFICE_PARTS: Final = frozenset({_CONTENT_TYPES, "_rels/.rels"})
_OFD_ROOT: Final = "OFD.xml"
_TEXT_PART: Final = re.compile(r"word/(?:document|header|footer)\d*\.xml")
_PLAIN_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK: Final = 1024 * 1024
_LARGEST_SHEETS: Final = 4 * 1024 * 1024


def read_zip(file: Seekable, extension: str, patterns: TextPatterns) -> Content:
    """What a zip is by its parts (`docx xlsx pptx ofd zip`), whether it is locked or damaged, and what a docx says.

    Damage: `bad_zip`, `missing_part`, `doctype`, or a code of `zip_damage`. A damaged container is not unpacked.
    `extension` (lower case, no dot) only names the format when the parts cannot. `file` must refuse huge reads.
    """
    named = extension if extension in ZIP_FORMATS else "zip"
    try:
        with zipfile.ZipFile(cast("IO[bytes]", file)) as archive:
            return _content_of(archive, named, patterns)
    except OversizedZipError:
        return Content(named, damage="bomb")
    except BROKEN:
        return Content(named, damage="bad_zip")
    except OSError as error:
        if error.errno != errno.EINVAL:  # EINVAL: the archive asked for a place before its own start
            raise
        return Content(named, damage="bad_zip")


def _content_of(archive: zipfile.ZipFile, named: str, patterns: TextPatterns) -> Content:
    found = _format_of(archive, named)
    damage = zip_damage(archive) or _structural_damage(archive, found)
    is_protected = is_encrypted(archive)
    if damage or is_protected or found not in _MAIN_PARTS:
        return Content(found, is_protected, damage)
    try:
        content = _READERS[found](archive, patterns) if found in _READERS else Content(found)
        active = active_content(archive.namelist(), partial(_peek, archive))
    except DoctypeError:
        return Content(found, damage="doctype")
    return replace(content, active=tuple(dict.fromkeys((*content.active, *active))))


def _format_of(archive: zipfile.ZipFile, named: str) -> str:
    names = archive.NameToInfo
    if _OFD_ROOT in names:
        return "ofd"
    for name, pattern in _MAIN_PARTS.items():
        if any(map(pattern.fullmatch, names)):
            return name
    return named if _CONTENT_TYPES in names and named in _MAIN_PARTS else "zip"


def _structural_damage(archive: zipfile.ZipFile, found: str) -> str:
    if found != "zip" and unpacked_size(archive) > MOST_BYTES:
        return "bomb"
    main_part = _MAIN_PARTS.get(found)
    if main_part is None:
        return ""
    names = archive.NameToInfo.keys()
    is_whole = names >= _OFFICE_PARTS and any(map(main_part.fullmatch, names))
    return "" if is_whole else "missing_part"


def _word_content(archive: zipfile.ZipFile, patterns: TextPatterns) -> Content:
    parts = [name for name in archive.namelist() if _TEXT_PART.fullmatch(name)]
    if sum(archive.getinfo(part).file_size for part in parts) > MOST_XML_BYTES:
        raise OversizedZipError
    search = WordSearch(patterns)
    for part in parts:
        search.take(_chunks(archive, part))
    return Content(
        "docx",
        placeholders=search.placeholders,
        secrecy_marks=search.marks,
        made=_made(archive),
        statements=statements(search.lines, patterns.labels) if patterns.labels else (),
        active=("dde",) if has_dde(search.codes) else (),
    )


def _excel_content(archive: zipfile.ZipFile, patterns: TextPatterns) -> Content:
    """Return what a workbook says; one that is too large to be a paper is only named."""
    names = archive.namelist()
    if unpacked_size(archive) > _LARGEST_SHEETS:
        return Content("xlsx")
    texts = list(cell_texts(names, partial(_unpacked, archive)))
    made, whole = _made(archive), PARAGRAPH_END.join(texts)
    said = statements(texts, patterns.labels) if patterns.labels else ()
    return Content("xlsx", placeholders=hits(patterns.placeholder, whole), made=made, statements=said)


def _made(archive: zipfile.ZipFile) -> Made | None:
    if PROPERTIES_PART not in archive.NameToInfo:
        return None
    from zlxm.store.stamps import made_of  # noqa: PLC0415 only papers of ours pay for it

    return made_of(archive.namelist(), partial(_unpacked, archive))


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    return b"".join(_chunks(archive, name))


def _peek(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    return b"".join(_chunks(archive, name, most))


def _chunks(archive: zipfile.ZipFile, name: str, most: int = MOST_XML_BYTES) -> Iterator[bytes]:
    """Yield a part up to `most` bytes, chunk by chunk."""
    if archive.getinfo(name).compress_type not in _PLAIN_METHODS:
        raise zipfile.BadZipFile
    with archive.open(name) as part:
        while most > 0 and (chunk := part.read(min(_CHUNK, most))):
            most -= len(chunk)
            yield chunk


_READERS: Final[dict[str, Callable[[zipfile.ZipFile, TextPatterns], Content]]] = {
    "docx": _word_content,
    "xlsx": _excel_content,
}
