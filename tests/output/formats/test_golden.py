"""What every format writes about a dossier with faults and about a portfolio: files to be read in a diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.golden import assert_golden
from tests.output.formats.made_reports import MACHINE_FORMATS, deficient, portfolio, said
from zlxm.output.formats import FORMATS, Style

EXPECTED = Path(__file__).parent / "expected"
ENDINGS = {"sarif": "sarif.json", "gitlab": "gitlab.json", "junit": "junit.xml", "markdown": "markdown.md"}


def test_every_format_is_tested() -> None:
    assert set(FORMATS.names()) == {"text", "concise", "json", *MACHINE_FORMATS}


@pytest.mark.parametrize("form", MACHINE_FORMATS)
def test_a_dossier_with_faults(form: str) -> None:
    assert_golden(_file("deficient", form), _shortened(form, said(form, deficient())))


@pytest.mark.parametrize("form", MACHINE_FORMATS)
def test_a_portfolio(form: str, tmp_path: Path) -> None:
    text = said(form, portfolio(tmp_path), Style(root=str(tmp_path)))
    assert str(tmp_path) not in text
    assert_golden(_file("portfolio", form), _shortened(form, text))


def _file(name: str, form: str) -> Path:
    return EXPECTED / f"{name}.{ENDINGS.get(form, form + '.txt')}"


def _shortened(form: str, text: str) -> str:
    """Return the text without what is said alike about each of a hundred rules."""
    if form == "sarif":
        tree = json.loads(text)
        driver = tree["runs"][0]["tool"]["driver"]
        driver["rules"] = driver["rules"][:3]
        for result in tree["runs"][0]["results"]:
            del result["ruleIndex"]
        return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    if form == "junit":
        return _without_plain_cases(text)
    return text


def _without_plain_cases(text: str) -> str:
    root = etree.fromstring(text.encode())
    for suite in root.iter("testsuite"):
        for number, case in enumerate(suite.findall("testcase")):
            if number > 9 and case.find("failure") is None and case.find("system-out") is None:
                suite.remove(case)
    return str(etree.tostring(root, encoding="unicode")) + "\n"
