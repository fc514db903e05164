from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import APPLICATION_PAPERS, document, file, files, judged
from zlxm.model.attachment import Changed, Made
from zlxm.model.dossier import Budget
from zlxm.model.finding import Finding
from zlxm.model.stamp import Stamp

FORM = "项目建设申报表"


def said(
    *statements: tuple[str, str], kind: str = FORM, on: str | None = None, made: Made | None = None, **more: Any
) -> list[Finding]:
    """Return the contradictions of a dossier whose paper says this."""
    others = [each for each in APPLICATION_PAPERS if kind not in each.kinds]
    facts = file("甲.docx", format="docx", statements=statements, made=made)
    found = judged(documents=(*others, document(kind, on, "甲.docx")), files=files(facts), **more)
    return [each for each in found.findings if each.rule == "FILE-18"]


@pytest.mark.parametrize(
    ("label", "text", "contradicts"),
    [
        ("项目名称", "智慧养老服务平台", False),
        ("项目名称", "《智慧养老服务平台》（一期）", False),
        ("项目名称", "智慧养老平台", True),
        ("项目名称", "＿＿＿＿＿＿", False),
        ("项目名称", "【待填：项目名称】", False),
        ("申报单位", "钟楼区民政局（盖章）", False),
        ("建设单位", "钟楼区卫健局", True),
        ("申报金额", "20.00万元", False),
        ("申报金额", "200,000元", False),
        ("申报金额（元）", "200000", False),
        ("申报金额（万元）", "20", False),
        ("申报金额（万元）", "20.004", False),
        ("申报金额（万元）", "20.005", True),
        ("概算合计", "21.5万元", True),
        ("申报金额", "详见附表", False),
        ("合同编号", "HT-1", False),
    ],
)
def test_what_stands_beside_a_label_is_compared_with_the_manifest(label: str, text: str, contradicts: bool) -> None:
    assert bool(said((label, text))) == contradicts


def test_a_contradiction_names_both_values_the_article_and_the_place() -> None:
    (found,) = said(("申报金额", "21.50万元"))
    assert (found.facts["said"], found.facts["wanted"]) == ("21.50万元", Decimal(20))
    assert (found.article, found.document, found.at) == (7, FORM, ("documents", 2, "path"))


@pytest.mark.parametrize(
    ("day", "contradicts"), [("2024年9月10日", False), ("2024年9月11日", True), ("9月11日", False)]
)
def test_the_date_at_the_end_is_compared_with_the_documents_date(day: str, contradicts: bool) -> None:
    assert bool(said(("", day), on="2024-09-10")) == contradicts
    assert said(("", day)) == []


def test_the_same_contradiction_is_told_once() -> None:
    assert len(said(("申报金额", "21万元"), ("概算合计", "21万元"))) == 1


def test_amounts_are_compared_only_in_papers_that_must_say_the_declared_one() -> None:
    assert said(("申报金额", "21万元"), kind="会议纪要") == []
    assert said(("申报金额", "21万元"), budget=Budget()) == []


def test_a_paper_as_it_was_made_is_stale_rather_than_contradictory() -> None:
    stamp = Stamp("申报表", "0" * 16)
    assert said(("申报金额", "21万元"), made=Made(stamp, is_edited=False)) == []
    assert len(said(("申报金额", "21万元"), made=Made(stamp, is_edited=True))) == 1


@pytest.mark.parametrize("listed", [True, False])
def test_a_paper_made_from_an_older_manifest_is_told_with_what_changed(listed: bool) -> None:
    changed = Changed("申报金额", "20", "25")
    facts = file("甲.docx", format="docx", stale=(changed,))
    papers = (*APPLICATION_PAPERS, document("其他", file="甲.docx")) if listed else APPLICATION_PAPERS
    found = judged(documents=papers, files=files(facts))
    (stale,) = (each for each in found.findings if each.rule == "FILE-17")
    assert stale.facts["changed"].slots == (changed,)
    assert stale.at == (("documents", 3, "path") if listed else ("documents",))
