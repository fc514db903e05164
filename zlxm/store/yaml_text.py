"""Bytes of a YAML file → nodes with places, or problems. Only this and its parser import PyYAML.

libyaml crashes or turns quadratic on deeply nested input, so nesting and size are bounded before it sees a byte; the
events are then read without recursion, and aliases, tags, directives and further documents are refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from zlxm.model.node import Entry, Listing, Node, Scalar, Table
from zlxm.model.problem import Problem
from zlxm.store.yaml_parser import parser_of, reason

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 32
MOST_BRACKETS_OPEN = 100
MOST_NODES = 50_000
MOST_CHARACTERS = 10_000
_LFS = b"version https://git-lfs.github.com/spec/"
_BRACKET = re.compile(r"[\[\]{}]")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?: |\r?$)", re.MULTILINE)
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*%")
_FULL_WIDTH_COLON = re.compile("[ -]*[\\w.-]+\uff1a")
_CLOSE_COLON = re.compile(r"[ -]*[^\W\d][\w-]*:(?=[^ \t\r\n/])")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")

_STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})
_NODES = _STARTS | {ScalarEvent, AliasEvent}
_Open = tuple[Any, list[Scalar | None]]  # a table or listing being filled, and the key that waits for its value


class _Refused(Exception):
    """Reading cannot go on; carries the problem."""

    def __init__(self, found: Problem) -> None:
        self.problem = found


def read_yaml(data: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the root node and every problem of form met on the way; the root is None when nothing can be read."""
    problems: list[Problem] = []
    try:
        text = _decode(data)
        _screen(text)
        return _Builder(problems).build(text), tuple(problems)
    except _Refused as refused:
        return None, (*problems, refused.problem)


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _Refused(Problem("too_large", facts={"size": str(len(data)), "most": str(MOST_BYTES)}))
    if data.startswith(_LFS):
        raise _Refused(Problem("lfs_pointer"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise _Refused(Problem("utf16"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Refused(Problem("gbk" if _is_gbk(data) else "not_utf8", line)) from None


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _screen(text: str) -> None:
    if match := _CONFLICT.search(text):
        raise _Refused(_at("conflict_marker", text, match.start()))
    if match := _UNFIT.search(text):
        raise _Refused(_at("unfit_character", text, match.start(), character=f"U+{ord(match[0]):04X}"))
    if match := _DIRECTIVE.match(text):
        raise _Refused(_at("directive", text, match.end() - 1))
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] in "[{" else max(0, depth - 1)
        if depth > MOST_BRACKETS_OPEN:
            raise _Refused(_at("too_deep", text, match.start(), most=str(MOST_DEPTH)))


def _at(code: str, text: str, offset: int, **facts: str) -> Problem:
    start = text.rfind("\n", 0, offset) + 1
    return Problem(code, text.count("\n", 0, offset) + 1, offset - start + 1, facts)


class _Builder:
    """Turns the parser's events into nodes with an explicit stack."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._count = 0

    def build(self, text: str) -> Node | None:
        """Return the root of the only document, or None for an empty text."""
        try:
            return self._read(parser_of(text))
        except yaml.MarkedYAMLError as error:
            raise _Refused(_syntax(text, error)) from None

    def _read(self, parser: Any) -> Node | None:
        root: Node | None = None
        stack: list[_Open] = []
        next_event = parser.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if kind in _ENDS:
                stack.pop()
            elif kind in _NODES:
                node = self._node(event, kind)
                if stack:
                    self._attach(stack[-1], node)
                else:
                    root = node
                if kind in _STARTS:
                    self._check_depth(stack, node)
                    stack.append((node, [None]))
            elif kind is DocumentStartEvent:
                self._check_document(event, root)
        return root

    def _node(self, event: Any, kind: type) -> Node:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        self._count += 1
        if self._count > MOST_NODES:
            raise _Refused(Problem("too_many_nodes", line, column, {"most": str(MOST_NODES)}))
        if event.anchor is not None:
            self._problems.append(Problem("anchor", line, column))
        if kind is AliasEvent:
            return Scalar("", line, column)
        if event.tag is not None:
            self._problems.append(Problem("tag", line, column, {"tag": event.tag}))
        if kind is ScalarEvent:
            return self._scalar(event, line, column)
        if kind is MappingStartEvent:
            return Table(line, column, bool(event.flow_style))
        return Listing(line, column)

    def _scalar(self, event: Any, line: int, column: int) -> Scalar:
        text = event.value
        if len(text) > MOST_CHARACTERS:
            self._problems.append(Problem("long_text", line, column, {"most": str(MOST_CHARACTERS)}))
        is_plain = not event.style
        if not is_plain and (match := _UNFIT.search(text)):  # an escape such as "\0" in double quotes
            self._problems.append(Problem("unfit_character", line, column, {"character": f"U+{ord(match[0]):04X}"}))
        return Scalar(text, line, column, is_plain)

    def _attach(self, top: _Open, node: Node) -> None:
        parent, waiting = top
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif waiting[0] is None:
            waiting[0] = self._key(node)
        else:
            self._add(parent, waiting[0], node)
            waiting[0] = None

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._problems.append(Problem("key_not_text", node.line, node.column))
        return Scalar(f"?{node.line}:{node.column}", node.line, node.column)

    def _add(self, table: Table, key: Scalar, value: Node) -> None:
        name = key.text if key.text.isascii() else _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", key.text))
        if name == "<<":
            self._problems.append(Problem("anchor", key.line, key.column))
        elif first := table.entries.get(name):
            facts = {"key": name, "first": str(first.key.line)}
            self._problems.append(Problem("duplicate_key", key.line, key.column, facts))
        else:
            table.entries[name] = Entry(key, value)

    def _check_depth(self, stack: list[Any], node: Node) -> None:
        if len(stack) >= MOST_DEPTH:
            raise _Refused(Problem("too_deep", node.line, node.column, {"most": str(MOST_DEPTH)}))

    def _check_document(self, event: Any, root: Node | None) -> None:
        if root is not None:
            mark = event.start_mark
            raise _Refused(Problem("second_document", mark.line + 1, mark.column + 1))


def _syntax(text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return the fault behind an error of syntax; the slip is often a line or two before the parser stumbles."""
    detail = reason(error)
    mark = (error.context_mark if detail == "bad_escape" else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines() or [""]
    if line > len(lines):  # what was opened is never closed: the place is the end, not the line after it
        line, column = len(lines), len(lines[-1]) + 1
    near = range(max(1, line - 2), line + 1)
    for code, slip in (("full_width_colon", _FULL_WIDTH_COLON), ("colon_without_space", _CLOSE_COLON)):
        for number in near:
            if match := slip.match(lines[number - 1]):
                return Problem(code, number, match.end(), {"text": match[0].strip(" -")[:40]})
    if "\t" in lines[line - 1][: column + 1]:
        return Problem("tab", line, column)
    return Problem("bad_yaml", line, column, {"detail": detail})
