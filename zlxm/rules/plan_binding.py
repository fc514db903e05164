"""The annual plan of a pack: YAML → columns, with every name in them verified."""

from __future__ import annotations

import string
from collections.abc import Container, Iterable, Mapping

from zlxm.model.node import Node, Scalar
from zlxm.model.pack import Pack
from zlxm.model.plan import FORMATS, OWN_SOURCES, PlanColumn, PlanForm
from zlxm.model.shape import Choice, Field, Flag, ListOf, MapOf, Record, Text, Whole, problem
from zlxm.model.source import Collected, PackProblem, PackSource, Part

SETTINGS = "plan"
COLUMNS = "plan_columns"
_PARTS = ("unit", "category", "name", "code", "amount")
_ANSWERS = ("name", "unit", "unit_kind", "year", "amount", "amount_in_yuan", "nature", "category", "code", "joint")
_WIDEST = 100


def bind_plan(source: PackSource, slots: Container[str], pack: Pack) -> tuple[PlanForm | None, tuple[PackProblem, ...]]:
    """Return the pack's plan, None when it has none or something is wrong with it, and every problem found."""
    parts = source.block(COLUMNS)
    collected = Collected()
    shape = _column_shape()
    read = [_column(name, part, shape, slots, collected) for name, part in parts.items()]
    columns = tuple(column for column in read if column)
    form = _form(source.block(SETTINGS), columns, pack, collected) if columns else None
    return (None if collected.problems else form), tuple(collected.problems)


def _column_shape() -> Record:
    fields = {
        "header": Field(Text(), default=""),
        "group": Field(Text(), default=""),
        "slot": Field(Text(), default=""),
        "text": Field(Text(), default=""),
        "own": Field(Choice(OWN_SOURCES, "reading"), default=""),
        "of": Field(Text(), default=""),
        "less": Field(ListOf(Text()), default=()),
        "as": Field(Choice(FORMATS, "type"), default="text", name="form"),
        "width": Field(Whole(1, _WIDEST), default=10),
        "words": Field(MapOf(Text()), default={}),
        "most": Field(Whole(), default=0),
        "sum": Field(Flag(), default=False, name="is_summed"),
        "print": Field(Flag(), default=False, name="is_printed"),
        "overview": Field(Flag(), default=False, name="is_overview"),
        "answer": Field(Choice(_ANSWERS, "word"), default=""),
        "also": Field(ListOf(Text()), default=()),
        "omit": Field(Flag(), default=False),
    }
    return Record(dict, fields, COLUMNS)


def _column(name: str, part: Part, shape: Record, slots: Container[str], collected: Collected) -> PlanColumn | None:
    collected.file = part.file
    read = shape.read(part.node, collected.add)
    if read is None or read.pop("omit"):
        return None
    if not (read["slot"] or read["text"] or read["own"]):
        read["slot"] = name
    column = PlanColumn(name=name, **{**read, "header": read["header"] or name})
    try:
        _verify(_names(column), slots, part.node, collected)
    except ValueError:  # braces that do not match
        collected.add(problem("bad_yaml", part.node, detail=column.text))
    return column


def _names(column: PlanColumn) -> tuple[str, ...]:
    """Return the slots that a column names."""
    in_text = [field for _, field, _, _ in string.Formatter().parse(column.text) if field]
    return tuple(name for name in (column.slot, column.of, *column.less, *in_text) if name)


def slots_of(columns: Iterable[PlanColumn]) -> frozenset[str]:
    """Return the slots that columns name."""
    return frozenset(name for column in columns for name in _names(column))


def _verify(names: Iterable[str], known: Container[str], node: Node, collected: Collected) -> None:
    for name in names:
        if name not in known:
            collected.add(problem("unknown_word", node, word=name, vocabulary="word", nearest="", known=""))


def _form(
    settings: Mapping[str, Part], columns: tuple[PlanColumn, ...], pack: Pack, collected: Collected
) -> PlanForm | None:
    names = tuple(column.name for column in columns)
    texts = {key: part.node.text for key, part in settings.items() if isinstance(part.node, Scalar)}
    for key in _PARTS:
        part = settings.get(key)
        collected.file = part.file if part else collected.file
        if part:
            _verify([texts.get(key, "")], names, part.node, collected)
        else:
            collected.add(problem("missing_key", Scalar("", 1, 1), key=key, of=SETTINGS))
    submissions = _submissions(settings.get("submissions"), pack, collected)
    if collected.problems:
        return None
    unit, category, project, code, amount = (texts[key] for key in _PARTS)
    return PlanForm(texts.get("title", ""), columns, submissions, unit, category, project, code, amount)


def _submissions(part: Part | None, pack: Pack, collected: Collected) -> tuple[str, ...]:
    if part is None:
        return ()
    collected.file = part.file
    shape = ListOf(Choice(tuple(pack.submissions), "word"), or_one=True)
    return tuple(each for each in shape.read(part.node, collected.add) if each)
