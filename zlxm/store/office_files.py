"""Opens a Word or Excel file that people give us: screened before anything is unpacked, refused with the reason."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib

from zlxm.model.errors import ZlxmError
from zlxm.store.docx_text import has_doctype, xml_text
from zlxm.store.zip_screen import MOST_BYTES, MOST_XML_BYTES, FrugalFile, is_encrypted, unpacked_size, zip_damage

MOST_FILE_BYTES = 50 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIVE = re.compile(r"(vbaProject|vbaData|activeX|embeddings/|externalLinks/|oleObject|macrosheets)", re.IGNORECASE)
_OUTSIDE = re.compile(r'TargetMode="External"')
_HYPERLINK = re.compile(r"<Relationship [^>]*relationships/hyperlink[^>]*>")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, EOFError, OverflowError)
MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def read_office_parts(path: str) -> dict[str, bytes]:
    """Return part → content of a .docx or .xlsx template.

    Raises ZlxmError (`bad_template_file`) for what is damaged, encrypted, a bomb, of another kind, or carries macros or
    other active content; OSError passes as `unreadable_file`.
    """
    extension = os.path.splitext(path)[1].lower()
    if extension not in MAIN_PARTS:
        raise _unfit(path, "other_format")
    try:
        with open(path, "rb") as file:
            if file.read(len(_OLE)) == _OLE:
                raise _unfit(path, "protected")
        with FrugalFile(path) as frugal, zipfile.ZipFile(frugal) as archive:
            _screen(archive, path, MAIN_PARTS[extension])
            return {info.filename: _part(archive, info, path) for info in archive.infolist() if not info.is_dir()}
    except OSError as error:
        raise ZlxmError("unreadable_file", {"path": path, "detail": error.strerror or str(error)}) from error
    except _BROKEN as error:
        raise _unfit(path, "bad_zip") from error


def _unfit(path: str, why: str) -> ZlxmError:
    return ZlxmError("bad_template_file", {"path": path, "fault": why})


def _screen(archive: zipfile.ZipFile, path: str, main_part: str) -> None:
    damage = zip_damage(archive)
    if damage or unpacked_size(archive) > MOST_BYTES:
        raise _unfit(path, damage or "bomb")
    if is_encrypted(archive):
        raise _unfit(path, "protected")
    names = archive.NameToInfo
    if main_part not in names or "[Content_Types].xml" not in names:
        raise _unfit(path, "missing_part")
    if any(_ACTIVE.search(name) for name in names):
        raise _unfit(path, "active_content")


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    with archive.open(info) as part:
        data = part.read(MOST_XML_BYTES + 1)
    if len(data) > MOST_XML_BYTES:
        raise _unfit(path, "bomb")
    if info.filename.endswith((".xml", ".rels")):
        _look_over(xml_text(data), info.filename, path)
    return data


def _look_over(xml: str, name: str, path: str) -> None:
    if has_doctype(xml):
        raise _unfit(path, "doctype")
    if name == "[Content_Types].xml" and "macroEnabled" in xml:
        raise _unfit(path, "active_content")
    if name.endswith(".rels") and _OUTSIDE.search(_HYPERLINK.sub("", xml)):
        raise _unfit(path, "active_content")
