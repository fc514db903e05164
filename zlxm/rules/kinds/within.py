"""within: a deadline, a minimum wait, or a notice before an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zlxm.model.deadline import Deadline, Timeliness, deadline, timeliness
from zlxm.model.dossier import Event
from zlxm.model.finding import Breach, State
from zlxm.model.language import Need, Ref
from zlxm.model.period import A_DAY, Period, add, subtract
from zlxm.model.reckoning import Reckoning
from zlxm.model.shape import Choice, Field, ListOf, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.facts import lookup
from zlxm.rules.moments import first, occurrences
from zlxm.rules.words import Words

NAME = "within"
FACTS = frozenset({"event", "date", "anchor", "anchor_date", "due", "earliest", "days", "item", "nominal"})


@value
class Within:
    """`event` must happen at most `max` (at least `min`) after the anchor, or inside the `max` before it.

    `after`: anchors, the first that happened counts (`anchor: latest`: all must have happened, the last counts) ·
    `before`: the event the notice precedes · `last`: a last day that the manifest gives · `excuse`: a paper that
    excuses lateness · `soft_late`: done late is milder than never done · `min_exclusive`: the waiting period's last day
    itself is only arguable."""

    event: Need
    after: tuple[Need, ...] = ()
    before: Need = ()
    anchor: str = "first"
    max: Period | None = None
    min: Period | None = None
    last: Ref | None = None
    same: tuple[str, ...] = ()
    excuse: tuple[str, ...] = ()
    after_item: bool = False
    soft_late: bool = False
    min_exclusive: bool = False
    rollover: bool | None = None


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(
        Within,
        {
            "event": Field(words.need, is_required=True, default=()),
            "after": Field(ListOf(words.need), default=()),
            "before": Field(words.need, default=()),
            "anchor": Field(Choice(("first", "latest"), "anchor"), default="first"),
            "max": Field(words.period),
            "min": Field(words.period),
            "last": Field(words.ref),
            "same": Field(words.event_fields, default=()),
            "excuse": Field(words.documents, default=()),
            "after_item": Field(words.flag, default=False),
            "soft_late": Field(words.flag, default=False),
            "min_exclusive": Field(words.flag, default=False),
            "rollover": Field(words.flag),
        },
        NAME,
    )


def judge(params: Within, scope: Scope) -> Iterator[Breach]:
    """Yield at most one breach: too early, too late, perhaps late, or still due."""
    done = first(params.event, scope, params.same, after_item=params.after_item)
    if params.before:
        yield from _notice(params, done, scope)
        return
    anchor = _anchor(params, scope)
    if anchor is None:
        yield Breach("not_yet", state=State.NOT_YET)
        return
    if any(kind in scope.case.by_kind for kind in params.excuse):
        return
    if params.min is not None:
        yield from _wait(params, params.min, anchor, done, scope)
    limit = _limit(params, anchor, scope)
    if limit is not None:
        yield from _deadline(params, limit, anchor, done, scope)


def _anchor(params: Within, scope: Scope) -> Event | None:
    found = [first(need, scope, params.same) for need in params.after]
    known = [event for event in found if event is not None]
    if params.anchor == "latest":
        return max(known, key=lambda event: event.order) if known and len(known) == len(found) else None
    return known[0] if known else None


def _limit(params: Within, anchor: Event, scope: Scope) -> Deadline | None:
    rolls = scope.case.pack.rollover if params.rollover is None else params.rollover
    if params.last is not None:
        day = lookup(params.last, scope)
        return deadline(day, scope.case.calendar, rollover=rolls) if isinstance(day, date) else None
    return deadline(add(anchor.date, params.max), scope.case.calendar, rollover=rolls) if params.max else None


def _facts(params: Within, anchor: Event, done: Event | None, scope: Scope, **more: object) -> dict[str, object]:
    named = done.name if done else params.event
    dates = {"date": done.date if done else "", "anchor": anchor.name, "anchor_date": anchor.date}
    return {"event": named, "item": scope.item, **dates, **more}


def _deadline(params: Within, limit: Deadline, anchor: Event, done: Event | None, scope: Scope) -> Iterator[Breach]:
    day = done.date if done else scope.case.as_of
    due = limit.last_day or limit.nominal
    state = _STATES[timeliness(limit, day)]
    if state is State.PASS and done is None:
        state = State.DUE
    reckoning = _reckoning(params, limit, anchor, done)
    facts = _facts(params, anchor, done, scope, due=due, nominal=limit.nominal, days=(day - due).days)
    what = _WHAT.get(state, "late" if done else "overdue")
    at = done.path if done else anchor.path
    is_soft = params.soft_late and done is not None
    yield Breach(what, at, state, facts, due=due, is_soft=is_soft, trigger=anchor.date, reckoning=reckoning)


def _reckoning(params: Within, limit: Deadline, anchor: Event, done: Event | None) -> Reckoning:
    day = done.date if done else None
    if params.last is not None:
        return Reckoning(limit.nominal, limit.last_day, anchor.name, done=day, festivals=limit.festivals)
    start = anchor.date
    return Reckoning(limit.nominal, limit.last_day, anchor.name, start, params.max, None, day, limit.festivals)


_WHAT = {State.PASS: "met", State.DUE: "due", State.INDETERMINATE: "perhaps_late"}
_STATES = {
    Timeliness.IN_TIME: State.PASS,
    Timeliness.LATE: State.FAIL,
    Timeliness.UNCERTAIN: State.INDETERMINATE,
}


def _wait(params: Within, period: Period, anchor: Event, done: Event | None, scope: Scope) -> Iterator[Breach]:
    corresponding = add(anchor.date, period)
    earliest = add(corresponding, A_DAY) if params.min_exclusive else corresponding
    if done is None:
        if params.max is None:
            yield Breach("not_yet", state=State.NOT_YET)
    elif done.date < earliest:
        is_soft = done.date == corresponding
        facts = _facts(params, anchor, done, scope, earliest=earliest, days=(earliest - done.date).days)
        what = "exactly_early" if is_soft else "early"
        yield Breach(what, done.path, facts=facts, due=earliest, is_soft=is_soft, trigger=anchor.date)


def _notice(params: Within, done: Event | None, scope: Scope) -> Iterator[Breach]:
    stops = occurrences(params.before, scope)
    if not stops or params.max is None:
        yield Breach("not_yet", state=State.NOT_YET)
        return
    stop = stops[-1]
    opens = subtract(stop.date, params.max)
    facts = _facts(params, stop, done, scope, earliest=opens, due=subtract(stop.date, A_DAY))
    if done is None:
        yield Breach("no_notice", stop.path, facts=facts, due=subtract(stop.date, A_DAY))
    elif done.date >= stop.date:
        yield Breach("notice_late", done.path, facts=facts, due=subtract(stop.date, A_DAY))
    elif done.date < opens:
        yield Breach("notice_early", done.path, facts=facts, is_soft=True)
