"""gitlab: a code quality report, the list of findings that GitLab shows in a merge request."""

from __future__ import annotations

from typing import Any

from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.output.entries import Entry, advice, counting, rule_name
from zlxm.output.formats import Style
from zlxm.output.formats.json import dumped
from zlxm.output.safe import safe

NAME = "gitlab"
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def format_report(report: Report, style: Style) -> str:
    """Return a JSON list of the findings that count, worst first; an empty one when there is nothing."""
    return dumped([_issue(each) for each in counting(report, style)])


def _issue(entry: Entry) -> dict[str, Any]:
    found = entry.finding
    return {
        "description": f"{rule_name(found)}: {advice(found)}",
        "check_name": safe(found.rule),
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {"path": safe(entry.path), "lines": {"begin": max(1, found.line)}},
    }
