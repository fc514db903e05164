"""limit: an amount or number must not be above (or below) another."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.finding import Breach, State
from zlxm.model.language import Quantity, Ref
from zlxm.model.shape import Field, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.quantities import quantity
from zlxm.rules.words import Words

NAME = "limit"
FACTS = frozenset({"value", "bound", "over", "item"})


@value
class Limit:
    """`value` ≤ `max` and ≥ `min`, compared exactly; amounts in 10,000 yuan."""

    value: Quantity
    max: Quantity | None = None
    min: Quantity | None = None


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    fields = {
        "value": Field(words.quantity, is_required=True),
        "max": Field(words.quantity),
        "min": Field(words.quantity),
    }
    return Record(Limit, fields, NAME)


def judge(params: Limit, scope: Scope) -> Iterator[Breach]:
    """Yield a breach when a bound is passed, `unknown` when the bound is not known."""
    value = quantity(params.value, scope)
    if value is None:
        yield Breach("not_yet", state=State.NOT_YET)
        return
    for bound, sign in ((params.max, 1), (params.min, -1)):
        if bound is None:
            continue
        amount = quantity(bound, scope)
        facts = {"value": value, "bound": amount, "item": scope.item}
        if amount is None:
            yield Breach("unknown_bound", _place(params, scope), State.UNKNOWN, facts)
        elif (value - amount) * sign > 0:
            what = "above" if sign > 0 else "below"
            yield Breach(what, _place(params, scope), facts={**facts, "over": abs(value - amount)})


def _place(params: Limit, scope: Scope) -> tuple[str | int, ...]:
    if scope.item_path:
        return scope.item_path
    if isinstance(params.value, Ref):
        return params.value.parts
    return scope.gate.path if scope.gate else ("budget",)
