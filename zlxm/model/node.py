"""A parsed YAML text as three kinds of node, every one with its place; scalars keep their source text."""

from __future__ import annotations

from dataclasses import dataclass, field

Path = tuple[str | int, ...]  # symbolic place in a document: ("events", 3, "amount")


@dataclass(slots=True)
class Scalar:
    """A leaf. `is_plain` tells that it was written without quotes; lines and columns count from 1."""

    text: str
    line: int
    column: int
    is_plain: bool = True


@dataclass(slots=True)
class Entry:
    """One `key: value` of a table."""

    key: Scalar
    value: Node


@dataclass(slots=True)
class Table:
    """A mapping; `is_flow` tells that it was written as `{…}`."""

    line: int
    column: int
    is_flow: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """Return the value under `key`, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


@dataclass(slots=True)
class Listing:
    """A sequence."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


Node = Scalar | Table | Listing


def locate(root: Node | None, path: Path) -> tuple[int, int]:
    """Return the line and column of `path`; for something missing, of the nearest thing that holds it."""
    place = (1, 1)
    node = root
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        place, node = found
    return place


def _step(node: Node | None, step: str | int) -> tuple[tuple[int, int], Node] | None:
    if isinstance(node, Table) and isinstance(step, str) and step in node.entries:
        entry = node.entries[step]
        shown = entry.value if isinstance(entry.value, Scalar) and entry.value.text else entry.key
        return (shown.line, shown.column), entry.value
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
        item = node.items[step]
        return (item.line, item.column), item
    return None
