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
from zlxm.model.shape import Field, Record, Text, Whole
from zlxm.model.value import value
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


def _years(params: Annual, scope: Scope) -> Iterator[int]:
    case = scope.case
    if params.plan_offset is not None:
        candidates = range(case.dossier.plan.year + params.plan_offset, case.dossier.plan.year + params.plan_offset + 1)
    else:
        start = first(params.alive_from, scope)
        candidates = range(start.date.year, case.as_of.year + 1) if start else range(0)
    for year in candidates:
        printed = params.date.in_year(year)
        if printed >= case.pack.effective_from and _is_alive(params, year, scope):
            yield year


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
    if answer is AnnualTimeliness.IN_TIME:
        yield from _in_time(params, printed, done, facts)
    elif answer is AnnualTimeliness.LATE:
        yield Breach("late" if done else "overdue", at, facts=facts, due=printed, trigger=printed)
    else:
        state = State.FAIL if answer is AnnualTimeliness.ARGUABLE else State.INDETERMINATE
        yield Breach("arguable", at, state, facts, due=printed, is_soft=True, trigger=printed)


def _in_time(params: Annual, printed: date, done: Event | None, facts: dict[str, object]) -> Iterator[Breach]:
    if done is None:
        yield Breach("due", state=State.DUE, facts=facts, due=printed)
    elif params.opens and done.date < params.opens.in_year(printed.year):
        yield Breach("before_window", done.path, facts=facts, severity=Severity.INFO)


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
