"""ics: a calendar (RFC 5545) of last days that a phone or a mailbox subscribes to, an all-day event each.

It is made anew every time without memory of the last: an event keeps its UID as long as the dossier's folder, unit and
year, and the rule stay; SEQUENCE grows with the as-of date; what has been met comes as cancelled for a year, so that a
calendar that has it drops it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event, vDuration

from zlxm.model.finding import Duty
from zlxm.model.outlook import Outlook, Survey
from zlxm.model.reckoning import Standing
from zlxm.output.safe import safe
from zlxm.output.status import StatusStyle
from zlxm.wording.reckoning import arithmetic, distance
from zlxm.wording.sentences import cite, fill, label, say
from zlxm.wording.summary import basis

NAME = "ics"
ALARM_DAYS = (30, 7)
_PROGRAM = "-//zlxm//zlxm//ZH"
_EPOCH = date(2020, 1, 1)  # SEQUENCE counts from here; any day before the first calendar will do
_A_DAY, _A_YEAR = timedelta(days=1), timedelta(days=366)
_MET = (Standing.MET, Standing.MET_LATE)
_LATE = (Standing.OVERDUE, Standing.UNCERTAIN)


def format_survey(survey: Survey, style: StatusStyle) -> str:  # noqa: ARG001 a program reads it
    """Return the calendar; the same survey gives the same text."""
    made = Calendar()
    for name, given in (
        ("prodid", _PROGRAM),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", say("calendar_name")),
        ("x-wr-calname", say("calendar_name")),
        ("x-wr-caldesc", basis(survey.report)),
    ):
        made.add(name, given)
    for each in survey.outlooks:
        for duty in each.deadlines:
            if duty.standing not in _MET or _is_recent(duty, survey.report.as_of):
                made.add_component(_event(duty, each, survey))
    text: str = made.to_ical().decode()
    return text


def _is_recent(duty: Duty, as_of: date) -> bool:
    done = duty.reckoning.done if duty.reckoning else None
    return max(duty.due, done or duty.due) >= as_of - _A_YEAR


def uid(duty: Duty, each: Outlook) -> str:
    """Return the name of an event for ever. The path to the dossier differs by machine: it is no part of it."""
    year = duty.reckoning.year if duty.reckoning else None
    parts = (each.place, each.unit, str(each.year), duty.rule, str(year or duty.ordinal))
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32] + "@zlxm"


def _event(duty: Duty, each: Outlook, survey: Survey) -> Event:
    as_of = survey.report.as_of
    made = Event()
    made.add("uid", uid(duty, each))
    made.add("dtstamp", datetime.combine(as_of, time(), UTC))
    made.add("sequence", max(0, (as_of - _EPOCH).days))
    made.add("dtstart", duty.due)
    made.add("dtend", duty.due + _A_DAY)
    made.add("summary", _summary(duty, each))
    made.add("description", "\n".join(_description(duty, each, as_of)))
    made.add("status", _status(duty))
    made.add("transp", "TRANSPARENT")
    made.add("categories", [safe(each.unit)])
    if duty.standing not in _MET:
        for days in ALARM_DAYS:
            made.add_component(_alarm(days, _plain_summary(duty, each)))
    return made


def _status(duty: Duty) -> str:
    if duty.standing in _MET:
        return "CANCELLED"
    return "TENTATIVE" if duty.is_provisional else "CONFIRMED"


def _summary(duty: Duty, each: Outlook) -> str:
    plain = _plain_summary(duty, each)
    if duty.standing in _MET:
        return say("calendar_done", summary=plain)
    if duty.standing in _LATE:
        return say("calendar_late", summary=plain)
    return say("calendar_provisional", summary=plain) if duty.is_provisional else plain


def _plain_summary(duty: Duty, each: Outlook) -> str:
    return say("calendar_summary", title=duty.message, name=safe(each.report.name))


def _description(duty: Duty, each: Outlook, as_of: date) -> Iterator[str]:
    family = label("family", duty.rule.partition("-")[0])
    yield say("calendar_article", article=cite(duty.article) if duty.article else family, rule=duty.rule)
    yield safe(arithmetic(duty))
    if duty.standing in (*_MET, *_LATE):
        yield distance(duty, as_of)
    remedy = fill(duty.hint, duty.facts).strip()
    if remedy and duty.standing not in _MET:
        yield say("calendar_remedy", text=safe(remedy))
    yield say("calendar_basis", as_of=as_of, place=safe(each.place))


def _alarm(days: int, summary: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made["trigger"] = vDuration(timedelta(days=-days))
    made.add("description", say("calendar_alarm", days=days, summary=summary))
    return made
