"""advise: a recommendation, said when it applies and is not followed."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.finding import Breach
from zlxm.model.language import Condition
from zlxm.model.shape import Field, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds
from zlxm.rules.words import Words

NAME = "advise"
FACTS = frozenset({"item", "gate", "gate_date"})


@value
class Advise:
    """Said when `that` holds (or is not given) and `unless` does not."""

    that: Condition | None = None
    unless: Condition | None = None


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(Advise, {"that": Field(words.condition), "unless": Field(words.condition)}, NAME)


def judge(params: Advise, scope: Scope) -> Iterator[Breach]:
    """Yield the advice."""
    applies = params.that is None or bool(holds(params.that, scope))
    followed = params.unless is not None and bool(holds(params.unless, scope))
    if applies and not followed:
        gate = scope.gate
        facts = {"item": scope.item, "gate": gate.name if gate else "", "gate_date": gate.date if gate else ""}
        yield Breach("advice", scope.item_path or (gate.path if gate else ()), facts=facts)
