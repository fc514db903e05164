"""What the tags of a template name: slots, and columns of slots. Read from the syntax, so nothing has to be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from jinja2 import nodes

from zlxm.model.paper import Slot
from zlxm.model.shape import nearest
from zlxm.model.value import value
from zlxm.render.environment import word_tree

_MARKUP = re.compile(r"<[^>]*>")
_OURS = re.compile(r"\{\{ \([^{}]*\)\|mark \}\}|\{\{ line_ \}\}")
_LINES = re.compile(r"\{% for line_ in \(([^{}]*)\)\|(?:cell\|)?lines %\}.*?\{% endfor %\}")
_LONGEST_QUOTE = 60
EDITION = "\u7248\u672c"  # the one name that the paper itself fills: which edition it is
OWN_NAMES = ("line_", "loop", EDITION)


@value
class Use:
    """One name in a template: a slot, or a column of one; `text`: the paragraph it stands in."""

    slot: str
    column: str = ""
    text: str = ""


@value
class Unknown:
    """A name that no slot has, with the known one most like it."""

    use: Use
    nearest: str
    known: str = ""


def uses_of(source: str) -> Iterator[Use]:
    """Yield every slot and column that a template's source names, each once."""
    lines = source.split("\n")
    seen: set[tuple[str, str]] = set()
    for slot, column, number in _names(word_tree(source), {}):
        if (slot, column) not in seen:
            seen.add((slot, column))
            yield Use(slot, column, _quote(lines, number))


_Rows = Mapping[str, str]  # loop variable → the slot it runs over, empty for anything else


def _names(node: nodes.Node, rows: _Rows) -> Iterator[tuple[str, str, int]]:
    """Yield (slot, column, line). A loop's variable is a row inside the loop only."""
    if isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name not in rows and node.name not in OWN_NAMES:
            yield node.name, "", node.lineno
        return
    if isinstance(node, nodes.For):
        yield from _names(node.iter, rows)
        rows = {**rows, **_loop_rows(node)}
    column = _column(node)
    if column and rows.get(column[0]):
        yield rows[column[0]], column[1], node.lineno
    for child in node.iter_child_nodes(exclude=("iter",) if isinstance(node, nodes.For) else ()):
        yield from _names(child, rows)


def _loop_rows(loop: nodes.For) -> dict[str, str]:
    over = loop.iter
    while isinstance(over, nodes.Filter) and over.node is not None:
        over = over.node
    slot = over.name if isinstance(over, nodes.Name) else ""
    return {each.name: slot for each in loop.target.find_all(nodes.Name)} | (
        {loop.target.name: slot} if isinstance(loop.target, nodes.Name) else {}
    )


def _column(node: nodes.Node) -> tuple[str, str] | None:
    """Return (variable, attribute) of `variable.attribute` and `variable['attribute']`."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name, node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Name) and isinstance(node.arg, nodes.Const):
        return node.node.name, str(node.arg.value)
    return None


def _quote(lines: list[str], number: int) -> str:
    """Return the paragraph as its author wrote it."""
    text = _MARKUP.sub("", lines[number - 1]) if 0 < number <= len(lines) else ""
    return _OURS.sub("", _LINES.sub(r"{{ \1 }}", text)).strip()[:_LONGEST_QUOTE]


def all_uses(sources: Iterable[str]) -> tuple[Use, ...]:
    """Return every use in the parts of a template."""
    return tuple(use for source in sources for use in uses_of(source))


def unknown_names(uses: Iterable[Use], slots: Mapping[str, Slot]) -> Iterator[Unknown]:
    """Yield every name that no slot and no column has."""
    for use in uses:
        if use.slot not in slots:
            if not use.column:
                yield Unknown(use, nearest(use.slot, slots))
        elif use.column and use.column not in slots[use.slot].columns:
            columns = slots[use.slot].columns
            yield Unknown(use, nearest(use.column, columns), ", ".join(columns))
