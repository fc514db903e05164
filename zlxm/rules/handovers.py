"""FILE-19 and FILE-20: what was handed in and is not what lies there now. Pure: digests already taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zlxm.model.finding import Finding, State
from zlxm.model.handover import RECORD, Handover, PackedFile
from zlxm.model.node import Path
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.rules.case import Case

ALTERED, BAD_RECORD = "FILE-19", "FILE-20"


def inspect_handovers(case: Case) -> Iterator[Finding]:
    """Yield every file that was edited, removed or taken off the list since it was handed in, and every fault of the
    record itself."""
    for fault in case.dossier.submitted.problems:
        yield _finding(BAD_RECORD, case, ("documents",), file=RECORD, place=str(fault.line), fault=fault.code)
    places = {document.file: document.path for document in case.dossier.documents}
    for handover, file in _watched(case):
        what = _alteration(file, case, places)
        if what:
            facts = {"file": file.path, "what": what, "submission": handover.submission, "date": handover.date}
            found = _finding(ALTERED, case, places.get(file.path, ("documents",)), **facts)
            yield replace(found, severity=Severity.WARNING) if what == "reflowed_since" else found


def watched_paths(handovers: tuple[Handover, ...]) -> frozenset[str]:
    """Return every path that may be asked about."""
    return frozenset(file.path for handover in handovers for file in handover.files)


def _watched(case: Case) -> Iterator[tuple[Handover, PackedFile]]:
    """Yield the files that must stay as they are: of each submission the latest package counts, of a file in several
    packages the latest one; what came back may be changed, and so may what is handed in again."""
    latest = {each.submission: each for each in case.dossier.submitted.handovers if each.date <= case.as_of}
    standing = sorted((each for each in latest.values() if not _came_back(each, case)), key=lambda each: each.date)
    by_path = {file.path: (handover, file) for handover in standing for file in handover.files}
    renewed = case.dossier.submitted.renewed
    yield from (each for each in by_path.values() if each[0].submission != renewed)


def _came_back(handover: Handover, case: Case) -> bool:
    """A return on the very day is of this package only when no other was made that day: it may be why this one was."""
    same_day = [each for each in case.dossier.submitted.handovers if _is_twin(each, handover)]
    returns = (event for event in case.events if event.name == case.pack.return_event)
    days = [event.date for event in returns if event.values.get("ref") == handover.submission]
    return any(day > handover.date or (day == handover.date and len(same_day) == 1) for day in days)


def _is_twin(one: Handover, other: Handover) -> bool:
    return (one.submission, one.date) == (other.submission, other.date)


def _alteration(file: PackedFile, case: Case, places: dict[str, Path]) -> str:
    now = case.dossier.submitted.digests.get(file.path)
    if now is None:
        return "removed_since"
    if now != file.sha256:
        return "reflowed_since" if file.path in case.dossier.submitted.reflowed else "edited_since"
    return "" if file.path in places else "unlisted_since"


def _finding(code: str, case: Case, at: Path, **facts: Any) -> Finding:
    rule = case.pack.house[code]
    facts["rule_title"] = rule.title
    return Finding(code, None, rule.severity, State.FAIL, code, at, facts, rule.message, rule.hint)
