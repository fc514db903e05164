"""The small shapes that a pack's words are made of: periods, yearly dates, shares, plain lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from zlxm.model.money import parse_amount_with_unit
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.period import MonthDay, Period, parse_month_day, parse_period
from zlxm.model.shape import Report, Shape, problem
from zlxm.model.value import value

_RATIO = re.compile(r"(\d+(?:\.\d+)?)(?:/([1-9]\d*))?")


def read_texts(node: Node) -> tuple[str, ...]:
    """Return the plain texts of a list or of a single value."""
    nodes = node.items if isinstance(node, Listing) else [node]
    return tuple(each.text for each in nodes if isinstance(each, Scalar))


def read_ordered(text: str) -> Decimal | date | None:
    """Return an amount or a date to compare with, else None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_amount_with_unit(text)


def read_part(table: Table, report: Report) -> tuple[int, int] | None:
    """Return numerator and denominator of `pct: 12.5` or `ratio: 2/3`."""
    for key, scale in (("pct", 100), ("ratio", 1)):
        node = table.get(key)
        if isinstance(node, Scalar) and (match := _RATIO.fullmatch(node.text)):
            numerator, denominator = Decimal(match[1]).as_integer_ratio()
            return numerator, denominator * int(match[2] or 1) * scale
    report(problem("bad_quantity", table))
    return None


def read_period(node: Node, report: Report) -> Period | None:
    """Return a period such as 30d."""
    found = parse_period(node.text) if isinstance(node, Scalar) else None
    if found is None:
        report(problem("bad_period", node, text=node.text if isinstance(node, Scalar) else ""))
    return found


def read_month_day(node: Node, report: Report) -> MonthDay | None:
    """Return a yearly date such as 09-30."""
    found = parse_month_day(node.text) if isinstance(node, Scalar) else None
    if found is None:
        report(problem("bad_month_day", node, text=node.text if isinstance(node, Scalar) else ""))
    return found


@value
class Reader:
    """A shape made of one function."""

    function: Callable[[Node, Report], Any]

    def read(self, node: Node, report: Report) -> Any:
        """Return what the function reads."""
        return self.function(node, report)


@value
class Noting:
    """A word, or a list of words, that remembers which were used."""

    inner: Shape
    used: set[str]

    def read(self, node: Node, report: Report) -> Any:
        """Return the word or the words."""
        found = self.inner.read(node, report)
        words = tuple(word for word in found if word) if isinstance(found, tuple) else found
        self.used.update(words if isinstance(words, tuple) else [words] if words else [])
        return words
