"""Slot → value: what a paper says about one dossier, not yet put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import singledispatch
from typing import Any

from zlxm.model.dossier import Event
from zlxm.model.paper import Computed, Counted, Fixed, Happened, Listed, Looked, Measured, Raw, Slot, Ticked, Totalled
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds
from zlxm.rules.facts import attribute, lookup
from zlxm.rules.moments import occurrences
from zlxm.rules.quantities import quantity
from zlxm.rules.tables import TABLES


def slot_value(slot: Slot, scope: Scope) -> Raw:
    """Return the slot's value: None when the dossier does not say; rows as a tuple of mappings (column → value)."""
    found = _value(slot.source, scope)
    return tuple(_rows(found, slot)) if slot.columns else found


def _rows(things: Iterable[Any] | None, slot: Slot) -> Iterator[Mapping[str, Raw]]:
    for number, thing in enumerate(things or (), 1):
        yield {
            name: number if column.key == "index" else _deep(thing, column.key) for name, column in slot.columns.items()
        }


def _deep(thing: Any, key: str) -> Raw:
    for step in key.split("."):
        thing = attribute(thing, step)
    return thing


@singledispatch
def _value(source: Any, _scope: Scope) -> Raw:
    raise TypeError(type(source))


@_value.register
def _fixed(source: Fixed, _scope: Scope) -> str:
    return source.text


@_value.register
def _looked(source: Looked, scope: Scope) -> Raw:
    found = lookup(source.ref, scope)
    if source.ref.parts[0] == "events" and source.pick != "all":
        return (found[-1] if source.pick == "last" else found[0]) if found else None
    return found


@_value.register
def _measured(source: Measured, scope: Scope) -> Decimal | None:
    return quantity(source.quantity, scope)


@_value.register
def _totalled(source: Totalled, scope: Scope) -> Decimal | None:
    rows = _kept(lookup(source.ref, scope), source.where)
    amounts = [amount for row in rows if (amount := attribute(row, source.key)) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


@_value.register
def _counted(source: Counted, scope: Scope) -> int:
    return len(_kept(lookup(source.ref, scope), source.where))


@_value.register
def _ticked(source: Ticked, scope: Scope) -> tuple[str, ...]:
    return tuple(label for label, condition in source.labels.items() if holds(condition, scope))


@_value.register
def _listed(source: Listed, scope: Scope) -> tuple[Any, ...]:
    return _kept(lookup(source.ref, scope), source.where)


@_value.register
def _happened(source: Happened, scope: Scope) -> tuple[Event, ...]:
    return occurrences(source.need, scope)


@_value.register
def _computed(source: Computed, scope: Scope) -> Raw:
    rows = tuple(TABLES[source.name](scope.case))
    if not source.key:
        return rows
    return attribute(rows[-1], source.key) if rows else None


def _kept(rows: Any, where: Mapping[str, tuple[str, ...]]) -> tuple[Any, ...]:
    return tuple(row for row in rows or () if all(_matches(attribute(row, key), words) for key, words in where.items()))


def _matches(found: Any, words: tuple[str, ...]) -> bool:
    text = str(found or "")
    return any(text.startswith(word[:-1]) if word.endswith("*") else text == word for word in words)
