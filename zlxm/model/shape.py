"""The shapes a YAML node can be read as. One table of shapes drives both the reading and the JSON Schema.

Each shape reads a node into a typed value and reports every problem it meets; what cannot be read becomes None, so
that one mistake never hides the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from zlxm.model.money import parse_amount
from zlxm.model.node import Entry, Listing, Node, Scalar, Table
from zlxm.model.problem import Problem, Severity
from zlxm.model.value import EMPTY, value

Report = Callable[[Problem], None]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_KEY_WITHOUT_SPACE = re.compile(r"[\w-]+:\S")
_NOTHING = ("", "~", "null", "Null", "NULL")
_FULL_WIDTH_COLON = "\uff1a"
YUAN_SUSPICION = 10_000  # 100 million yuan: no district project is that large, so the figure is probably in yuan


class Shape(Protocol):
    """Anything that reads a node into a value and reports what is wrong with it."""

    def read(self, node: Node, report: Report) -> Any:
        """Return the value, or None (an empty collection for collections) when it cannot be read."""


def nearest(word: str, words: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return the known word most like `word`, or an empty string."""
    from difflib import get_close_matches  # noqa: PLC0415 only a mistake pays for it

    return next(iter(get_close_matches(word, list(words), n=1, cutoff=0.5)), "")


def problem(code: str, node: Node, severity: Severity = Severity.ERROR, **facts: str) -> Problem:
    """Return a problem at the place of `node`."""
    return Problem(code, node.line, node.column, facts, severity)


def is_nothing(node: Node) -> bool:
    """Tell whether the value was left empty, which counts as not written."""
    return isinstance(node, Scalar) and node.is_plain and node.text in _NOTHING


def _scalar(node: Node, report: Report, expected: str) -> str | None:
    if isinstance(node, Scalar):
        return node.text
    report(problem("wrong_type", node, expected=expected))
    return None


def _report_not_a_table(node: Node, report: Report, expected: str) -> None:
    text = node.text if isinstance(node, Scalar) else ""
    if _FULL_WIDTH_COLON in text:
        report(problem("full_width_colon", node, text=text[:40]))
    elif _KEY_WITHOUT_SPACE.match(text):
        report(problem("colon_without_space", node, text=text[:40]))
    else:
        report(problem("wrong_type", node, expected=expected))


@value
class Text:
    """Any text, taken as written: `017`, `no` and `12:30` are text."""

    def read(self, node: Node, report: Report) -> str | None:
        """Return the source text."""
        return _scalar(node, report, "text")


@value
class Choice:
    """One word of a closed list. `vocabulary` names the list in messages."""

    words: tuple[str, ...]
    vocabulary: str = "word"
    aliases: Mapping[str, str] = EMPTY

    def read(self, node: Node, report: Report) -> str | None:
        """Return the word, aliases resolved."""
        text = _scalar(node, report, "text")
        if text is None:
            return None
        text = self.aliases.get(text, text)
        if text in self.words:
            return text
        known = ", ".join(self.words[:12])
        close = nearest(text, self.words)
        report(problem("unknown_word", node, word=text, vocabulary=self.vocabulary, nearest=close, known=known))
        return None


@value
class Money:
    """An exact amount in 10,000 yuan with at most six decimals."""

    def read(self, node: Node, report: Report) -> Any:
        """Return a Decimal; a figure that can only be yuan is asked about."""
        text = _scalar(node, report, "money")
        if text is None:
            return None
        amount = parse_amount(text)
        if amount is None:
            report(problem("bad_money", node, text=text))
        elif abs(amount) >= YUAN_SUSPICION:
            report(problem("probably_yuan", node, Severity.WARNING, text=text))
        return amount


@value
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 10**9

    def read(self, node: Node, report: Report) -> int | None:
        """Return the integer."""
        text = _scalar(node, report, "whole")
        if text is None:
            return None
        if _WHOLE.fullmatch(text) and self.least <= int(text) <= self.most:
            return int(text)
        report(problem("bad_whole", node, text=text[:40], least=str(self.least), most=str(self.most)))
        return None


@value
class Flag:
    """true or false, nothing else: `yes` and `on` are refused with a hint."""

    def read(self, node: Node, report: Report) -> bool | None:
        """Return the truth value."""
        text = _scalar(node, report, "flag")
        if text in ("true", "false"):
            return text == "true"
        if text is not None:
            report(problem("bad_flag", node, text=text[:40]))
        return None


@value
class Day:
    """A calendar day written YYYY-MM-DD."""

    def read(self, node: Node, report: Report) -> date | None:
        """Return the date; 2023-02-30 and 2023-7-17 are problems with a place."""
        text = _scalar(node, report, "day")
        if text is None:
            return None
        if not (_DAY.fullmatch(text) and text.isascii()):
            report(problem("bad_day", node, text=text[:40]))
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            report(problem("no_such_day", node, text=text))
            return None


@value
class ListOf:
    """A list of one shape; `or_one` accepts a single value in its place."""

    item: Shape
    or_one: bool = False

    def read(self, node: Node, report: Report) -> tuple[Any, ...]:
        """Return a tuple of what could be read."""
        if isinstance(node, Listing):
            return tuple(self.item.read(each, report) for each in node.items)
        if self.or_one:
            return (self.item.read(node, report),)
        _report_not_a_table(node, report, "list")
        return ()


@value
class Field:
    """One key of a record. `name` is the attribute it fills when that differs from the key."""

    shape: Shape
    is_required: bool = False
    default: Any = None
    name: str = ""


class Record:
    """A mapping with known keys, built into a typed value by `build(**fields)`."""

    __slots__ = ("_defaults", "_required", "build", "fields", "title")

    def __init__(self, build: Callable[..., Any], fields: Mapping[str, Field], title: str = "") -> None:
        self.build = build
        self.fields = fields
        self.title = title
        self._defaults = {found.name or key: found.default for key, found in fields.items()}
        self._required = tuple(key for key, found in fields.items() if found.is_required)

    def read(self, node: Node, report: Report) -> Any:
        """Return the built value, or None when the node is no mapping."""
        if not isinstance(node, Table):
            _report_not_a_table(node, report, "table")
            return None
        return self.build(**self.read_fields(node, report))

    def read_fields(self, table: Table, report: Report) -> dict[str, Any]:
        """Return attribute → value for every field of a table; unknown and missing keys are reported."""
        values = dict(self._defaults)
        for key, entry in table.entries.items():
            found = self.fields.get(key)
            if found is None:
                _report_unknown_key(table, entry, self.fields, report)
            elif not is_nothing(entry.value):
                value = found.shape.read(entry.value, report)
                values[found.name or key] = found.default if value is None else value
        for key in self._required:
            entry_or_none = table.entries.get(key)
            if entry_or_none is None or is_nothing(entry_or_none.value):
                place = entry_or_none.key if entry_or_none else table
                report(problem("missing_key", place, key=key, of=self.title))
        return values


class Tagged:
    """A record whose further keys depend on the word under `key`, as events do. It reads into
    `build(**common, values=variant fields)`."""

    __slots__ = ("_records", "_word", "build", "common", "key", "variants", "vocabulary")

    def __init__(
        self,
        key: str,
        common: Mapping[str, Field],
        variants: Mapping[str, Mapping[str, Field]],
        build: Callable[..., Any],
        word: Choice,
    ) -> None:
        self.key = key
        self.common = common
        self.variants = variants
        self.build = build
        self.vocabulary = word.vocabulary
        self._word = word
        self._records = {tag: Record(build, {**common, **fields}, tag) for tag, fields in variants.items()}

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other names of the words."""
        return self._word.aliases

    def read(self, node: Node, report: Report) -> Any:
        """Return the built value, or None when the word itself is unknown."""
        if not isinstance(node, Table):
            _report_not_a_table(node, report, "table")
            return None
        word = node.get(self.key)
        if word is None:
            report(problem("missing_key", node, key=self.key, of=self.vocabulary))
            return None
        tag = self._word.read(word, report)
        if tag is None:
            return None
        read = self._records[tag].read_fields(node, report)
        common = {name: read.pop(name) for name in (found.name or key for key, found in self.common.items())}
        return self.build(**{**common, self.common[self.key].name or self.key: tag}, values=read)


@value
class MapOf:
    """A mapping with free keys and values of one shape."""

    value: Shape

    def read(self, node: Node, report: Report) -> dict[str, Any]:
        """Return a dict in file order."""
        if isinstance(node, Table):
            return {key: self.value.read(entry.value, report) for key, entry in node.entries.items()}
        _report_not_a_table(node, report, "table")
        return {}


def _report_unknown_key(table: Table, entry: Entry, fields: Mapping[str, Field], report: Report) -> None:
    key = entry.key.text
    if table.is_flow and is_nothing(entry.value):
        code = "full_width_colon" if _FULL_WIDTH_COLON in key else "comma_in_text"
        report(problem(code, entry.key, key=key, text=key[:40]))
        return
    report(problem("unknown_key", entry.key, key=key, nearest=nearest(key, fields), known=", ".join(fields)))
