"""Last days in words: how far off they are, and the arithmetic that led to them."""

from __future__ import annotations

from datetime import date

from zlxm.model.finding import Duty
from zlxm.model.period import Period
from zlxm.model.reckoning import Reckoning, Standing
from zlxm.wording.sentences import fill, label, say

SOON = 30
"""Days ahead from which on something is near."""


def distance(duty: Duty, as_of: date) -> str:
    """Return how far off a last day is, or when the obligation was met."""
    days = (duty.due - as_of).days
    done = duty.reckoning.done if duty.reckoning else None
    match duty.standing:
        case Standing.OVERDUE:
            return say("late_by", days=-days)
        case Standing.UNCERTAIN:
            return say("perhaps_late")
        case Standing.MET_LATE if done:
            return say("done_late_on", day=done.isoformat(), days=(done - duty.due).days)
        case Standing.MET | Standing.MET_LATE:
            return say("done_on", day=done.isoformat()) if done else label("standing", duty.standing.value)
        case _:
            return say("due_in", days=days) if days else say("due_today")


def role(duty: Duty, as_of: date) -> str:
    """Return how pressing it is: the name of a colour."""
    match duty.standing:
        case Standing.OVERDUE | Standing.UNCERTAIN:
            return "error"
        case Standing.AHEAD:
            return "warning" if (duty.due - as_of).days <= SOON else "info"
        case _:
            return "dim"


def arithmetic(duty: Duty) -> str:
    """Return how the last day came about: start, period, shift, and what is not known yet."""
    found = duty.reckoning
    if found is None:
        return duty.due.isoformat()
    reckoned = _counted(found)
    if duty.is_provisional or found.last_day is None:
        return say("reckoned_provisional", reckoned=reckoned, year=found.nominal.year)
    if found.last_day != found.nominal:
        day = {"last_day": found.last_day, "weekday": weekday(found.last_day)}
        return say("reckoned_shifted", reckoned=reckoned, rest=_rest(found), **day)
    recommended = duty.facts.get("recommended")
    if found.start is None and isinstance(recommended, date) and recommended != found.nominal:
        return say("reckoned_rest_day", reckoned=reckoned, recommended=recommended)
    return reckoned


def _rest(found: Reckoning) -> str:
    if found.festivals:
        return say("rest_festival", festivals=label("separator", "pause").join(found.festivals))
    return say("rest_weekend")


def _counted(found: Reckoning) -> str:
    facts = {"nominal": found.nominal, "weekday": weekday(found.nominal)}
    if found.start is None or found.period is None:
        return say("reckoned_printed" if found.year else "reckoned_given", **facts)
    return say("reckoned", start=found.start, anchor=found.anchor, period=_period(found.period), **facts)


def _period(period: Period) -> str:
    return fill(label("period", period.unit), {"count": period.count})


def weekday(day: date) -> str:
    """Return the day of the week."""
    return label("weekday", str(day.isoweekday()))
