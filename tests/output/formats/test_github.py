"""Workflow commands, read as GitHub's runner reads the lines of a log."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, portfolio, report_on, said
from zlxm.model.adoption import Adoption
from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.output.formats import Style
from zlxm.output.safe import safe

Command = tuple[str, dict[str, str], str]


def commands(text: str) -> list[Command]:
    """Return the commands that a runner finds; every line must be one, of the present form and not of the old one."""
    lines = text.splitlines()
    assert text == "".join(f"{line}\n" for line in lines)
    assert not any("##[" in line for line in lines)
    return [_command(line) for line in lines]


def _command(line: str) -> Command:
    """The runner trims the line, wants `::` first, and ends the command at the next `::`."""
    trimmed = line.lstrip()
    assert trimmed.startswith("::")
    head, separator, data = trimmed[2:].partition("::")
    assert separator
    name, _, properties = head.partition(" ")
    pairs = [each.partition("=") for each in properties.split(",") if each]
    return name, {key: _unescaped(told, "%3A:", "%2C,") for key, _, told in pairs}, _unescaped(data)


def _unescaped(text: str, *more: str) -> str:
    for pair in ("%0D\r", "%0A\n", *more, "%25%"):
        text = text.replace(pair[:3], pair[3:])
    return text


def found_in(report: Report, style: Style | None = None) -> list[Command]:
    return commands(said("github", report, style or Style()))


def test_samples(tmp_path: Path) -> None:
    for report in (deficient(), portfolio(tmp_path)):
        *annotations, last = found_in(report)
        assert last[0] == "notice"
        kinds = [each[0] for each in annotations]
        assert kinds == sorted(kinds)
        assert kinds.count("error") == report.count(Severity.ERROR)
        assert {each[1]["file"].rpartition("/")[2] for each in annotations} == {"manifest.yaml"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    _told_once_and_whole(text)


@given(st.text(max_size=40))
def test_any_text_comes_back_whole_and_begins_no_command(text: str) -> None:
    _told_once_and_whole(text)


def _told_once_and_whole(text: str) -> None:
    crash, error, warning, last = found_in(hostile(text))
    assert [crash[0], error[0], warning[0], last[0]] == ["error", "error", "warning", "notice"]
    assert set(error[1]) == {"file", "line", "col", "title"}
    shown = safe(text).replace("##[", "##\\u{5b}")
    assert error[1]["file"] == f"{shown}/manifest.yaml"
    assert error[1]["title"] == "ZL13-2 第13条"
    assert error[2].startswith(f"说{shown}")


def test_worst_first_and_no_more_than_are_shown() -> None:
    many = [finding(str(number), severity=Severity.WARNING, subject=str(number)) for number in range(14)]
    report = report_on(dossier((*many, *(replace(each, severity=Severity.ERROR) for each in many[:12]), finding("末"))))
    *annotations, last = found_in(report)
    assert [each[0] for each in annotations] == ["error"] * 10 + ["warning"] * 10
    assert "另有 7 处" in last[2]


def test_infos_and_waived_findings_are_no_annotations() -> None:
    report = report_on(dossier((finding(severity=Severity.INFO), finding(is_waived=True))))
    assert [each[0] for each in found_in(report)] == ["notice"]


def test_what_a_baseline_hides_is_said() -> None:
    last = found_in(report_on(dossier(()), adoption=Adoption("基线.jsonl", 5)))[-1]
    assert "基线.jsonl" in last[2]
    assert "5" in last[2]
