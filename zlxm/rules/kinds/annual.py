"""annual: a duty with a printed day every year, or in the year before the plan's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zlxm.model.deadline import AnnualTimeliness, annual_timeliness
from zlxm.model.dossier import Event
from zlxm.model.finding import Breach, State
from zlxm.model.language import Need
from zlxm.model.period import MonthDay
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Reckoning
from zlxm.model.shape import Field, Record, Text, Whole
from zlxm.model.value import replace, value
from zlxm.rules.case import Scope
from zlxm.rules.moments import first, occurrences
from zlxm.rules.words import Words

NAME = "annual"
FACTS = frozenset({"event", "date", "year", "due", "arguable", "recommended", "days"})


@value
class Annual:
    """`event` is due on `date` of each year in which the project lives (from `alive_from` until `alive_until`,
    unless it ended before `opens`); `year_field` says which year an event serves. Or once, `plan_offset` years from
    the plan's."""

    event: Need
    date: MonthDay
    plan_offset: int | None = None
    alive_from: Need = ()
    alive_until: Need = ()
    opens: MonthDay | None = None
    year_field: str = ""


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    return Record(
        Annual,
        {
            "event": Field(words.need, is_required=True, default=()),
            "date": Field(words.month_day, is_required=True),
            "plan_offset": Field(Whole(-5, 5)),
            "alive_from": Field(words.need, default=()),
            "alive_until": Field(words.need, default=()),
            "opens": Field(words.month_day),
            "year_field": Field(Text(), default=""),
        },
        NAME,
    )


def judge(params: Annual, scope: Scope) -> Iterator[Breach]:
    """Yield a breach (or a duty still due) for every year the duty exists in."""
    years = list(_years(params, scope))
    if not years and params.plan_offset is not None:  # the printed day was before the first day in force
        yield Breach("before_force", state=State.NOT_APPLICABLE)
    elif not years:
        yield Breach("not_yet", state=State.NOT_YET)
    for year in years:
        yield from _year(params, year, scope)
    if params.plan_offset is None:
        yield from _coming(params, scope.case.as_of.year + 1, scope)


def _years(params: Annual, scope: Scope) -> Iterator[int]:
    case = scope.case
    if params.plan_offset is not None:
        candidates = range(case.dossier.plan.year + params.plan_offset, case.dossier.plan.year + params.plan_offset + 1)
    else:
        start = first(params.alive_from, scope)
        candidates = range(start.date.year, case.as_of.year + 1) if start else range(0)
    for year in candidates:
        if _is_in_force(params, year, scope):
            yield year


def _is_in_force(params: Annual, year: int, scope: Scope) -> bool:
    return params.date.in_year(year) >= scope.case.pack.effective_from and _is_alive(params, year, scope)


def _coming(params: Annual, year: int, scope: Scope) -> Iterator[Breach]:
    """Yield what the coming year will ask for, unless the project ends before."""
    if first(params.alive_from, scope) is None or not _is_in_force(params, year, scope):
        return
    printed = params.date.in_year(year)
    facts, reckoning = _facts(params, year, printed, None, scope), _reckoning(printed, None, scope)
    yield Breach("due", state=State.NOT_YET, facts=facts, due=printed, reckoning=reckoning)


def _reckoning(printed: date, done: Event | None, scope: Scope) -> Reckoning:
    """A printed day is the last one; what a shift would make of it is arguable."""
    known = printed if scope.case.calendar.covers(printed) else None
    return Reckoning(printed, known, year=printed.year, done=done.date if done else None)


def _is_alive(params: Annual, year: int, scope: Scope) -> bool:
    start = first(params.alive_from, scope) if params.alive_from else None
    end = first(params.alive_until, scope) if params.alive_until else None
    opens = (params.opens or params.date).in_year(year)
    started = start is None or start.date <= params.date.in_year(year)
    return started and (end is None or end.date >= opens)


def _done(params: Annual, year: int, scope: Scope) -> Event | None:
    found = occurrences(params.event, scope)
    if params.year_field:
        found = tuple(event for event in found if event.values.get(params.year_field) == year)
    return found[0] if found else None


def _year(params: Annual, year: int, scope: Scope) -> Iterator[Breach]:
    case = scope.case
    printed = params.date.in_year(year)
    done = _done(params, year, scope)
    day = done.date if done else case.as_of
    answer = annual_timeliness(printed, case.calendar, day)
    facts = _facts(params, year, printed, done, scope)
    at = done.path if done else _place(params, scope)
    found = Breach("late" if done else "overdue", at, facts=facts, due=printed, trigger=printed)
    found = replace(found, reckoning=_reckoning(printed, done, scope))
    if answer is AnnualTimeliness.IN_TIME:
        yield _in_time(params, printed, done, found)
    elif answer is AnnualTimeliness.LATE:
        yield found
    else:
        state = State.FAIL if answer is AnnualTimeliness.ARGUABLE else State.INDETERMINATE
        yield replace(found, what="arguable", state=state, is_soft=True)


def _in_time(params: Annual, printed: date, done: Event | None, found: Breach) -> Breach:
    if done is None:
        return replace(found, what="due", at=(), state=State.DUE, trigger=None)
    if params.opens and done.date < params.opens.in_year(printed.year):
        return Breach("before_window", done.path, facts=found.facts, severity=Severity.INFO)
    return replace(found, what="met", state=State.PASS)


def _facts(params: Annual, year: int, printed: date, done: Event | None, scope: Scope) -> dict[str, object]:
    recommended = scope.case.calendar.last_working_day_on_or_before(printed)
    arguable = scope.case.calendar.roll_forward(printed) or printed
    shown = {"date": done.date if done else "", "days": ((done.date if done else scope.case.as_of) - printed).days}
    named = done.name if done else params.event
    return {"event": named, "year": year, "due": printed, "arguable": arguable, "recommended": recommended, **shown}


def _place(params: Annual, scope: Scope) -> tuple[str | int, ...]:
    if params.plan_offset is not None:
        return ("plan", "year")
    start = first(params.alive_from, scope)
    return start.path if start else ("events",)
