"""SARIF against its published schema, and what its readers make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, portfolio, report_on, said
from zlxm.model.adoption import Adoption
from zlxm.model.finding import Judgement
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.output.formats import Style

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def run_of(text: str) -> dict[str, Any]:
    """Return the run of a valid document."""
    text.encode("utf-8")
    tree = json.loads(text)
    assert [error.message for error in VALIDATOR.iter_errors(tree)] == []
    (run,) = tree["runs"]
    assert isinstance(run, dict)
    return run


def test_samples_are_valid(tmp_path: Path) -> None:
    for report, root in ((deficient(), ""), (portfolio(tmp_path), str(tmp_path)), (report_on(), "")):
        run = run_of(said("sarif", report, Style(root=root)))
        assert len(run["results"]) == len([*report.findings(), *report.hints])
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_schema_would_find_a_fault() -> None:
    tree = json.loads(said("sarif", deficient()))
    tree["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not VALIDATOR.is_valid(tree)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    run = run_of(said("sarif", hostile(text), Style()))
    for result in run["results"]:
        shown = result["message"]["text"]
        assert "\n" not in shown
        assert "](" not in shown.replace("\\]", "")
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert artifact.isascii()
        assert not set(artifact) & set(" \\|[]{}<>\"'`^#?\n\r")


NAMES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=30)


def test_a_path_on_another_drive_is_whole() -> None:
    report = report_on(dossier((finding(path="D:/卷宗/manifest.yaml"),)))
    assert '"uri": "file:///D:/%E5%8D%B7%E5%AE%97/manifest.yaml"' in said("sarif", report, Style())


@settings(max_examples=40)  # each makes a whole report
@given(NAMES.filter(lambda name: not re.search("^[A-Za-z]:/|//", f"{name}/")))
def test_a_path_comes_back_from_its_uri(name: str) -> None:
    report = report_on(dossier((finding(path=f"{name}/manifest.yaml"),)))
    artifact = run_of(said("sarif", report, Style()))["results"][0]["locations"][0]["physicalLocation"]
    uri = artifact["artifactLocation"]["uri"]
    assert unquote(uri.removeprefix("file://")) == f"{name}/manifest.yaml"
    if not name.startswith(("/", ".")):
        joined = urlsplit(urljoin("file:///build/repo/", uri))
        assert unquote(joined.path) == f"/build/repo/{name}/manifest.yaml"


def test_undecodable_names_keep_their_bytes() -> None:
    report = report_on(dossier((finding(path="\udcb8\udcba/manifest.yaml"),)))
    assert '"uri": "%B8%BA/manifest.yaml"' in said("sarif", report, Style())


def test_paths_start_from_the_root_and_those_outside_are_whole(tmp_path: Path) -> None:
    inside, outside = tmp_path / "库" / "项目 1", tmp_path / "别处"
    found = tuple(finding(path=str(each / "manifest.yaml")) for each in (inside, outside))
    run = run_of(said("sarif", report_on(dossier(found, path=str(inside))), Style(root=str(tmp_path / "库"))))
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"] for each in run["results"]]
    assert places[0] == {"uri": "%E9%A1%B9%E7%9B%AE%201/manifest.yaml", "uriBaseId": "%SRCROOT%"}
    assert places[1]["uri"].startswith("file:///")
    assert "uriBaseId" not in places[1]
    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%"}


def test_waived_findings_are_suppressed_and_all_results_say_so() -> None:
    report = report_on(dossier((finding(is_waived=True, waiver_reason="函复同意"), finding())))
    waived, other = run_of(said("sarif", report))["results"]
    assert waived["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "函复同意"}]
    assert other["suppressions"] == []


def test_fingerprints_survive_moved_lines_and_tell_twins_apart() -> None:
    here = report_on(dossier((finding("甲"), finding("甲"), finding("乙", subject="任务书备案 2025-06-03"))))
    moved = tuple(replace(each, line=each.line + 40, column=9) for each in here.findings())
    marks = [_marks(report) for report in (here, report_on(dossier(moved)))]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == 3


def _marks(report: Any) -> list[str]:
    return [each["partialFingerprints"]["zlxmFinding/v1"] for each in run_of(said("sarif", report))["results"]]


def test_columns_count_characters() -> None:
    run = run_of(said("sarif", report_on(dossier((finding(line=7, column=12),)))))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 12}


@pytest.mark.parametrize(
    ("fail_on", "is_strict", "code"),
    [(Severity.ERROR, False, 0), (Severity.WARNING, False, 1), (None, False, 0), (None, True, 1)],
)
def test_the_invocation_tells_the_exit_code_and_what_is_hidden(
    fail_on: Severity | None, is_strict: bool, code: int
) -> None:
    known: Any = ("",)
    report = report_on(dossier((finding(severity=Severity.WARNING),)), adoption=Adoption("b.jsonl", 3, known))
    report = replace(report, adoption=replace(report.adoption, stale=()) if not is_strict else _stale(report.adoption))
    (told,) = run_of(said("sarif", report, Style(fail_on=fail_on, is_strict=is_strict)))["invocations"]
    assert told["exitCode"] == code
    assert told["executionSuccessful"]
    assert told["properties"]["asOf"] == "2026-11-23"
    assert "3" in told["toolExecutionNotifications"][0]["message"]["text"]


def _stale(adoption: Adoption | None) -> Adoption:
    from zlxm.model.adoption import Known  # noqa: PLC0415

    assert adoption
    return replace(adoption, stale=(Known("a", "ZL13-2", "0" * 16, Severity.ERROR, "旧"),))


def test_a_rule_that_fell_over_is_told() -> None:
    crashed = replace(dossier(()), judgement=Judgement((), crashed=("ZL30-1",)))
    (told,) = run_of(said("sarif", report_on(crashed)))["invocations"]
    assert not told["executionSuccessful"]
    assert told["exitCode"] == 3
    assert told["toolExecutionNotifications"][0]["associatedRule"] == {"id": "ZL30-1"}


def test_every_rule_has_its_help_and_article() -> None:
    rules = run_of(said("sarif", report_on()))["tool"]["driver"]["rules"]
    assert len(rules) > 100
    assert all(each["help"]["text"] and each["fullDescription"]["text"] for each in rules)
    assert next(each for each in rules if each["id"] == "ZL13-2")["properties"] == {"article": 13, "tags": ["第13条"]}
