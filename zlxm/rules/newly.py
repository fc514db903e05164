"""What a new event brings about: the findings that are there with it and were not there without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier, Event
from zlxm.model.finding import Finding, Judgement
from zlxm.model.node import Path
from zlxm.model.pack import Pack
from zlxm.rules.judge import judge

Key = tuple[object, ...]


def brought_about(
    pack: Pack, before: Dossier, after: Dossier, event: Event, as_of: date, calendar: Calendar
) -> tuple[Finding, ...]:
    """Return the findings that a recorded event adds.

    Judged on the day of the event: what comes due later is no fault of recording it, however long ago that was. Then as
    of today, for what has been recorded since: an event that happened later may not fit this one.
    """
    found = [*_new(pack, before, after, event, event.date, calendar)]
    if as_of > event.date:
        later = [each for each in after.events if each.date >= event.date and each.index != event.index]
        places = {each.path for each in later}
        known = {_key(each, each.at) for each in found}
        since = _new(pack, before, after, event, as_of, calendar)
        found += [each for each in since if each.at[:2] in places and _key(each, each.at) not in known]
    return tuple(found)


def _new(pack: Pack, before: Dossier, after: Dossier, event: Event, day: date, calendar: Calendar) -> Iterator[Finding]:
    old = Counter(_key(each, _moved(each.at, event.index)) for each in _counting(judge(pack, before, day, calendar)))
    for found in _counting(judge(pack, after, day, calendar)):
        key = _key(found, found.at)
        if old[key]:
            old[key] -= 1
        else:
            yield found


def _counting(judgement: Judgement) -> Iterator[Finding]:
    return (each for each in judgement.findings if each.counts)


def _key(found: Finding, at: Path) -> Key:
    return (found.rule, found.what, at, found.document, found.severity)


def _moved(at: Path, index: int) -> Path:
    """Return where a place of the old event log is in the new one."""
    if len(at) > 1 and at[0] == "events" and isinstance(at[1], int) and at[1] >= index:
        return (at[0], at[1] + 1, *at[2:])
    return at
