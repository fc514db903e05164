"""Rest days and working days of known years; beyond them nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from zlxm.model.value import value

MAX_SHIFT_DAYS = 10
"""The largest shift of 2004-2026: 2020-01-24 to 2020-02-03."""
_SATURDAY = 5
_DAY = timedelta(days=1)


@value
class Calendar:
    """`rest`: weekdays that are days off; `work`: weekend days worked; both for the days `first` to `until`;
    `festivals`: the names of days that others are given off for."""

    rest: frozenset[date]
    work: frozenset[date]
    first: date
    until: date
    festivals: Mapping[date, str] = MappingProxyType({})

    def covers(self, day: date) -> bool:
        """Tell whether the day's nature is known."""
        return self.first <= day <= self.until

    def is_rest_day(self, day: date) -> bool:
        """Tell whether nobody works on that day (weekends only, beyond the known years)."""
        return day in self.rest or (day.weekday() >= _SATURDAY and day not in self.work)

    def roll_forward(self, day: date) -> date | None:
        """Return the first working day on or after `day`, None when the known years do not tell."""
        while self.covers(day):
            if not self.is_rest_day(day):
                return day
            day += _DAY
        return None

    def festivals_about(self, day: date) -> tuple[str, ...]:
        """Return the festivals among the rest days that `day` is one of, none for a mere weekend."""
        start = end = day
        while self.is_rest_day(start - _DAY):
            start -= _DAY
        while self.is_rest_day(end):
            end += _DAY
        return tuple(name for each, name in sorted(self.festivals.items()) if start <= each < end)

    def last_working_day_on_or_before(self, day: date) -> date:
        """Return the safe day to finish by."""
        while self.is_rest_day(day):
            day -= _DAY
        return day

    def merge(self, other: Calendar) -> Calendar:
        """Return this calendar with the other's days; its reach grows only by years that adjoin.

        Otherwise the years between, of which nothing is known, would count as known ones without holidays.
        """
        rest, work = self.rest | other.rest, self.work | other.work
        if max(self.first, other.first) - min(self.until, other.until) > _DAY:
            return Calendar(rest, work, self.first, self.until, self.festivals)
        festivals = {**self.festivals, **other.festivals}
        return Calendar(rest, work, min(self.first, other.first), max(self.until, other.until), festivals)
