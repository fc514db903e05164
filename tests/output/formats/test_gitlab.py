"""The code quality report: the documented form, and how GitLab reads it (it stops at the first bad entry and drops
entries whose fingerprint it has seen)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, portfolio, report_on, said
from zlxm.model.finding import Report
from zlxm.model.value import replace
from zlxm.output.formats import Style

_TEXT = {"type": "string", "minLength": 1}
_LINES = {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
_PLACE = {"type": "object", "required": ["path", "lines"], "properties": {"path": _TEXT, "lines": _LINES}}
FORM = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _PLACE,
        },
        "additionalProperties": False,
    },
}


def issues(report: Report, style: Style | None = None) -> list[dict[str, Any]]:
    """Return the entries of a valid report, whose fingerprints differ."""
    read = json.loads(said("gitlab", report, style or Style()))
    Draft202012Validator(FORM).validate(read)
    assert len({each["fingerprint"] for each in read}) == len(read)
    assert isinstance(read, list)
    return read


def test_samples(tmp_path: Path) -> None:
    for report in (deficient(), portfolio(tmp_path)):
        assert len(issues(report)) == sum(each.counts for each in (*report.findings(), *report.hints))


def test_nothing_is_an_empty_list() -> None:
    assert said("gitlab", report_on(dossier(()))) == "[]\n"
    assert issues(report_on(dossier((finding(is_waived=True),)))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    read = issues(hostile(text))
    assert [each["severity"] for each in read] == ["major", "minor", "info"]
    assert "\n" not in read[0]["description"]


def test_fingerprints_hold_no_line_but_the_dossier() -> None:
    one = dossier((finding("甲"), finding("甲")))
    lower = dossier(tuple(replace(each, line=99) for each in one.judgement.findings))
    other = replace(one, path="b")
    here, moved, elsewhere = ([each["fingerprint"] for each in issues(report_on(each))] for each in (one, lower, other))
    assert here == moved
    assert not set(here) & set(elsewhere)
    assert len(issues(report_on(one, other))) == 4
