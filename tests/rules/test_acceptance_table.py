from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.builders import document, event, make, small_pack, waiver
from zlxm.model.dossier import Project, System
from zlxm.rules.tables import acceptance


def lines(**changes: Any) -> dict[str, Mapping[str, Any]]:
    """Return the lines of the acceptance list by their first paper."""
    return {row["documents"][0]: row for row in acceptance.rows(make("2026-11-23", **changes))}


def test_the_list_of_article_30_in_its_order() -> None:
    names = [paper for row in acceptance.rows(make()) for paper in row["documents"]]
    assert (len(names), names[0], names[-1]) == (26, "采购文件", "政务信息化数据共享信息表")
    assert len(lines()) == 24


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "is_missing"),
        ({"documents": (document("等保测评报告", "2026-04-17"),)}, "is_there"),
        ({"documents": (document("等保测评报告", "2026-12-17"),)}, "is_missing"),
        ({"systems": (System("平台", mlps=1),)}, "is_not_wanted"),
        ({"waivers": (waiver(document="等保测评报告"),)}, None),
    ],
)
def test_every_line_is_in_one_state(changes: dict[str, Any], state: str | None) -> None:
    row = lines(**({"systems": (System("平台", mlps=2),)} | changes))["等保测评报告"]
    assert [key for key in ("is_there", "is_missing", "is_not_wanted") if row[key]] == ([state] if state else [])


def test_the_files_of_a_line_each_once_with_the_latest_day() -> None:
    papers = (
        document(("培训计划", "培训记录"), "2026-01-07", "培训.pdf"),
        document("培训记录", "2026-03-02", "补训.pdf"),
        document("培训计划", None, "计划.docx"),
    )
    row = lines(documents=papers)["培训计划"]
    assert row["files"] == ("培训.pdf", "补训.pdf", "计划.docx")
    assert (row["count"], str(row["date"])) == (3, "2026-03-02")


@pytest.mark.parametrize(
    ("target", "until", "reason"),
    [
        ({"document": "监理报告"}, None, "理由"),
        ({"rule": "ZL30-22"}, None, "理由"),
        ({"rule": "ZL30-21"}, None, ""),
        ({"document": "监理报告"}, "2026-11-22", ""),
    ],
)
def test_a_waived_line_says_why(target: dict[str, str], until: str | None, reason: str) -> None:
    dear = event("函复", "2025-04-02", amount="30")
    assert lines(events=(dear,), waivers=(waiver(until=until, **target),))["监理报告"]["reason"] == reason


def test_a_paper_that_is_there_needs_no_reason() -> None:
    found = lines(documents=(document("监理报告"),), waivers=(waiver(document="监理报告"),))
    assert (found["监理报告"]["is_there"], found["监理报告"]["reason"]) == (True, "")


def test_a_regulation_without_a_matrix_has_no_list() -> None:
    case = make(by=small_pack(), events=(), documents=())
    assert not list(acceptance.rows(case))


def test_other_classes_want_less() -> None:
    hardware = lines(project=Project("机房", "新建", ("硬件与网络",)))
    assert not any(hardware["软件需求规格说明书"][key] for key in ("is_there", "is_missing"))
