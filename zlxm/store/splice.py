"""One entry into a list of a manifest, or out of it, as text: every other byte stays what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zlxm.model.entry import Entry
from zlxm.store.outline import LINE_BREAK, Item, Outline, UnreadableOutline, Value, outline
from zlxm.store.yaml_entry import block_lines, flow_text

_BOM = "\ufeff"
_INDENT = 2
_DASH = re.compile(r"( *)-[ \t]*(?:#[^\r\n]*)?[\r\n]*")
_LONGEST_LINE = 300


class NotSpliced(Exception):
    """There is no place where an entry could be put without touching other text."""


def with_entry(text: str, key: str, entry: Entry, place: int | None = None) -> str:
    """Return the text with an entry in the top-level list `key`, as its `place`-th, or its last. Nothing is taken away;
    only a word that stands for an empty list (`~`) is. Raises NotSpliced."""
    if text.startswith(_BOM):
        return _BOM + with_entry(text[1:], key, entry, place)
    found = _outline(text)
    value = found.values.get(key)
    if value is None:
        return _with_key(text, found, key, entry)
    count = len(value.items)
    at = count if place is None else min(place, count)
    if value.kind == "block":
        return _into_block(text, value, entry, at)
    if value.kind == "flow":
        return _into_flow(text, found, key, value, entry, at)
    if value.kind == "nothing":
        return _into_nothing(text, found, key, value, entry)
    raise NotSpliced


def without_entry(text: str, key: str, index: int) -> str:
    """Return the text without the `index`-th entry of the top-level list `key`, and without the lines it alone took.
    Raises NotSpliced."""
    if text.startswith(_BOM):
        return _BOM + without_entry(text[1:], key, index)
    value = _outline(text).values.get(key)
    if value is None or index >= len(value.items):
        raise NotSpliced
    item = value.items[index]
    if value.kind == "block":
        dash = _dash_of(text, item)
        return text[: _line_start(text, dash)] + text[_after_item(text, item, dash) :]
    return _out_of_flow(text, value, index)


def _outline(text: str) -> Outline:
    try:
        return outline(text)
    except UnreadableOutline as error:
        raise NotSpliced from error


# --------------------------------------------------------------------------------------------------------------- blocks


def _into_block(text: str, value: Value, entry: Entry, at: int) -> str:
    model = value.items[at - 1] if at else value.items[0]
    dash = _dash_of(text, model)
    indent = text[_line_start(text, dash) : dash]
    lines = _item_lines(entry, indent, is_block=model.is_block)
    return _insert_lines(text, _after_item(text, model, dash) if at else _line_start(text, dash), lines)


def _after_item(text: str, item: Item, dash: int) -> int:
    """Return the start of the line after an item and the remarks that belong to it: those deeper than its dash."""
    column = dash - _line_start(text, dash)
    at = last = _next_line(text, item.end)
    while at < len(text):
        line = text[at : _line_end(text, at)]
        at += len(line)
        if _is_remark(line) and _indent_of(line) > column:
            last = at
        elif line.strip():
            break
    return last


def _dash_of(text: str, item: Item) -> int:
    """Return where the dash of a block list's item is, on its line or alone on one above; NotSpliced unless the dash is
    the first thing on its line, and for an item that is empty."""
    end, start = item.start, _line_start(text, item.start)
    while start and (not text[start:end].strip() or _is_remark(text[start:end])):
        start, end = _line_start(text, start - 1), start
    head = _DASH.fullmatch(text, start, end)
    if head is None or item.end <= item.start:
        raise NotSpliced
    return head.end(1)


def _is_long(entry: Entry) -> bool:
    """Tell whether the first entry of a list is better written one key a line: it holds a list of tables."""
    lists = (raw for raw in entry.values() if isinstance(raw, Sequence) and not isinstance(raw, str))
    return any(isinstance(each, Mapping) for raw in lists for each in raw)


def _item_lines(entry: Entry, indent: str, *, is_block: bool) -> list[str]:
    if not is_block:
        return [f"{indent}- {flow_text(entry)}"]
    first, *further = block_lines(entry)
    return [f"{indent}- {first}", *(f"{indent}  {line}" for line in further)]


def _into_nothing(text: str, found: Outline, key: str, value: Value, entry: Entry) -> str:
    if found.is_flow or value.end > value.start:
        opening = "" if text[value.start - 1].isspace() else " "
        return f"{text[: value.start]}{opening}[{flow_text(entry)}]{text[value.end :]}"
    column = found.keys[key] - _line_start(text, found.keys[key])
    start = _next_line(text, found.keys[key] + 1)
    at = _after_remarks(text, start, column)
    example = next(filter(_is_example, text[start:at].splitlines()), " " * (column + _INDENT) + "#")
    indent = " " * max(column, _indent_of(example))  # an example without its "# " must be an entry of the same list
    return _insert_lines(text, at, _item_lines(entry, indent, is_block=_is_long(entry)))


def _after_remarks(text: str, at: int, column: int) -> int:
    """Return where the remarks end that follow an empty list directly: examples of what goes into it. A remark that
    stands at the keys' own column heads what comes next, unless it shows an entry."""
    while at < len(text):
        line = text[at : _line_end(text, at)]
        if not _is_example(line) and not (_is_remark(line) and _indent_of(line) > column):
            break
        at += len(line)
    return at


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_example(line: str) -> bool:
    return _is_remark(line) and line.lstrip()[1:].lstrip().startswith("- ")


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _with_key(text: str, found: Outline, key: str, entry: Entry) -> str:
    if found.is_flow:
        head = text[: found.end].rstrip()
        comma = "" if head.endswith((",", "{")) else ","
        return f"{text[: found.end]}{comma} {key}: [{flow_text(entry)}]{text[found.end :]}"
    indent = " " * found.indent
    lines = [f"{indent}{key}:", *_item_lines(entry, indent + " " * _INDENT, is_block=_is_long(entry))]
    is_apart = not text[: found.end].rstrip(" ").endswith(("\n\n", "\r\n\r\n", "\r\r"))
    return _insert_lines(text, found.end, ["", *lines] if is_apart else lines)


def _insert_lines(text: str, at: int, lines: list[str]) -> str:
    """Return the text with whole lines at an offset: a line's start, or the end of a text without a last line break."""
    newline = _line_break_before(text, at)
    added = newline.join(lines)
    if at and text[at - 1] not in "\r\n":
        return text[:at] + newline + added + text[at:]
    return text[:at] + added + newline + text[at:]


def _line_break_before(text: str, at: int) -> str:
    """Return the line break in use where something is inserted."""
    breaks = LINE_BREAK.findall(text[:at]) or LINE_BREAK.findall(text)
    return str(breaks[-1]) if breaks else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _next_line(text: str, at: int) -> int:
    """Return the start of the line after the one that `at` ends; `at` itself when it is at a line's start already."""
    if at and text[at - 1] in "\r\n":
        return at
    return _line_end(text, at)


def _line_end(text: str, at: int) -> int:
    """Return where the line ends that `at` is in, its line break included."""
    found = LINE_BREAK.search(text, at)
    return found.end() if found else len(text)


# ---------------------------------------------------------------------------------------------------------------- flows


def _into_flow(text: str, found: Outline, key: str, value: Value, entry: Entry, at: int) -> str:
    if not value.items:
        return _into_brackets(text, found, key, value, entry)
    if not at:
        first = value.items[0]
        return f"{text[: first.start]}{flow_text(entry)},{_gap(text, value, first)}{text[first.start :]}"
    item = value.items[at - 1]
    following = value.items[at].start if at < len(value.items) else value.end - 1
    line_end = _line_end(text, item.end)
    if line_end > following:
        gap = " " if _has_remark(text, value.end) else _gap(text, value, item)
        return f"{text[: item.end]},{gap}{flow_text(entry)}{text[item.end :]}"
    rest = text[item.end : line_end]
    before, after = ("", ",") if rest.lstrip().startswith(",") else (",", "")
    line = f"{_indent_like(text, value, item)}{flow_text(entry)}{after}{_line_break_before(text, line_end)}"
    return f"{text[: item.end]}{before}{rest}{line}{text[line_end:]}"


def _into_brackets(text: str, found: Outline, key: str, value: Value, entry: Entry) -> str:
    """Return the text with the only entry of an empty list: on a line of its own where nothing speaks against it."""
    close, start = value.end - 1, _line_start(text, value.end - 1)
    newline = _line_break_before(text, value.end)
    if start > value.start and not text[start:close].strip():
        indent = text[start:close] + " " * _INDENT
        return f"{text[:start]}{indent}{flow_text(entry)}{newline}{text[start:]}"
    if found.is_flow or start > value.start or _has_remark(text, value.end):
        return text[:close] + flow_text(entry) + text[close:]
    column = found.keys[key] - _line_start(text, found.keys[key])
    opening = value.start + 1
    return f"{text[:opening]}{newline}{' ' * (column + _INDENT)}{flow_text(entry)}{text[opening:]}"


def _has_remark(text: str, at: int) -> bool:
    """Tell whether a remark ends the line; it is about what stands there and must not move to another line."""
    return "#" in text[at : _line_end(text, at)]


def _gap(text: str, value: Value, item: Item) -> str:
    """Return what parts entries: a new line where they stand on lines of their own, else a blank."""
    if _line_start(text, item.start) <= value.start:
        return " "
    return _line_break_before(text, item.start) + _indent_like(text, value, item)


def _indent_like(text: str, value: Value, item: Item) -> str:
    """Return the blanks that a line needs to stand below an entry."""
    start = _line_start(text, item.start)
    line = text[start : item.start]
    return " " * (len(line) if start <= value.start else _indent_of(line))


_LINE_REST = re.compile(r"[ \t]*,?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_COMMA = re.compile(r"[ \t]*,")


def _out_of_flow(text: str, value: Value, index: int) -> str:
    """Return the text without an entry: its whole line if it has one, else what stands between it and its neighbour."""
    item, start = value.items[index], _line_start(text, value.items[index].start)
    rest = _LINE_REST.match(text, item.end)
    if rest and not text[start : item.start].strip():
        return text[:start] + text[rest.end() :]
    if len(value.items) == 1:
        comma = _COMMA.match(text, item.end)
        return text[: item.start] + text[comma.end() if comma else item.end :]
    is_last = index + 1 == len(value.items)
    left = value.items[index - 1].end if is_last else item.start
    right = item.end if is_last else value.items[index + 1].start
    if "#" in (text[left : item.start] + text[item.end : right]):
        raise NotSpliced
    return text[:left] + text[right:]
