from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import calendar, codes, day, document, event, judged, make, make_dossier, pack, small_pack
from zlxm.model.dossier import Budget, Event, Plan, Project, System
from zlxm.model.errors import UsageError
from zlxm.model.finding import Judgement, SlotState, State
from zlxm.model.pack import Pack
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.rules.checklist import checklist_of, next_submission
from zlxm.rules.judge import judge
from zlxm.rules.kinds import KINDS
from zlxm.rules.whatif import suppose

ON = "2024-06-03"


def rule(check: str, more: str = "") -> Pack:
    return small_pack(f"rules:\n  R1-1: {{article: 1, force: 应, title: 题, {check}}}\n{more}")


def said(by: Pack, *events: Event, on: str = ON, **changes: Any) -> Judgement:
    return judged(on, by=by, events=events, documents=changes.pop("documents", ()), **changes)


def state(by: Pack, *events: Event, **changes: Any) -> State:
    return said(by, *events, **changes).outcomes["R1-1"]


PAST = rule("within: {event: 乙, after: [甲], max: 30d}", "effective: {from: 2024-01-01}\n")


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2024-05-04", State.DUE), ("2024-05-03", State.DUE), ("2024-05-01", State.FAIL), ("2023-12-31", State.FAIL)],
)
def test_a_deadline_moves_off_rest_days(start: str, expected: State) -> None:
    assert state(PAST, event("甲", start, of=PAST)) is expected


def test_what_arose_before_the_first_day_weighs_a_warning_at_most() -> None:
    (found,) = said(PAST, event("甲", "2023-12-31", of=PAST)).findings
    assert (found.state, found.severity) == (State.FAIL, Severity.WARNING)
    (found,) = said(PAST, event("甲", "2024-01-01", of=PAST)).findings
    assert found.severity is Severity.ERROR


def test_beyond_the_known_holidays_lateness_is_not_decided() -> None:
    by = rule("within: {event: 乙, after: [甲], max: 30d}")
    start = event("甲", "2027-05-01", of=by)
    outcomes = [state(by, start, on=on) for on in ("2027-05-31", "2027-06-01", "2027-06-10", "2027-06-11")]
    assert outcomes == [State.DUE, State.INDETERMINATE, State.INDETERMINATE, State.FAIL]
    (found,) = said(by, start, on="2027-06-01").findings
    assert found.severity is Severity.WARNING
    (due,) = said(by, start, on="2027-05-31").duties
    assert due.is_provisional


def test_events_of_one_day_are_in_the_order_of_the_file() -> None:
    checked = rule("each: 甲, order: {event: 乙, after: [丁], after_item: true}")
    first, second, third = (event(name, "2024-05-01", of=checked) for name in ("丁", "甲", "乙"))
    assert state(checked, first, second, third) is State.FAIL
    assert state(checked, second, first, third) is State.PASS


def test_a_stopping_rule_silences_all_others() -> None:
    by = small_pack(
        "rules:\n"
        "  R1-1: {article: 1, force: 应, title: 甲, require: {docs: [纸一]}}\n"
        "  R1-2: {article: 1, force: 应, title: 乙, stops: true, forbid: {that: {project.classified: true}}}\n"
    )
    assert codes(said(by)) == ["R1-1"]
    secret = said(by, project=Project("甲", "新建", ("软件",), classified=True))
    assert (codes(secret), dict(secret.outcomes), secret.duties) == (["R1-2"], {}, ())


def test_a_rule_that_falls_over_is_named_and_the_others_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    by = small_pack(
        "rules:\n"
        "  R1-1: {article: 1, force: 应, title: 甲, require: {docs: [纸一]}}\n"
        "  R1-2: {article: 1, force: 应, title: 乙, limit: {value: budget.total, max: 1}}\n"
    )
    broken = by.rules["R1-2"]
    broken = replace(broken, checks=(replace(broken.checks[0], params=None),))
    judgement = said(replace(by, rules={**by.rules, "R1-2": broken}))
    assert (judgement.crashed, codes(judgement)) == (("R1-2",), ["R1-1"])
    assert "R1-2" not in judgement.outcomes


def test_a_rule_may_wait_for_anothers_failure() -> None:
    by = small_pack(
        "rules:\n"
        "  R1-1: {article: 1, force: 应, title: 甲, each: 甲, forbid: {that: {item.ok: false}}}\n"
        "  R1-2: {article: 1, force: 应, title: 乙, each: 甲, when_failed: [R1-1], require: {docs: [纸一]}}\n"
    )
    bad, good = event("甲", "2024-05-01", of=by, ok=False), event("甲", "2024-05-02", of=by, ok=True)
    assert [(each.rule, each.at) for each in said(by, bad, good).findings] == [
        ("R1-1", ("events", 0, "ok")),
        ("R1-2", ("events", 0)),
    ]
    assert codes(said(by, good)) == []


def test_an_unknown_condition_is_said_and_weighs_a_warning() -> None:
    by = rule("when: {amount.x: {gte: 30万}}, require: {docs: [纸一]}", "amounts: {x: budget.total}\n")
    (found,) = said(by, budget=Budget()).findings
    assert (found.state, found.severity) == (State.UNKNOWN, Severity.WARNING)
    assert state(by, budget=Budget(Decimal(29))) is State.NOT_APPLICABLE
    assert state(by, budget=Budget(Decimal(30))) is State.FAIL


def test_groups_are_asked_one_by_one() -> None:
    by = rule("each: {group: lot, of: [甲, 乙]}, limit: {value: {sum: 甲}, max: {sum: 乙}}")
    events = [
        event(name, ON, of=by, lot=lot, amount=amount)
        for name, lot, amount in (("甲", 1, 5), ("乙", 1, 5), ("甲", 2, 6), ("乙", 2, 5), ("甲", 2, 1), ("甲", 3, 1))
    ]
    found = [
        (each.state, each.at, each.facts["over"] if each.state is State.FAIL else None)
        for each in said(by, *events).findings
    ]
    assert found == [(State.FAIL, ("events", 2), Decimal(2)), (State.UNKNOWN, ("events", 5), None)]


@pytest.mark.parametrize(
    ("total", "expected"), [("110", State.PASS), ("110.000001", State.FAIL), ("90", State.PASS), ("89.99", State.FAIL)]
)
def test_shares_are_compared_without_rounding(total: str, expected: State) -> None:
    by = rule("change: {request: 丙, base: 甲, bands: [{max: {pct: 10}}, {effect: reapply}]}")
    events = (event("甲", "2024-01-01", of=by, amount=100), event("丙", "2024-02-01", of=by, id="C1", total=total))
    assert state(by, *events) is expected


def test_a_change_without_figures_or_base_cannot_be_judged() -> None:
    by = rule("change: {request: 丙, base: 甲, bands: [{max: {pct: 10}}, {effect: reapply}]}")
    assert state(by, event("丙", "2024-02-01", of=by, id="C1", total=1)) is State.UNKNOWN
    base = event("甲", "2024-01-01", of=by, amount=100)
    assert state(by, base, event("丙", "2024-02-01", of=by, id="C1")) is State.UNKNOWN
    assert state(by, base) is State.NOT_YET
    zero = event("甲", "2024-01-01", of=by, amount=0)
    assert state(by, zero, event("丙", "2024-02-01", of=by, id="C1", total=1)) is State.FAIL


LEAP = rule("annual: {event: 乙, date: '02-29', alive_from: 甲}")


@pytest.mark.parametrize(("on", "due"), [("2024-02-29", "2024-02-29"), ("2025-02-28", "2025-02-28")])
def test_a_yearly_duty_is_due_through_its_day(on: str, due: str) -> None:
    start = event("甲", f"{on[:4]}-01-01", of=LEAP)
    assert [each.due for each in said(LEAP, start, on=on).duties] == [day(due)]


def test_an_approval_lapses_after_its_last_day() -> None:
    by = rule("lapse: {since: 甲, max: 1m, unless: 乙}")
    given = event("甲", "2024-05-31", of=by)
    assert state(by, given, on="2024-07-01") is State.DUE  # 30 June 2024 is a Sunday
    assert state(by, given, on="2024-07-02") is State.FAIL
    assert state(by, given, event("乙", "2024-07-01", of=by), on="2025-01-01") is State.PASS
    assert state(by, event("乙", "2024-01-01", of=by), given, on="2024-07-02") is State.FAIL


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2024-05-01", State.FAIL),
        ("2024-05-02", State.PASS),
        ("2024-05-31", State.PASS),
        ("2024-06-01", State.FAIL),
        (None, State.FAIL),
    ],
)
def test_a_notice_lies_inside_its_window(told: str | None, expected: State) -> None:
    by = rule("within: {event: 乙, before: 甲, max: 30d}")
    events = [event("乙", told, of=by)] if told else []
    assert state(by, *events, event("甲", "2024-06-01", of=by)) is expected


@pytest.mark.parametrize(
    ("on", "what"), [("2024-05-28", "within.early"), ("2024-05-29", "within.exactly_early"), ("2024-05-30", None)]
)
def test_a_waiting_period_ends_the_day_after(on: str, what: str | None) -> None:
    by = rule("within: {event: 乙, after: [甲], min: 3m, min_exclusive: true}")
    found = said(by, event("甲", "2024-02-29", of=by), event("乙", on, of=by))
    assert [each.what for each in found.findings] == ([what] if what else [])


def test_a_paper_without_date_is_there_but_not_in_time() -> None:
    by = rule("by: 甲, require: {docs: [纸一], in_time: true}")
    gate = event("甲", "2024-05-01", of=by)
    for on, expected in ((None, State.UNKNOWN), ("2024-05-01", State.PASS), ("2024-05-02", State.FAIL)):
        assert state(by, gate, documents=(document("纸一", on),)) is expected
    assert state(by, documents=()) is State.NOT_YET


def test_either_a_paper_or_an_event_will_do() -> None:
    by = rule("by: 甲, require: {either_docs: 纸一, either_events: 乙}")
    gate = event("甲", "2024-05-01", of=by)
    assert state(by, gate) is State.FAIL
    assert state(by, gate, event("乙", "2024-05-02", of=by)) is State.PASS
    assert state(by, gate, documents=(document("纸一"),)) is State.PASS


MATRIX = """
classes: {SW: {title: 软件, when: {project.categories: 软件}}, OM: {title: 其他, when: {project.nature: 扩建}}}
matrices:
  清单:
    rule: R30
    article: 30
    force: 应
    by: 甲
    columns: [SW, OM]
    rows:
      - {docs: 纸一, cells: "%s", condition: {systems.database: true}}
"""


@pytest.mark.parametrize(
    ("cells", "systems", "what"),
    [
        ("R -", (), "require.missing_document"),
        ("- -", (), "require.optional_document"),
        ("C -", (), None),
        ("C -", (System("甲"),), None),
        ("C -", (System("甲", database=True),), "require.missing_document"),
    ],
)
def test_cells_say_how_much_a_paper_is_wanted(cells: str, systems: tuple[System, ...], what: str | None) -> None:
    by = small_pack(MATRIX % cells)
    project = Project("甲", "新建", ("软件",))
    found = said(by, event("甲", ON, of=by), project=project, systems=systems)
    assert [each.what for each in found.findings] == ([what] if what else [])
    there = said(by, event("甲", ON, of=by), project=project, systems=systems, documents=(document("纸一"),))
    assert codes(there) == []


def test_an_unknown_submission_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        suppose(pack(), make_dossier(), "验收", day(ON), calendar())
    assert str(error.value.facts["known"]).startswith("申报, ")


def test_what_happened_already_is_not_supposed_again() -> None:
    dossier = make_dossier()
    assert suppose(pack(), dossier, "申报", day("2024-10-08"), calendar()).events == dossier.events
    supposed = suppose(pack(), dossier, "终验", day("2024-10-08"), calendar())
    assert [(each.name, each.date, each.index) for each in supposed.events[2:]] == [("终验申请", day("2024-10-08"), 2)]


def test_what_happens_later_is_supposed_now() -> None:
    supposed = suppose(pack(), make_dossier(), "申报", day("2024-09-01"), calendar())
    assert [each.date for each in supposed.events if each.name == "申报"] == [day("2024-09-18"), day("2024-09-01")]


def ticks(name: str, **changes: Any) -> dict[str, SlotState]:
    return {tick.documents[0]: tick.state for tick in checklist_of(name, make(**changes)).ticks}


def test_a_list_ticks_what_is_there() -> None:
    assert set(ticks("申报").values()) == {SlotState.PRESENT}
    assert ticks("申报", documents=())["项目建设方案"] is SlotState.MISSING
    assert "项目建议书" not in ticks("申报", documents=())
    assert "项目建议书" in ticks("申报", documents=(), budget=Budget(Decimal(30)))


def test_submissions_follow_each_other() -> None:
    assert next_submission(make(events=())) == "申报"
    assert next_submission(make(events=(), plan=Plan(2025, temporary=True))) == "临时新增"
    assert next_submission(make()) == "论证"
    assert next_submission(make("2026-01-01", events=(event("终验申请", "2025-12-01"),))) == ""


def test_every_kind_is_used_by_some_shipped_rule_or_shown_here() -> None:
    used = {check.kind for each in pack().rules.values() for check in each.checks}
    assert set(KINDS) - used <= {"lapse"}


def test_judging_needs_no_order_of_rules() -> None:
    turned = replace(pack(), rules=dict(reversed(list(pack().rules.items()))))
    dossier = make_dossier(documents=())
    first, second = (judge(each, dossier, day("2024-10-08"), calendar()) for each in (pack(), turned))
    assert sorted(codes(first)) == sorted(codes(second))
    assert first.outcomes == second.outcomes
