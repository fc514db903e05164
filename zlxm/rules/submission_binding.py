"""Pack source → stages, submissions and moments: what follows what, and what is handed in when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zlxm.model.node import Entry, Node, Scalar, Table
from zlxm.model.pack import Assumption, MatrixRow, Slot, Submission
from zlxm.model.shape import Choice, Field, Flag, ListOf, MapOf, Record, Report, Shape, Text, Whole, problem
from zlxm.rules.words import Words


def submission_shape(words: Words, rows: Mapping[str, list[MatrixRow]]) -> Shape:
    """Return the shape of one submission; it reads into a function name → Submission."""
    return Record(lambda **read: _Unnamed(read, rows), _submission_fields(words, tuple(rows)), "submissions")


class _Unnamed:
    """A submission as read, before it is given its name."""

    def __init__(self, read: Mapping[str, Any], rows: Mapping[str, list[MatrixRow]]) -> None:
        self._read = read
        self._rows = rows

    def named(self, name: str) -> Submission:
        """Return the submission under its name."""
        read = self._read
        slots = [slot for file in read["files"] if file for slot in _slots(file, self._rows)]
        assumed = tuple(each for each in read["assume"] if each)
        return Submission(name, assumed, tuple(slots), not read["aside"], read["when"], read["article"])


def _submission_fields(words: Words, matrices: tuple[str, ...]) -> dict[str, Field]:
    file = {
        "docs": Field(words.documents, default=()),
        "matrix": Field(Choice(matrices, "matrix")),
        "when": Field(words.condition),
        "optional": Field(Flag(), default=False),
    }
    assume = {
        "event": Field(words.event, is_required=True, default=""),
        "with": Field(MapOf(_ValueShape(words)), default={}, name="values"),
        "unless": Field(words.need, default=()),
    }
    return {
        "assume": Field(ListOf(Record(Assumption, assume, "assume")), is_required=True, default=()),
        "files": Field(ListOf(Record(dict, file, "files")), default=()),
        "aside": Field(Flag(), default=False),
        "when": Field(words.condition),
        "article": Field(Whole(1, 999)),
    }


def _slots(file: Mapping[str, Any], rows: Mapping[str, list[MatrixRow]]) -> list[Slot]:
    if file["matrix"]:
        return [Slot(row.documents, file["when"], file["optional"], row) for row in rows[file["matrix"]]]
    return [Slot(file["docs"], file["when"], file["optional"])]


class SelectorShape:
    """Reads one alternative of a moment: an event's name or a selector."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def read(self, node: Node, report: Report) -> Any:
        """Return the selector."""
        if isinstance(node, Scalar):
            named = Table(node.line, node.column, entries={"event": Entry(node, node)})
            return self._words.selector(named, report)
        if isinstance(node, Table):
            return self._words.selector(node, report)
        report(problem("wrong_type", node, expected="table"))
        return None


class _ValueShape:
    """Reads the value of an assumed field: a literal text, or {ref: path}."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def read(self, node: Node, report: Report) -> Any:
        """Return a text or a reference."""
        if isinstance(node, Table) and (inner := node.get("ref")):
            return self._words.ref.read(inner, report)
        return Text().read(node, report)
