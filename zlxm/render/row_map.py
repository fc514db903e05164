"""Where the rows of a template went when its blocks were repeated or left out, and what that makes of references."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_LAST_ROW = 1_048_576
_REFERENCE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]]+)!)?(?P<column>\$?[A-Za-z]{1,3})?(?P<lock>\$?)(?P<row>\d+)"
    r"(?::(?P<column2>\$?[A-Za-z]{1,3})?(?P<lock2>\$?)(?P<row2>\d+))?"
)
_NO_ROWS = "0"  # what is left of a reference to rows that were left out


class RowMap:
    """`origins`: the template's row of every finished row; `regions`: the blocks that a row of the template lies in."""

    def __init__(self, origins: Sequence[int], regions: Sequence[tuple[int, ...]]) -> None:
        self.origins = origins
        self._regions = regions
        self._shift = len(origins) - len(regions)
        self._places: dict[int, list[int]] = {}
        for place, origin in enumerate(origins, 1):
            self._places.setdefault(origin, []).append(place)

    @property
    def is_same(self) -> bool:
        """Whether no row moved."""
        return list(self.origins) == list(range(1, len(self._regions) + 1))

    def places(self, row: int, seen_from: int = 0) -> list[int]:
        """Return the finished rows that a row of the template became.

        Seen from a finished row of the same block: the one of the same repetition.
        """
        if row > len(self._regions):
            return [min(row + self._shift, _LAST_ROW)]
        found = self._places.get(row, [])
        if not found or not seen_from or not self._encloses(row, seen_from):
            return found
        if row <= self.origins[seen_from - 1]:
            return [found[max(bisect_right(found, seen_from) - 1, 0)]]
        return [found[min(bisect_left(found, seen_from), len(found) - 1)]]

    def _encloses(self, row: int, place: int) -> bool:
        region = self._regions[row - 1]
        return self._regions[self.origins[place - 1] - 1][: len(region)] == region

    def all_places(self, first: int, last: int, seen_from: int = 0) -> list[int]:
        """Return, in order, the finished rows of a stretch of the template."""
        own = range(first, min(last, len(self._regions)) + 1)
        beyond = {min(max(first, row) + self._shift, _LAST_ROW) for row in (last,) if last > len(self._regions)}
        return sorted({*beyond, *(place for row in own for place in self.places(row, seen_from))})

    def span(self, first: int, last: int, seen_from: int = 0) -> tuple[int, int] | None:
        """Return the first and the last finished row of a stretch; None: all of it was left out."""
        rows = self.all_places(first, last, seen_from)
        return (rows[0], rows[-1]) if rows else None

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the stretches of neighbouring rows that a stretch of the template became."""
        rows = self.all_places(first, last)
        ends = [place for place, after in pairwise(rows) if after != place + 1]
        starts = [after for place, after in pairwise(rows) if after != place + 1]
        return list(zip([*rows[:1], *starts], [*ends, *rows[-1:]], strict=True))

    def is_repeated(self, first: int, last: int) -> bool:
        """Whether all rows of a stretch lie in the same blocks, so that they were repeated together."""
        return len({self._regions[row - 1] for row in range(first, min(last, len(self._regions)) + 1)}) == 1


def moved_formula(formula: str, sheet: str, maps: Mapping[str, RowMap], seen_from: int = 0) -> str:
    """Return a formula of `sheet` with every reference where its rows went.

    `seen_from`: the finished row that holds the formula, 0 when it lies outside the rows.
    """
    tokens = Tokenizer(formula if formula.startswith("=") else f"={formula}")
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = moved_reference(token.value, sheet, maps, seen_from)
    text = "".join(token.value for token in tokens.items)
    return f"={text}" if formula.startswith("=") else text


def moved_reference(reference: str, sheet: str, maps: Mapping[str, RowMap], seen_from: int = 0) -> str:
    """Return a reference (`A1`, `$A$1:B5`, `'Sheet 2'!C3`, `1:4`) where its rows went; a name stays as it is."""
    match = _REFERENCE.fullmatch(reference)
    other = (match["sheet"] or "").strip("'").replace("''", "'") if match else ""
    rows = maps.get(other or sheet)
    if match is None or rows is None:
        return reference
    is_outside = bool(other) and other != sheet
    span = rows.span(int(match["row"]), int(match["row2"] or match["row"]), 0 if is_outside else seen_from)
    return _spelled(match, span) if span else _NO_ROWS


def _spelled(match: re.Match[str], span: tuple[int, int]) -> str:
    sheet = f"{match['sheet']}!" if match["sheet"] else ""
    column, lock = match["column"] or "", match["lock"]
    first = f"{sheet}{column}{lock}{span[0]}"
    if match["row2"]:
        return f"{first}:{match['column2'] or ''}{match['lock2']}{span[1]}"
    return first if span[0] == span[1] else f"{first}:{column}{lock}{span[1]}"
