"""Three-valued lateness: in time, late, or not to be said until the holidays are published (Civil Code 200-203)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from zlxm.model.calendar import MAX_SHIFT_DAYS, Calendar
from zlxm.model.period import Period, add
from zlxm.model.value import value


class Timeliness(Enum):
    """How an act stands to its deadline."""

    IN_TIME = "in_time"
    LATE = "late"
    UNCERTAIN = "uncertain"


class AnnualTimeliness(Enum):
    """How an act stands to a printed yearly date; whether such a date shifts is arguable."""

    IN_TIME = "in_time"
    ARGUABLE = "arguable"
    UNCERTAIN = "uncertain"
    LATE = "late"


@value
class Deadline:
    """`nominal`: as counted; `last_day`: after the shift off rest days or None; `latest`: certainly the end;
    `festivals`: what the rest days it was shifted by are given off for."""

    nominal: date
    last_day: date | None
    latest: date
    festivals: tuple[str, ...] = ()


def deadline(nominal: date, calendar: Calendar, *, rollover: bool) -> Deadline:
    """Return the deadline that falls on `nominal`, shifted to a working day when `rollover` says so."""
    if not rollover:
        return Deadline(nominal, nominal, nominal)
    last_day = calendar.roll_forward(nominal)
    if last_day is None:
        return Deadline(nominal, None, add(nominal, Period(MAX_SHIFT_DAYS, "d")))
    return Deadline(nominal, last_day, last_day, calendar.festivals_about(nominal) if last_day != nominal else ())


def timeliness(limit: Deadline, done_on: date) -> Timeliness:
    """Return whether an act on `done_on` keeps the deadline."""
    if done_on <= (limit.last_day or limit.nominal):
        return Timeliness.IN_TIME
    return Timeliness.LATE if done_on > limit.latest else Timeliness.UNCERTAIN


def annual_timeliness(printed: date, calendar: Calendar, done_on: date) -> AnnualTimeliness:
    """Return whether an act on `done_on` keeps a yearly date."""
    if done_on <= printed:
        return AnnualTimeliness.IN_TIME
    limit = deadline(printed, calendar, rollover=True)
    if done_on > limit.latest:
        return AnnualTimeliness.LATE
    return AnnualTimeliness.ARGUABLE if limit.last_day else AnnualTimeliness.UNCERTAIN
