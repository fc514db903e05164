"""The self-check before acceptance (Art. 27): what the rules can say about every line, and what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from zlxm.model.finding import Finding, SlotState, State, Tick
from zlxm.model.pack import SelfCheckItem
from zlxm.model.paper import Raw, Remark
from zlxm.model.problem import Severity
from zlxm.rules.case import Case, Scope
from zlxm.rules.checklist import checklist_of
from zlxm.rules.conditions import holds
from zlxm.rules.judged import judged, supposed
from zlxm.rules.moments import occurrences
from zlxm.rules.self_check_binding import BOTH, HUMAN

COMPLIES, FAILS, NOT_APPLICABLE, PENDING, OPEN = "complies", "fails", "not_applicable", "pending", ""
_CURABLE = ("missing", "undated", "unknown", "undecided", "optional", "advice")


class _Answer(NamedTuple):
    """How a line stands and why; OPEN: a person decides."""

    answer: str
    remarks: tuple[Raw, ...] = ()


def rows(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row a line: number, stage, text, articles, judged, evidence, proofs, answer (None: open), remarks."""
    for item in _items(case):
        found = _answer(item, case)
        yield {
            "number": item.number,
            "stage": item.stage,
            "text": item.text,
            "articles": item.articles,
            "judged": item.judged,
            "evidence": item.evidence,
            "proofs": tuple(_proofs(item, case)),
            "answer": found.answer or None,
            "remarks": found.remarks,
        }


def _items(case: Case) -> tuple[SelfCheckItem, ...]:
    return case.pack.self_check or case.read_self_check()


def totals(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row: how many lines have each answer, and the numbers of those with it (`fails_which` and so on)."""
    answers: dict[str, list[int]] = {name: [] for name in (COMPLIES, FAILS, NOT_APPLICABLE, PENDING, OPEN)}
    for row in rows(case):
        answers[row["answer"] or OPEN].append(row["number"])
    named = {name or "open": numbers for name, numbers in answers.items()}
    yield {
        "count": len(_items(case)),
        **{name: len(numbers) for name, numbers in named.items()},
        **{f"{name}_which": tuple(numbers) for name, numbers in named.items()},
    }


def rectification(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield what has to be put right, each thing once: number of its line, articles, issue, responsible, state."""
    owner = case.dossier.unit.owner
    told: set[Raw] = set()
    for row in rows(case):
        remarks = row["remarks"] if row["answer"] in (FAILS, PENDING) else ()
        for issue in filter(None, [_untold(each, told) for each in remarks]):
            said = {"number": row["number"], "articles": row["articles"], "issue": issue, "state": "open"}
            yield {**said, "responsible": owner.name if owner else None}


def _untold(remark: Raw, told: set[Raw]) -> Raw:
    """Return what of a remark no line before has told, None when nothing is left, and note it."""
    before = frozenset(told)
    if isinstance(remark, Finding):
        is_absence = remark.what.rpartition(".")[2].startswith("missing_")
        told.add((is_absence and remark.facts.get("document")) or (remark.rule, remark.what, remark.at))
        return remark if told > before else None
    names = remark.facts.get("documents", ()) if isinstance(remark, Remark) else ()
    told.update(names)
    fresh = tuple(each for each in names if each not in before)
    return Remark("lacking", {"documents": fresh}) if fresh else None


def _answer(item: SelfCheckItem, case: Case) -> _Answer:
    if item.when is not None and holds(item.when, Scope(case)) is False:
        return _Answer(NOT_APPLICABLE, (item.otherwise,) if item.otherwise else ())
    if item.judged == HUMAN or not (item.rules or item.complete):
        return _Answer(OPEN)
    found = _by_rules(item, case)
    if item.judged != BOTH or _is_trouble(found):
        return found
    return _Answer(OPEN, (Remark("confirm"),) if found.answer == COMPLIES else ())


def _is_trouble(found: _Answer) -> bool:
    return any(isinstance(each, Finding) and each.counts for each in found.remarks) or found.answer == FAILS


def _by_rules(item: SelfCheckItem, case: Case) -> _Answer:
    findings = [each for each in judged(case, item.submission).findings if each.rule in item.rules]
    counting = tuple(each for each in findings if each.counts)
    lacking = _lacking(item, case)
    if counting or lacking:
        return _Answer(FAILS if any(map(_is_broken, counting)) else PENDING, (*counting, *lacking))
    return _by_outcomes(item, case, tuple(findings))


def _is_broken(finding: Finding) -> bool:
    """Tell a breach from what can still be handed in, or was only advised."""
    what = finding.what.rpartition(".")[2]
    return finding.state is State.FAIL and finding.severity is not Severity.INFO and not what.startswith(_CURABLE)


def _lacking(item: SelfCheckItem, case: Case) -> tuple[Remark, ...]:
    names = tuple(tick.documents for tick in _ticks(item, case) if tick.state is SlotState.MISSING)
    return (Remark("lacking", {"documents": names}),) if names else ()


def _ticks(item: SelfCheckItem, case: Case) -> list[Tick]:
    """Return the lines of the list whose papers the line counts."""
    if not item.complete:
        return []
    ticks = checklist_of(item.complete, supposed(case, item.complete)).ticks
    return [tick for tick in ticks if not set(tick.documents) <= set(item.without)]


def _by_outcomes(item: SelfCheckItem, case: Case, waived: tuple[Finding, ...]) -> _Answer:
    outcomes = judged(case, item.submission).outcomes
    states = {outcomes.get(rule) for rule in item.rules if rule in case.pack.rules}
    duties = tuple(each for each in judged(case).duties if each.rule in item.rules)
    if states & {State.DUE, State.NOT_YET, None}:
        return _Answer(PENDING, duties or (Remark("not_reached"),))
    if State.PASS in states or not states:
        return _Answer(COMPLIES, waived)
    return _Answer(NOT_APPLICABLE, waived or ((item.otherwise,) if item.otherwise else ()))


def _proofs(item: SelfCheckItem, case: Case) -> Iterator[Raw]:
    if item.complete:
        states = [tick.state for tick in _ticks(item, case)]
        have, missing = states.count(SlotState.PRESENT), states.count(SlotState.MISSING)
        yield Remark("counted", {"have": have, "wanted": have + missing})
    found = [each for kind in item.documents for each in case.by_kind.get(kind, ())]
    yield from {each.file: each for each in found}.values()
    events = occurrences(item.events, Scope(case)) if item.events else ()
    yield from {(each.name, each.date, each.number): each for each in events}.values()
