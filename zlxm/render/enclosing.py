"""A paper made for a package: not compressed, and marked where it must not be taken for the real one."""

from __future__ import annotations

import re

from zlxm.render.package import read_parts, write_parts

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MARGINS = re.compile(r"(<headerFooter\b[^>]*>)(?:<oddHeader/>|<oddHeader></oddHeader>)?(?!<oddHeader)")


def enclosed_workbook(data: bytes, mark: str = "") -> bytes:
    """Return the workbook for a package: the same bytes whatever version of zlib is there. `mark`: a text for the top
    of every page."""
    parts = read_parts(data)
    marked = {name: _marked(part, mark) if mark and _SHEET.fullmatch(name) else part for name, part in parts.items()}
    return write_parts(marked, is_compressed=False)


def _marked(part: bytes, mark: str) -> bytes:
    return _MARGINS.sub(rf"\1<oddHeader>&amp;C{mark}</oddHeader>", part.decode(), count=1).encode()
