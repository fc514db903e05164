"""The `blocks` of a pack: what its papers want to know beyond what is judged, each an optional key of the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zlxm.model.manifest import FIXED_KEYS
from zlxm.model.node import Node, Scalar, Table
from zlxm.model.shape import Field, ListOf, Record, Report, Text, problem
from zlxm.model.source import Collected, PackSource, Part
from zlxm.model.vocabulary import BlockKind
from zlxm.rules.facts import ROOTS
from zlxm.rules.field_binding import read_fields

Titles = dict[tuple[str, ...], tuple[str, str]]
_TAKEN = frozenset((*FIXED_KEYS, *ROOTS, "version"))
_BODIES = ("fields", "records")


class _Body:
    """A shape that reads a table of field definitions."""

    def read(self, node: Node, report: Report) -> tuple[Mapping[str, Field], Titles]:
        """Return key → field, and route → (title, note) for every field within."""
        return read_fields(node, report), dict(_titles(node, ()))


_FORM = Record(
    dict,
    {
        "title": Field(Text(), is_required=True, default=""),
        "note": Field(Text(), default=""),
        "fields": Field(_Body()),
        "records": Field(_Body()),
    },
    "blocks",
)


def bind_blocks(source: PackSource, collected: Collected) -> dict[str, BlockKind]:
    """Return name → block; problems are collected with their file."""
    blocks: dict[str, BlockKind] = {}
    for name, part in source.block("blocks").items():
        collected.file = part.file
        if name in _TAKEN:
            collected.add(problem("name_taken", part.key, name=name))
        elif block := _block(name, part, collected.add):
            blocks[name] = block
    return blocks


def _block(name: str, part: Part, report: Report) -> BlockKind | None:
    read = _FORM.read(part.node, report)
    if read is None:
        return None
    given = [body for body in _BODIES if read[body] is not None]
    if len(given) != 1:
        report(problem("one_body", part.key, name=name, known=", ".join(_BODIES)))
        return None
    fields, titles = read[given[0]]
    record = Record(dict, fields, name)
    field = Field(record) if given == ["fields"] else Field(ListOf(record), default=())
    return BlockKind(name, field, read["title"], read["note"], titles)


def _titles(node: Node | None, route: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, str]]]:
    if not isinstance(node, Table):
        return
    for key, entry in node.entries.items():
        if isinstance(entry.value, Table):
            yield (*route, key), (_text(entry.value, "title"), _text(entry.value, "note"))
            yield from _titles(entry.value.get("fields"), (*route, key))


def _text(table: Table, key: str) -> str:
    found = table.get(key)
    return found.text if isinstance(found, Scalar) else ""
