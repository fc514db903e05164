"""The `slots` of a pack: YAML → slots, with every name in them verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zlxm.model.language import Ref
from zlxm.model.node import Node, Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.paper import (
    Column,
    Computed,
    Counted,
    Fixed,
    Happened,
    Listed,
    Looked,
    Measured,
    Slot,
    Source,
    Ticked,
    Totalled,
)
from zlxm.model.shape import Choice, Field, Flag, ListOf, MapOf, Record, Report, Shape, Text, problem
from zlxm.model.source import Collected, PackProblem, PackSource
from zlxm.rules.references import known_names
from zlxm.rules.tables import TABLES
from zlxm.rules.words import Words

BLOCK = "slots"
WORDINGS = (
    "text",
    "list",
    "lines",
    "flag",
    "money",
    "yuan",
    "capital",
    "number",
    "percent",
    "day",
    "month",
    "ticks",
    "finding",
    "articles",
    "label",
    "proof",
    "remark",
    "remedy",
)
_PICKS = ("first", "last", "all")
_TEXTS = ListOf(Text(), or_one=True)
_ROW_NUMBER = "index"


def bind_slots(source: PackSource, pack: Pack) -> tuple[Mapping[str, Slot], tuple[PackProblem, ...]]:
    """Return name → slot and every problem found."""
    collected = Collected()
    names = known_names(pack.vocabulary, pack.moments, pack.amounts)
    shape = _slot_shape(Words(pack.vocabulary, names, dict(pack.moments)))
    slots: dict[str, Slot] = {}
    for name, part in source.block(BLOCK).items():
        collected.file = part.file
        node = part.node
        slot = (
            _short(name, node, shape, collected.add)
            if isinstance(node, Scalar)
            else _slot(name, node, shape, collected)
        )
        if slot:
            slots[name] = slot
    return slots, tuple(collected.problems)


def _slot_shape(words: Words) -> Record:
    where = MapOf(_TEXTS)
    columns = MapOf(_ColumnShape())
    fields = {
        "from": Field(words.ref, name="ref"),
        "pick": Field(Choice(_PICKS, "pick"), default="last"),
        "text": Field(Text()),
        "quantity": Field(words.quantity),
        "sum": Field(words.ref, name="summed"),
        "of": Field(Text(), default=""),
        "count": Field(words.ref, name="counted"),
        "ticks": Field(MapOf(words.condition), name="labels"),
        "rows": Field(words.ref),
        "events": Field(words.need),
        "compute": Field(Choice(tuple(TABLES), "table")),
        "where": Field(where, default={}),
        "columns": Field(columns, default={}),
        "as": Field(Choice(WORDINGS, "wording"), default="", name="wording"),
        "words": Field(_TEXTS, default=()),
        "required": Field(Flag(), default=False),
        "lasting": Field(Flag(), default=True),
        "note": Field(Text(), default=""),
    }
    return Record(dict, fields, BLOCK)


_SOURCES: Mapping[str, Callable[[dict[str, Any]], Source]] = {
    "ref": lambda read: Looked(read["ref"], read["pick"]),
    "text": lambda read: Fixed(read["text"]),
    "quantity": lambda read: Measured(read["quantity"]),
    "summed": lambda read: Totalled(read["summed"], read["of"] or "amount", read["where"]),
    "counted": lambda read: Counted(read["counted"], read["where"]),
    "labels": lambda read: Ticked(read["labels"]),
    "rows": lambda read: Listed(read["rows"], read["where"]),
    "events": lambda read: Happened(read["events"]),
    "compute": lambda read: Computed(read["compute"], read["of"]),
}


def _short(name: str, node: Scalar, shape: Record, report: Report) -> Slot | None:
    ref: Ref | None = shape.fields["from"].shape.read(node, report)
    return Slot(name, Looked(ref)) if ref else None


def _slot(name: str, node: Node, shape: Record, collected: Collected) -> Slot | None:
    before = len(collected.problems)
    read = shape.read(node, collected.add)
    if read is None or len(collected.problems) > before:
        return None
    given = [key for key in _SOURCES if read[key] is not None]
    if len(given) != 1:
        collected.add(problem("one_source", node, name=name, given=", ".join(given), known=", ".join(_SOURCES)))
        return None
    source = _SOURCES[given[0]](read)
    words = tuple(source.labels) if isinstance(source, Ticked) else read["words"]
    return Slot(
        name,
        source,
        wording=read["wording"] or ("ticks" if isinstance(source, Ticked) else ""),
        is_required=read["required"],
        columns=read["columns"],
        words=words,
        note=read["note"],
        is_lasting=read["lasting"],
    )


class _ColumnShape:
    """`key`, or `{from: key, as: wording, words: […]}`."""

    def read(self, node: Node, report: Report) -> Column | None:
        """Return the column."""
        if isinstance(node, Scalar):
            return Column(node.text, "number" if node.text == _ROW_NUMBER else "")
        fields: Mapping[str, Field] = {
            "from": Field(Text(), is_required=True, default="", name="key"),
            "as": Field(Choice(WORDINGS, "wording"), default="", name="wording"),
            "words": Field(_TEXTS, default=()),
        }
        shape: Shape = Record(Column, fields, "columns")
        return shape.read(node, report) if isinstance(node, Table) else None
