"""Dossier + pack + day → case: everything the questions share, worked out once."""

from __future__ import annotations

from datetime import date

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Document, Dossier, Event
from zlxm.model.pack import Pack
from zlxm.rules.case import Case, Scope, counts
from zlxm.rules.conditions import holds
from zlxm.rules.moments import select
from zlxm.rules.quantities import quantity


def make_case(pack: Pack, dossier: Dossier, as_of: date, calendar: Calendar) -> Case:
    """Return the case: what happened by `as_of` in order, and the documents whose file can count."""
    events = tuple(sorted((event for event in dossier.events if event.date <= as_of), key=lambda event: event.order))
    case = Case(pack, dossier, as_of, calendar, events, _by_kind(dossier, as_of), _by_name(events))
    scope = Scope(case)
    case.happened.update({moment.name: select(moment, scope) for moment in pack.moments.values()})
    for name, wanted in pack.amounts.items():
        case.amounts[name] = quantity(wanted, scope)
    case.class_names = tuple(each.name for each in pack.classes if each.when is None or holds(each.when, scope))
    return case


def _by_name(events: tuple[Event, ...]) -> dict[str, tuple[Event, ...]]:
    by_name: dict[str, tuple[Event, ...]] = {}
    for event in events:
        by_name[event.name] = (*by_name.get(event.name, ()), event)
    return by_name


def _by_kind(dossier: Dossier, as_of: date) -> dict[str, tuple[Document, ...]]:
    by_kind: dict[str, tuple[Document, ...]] = {}
    for document in dossier.documents:
        if counts(document, dossier, as_of):
            for kind in document.kinds:
                by_kind[kind] = (*by_kind.get(kind, ()), document)
    return by_kind
