"""Bytes of a YAML file → nodes with places, or problems. Only this and its parser import PyYAML.

libyaml crashes or turns quadratic on deeply nested input, so nesting and size are bounded before it sees a byte; the
events are then read without recursion, and aliases, tags, directives and further documents are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
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
        root = _Builder(problems).build(text)
        _require_no_slip(root, text)
        return root, tuple(problems)
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
    """Turns the parser's events into nodes. `_sinks` are what takes the next node: of the document, then of every
    collection that is still open."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._roots: list[Node] = []
        self._sinks: list[Callable[[Any], None]] = [self._roots.append]

    def build(self, text: str) -> Node | None:
        """Return the root of the only document, or None for an empty text."""
        try:
            self._read(parser_of(text))
        except yaml.MarkedYAMLError as error:
            raise _Refused(_syntax(text, error)) from None
        return self._roots[0] if self._roots else None

    def _read(self, parser: Any) -> None:
        sinks, next_event = self._sinks, parser.get_event
        count = -2  # the stream's and the document's start are no nodes
        while (event := next_event()) is not None:
            kind = type(event)
            count += 1
            if kind is ScalarEvent:
                sinks[-1](self._scalar(event))
            elif kind in _ENDS:
                sinks.pop()
                count -= 1
            elif kind in _STARTS:
                self._open(event, kind)
            else:
                self._other(event, kind)
            if count > MOST_NODES:
                raise _Refused(_problem_at("too_many_nodes", event, most=str(MOST_NODES)))

    def _scalar(self, event: Any) -> Scalar:
        text, style = event.value, event.style
        if event.anchor is not None or event.tag is not None or len(text) > MOST_CHARACTERS:
            self._complain(event, text)
        if style and (match := _UNFIT.search(text)):  # an escape such as "\0" in double quotes
            self._problems.append(_problem_at("unfit_character", event, character=f"U+{ord(match[0]):04X}"))
        mark = event.start_mark
        return Scalar(text, mark.line + 1, mark.column + 1, not style)

    def _complain(self, event: Any, text: str = "") -> None:
        if event.anchor is not None:
            self._problems.append(_problem_at("anchor", event))
        if event.tag is not None:
            self._problems.append(_problem_at("tag", event, tag=event.tag))
        if len(text) > MOST_CHARACTERS:
            self._problems.append(_problem_at("long_text", event, most=str(MOST_CHARACTERS)))

    def _open(self, event: Any, kind: type) -> None:
        self._complain(event)
        if len(self._sinks) > MOST_DEPTH:
            raise _Refused(_problem_at("too_deep", event, most=str(MOST_DEPTH)))
        mark = event.start_mark
        if kind is SequenceStartEvent:
            listing = Listing(mark.line + 1, mark.column + 1)
            self._sinks[-1](listing)
            self._sinks.append(listing.items.append)
        else:
            table = Table(mark.line + 1, mark.column + 1, bool(event.flow_style))
            self._sinks[-1](table)
            self._sinks.append(_Pairs(table, self._problems).take)

    def _other(self, event: Any, kind: type) -> None:
        if kind is AliasEvent:
            found = _problem_at("anchor", event)
            self._problems.append(found)
            self._sinks[-1](Scalar("", found.line, found.column))
        elif kind is DocumentStartEvent and self._roots:
            raise _Refused(_problem_at("second_document", event))


def _problem_at(code: str, event: Any, **facts: str) -> Problem:
    mark = event.start_mark
    return Problem(code, mark.line + 1, mark.column + 1, facts)


class _Pairs:
    """Fills a table from nodes that come as key, value, key, value."""

    __slots__ = ("_key", "_problems", "_table")

    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self._table = table
        self._problems = problems
        self._key: Scalar | None = None

    def take(self, node: Node) -> None:
        """Take the next key or value."""
        key = self._key
        if key is None:
            self._key = node if isinstance(node, Scalar) else self._stand_in(node)
            return
        self._key = None
        name = key.text if key.text.isascii() else _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", key.text))
        entries = self._table.entries
        if name not in entries and name != "<<":
            if type(node) is Scalar and not node.text and node.is_plain:
                node.line, node.column = key.line, key.column  # nothing has no place, and parsers differ on it
            entries[name] = Entry(key, node)
            return
        facts = {"key": name, "first": str(entries[name].key.line)} if name in entries else {}
        self._problems.append(Problem("duplicate_key" if facts else "anchor", key.line, key.column, facts))

    def _stand_in(self, node: Node) -> Scalar:
        self._problems.append(Problem("key_not_text", node.line, node.column))
        return Scalar(f"?{node.line}:{node.column}", node.line, node.column)


def _require_no_slip(root: Node | None, text: str) -> None:
    """Refuse a text whose colons are all of the wrong kind: to YAML it is one sentence, and sound."""
    lines = text.splitlines()
    if isinstance(root, Scalar) and (found := _slip(lines, range(1, len(lines) + 1))):
        raise _Refused(found)


def _slip(lines: list[str], numbers: range) -> Problem | None:
    for code, slip in (("full_width_colon", _FULL_WIDTH_COLON), ("colon_without_space", _CLOSE_COLON)):
        for number in numbers:
            if match := slip.match(lines[number - 1]):
                return Problem(code, number, match.end(), {"text": match[0].strip(" -")[:40]})
    return None


def _syntax(text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return the fault behind an error of syntax; the slip is often a line or two before the parser stumbles."""
    detail = reason(error)
    mark = (error.context_mark if detail == "bad_escape" else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines() or [""]
    if line > len(lines):  # what was opened is never closed: the place is the end, not the line after it
        line, column = len(lines), len(lines[-1]) + 1
    if found := _slip(lines, range(max(1, line - 2), line + 1)):
        return found
    if "\t" in lines[line - 1][: column + 1]:
        return Problem("tab", line, column)
    return Problem("bad_yaml", line, column, {"detail": detail})
