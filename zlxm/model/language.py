"""The language that rules are written in: references, conditions, moments and quantities."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zlxm.model.value import value


@value
class Ref:
    """A dotted path to a fact, e.g. `budget.total`, `item.contract`, `has.event.X`."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(self.parts)


@value
class Test:
    """One comparison of a fact: `op` is a word of the condition language, `operand` already typed."""

    ref: Ref
    op: str
    operand: Any


@value
class Combined:
    """Several conditions joined by `all`, `any` or `not`."""

    op: str
    parts: tuple[Condition, ...]


Condition = Test | Combined


@value
class Selector:
    """Events (or dated documents) of one word; `where` looks at the thing itself, `when` at the dossier; `unless` names
    an event that takes it back (its `ref` is the thing's `id`)."""

    name: str
    is_document: bool = False
    where: Condition | None = None
    when: Condition | None = None
    unless: str = ""


@value
class Moment:
    """A named set of happenings."""

    name: str
    selectors: tuple[Selector, ...]


Need = tuple[str, ...]  # names of moments or events (or `item`, `gate`); any of them satisfies it


@value
class Literal:
    """A fixed amount, in 10,000 yuan (or a bare number)."""

    amount: Decimal


@value
class Sum:
    """The amounts of all happenings of a moment together."""

    of: Need


@value
class Last:
    """The amount of the latest happening of a moment."""

    of: Need


@value
class Share:
    """A part of another quantity, exact."""

    of: Quantity
    numerator: int
    denominator: int


@value
class FirstKnown:
    """The first of several quantities that is known."""

    options: tuple[Quantity, ...]


Quantity = Ref | Literal | Sum | Last | Share | FirstKnown
