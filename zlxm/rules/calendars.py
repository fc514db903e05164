"""Holiday data as read → Calendar."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from zlxm.model.calendar import Calendar
from zlxm.model.node import Node, Table
from zlxm.model.problem import Problem
from zlxm.model.shape import Day, Field, ListOf, MapOf, Record, Report, Text, Whole, problem

_YEAR = {
    "rest": Field(ListOf(Day()), is_required=True, default=()),
    "work": Field(ListOf(Day()), default=()),
    "festivals": Field(MapOf(Day()), default={}),
}
_SHAPE = Record(
    dict, {"calendar": Field(Text()), "years": Field(MapOf(Record(dict, _YEAR, "years")), default={})}, "calendar"
)


def bind_calendar(root: Node | None) -> tuple[Calendar | None, tuple[Problem, ...]]:
    """Return the calendar of the years in a file, or the problems of its form."""
    if root is None:
        return None, ()
    problems: list[Problem] = []
    read: dict[str, Any] | None = _SHAPE.read(root, problems.append)
    if not read or problems or not read["years"]:
        return None, tuple(problems)
    years = _years(root, problems.append)
    if problems:
        return None, tuple(problems)
    days = read["years"].values()
    rest = frozenset(day for year in days for day in year["rest"])
    work = frozenset(day for year in days for day in year["work"])
    festivals = {day: name for year in days for name, day in year["festivals"].items()}
    return Calendar(rest, work, date(years[0], 1, 1), date(years[-1], 12, 31), festivals), ()


def _years(root: Node, report: Report) -> list[int]:
    """Return the years in order; between them none may be missing, for it would count as one without holidays."""
    listed = root.get("years") if isinstance(root, Table) else None
    keys = [entry.key for entry in listed.entries.values()] if isinstance(listed, Table) else []
    years = [(Whole(1900, 9998).read(key, report) or 0, key) for key in keys]
    years.sort(key=lambda each: each[0])
    for (earlier, _), (later, key) in pairwise(years):
        if earlier and later != earlier + 1:
            report(problem("missing_key", key, key=str(earlier + 1), of="years"))
    return [year for year, _ in years]
