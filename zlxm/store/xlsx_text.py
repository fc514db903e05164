"""The texts of an Excel workbook's cells in order, read without a library and within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from zlxm.store.docx_text import has_doctype, resolved, xml_text

MOST_CELLS: Final = 20_000
_SHEET: Final = re.compile(r"xl/worksheets/sheet\d+\.xml")
_SHARED: Final = "xl/sharedStrings.xml"
_ITEM: Final = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_TEXT: Final = re.compile(r"<t(?:\s[^<>]*)?>([^<]*)</t>")
_CELL: Final = re.compile(r"<c (?P<attributes>[^<>]*)>(?P<content>(?:(?!</c>).)*)</c>", re.DOTALL)
_VALUE: Final = re.compile(r"<v>([^<]*)</v>")


def cell_texts(names: list[str], read: Callable[[str], bytes]) -> Iterator[str]:
    """Yield the texts of the cells that hold something, sheet by sheet; at most 20,000."""
    shared = _shared(read(_SHARED)) if _SHARED in names else []
    sheets = sorted(name for name in names if _SHEET.fullmatch(name))
    yield from islice((text for name in sheets for text in _cells(xml_text(read(name)), shared) if text), MOST_CELLS)


def _shared(data: bytes) -> list[str]:
    xml = xml_text(data)
    return [] if has_doctype(xml) else [_joined(item[1] or "") for item in _ITEM.finditer(xml)]


def _joined(xml: str) -> str:
    return resolved("".join(_TEXT.findall(xml)))


def _cells(xml: str, shared: list[str]) -> Iterator[str]:
    if has_doctype(xml):
        return
    for cell in _CELL.finditer(xml):
        content = cell["content"]
        value = _VALUE.search(content)
        if value is None:
            yield _joined(content)
        elif 't="s"' in cell["attributes"]:
            yield _of_table(value[1], shared)
        else:
            yield resolved(value[1])


def _of_table(number: str, shared: list[str]) -> str:
    return shared[int(number)] if number.isdecimal() and int(number) < len(shared) else ""
