"""The one idea: `judge(pack, dossier, as_of)` is pure. No disk, no clock, no words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier, Event
from zlxm.model.finding import FINDING_STATES, Breach, Duty, Finding, Judgement, State
from zlxm.model.node import Path
from zlxm.model.pack import Check, Pack, Rule
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Standing
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case, Lot, Scope
from zlxm.rules.conditions import holds
from zlxm.rules.consistency import inspect_papers
from zlxm.rules.facts import lookup
from zlxm.rules.handovers import inspect_handovers
from zlxm.rules.hygiene import inspect
from zlxm.rules.kinds import KINDS
from zlxm.rules.moments import first, occurrences
from zlxm.rules.tracking import inspect_tracking
from zlxm.rules.waivers import apply_waivers, waived_documents, waived_rules


class _Result(NamedTuple):
    """What one check said about one item."""

    check: Check
    breach: Breach
    item_path: Path


_Failed = Mapping[str, frozenset[Path]]  # rule → the items it failed for


def judge(pack: Pack, dossier: Dossier, as_of: date, calendar: Calendar) -> Judgement:
    """Return everything the regulation says about the dossier on that day."""
    case = make_case(pack, dossier, as_of, calendar)
    results: dict[str, list[_Result]] = {}
    crashed: list[str] = []
    failed: dict[str, frozenset[Path]] = {}
    excused, papers = waived_rules(case), waived_documents(case)
    for rule in _in_order(pack.rules.values()):
        try:
            results[rule.id] = list(_ask(rule, case, failed))
        except Exception:  # noqa: BLE001 one broken rule must not silence the others; the report says "no verdict"
            crashed.append(rule.id)
            results[rule.id] = []
            continue
        if rule.id not in excused and (items := _failed_items(results[rule.id], papers)):
            failed[rule.id] = items
        if rule.stops and rule.id in failed:
            return Judgement(tuple(_findings(rule, results[rule.id], pack)), stage=stage_of(case))
    return _judgement(case, results, tuple(crashed))


def _in_order(rules: Iterable[Rule]) -> list[Rule]:
    """Stopping rules first, rules that look at other rules' failures last."""
    return sorted(rules, key=lambda rule: (not rule.stops, any(check.when_failed for check in rule.checks)))


def _ask(rule: Rule, case: Case, failed: _Failed) -> Iterator[_Result]:
    for check in rule.checks:
        for scope in _scopes(check, case):
            for breach in _of_scope(check, scope, failed):
                yield _Result(check, breach, scope.item_path)


def _scopes(check: Check, case: Case) -> Iterator[Scope]:
    for ordinal, (item, path) in enumerate(_items(check, case), 1):
        scope = Scope(case, item, path, None, ordinal)
        gate = first(check.by, scope, after_item=check.by_after_item) if check.by else None
        yield scope._replace(gate=gate) if gate else scope


def _items(check: Check, case: Case) -> Iterator[tuple[object, Path]]:
    each = check.each
    scope = Scope(case)
    if each is None:
        yield None, ()
    elif each.moments:
        yield from ((event, event.path) for event in occurrences(each.moments, scope))
    elif each.ref is not None:
        listed = lookup(each.ref, scope) or ()
        yield from _listed(each.ref.parts, listed)
    else:
        yield from _groups(each.group, occurrences(each.of, scope))


def _listed(path: Path, items: Iterable[object]) -> Iterator[tuple[object, Path]]:
    for number, item in enumerate(items):
        yield item, (*path, number)


def _groups(name: str, events: tuple[Event, ...]) -> Iterator[tuple[Lot, Path]]:
    seen: set[object] = set()
    for event in events:
        value = event.values.get(name)
        if value not in seen:
            seen.add(value)
            yield Lot(name, value, event.path, event.date), event.path


_NOT_APPLICABLE = Breach("not_applicable", state=State.NOT_APPLICABLE)
_NOT_YET = Breach("not_yet", state=State.NOT_YET)
_BEFORE_FORCE = Breach("before_force", state=State.NOT_APPLICABLE)
_PASS = Breach("pass", state=State.PASS)


def _of_scope(check: Check, scope: Scope, failed: _Failed) -> Iterator[Breach]:
    ready = _readiness(check, scope, failed)
    if ready is not None:
        yield ready
        return
    breaches = [_of_item(breach, scope) for breach in KINDS[check.kind].judge(check.params, scope)]
    yield from (_in_transition(breach, scope.case.pack) for breach in breaches)
    if not breaches:
        yield _PASS


def _readiness(check: Check, scope: Scope, failed: _Failed) -> Breach | None:
    """Return why the check is not asked, or None when it is."""
    applies = True if check.when is None else holds(check.when, scope)
    if applies is False or (check.when_failed and not _has_failed(check.when_failed, scope, failed)):
        return _NOT_APPLICABLE
    if check.by and scope.gate is None:
        return _NOT_YET
    trigger = scope.gate.date if scope.gate else getattr(scope.item, "date", None)
    if isinstance(trigger, date) and trigger < scope.case.pack.effective_from and not _looks_ahead(check, scope):
        return _BEFORE_FORCE
    if applies is None:
        place = scope.gate.path if scope.gate else scope.item_path
        return Breach("unknown_condition", place, State.UNKNOWN)
    return None


def _looks_ahead(check: Check, scope: Scope) -> bool:
    """Tell whether what the item obliges to comes after it, so that the duty may be in force though the item is not."""
    return scope.gate is None and (check.kind == "within" or getattr(check.params, "after_item", False))


def _of_item(breach: Breach, scope: Scope) -> Breach:
    """Return the breach with the day of the item as its trigger, when the item is older than the regulation."""
    day = getattr(scope.item, "date", None)
    if breach.trigger is None and isinstance(day, date) and day < scope.case.pack.effective_from:
        return replace(breach, trigger=day)
    return breach


def _has_failed(rules: tuple[str, ...], scope: Scope, failed: _Failed) -> bool:
    items = {path for rule in rules for path in failed.get(rule, ())}
    return bool(items) and (not scope.item_path or scope.item_path in items)


def _in_transition(breach: Breach, pack: Pack) -> Breach:
    """A duty that arose before the regulation's first day weighs a warning at most; one that ended then, nothing."""
    if breach.trigger is None or breach.trigger >= pack.effective_from:
        return breach
    if breach.due is not None and breach.due < pack.effective_from:
        return _BEFORE_FORCE
    return replace(breach, is_soft=True)


def _failed_items(results: list[_Result], papers: frozenset[str]) -> frozenset[Path]:
    """Return the items that failed; a failure that is excused counts for nothing."""
    failed = [each for each in results if each.breach.state is State.FAIL and not _is_excused(each.breach, papers)]
    return frozenset(result.item_path or result.breach.at[:2] for result in failed)


def _is_excused(breach: Breach, papers: frozenset[str]) -> bool:
    return bool(breach.document) and not papers.isdisjoint(breach.facts.get("document", (breach.document,)))


def _judgement(case: Case, results: Mapping[str, list[_Result]], crashed: tuple[str, ...]) -> Judgement:
    pack = case.pack
    findings = [found for code, each in results.items() for found in _findings(pack.rules[code], each, pack)]
    findings += inspect(case)
    findings += inspect_papers(case)
    findings += inspect_handovers(case)
    findings += inspect_tracking(case)
    deadlines = [duty for code, each in results.items() for duty in _deadlines(pack.rules[code], each, case)]
    outcomes = {code: _outcome(rule, results[code]) for code, rule in pack.rules.items() if code not in crashed}
    final = apply_waivers(findings, outcomes, case)
    ordered = tuple(sorted(deadlines, key=lambda duty: (duty.due, duty.rule)))
    duties = tuple(duty for duty in ordered if duty.standing is Standing.AHEAD)
    return Judgement(tuple(final), duties, outcomes, stage_of(case), crashed, ordered)


def _findings(rule: Rule, results: Iterable[_Result], pack: Pack) -> Iterator[Finding]:
    for result in results:
        breach = result.breach
        if breach.state in FINDING_STATES:
            yield Finding(
                rule.id,
                rule.article,
                _severity(result.check, breach, pack),
                breach.state,
                f"{result.check.kind}.{breach.what}",
                breach.at,
                {**breach.facts, "rule_title": rule.title},
                result.check.message,
                result.check.hint or rule.hint,
                breach.document,
                breach.due,
            )


def _severity(check: Check, breach: Breach, pack: Pack) -> Severity:
    if breach.severity is not None:
        return min(breach.severity, check.severity)
    if breach.state in (State.UNKNOWN, State.INDETERMINATE):
        return min(Severity.WARNING, check.severity)
    soft = check.soft if breach.trigger is None or breach.trigger >= pack.effective_from else Severity.WARNING
    return min(check.severity, soft) if breach.is_soft else check.severity


def _deadlines(rule: Rule, results: Iterable[_Result], case: Case) -> Iterator[Duty]:
    """Yield what has a last day, met or not; what is excused is not owed."""
    excused, papers = waived_rules(case), waived_documents(case)
    owed = [each for each in results if each.breach.reckoning and each.check.severity is not Severity.INFO]
    for ordinal, (check, breach, _) in enumerate(owed):
        standing = _standing(breach)
        is_excused = rule.id in excused or _is_excused(breach, papers)
        if breach.reckoning is None or (is_excused and standing in (Standing.OVERDUE, Standing.UNCERTAIN)):
            continue
        due = breach.reckoning.due
        duty = Duty(rule.id, due, f"{check.kind}.{breach.what}", breach.facts, rule.title)
        is_provisional = not case.calendar.covers(due)
        yield replace(
            duty,
            is_provisional=is_provisional,
            article=rule.article,
            standing=standing,
            reckoning=breach.reckoning,
            ordinal=ordinal,
            hint=check.hint or rule.hint,
        )


def _standing(breach: Breach) -> Standing:
    if breach.reckoning is not None and breach.reckoning.done is not None:
        return Standing.MET_LATE if breach.state is State.FAIL else Standing.MET
    return _STANDINGS.get(breach.state, Standing.MET)


_STANDINGS = {
    State.FAIL: Standing.OVERDUE,
    State.INDETERMINATE: Standing.UNCERTAIN,
    State.DUE: Standing.AHEAD,
    State.NOT_YET: Standing.COMING,
}

_RANK = (
    State.FAIL,
    State.INDETERMINATE,
    State.UNKNOWN,
    State.DUE,
    State.PASS,
    State.NOT_YET,
    State.NOT_APPLICABLE,
)


def _outcome(rule: Rule, results: list[_Result]) -> State:
    states = {result.breach.state for result in results}
    nothing_listed = all(check.each and check.each.ref for check in rule.checks)  # no such system, no such fact
    silent = State.NOT_APPLICABLE if nothing_listed else State.NOT_YET
    return next((state for state in _RANK if state in states), silent)


def stage_of(case: Case) -> str:
    """Return the last stage of the pack that has begun."""
    scope = Scope(case)
    begun = [stage.name for stage in case.pack.stages if not stage.since or first(stage.since, scope)]
    return begun[-1] if begun else ""
