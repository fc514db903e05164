"""Lines made of styled spans, measured in terminal cells (a Chinese character takes two)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from zlxm.model.value import value
from zlxm.output.safe import safe


@value
class Span:
    """A piece of text with a role (`error warning info good dim head plain`), which decides its colour."""

    text: str
    role: str = "plain"


Line = tuple[Span, ...]


def cells(text: str) -> int:
    """Return the width of a text on a terminal."""
    return len(text) if text.isascii() else sum(_cells_of(character) for character in text)


def pad(text: str, width: int) -> str:
    """Return a text with blanks after it up to a width; a longer one keeps its own."""
    return text + " " * max(0, width - cells(text))


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_NOT_FIRST = "\uff0c\u3002\uff1b\uff1a\u3001\uff09\u300b\u201d\uff01\uff1f,.;:)%"


def wrap(text: str, width: int) -> list[str]:
    """Return the text cut to lines of at most `width` cells, without closing punctuation at the start of a line."""
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = cells(piece)
        if line and used + size > width and piece not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, used = "", 0
            if piece == " ":
                continue
        line += piece
        used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """Western words stay whole unless they are very long; everything else breaks anywhere."""
    word = ""
    for character in text:
        if character.isascii() and not character.isspace() and len(word) < 40:  # noqa: PLR2004 longest unbroken word
            word += character
            continue
        if word:
            yield word
        word = ""
        yield character
    if word:
        yield word


def paragraph(text: str, width: int, *, indent: int = 0, first: str = "", role: str = "plain") -> list[Line]:
    """Return wrapped lines, `first` (already part of the indent) before the first of them. Harmful characters show."""
    parts = wrap(safe(text), width - indent)
    heads = [first + " " * (indent - cells(first))] + [" " * indent] * (len(parts) - 1)
    return [(Span(head), Span(part, role)) for head, part in zip(heads, parts, strict=True)]


def columns(items: Iterable[tuple[str, str]], width: int, indent: int) -> list[Line]:
    """Return (text, role) items set in as many equal columns as fit."""
    shown = [(safe(text), role) for text, role in items]
    if not shown:
        return []
    size = max(cells(text) for text, _ in shown) + 2
    per_line = max(1, (width - indent) // size)
    lines: list[Line] = []
    for start in range(0, len(shown), per_line):
        row = shown[start : start + per_line]
        padded = (Span(text + " " * (size - cells(text)), role) for text, role in row)
        lines.append((Span(" " * indent), *padded))
    return lines


def plain(lines: Iterable[Line]) -> str:
    """Return the lines without any styling."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


_ROLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "good": "green",
    "dim": "bright_black",
    "head": "bold",
    "plain": "",
}


def coloured(lines: Iterable[Line]) -> str:
    """Return the lines with terminal colours."""
    from rich.console import Console  # noqa: PLC0415 only a coloured terminal pays for it
    from rich.text import Text  # noqa: PLC0415

    console = Console(force_terminal=True, color_system="standard", width=10_000, highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(Text.assemble(*((span.text, _ROLES[span.role]) for span in line)), soft_wrap=True)
    return captured.get()
