"""sarif: the interchange format 2.1.0 for results of static analysis, which code hosts and editors read.

Every finding is a result, infos and waived ones too (with a suppression). Paths start from `%SRCROOT%`, whose own place
is left open: the same dossiers give the same bytes on every machine.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any

from zlxm.model.finding import DossierReport, Finding, Report
from zlxm.model.problem import Severity
from zlxm.output.adoption import adoption_lines
from zlxm.output.entries import Entry, advice, entries, path_from, rule_book
from zlxm.output.formats import Style
from zlxm.output.formats.json import dumped
from zlxm.output.safe import safe
from zlxm.services.check import crashed_rules, exit_code
from zlxm.services.explain import Explanation
from zlxm.wording.sentences import MANIFEST_RULE, hint, label, say

NAME = "sarif"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_FINGERPRINT = "zlxmFinding/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ON_A_DRIVE = re.compile("[A-Za-z]:/")
_PLAIN_IN_A_URI = frozenset((string.ascii_letters + string.digits + "-._~/").encode())


def format_report(report: Report, style: Style) -> str:
    """Return one run as a JSON document."""
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, style)]})


def _run(report: Report, style: Style) -> dict[str, Any]:
    rules = {MANIFEST_RULE: _rule_of_form(), **{code: _rule(each) for code, each in rule_book(report).items()}}
    for found in report.findings():
        if found.rule not in rules:  # of a pack that could not be asked
            told = (found.rule, found.rule, hint(found) or found.rule)
            rules[found.rule] = _described(found.rule, told, found.severity, found.article)
    numbers = {code: number for number, code in enumerate(rules)}
    driver = {"name": "zlxm", "version": report.tool, "language": "zh-CN", "rules": list(rules.values())}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"zlxm/{safe(report.submission)}/" if report.submission else "zlxm/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _text(say("source_root"))}},
        "invocations": [_invocation(report, style)],
        "results": [_result(each, numbers) for each in entries(report, style)],
    }


def _text(*parts: str) -> dict[str, str]:
    """Return a message. A bracket before a parenthesis would make a link of what a dossier says."""
    kept = "\n".join(safe(part) for part in parts if part)
    return {"text": kept.replace("[", "\\[").replace("]", "\\]") if "](" in kept else kept}


def _rule_of_form() -> dict[str, Any]:
    told = (label("family", MANIFEST_RULE), say("form_meaning"), say("form_comply"))
    return _described(MANIFEST_RULE, told, Severity.ERROR, None)


def _rule(known: Explanation) -> dict[str, Any]:
    rule = known.rule
    meaning = known.meaning or rule.title
    comply = say("to_comply", text=known.comply) if known.comply else ""
    help_text = "\n".join(part for part in (meaning, comply, say("ask_for_more", rule=rule.id)) if part)
    return _described(rule.id, (rule.title, meaning, help_text), rule.severity, rule.article)


def _described(code: str, told: tuple[str, str, str], severity: Severity, number: int | None) -> dict[str, Any]:
    """Return a rule. `told`: its title, what it means, and what to do."""
    title, meaning, help_text = told
    cited = say("article", number=number) if number else label("family", code.partition("-")[0])
    return {
        "id": safe(code),
        "shortDescription": _text(title),
        "fullDescription": _text(meaning),
        "help": _text(*help_text.split("\n")),
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"article": number, "tags": [safe(cited)]} if number else {"tags": [safe(cited)]},
    }


def _result(entry: Entry, numbers: Mapping[str, int]) -> dict[str, Any]:
    found = entry.finding
    return {
        "ruleId": safe(found.rule),
        "ruleIndex": numbers[found.rule],
        "level": _LEVELS[found.severity],
        "message": _text(advice(found)),
        "locations": [_location(entry)],
        "partialFingerprints": {_FINGERPRINT: entry.fingerprint},
        "suppressions": _suppressions(found),
        "properties": _properties(found, entry.dossier),
    }


def _location(entry: Entry) -> dict[str, Any]:
    found, dossier = entry.finding, entry.dossier
    region = {"startLine": max(1, found.line), "startColumn": max(1, found.column)}
    return {
        "physicalLocation": {"artifactLocation": _artifact(entry.path), "region": region},
        "logicalLocations": [{"name": safe(dossier.name), "kind": "module"}],
    }


def _artifact(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": f"file://{_encoded(path)}"}
    if _ON_A_DRIVE.match(path):
        return {"uri": f"file:///{path[:2]}{_encoded(path[2:])}"}
    return {"uri": _encoded(path), "uriBaseId": _ROOT}


def _encoded(path: str) -> str:
    """Return a path as a part of a URI: its bytes, those that mean something else there in hexadecimal."""
    try:
        written = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # Windows names may hold halves of a pair
        written = path.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _PLAIN_IN_A_URI else f"%{byte:02X}" for byte in written)


def _suppressions(found: Finding) -> list[dict[str, str]]:
    """Return how a finding is waived. The list stands in every result: some with and some without would be no SARIF."""
    if not found.is_waived:
        return []
    return [{"kind": "external", "status": "accepted", "justification": safe(found.waiver_reason)}]


def _properties(found: Finding, dossier: DossierReport) -> dict[str, Any]:
    told = {
        "article": found.article,
        "state": found.state.value,
        "dossier": safe(dossier.name),
        "document": safe(found.document) or None,
        "due": found.due.isoformat() if found.due else None,
    }
    return {key: each for key, each in told.items() if each is not None}


def _invocation(report: Report, style: Style) -> dict[str, Any]:
    hidden = [_text(line.strip()) for line in adoption_lines(report.adoption)]
    return {
        "executionSuccessful": not crashed_rules(report),
        "exitCode": exit_code(report, style.fail_on, is_strict=style.is_strict),
        "toolExecutionNotifications": [
            *(_crash(code, each, style) for each in report.dossiers for code in each.judgement.crashed),
            *({"level": "note", "message": each} for each in hidden),
        ],
        "properties": {
            "asOf": report.as_of.isoformat(),
            "calendarUntil": report.calendar_until.isoformat(),
            "regulation": report.regulation,
            "for": report.submission or None,
            "dossiers": len(report.dossiers),
        },
    }


def _crash(code: str, dossier: DossierReport, style: Style) -> dict[str, Any]:
    where = {"physicalLocation": {"artifactLocation": _artifact(path_from(dossier.path, style.root))}}
    told = _text(say("rules_crashed", rules=code))
    return {"level": "error", "message": told, "associatedRule": {"id": safe(code)}, "locations": [where]}
