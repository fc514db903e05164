"""Periods and yearly dates. Months are calendar months, never 30 days; the first day is not counted."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

from zlxm.model.value import value

_PERIOD = re.compile(r"(\d{1,4})(d|m|y)", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_LEAP_YEAR = 2024


@value
class Period:
    """A count of days, months or years (`d m y`)."""

    count: int
    unit: str


A_DAY = Period(1, "d")


@value
class MonthDay:
    """A day of every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return the date in that year; 29 February becomes the 28th where there is none."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def parse_period(text: str) -> Period | None:
    """Return the period written `30d`, `1m` or `1y`, else None."""
    match = _PERIOD.fullmatch(text)
    return Period(int(match[1]), match[2]) if match else None


def parse_month_day(text: str) -> MonthDay | None:
    """Return the yearly date written `09-30`, else None."""
    match = _MONTH_DAY.fullmatch(text)
    if not match or not 1 <= int(match[1]) <= 12 or not 1 <= int(match[2]) <= monthrange(_LEAP_YEAR, int(match[1]))[1]:  # noqa: PLR2004 months
        return None
    return MonthDay(int(match[1]), int(match[2]))


def add(day: date, period: Period) -> date:
    """Return the last day of the period that begins the day after `day`: the corresponding day, or the month's last.

    Periods that leave the calendar end with its first or last day.
    """
    if period.unit == "d":
        ordinal = day.toordinal() + period.count
        return date.fromordinal(min(max(1, ordinal), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + period.count * (12 if period.unit == "y" else 1)
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def subtract(day: date, period: Period) -> date:
    """Return the day on which a notice of `period` before `day` opens."""
    return add(day, Period(-period.count, period.unit))
