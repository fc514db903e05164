from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders import make
from zlxm.model.dossier import Budget, BudgetItem
from zlxm.rules.tables import costs


def rows(*codes: str, total: str | None = "100") -> list[tuple[str, object, Decimal]]:
    """Return (group, number or "sum", amount) of every row; the n-th code costs n times 10."""
    items = tuple(BudgetItem(code or "其他", Decimal(10 * place), code) for place, code in enumerate(codes, 1))
    budget = Budget(Decimal(total) if total else None, items)
    found = costs.rows(make(budget=budget))
    return [(row["group"], "sum" if row["subtotal"] else row["number"], row["amount"]) for row in found]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), []),
        (("A1",), [("A", 1, 10), ("A", "sum", 10)]),
        (("C3", "A1", "a7"), [("A", 1, 20), ("A", 2, 30), ("A", "sum", 50), ("C", 3, 10), ("C", "sum", 10)]),
        (("E", ""), [("", 1, 20), ("", "sum", 20), ("E", 2, 10), ("E", "sum", 10)]),
        (("O3", "O6"), [("O", 1, 10), ("O", 2, 20), ("O", "sum", 30)]),
        (("X1",), [("", 1, 10), ("", "sum", 10)]),
    ],
)
def test_lines_stand_by_kind_of_cost_with_a_subtotal_each(codes: tuple[str, ...], expected: list[object]) -> None:
    assert rows(*codes) == expected


@pytest.mark.parametrize(("total", "share"), [("40", Decimal(25)), ("0", None), (None, None)])
def test_shares_are_of_the_declared_amount(total: str | None, share: Decimal | None) -> None:
    budget = Budget(Decimal(total) if total else None, (BudgetItem("软件开发费", Decimal(10), "A1"),))
    assert {row["share"] for row in costs.rows(make(budget=budget))} == {share}
