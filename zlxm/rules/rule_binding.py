"""Pack source → rules: every kind's parameters typed, every name known, every placeholder of a message offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from zlxm.model.node import Listing, Node, Table
from zlxm.model.pack import Check, Each, MatrixRow, Rule
from zlxm.model.problem import Severity
from zlxm.model.shape import Field, Flag, ListOf, Record, Report, Text, Whole, nearest, problem
from zlxm.model.source import Collected, Part
from zlxm.model.value import replace, value
from zlxm.rules.kinds import KINDS
from zlxm.rules.kinds.require import Require
from zlxm.rules.words import Words

_TEXTS = ListOf(Text(), or_one=True)
_COMMON_FACTS = frozenset({"rule_title"})


class RuleBinder:
    """Reads rules under one vocabulary. `severities`: deontic word → severity."""

    def __init__(self, words: Words, severities: Mapping[str, Severity], collected: Collected) -> None:
        self.severities = severities
        self.collected = collected
        self._check_fields = _check_fields(words)
        self._fields = {**_rule_fields(self._check_fields), **self._check_fields}
        self._matrix_fields = _matrix_fields(words)

    def rules(self, parts: Mapping[str, Part]) -> dict[str, Rule]:
        """Return id → rule in file order."""
        return {code: rule for code, part in parts.items() if (rule := self._rule(code, part))}

    def _report(self, part: Part) -> Report:
        self.collected.file = part.file
        return self.collected.add

    def _rule(self, code: str, part: Part) -> Rule | None:
        report = self._report(part)
        read: dict[str, Any] | None = Record(dict, self._fields, code).read(part.node, report)
        if read is None or not isinstance(part.node, Table):
            return None
        asked = part.node.get("checks")
        nodes: Sequence[Node] = asked.items if isinstance(asked, Listing) else [part.node]
        inherited = {name: read[name] for name in _CHECK_KEYS}
        own = read["checks"] if isinstance(asked, Listing) else [read]
        checks = [
            check
            for node, each in zip(nodes, own, strict=True)
            if each is not None  # what cannot be read is told already
            for check in self._checks(node, each, inherited, report)
        ]
        severity = max((check.severity for check in checks), default=Severity.WARNING)
        if not checks:
            report(problem("rule_without_check", part.key, rule=code, known=", ".join(KINDS)))
        kept = {name: read[name] for name in _RULE_KEYS}
        return Rule(code, checks=tuple(checks), severity=severity, source=(part.file, part.key.line), **kept)

    def _checks(
        self, node: Node, read: Mapping[str, Any], inherited: Mapping[str, Any], report: Report
    ) -> Iterator[Check]:
        for kind in KINDS:
            if not isinstance(node, Table) or kind not in node.entries or read.get(kind) is None:
                continue
            merged = {name: read.get(name) or inherited[name] for name in _CHECK_KEYS}
            words = {name: merged[name] for name in ("message", "hint")}
            for name, text in words.items():
                _check_placeholders(text, kind, node.get(name) or node, report)
            yield Check(
                kind,
                read[kind],
                self.severity_of(merged["force"], node, report),
                self.severity_of(merged["soft"], node, report) if merged["soft"] else Severity.WARNING,
                **{name: merged[name] for name in ("by", "by_after_item", "each", "when", "when_failed")},
                **words,
            )

    def severity_of(self, force: str, node: Node, report: Report) -> Severity:
        """Return the severity of a deontic word."""
        if force in self.severities:
            return self.severities[force]
        known = ", ".join(self.severities)
        report(
            problem(
                "unknown_word",
                node,
                word=force,
                vocabulary="force",
                nearest=nearest(force, dict(self.severities)),
                known=known,
            )
        )
        return Severity.WARNING

    def matrix_rules(self, name: str, part: Part) -> Iterator[tuple[Rule, MatrixRow]]:
        """Yield the numbered rules of one document matrix with their rows."""
        report = self._report(part)
        read: dict[str, Any] | None = Record(dict, self._matrix_fields, name).read(part.node, report)
        if read is None or not isinstance(part.node, Table):
            return
        severity = self.severity_of(read["force"], part.node, report)
        for number, row in enumerate(read["rows"], 1):
            if row is None:
                continue
            code = f"{read['rule']}-{number}"
            bound = replace(_row(row, read["columns"]), rule=code)
            node = part.node.get("rows")
            line = node.items[number - 1].line if isinstance(node, Listing) else part.key.line
            check = Check("require", Require(row=bound), severity, by=read["by"], hint=row["hint"] or read["hint"])
            title = "/".join(bound.documents)
            kept = {"force": read["force"], "readings": read["readings"], "source": (part.file, line)}
            yield Rule(code, read["article"], title, severity, (check,), **kept), bound


_RULE_KEYS = ("article", "title", "force", "is_prohibition", "stops", "readings", "hint", "message")
_CHECK_KEYS = ("force", "soft", "by", "by_after_item", "each", "when", "when_failed", "message", "hint")


def _rule_fields(check_fields: Mapping[str, Field]) -> dict[str, Field]:
    return {
        "article": Field(Whole(1, 999)),
        "title": Field(Text(), is_required=True, default=""),
        "prohibition": Field(Flag(), default=False, name="is_prohibition"),
        "stops": Field(Flag(), default=False),
        "readings": Field(_TEXTS, default=()),
        "checks": Field(ListOf(Record(dict, check_fields, "checks")), default=()),
    }


def _check_fields(words: Words) -> dict[str, Field]:
    common = {
        "force": Field(Text(), default=""),
        "soft": Field(Text(), default=""),
        "by": Field(words.need, default=()),
        "by_after_item": Field(Flag(), default=False),
        "each": Field(_EachShape(words)),
        "when": Field(words.condition),
        "when_failed": Field(_TEXTS, default=()),
        "message": Field(Text(), default=""),
        "hint": Field(Text(), default=""),
    }
    return common | {kind: Field(module.shape(words)) for kind, module in KINDS.items()}


def _matrix_fields(words: Words) -> dict[str, Field]:
    row = {
        "docs": Field(words.documents, is_required=True, default=()),
        "cells": Field(Text(), is_required=True, default=""),
        "condition": Field(words.condition),
        "lenient": Field(words.condition),
        "note": Field(Text(), default=""),
        "hint": Field(Text(), default=""),
    }
    return {
        "rule": Field(Text(), is_required=True, default=""),
        "article": Field(Whole(1, 999)),
        "force": Field(Text(), is_required=True, default=""),
        "by": Field(words.need, is_required=True, default=()),
        "columns": Field(_TEXTS, is_required=True, default=()),
        "hint": Field(Text(), default=""),
        "readings": Field(_TEXTS, default=()),
        "rows": Field(ListOf(Record(dict, row, "rows")), is_required=True, default=()),
    }


def _row(read: Mapping[str, Any], columns: tuple[str, ...]) -> MatrixRow:
    cells = dict(zip(columns, read["cells"].split(), strict=False))
    return MatrixRow("", read["docs"], cells, read["condition"], read["lenient"], read["note"])


def _check_placeholders(text: str, kind: str, node: Node, report: Report) -> None:
    offered = KINDS[kind].FACTS | _COMMON_FACTS
    try:
        names = placeholders(text)
    except ValueError:
        report(problem("bad_braces", node, text=text))
        return
    for name in names:
        if name not in offered:
            known = ", ".join(sorted(offered))
            report(
                problem(
                    "unknown_word",
                    node,
                    word=name,
                    vocabulary="placeholder",
                    nearest=nearest(name, tuple(offered)),
                    known=known,
                )
            )


def placeholders(text: str) -> list[str]:
    """Return the names a message template mentions, without what follows a dot. Raises ValueError for a brace alone."""
    return [name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name]


@value
class _EachShape:
    """What a check is repeated for."""

    words: Words

    def read(self, node: Node, report: Report) -> Each | None:
        """Return the repetition."""
        if isinstance(node, Table):
            fields = {"group": Field(Text(), is_required=True, default=""), "of": Field(self.words.need, default=())}
            return Record(Each, fields, "each").read(node, report)  # type: ignore[no-any-return] # Record builds Each
        names = (*self.words.moments, *self.words.vocabulary.events)
        if isinstance(node, Listing) or node.text in names:
            return Each(moments=self.words.need.read(node, report))
        return Each(ref=self.words.ref.read(node, report))
