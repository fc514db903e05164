"""Puts values into cells: numbers and dates as such, text never as a formula, rows high enough for what they hold."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.styles import PatternFill
from openpyxl.styles.numbers import is_date_format

from zlxm.model.errors import ZlxmError
from zlxm.wording.papers import words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767  # characters that a cell holds
_RISKY = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # what spreadsheets take for the begin of a formula
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TEXT_FORMAT, _GENERAL = "@", "General"
_STANDS_OUT = PatternFill("solid", fgColor="FFFF00")
_DEFAULT_WIDTH = 8.43  # characters
_FONT_SIZE = 11.0  # points
_LAST_COLUMN = 16_384
_PIXELS, _PADDING = 7, 5  # of a digit in the default font; of a cell
_POINT = 96 / 72  # pixels
_SLACK = 1.06  # lines of Chinese end before the margin
_PITCH, _MARGIN = 1.42, 4.0  # height of a line in font sizes; points around the text
_HIGHEST = 409.0  # points


def write_cells(sheet: Worksheet, rows: Sequence[Mapping[int, Any]]) -> None:
    """Write the values of every row (column → value) and make rows of a set height high enough for them.

    Raises ZlxmError (`text_too_long`).
    """
    widths = _widths(sheet)
    spans = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    for number, values in enumerate(rows, 1):
        heights = []
        for column, found in values.items():
            cell: Any = sheet.cell(number, column)
            write_value(cell, found)
            heights.append(_height(cell, _columns(spans.get((number, column)), column), widths))
        dimension = sheet.row_dimensions.get(number)
        if dimension and dimension.height and heights:
            dimension.height = min(max(dimension.height, *heights), _HIGHEST)


def write_value(cell: Cell, found: Any) -> None:
    """Write one value.

    A number whose words are the plain number is written as one unless the cell is formatted as text, a date if the cell
    is formatted as one. A value that has nothing to say leaves the cell empty; one still to be filled in stands out.
    """
    raw, state = getattr(found, "raw", None), getattr(found, "state", "value")
    if state == "line" or (state == "blank" and cell.number_format != _GENERAL):
        cell.value = None
    elif _is_number(raw, found, cell.number_format) or (isinstance(raw, date) and is_date_format(cell.number_format)):
        cell.value = raw
    else:
        _write_text(cell, "" if found is None else str(found))


def _is_number(raw: Any, found: Any, number_format: str) -> bool:
    is_one = isinstance(raw, (Decimal, int)) and not isinstance(raw, bool)
    return is_one and number_format != _TEXT_FORMAT and bool(_NUMBER.fullmatch(str(found)))


def _write_text(cell: Cell, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        place = f"{cell.parent.title}!{cell.coordinate}"
        raise ZlxmError("text_too_long", {"place": place, "number": len(text), "most": LONGEST_TEXT})
    cell.value = text
    cell.data_type = "s"
    if _RISKY.match(text):
        cell.quotePrefix = True
    if words()["missing"].partition("{")[0] in text:
        cell.fill = _STANDS_OUT


# ----------------------------------------------------------------------------------------------------- room for text


def _widths(sheet: Worksheet) -> dict[int, float]:
    """Return column → width in characters of those that have one of their own."""
    return {
        column: dimension.width
        for dimension in sheet.column_dimensions.values()
        if dimension.width and dimension.min and dimension.max
        for column in range(dimension.min, min(dimension.max, _LAST_COLUMN) + 1)
    }


def _columns(merged: Any, column: int) -> Iterable[int]:
    return range(merged.min_col, merged.max_col + 1) if merged else (column,)


def _height(cell: Cell, columns: Iterable[int], widths: Mapping[int, float]) -> float:
    if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
        return 0.0
    return text_height(
        cell.value, cell.font.sz or _FONT_SIZE, sum(widths.get(each, _DEFAULT_WIDTH) for each in columns)
    )


def text_height(text: str, size: float, width: float) -> float:
    """Return the points that a wrapped text takes in a column of `width` characters.

    Spreadsheets do not work that out for merged cells, and not for rows of a set height.
    """
    room = max(width * _PIXELS - _PADDING, 1)
    return sum(_lines(line, size, room) for line in text.split("\n")) * size * _PITCH + _MARGIN


def _lines(text: str, size: float, room: float) -> int:
    halves = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return max(1, math.ceil(halves * size / 2 * _POINT * _SLACK / room))
