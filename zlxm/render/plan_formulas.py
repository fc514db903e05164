"""Formulas of the plan workbook: sums over the rows of one unit or category, on any office program."""

from __future__ import annotations

import re
import unicodedata

from zlxm.model.value import value

_SPECIAL = re.compile(r"[*?~<>=A-Za-z]")
_MOST_OF_A_CRITERION = 200


@value
class Span:
    """A column of cells on a sheet, rows counted from 1."""

    sheet: str
    column: str
    first: int
    last: int

    @property
    def text(self) -> str:
        """As formulas write it."""
        sheet = f"'{self.sheet}'!" if self.sheet else ""
        return f"{sheet}${self.column}${self.first}:${self.column}${self.last}"


def column_name(index: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def count_where(keys: Span, cell: str, text: str, separator: str = "") -> str:
    """Return the formula that counts the rows whose key is the cell's `text`; with a separator, also keys that begin
    with it."""
    if not _is_plain(text):
        return f"=SUMPRODUCT({_exactly(keys, cell, separator)})"
    more = f'+COUNTIF({keys.text},{cell}&"{separator}*")' if separator else ""
    return f"=COUNTIF({keys.text},{cell}){more}"


def sum_where(keys: Span, cell: str, text: str, amounts: Span, separator: str = "") -> str:
    """Return the formula that adds up the amounts of those rows."""
    if not _is_plain(text):
        return f"=SUMPRODUCT({_exactly(keys, cell, separator)},{amounts.text})"
    more = f'+SUMIF({keys.text},{cell}&"{separator}*",{amounts.text})' if separator else ""
    return f"=SUMIF({keys.text},{cell},{amounts.text}){more}"


def _exactly(keys: Span, cell: str, separator: str) -> str:
    """Return 1 for every row of that key and 0 for others, letter by letter."""
    if not separator:
        return f"--EXACT({keys.text},{cell})"
    beginning = f'EXACT(LEFT({keys.text},LEN({cell})+1),{cell}&"{separator}")'
    return f"(EXACT({keys.text},{cell})+{beginning})"


def _is_plain(text: str) -> bool:
    """Tell whether SUMIF takes the text for itself: no pattern, comparison, number or date, and letters of one case."""
    has_ideograph = any(unicodedata.category(each) == "Lo" for each in text)
    return has_ideograph and len(text) <= _MOST_OF_A_CRITERION and not _SPECIAL.search(text)
