"""Pack source → vocabulary: events with typed fields, documents, facts and the closed word lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.shape import (
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    MapOf,
    Money,
    Record,
    Report,
    Shape,
    Text,
    Whole,
    nearest,
    problem,
)
from zlxm.model.source import Collected, PackSource, Part
from zlxm.model.vocabulary import DocumentKind, EventKind, FactKind, Vocabulary

_SIMPLE: Mapping[str, Shape] = {
    "text": Text(),
    "money": Money(),
    "whole": Whole(),
    "flag": Flag(),
    "day": Day(),
    "texts": ListOf(Text(), or_one=True),
}
_TEXTS = ListOf(Text(), or_one=True)


def bind_vocabulary(source: PackSource, collected: Collected) -> Vocabulary:
    """Return the vocabulary; problems are collected with their file."""
    reader = _FieldReader(collected)
    common = {name: reader.field(part) for name, part in source.block("fields").items()}
    titles = {name: _title(part.node) for name, part in source.block("fields").items()}
    words = source.block("words")
    return Vocabulary(
        {name: reader.event(name, part, common, titles) for name, part in source.block("events").items()},
        {name: reader.document(name, part) for name, part in source.block("documents").items()},
        {name: FactKind(name, reader.field(part), _title(part.node)) for name, part in source.block("facts").items()},
        *(reader.words(words.get(name)) for name in ("natures", "categories", "unit_kinds", "grounds")),
    )


def _title(node: Node) -> str:
    title = node.get("title") if isinstance(node, Table) else None
    return title.text if isinstance(title, Scalar) else ""


class _FieldReader:
    """Reads field and word definitions, noting problems under the file of the part at hand."""

    def __init__(self, collected: Collected) -> None:
        self._collected = collected

    def _report(self, part: Part) -> Report:
        self._collected.file = part.file
        return self._collected.add

    def words(self, part: Part | None) -> tuple[str, ...]:
        """Return a plain list of words."""
        if part is None:
            return ()
        return tuple(word for word in _TEXTS.read(part.node, self._report(part)) if word)

    def field(self, part: Part) -> Field:
        """Return the field that a definition describes."""
        return _field(part.node, self._report(part))

    def event(self, name: str, part: Part, common: Mapping[str, Field], titles: Mapping[str, str]) -> EventKind:
        """Return the event kind: shared fields by name, its own by definition, some of them required."""
        shape = {
            "fields": Field(_TEXTS, default=()),
            "own": Field(MapOf(_Definition()), default={}),
            "required": Field(_TEXTS, default=()),
            "aliases": Field(_TEXTS, default=()),
            "note": Field(Text(), default=""),
        }
        report = self._report(part)
        read = Record(dict, shape, "events").read(part.node, report) or {"fields": (), "own": {}, "required": ()}
        for unknown in set(read["fields"]) - set(common):
            known = ", ".join(common)
            report(
                problem(
                    "unknown_word",
                    part.key,
                    word=unknown,
                    vocabulary="field",
                    nearest=nearest(unknown, common),
                    known=known,
                )
            )
        fields = {each: common[each] for each in read["fields"] if each in common}
        fields |= {own: found for own, found in read["own"].items() if found}
        for each in read["required"]:
            if each in fields:
                found = fields[each]
                fields[each] = Field(found.shape, is_required=True, default=found.default)
        return EventKind(name, fields, tuple(read.get("aliases", ())), read.get("note", ""), titles)

    def document(self, name: str, part: Part) -> DocumentKind:
        """Return the document kind."""
        shape = {
            "aliases": Field(_TEXTS, default=()),
            "formats": Field(_TEXTS, default=()),
            "issuer": Field(Text(), default=""),
            "folder": Field(Text(), default=""),
            "for_filing": Field(Flag(), default=False),
        }
        read: dict[str, Any] = Record(dict, shape, "documents").read(part.node, self._report(part)) or {}
        read.pop("for_filing", None)
        return DocumentKind(name, **read)


class _Definition:
    """A shape that reads a field definition."""

    def read(self, node: Node, report: Report) -> Field | None:
        """Return the field."""
        return _field(node, report)


def _field(node: Node, report: Report) -> Field:
    if isinstance(node, Scalar):
        return Field(_simple(node, report))
    if isinstance(node, Listing):
        return Field(Choice(tuple(each.text for each in node.items if isinstance(each, Scalar)), "word"))
    known = ("type", "title", "default", "fields", "least", "most")
    for key, entry in node.entries.items():
        if key not in known:
            report(problem("unknown_key", entry.key, key=key, nearest=nearest(key, known), known=", ".join(known)))
    default = node.get("default")
    shape = _shape(node, report)
    value = shape.read(default, report) if default else () if isinstance(shape, ListOf) else None
    return Field(shape, default=value)


def _shape(table: Table, report: Report) -> Shape:
    kind = table.get("type")
    if isinstance(kind, Listing):
        return _field(kind, report).shape
    if isinstance(kind, Scalar) and kind.text == "records":
        inner = table.get("fields")
        fields = (
            {}
            if not isinstance(inner, Table)
            else {key: _field(each.value, report) for key, each in inner.entries.items()}
        )
        return ListOf(Record(dict, fields, "records"))
    return _simple(kind if isinstance(kind, Scalar) else Scalar("", table.line, table.column), report)


def _simple(node: Scalar, report: Report) -> Shape:
    if node.text in _SIMPLE:
        return _SIMPLE[node.text]
    known = ", ".join(_SIMPLE)
    report(
        problem(
            "unknown_word", node, word=node.text, vocabulary="type", nearest=nearest(node.text, _SIMPLE), known=known
        )
    )
    return Text()
