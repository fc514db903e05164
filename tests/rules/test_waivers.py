from __future__ import annotations

import pytest

from tests.builders import APPLICATION_PAPERS, APPLIED, codes, document, event, judged, waiver
from zlxm.model.dossier import Waiver
from zlxm.model.finding import Finding, Judgement
from zlxm.model.problem import Severity
from zlxm.model.value import replace

LATE = "2024-10-08"


def without_plan(*waivers: Waiver, on: str = LATE) -> Judgement:
    """Judge a dossier that lacks one paper, which is an error of ZL05-3."""
    return judged(on, documents=APPLICATION_PAPERS[:2], waivers=waivers)


def about(rule: str, judgement: Judgement) -> list[Finding]:
    return [each for each in judgement.findings if each.rule == rule]


def test_a_waived_finding_is_listed_and_counts_for_nothing() -> None:
    (plain,) = about("ZL05-3", without_plan())
    (found,) = about("ZL05-3", without_plan(waiver(document="项目建设方案")))
    assert plain.counts
    assert (found.is_waived, found.counts, found.waiver_reason) == (True, False, "理由")
    assert replace(found, is_waived=False, waiver_reason="") == plain


def test_a_whole_rule_may_be_waived() -> None:
    (found,) = about("ZL05-3", without_plan(waiver(rule="ZL05-3")))
    assert found.is_waived


def test_an_excused_rule_calls_no_other() -> None:
    events = (*APPLIED, event("申报合规审查", "2024-09-30", result="通过"))
    papers = APPLICATION_PAPERS[:2]
    assert "ZL07-1" in codes(judged(LATE, events=events, documents=papers))
    assert "ZL07-1" not in codes(judged(LATE, events=events, documents=papers, waivers=(waiver(rule="ZL05-3"),)))


def test_a_waiver_of_another_document_changes_nothing() -> None:
    (found,) = about("ZL05-3", without_plan(waiver(document="项目建议书")))
    assert found.counts


def test_a_useless_waiver_is_told() -> None:
    judgement = judged(LATE, waivers=(waiver(document="项目建设方案"), waiver(rule="ZL05-2")))
    assert [(each.rule, each.severity, each.at) for each in judgement.findings] == [
        ("WAIVER-1", Severity.WARNING, ("waivers", 0)),
        ("WAIVER-1", Severity.WARNING, ("waivers", 1)),
    ]


@pytest.mark.parametrize("target", [{"rule": "ZL13-2"}, {"rule": "ZL30-5"}, {"document": "数据库设计说明书"}])
def test_a_waiver_given_beforehand_is_not_useless(target: dict[str, str]) -> None:
    assert codes(judged(LATE, waivers=(waiver(**target),))) == []


@pytest.mark.parametrize(("until", "is_expired"), [("2024-10-07", True), (LATE, False), ("2024-10-09", False)])
def test_a_waiver_holds_through_its_last_day(until: str, is_expired: bool) -> None:
    judgement = without_plan(waiver(document="项目建设方案", until=until))
    assert ("WAIVER-2" in codes(judgement)) is is_expired
    assert about("ZL05-3", judgement)[0].is_waived is not is_expired


def test_an_expired_waiver_ticks_nothing() -> None:
    found = judged("2024-10-08", waivers=(waiver(rule="ZL05-3", until="2024-10-01"),))
    assert codes(found) == ["WAIVER-2"]


@pytest.mark.parametrize(("given", "is_waived"), [(LATE, True), ("2024-10-09", False)])
def test_a_waiver_is_not_seen_before_its_day(given: str, is_waived: bool) -> None:
    judgement = without_plan(waiver(given, document="项目建设方案"))
    assert codes(judgement) == ["ZL05-3"]
    assert judgement.findings[0].is_waived is is_waived


def test_a_prohibition_is_never_waived() -> None:
    events = (*APPLIED, event("采购启动", "2024-10-01", amount=10, method="询价"))
    judgement = judged(LATE, events=events, waivers=(waiver(rule="ZL18-1"),))
    assert all(each.counts for each in about("ZL18-1", judgement))
    assert about("ZL18-1", judgement)
    assert [each.severity for each in about("WAIVER-3", judgement)] == [Severity.ERROR]


def accepted(*waivers: Waiver) -> Judgement:
    """Judge the application for acceptance of a dossier without any acceptance paper."""
    events = (*APPLIED, event("终验申请", "2026-06-01"))
    return judged("2026-06-02", events=events, documents=(*APPLICATION_PAPERS, document("其他")), waivers=waivers)


def test_a_required_paper_of_the_list_may_be_waived_at_the_price_of_a_warning() -> None:
    plain = [each for each in accepted().findings if each.document == "采购文件"]
    assert [(each.what, each.severity) for each in plain] == [("require.missing_document", Severity.ERROR)]
    found = [each for each in accepted(waiver(document="采购文件")).findings if each.document == "采购文件"]
    assert [(each.what, each.severity, each.is_waived) for each in found] == [
        ("require.waived_required", Severity.WARNING, False)
    ]
