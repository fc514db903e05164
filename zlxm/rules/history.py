"""GIT-5 to GIT-11: what was recorded once and says something else now. Pure: both states are read already.

What is added is life; what is taken back needs a correction event that names it (`corrects`) and says why. A field
that was empty may be filled, a note may be reworded, and events may be put in the order of their dates: none of that
changes what is on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zlxm.model.dossier import Document, Dossier, Event, Waiver
from zlxm.model.finding import Finding, State
from zlxm.model.handover import RECORD, Handover
from zlxm.model.node import Path
from zlxm.model.pack import Pack
from zlxm.model.past import Past
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case, Scope
from zlxm.rules.facts import lookup
from zlxm.rules.handovers import watched_paths

UNKNOWN, REMOVED, ALTERED, REORDERED = "GIT-4", "GIT-5", "GIT-6", "GIT-7"
SUBMITTED, WIDENED, GONE, SETTLED = "GIT-8", "GIT-9", "GIT-10", "GIT-11"
CORRECTS, WHY = "corrects", "why"
_OWN_FIELDS = ("date", "number")


def compare(past: Past, case: Case) -> Iterator[Finding]:
    """Yield what is not as it was in the earlier state; what a new correction names is marked with its reason."""
    if past.folder:
        moved = _finding(GONE, case, (), file=past.folder, what="moved", target=past.folder, since=past.called)
        yield replace(moved, severity=Severity.WARNING)  # nothing is lost
    if past.dossier is None:
        yield replace(_finding(UNKNOWN, case, (), file=past.called, why="old_manifest"), state=State.UNKNOWN)
        return
    corrected = _corrections(past.dossier, case)
    for found in _differences(past, past.dossier, case):
        reason = corrected.get(_squeezed(found.facts["target"]))
        marked = found if reason is None else replace(found, is_waived=True, waiver_reason=reason)
        yield replace(marked, facts={**marked.facts, "since": past.called})


def _differences(past: Past, before: Dossier, case: Case) -> Iterator[Finding]:
    yield from _events(before.events, case)
    yield from _record(before.submitted.handovers, case)
    yield from _documents(past, before, case)
    yield from _waivers(before.waivers, case)
    yield from _settled(before, case)


def gone(pack: Pack, folder: str, called: str) -> Finding:
    """Return the finding about a dossier that is no longer there."""
    return _of_house(pack, GONE, (), file=folder, what="removed", target="", since=called)


def unseen(pack: Pack, called: str, why: str) -> Finding:
    """Return the finding that a dossier could not be held against the earlier commit."""
    return replace(_of_house(pack, UNKNOWN, (), file=called, why=why), state=State.UNKNOWN)


def _corrections(before: Dossier, case: Case) -> dict[str, str]:
    """Return what the corrections recorded since then name → why."""
    word = case.pack.correction_event
    old = {_facts_of(event) for event in before.events if event.name == word}
    new = [event for event in case.events if event.name == word and _facts_of(event) not in old]
    return {_squeezed(event.values.get(CORRECTS)): str(event.values.get(WHY) or "") for event in new}


def _squeezed(text: object) -> str:
    return " ".join(str(text or "").split())


# Events


def _facts_of(event: Event) -> tuple[object, ...]:
    return (event.name, *(_value(event, field) for field in sorted({*_OWN_FIELDS, *event.values})))


def _value(event: Event, field: str) -> Any:
    return (getattr(event, field) if field in _OWN_FIELDS else event.values.get(field)) or None


def _events(before: tuple[Event, ...], case: Case) -> Iterator[Finding]:
    kept, others = matched(before, case.dossier.events)
    yield from _reordered(kept, case)
    for event, now in others:
        if now is None:
            yield _finding(REMOVED, case, ("events",), event=event.name, date=event.date, target=_named(event))
        else:
            yield from _altered(event, now, case)


def matched(
    before: tuple[Event, ...], after: tuple[Event, ...]
) -> tuple[dict[int, Event], list[tuple[Event, Event | None]]]:
    """Return what became of earlier events: place → event of those that stand, and each of the others with the one it
    was altered to, None when it is gone. A field that was empty may be filled."""
    kept: dict[int, Event] = {}
    left = list(after)
    for is_still in (_is_unchanged, _is_completed):
        for event in before:
            now = next((each for each in left if event.index not in kept and is_still(event, each)), None)
            if now is not None:
                kept[event.index] = now
                left.remove(now)
    return kept, [(event, _taken(event, left)) for event in before if event.index not in kept]


def _taken(event: Event, left: list[Event]) -> Event | None:
    """Take the event of that kind that differs least from those that are left."""
    candidates = [each for each in left if each.name == event.name]
    if not candidates:
        return None
    now = max(candidates, key=lambda each: (-len(_changed_fields(event, each)), -abs(each.index - event.index)))
    left.remove(now)
    return now


def _is_unchanged(event: Event, now: Event) -> bool:
    return _facts_of(event) == _facts_of(now)


def _is_completed(event: Event, now: Event) -> bool:
    return event.name == now.name and not _changed_fields(event, now)


def _changed_fields(event: Event, now: Event) -> list[str]:
    fields = (*_OWN_FIELDS, *event.values)
    return [each for each in fields if _value(event, each) is not None and _value(event, each) != _value(now, each)]


def _altered(event: Event, now: Event, case: Case) -> Iterator[Finding]:
    for field, then, today in alterations(event, now):
        title = title_of(event.name, field, case.pack)
        told = {"event": event.name, "date": event.date, "field": title, "then": then, "now": today}
        yield _finding(ALTERED, case, (*now.path, field), **told, target=_named(event))


def alterations(event: Event, now: Event) -> Iterator[tuple[str, object, object]]:
    """Yield each field that says something else now, with what it said and says."""
    for field in _changed_fields(event, now):
        yield field, _value(event, field), _value(now, field)


def title_of(event: str, field: str, pack: Pack) -> str:
    """Return what a field of an event is called: the regulation's title, or a word for the wording."""
    return pack.vocabulary.events[event].titles.get(field, f"field_{field}")


def _reordered(kept: Mapping[int, Event], case: Case) -> Iterator[Finding]:
    """Yield events of one day that changed places: on one day the place decides what came first."""
    latest: dict[date, Event] = {}
    for index in sorted(kept):
        now = kept[index]
        before = latest.setdefault(now.date, now)
        if now.index < before.index:
            yield _finding(
                REORDERED, case, now.path, event=now.name, other=before.name, date=now.date, target=_named(now)
            )
        else:
            latest[now.date] = now


def _named(event: Event) -> str:
    return f"{event.name} {event.date}"


# What was handed in


def _record(before: Iterable[Handover], case: Case) -> Iterator[Finding]:
    now = set(map(_identity, case.dossier.submitted.handovers))
    for handover in before:
        if _identity(handover) not in now:
            target = f"{handover.submission} {handover.date}"
            yield _finding(SUBMITTED, case, ("documents",), file=RECORD, what="record", name=target, target=target)


def _identity(handover: Handover) -> tuple[object, ...]:
    files = tuple((file.path, file.sha256, file.size) for file in handover.files)
    return (handover.submission, handover.date, handover.package, handover.sha256, files)


def _documents(past: Past, before: Dossier, case: Case) -> Iterator[Finding]:
    """Yield the papers of a submission that changed since it was recorded. Files of a package of ours are left to the
    package's own record (FILE-19)."""
    elsewhere = watched_paths(case.dossier.submitted.handovers)
    places = {document.file: document.path for document in case.dossier.documents}
    for document in before.documents:
        what = past.altered.get(document.file) or ("" if document.file in places else "unlisted")
        submission = _submitted_with(document, before, case) if what else ""
        if submission and document.file not in elsewhere:
            at: Path = (*places[document.file], "path") if document.file in places else ("documents",)
            told = {"file": document.file, "what": what, "name": submission, "target": document.file}
            yield _finding(SUBMITTED, case, at, **told)


def _submitted_with(document: Document, before: Dossier, case: Case) -> str:
    """Return a submission that stands and that the paper was part of, or nothing."""
    for name, submission in case.pack.submissions.items():
        kinds = {kind for slot in submission.slots if not slot.is_optional for kind in slot.documents}
        day = _standing_since(name, {each.event for each in submission.assumptions}, before, case)
        if day and not kinds.isdisjoint(document.kinds) and (document.date is None or document.date <= day):
            return name
    return ""


def _standing_since(submission: str, gates: set[str], before: Dossier, case: Case) -> date | None:
    """Return the day on which it was handed in, unless it came back or was handed in again since."""
    handed_in = [event.date for event in before.events if event.name in gates]
    if not handed_in:
        return None
    day = max(handed_in)
    again = sum(event.name in gates for event in case.events) > len(handed_in)
    came_back = any(
        event.name == case.pack.return_event and event.values.get("ref") == submission and event.date >= day
        for event in case.events
    )
    return None if again or came_back else day


# Waivers and settled facts


def _waivers(before: tuple[Waiver, ...], case: Case) -> Iterator[Finding]:
    for waiver in case.dossier.waivers:
        old = [each for each in before if (each.rule, each.document) == (waiver.rule, waiver.document)]
        if old and not any(_covers_as_long(each, waiver) for each in old):
            target = waiver.rule or waiver.document or ""
            then = max(each.until or date.max for each in old)
            yield _finding(WIDENED, case, waiver.path, name=target, target=target, then=then, now=waiver.until)


def _covers_as_long(old: Waiver, new: Waiver) -> bool:
    return old.date <= new.date and (old.until or date.max) >= (new.until or date.max)


def _settled(before: Dossier, case: Case) -> Iterator[Finding]:
    """Yield facts of the manifest that changed although what was decided on them had happened."""
    then = make_case(case.pack, before, case.as_of, case.calendar)
    for each in case.pack.settled:
        names = [event.name for event in then.events]
        if each.since not in names or _came_back_since(each.since, then, case):
            continue
        old, new = lookup(each.ref, Scope(then)), lookup(each.ref, Scope(case))
        if old is not None and old != new:
            told = {"key": each.ref.text, "then": old, "now": new, "event": each.since, "target": each.ref.text}
            yield _finding(SETTLED, case, each.ref.parts, **told)


def _came_back_since(event: str, then: Case, case: Case) -> bool:
    day = max(each.date for each in then.events if each.name == event)
    return any(each.name == case.pack.return_event and each.date >= day for each in case.events)


def _finding(code: str, case: Case, at: Path, **facts: Any) -> Finding:
    return _of_house(case.pack, code, at, **facts)


def _of_house(pack: Pack, code: str, at: Path, **facts: Any) -> Finding:
    rule = pack.house[code]
    facts["rule_title"] = rule.title
    facts["correction"] = pack.correction_event
    return Finding(code, None, rule.severity, State.FAIL, code, at, facts, rule.message, rule.hint)
