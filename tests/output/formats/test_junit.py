"""JUnit against the schema of Jenkins' plugin, and read by a program of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, portfolio, report_on, said
from zlxm.model.finding import Judgement, Report, State
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.output.formats import Style

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "junit-10.xsd")))


def tree_of(report: Report, style: Style | None = None) -> Any:
    """Return a valid document."""
    text = said("junit", report, style or Style()).encode()
    root = etree.fromstring(text)
    SCHEMA.assertValid(root)
    return root


def case_of(root: Any, rule: str) -> Any:
    return next(each for each in root.iter("testcase") if each.get("name", "").startswith(f"{rule} "))


def test_samples_are_valid(tmp_path: Path) -> None:
    for report in (deficient(), portfolio(tmp_path), report_on()):
        root = tree_of(report)
        assert [each.get("name") for each in root] == [each.name for each in report.dossiers]
        for suite in root:
            assert suite.get("tests") == str(len(suite.findall("testcase")))
            assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
            assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))


def test_the_schema_would_find_a_fault() -> None:
    with pytest.raises(etree.DocumentInvalid):
        SCHEMA.assertValid(etree.fromstring(b"<testsuites><testsuite><testcase/></testsuite></testsuites>"))


def test_another_program_counts_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    report = deficient()
    file.write_text(said("junit", report), encoding="utf-8")
    read = junitparser.JUnitXml.fromfile(str(file))
    failing = {each.rule for each in report.findings() if each.severity is Severity.ERROR}
    suites = list(read)
    assert (len(suites), read.failures, read.errors) == (1, len(failing), 0)
    assert suites[0].failures == len(failing)
    failed = {
        case.name.split()[0] for case in suites[0] if any(isinstance(x, junitparser.Failure) for x in case.result)
    }
    assert failed == failing


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    root = tree_of(hostile(text))
    assert len(root.findall("testsuite")) == 2
    assert len(root.findall("testsuite/testcase/failure")) == 1


@given(st.text(max_size=40))
def test_any_text_can_be_read_again(text: str) -> None:
    assert len(tree_of(hostile(text)).findall("testsuite")) == 2


@pytest.mark.parametrize(
    ("severity", "fail_on", "is_failure"),
    [
        (Severity.ERROR, Severity.ERROR, True),
        (Severity.ERROR, Severity.WARNING, True),
        (Severity.ERROR, None, False),
        (Severity.WARNING, Severity.ERROR, False),
        (Severity.WARNING, Severity.WARNING, True),
        (Severity.INFO, Severity.WARNING, False),
    ],
)
def test_what_fails_the_run_is_a_failure(severity: Severity, fail_on: Severity | None, is_failure: bool) -> None:
    case = case_of(tree_of(report_on(dossier((finding(severity=severity),))), Style(fail_on=fail_on)), "ZL13-2")
    assert (case.find("failure") is not None) == is_failure
    assert (case.find("system-out") is not None) != is_failure
    assert case.find("skipped") is None


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.PASS, None),
        (State.NOT_APPLICABLE, "不适用"),
        (State.NOT_YET, "未到时候"),
        (State.DUE, "未到期"),
        (State.FAIL, "没有列入这份报告"),
        (State.UNKNOWN, "没有列入这份报告"),
    ],
)
def test_a_rule_without_findings(state: State, reason: str | None) -> None:
    quiet = replace(dossier(()), judgement=Judgement((), outcomes={"ZL13-2": state}))
    skipped = case_of(tree_of(report_on(quiet)), "ZL13-2").find("skipped")
    assert (skipped is None) == (reason is None)
    assert skipped is None or (reason or "") in skipped.get("message", "")


def test_a_waiver_is_skipped_with_its_reason_and_a_crash_is_an_error() -> None:
    waived = tree_of(report_on(dossier((finding(is_waived=True, waiver_reason="函复同意"),))))
    skipped = case_of(waived, "ZL13-2").find("skipped")
    assert skipped is not None
    assert "函复同意" in skipped.get("message", "")
    crashed = tree_of(report_on(replace(dossier(()), judgement=Judgement((), crashed=("ZL30-1",)))))
    assert case_of(crashed, "ZL30-1").find("error") is not None
    assert crashed.get("errors") == "1"
