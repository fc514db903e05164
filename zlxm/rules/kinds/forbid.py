"""forbid: this must not be the case, or that event must not have happened (unless …)."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.dossier import Event
from zlxm.model.finding import Breach, State
from zlxm.model.language import Condition, Need, Ref
from zlxm.model.shape import Field, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds, parts_of
from zlxm.rules.facts import lookup
from zlxm.rules.moments import first, occurrences
from zlxm.rules.words import Words

NAME = "forbid"
FACTS = frozenset({"event", "date", "value", "item", "gate", "gate_date", "field"})


@value
class Forbid:
    """`that`: the forbidden condition · `event`: the forbidden event · `unless`: what allows it · `after_item`,
    `since`, `until`: it is forbidden only after the item, after that day, before that event (`same`: of the item)."""

    that: Condition | None = None
    event: Need = ()
    unless: Condition | None = None
    after_item: bool = False
    since: Ref | None = None
    until: Need = ()
    same: tuple[str, ...] = ()


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(
        Forbid,
        {
            "that": Field(words.condition),
            "event": Field(words.need, default=()),
            "unless": Field(words.condition),
            "after_item": Field(words.flag, default=False),
            "since": Field(words.ref),
            "until": Field(words.need, default=()),
            "same": Field(words.event_fields, default=()),
        },
        NAME,
    )


def judge(params: Forbid, scope: Scope) -> Iterator[Breach]:
    """Yield one breach when the forbidden thing is so."""
    if params.event:
        yield from _event(params, scope)
        return
    answer = holds(params.that, scope) if params.that else False
    if answer is None:
        yield Breach("unknown_condition", _place(params, scope), State.UNKNOWN, _facts(scope))
    elif answer and not _is_allowed(params, scope):
        yield Breach("forbidden", _place(params, scope), facts=_facts(scope))


def _event(params: Forbid, scope: Scope) -> Iterator[Breach]:
    found = next(_in_time(params, scope), None)
    if found is None and scope.gate is None and scope.item is None:
        yield Breach("not_yet", state=State.NOT_YET)
    elif found is not None and not _is_allowed(params, scope):
        facts = {**_facts(scope), "event": found.name, "date": found.date}
        yield Breach("forbidden_event", found.path, facts=facts)


def _in_time(params: Forbid, scope: Scope) -> Iterator[Event]:
    start = lookup(params.since, scope) if params.since else None
    end = first(params.until, scope, params.same) if params.until else None
    for event in occurrences(params.event, scope, after_item=params.after_item):
        if (start is None or event.date > start) and (end is None or event.date < end.date):
            yield event


def _is_allowed(params: Forbid, scope: Scope) -> bool:
    return params.unless is not None and bool(holds(params.unless, scope))


def _facts(scope: Scope) -> dict[str, object]:
    gate = scope.gate
    return {"item": scope.item, "gate": gate.name if gate else "", "gate_date": gate.date if gate else ""}


def _place(params: Forbid, scope: Scope) -> tuple[str | int, ...]:
    tests = parts_of(params.that)
    parts = tests[0].ref.parts if tests else ()
    if scope.item_path:
        return (*scope.item_path, *parts[1:]) if parts[:1] == ("item",) else scope.item_path
    if parts and parts[0] not in ("has", "events", "amount", "class", "as_of", "gate"):
        return parts
    return scope.gate.path if scope.gate else ()
