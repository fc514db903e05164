"""What the papers of a review say: dates and articles as officials write them, no words of the manifest."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.builders import codes, document, event, file, files, judged, pack
from zlxm.model.attachment import FileState
from zlxm.model.dossier import Budget
from zlxm.model.finding import Duty, Finding, State
from zlxm.model.paper import Remark
from zlxm.model.problem import Severity
from zlxm.rules.kinds import KINDS
from zlxm.wording.review import _words, articles, label, proof, remark, remedy
from zlxm.wording.sentences import messages

DAY = date(2025, 4, 2)


def finding(what: str, message: str = "", state: State = State.FAIL, **facts: object) -> Finding:
    """Return a finding of some rule."""
    return Finding("ZL01-1", 1, Severity.ERROR, state, what, (), {"rule_title": "某项要求", **facts}, message)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ((4,), "第四条"),
        ((10, 28), "第十条、第二十八条"),
        (42, "第四十二条"),
    ],
)
def test_articles(raw: object, expected: str) -> None:
    assert articles(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("complies", "符合"), (("项目实施方案", "项目进度计划"), "项目实施方案或项目进度计划"), ("新建", "新建")],
)
def test_labels(raw: object, expected: str) -> None:
    assert label(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (finding("order.wrong_order", event="开工", date=DAY, other="主合同", other_date=DAY), "2025年4月2日"),
        (finding("require.missing_field", field="unit.team"), "不符合“某项要求”的要求：没有填写"),
        (finding("forbid.forbidden", "规则自己的话（{date}）", date=DAY), "规则自己的话（2025年4月2日）"),
        (finding("require.undated_document", "自己的话", State.UNKNOWN, document=("甲",)), "甲未注明日期"),
        (Remark("lacking", {"documents": (("甲",), ("乙", "丙"))}), "缺少甲、乙或丙"),
        ((Remark("not_reached"), "没有变更"), "尚未到这一环节\n没有变更"),
        (
            Duty("ZL01-1", DAY, "require.missing_document", {"document": ("甲",)}, "制定甲"),
            "制定甲（最晚2025年4月2日）",
        ),
        (
            Duty("ZL01-1", DAY, "annual.due", {"year": 2025, "event": "绩效自评"}),
            "2025年的“绩效自评”最晚应在2025年4月2日",
        ),
    ],
)
def test_remarks(raw: object, expected: str) -> None:
    assert expected in remark(raw)


def test_a_waived_finding_gives_its_reason() -> None:
    waived = Finding("ZL01-1", 1, Severity.ERROR, State.FAIL, "x", (), {}, is_waived=True, waiver_reason="没有")
    assert remark(waived) == "已豁免：没有"


def test_proofs() -> None:
    happened = (event("申报", "2024-09-18", number="PT1"), event("开工", "2025-04-02", number="-"))
    assert proof((document("合同", file="03/合同.pdf"), *happened)).split("\n") == [
        "合同.pdf",
        "申报：2024年9月18日（PT1）",
        "开工：2025年4月2日",
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding("require.missing_document", document=("甲", "乙")), "请补充提供甲或乙"),
        (finding("order.wrong_order"), "请核对办理日期；日期无误的，书面说明原因和处理情况"),
        (finding("FILE-3"), "请更换为有内容的文件"),
        (finding("unused"), "请核对、更正后重新提交"),
        (Remark("lacking", {"documents": (("甲",),)}), "请补充提供甲"),
    ],
)
def test_remedies(found: Finding | Remark, expected: str) -> None:
    assert remedy(found) == expected


def test_every_key_is_a_breach_a_file_fault_or_a_kind() -> None:
    known = {*messages()["breaches"], *pack().house, *KINDS, "lacking", "otherwise"}
    assert (set(_words()["said"]) | set(_words()["remedies"])) - known == set()


def test_no_keys_of_the_manifest_in_what_is_said_of_a_poor_dossier() -> None:
    papers = (document("三重一大会议纪要"), document("项目建设申报表"))
    spoilt = files(file("项目建设申报表.pdf", FileState.EMPTY), file("三重一大会议纪要.pdf"))
    events = (event("申报", "2024-09-18"), event("开工", "2025-02-01"), event("初验", "2025-02-02"))
    found = judged("2025-03-01", files=spoilt, documents=papers, events=events, budget=Budget()).findings
    assert {"ZL04-1", "ZL05-1", "ZL05-2", "FILE-3", "ZL21-1"} <= set(codes(found))
    for each in found:
        assert not re.search(r"[a-z]+[._][a-z]|\\{|\bdate\b", remark(each).replace(".pdf", "") + remedy(each)), (
            each.rule
        )
