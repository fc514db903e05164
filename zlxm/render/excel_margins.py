"""Headers and footers of a sheet, which may hold tags as cells do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from zlxm.model.errors import ZlxmError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_MARGIN = 255  # characters that Excel takes
_PAGES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_SIDES = ("left", "center", "right")
_PLACES = tuple(product(_PAGES, _SIDES))
_VALUE = re.compile(r"\{\{-?((?:(?!\}\}).)*?)-?\}\}", re.DOTALL)


def margin_texts(sheet: Worksheet) -> Iterator[tuple[int, str, str]]:
    """Yield number, place and template of every header and footer with text; values in it are filtered by `plain_`."""
    for number, (page, side) in enumerate(_PLACES):
        text = _part(sheet, page, side).text
        if text:
            yield number, f"{sheet.title}!{page}", _VALUE.sub(r"{{ (\1)|plain_ }}", text)


def plain(found: Any) -> str:
    """Return a value as text for a margin, where `&` begins a code."""
    return str(found).replace("&", "&&")


def write_margins(sheet: Worksheet, texts: Mapping[int, Any]) -> None:
    """Write the filled texts (number → text). Raises ZlxmError (`text_too_long`)."""
    for number, found in texts.items():
        page, side = _PLACES[number]
        if len(found) > LONGEST_MARGIN:
            facts = {"place": f"{sheet.title}!{page}", "number": len(found), "most": LONGEST_MARGIN}
            raise ZlxmError("text_too_long", facts)
        _part(sheet, page, side).text = str(found)


def _part(sheet: Worksheet, page: str, side: str) -> Any:
    return getattr(getattr(sheet, page), side)
