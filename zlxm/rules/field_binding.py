"""Field definitions of a pack → fields: the small language in which packs say what a key of the manifest holds."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.number import Number
from zlxm.model.shape import (
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    Money,
    Record,
    Report,
    Shape,
    Text,
    Whole,
    nearest,
    problem,
)

TEXTS = ListOf(Text(), or_one=True)
_SIMPLE: Mapping[str, Shape] = {
    "text": Text(),
    "money": Money(),
    "number": Number(),
    "whole": Whole(),
    "flag": Flag(),
    "day": Day(),
    "texts": TEXTS,
}
_KEYS = ("type", "title", "note", "default", "fields", "words", "least", "most")
_NESTED = ("record", "records", "several")


class Definition:
    """A shape that reads a field definition."""

    def read(self, node: Node, report: Report) -> Field:
        """Return the field."""
        return read_field(node, report)


def read_field(node: Node, report: Report) -> Field:
    """Return the field that a definition describes: a type's name, a list of words, or a table with `type`."""
    if isinstance(node, Scalar):
        return Field(_simple(node, report))
    if isinstance(node, Listing):
        return Field(_choice(node))
    for key, entry in node.entries.items():
        if key not in _KEYS:
            report(problem("unknown_key", entry.key, key=key, nearest=nearest(key, _KEYS), known=", ".join(_KEYS)))
    default = node.get("default")
    shape = _shape(node, report)
    value = shape.read(default, report) if default else () if isinstance(shape, ListOf) else None
    return Field(shape, default=value)


def read_fields(node: Node | None, report: Report) -> dict[str, Field]:
    """Return key → field for a table of definitions; anything else has none."""
    if not isinstance(node, Table):
        return {}
    return {key: read_field(each.value, report) for key, each in node.entries.items()}


def _shape(table: Table, report: Report) -> Shape:
    kind = table.get("type")
    if isinstance(kind, Listing):
        return _choice(kind)
    if not isinstance(kind, Scalar):
        return _simple(Scalar("", table.line, table.column), report)
    if kind.text == "several":
        return ListOf(_several(table, report), or_one=True)
    if kind.text in ("record", "records"):
        record = Record(dict, read_fields(table.get("fields"), report), kind.text)
        return record if kind.text == "record" else ListOf(record)
    return _simple(kind, report)


def _several(table: Table, report: Report) -> Choice:
    words = table.get("words")
    if isinstance(words, Listing):
        return _choice(words)
    report(problem("missing_key", table, key="words", of="several"))
    return Choice(())


def _choice(node: Listing) -> Choice:
    return Choice(tuple(each.text for each in node.items if isinstance(each, Scalar)), "word")


def _simple(node: Scalar, report: Report) -> Shape:
    if node.text in _SIMPLE:
        return _SIMPLE[node.text]
    words = (*_SIMPLE, *_NESTED)
    close = nearest(node.text, words)
    report(problem("unknown_word", node, word=node.text, vocabulary="type", nearest=close, known=", ".join(words)))
    return Text()
