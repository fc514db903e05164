"""Turns the XML of a Word document into plain text and finds what should not be in it."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from itertools import islice
from typing import Final

from zlxm.model.value import value

PARAGRAPH_END: Final = "\x00\n"
"""Between two paragraphs. NUL cannot occur in XML and is no white space, so that neither `.` nor `\\s` crosses it."""

_MOST_HITS: Final = 50
_LONGEST_HIT: Final = 80
_LONGEST_LINE: Final = 1000
_LINE_OVERLAP: Final = 100
_ROOT_LIES_WITHIN: Final = 4096
_ROOT: Final = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?(?:document|hdr|ftr)\b")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LAST_CHARACTER: Final = 0x10FFFF


class DoctypeError(Exception):
    """A part declares a document type."""


@value
class TextPatterns:
    """What to look for in the text of a Word document: marks of secrecy, and slots a template left unfilled.

    Secrecy marks in the *name* of a file are matched elsewhere: that needs no disk. Both patterns must take time in
    proportion to the text, so repeats should have an upper bound; a paragraph over 1,000 characters is searched in
    overlapping pieces, which keeps even a careless pattern from hanging. `labels` are the words, as `statements` writes
    them, beside which a document says what it is about.
    """

    secrecy: re.Pattern[str]
    placeholder: re.Pattern[str]
    labels: frozenset[str] = frozenset()


def has_doctype(xml: str) -> bool:
    """Whether the XML declares a document type, which no office program writes and which may define entities."""
    return "<!DOCTYPE" in xml


def xml_text(raw: bytes) -> str:
    """`raw` decoded as XML may be: UTF-16 if it looks so, else UTF-8 with replacement characters for faults."""
    return raw.decode(_encoding(raw), "replace")


def text_decoder(start: bytes) -> codecs.IncrementalDecoder:
    """What decodes XML that begins with `start` chunk by chunk, as `xml_text` does."""
    return codecs.getincrementaldecoder(_encoding(start))("replace")


def _encoding(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if raw.startswith((b"<\x00", b"\x00<")):
        return "utf-16-le" if raw[0] else "utf-16-be"
    return "utf-8"


def prefix_of(xml: str) -> str:
    """The prefix of Word's own names in a body, header or footer that begins here; empty for none."""
    root = _ROOT.search(xml, 0, _ROOT_LIES_WITHIN)
    return (root[1] or "") if root else "w"


def plain_text(xml: str, prefix: str | None = None) -> str:
    """The text of the body, header or footer `xml`: runs joined, paragraphs ended by `PARAGRAPH_END`.

    Field codes and deleted text are left out; tabs and line breaks vanish, so a mark split by one is still found.
    `prefix`: of Word's names, for a piece from the middle.
    """
    pieces = _text_pattern(prefix_of(xml) if prefix is None else prefix).findall(xml)
    return resolved("".join([piece or PARAGRAPH_END for piece in pieces]))


def bounded_lines(text: str) -> str:
    """`text` with every line over 1,000 characters cut into pieces that overlap by 100, so that no mark is cut."""
    lines = text.split("\n")
    if max(map(len, lines)) <= _LONGEST_LINE:
        return text
    return "\n".join(piece for line in lines for piece in _pieces(line))


def hits(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The different places in `text` that match, in order: at most 50, each cut at 80 characters."""
    found = (match[0].replace(PARAGRAPH_END, " ")[:_LONGEST_HIT] for match in pattern.finditer(text))
    return tuple(islice(dict.fromkeys(islice(found, _MOST_HITS * 100)), _MOST_HITS))


@lru_cache(maxsize=8)
def _text_pattern(prefix: str) -> re.Pattern[str]:
    name = re.escape(f"{prefix}:" if prefix else "")
    # Nothing here may run past the next `<`: a tag that never ends must not be searched to the end of the file.
    return re.compile(rf"<{name}t(?:\s[^<>]*)?>([^<]+)|</{name}p\s*>")


def resolved(text: str) -> str:
    """`text` with its character references in plain."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if number <= _LAST_CHARACTER else ""


def _pieces(line: str) -> list[str]:
    return [line[at : at + _LONGEST_LINE + _LINE_OVERLAP] for at in range(0, max(1, len(line)), _LONGEST_LINE)]
