"""A person's reasoned exceptions: which findings they cover, and what is wrong with the exceptions themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.dossier import Waiver
from zlxm.model.finding import Finding, State
from zlxm.model.pack import Rule
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.rules.case import Case

UNUSED, EXPIRED, OF_PROHIBITION = "WAIVER-1", "WAIVER-2", "WAIVER-3"
_HANDLED_BY_MATRIX = "require.waived_required"


def apply_waivers(findings: Iterable[Finding], outcomes: Mapping[str, State], case: Case) -> list[Finding]:
    """Return the findings with the covered ones marked, plus the findings about the waivers."""
    seen = [waiver for waiver in case.dossier.waivers if waiver.date <= case.as_of]
    active = [waiver for waiver in seen if _is_active(waiver, case)]
    marked = [_mark(finding, active, case) for finding in findings]
    return marked + [found for waiver in seen for found in _faults(waiver, marked, outcomes, case)]


def waived_rules(case: Case) -> frozenset[str]:
    """Return the rules excused as a whole on this day."""
    return frozenset(waiver.rule for waiver in _in_effect(case) if waiver.rule)


def waived_documents(case: Case) -> frozenset[str]:
    """Return the papers excused on this day."""
    return frozenset(waiver.document for waiver in _in_effect(case) if waiver.document)


def _in_effect(case: Case) -> list[Waiver]:
    return [waiver for waiver in case.dossier.waivers if waiver.date <= case.as_of and _is_active(waiver, case)]


def _is_active(waiver: Waiver, case: Case) -> bool:
    rule = case.pack.rule(waiver.rule) if waiver.rule else None
    return not _is_expired(waiver, case) and not (rule and rule.is_prohibition)


def _is_expired(waiver: Waiver, case: Case) -> bool:
    return waiver.until is not None and waiver.until < case.as_of


def _covers(waiver: Waiver, finding: Finding) -> bool:
    if waiver.rule is not None:
        return waiver.rule == finding.rule
    alternatives: tuple[str, ...] = finding.facts.get("document", (finding.document,))
    return bool(finding.document) and waiver.document in alternatives


def _mark(finding: Finding, active: list[Waiver], case: Case) -> Finding:
    waiver = next((each for each in active if _covers(each, finding)), None)
    rule = case.pack.rule(finding.rule)
    if waiver is None or finding.what == _HANDLED_BY_MATRIX or (rule and rule.is_prohibition):
        return finding
    return replace(finding, is_waived=True, waiver_reason=waiver.reason)


def _faults(waiver: Waiver, findings: list[Finding], outcomes: Mapping[str, State], case: Case) -> Iterator[Finding]:
    rule = case.pack.rule(waiver.rule) if waiver.rule else None
    if rule is not None and rule.is_prohibition:
        yield _finding(OF_PROHIBITION, waiver, case, "prohibition")
    elif _is_expired(waiver, case):
        yield _finding(EXPIRED, waiver, case, "expired")
    elif _is_unused(waiver, findings, outcomes, case):
        yield _finding(UNUSED, waiver, case, "unused")


def _is_unused(waiver: Waiver, findings: list[Finding], outcomes: Mapping[str, State], case: Case) -> bool:
    if any(_covers(waiver, finding) for finding in findings):
        return False
    if waiver.document is not None:
        return waiver.document in case.by_kind
    if waiver.rule is not None and _is_document_rule(case.pack.rules.get(waiver.rule)):
        return outcomes.get(waiver.rule) is State.PASS
    return outcomes.get(waiver.rule or "", State.PASS) not in (State.NOT_YET, State.DUE)


def _is_document_rule(rule: Rule | None) -> bool:
    return rule is not None and any(getattr(check.params, "row", None) for check in rule.checks)


def _finding(code: str, waiver: Waiver, case: Case, what: str) -> Finding:
    rule = case.pack.house[code]
    facts = {
        "target": waiver.rule or waiver.document,
        "until": waiver.until or "",
        "reason": waiver.reason,
        "rule_title": rule.title,
    }
    severity = Severity.ERROR if code == OF_PROHIBITION else Severity.WARNING
    return Finding(code, None, severity, State.FAIL, what, waiver.path, facts, rule.message, rule.hint)
