"""require: these papers, events or facts must exist (once the gate event has happened)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zlxm.model.deadline import deadline
from zlxm.model.finding import Breach, State
from zlxm.model.language import Need, Ref
from zlxm.model.pack import MatrixRow
from zlxm.model.period import Period, add, subtract
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Reckoning
from zlxm.model.shape import Field, Flag, ListOf, Record, Text
from zlxm.model.value import replace, value
from zlxm.rules.case import Scope
from zlxm.rules.facts import lookup
from zlxm.rules.matrix import Want, waived, want
from zlxm.rules.moments import first, occurrences
from zlxm.rules.words import Words

NAME = "require"
FACTS = frozenset({"document", "event", "field", "missing", "gate", "gate_date", "date", "due", "item"})


@value
class Require:
    """`docs`: slots of alternative kinds · `events` · `either`: one paper or event of these · `fields` · `member`
    with `members`: words a list must hold · `in_time`: not dated after the gate (`soft_until`: softer when before that
    moment) · `grace`: after the gate, while it is only due · `fresh_docs`, `fresh`: papers on file must not
    be older than this at the gate · `row`: the matrix row that asks."""

    docs: tuple[tuple[str, ...], ...] = ()
    events: tuple[Need, ...] = ()
    either_docs: tuple[str, ...] = ()
    either_events: Need = ()
    fields: tuple[Ref, ...] = ()
    member: Ref | None = None
    members: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    in_time: bool = False
    after_item: bool = False
    soft_until: Need = ()
    grace: Period | None = None
    fresh_docs: tuple[str, ...] = ()
    fresh: Period | None = None
    row: MatrixRow | None = None


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(
        Require,
        {
            "docs": Field(ListOf(words.documents), default=()),
            "events": Field(ListOf(words.need), default=()),
            "either_docs": Field(words.documents, default=()),
            "either_events": Field(words.need, default=()),
            "fields": Field(ListOf(words.ref), default=()),
            "member": Field(words.ref),
            "members": Field(ListOf(Text()), default=()),
            "same": Field(words.event_fields, default=()),
            "in_time": Field(Flag(), default=False),
            "after_item": Field(Flag(), default=False),
            "soft_until": Field(words.need, default=()),
            "grace": Field(words.period),
            "fresh_docs": Field(words.documents, default=()),
            "fresh": Field(words.period),
        },
        NAME,
    )


def judge(params: Require, scope: Scope) -> Iterator[Breach]:
    """Yield a breach for everything that is missing or came too late."""
    if params.row is not None:
        yield from _by_row(params.row, scope)
        return
    for slot in params.docs:
        yield from _document(slot, params, scope)
    for need in params.events:
        yield from _event(need, params, scope)
    if params.either_docs or params.either_events:
        yield from _either(params, scope)
    yield from _fields(params, scope)
    if params.fresh is not None and scope.gate is not None:
        yield from _stale(params, subtract(scope.gate.date, params.fresh), scope)


def _fields(params: Require, scope: Scope) -> Iterator[Breach]:
    for ref in params.fields:
        if lookup(ref, scope) in (None, "", ()):
            yield Breach("missing_field", _place(scope, ref), facts=_facts(scope, field=ref))
    if params.member is not None:
        yield from _members(params.member, params.members, scope)


def _stale(params: Require, oldest: date, scope: Scope) -> Iterator[Breach]:
    found = [document for kind in params.fresh_docs for document in scope.case.by_kind.get(kind, ())]
    dates = [document.date for document in found if document.date is not None]
    if dates and max(dates) < oldest:
        facts = _facts(scope, document=params.fresh_docs, date=max(dates))
        yield Breach("stale_document", found[0].path, facts=facts, document=params.fresh_docs[0])


def _facts(scope: Scope, **facts: object) -> dict[str, object]:
    gate = scope.gate
    return {"gate": gate.name if gate else "", "gate_date": gate.date if gate else "", "item": scope.item, **facts}


def _place(scope: Scope, ref: Ref | None = None) -> tuple[str | int, ...]:
    if ref is not None and ref.parts[0] == "item":
        return (*scope.item_path, *ref.parts[1:])
    if ref is not None and ref.parts[0] == "gate" and scope.gate:
        return (*scope.gate.path, *ref.parts[1:])
    if ref is not None:
        return ref.parts
    return scope.gate.path if scope.gate else scope.item_path or ("documents",)


def _document(slot: tuple[str, ...], params: Require, scope: Scope) -> Iterator[Breach]:
    found = [document for kind in slot for document in scope.case.by_kind.get(kind, ())]
    name = slot[0]
    if not found:
        yield _missing("missing_document", params, scope, _facts(scope, document=slot), name)
    elif params.grace is not None:
        met = _missing("met", params, scope, _facts(scope, document=slot), name)
        yield replace(met, state=State.PASS)
    elif params.in_time and scope.gate is not None:
        dated = [document.date for document in found if document.date is not None]
        if not dated:
            facts = _facts(scope, document=slot)
            yield Breach("undated_document", found[0].path, State.UNKNOWN, facts, name)
        elif min(dated) > scope.gate.date:
            facts = _facts(scope, document=slot, date=min(dated))
            yield Breach(
                "late_document", found[0].path, facts=facts, document=name, is_soft=_is_soft(params, scope, min(dated))
            )


def _is_soft(params: Require, scope: Scope, day: date) -> bool:
    if not params.soft_until:
        return False
    end = first(params.soft_until, scope)
    return end is None or day <= end.date


def _missing(what: str, params: Require, scope: Scope, facts: dict[str, object], document: str = "") -> Breach:
    if params.grace is None or scope.gate is None:
        return Breach(what, _place(scope), facts=facts, document=document)
    calendar = scope.case.calendar
    last = deadline(add(scope.gate.date, params.grace), calendar, rollover=scope.case.pack.rollover)
    state = State.FAIL if scope.case.as_of > last.latest else State.DUE
    gate = scope.gate
    reckoning = Reckoning(last.nominal, last.last_day, gate.name, gate.date, params.grace, festivals=last.festivals)
    facts["due"] = reckoning.due
    return Breach(what, _place(scope), state, facts, document, reckoning.due, reckoning=reckoning)


def _event(need: Need, params: Require, scope: Scope) -> Iterator[Breach]:
    found = first(need, scope, params.same, after_item=params.after_item)
    if found is None:
        yield _missing("missing_event", params, scope, _facts(scope, event=need))
    elif params.in_time and scope.gate is not None and found.date > scope.gate.date:
        facts = _facts(scope, event=need, date=found.date)
        yield Breach("late_event", found.path, facts=facts, is_soft=_is_soft(params, scope, found.date))


def _either(params: Require, scope: Scope) -> Iterator[Breach]:
    documents = [document for kind in params.either_docs for document in scope.case.by_kind.get(kind, ())]
    events = occurrences(params.either_events, scope, params.same, after_item=params.after_item)
    facts = _facts(scope, document=params.either_docs, event=params.either_events)
    if not documents and not events:
        what = "missing_either" if params.either_docs and params.either_events else "missing_event"
        document = params.either_docs[0] if params.either_docs else ""
        yield _missing(what, params, scope, facts, document)
        return
    dates = [event.date for event in events] + [each.date for each in documents if each.date]
    if not params.in_time or scope.gate is None:
        return
    if not dates:
        yield Breach("undated_document", documents[0].path, State.UNKNOWN, facts, params.either_docs[0])
    elif min(dates) > scope.gate.date:
        at = (events[0] if events else documents[0]).path
        soft = _is_soft(params, scope, min(dates))
        yield Breach("late_either", at, facts={**facts, "date": min(dates)}, is_soft=soft)


def _members(ref: Ref, members: tuple[str, ...], scope: Scope) -> Iterator[Breach]:
    present = lookup(ref, scope) or ()
    missing = tuple(member for member in members if member not in present)
    if missing:
        yield Breach("missing_members", _place(scope, ref), facts=_facts(scope, missing=missing))


def _by_row(row: MatrixRow, scope: Scope) -> Iterator[Breach]:
    if any(kind in scope.case.by_kind for kind in row.documents):
        return
    wanted = want(row, scope)
    is_waived = waived(row, scope)
    facts = _facts(scope, document=row.documents)
    at = _place(scope)
    if wanted is Want.NOT_APPLICABLE or (is_waived and wanted is not Want.REQUIRED):
        yield Breach("not_applicable", at, State.NOT_APPLICABLE)
    elif wanted is Want.REQUIRED and is_waived:
        yield Breach("waived_required", at, facts=facts, document=row.documents[0], severity=Severity.WARNING)
    elif wanted is Want.REQUIRED:
        yield Breach("missing_document", at, facts=facts, document=row.documents[0])
    elif wanted is Want.UNDECIDED:
        yield Breach("undecided_document", at, State.UNKNOWN, facts, row.documents[0])
    else:
        yield Breach("optional_document", at, facts=facts, document=row.documents[0], severity=Severity.WARNING)
