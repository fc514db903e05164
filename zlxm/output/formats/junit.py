"""junit: test results as Jenkins' xUnit plugin and GitLab read them: a suite a dossier, a case a rule, passes too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from zlxm.model.finding import FINDING_STATES, DossierReport, Finding, Report, State
from zlxm.output.entries import advice, path_from, rule_book
from zlxm.output.formats import Style
from zlxm.output.safe import safe
from zlxm.services.explain import Explanation
from zlxm.wording.sentences import MANIFEST_RULE, label, say

NAME = "junit"


def format_report(report: Report, style: Style) -> str:
    """Return one XML document. What is below the severity that fails a run stands in the output of a passed case."""
    book = rule_book(report)
    root = ET.Element("testsuites", name="zlxm")
    for dossier in report.dossiers:
        _add_suite(root, dossier, report, style, book)
    for name, number in _counts(root).items():
        if name != "skipped":  # the form has no such count here
            root.set(name, number)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_suite(
    root: ET.Element, dossier: DossierReport, report: Report, style: Style, book: dict[str, Explanation]
) -> None:
    place = safe(path_from(dossier.path, style.root))
    suite = ET.SubElement(root, "testsuite", name=safe(dossier.name), package=place)
    told = ET.SubElement(suite, "properties")
    for name, text in filter(all, _properties(dossier, report)):
        ET.SubElement(told, "property", name=name, value=safe(text))
    for rule in _rules(dossier):
        title = book[rule].rule.title if rule in book else label("family", rule)
        name = safe(f"{rule} {title}")
        case = ET.SubElement(suite, "testcase", classname=place.replace(".", "_"), name=name, time="0")
        _add_result(case, rule, dossier, style)
    for name, number in _counts(suite).items():
        suite.set(name, number)


def _properties(dossier: DossierReport, report: Report) -> Iterator[tuple[str, str]]:
    yield from (("as_of", report.as_of.isoformat()), ("regulation", dossier.regulation or report.regulation))
    yield from (("for", report.submission), ("code", dossier.code), ("stage", dossier.judgement.stage))


def _rules(dossier: DossierReport) -> Iterable[str]:
    """Return the rules of a suite: form, those of the regulation in order, others that found something."""
    judged = dossier.judgement
    found = (each.rule for each in judged.findings)
    return dict.fromkeys((MANIFEST_RULE, *judged.outcomes, *judged.crashed, *found))


def _add_result(case: ET.Element, rule: str, dossier: DossierReport, style: Style) -> None:
    if rule in dossier.judgement.crashed:
        ET.SubElement(case, "error", message=say("rules_crashed", rules=rule), type="crash")
        return
    found = [each for each in dossier.judgement.findings if each.rule == rule]
    if not found:
        _skip_unless_passed(case, dossier.judgement.outcomes.get(rule, State.PASS))
        return
    failing = [each for each in found if each.counts and style.fail_on is not None and each.severity >= style.fail_on]
    if failing:
        worst = max(failing, key=lambda each: each.severity)
        failure = ET.SubElement(case, "failure", message=advice(worst), type=worst.severity.word)
        failure.text = _listed(failing, style)
    elif all(each.is_waived for each in found):
        reasons = dict.fromkeys(each.waiver_reason for each in found)
        ET.SubElement(case, "skipped", message=safe(say("waived_because", reason=say("semicolon").join(reasons))))
    rest = [each for each in found if each not in failing]
    if rest:
        ET.SubElement(case, "system-out").text = _listed(rest, style)


def _skip_unless_passed(case: ET.Element, state: State) -> None:
    if state is not State.PASS:
        reason = say("case_hidden") if state in FINDING_STATES else label("outcome", state.value)
        ET.SubElement(case, "skipped", message=reason)


def _listed(findings: Iterable[Finding], style: Style) -> str:
    """Return one line a finding, as editors understand places."""
    return "\n".join(f"{_place(each, style)}: {_kind(each)}: {advice(each)}" for each in findings)


def _place(found: Finding, style: Style) -> str:
    return f"{safe(path_from(found.path, style.root))}:{found.line}:{found.column}"


def _kind(found: Finding) -> str:
    return label("tick", "waived") if found.is_waived else label("severity", found.severity.word)


def _counts(parent: ET.Element) -> dict[str, str]:
    cases = list(parent.iter("testcase"))
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    found = {name: str(sum(case.find(kind) is not None for case in cases)) for name, kind in kinds.items()}
    return {"tests": str(len(cases)), **found}
