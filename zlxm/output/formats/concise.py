"""concise: one line a finding, for editors and scripts. Its shape is an interface."""

from __future__ import annotations

from zlxm.model.finding import Finding, Report
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.wording.sentences import label, message

NAME = "concise"


def format_report(report: Report, style: Style) -> str:  # noqa: ARG001 one line a finding at any width
    """Return `path:line:col: CODE message` for every finding, waived ones marked."""
    return "".join(f"{_line(finding)}\n" for finding in (*report.findings(), *report.hints))


def _line(finding: Finding) -> str:
    mark = f"{label('severity', finding.severity.word)}: "
    waived = f" [{label('tick', 'waived')}: {finding.waiver_reason}]" if finding.is_waived else ""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return safe(f"{place}: {finding.rule} {mark}{message(finding)}{waived}")
