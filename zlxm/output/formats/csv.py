"""csv: one row a finding, for a spreadsheet program: UTF-8 with the mark that makes Excel read it as such."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.finding import Report
from zlxm.output.entries import Entry, entries
from zlxm.output.formats import Style
from zlxm.output.sheet import sheet
from zlxm.wording.sentences import article, hint, label, message, say

NAME = "csv"


def format_report(report: Report, style: Style) -> str:
    """Return a heading and the findings, waived ones too. No cell can be a formula."""
    return sheet(say("csv_columns").split(","), (_row(each) for each in entries(report, style)))


def _row(entry: Entry) -> Iterator[str]:
    found, dossier = entry.finding, entry.dossier
    yield from (dossier.name, dossier.code, entry.path, str(found.line), str(found.column))
    yield from (label("severity", found.severity.word), found.rule, article(found))
    yield from (label("outcome", found.state.value), message(found), hint(found), found.document)
    yield found.due.isoformat() if found.due else ""
    yield from (label("tick", "waived") if found.is_waived else "", found.waiver_reason, entry.fingerprint)
