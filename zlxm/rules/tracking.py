"""GIT-1 to GIT-4 and GIT-12: files that git would lose or cannot show. Pure: what git says is read already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding, State
from zlxm.model.node import Path
from zlxm.model.problem import Severity
from zlxm.model.tracking import Tracking
from zlxm.model.value import replace
from zlxm.rules.case import Case

UNTRACKED, IGNORED, LEFTOVER, UNSEEN, NESTED = "GIT-1", "GIT-2", "GIT-3", "GIT-4", "GIT-12"
_MANIFEST = "manifest.yaml"
_PARTS_OF_A_REPOSITORY = ("HEAD", "objects", "refs")


def inspect_tracking(case: Case) -> Iterator[Finding]:
    """Yield what git does not have or cannot show of the listed files, and what a merge left behind."""
    yield from _leftovers(case)
    known = case.dossier.tracking
    yield from _nested(case, known.nested if known else frozenset())
    if known is None:
        return
    if known.unjudged:
        yield _finding(UNSEEN, case, (), State.UNKNOWN, file=_MANIFEST, why=known.unjudged)
    elif not known.is_tracked:
        yield replace(
            _finding(IGNORED if known.is_ignored else UNTRACKED, case, (), file=_MANIFEST), severity=Severity.WARNING
        )
    else:
        yield from (found for document in case.dossier.documents for found in _document(document, known, case))


def _document(document: Document, known: Tracking, case: Case) -> Iterator[Finding]:
    kind = document.kinds[0] if document.kinds else ""
    told: dict[str, Any] = {"file": document.file, "kind": kind}
    at = (*document.path, "path")
    if document.file in known.ignored:
        yield _finding(IGNORED, case, at, **told)
    elif document.file in known.untracked:
        yield _finding(UNTRACKED, case, at, **told)
    elif document.file in known.undecided:
        yield _finding(LEFTOVER, case, at, **told, why="undecided")
    facts = case.dossier.files.get(document.file)
    if facts is not None and facts.state is FileState.UNSEEN:
        yield _finding(UNSEEN, case, at, State.UNKNOWN, **told, why="sparse")


def _leftovers(case: Case) -> Iterator[Finding]:
    """Yield the listed files whose names are those that merging and synchronising programs give."""
    for document in case.dossier.documents:
        if case.pack.leftover_pattern.search(document.file.rpartition("/")[2]):
            kind = document.kinds[0] if document.kinds else ""
            yield _finding(LEFTOVER, case, (*document.path, "path"), file=document.file, kind=kind, why="leftover")


def _nested(case: Case, known: Iterable[str]) -> Iterator[Finding]:
    for folder in sorted({*known, *_like_repositories((*case.dossier.unlisted, *case.dossier.files))}):
        yield _finding(NESTED, case, ("documents",), file=folder or ".")


def _like_repositories(names: Iterable[str]) -> set[str]:
    """Return the folders that git would take for a repository."""
    found: dict[str, set[str]] = {}
    for name in names:
        parts = name.split("/")
        for depth, part in enumerate(parts):
            if part in _PARTS_OF_A_REPOSITORY:
                found.setdefault("/".join(parts[:depth]), set()).add(part)
    return {folder for folder, parts in found.items() if len(parts) == len(_PARTS_OF_A_REPOSITORY)}


def _finding(code: str, case: Case, at: Path, state: State = State.FAIL, **facts: Any) -> Finding:
    rule = case.pack.house[code]
    facts["rule_title"] = rule.title
    return Finding(code, None, rule.severity, state, code, at, facts, rule.message, rule.hint, facts.get("kind", ""))
