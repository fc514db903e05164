"""A figure that is no money: how many, how much, which share."""

from __future__ import annotations

from decimal import Decimal

from zlxm.model.money import parse_amount
from zlxm.model.node import Node, Scalar
from zlxm.model.shape import Report, problem
from zlxm.model.value import value


@value
class Number:
    """An exact figure with at most six decimals. Unlike `Money` it may be large without being doubted."""

    def read(self, node: Node, report: Report) -> Decimal | None:
        """Return the Decimal."""
        if not isinstance(node, Scalar):
            report(problem("wrong_type", node, expected="number"))
            return None
        figure = parse_amount(node.text)
        if figure is None:
            report(problem("bad_number", node, text=node.text[:40]))
        return figure
