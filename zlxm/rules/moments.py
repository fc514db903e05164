"""Finding the happenings that a moment names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zlxm.model.dossier import Document, Event
from zlxm.rules import conditions
from zlxm.rules.case import Lot, Scope

if TYPE_CHECKING:
    from zlxm.model.language import Moment, Need, Selector


def occurrences(need: Need, scope: Scope, same: tuple[str, ...] = (), *, after_item: bool = False) -> tuple[Event, ...]:
    """Return what happened of any of the moments, in order; `same`: fields that must agree with the item's;
    `after_item`: only what came later than the item."""
    found = [event for name in need for event in _named(name, scope)]
    if same:
        found = [event for event in found if all(_agrees(event, scope.item, name) for name in same)]
    if after_item and isinstance(scope.item, Event):
        found = [event for event in found if event.order > scope.item.order]
    if len(need) > 1:
        found.sort(key=lambda event: event.order)
    return tuple(found)


def first(need: Need, scope: Scope, same: tuple[str, ...] = (), *, after_item: bool = False) -> Event | None:
    """Return the earliest happening, or None."""
    return next(iter(occurrences(need, scope, same, after_item=after_item)), None)


def _agrees(event: Event, item: object, name: str) -> bool:
    return event is item or bool(event.values.get(name) == _field(item, name))


def _field(item: object, name: str) -> Any:
    if isinstance(item, Lot):
        return item.value
    if not isinstance(item, Event):
        return None
    value = item.values.get(name)
    return item.values.get("id") if value is None and name == "ref" else value


def _named(name: str, scope: Scope) -> tuple[Event, ...]:
    if name == "item":
        return (scope.item,) if isinstance(scope.item, Event) else ()
    if name == "gate":
        return (scope.gate,) if scope.gate else ()
    return scope.case.happened.get(name, ())


def select(moment: Moment, scope: Scope) -> tuple[Event, ...]:
    """Return the happenings of a moment in order."""
    found = [event for selector in moment.selectors for event in _candidates(selector, scope)]
    return tuple(sorted(found, key=lambda event: event.order))


def _candidates(selector: Selector, scope: Scope) -> Iterator[Event]:
    if selector.when is not None and not conditions.holds(selector.when, scope):
        return
    source = _dated(scope, selector.name) if selector.is_document else scope.case.happened.get(selector.name, ())
    taken_back = {other.values.get("ref") for other in scope.case.happened.get(selector.unless, ())}
    for event in source:
        if event.values.get("id") in taken_back:
            continue
        if selector.where is None or conditions.holds(selector.where, Scope(scope.case, event)):
            yield event


def _dated(scope: Scope, kind: str) -> tuple[Event, ...]:
    return tuple(as_event(document) for document in scope.case.by_kind.get(kind, ()) if document.date is not None)


class DocumentEvent(Event):
    """A dated document seen as a happening."""

    __slots__ = ()

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where the document stands in the manifest."""
        return ("documents", self.index)


def as_event(document: Document) -> DocumentEvent:
    """Return the document as something that happened on its date."""
    if document.date is None:
        message = "an undated document is no happening"
        raise ValueError(message)
    return DocumentEvent(document.kinds[0], document.date, {}, document.index)


def has_undated(need: Need, scope: Scope) -> bool:
    """Tell whether a document that the moments name is there without a date."""
    moments = [scope.case.pack.moments[name] for name in need if name in scope.case.pack.moments]
    kinds = [selector.name for moment in moments for selector in moment.selectors if selector.is_document]
    return any(document.date is None for kind in kinds for document in scope.case.by_kind.get(kind, ()))
