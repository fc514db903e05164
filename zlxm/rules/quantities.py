"""Amounts that are worked out: sums, shares, fallbacks. Exact decimals in 10,000 yuan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zlxm.model.language import FirstKnown, Last, Literal, Quantity, Ref, Share, Sum
from zlxm.rules import facts
from zlxm.rules.case import Lot, Scope
from zlxm.rules.moments import occurrences


def quantity(wanted: Quantity, scope: Scope) -> Decimal | None:
    """Return the amount, or None when a datum it needs is missing."""
    match wanted:
        case Literal():
            return wanted.amount
        case Ref():
            return _number(facts.lookup(wanted, scope))
        case FirstKnown():
            return next((found for option in wanted.options if (found := quantity(option, scope)) is not None), None)
        case Share():
            whole = quantity(wanted.of, scope)
            return None if whole is None else whole * wanted.numerator / wanted.denominator
        case Last():
            amounts = _amounts(wanted, scope)
            return amounts[-1] if amounts else None
        case Sum():
            amounts = _amounts(wanted, scope)
            return sum(amounts, Decimal(0)) if amounts else None


def _amounts(wanted: Sum | Last, scope: Scope) -> list[Decimal]:
    same = (scope.item.field,) if isinstance(scope.item, Lot) else ()
    found = occurrences(wanted.of, scope, same)
    return [event.values["amount"] for event in found if event.values.get("amount") is not None]


def _number(value: Any) -> Decimal | None:
    return None if value is None or isinstance(value, (bool, tuple, str)) else Decimal(value)
