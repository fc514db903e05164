"""Slots and papers of a regulation: bound with every name verified, inherited, put into words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.builders import bound, event, make, root
from zlxm.model.errors import ZlxmError
from zlxm.model.paper import Slot
from zlxm.model.source import PackSource, blocks_of
from zlxm.rules.case import Scope
from zlxm.rules.slot_binding import bind_slots
from zlxm.rules.slots import slot_value
from zlxm.services.papers import SlotValues, changed_values, load_papers, load_slots, plain
from zlxm.services.regulations import DEFAULT, load_pack
from zlxm.wording.papers import worded


def slots_of(text: str) -> dict[str, Slot]:
    slots, problems = bind_slots(PackSource(blocks_of(root("slots:\n  " + text), "slots.yaml")), load_pack(DEFAULT))
    assert problems == ()
    return dict(slots)


def value_of(text: str, **dossier: Any) -> Any:
    (slot,) = slots_of(text).values()
    return slot_value(slot, Scope(make(**dossier)))


APPROVED = event("函复", "2024-10-01", number="函1", amount="18")
AGAIN = event("函复", "2024-10-02", number="函2", amount="19")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲: project.name", "智慧养老服务平台"),
        ("甲: {from: budget.total}", Decimal(20)),
        ("甲: {text: 某局}", "某局"),
        ("甲: events.函复.number", "函2"),
        ("甲: {from: events.函复.number, pick: first}", "函1"),
        ("甲: {from: events.函复.number, pick: all}", ("函1", "函2")),
        ("甲: events.合同签订.number", None),
        ("甲: {quantity: amount.approved}", Decimal(19)),
        ("甲: {quantity: {sum: 函复}}", Decimal(37)),
        ("甲: {ticks: {小: {amount.declared: {lt: 30万}}, 大: {amount.declared: {gte: 30万}}}}", ("小",)),
        ("甲: {count: systems}", 0),
        ("甲: {sum: budget.items}", None),
        (
            "甲: {events: 函复, columns: {序: index, 号: number, 额: amount}}",
            ({"序": 1, "号": "函1", "额": Decimal(18)}, {"序": 2, "号": "函2", "额": Decimal(19)}),
        ),
    ],
)
def test_what_a_slot_says(text: str, expected: object) -> None:
    events = (event("三重一大决策", "2024-08-20"), event("申报", "2024-09-18", number="号"), APPROVED, AGAIN)
    assert value_of(text, events=events) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲: project.nam", "unknown_word"),
        ("甲: {from: events.开会.date}", "unknown_word"),
        ("甲: {from: project.name, text: 某局}", "one_source"),
        ("甲: {as: money}", "one_source"),
        ("甲: {from: project.name, as: euro}", "unknown_word"),
        ("甲: {compute: nothing}", "unknown_word"),
        ("甲: {from: project.name, colour: red}", "unknown_key"),
        ("甲: {rows: systems, columns: {名: {as: text}}}", "missing_key"),
    ],
)
def test_a_misspelt_slot_is_found_when_it_is_bound(text: str, code: str) -> None:
    _, problems = bind_slots(PackSource(blocks_of(root("slots:\n  " + text), "slots.yaml")), load_pack(DEFAULT))
    assert [each.problem.code for each in problems] == [code]


@pytest.mark.parametrize(
    ("text", "raw", "said", "state"),
    [
        ("甲: {from: budget.total}", Decimal("86.5"), "86.50", "value"),
        ("甲: {from: budget.total}", Decimal("86.505"), "86.51", "value"),
        ("甲: {from: budget.total, as: yuan}", Decimal("86.5"), "865000元", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("86.5"), "人民币捌拾陆万伍仟元整", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("0.14095"), "人民币壹仟肆佰零玖元伍角", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("0.600714"), "人民币陆仟零柒元壹角肆分", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("1.640902"), "人民币壹万陆仟肆佰零玖元零贰分", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("0.032504"), "人民币叁佰贰拾伍元零肆分", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal("10.700053"), "人民币壹拾万柒仟元伍角叁分", "value"),
        ("甲: {from: budget.total, as: capital}", Decimal(0), "人民币零元整", "value"),
        ("甲: {from: budget.total, as: number}", Decimal("24.0"), "24", "value"),
        ("甲: {from: budget.total, as: percent}", Decimal("9.96"), "10.0%", "value"),
        ("甲: events.函复.date", date(2025, 4, 2), "2025年4月2日", "value"),
        ("甲: {from: events.函复.date, as: month}", date(2025, 4, 2), "2025年4月", "value"),
        ("甲: {from: unit.joint}", ("甲局", "乙局"), "甲局、乙局", "value"),
        ("甲: {from: plan.temporary, as: flag}", False, "否", "value"),
        ("甲: {from: project.nature, as: ticks, words: [新建, 扩建]}", "扩建", "□新建　☑扩建", "value"),
        ("甲: {from: project.nature, as: ticks, words: [新建, 扩建]}", None, "□新建　□扩建", "value"),
        ("甲: {from: project.name, required: true}", "", "【待填：甲】", "missing"),
        ("甲: project.code", "", "＿＿＿＿＿＿＿＿", "line"),
        ("甲: {from: events.函复.date, as: day}", None, "　　　　年　　月　　日", "blank"),
    ],
)
def test_values_in_words(text: str, raw: object, said: str, state: str) -> None:
    (slot,) = slots_of(text).values()
    piece: Any = worded(slot, raw)
    assert (str(piece), piece.state) == (said, state)
    assert bool(piece) == (state == "value")


def test_a_value_that_cannot_be_worded_so_is_told() -> None:
    (slot,) = slots_of("甲: {from: project.name, as: money}").values()
    with pytest.raises(ZlxmError) as refused:
        worded(slot, "文字")
    assert refused.value.code == "bad_slot"


def test_a_child_regulation_has_its_parents_papers_and_slots() -> None:
    child = str(Path(__file__).parent.parent / "packs" / "child-2024")
    assert set(load_papers("child-2024", child)) == set(load_papers(DEFAULT))
    assert set(load_slots("child-2024", child)) == set(load_slots(DEFAULT))


def test_a_regulation_may_have_no_papers() -> None:
    assert load_papers("guojia-2019") == {}
    assert load_slots("guojia-2019") == {}


def test_what_changed_is_told_once_for_several_slots_of_one_value() -> None:
    then = {"申报金额": "86.5", "申报金额大写": "86.5", "概述": "#1", "旧": "x"}
    now = {"申报金额": "90", "申报金额大写": "90", "概述": "#2"}
    told = [(each.slot, each.then, each.now) for each in changed_values(then, now)]
    assert told == [("申报金额", "86.5", "90"), ("概述", "", "")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        (Decimal("86.50"), "86.5"),
        (Decimal(100), "100"),
        (("甲", "乙"), "甲; 乙"),
        (({"名": "甲", "额": Decimal("1.0")},), "名=甲, 额=1"),
        (True, "True"),
    ],
)
def test_a_value_as_one_text(raw: object, text: str) -> None:
    assert plain(raw) == text


def test_values_are_looked_up_once_and_fingerprints_leave_out_what_changes_with_the_day() -> None:
    slots = slots_of("甲: project.name\n  乙: {from: as_of, lasting: false}")
    values = SlotValues(slots, Scope(make()))
    assert values["甲"] is values["甲"]
    assert values.fingerprint(["甲", "乙", "没有"]) == {"甲": "智慧养老服务平台"}
    assert (list(values), len(values)) == (["甲", "乙"], 2)


def test_a_small_pack_without_slots_is_sound() -> None:
    assert bound()[1] == ()
