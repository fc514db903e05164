"""GIT-5 to GIT-11: an earlier state held against the present one, without git."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import APPLICATION_PAPERS, calendar, day, document, event, make_dossier, pack, waiver
from zlxm.model.dossier import Budget, Document, Dossier, Event, Project, Waiver
from zlxm.model.finding import Finding, State
from zlxm.model.handover import Handover, PackedFile, Submitted
from zlxm.model.past import Past
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.history import compare

DECIDED = event("三重一大决策", "2024-08-20")
APPLIED = event("申报", "2024-09-18", number="PT202409-031")
PLANNED = event("列入年度计划", "2024-12-20", amount="20")
CONTRACT = event("合同签订", "2025-03-01", amount="18", party="某某公司")
LOG = (DECIDED, APPLIED, PLANNED, CONTRACT)
SIGNED = "合同签订 2025-03-01"


def signed(on: str = "2025-03-01", **values: Any) -> Event:
    return event("合同签订", on, **{"amount": "18", "party": "某某公司"} | values)


def found(before: Dossier, after: Dossier, *, altered: dict[str, str] | None = None, **past: Any) -> list[Finding]:
    case = make_case(pack(), after, day("2026-01-01"), calendar())
    return list(compare(Past("main", before, altered or {}, **past), case))


def told(before: dict[str, Any], after: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Return (code, target) of every finding."""
    result = found(make_dossier(**before), make_dossier(**after), **more)
    return [(each.rule, str(each.facts["target"])) for each in result if not each.is_waived]


def correction(of: str, on: str = "2025-05-01") -> Event:
    return event("更正", on, corrects=of, why="录入时看错了合同")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (LOG, []),
        ((*LOG, event("试运行开始", "2025-06-01")), []),
        # a field that was empty may be filled, a note may be reworded
        ((*LOG[:3], replace(CONTRACT, number="合同〔2025〕1号")), []),
        ((*LOG[:3], replace(CONTRACT, note="补记")), []),
        # late entries may come before, as long as the days keep their order
        ((event("评审", "2024-08-01"), *LOG), []),
        (LOG[:3], [("GIT-5", SIGNED)]),
        ((), [("GIT-5", f"{each.name} {each.date}") for each in LOG]),
        (
            (*LOG[:3], signed(amount="19")),
            [("GIT-6", SIGNED)],
        ),
        (
            (*LOG[:3], signed("2025-03-02")),
            [("GIT-6", SIGNED)],
        ),
        ((*LOG[:3], signed(amount=None)), [("GIT-6", SIGNED)]),
        # two fields of one event are two findings, each at its own place
        (
            (*LOG[:3], signed("2025-03-02", amount="19")),
            [("GIT-6", SIGNED)] * 2,
        ),
        ((DECIDED, replace(APPLIED, number="PT-1"), PLANNED, CONTRACT), [("GIT-6", "申报 2024-09-18")]),
        # what goes by another name is another event
        ((*LOG[:3], event("开工", "2025-03-01")), [("GIT-5", SIGNED)]),
    ],
)
def test_events_stand(after: tuple[Event, ...], expected: list[tuple[str, str]]) -> None:
    assert told({"events": LOG}, {"events": after}) == expected


def test_an_altered_field_is_found_where_it_stands_with_both_values() -> None:
    before = make_dossier(events=LOG)
    after = make_dossier(events=(*LOG[:3], signed(amount="19")))
    (one,) = found(before, after)
    assert one.at == ("events", 3, "amount")
    assert (one.facts["then"], one.facts["now"], one.facts["field"]) == (Decimal(18), Decimal(19), "金额（万元）")
    assert (one.facts["since"], one.state) == ("main", State.FAIL)


def test_of_two_lots_the_altered_one_is_named() -> None:
    first, second = (event("合同签订", "2025-03-01", amount="18", lot=lot) for lot in ("1", "2"))
    changed = event("合同签订", "2025-03-01", amount="99", lot="2")
    (one,) = found(make_dossier(events=(first, second)), make_dossier(events=(changed, first)))
    assert (one.rule, one.at) == ("GIT-6", ("events", 0, "amount"))


SAME_DAY = (event("开工", "2025-03-01"), event("试运行开始", "2025-03-01"), event("系统自查", "2025-03-01"))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((0, 1, 2), []),
        ((1, 0, 2), [("GIT-7", "试运行开始 2025-03-01")]),
        ((2, 0, 1), [("GIT-7", "系统自查 2025-03-01")]),
        ((2, 1, 0), [("GIT-7", "试运行开始 2025-03-01"), ("GIT-7", "系统自查 2025-03-01")]),
    ],
)
def test_events_of_one_day_keep_their_order(order: tuple[int, ...], expected: list[tuple[str, str]]) -> None:
    assert sorted(told({"events": SAME_DAY}, {"events": [SAME_DAY[n] for n in order]})) == sorted(expected)


def test_putting_events_in_the_order_of_their_dates_is_no_change() -> None:
    assert told({"events": LOG[::-1]}, {"events": LOG}) == []


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_every_event_that_is_missing_is_told_and_no_other(order: list[int], gone: set[int]) -> None:
    after = [LOG[n] for n in order if n not in gone]
    assert sorted(told({"events": LOG}, {"events": after})) == sorted(
        ("GIT-5", f"{LOG[n].name} {LOG[n].date}") for n in gone
    )


def test_a_correction_that_names_it_makes_a_change_visible_and_no_fault() -> None:
    changed = signed(amount="19")
    after = make_dossier(events=(*LOG[:3], changed, correction("合同签订  2025-03-01")))
    (one,) = found(make_dossier(events=LOG), after)
    assert (one.rule, one.is_waived, one.waiver_reason) == ("GIT-6", True, "录入时看错了合同")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (correction("合同签订 2025-03-02"),)),  # it names something else
        ((correction("合同签订 2025-03-01"),), (correction("合同签订 2025-03-01"),)),  # it was for an earlier change
        ((), (correction("合同签订 2025-03-01", on="2026-01-02"),)),  # it lies in the future
    ],
)
def test_another_correction_excuses_nothing(before: tuple[Event, ...], after: tuple[Event, ...]) -> None:
    changed = signed(amount="19")
    assert told({"events": (*LOG, *before)}, {"events": (*LOG[:3], changed, *after)}) == [("GIT-6", SIGNED)]


def test_a_correction_itself_stands() -> None:
    assert told({"events": (*LOG, correction("申报 2024-09-18"))}, {"events": LOG}) == [("GIT-5", "更正 2025-05-01")]


PLAN = "项目建设方案.pdf"


@pytest.mark.parametrize(
    ("events", "documents", "altered", "expected"),
    [
        ((), APPLICATION_PAPERS, {PLAN: "edited"}, [("GIT-8", PLAN)]),
        ((), APPLICATION_PAPERS, {PLAN: "removed"}, [("GIT-8", PLAN)]),
        ((), APPLICATION_PAPERS[:2], {}, [("GIT-8", PLAN)]),
        ((), APPLICATION_PAPERS, {}, []),
        # it came back, or was handed in again: it may change
        ((event("退回", "2024-09-20", ref="申报"),), APPLICATION_PAPERS, {PLAN: "edited"}, []),
        ((event("退回", "2024-09-10", ref="申报"),), APPLICATION_PAPERS, {PLAN: "edited"}, [("GIT-8", PLAN)]),
        ((event("退回", "2024-09-20", ref="终验"),), APPLICATION_PAPERS, {PLAN: "edited"}, [("GIT-8", PLAN)]),
        ((event("申报", "2024-09-25"),), APPLICATION_PAPERS, {PLAN: "edited"}, []),
        ((correction(PLAN),), APPLICATION_PAPERS, {PLAN: "edited"}, []),
    ],
)
def test_papers_of_a_submission_stand(
    events: tuple[Event, ...],
    documents: tuple[Document, ...],
    altered: dict[str, str],
    expected: list[tuple[str, str]],
) -> None:
    before = {"documents": APPLICATION_PAPERS}
    usual = make_dossier().events
    assert told(before, {"events": (*usual, *events), "documents": documents}, altered=altered) == expected


def test_a_paper_that_was_not_handed_in_yet_may_change() -> None:
    papers = (*APPLICATION_PAPERS, document("初验报告"))
    assert told({"documents": papers}, {"documents": papers}, altered={"初验报告.pdf": "edited"}) == []


def test_a_paper_dated_after_the_submission_was_not_in_it() -> None:
    papers = (*APPLICATION_PAPERS[:2], document("项目建设方案", "2024-10-01"))
    assert told({"documents": papers}, {"documents": papers}, altered={PLAN: "edited"}) == []


HANDOVER = Handover("申报", day("2024-09-18"), "x.zip", "0", (PackedFile(PLAN, "1"),))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((HANDOVER,), []),
        ((HANDOVER, replace(HANDOVER, date=day("2024-09-25"))), []),
        ((), [("GIT-8", "申报 2024-09-18")]),
        ((replace(HANDOVER, files=(PackedFile(PLAN, "2"),)),), [("GIT-8", "申报 2024-09-18")]),
        ((replace(HANDOVER, sha256="1"),), [("GIT-8", "申报 2024-09-18")]),
    ],
)
def test_the_record_of_what_was_handed_in_stands(now: tuple[Handover, ...], expected: list[tuple[str, str]]) -> None:
    assert told({"submitted": Submitted((HANDOVER,))}, {"submitted": Submitted(now)}) == expected


def test_a_file_of_a_package_is_left_to_the_package_s_record() -> None:
    both = {"submitted": Submitted((HANDOVER,))}
    assert told(both, both, altered={PLAN: "edited"}) == []


ONE = waiver(rule="ZL13-2", until="2025-06-30")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (ONE, []),
        (waiver(rule="ZL13-2", until="2025-05-31"), []),
        (waiver(rule="ZL13-2", until="2025-07-31"), [("GIT-9", "ZL13-2")]),
        (waiver(rule="ZL13-2"), [("GIT-9", "ZL13-2")]),
        (waiver("2024-09-01", rule="ZL13-2", until="2025-06-30"), [("GIT-9", "ZL13-2")]),
        (waiver(rule="ZL13-3"), []),  # a new one: it speaks for itself
    ],
)
def test_a_waiver_is_not_widened(now: Waiver, expected: list[tuple[str, str]]) -> None:
    assert told({"waivers": (ONE,)}, {"waivers": (now,)}) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"budget": Budget(Decimal(25))}, [("GIT-11", "budget.total")]),
        ({}, {"project": Project("换了名字", "新建", ("软件应用",))}, [("GIT-11", "project.name")]),
        ({"events": LOG[:1]}, {"events": LOG[:1], "budget": Budget(Decimal(25))}, []),  # not applied for yet
        ({"budget": Budget()}, {}, []),  # it was empty
        ({}, {"budget": Budget(Decimal(25)), "events": (*LOG[:2], event("退回", "2024-09-30", ref="申报"))}, []),
    ],
)
def test_what_was_applied_for_stands(before: dict[str, Any], after: dict[str, Any], expected: list[Any]) -> None:
    usual = {"events": LOG[:2]}
    assert told({**usual, **before}, {**usual, **after}) == expected


def test_a_manifest_of_then_that_cannot_be_read_is_said() -> None:
    case = make_case(pack(), make_dossier(), day("2026-01-01"), calendar())
    (one,) = compare(Past("main", None), case)
    assert (one.rule, one.state, one.facts["why"]) == ("GIT-4", State.UNKNOWN, "old_manifest")


def test_a_dossier_that_was_moved_is_said_and_still_held_against_its_past() -> None:
    before = make_dossier(events=LOG)
    result = found(before, make_dossier(events=LOG[:3]), folder="2025/甲")
    assert [(each.rule, each.facts.get("what")) for each in result] == [("GIT-10", "moved"), ("GIT-5", None)]
