"""Pack source → vocabulary: events with typed fields, documents, facts and the closed word lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zlxm.model.node import Node, Scalar, Table
from zlxm.model.shape import Field, Flag, MapOf, Record, Report, Text, nearest, problem
from zlxm.model.source import Collected, PackSource, Part
from zlxm.model.vocabulary import DocumentKind, EventKind, FactKind, Vocabulary
from zlxm.rules.block_binding import bind_blocks
from zlxm.rules.field_binding import TEXTS, Definition, read_field


def bind_vocabulary(source: PackSource, collected: Collected) -> Vocabulary:
    """Return the vocabulary; problems are collected with their file."""
    reader = _FieldReader(collected)
    common = {name: reader.field(part) for name, part in source.block("fields").items()}
    titles = {name: _title(part.node) for name, part in source.block("fields").items()}
    lists = source.block("words")
    words = {name: reader.words(lists.get(name)) for name in ("natures", "categories", "unit_kinds", "grounds")}
    return Vocabulary(
        {name: reader.event(name, part, common, titles) for name, part in source.block("events").items()},
        {name: reader.document(name, part) for name, part in source.block("documents").items()},
        {name: FactKind(name, reader.field(part), _title(part.node)) for name, part in source.block("facts").items()},
        **words,
        blocks=bind_blocks(source, collected),
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
        return tuple(word for word in TEXTS.read(part.node, self._report(part)) if word)

    def field(self, part: Part) -> Field:
        """Return the field that a definition describes."""
        return read_field(part.node, self._report(part))

    def event(self, name: str, part: Part, common: Mapping[str, Field], titles: Mapping[str, str]) -> EventKind:
        """Return the event kind: shared fields by name, its own by definition, some of them required."""
        shape = {
            "fields": Field(TEXTS, default=()),
            "own": Field(MapOf(Definition()), default={}),
            "required": Field(TEXTS, default=()),
            "aliases": Field(TEXTS, default=()),
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
            "aliases": Field(TEXTS, default=()),
            "formats": Field(TEXTS, default=()),
            "issuer": Field(Text(), default=""),
            "folder": Field(Text(), default=""),
            "for_filing": Field(Flag(), default=False),
        }
        read: dict[str, Any] = Record(dict, shape, "documents").read(part.node, self._report(part)) or {}
        read.pop("for_filing", None)
        return DocumentKind(name, **read)
