"""The table, read back, and never a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, report_on, said
from zlxm.model.finding import Report
from zlxm.output.formats import Style

FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def rows(report: Report) -> list[dict[str, str]]:
    text = said("csv", report, Style())
    data = text.encode()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))


def test_one_row_a_finding() -> None:
    report = deficient()
    read = rows(report)
    assert [each["规则"] for each in read] == [each.rule for each in report.findings()]
    assert len({each["标识"] for each in read}) == len(read)
    assert all(None not in each and None not in each.values() for each in read)


def test_waived_findings_say_why() -> None:
    (read,) = rows(report_on(dossier((finding(is_waived=True, waiver_reason="函复同意"),))))
    assert (read["豁免"], read["豁免理由"]) == ("豁免", "函复同意")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    _has_no_formula(text)


@given(st.text(alphabet=st.sampled_from([*FORMULA, " ", "a", '"', ",", "\u3000", "\x00", "1"]), max_size=8))
def test_no_cell_is_a_formula(text: str) -> None:
    _has_no_formula(text)


def _has_no_formula(text: str) -> None:
    read = rows(hostile(text))
    assert len(read) == 4
    assert not any(cell.strip().startswith(FORMULA) for each in read for cell in each.values())
