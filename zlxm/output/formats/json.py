"""json: the whole result for programs. `version` counts changes of this contract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from zlxm.model.adoption import Adoption
from zlxm.model.finding import DossierReport, Duty, Finding, Report, State
from zlxm.model.problem import Severity
from zlxm.output.formats import Style
from zlxm.wording.sentences import duty, hint, message

NAME = "json"
VERSION = 1
_NOT_FOR_A_TERMINAL = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_COMMAND = ("##[", "##\\u005b")  # as in `safe`


def format_report(report: Report, style: Style) -> str:  # noqa: ARG001 a program reads it
    """Return one JSON document."""
    return dumped(report_tree(report))


def dumped(tree: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return a result as JSON that no terminal stumbles over."""
    text = json.dumps(tree, ensure_ascii=False, indent=1).replace(*_COMMAND)
    return _NOT_FOR_A_TERMINAL.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def report_tree(report: Report) -> dict[str, Any]:
    """Return the whole result as it is written."""
    return {
        "version": VERSION,
        "tool": report.tool,
        "regulation": report.regulation,
        "as_of": report.as_of.isoformat(),
        "calendar_until": report.calendar_until.isoformat(),
        "for": report.submission or None,
        **({"since": report.since} if report.since else {}),
        "dossiers": [_dossier(each, report) for each in report.dossiers],
        "portfolio": [_finding(found) for found in report.hints],
        "summary": _summary(report),
    }


def _summary(report: Report) -> dict[str, int]:
    return {
        "dossiers": len(report.dossiers),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "waived": sum(finding.is_waived for finding in report.findings()),
        **(_hidden(report.adoption) if report.adoption else {}),
    }


def _hidden(adoption: Adoption) -> dict[str, int]:
    return {"known": adoption.known, "ignored": sum(adoption.ignored.values()), "stale": len(adoption.stale)}


def _dossier(each: DossierReport, report: Report) -> dict[str, Any]:
    judged = each.judgement
    outcomes = judged.outcomes.items()
    return {
        "path": each.path.replace("\\", "/"),
        "name": each.name,
        "code": each.code or None,
        "regulation": each.regulation or None,
        "stage": judged.stage or None,
        "next": [_duty(found, report) for found in judged.duties],
        "findings": [_finding(found) for found in judged.findings],
        "outcomes": {
            "pass": [rule for rule, state in outcomes if state is State.PASS],
            "not_applicable": [rule for rule, state in outcomes if state is State.NOT_APPLICABLE],
            "not_yet": [rule for rule, state in outcomes if state in (State.NOT_YET, State.DUE)],
        },
        "crashed": list(judged.crashed),
    }


def _duty(found: Duty, report: Report) -> dict[str, Any]:
    days = (found.due - report.as_of).days
    kept = {"rule": found.rule, "due": found.due.isoformat(), "days": days, "message": duty(found)}
    return {**kept, "provisional": found.is_provisional}


def _finding(found: Finding) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "rule": found.rule,
        "article": found.article,
        "severity": found.severity.word,
        "state": found.state.value,
        "message": message(found),
        "hint": hint(found) or None,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "due": found.due.isoformat() if found.due else None,
        "waived": found.is_waived,
    }
    if found.is_waived:
        shown["reason"] = found.waiver_reason
    if found.document:
        shown["document"] = found.document
    return shown
