"""Supposing that something was handed in on the as-of date."""

from __future__ import annotations

from datetime import date
from typing import Any

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier, Event
from zlxm.model.errors import UsageError
from zlxm.model.language import Ref
from zlxm.model.pack import Assumption, Pack, Submission
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case, Scope
from zlxm.rules.facts import lookup
from zlxm.rules.moments import first

NUMBER_TO_COME = "-"
"""What is only supposed to happen has no receipt yet, and is not to blame for it."""


def submission_of(pack: Pack, name: str) -> Submission:
    """Return the submission; raises UsageError for one the pack does not have."""
    if name not in pack.submissions:
        raise UsageError("unknown_submission", {"name": name, "known": ", ".join(pack.submissions)})
    return pack.submissions[name]


def suppose(pack: Pack, dossier: Dossier, submission: str, as_of: date, calendar: Calendar) -> Dossier:
    """Return the dossier with the submission's gate events on the as-of date, unless they happened already.

    Raises UsageError for a submission the pack does not have.
    """
    wanted = submission_of(pack, submission)
    case = make_case(pack, dossier, as_of, calendar)
    assumed = [
        _event(each, case, number) for number, each in enumerate(wanted.assumptions) if not _is_recorded(each, case)
    ]
    submitted = replace(dossier.submitted, renewed=submission)
    return replace(dossier, events=(*dossier.events, *assumed), submitted=submitted)


def _is_recorded(assumption: Assumption, case: Case) -> bool:
    if first(assumption.unless, Scope(case)) is not None:
        return True
    values = _values(assumption, case)
    return bool(values) and any(
        all(event.values.get(name) == value for name, value in values.items())
        for event in case.happened.get(assumption.event, ())
    )


def _values(assumption: Assumption, case: Case) -> dict[str, Any]:
    return {name: _value(given, case) for name, given in assumption.values.items()}


def _value(given: Ref | str, case: Case) -> Any:
    if isinstance(given, str):
        return given
    found = lookup(given, Scope(case))
    return found[-1] if isinstance(found, tuple) and found else found or None


def _event(assumption: Assumption, case: Case, number: int) -> Event:
    fields = case.pack.vocabulary.events[assumption.event].fields
    values = {name: field.default for name, field in fields.items()} | _values(assumption, case)
    index = len(case.dossier.events) + number
    return Event(assumption.event, case.as_of, values, index, number=NUMBER_TO_COME)
