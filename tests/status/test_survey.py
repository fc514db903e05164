from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.inputs import HEAD, lay
from tests.status.surveys import SAMPLES, names, surveyed
from zlxm.model.errors import UsageError
from zlxm.model.finding import SlotState
from zlxm.model.problem import Severity


def test_one_dossier() -> None:
    (seen,) = surveyed(SAMPLES / "shenpi-biangeng").outlooks
    assert (seen.place, seen.unit, seen.year, seen.stage) == ("shenpi-biangeng", "钟楼区行政审批局", 2026, "建设")
    assert (seen.reached, len(seen.steps)) == (8, 13)
    assert seen.steps[-1].since is None
    assert seen.next_list
    assert (seen.next_list.submission, *seen.next_list.counted()) == ("初验", 8, 13)
    assert seen.final_list
    assert seen.final_list.submission == "终验"
    assert {tick.state for tick in seen.next_list.ticks} == {SlotState.PRESENT, SlotState.MISSING}
    assert seen.issuers["等保测评报告"] == "等级测评机构"
    assert seen.amount == seen.approved
    assert seen.next_duty
    assert (seen.next_duty.rule, seen.next_duty.due) == ("ZL33-1", date(2026, 11, 30))


def test_changes_are_measured_by_the_approved_investment() -> None:
    (seen,) = surveyed(SAMPLES / "shenpi-biangeng").outlooks
    (change,) = seen.adjustments
    assert (change.standing, change.base) == ("applied", seen.approved)
    assert change.share
    assert change.base
    assert Decimal(0) < change.share < Decimal(10)
    assert change.adjusted == change.base * change.share / 100


def test_the_most_urgent_comes_first() -> None:
    found = surveyed()
    assert len(found.outlooks) == 15
    assert names(found)[0] == "deficient-wenlv"
    due = [each.owed[0].due for each in found.outlooks if each.owed]
    assert due == sorted(due)
    assert all(each.owed for each in found.outlooks[: len(due)])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"unit": "民政"}, ["minzheng-yanglao"]),
        ({"stage": "论证"}, ["chengguan-huanwei"]),
        ({"year": 2024}, ["sifa-touyong", "nandajie-tingyong"]),
        ({"due": 0}, ["deficient-wenlv"]),
        ({"due": 6}, ["deficient-wenlv"]),
        ({"unit": "没有这个单位"}, []),
        ({"year": 2027, "sort": "amount"}, ["minzheng-yanglao", "dangan-shuzihua"]),
        ({"year": 2027, "sort": "stage"}, ["minzheng-yanglao", "dangan-shuzihua"]),
        ({"year": 2024, "sort": "name"}, ["nandajie-tingyong", "sifa-touyong"]),
    ],
)
def test_what_is_wanted(wanted: dict[str, Any], expected: list[str]) -> None:
    assert names(surveyed(**wanted)) == expected


def test_due_within_a_week_has_what_is_late_too() -> None:
    assert len(surveyed(due=7).outlooks) == 9
    assert all(each.owed for each in surveyed(due=7).outlooks)


def test_the_verdict_is_on_what_is_shown() -> None:
    found = surveyed(year=2026)
    assert [each.path for each in found.report.dossiers] == [each.report.path for each in found.outlooks]
    assert found.report.count(Severity.ERROR) == 0
    assert found.report.hints == surveyed().report.hints


@pytest.mark.parametrize("sort", ["urgency", "name", "unit", "year", "stage", "amount"])
def test_every_order_has_every_dossier_once(sort: str) -> None:
    assert sorted(names(surveyed(sort=sort))) == sorted(names(surveyed()))


def test_a_stage_that_no_regulation_has_is_wrong_usage() -> None:
    with pytest.raises(UsageError) as raised:
        surveyed(stage="初念")
    assert raised.value.code == "unknown_stage"
    assert "初验" in str(raised.value.facts["known"])


def test_what_cannot_be_judged_comes_first_and_has_no_more_than_a_name(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "minzheng-yanglao", tmp_path / "甲")
    lay(tmp_path / "坏", "project: {name: 坏的\n")
    lay(tmp_path / "密", HEAD.replace("name: 示例平台建设项目", "name: 密, classified: true"))
    found = surveyed(tmp_path)
    broken, secret, _ = found.outlooks
    assert (broken.place, broken.is_judged, broken.is_classified) == ("坏", False, False)
    assert len(broken.findings_of(Severity.ERROR)) == 1
    assert (secret.place, secret.is_judged, secret.is_classified) == ("密", False, True)
    assert (secret.amount, secret.unit, secret.past) == (None, "", ())


def test_several_processes_see_the_same(tmp_path: Path) -> None:
    for number in range(60):
        lay(tmp_path / f"项目{number}", HEAD.replace("total: 20", f"total: {number + 1}"))
    assert surveyed(tmp_path, jobs=2) == surveyed(tmp_path)
