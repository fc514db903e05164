"""Where the lists of a manifest stand in its text, as offsets. Read by ruamel.yaml: the place of an edit and the check
of its result come from two parsers that know nothing of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zlxm.model.value import value

LINE_BREAK = re.compile(r"\r\n|\n|\r")
_LAST_BLANKS = re.compile(r"[ \t]*\t[ \t]*(?=[#\r\n]|\Z)")  # libyaml takes tabs there, ruamel.yaml does not


@value
class Item:
    """One entry of a list: from its first character to the end of its last word. `is_block`: one key a line."""

    start: int
    end: int
    is_block: bool


@value
class Value:
    """What stands under a key: `kind` is "block", "flow" (lists), "nothing" or "other". `start` and `end` enclose a
    flow list with its brackets, or the word (`~`) that stands for nothing."""

    kind: str
    start: int
    end: int
    items: tuple[Item, ...] = ()


@value
class Outline:
    """The top level of a manifest: offsets of its keys and values. `end`: where a further key goes."""

    is_flow: bool
    indent: int
    end: int
    keys: dict[str, int]
    values: dict[str, Value]


class UnreadableOutline(Exception):
    """The text is no manifest that can be edited: not one table, or not readable at all."""


def outline(text: str) -> Outline:
    """Return the outline. Raises UnreadableOutline."""
    from ruamel.yaml import YAML  # noqa: PLC0415 only what writes pays for it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        readable = _LAST_BLANKS.sub(lambda found: " " * len(found[0]), text)
        events = list(YAML(typ="safe", pure=True).parse(readable))
        return _of_root(iter(events), text)
    except (YAMLError, ValueError, StopIteration, RecursionError) as error:
        raise UnreadableOutline from error


def _of_root(events: Iterator[Any], text: str) -> Outline:
    root = next(event for event in events if not _is(event, "StreamStart", "DocumentStart"))
    if not _is(root, "MappingStart"):
        raise UnreadableOutline
    is_flow = bool(root.flow_style)
    keys: dict[str, int] = {}
    values: dict[str, Value] = {}
    while not _is(key := next(events), "MappingEnd"):
        if not _is(key, "Scalar"):
            raise UnreadableOutline
        keys[key.value] = key.start_mark.index
        values[key.value] = _of_value(next(events), events)
    close = next(events)
    end = key.start_mark.index if is_flow else close.start_mark.index if close.explicit else len(text)
    return Outline(is_flow, root.start_mark.column, end, keys, values)


def _of_value(event: Any, events: Iterator[Any]) -> Value:
    start, end = event.start_mark.index, event.end_mark.index
    if _is(event, "SequenceStart"):
        return _of_list(event, events)
    if _is(event, "Scalar") and not event.style and event.value in ("", "~", "null", "Null", "NULL"):
        return Value("nothing", start, end)
    return Value("other", start, _end_of(event, events))


def _of_list(opening: Any, events: Iterator[Any]) -> Value:
    items = []
    while not _is(event := next(events), "SequenceEnd"):
        is_block = _is(event, "MappingStart") and not event.flow_style
        items.append(Item(event.start_mark.index, _end_of(event, events), is_block))
    kind = "flow" if opening.flow_style else "block"
    return Value(kind, opening.start_mark.index, event.end_mark.index, tuple(items))


def _end_of(event: Any, events: Iterator[Any]) -> int:
    """Return where the last word of a node ends; the end of a block and of a value
    left empty, as the parser tells them, lie beyond remarks."""
    end: int = event.end_mark.index
    depth = int(_is(event, "MappingStart", "SequenceStart"))
    while depth:
        event = next(events)
        depth += _is(event, "MappingStart", "SequenceStart") - _is(event, "MappingEnd", "SequenceEnd")
        is_written = _is(event, "Scalar", "MappingEnd", "SequenceEnd") and event.end_mark.index > event.start_mark.index
        end = max(end, event.end_mark.index) if is_written else end
    return end


def _is(event: Any, *names: str) -> bool:
    return type(event).__name__.removesuffix("Event") in names
