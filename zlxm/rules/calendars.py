"""Holiday data as read → Calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from zlxm.model.calendar import Calendar
from zlxm.model.node import Node
from zlxm.model.problem import Problem
from zlxm.model.shape import Day, Field, ListOf, MapOf, Record, Text

_YEAR = {"rest": Field(ListOf(Day()), default=()), "work": Field(ListOf(Day()), default=())}
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
    years = sorted(int(year) for year in read["years"])
    days = read["years"].values()
    rest = frozenset(day for year in days for day in year["rest"])
    work = frozenset(day for year in days for day in year["work"])
    return Calendar(rest, work, date(years[0], 1, 1), date(years[-1], 12, 31)), ()
