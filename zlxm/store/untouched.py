"""Tells whether a Word or Excel file is still as this program wrote it, from what office programs note when saving."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

from zlxm.store.zip_screen import FrugalFile, zip_damage

_CORE = "docProps/core.xml"
_MOST_BYTES = 100_000
_OURS = "zlxm"
_ELEMENT = r"<{name}[ >][^<]*</{name}>"
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, KeyError, ValueError, EOFError)


def is_untouched(path: str) -> bool:
    """Return whether we wrote the file and nobody has saved it since; what cannot be read is somebody's."""
    try:
        with FrugalFile(path) as file, zipfile.ZipFile(file) as archive:
            if zip_damage(archive) or archive.getinfo(_CORE).file_size > _MOST_BYTES:
                return False
            core = archive.read(_CORE).decode("utf-8", "replace")
    except _BROKEN:
        return False
    saved_by, created, modified = (
        _text(core, name) for name in ("cp:lastModifiedBy", "dcterms:created", "dcterms:modified")
    )
    return _text(core, "dc:creator") == _OURS and saved_by in ("", _OURS) and created == modified


def _text(xml: str, name: str) -> str:
    found = re.search(_ELEMENT.format(name=name), xml)
    return re.sub("<[^>]*>", "", found[0]) if found else ""
