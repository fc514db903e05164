"""The compliance review of a submission (Art. 7, 10, 28): its papers, what is wrong, and whether it can be received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zlxm.model import bag
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding, SlotState, Tick
from zlxm.model.paper import Raw, Remark
from zlxm.model.problem import Severity
from zlxm.rules.case import Case, Scope
from zlxm.rules.checklist import checklist_of, under_review
from zlxm.rules.hygiene import MISSING
from zlxm.rules.judged import judged, supposed
from zlxm.rules.moments import first

THERE, FAULTY, ABSENT, NOT_WANTED = "there", "faulty", "absent", "not_wanted"
RECEIVED, RETURNED = "received", "returned"
_GROUPS = ("paper_absent", "paper_faulty", "process")
_NOT_THERE = (MISSING, bag.MISSING)


def submission_at_hand(case: Case) -> str:
    """Return the submission that was asked about, else the one at hand."""
    return case.submission or under_review(case)


def materials(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row a paper of the submission: documents, files, date, state, remarks."""
    name = submission_at_hand(case)
    if not name:
        return
    findings = [each for each in _findings(case, name) if not _is_absence(each)]
    for tick in checklist_of(name, supposed(case, name)).ticks:
        yield _material(tick, findings, case)


def _findings(case: Case, name: str) -> list[Finding]:
    """Return what counts: what the rules say, and what is wrong with the package that the papers came in."""
    of_package = case.received.faults if case.received else ()
    return [*(each for each in judged(case, name).findings if each.counts), *of_package]


def _material(tick: Tick, findings: Iterable[Finding], case: Case) -> dict[str, Raw]:
    listed = [each for each in case.dossier.documents if set(each.kinds) & set(tick.documents)]
    faults = tuple(each for each in findings if _concerns(each, tick.documents, listed))
    found = [each for kind in tick.documents for each in case.handed_in(kind)]
    return {
        "documents": tick.documents,
        "files": tuple(dict.fromkeys(each.file for each in found)),
        "date": max((each.date for each in found if each.date), default=None),
        "state": _state(tick, faults),
        "remarks": faults or _remarks(tick, case),
    }


def _state(tick: Tick, faults: tuple[Finding, ...]) -> str:
    if any(each.severity is Severity.ERROR and each.rule not in _NOT_THERE for each in faults):
        return FAULTY
    if tick.state is SlotState.NOT_APPLICABLE:
        return NOT_WANTED
    return THERE if tick.state is SlotState.PRESENT else ABSENT


def _remarks(tick: Tick, case: Case) -> tuple[Remark, ...]:
    if tick.state is SlotState.OPTIONAL:
        return (Remark("optional"),)
    if tick.state is not SlotState.WAIVED:
        return ()
    reasons = (each.reason for each in case.dossier.waivers if each.document in tick.documents)
    return (Remark("waived", {"reason": next(reasons, "")}),)


def _concerns(finding: Finding, kinds: tuple[str, ...], listed: Iterable[Document]) -> bool:
    return finding.document in kinds or finding.at[:2] in [each.path for each in listed]


def _is_absence(finding: Finding) -> bool:
    return finding.what.rpartition(".")[2].startswith("missing_")


def gaps(case: Case) -> list[Mapping[str, Raw]]:
    """Return what is to be put right before the submission can be received, missing papers first, then the faulty ones:
    group, severity, articles, issue and remedy (a finding or a remark each)."""
    name = submission_at_hand(case)
    if not name:
        return []
    article = case.pack.submissions[name].article
    own = (article,) if article else ()
    told = _merged([each for each in _findings(case, name) if each.severity > Severity.INFO])
    found = [_gap(_group(issue), issue.severity, articles or own, issue) for issue, articles in told]
    untold = _untold(case, name, [issue for issue, _ in told])
    found += [_gap(_GROUPS[0], Severity.ERROR, own, remark) for remark in untold]
    return sorted(found, key=lambda gap: (_GROUPS.index(gap["group"]), gap["severity"] != Severity.ERROR.word))


def _gap(group: str, severity: Severity, articles: tuple[int, ...], issue: Finding | Remark) -> Mapping[str, Raw]:
    return {"group": group, "severity": severity.word, "articles": articles, "issue": issue, "remedy": issue}


def _merged(findings: list[Finding]) -> list[tuple[Finding, tuple[int, ...]]]:
    """Return each issue once with its articles. Of a file that is not there only the missing paper is told, of a paper
    that is missing because its file is no good only the file."""
    spoilt = {each.document for each in findings if _is_of_file(each) and each.rule != MISSING}
    merged: dict[object, tuple[Finding, tuple[int, ...]]] = {}
    absent = {kind for each in findings if _is_missing_paper(each) for kind in _kinds(each)}
    for finding in findings:
        if _is_missing_paper(finding) and spoilt & _kinds(finding):
            continue
        if finding.rule == MISSING and finding.document in absent:
            continue
        key = _kinds(finding) if _is_missing_paper(finding) else len(merged)
        first_one, articles = merged.get(key, (finding, ()))
        own = (finding.article,) if finding.article and finding.article not in articles else ()
        merged[key] = (first_one if first_one.severity >= finding.severity else finding, (*articles, *own))
    return sorted(merged.values(), key=lambda each: (-each[0].severity, each[1] or (999,)))


def _is_missing_paper(finding: Finding) -> bool:
    return finding.what == "require.missing_document"


def _is_of_file(finding: Finding) -> bool:
    return finding.rule.startswith(("FILE-", "PACKAGE-"))


def _kinds(finding: Finding) -> frozenset[str]:
    return frozenset(finding.facts.get("document", (finding.document,)))


def _group(finding: Finding) -> str:
    if finding.document and (_is_absence(finding) or finding.rule == bag.MISSING):
        return _GROUPS[0]
    return _GROUPS[1] if finding.document or _is_of_file(finding) else _GROUPS[2]


def _untold(case: Case, name: str, found: list[Finding]) -> Iterator[Remark]:
    """Yield the missing papers of the list that no rule speaks of."""
    told = {kind for each in found if each.document for kind in (*_kinds(each), each.document)}
    for tick in checklist_of(name, supposed(case, name)).ticks:
        if tick.state is SlotState.MISSING and told.isdisjoint(tick.documents):
            yield Remark("lacking", {"documents": (tick.documents,)})


def summary(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row: submission and its article, when and under which number it was received, how many papers are
    wanted, there, absent and faulty, how many things to put right or to verify, and the conclusion."""
    name = submission_at_hand(case)
    if not name:
        return
    states = [row["state"] for row in materials(case)]
    weights = [row["severity"] for row in gaps(case)]
    have, wanted = checklist_of(name, supposed(case, name)).counted()
    yield {
        "submission": name,
        "article": case.pack.submissions[name].article,
        **_receipt(case, name),
        "wanted": wanted,
        "have": have,
        "lines": len(states),
        "absent": wanted - have,
        "faulty": states.count(FAULTY),
        "errors": weights.count("error"),
        "warnings": weights.count("warning"),
        "conclusion": RETURNED if "error" in weights else RECEIVED,
    }


def _receipt(case: Case, name: str) -> dict[str, Raw]:
    event = first((case.pack.submissions[name].assumptions[0].event,), Scope(case))
    return {"date": event.date if event else None, "number": event.number if event else None}
