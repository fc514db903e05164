"""What makes a finding the same finding tomorrow: no line, no index, no figure that grows from day to day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zlxm.model.finding import Finding
from zlxm.model.node import Listing, Node, Path, Scalar, Table

LENGTH = 16
_NAMES = (
    "event",
    "rule",
    "document",
    "name",
    "id",
    "kind",
    "code",
    "date",
    "lot",
    "contract",
    "path",
    "source",
    "year",
)
_FACTS = ("event", "other", "anchor", "gate", "file", "id", "year", "field", "key", "word", "target", "subject")
_MOMENTS = ("event", "document")
_JOIN = "\x1f"


def subject_of(root: Node | None, at: Path) -> str:
    """Return the place of a finding with the entries of lists by their names, dates and ids: it stays the same when
    another entry is put before them."""
    steps = []
    node = root
    for step in at:
        if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            steps.append(_named(node))
        else:
            node = node.get(step) if isinstance(node, Table) and isinstance(step, str) else None
            steps.append(str(step) if isinstance(step, str) else "")
    return "/".join(steps)


def _named(node: Node) -> str:
    if isinstance(node, Table):
        return " ".join(text for key in _NAMES if (text := _text(node.get(key))))
    return _text(node)


def _text(node: Node | None) -> str:
    if isinstance(node, Listing):
        return "+".join(_text(item) for item in node.items)
    return node.text.strip() if isinstance(node, Scalar) else ""


def fingerprint(finding: Finding, dossier: str, ordinal: int = 0) -> str:
    """Return 16 hexadecimal digits for a finding. `dossier`: its folder, seen from the portfolio's; `ordinal` tells
    apart findings that are alike in all that counts."""
    return _digest((*_identity(finding, dossier), str(ordinal) if ordinal else ""))


def fingerprints(findings: Iterable[Finding], dossier: str) -> tuple[str, ...]:
    """Return the fingerprints of one dossier's findings, in their order; alike ones are numbered."""
    seen: dict[tuple[str, ...], int] = {}
    made = []
    for each in findings:
        identity = _identity(each, dossier)
        seen[identity] = ordinal = seen.get(identity, -1) + 1
        made.append(fingerprint(each, dossier, ordinal))
    return tuple(made)


def _identity(finding: Finding, dossier: str) -> tuple[str, ...]:
    return (finding.rule, dossier, finding.what, finding.document, finding.subject, *_facts(finding.facts))


def _facts(facts: Mapping[str, Any]) -> Iterable[str]:
    return (f"{key}={_worded(facts[key])}" for key in _FACTS if key in facts)


def _worded(fact: Any) -> str:
    if isinstance(fact, tuple):
        return "+".join(_worded(each) for each in fact)
    parts = str(fact).split(":")
    return ":".join(parts[:2]) if parts[0] in _MOMENTS else str(fact)  # kind:word:line:column of an inline moment


def _digest(parts: Iterable[str]) -> str:
    from hashlib import sha256  # noqa: PLC0415 only what keeps or sends findings pays for it

    return sha256(_JOIN.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
