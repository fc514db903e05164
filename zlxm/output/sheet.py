"""Rows for a spreadsheet program: comma-separated, UTF-8 with the mark that makes Excel read it as such."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from zlxm.output.safe import safe

_MARK = "\ufeff"
_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four: the same signs, full-width


def sheet(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a heading and the rows. No cell can be a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(text) for text in row] for row in rows)
    return _MARK + written.getvalue()


def _cell(text: str) -> str:
    """Return a text that a spreadsheet program takes as one."""
    kept = safe(text)
    return f"'{kept}" if kept.lstrip()[:1] in _FORMULA and kept.strip() else kept
