"""The arithmetic of a change of investment (Art. 26 and its kin in other texts). Amounts in 10,000 yuan, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


def adjusted_amount(values: Mapping[str, Any], base: Decimal) -> Decimal | None:
    """Return the larger side of a re-allocation: 20 moved from A to B are 20, neither 0 nor 40.

    Without items it is the difference of the new total from the base; a change of the schedule alone is 0; None when
    the request says none of these.
    """
    deltas = _deltas(values.get("items") or ())
    if deltas:
        return max(sum((each for each in deltas if each > 0), ZERO), -sum((each for each in deltas if each < 0), ZERO))
    total: Decimal | None = values.get("total")
    if total is not None:
        return abs(total - base)
    return ZERO if values.get("schedule_only") else None


def net_amount(values: Mapping[str, Any], base: Decimal) -> Decimal:
    """Return by how much the request changes the total."""
    deltas = _deltas(values.get("items") or ())
    if deltas:
        return sum(deltas, ZERO)
    total: Decimal | None = values.get("total")
    return total - base if total is not None else ZERO


def _deltas(items: Iterable[Mapping[str, Any]]) -> list[Decimal]:
    return [item["delta"] for item in items if item.get("delta") is not None]
