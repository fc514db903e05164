"""Looking up a fact by its dotted path in a scope. Paths were verified when the pack was bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zlxm.model.dossier import Event
from zlxm.model.language import Ref
from zlxm.rules.case import Lot, Scope


def lookup(ref: Ref, scope: Scope) -> Any:
    """Return the value; None when absent; a tuple when the path goes through a list."""
    root, *rest = ref.parts
    if root not in _ROOTS:
        return _walk(scope.case.dossier.forms.get(root), tuple(rest))
    return _ROOTS[root](scope, tuple(rest))


def _walk(value: Any, parts: tuple[str, ...]) -> Any:
    for part in parts:
        value = (
            _flat(tuple(attribute(each, part) for each in value))
            if isinstance(value, tuple)
            else attribute(value, part)
        )
    return value


def _flat(values: tuple[Any, ...]) -> tuple[Any, ...]:
    flat: list[Any] = []
    for value in values:
        flat.extend(value if isinstance(value, tuple) else [value])
    return tuple(value for value in flat if value is not None)


def attribute(value: Any, part: str) -> Any:
    """Return what a value of any kind has under that name, or None."""
    if value is None:
        return None
    if isinstance(value, Event):
        return _of_event(value, part)
    if isinstance(value, Lot):
        return value.value if part == value.field else getattr(value, part, None)
    if isinstance(value, Mapping):
        return value.get(part)
    return getattr(value, part, None)


def _of_event(event: Event, part: str) -> Any:
    if part in ("date", "number", "note", "name"):
        return getattr(event, part) or None
    if part == "year" and "year" not in event.values:
        return event.date.year
    return event.values.get(part)


def _of_dossier(name: str) -> Callable[[Scope, tuple[str, ...]], Any]:
    return lambda scope, parts: _walk(getattr(scope.case.dossier, name), parts)


def _has(scope: Scope, parts: tuple[str, ...]) -> bool:
    what, name = parts
    return name in scope.case.by_kind if what == "doc" else bool(scope.case.happened.get(name))


def _events(scope: Scope, parts: tuple[str, ...]) -> tuple[Any, ...]:
    found = scope.case.happened.get(parts[0], ())
    return tuple(value for event in found if (value := _of_event(event, parts[1])) is not None)


def _is_before_force(event: Event, scope: Scope) -> bool:
    return event.date < scope.case.pack.effective_from


_ROOTS: dict[str, Callable[[Scope, tuple[str, ...]], Any]] = {
    "project": _of_dossier("project"),
    "unit": _of_dossier("unit"),
    "plan": _of_dossier("plan"),
    "budget": _of_dossier("budget"),
    "systems": _of_dossier("systems"),
    "facts": _of_dossier("facts"),
    "amount": lambda scope, parts: scope.case.amounts.get(parts[0]),
    "has": _has,
    "events": _events,
    "class": lambda scope, _parts: scope.case.class_names,
    "before_force": lambda scope, _parts: any(_is_before_force(event, scope) for event in scope.case.events),
    "as_of": lambda scope, parts: getattr(scope.case.as_of, parts[0]) if parts else scope.case.as_of,
    "item": lambda scope, parts: scope.ordinal if parts == ("ordinal",) else _walk(scope.item, parts),
    "gate": lambda scope, parts: _walk(scope.gate, parts),
}
ROOTS = frozenset(_ROOTS)
