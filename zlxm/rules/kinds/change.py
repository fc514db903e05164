"""change: how large an adjustment is, and what its band asks for (nothing, an approval, or a new application)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zlxm.model.adjustment import ZERO, adjusted_amount, net_amount
from zlxm.model.dossier import Event
from zlxm.model.finding import Breach, State
from zlxm.model.language import Condition, Need, Quantity
from zlxm.model.shape import Choice, Field, ListOf, Record
from zlxm.model.value import replace, value
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds
from zlxm.rules.moments import first, occurrences
from zlxm.rules.quantities import quantity
from zlxm.rules.words import Words

NAME = "change"
FACTS = frozenset(
    {"id", "adjusted", "base", "share", "cumulative", "total", "over", "document", "event", "date", "once"}
)
HUNDRED = Decimal(100)


@value
class Band:
    """The first band whose `when` holds and whose limits (`max`: all of them) are kept decides: `effect` reapply,
    or the papers and events it needs (none: free)."""

    when: Condition | None = None
    max: tuple[Quantity, ...] = ()
    effect: str = ""
    docs: tuple[tuple[str, ...], ...] = ()
    events: tuple[Need, ...] = ()
    either_docs: tuple[str, ...] = ()
    either_events: Need = ()


@value
class Change:
    """`request` and `approved` are events linked by id and ref; `base` the approvals whose amount is the
    measure; `once`: ask only when this has happened to the request (`in_time`: what is needed must precede it);
    `cumulative`: measure all approved changes under one approval together; `total_max`: the new total must not exceed
    the base."""

    request: Need
    base: Need
    approved: Need = ()
    once: Need = ()
    in_time: bool = False
    cumulative: bool = False
    total_max: bool = False
    bands: tuple[Band, ...] = ()


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    band = {
        "when": Field(words.condition),
        "max": Field(ListOf(words.quantity, or_one=True), default=()),
        "effect": Field(Choice(("reapply",), "effect"), default=""),
        "docs": Field(ListOf(words.documents), default=()),
        "events": Field(ListOf(words.need), default=()),
        "either_docs": Field(words.documents, default=()),
        "either_events": Field(words.need, default=()),
    }
    fields = {
        "request": Field(words.need, is_required=True, default=()),
        "base": Field(words.need, is_required=True, default=()),
        "approved": Field(words.need, default=()),
        "once": Field(words.need, default=()),
        "in_time": Field(words.flag, default=False),
        "cumulative": Field(words.flag, default=False),
        "total_max": Field(words.flag, default=False),
        "bands": Field(ListOf(Record(Band, band, "bands")), default=()),
    }
    return Record(Change, fields, NAME)


def judge(params: Change, scope: Scope) -> Iterator[Breach]:
    """Yield the breaches of every request."""
    requests = occurrences(params.request, scope)
    if not requests:
        yield Breach("not_yet", state=State.NOT_YET)
    for request in requests:
        if request.date < scope.case.pack.effective_from:
            yield Breach("before_force", state=State.NOT_APPLICABLE)
        else:
            yield from _request(params, request, scope)


def _linked(need: Need, request: Event, scope: Scope) -> Event | None:
    return first(need, scope._replace(item=request), ("ref",)) if need else None


def _request(params: Change, request: Event, scope: Scope) -> Iterator[Breach]:
    once = _linked(params.once, request, scope)
    if params.once and once is None:
        yield Breach("not_yet", state=State.NOT_YET)
        return
    base = base_of(params, request, scope)
    facts: dict[str, object] = {"id": request.values.get("id"), "once": once.name if once else ""}
    if base is None:
        yield Breach("unknown_base", request.path, State.UNKNOWN, {**facts, "event": params.base})
        return
    measured = measure(params, request, base, scope)
    if params.total_max:
        yield from _total(measured, base, facts)
    else:
        yield from _by_band(params, measured, once, scope._replace(item=measured, item_path=request.path))


def base_of(params: Change, request: Event, scope: Scope) -> Decimal | None:
    """Return the approved investment that a request is measured by, in 10,000 yuan; None when none is recorded."""
    given = [each for each in occurrences(params.base, scope) if each.date <= request.date]
    amounts = [each.values["amount"] for each in given if each.values.get("amount") is not None]
    return amounts[-1] if amounts else None


def measure(params: Change, request: Event, base: Decimal, scope: Scope) -> Event:
    """Return the request with its measure among its values: base, adjusted, cumulative, measured, total."""
    earlier = _earlier_approved(params, request, scope)
    adjusted = adjusted_amount(request.values, base)
    before = [adjusted_amount(each.values, base) or ZERO for each in earlier]
    net = sum((net_amount(each.values, base) for each in earlier), ZERO) + net_amount(request.values, base)
    total = request.values.get("total")
    cumulative = None if adjusted is None else adjusted + sum(before, ZERO)
    counted = cumulative if params.cumulative else adjusted
    measured = {
        "base": base,
        "adjusted": adjusted,
        "cumulative": cumulative,
        "measured": counted,
        "total": base + net if total is None else total,
        "is_repeated": bool(earlier),
    }
    return replace(request, values={**request.values, **measured})


def _earlier_approved(params: Change, request: Event, scope: Scope) -> list[Event]:
    given = [each for each in occurrences(params.base, scope) if each.date <= request.date]
    since = given[-1].order if given else request.order
    return [
        each
        for each in occurrences(params.request, scope)
        if since < each.order < request.order and _linked(params.approved, each, scope)
    ]


def _total(measured: Event, base: Decimal, facts: dict[str, object]) -> Iterator[Breach]:
    total: Decimal = measured.values["total"]
    if total > base:
        yield Breach("total_above", measured.path, facts={**facts, "total": total, "base": base, "over": total - base})


def _by_band(params: Change, measured: Event, once: Event | None, scope: Scope) -> Iterator[Breach]:
    amount: Decimal | None = measured.values["measured"]
    if amount is None and any(band.max for band in params.bands):
        yield Breach("unknown_amount", measured.path, State.UNKNOWN, {"id": measured.values.get("id")})
        return
    for band in params.bands:
        if _is_in(band, amount or ZERO, scope):
            yield from _ask(params, band, measured, once, scope)
            return


def _is_in(band: Band, amount: Decimal, scope: Scope) -> bool:
    limits = [quantity(limit, scope) for limit in band.max]
    return all(limit is not None and amount <= limit for limit in limits) and (
        band.when is None or bool(holds(band.when, scope))
    )


def _ask(params: Change, band: Band, measured: Event, once: Event | None, scope: Scope) -> Iterator[Breach]:
    facts = _facts(measured, once)
    if band.effect:
        yield Breach("reapply", measured.path, facts=facts)
        return
    for slot in band.docs:
        if not any(kind in scope.case.by_kind for kind in slot):
            yield Breach("missing_document", measured.path, facts={**facts, "document": slot}, document=slot[0])
    for need in band.events:
        yield from _event(params, need, measured, once, scope, facts)
    if band.either_docs or band.either_events:
        has_document = any(kind in scope.case.by_kind for kind in band.either_docs)
        if not has_document and not first(band.either_events, scope, ("ref",)):
            more = {"document": band.either_docs, "event": band.either_events}
            name = band.either_docs[0] if band.either_docs else ""
            yield Breach("missing_either", measured.path, facts={**facts, **more}, document=name)


def _event(
    params: Change, need: Need, measured: Event, once: Event | None, scope: Scope, facts: dict[str, object]
) -> Iterator[Breach]:
    found = first(need, scope, ("ref",))
    if found is None:
        yield Breach("missing_event", (once or measured).path, facts={**facts, "event": need})
    elif params.in_time and once is not None and found.date > once.date:
        yield Breach("late_event", found.path, facts={**facts, "event": need, "date": found.date})


def _facts(measured: Event, once: Event | None) -> dict[str, object]:
    values = measured.values
    base, amount = values["base"], values["measured"]
    share = amount * HUNDRED / base if base and amount is not None else None
    shown = {name: values.get(name) for name in ("id", "adjusted", "base", "cumulative", "total")}
    return {**shown, "share": share, "date": once.date if once else "", "once": once.name if once else ""}
