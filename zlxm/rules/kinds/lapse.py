"""lapse: an approval expires when what it allows is not begun in time."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.deadline import Timeliness, deadline, timeliness
from zlxm.model.finding import Breach, State
from zlxm.model.language import Need
from zlxm.model.period import Period, add
from zlxm.model.reckoning import Reckoning
from zlxm.model.shape import Field, Record
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.moments import occurrences
from zlxm.rules.words import Words

NAME = "lapse"
FACTS = frozenset({"event", "date", "anchor", "anchor_date", "due"})


@value
class Lapse:
    """What `since` gives (its last happening) ends after `max`, unless `unless` happened by then or a paper of
    `excuse` is on file."""

    since: Need
    max: Period
    unless: Need
    excuse: tuple[str, ...] = ()


def shape(words: Words) -> Record:
    """Return the shape of the parameters."""
    fields = {
        "since": Field(words.need, is_required=True, default=()),
        "max": Field(words.period, is_required=True),
        "unless": Field(words.need, is_required=True, default=()),
        "excuse": Field(words.documents, default=()),
    }
    return Record(Lapse, fields, NAME)


def judge(params: Lapse, scope: Scope) -> Iterator[Breach]:
    """Yield a breach when it has expired, or the day it will."""
    given = occurrences(params.since, scope)
    if not given:
        yield Breach("not_yet", state=State.NOT_YET)
        return
    anchor = given[-1]
    if any(kind in scope.case.by_kind for kind in params.excuse):
        return
    last = deadline(add(anchor.date, params.max), scope.case.calendar, rollover=scope.case.pack.rollover)
    used = [event for event in occurrences(params.unless, scope) if event.date >= anchor.date]
    day = used[0].date if used else scope.case.as_of
    done = used[0].date if used else None
    reckoning = Reckoning(last.nominal, last.last_day, anchor.name, anchor.date, params.max, None, done, last.festivals)
    state = _STATES[timeliness(last, day)]
    if state is State.DUE and used:
        state = State.PASS
    due = reckoning.due
    facts = {"event": params.unless, "date": day, "anchor": anchor.name, "anchor_date": anchor.date, "due": due}
    yield Breach(_WHAT[state], anchor.path, state, facts, due=due, trigger=anchor.date, reckoning=reckoning)


_STATES = {Timeliness.IN_TIME: State.DUE, Timeliness.LATE: State.FAIL, Timeliness.UNCERTAIN: State.INDETERMINATE}
_WHAT = {State.PASS: "met", State.DUE: "due", State.FAIL: "lapsed", State.INDETERMINATE: "perhaps_lapsed"}
