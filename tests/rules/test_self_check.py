"""The self-check before acceptance: answers of the rules, what is left to a person, and what has to be put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.builders import document, event, file, files, make, pack, waiver
from zlxm.model.attachment import FileState
from zlxm.model.dossier import Project, System
from zlxm.model.finding import Finding
from zlxm.model.paper import Remark
from zlxm.model.value import replace
from zlxm.rules.case import Case
from zlxm.rules.tables import self_check

LINES = 49
TRIAL = (
    event("申报", "2024-09-18", number="PT202409-031"),
    event("函复", "2025-02-20", amount="18"),
    event("采购启动", "2025-03-01", amount="18", method="公开招标"),
    event("中标", "2025-03-20", amount="17"),
    event("合同签订", "2025-04-01", contract="建设", amount="17", warranty_months=24, qualified=True),
    event("任务书备案", "2025-04-20"),
    event("开工", "2025-04-22"),
    event("试运行开始", "2025-08-01"),
    event("试运行结束", "2025-09-30"),
)
INITIAL = (*TRIAL, event("初验", "2025-10-20", result="通过"), event("初验结果上传", "2025-10-21"))


def line(number: int, case: Case) -> Mapping[str, Any]:
    """Return one line of the table."""
    return next(row for row in self_check.rows(case) if row["number"] == number)


def said(remark: Any) -> str:
    """Return what a remark is about: the code of its sentence."""
    return str(getattr(remark, "what", remark))


def test_every_line_is_there_once_in_order() -> None:
    assert [row["number"] for row in self_check.rows(make())] == list(range(1, LINES + 1))


def test_names_and_words_of_every_line() -> None:
    for item in pack().self_check:
        assert item.text
        assert item.judged == "human" or item.rules or item.complete, item.number
        assert item.when is None or item.otherwise, item.number
        assert set(item.articles) <= set(pack().articles), item.number


@pytest.mark.parametrize(
    ("number", "on", "changes", "answer", "remarks"),
    [
        (1, "2024-10-08", {}, "complies", []),
        (1, "2024-10-08", {"documents": ()}, "pending", ["require.missing_document"]),
        (5, "2024-10-08", {}, None, []),
        (7, "2024-10-08", {}, "pending", ["not_reached"]),
        (8, "2025-10-08", {"events": TRIAL}, None, ["confirm"]),
        (14, "2024-10-08", {}, "not_applicable", ["总投资不足 30 万元"]),
        (12, "2025-04-10", {"events": TRIAL}, "pending", ["require.missing_document", "within.due"]),
        (17, "2025-10-08", {"events": TRIAL}, "not_applicable", ["没有变更"]),
        (24, "2025-10-08", {"events": TRIAL}, "pending", ["require.missing_document"]),
        (24, "2025-10-08", {"events": TRIAL, "documents": (document("试运行报告"),)}, "complies", []),
        (39, "2025-10-08", {"events": TRIAL}, "pending", ["within.due"]),
        (39, "2025-11-08", {"events": TRIAL}, "fails", ["within.overdue"]),
        (39, "2025-11-08", {"events": INITIAL}, "complies", []),
        (38, "2025-10-08", {"events": TRIAL}, "complies", []),
    ],
)
def test_answers(number: int, on: str, changes: dict[str, Any], answer: str | None, remarks: list[str]) -> None:
    row = line(number, make(on, **changes))
    assert (row["answer"], [said(each) for each in row["remarks"]]) == (answer, remarks)


def test_a_broken_order_cannot_be_made_up_for() -> None:
    early = [each for each in TRIAL if each.name != "中标"]
    events = (*early[:3], early[3], event("中标", "2025-04-15", amount="17"), *early[4:])
    row = line(9, make("2025-10-08", events=events))
    assert row["answer"] == "fails"
    assert "order.wrong_order" in [said(each) for each in row["remarks"]]


def test_an_excused_rule_does_not_apply_and_says_why() -> None:
    row = line(24, make("2025-11-08", events=INITIAL, documents=(), waivers=(waiver(document="试运行报告"),)))
    assert [each.waiver_reason for each in row["remarks"]] == ["理由"]
    assert row["answer"] == "not_applicable"


def test_a_software_project_that_names_no_system_still_has_security_to_look_at() -> None:
    assert line(26, make())["answer"] is None
    assert line(26, make(systems=(System("平台", 1),)))["answer"] == "not_applicable"
    consulting = Project("课题", "新建", ("课题研究",))
    assert line(28, make(project=consulting))["remarks"] == ("不涉及信息系统",)


def test_proofs_are_files_and_happenings_each_once() -> None:
    both = document(("项目建设申报表", "项目建设方案"), file="申报.pdf")
    proofs = line(3, make(documents=(both,)))["proofs"]
    assert [each.file for each in proofs] == ["申报.pdf"]
    proofs = line(9, make("2025-10-08", events=TRIAL))["proofs"]
    assert [each.name for each in proofs] == ["函复", "采购启动", "中标", "合同签订", "开工"]


def test_complete_papers_are_counted_without_those_the_check_comes_before() -> None:
    row = line(40, make("2025-10-08", events=TRIAL, documents=(document("初验申请"),)))
    assert row["proofs"] == (Remark("counted", {"have": 1, "wanted": 2}),)
    (lacking,) = row["remarks"]
    assert lacking == Remark("lacking", {"documents": (("试运行报告",),)})


def test_totals_count_every_line_once() -> None:
    (row,) = self_check.totals(make("2025-10-08", events=TRIAL))
    names = ("complies", "fails", "not_applicable", "pending", "open")
    assert sum(row[name] for name in names) == row["count"] == LINES
    assert sorted(number for name in names for number in row[f"{name}_which"]) == list(range(1, LINES + 1))


def test_a_missing_paper_has_to_be_put_right_once() -> None:
    rows = list(self_check.rectification(make("2025-10-08", events=TRIAL, documents=())))
    assert (24, "require.missing_document") in [(row["number"], said(row["issue"])) for row in rows]
    of_the_list = [row["issue"] for row in rows if row["number"] == 40]
    assert of_the_list == [Remark("lacking", {"documents": (("初验申请",),)})]


def test_spoilt_files_have_to_be_put_right_and_an_owner_is_responsible() -> None:
    empty = file("项目建设申报表.pdf", FileState.EMPTY)
    case = make(documents=(document("项目建设申报表"),), files=files(empty))
    (row,) = [row for row in self_check.rectification(case) if row["number"] == LINES]
    assert isinstance(row["issue"], Finding)
    assert (row["issue"].rule, row["responsible"], row["state"]) == ("FILE-3", None, "open")


def test_a_pack_without_a_self_check_has_an_empty_table() -> None:
    bare = make(by=replace(pack(), self_check=()))
    assert list(self_check.rows(bare)) == []
    bare.read_self_check = lambda: pack().self_check[:1]
    assert [row["number"] for row in self_check.rows(bare)] == [1]
