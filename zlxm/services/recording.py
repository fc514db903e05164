"""record: a word and its fields → the event in the manifest, judged with and without it before anything is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier, Event
from zlxm.model.entry import Addition, Entry, Raw
from zlxm.model.errors import Refused, UsageError
from zlxm.model.finding import Finding, Judgement
from zlxm.model.node import locate
from zlxm.model.pack import Pack
from zlxm.model.problem import Problem, Severity
from zlxm.model.shape import nearest
from zlxm.model.value import replace, value
from zlxm.model.vocabulary import EventKind
from zlxm.rules.judge import judge
from zlxm.rules.newly import brought_about
from zlxm.rules.waivers import UNUSED
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.manifest_edit import Edit, edited, parts_of
from zlxm.services.regulations import load_calendar
from zlxm.store.yaml_text import read_yaml

EVENTS = "events"
WAIVERS = "waivers"


@value
class Draft:
    """An event as somebody wants to record it. `fields`: further keys in the order they will stand."""

    event: str
    date: date
    fields: Mapping[str, Raw]


@value
class Waive:
    """Why a person lets an event stand although a rule is against it, and who says so."""

    reason: str
    by: str


@value
class Proposal:
    """What recording an event would do. `errors` forbid it, `warnings` are told; `waived` are the rules it needs a
    person's reason for; `judgement` is how the dossier stands afterwards, on the as-of date."""

    edit: Edit
    event: Event
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    judgement: Judgement
    waived: tuple[str, ...] = ()


class BadEvent(UsageError):
    """The fields make no event: `problems` lists why."""

    def __init__(self, event: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("bad_event", {"event": event, "count": len(problems)})
        self.problems = problems


def event_kind(pack: Pack, word: str) -> EventKind:
    """Return the kind of event a word names, other names included. Raises UsageError (`unknown_event`)."""
    name = pack.vocabulary.event_aliases().get(word, word)
    kind = pack.vocabulary.events.get(name)
    if kind is None:
        known = tuple(pack.vocabulary.events)
        raise UsageError("unknown_event", {"word": word, "nearest": nearest(word, known), "known": ", ".join(known)})
    return kind


def propose(loaded: LoadedDossier, draft: Draft, as_of: date, waive: Waive | None = None) -> Proposal:
    """Return what recording would do; nothing is written.

    Raises Refused (`future_event`, `recorded_already`, `not_spliced`) and BadEvent. With `waive` the errors that a
    person may decide are excused by waivers in the same write; those that nobody may decide stay errors.
    """
    pack, before = parts_of(loaded)
    if draft.date > as_of:
        raise Refused("future_event", {"event": draft.event, "date": draft.date, "as_of": as_of})
    calendar = calendar_near(loaded.folder)
    place = _place(before, draft.date)
    addition = Addition(EVENTS, {"event": draft.event, "date": draft.date, **draft.fields}, place)
    edit = edited(loaded, [addition])
    after = _after(edit, draft.event)
    event = after.events[place]
    _require_new(event, before)
    found = _placed(brought_about(pack, before, after, event, as_of, calendar), edit)
    errors = tuple(each for each in found if each.severity is Severity.ERROR)
    warnings = tuple(each for each in found if each.severity is not Severity.ERROR)
    proposal = Proposal(edit, event, errors, warnings, judge(pack, after, as_of, calendar))
    return _waived(proposal, addition, waive, pack, as_of) if waive and errors else proposal


def calendar_near(folder: str) -> Calendar:
    """Return the holidays, with those that lie beside a dossier."""
    return load_calendar(os.path.join(folder, "calendars"))


def _place(dossier: Dossier, day: date) -> int:
    """Return the index for an event of that day: after all that are not later, so that the log stays in order."""
    return 1 + max((event.index for event in dossier.events if event.date <= day), default=-1)


def _after(edit: Edit, event: str) -> Dossier:
    if edit.after is None:
        raise BadEvent(event, edit.problems)
    return edit.after


def _require_new(event: Event, before: Dossier) -> None:
    for known in before.events:
        if replace(known, index=event.index) == event:
            raise Refused("recorded_already", {"event": event.name, "date": event.date})


def _placed(found: Iterable[Finding], edit: Edit) -> tuple[Finding, ...]:
    root, _ = read_yaml(edit.data)
    placed = []
    for each in found:
        line, column = locate(root, each.at)
        placed.append(replace(each, path=edit.before.manifest_path, line=line, column=column))
    return tuple(placed)


# -------------------------------------------------------------------------------------------------------------- waivers


def may_decide(finding: Finding, pack: Pack) -> bool:
    """Tell whether a person may let this stand: a rule of the regulation that is no prohibition."""
    rule = pack.rules.get(finding.rule)
    return rule is not None and not rule.is_prohibition and not rule.stops


def _waived(proposal: Proposal, addition: Addition, waive: Waive, pack: Pack, as_of: date) -> Proposal:
    """Return the proposal with waivers for what a person may decide: as few as are of use."""
    decidable = [each for each in proposal.errors if may_decide(each, pack)]
    rules = tuple(dict.fromkeys(each.rule for each in decidable))
    common: Entry = {"reason": waive.reason, "by": waive.by, "date": as_of}
    while True:
        waivers = [Addition(WAIVERS, {"rule": rule, **common}) for rule in rules]
        edit = edited(proposal.edit.before, [addition, *waivers])
        after = _after(edit, addition.key)
        judgement = judge(pack, after, as_of, calendar_near(edit.before.folder))
        needed = tuple(rule for rule in rules if rule not in _useless(judgement, after))
        if needed == rules or not needed:
            break
        rules = needed
    errors = tuple(each for each in proposal.errors if each not in decidable)
    return replace(proposal, edit=edit, errors=errors, judgement=judgement, waived=rules)


def _useless(judgement: Judgement, dossier: Dossier) -> frozenset[str | None]:
    """Return the rules of waivers that match nothing: rules that fail only because another one does."""
    places = {found.at for found in judgement.findings if found.rule == UNUSED}
    return frozenset(waiver.rule for waiver in dossier.waivers if waiver.path in places)
