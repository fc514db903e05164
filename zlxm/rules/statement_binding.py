"""The `statements` of a pack: which labels in a document stand beside a value that the manifest also gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zlxm.model.pack import Statement
from zlxm.model.shape import Choice, Field, Flag, ListOf, Record, Text, problem
from zlxm.model.source import Collected, PackSource
from zlxm.rules.words import Words

BLOCK = "statements"
_TEXTS = ListOf(Text(), or_one=True)


def bind_statements(source: PackSource, words: Words, collected: Collected) -> tuple[Statement, ...]:
    """Return the statements; problems are collected with their file."""
    documents = ListOf(Choice(tuple(words.vocabulary.documents), "document"), or_one=True)
    fields: Mapping[str, Field] = {
        "labels": Field(_TEXTS, default=()),
        "documents": Field(documents, default=()),
        "equals": Field(words.ref, name="ref"),
        "amount": Field(words.quantity, name="quantity"),
        "signed": Field(Flag(), default=False, name="is_signed"),
    }
    found = []
    for name, part in source.block(BLOCK).items():
        collected.file = part.file
        read: dict[str, Any] | None = Record(dict, fields, BLOCK).read(part.node, collected.add)
        if read is None:
            continue
        if sum((read["ref"] is not None, read["quantity"] is not None, read["is_signed"])) != 1:
            collected.add(problem("one_source", part.key, name=name, given="", known="equals, amount, signed"))
            continue
        found.append(Statement(name, **read))
    return tuple(found)
