"""order: an event needs other events before it (the same day is allowed)."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.dossier import Event
from zlxm.model.finding import Breach, State
from zlxm.model.language import Need
from zlxm.model.shape import Field, ListOf, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.moments import first, has_undated, occurrences
from zlxm.rules.words import Words

NAME = "order"
FACTS = frozenset({"event", "date", "other", "other_date", "item"})


@value
class Order:
    """`event` (its first happening in force) needs one happening of each of `after` on or before its day; `not_after`:
    it must not be later than these · `same`: fields of the item that must agree · `after_item`: the needed ones must
    follow the item · `if_recorded`: what never happened is another rule's business · `soft_until`: milder before it."""

    event: Need
    after: tuple[Need, ...] = ()
    not_after: tuple[Need, ...] = ()
    same: tuple[str, ...] = ()
    after_item: bool = False
    if_recorded: bool = False
    soft_until: Need = ()


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(
        Order,
        {
            "event": Field(words.need, is_required=True, default=()),
            "after": Field(ListOf(words.need), default=()),
            "not_after": Field(ListOf(words.need), default=()),
            "same": Field(words.event_fields, default=()),
            "after_item": Field(words.flag, default=False),
            "if_recorded": Field(words.flag, default=False),
            "soft_until": Field(words.need, default=()),
        },
        NAME,
    )


def judge(params: Order, scope: Scope) -> Iterator[Breach]:
    """Yield a breach for every needed event that is missing or later."""
    happened = occurrences(params.event, scope, after_item=params.after_item)
    event = next((each for each in happened if each.date >= scope.case.pack.effective_from), None)
    if event is None:
        state = State.NOT_APPLICABLE if happened else State.NOT_YET
        yield Breach("before_force" if happened else "not_yet", state=state)
        return
    for need in params.after:
        yield from _needs(event, need, params, scope)
    for need in params.not_after:
        end = first(need, scope)
        if end is not None and event.order > end.order and event.date > end.date:
            yield Breach("too_late", event.path, facts=_facts(event, end.name, end.date, scope))


def _facts(event: Event, other: object, other_date: object, scope: Scope) -> dict[str, object]:
    return {"event": event.name, "date": event.date, "other": other, "other_date": other_date, "item": scope.item}


def _needs(event: Event, need: Need, params: Order, scope: Scope) -> Iterator[Breach]:
    found = occurrences(need, scope, params.same, after_item=params.after_item)
    if any(other.date <= event.date for other in found):
        return
    if found:
        soft = bool(params.soft_until) and _is_before(found[0], params.soft_until, scope)
        yield Breach("wrong_order", event.path, facts=_facts(event, found[0].name, found[0].date, scope), is_soft=soft)
    elif has_undated(need, scope):
        yield Breach("undated", event.path, State.UNKNOWN, _facts(event, need, "", scope))
    elif not params.if_recorded:
        yield Breach("missing_before", event.path, facts=_facts(event, need, "", scope))


def _is_before(event: Event, need: Need, scope: Scope) -> bool:
    end = first(need, scope)
    return end is None or event.date <= end.date
