"""FILE-17 and FILE-18: papers that no longer say, or never said, what the manifest says. Pure: facts already read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from zlxm.model.attachment import Changes, FileFacts
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding, State
from zlxm.model.node import Path
from zlxm.model.pack import Statement
from zlxm.rules.case import Case, Scope
from zlxm.rules.facts import lookup
from zlxm.rules.quantities import quantity

STALE, CONTRADICTION = "FILE-17", "FILE-18"
_DAY = re.compile(r"(\d{4})\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5|(\d{4})-(\d{1,2})-(\d{1,2})")
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(\u4e07\u5143|\u4e07|\u5143)?")
_IN_YUAN = "\u5143"
_TOLERANCE = Decimal("0.005")
_YUAN = Decimal(10_000)


def inspect_papers(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with papers as papers: made from an older manifest, or saying something else."""
    listed = {document.file: document for document in case.dossier.documents}
    for name, facts in case.dossier.files.items():
        document = listed.get(name)
        at: Path = (*document.path, "path") if document else ("documents",)
        if facts.stale:
            yield _finding(STALE, case, at, document, file=name, changed=Changes(facts.stale))
        if document:
            yield from _contradictions(facts, document, case, at)


def _finding(code: str, case: Case, at: Path, document: Document | None, **facts: Any) -> Finding:
    rule = case.pack.house[code]
    kind = document.kinds[0] if document and document.kinds else ""
    article = case.pack.statement_article if code == CONTRADICTION else None
    facts |= {"rule_title": rule.title, "kind": kind}
    return Finding(code, article, rule.severity, State.FAIL, code, at, facts, rule.message, rule.hint, kind)


def _contradictions(facts: FileFacts, document: Document, case: Case, at: Path) -> Iterator[Finding]:
    if facts.made and not facts.made.is_edited:
        return  # it says what the manifest said; what changed since is told as such
    seen: set[tuple[str, str]] = set()
    for label, said in facts.statements:
        for statement in case.pack.statements:
            if not _concerns(statement, label, document) or (statement.name, said) in seen:
                continue
            seen.add((statement.name, said))
            wanted = _wanted(statement, document, case)
            if wanted is not None and _differs(label, said, wanted):
                yield _finding(
                    CONTRADICTION,
                    case,
                    at,
                    document,
                    file=document.file,
                    subject=statement.name,
                    said=said,
                    wanted=wanted,
                )


def _concerns(statement: Statement, label: str, document: Document) -> bool:
    named = label in statement.labels if statement.labels else not label
    return named and (not statement.documents or not set(statement.documents).isdisjoint(document.kinds))


def _wanted(statement: Statement, document: Document, case: Case) -> Any:
    if statement.is_signed:
        return document.date
    if statement.quantity is not None:
        return quantity(statement.quantity, Scope(case))
    found = lookup(statement.ref, Scope(case)) if statement.ref else None
    return found or None


def _differs(label: str, said: str, wanted: Any) -> bool:
    match wanted:
        case Decimal():
            amount = _amount_of(said, label)
            return amount is not None and abs(amount - wanted) >= _TOLERANCE
        case date():
            day = _day_of(said)
            return day is not None and day != wanted
        case _:
            return _is_said(said) and not any(_same(said, str(each)) for each in _options(wanted))


def _options(wanted: Any) -> tuple[Any, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


def _is_said(text: str) -> bool:
    """Tell a value from a blank to write on."""
    return any(character.isalnum() for character in text) and "\u5f85\u586b" not in text


def _same(said: str, wanted: str) -> bool:
    plain = _plain(wanted)
    return bool(plain) and plain in _plain(said)


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).casefold()


def _amount_of(text: str, label: str) -> Decimal | None:
    """Return the amount in 10,000 yuan; without a unit of its own the label's counts."""
    match = _AMOUNT.search(text)
    if match is None:
        return None
    in_yuan = match[2] == _IN_YUAN or (not match[2] and label.rstrip(")\uff09").endswith(f"\uff08{_IN_YUAN}"))
    amount = Decimal(match[1].replace(",", ""))
    return amount / _YUAN if in_yuan else amount


def _day_of(text: str) -> date | None:
    match = _DAY.search(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
