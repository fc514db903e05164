"""csv: one row a finding, for a spreadsheet program: UTF-8 with the mark that makes Excel read it as such."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from zlxm.model.finding import Report
from zlxm.output.entries import Entry, entries
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.wording.sentences import article, hint, label, message, say

NAME = "csv"
_MARK = "\ufeff"
_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four: the same signs, full-width


def format_report(report: Report, style: Style) -> str:
    """Return a heading and the findings, waived ones too. No cell can be a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(say("csv_columns").split(","))
    writer.writerows([_cell(text) for text in _row(each)] for each in entries(report, style))
    return _MARK + written.getvalue()


def _row(entry: Entry) -> Iterator[str]:
    found, dossier = entry.finding, entry.dossier
    yield from (dossier.name, dossier.code, entry.path, str(found.line), str(found.column))
    yield from (label("severity", found.severity.word), found.rule, article(found))
    yield from (label("outcome", found.state.value), message(found), hint(found), found.document)
    yield found.due.isoformat() if found.due else ""
    yield from (label("tick", "waived") if found.is_waived else "", found.waiver_reason, entry.fingerprint)


def _cell(text: str) -> str:
    """Return a text that a spreadsheet program takes as one."""
    kept = safe(text)
    return f"'{kept}" if kept.lstrip()[:1] in _FORMULA and kept.strip() else kept
