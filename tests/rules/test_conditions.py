from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import bound, event, make, places, small_pack
from zlxm.model import language
from zlxm.model.dossier import Budget, System, Unit
from zlxm.model.language import Combined, Condition, Ref
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds, parts_of
from zlxm.rules.quantities import quantity

YES = language.Test(Ref(("project", "nature")), "is", "新建")
NO = language.Test(Ref(("project", "nature")), "is", "扩建")
UNSAID = language.Test(Ref(("amount", "approved")), "gte", Decimal(30))


@pytest.mark.parametrize(
    ("op", "parts", "expected"),
    [
        ("all", [YES, YES], True),
        ("all", [YES, UNSAID], None),
        ("all", [NO, UNSAID], False),
        ("all", [], True),
        ("any", [YES, UNSAID], True),
        ("any", [NO, UNSAID], None),
        ("any", [NO, NO], False),
        ("any", [], False),
        ("not", [YES], False),
        ("not", [NO], True),
        ("not", [UNSAID], None),
        ("not", [YES, NO], True),
    ],
)
def test_answers_have_three_values(op: str, parts: list[Condition], expected: bool | None) -> None:
    assert holds(Combined(op, tuple(parts)), Scope(make())) is expected


DOSSIER: dict[str, Any] = {
    "unit": Unit("甲局", joint=("乙局", "丙局")),
    "budget": Budget(Decimal(30)),
    "systems": (System("平台", 2, database=True), System("网站", 0)),
    "events": (event("申报", "2024-09-18", number="1号"), event("函复", "2024-10-01", amount="25.5")),
    "facts": {"announced": False, "sources": ("区级财政",)},
}


@pytest.mark.parametrize(
    ("path", "op", "operand", "expected"),
    [
        ("amount.declared", "gte", Decimal(30), True),
        ("amount.declared", "lt", Decimal(30), False),
        ("amount.approved", "lt", Decimal("25.50"), False),
        ("amount.approved", "lte", Decimal("25.50"), True),
        ("systems.mlps", "gte", Decimal(2), True),
        ("systems.mlps", "gt", Decimal(2), False),
        ("systems.database", "is", "true", True),
        ("systems.shares_data", "is", "true", False),
        ("project.classified", "is", "false", True),
        ("project.classified", "exists", "true", False),
        ("unit.joint", "exists", "true", True),
        ("unit.team", "exists", "true", False),
        ("unit.team", "exists", "false", True),
        ("unit.joint", "is", "丙局", True),
        ("unit.joint", "in", ("丁局", "乙局"), True),
        ("unit.joint", "includes", ("乙局", "丙局"), True),
        ("unit.joint", "includes", ("乙局", "丁局"), False),
        ("unit.name", "same", Ref(("unit", "joint")), False),
        ("unit.joint", "same", Ref(("unit", "joint")), True),
        ("unit.name", "same", Ref(("unit", "name")), True),
        ("facts.sources", "subset", Ref(("budget", "funding", "source")), False),
        ("facts.revisions", "subset", Ref(("budget", "funding", "source")), True),
        ("facts.announced", "is", "false", True),
        ("facts.announced", "in", ("true", "false"), True),
        ("facts.grade", "in", ("优", "良"), False),
        ("facts.grade", "is", "差", False),
        ("class", "is", "SW", True),
        ("class", "in", ("HW", "SW"), True),
        ("has.event.函复", "is", "true", True),
        ("has.event.论证通过", "is", "true", False),
        ("has.doc.项目建设方案", "is", "true", True),
        ("events.函复.amount", "gt", Decimal(25), True),
        ("events.申报.number", "is", "1号", True),
        ("as_of.year", "is", "2024", True),
        ("as_of", "later_than", Ref(("as_of",)), False),
        ("item.amount", "gt", Decimal(0), False),
        ("gate.date", "exists", "true", False),
        ("before_force", "is", "false", True),
        ("plan.year", "lt", Decimal(2026), True),
    ],
)
def test_tests(path: str, op: str, operand: Any, expected: bool) -> None:
    assert holds(language.Test(Ref(tuple(path.split("."))), op, operand), Scope(make(**DOSSIER))) is expected


@pytest.mark.parametrize("op", ["lt", "lte", "gt", "gte"])
def test_an_amount_that_is_not_there_cannot_be_compared(op: str) -> None:
    assert holds(language.Test(Ref(("amount", "approved")), op, Decimal(1)), Scope(make())) is None


def test_every_single_test_is_found() -> None:
    assert parts_of(Combined("all", (YES, Combined("not", (NO,))))) == [YES, NO]
    assert parts_of(None) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30万", "30"),
        ("300000元", "30"),
        ("budget.total", "20"),
        ("{sum: 甲}", "12.5"),
        ("{sum: [甲, 乙]}", "13.5"),
        ("{last: 甲}", "2.5"),
        ("{sum: 丁}", None),
        ("{last: 丁}", None),
        ("[{last: 丁}, budget.total]", "20"),
        ("[{last: 丁}]", None),
        ("{of: budget.total, pct: 10}", "2"),
        ("{of: {sum: 甲}, ratio: 1/3}", "4.166666666666666666666666667"),
        ("{of: {last: 丁}, pct: 10}", None),
    ],
)
def test_quantities_are_worked_out_exactly(written: str, expected: str | None) -> None:
    by = small_pack(
        f"amounts: {{x: {written}}}\n"
        "rules: {R1-1: {article: 1, force: 应, title: x, limit: {value: amount.x, max: 1}}}\n"
    )
    events = (
        event("甲", "2024-01-01", of=by, amount=10),
        event("乙", "2024-01-01", of=by, amount=1),
        event("甲", "2024-02-01", of=by, amount="2.5"),
        event("甲", "2024-03-01", of=by),
        event("丁", "2024-03-01", of=by),
    )
    found = quantity(by.amounts["x"], Scope(make(by=by, events=events)))
    assert found == (None if expected is None else Decimal(expected))


RULE = "rules:\n  R1-1: {article: 1, force: 应, title: x, %s}\n"


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("by: ▸戊, require: {docs: [纸一]}", "unknown_word"),
        ("by: 甲, require: {docs: [▸纸四]}", "unknown_word"),
        ("when: {▸budget.totl: 1}, require: {docs: [纸一]}", "unknown_word"),
        ("when: {▸has.event.戊: true}, require: {docs: [纸一]}", "unknown_word"),
        ("when: {▸nothing.at.all: true}, require: {docs: [纸一]}", "unknown_word"),
        ("when: {▸item.amuont: 1}, require: {docs: [纸一]}", "unknown_word"),
        ("when: {budget.total: {▸greater: 1}}, require: {docs: [纸一]}", "unknown_word"),
        ("when: {budget.total: {gte: ▸三十}}, require: {docs: [纸一]}", "bad_money"),
        ("when: {facts.mood: {same: ▸facts.moood}}, require: {docs: [纸一]}", "unknown_word"),
        ("when: ▸x, require: {docs: [纸一]}", "wrong_type"),
        ("by: {event: ▸戊}, require: {docs: [纸一]}", "unknown_word"),
        ("by: {event: 甲, ▸were: {ok: true}}, require: {docs: [纸一]}", "unknown_key"),
        ("by: ▸{where: {ok: true}}, require: {docs: [纸一]}", "missing_key"),
        ("by: {event: 甲, where: {▸okk: true}}, require: {docs: [纸一]}", "unknown_word"),
        ("require: {▸doc: [纸一]}", "unknown_key"),
        ("within: {event: 甲, after: [乙], max: ▸30}", "bad_period"),
        ("within: {event: 甲, after: [乙], max: ▸15wd}", "bad_period"),
        ("annual: {event: 甲, date: ▸11月30日}", "bad_month_day"),
        ("limit: {value: budget.total, max: ▸{pct: 十}}", "bad_quantity"),
        ("limit: {value: budget.total, max: ▸{ratio: 1/0}}", "bad_quantity"),
        ("limit: {max: 3}", "missing_key"),
        ("force: 或许, require: {docs: [纸一]}", "unknown_word"),
    ],
)
def test_a_misspelt_rule_fails_when_the_pack_is_read(marked: str, code: str) -> None:
    text = RULE % marked if "force" not in marked else RULE.replace("force: 应, ", "") % marked
    made, problems = bound(text.replace("▸", ""))
    assert made is None
    found = [each for each in places(each.problem for each in problems) if each[1] == 2]
    place = (code, 2, text.splitlines()[1].index("▸") + 1) if "▸" in text else None
    assert place in found if place else code in {each[0] for each in found}
