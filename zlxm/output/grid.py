"""Rows of cells for a terminal: what is too long folds within its column, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from zlxm.output.layout import Line, Span, cells, wrap
from zlxm.output.safe import safe

Cell = tuple[tuple[str, str], ...]
"""Paragraphs of one cell, each with its role."""
_GAP = "  "


def grid(rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of the rows; `widths` are those of the columns, in terminal cells."""
    for row in rows:
        columns = [_folded(cell, width) for cell, width in zip(row, widths, strict=True)]
        for pieces in zip_longest(*columns):
            yield tuple(_spans(pieces, widths))


def room(width: int, fixed: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Return how wide further columns may be that share in what the fixed ones leave of a line, at least 8 each."""
    left = width - sum(fixed) - len(_GAP) * (len(fixed) + len(shares) - 1)
    return [max(8, left * share // sum(shares)) for share in shares]


def _folded(cell: Cell, width: int) -> list[Span]:
    return [Span(piece, role) for text, role in cell for piece in wrap(safe(text), width)]


def _spans(pieces: Iterable[Span | None], widths: Sequence[int]) -> Iterator[Span]:
    for number, (piece, width) in enumerate(zip(pieces, widths, strict=True)):
        span = piece or Span("")
        if number:
            yield Span(_GAP)
        yield span
        yield Span(" " * max(0, width - cells(span.text)))
