"""The estimate as the application form has it: its lines by kind of cost, each kind followed by its subtotal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count

from zlxm.model.dossier import BudgetItem
from zlxm.model.paper import Raw
from zlxm.rules.case import Case

_HUNDRED = Decimal(100)
_CONSTRUCTION, _OTHER, _RESERVE, _OPERATION, _UNSORTED = "A", "C", "E", "O", ""
_GROUPS = (_CONSTRUCTION, _OTHER, _UNSORTED, _RESERVE, _OPERATION)


def rows(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row a line: group (first letter of its code, "" for an unknown one), number, its own fields, share of
    the declared amount in percent; after every group a row of group, subtotal (true), amount and share."""
    budget = case.dossier.budget
    numbers = count(1)
    for group in _GROUPS:
        items = [item for item in budget.items if _group(item) == group]
        for item in items:
            yield _line(item, group, next(numbers), budget.total)
        if items:
            amount = sum((item.amount for item in items), Decimal(0))
            yield {"group": group, "subtotal": True, "amount": amount, "share": _share(amount, budget.total)}


def _group(item: BudgetItem) -> str:
    first = item.code[:1].upper()
    return first if first in _GROUPS else _UNSORTED


def _line(item: BudgetItem, group: str, number: int, total: Decimal | None) -> Mapping[str, Raw]:
    return {
        "group": group,
        "subtotal": False,
        "number": number,
        "code": item.code,
        "name": item.name,
        "basis": item.basis,
        "unit": item.unit,
        "quantity": item.quantity,
        "price": item.price,
        "amount": item.amount,
        "share": _share(item.amount, total),
    }


def _share(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return part * _HUNDRED / whole if whole else None
