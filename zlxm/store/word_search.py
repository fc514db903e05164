"""Searches the text of a Word document piece by piece, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Final

from zlxm.store.active_content import field_codes
from zlxm.store.docx_text import (
    PARAGRAPH_END,
    DoctypeError,
    TextPatterns,
    bounded_lines,
    has_doctype,
    hits,
    plain_text,
    prefix_of,
    text_decoder,
)
from zlxm.store.zip_screen import OversizedZipError

MOST_LINES: Final = 20_000
_LAST_LINES: Final = 12  # where the date stands by which a paper is signed
_LONGEST_LINE: Final = 1000
_MOST_HITS: Final = 50
_LONGEST_TEXT: Final = 8 * 1024 * 1024  # without a tag in it; XML libraries stop at 10 million


class WordSearch:
    """What was found in the parts of one document so far: different hits in order, lines, codes of fields."""

    def __init__(self, patterns: TextPatterns) -> None:
        self._patterns = patterns
        self._placeholders: dict[str, None] = {}
        self._marks: dict[str, None] = {}
        self.lines: list[str] = []
        self.codes: list[str] = []

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Slots that were left unfilled, at most 50."""
        return tuple(self._placeholders)[:_MOST_HITS]

    @property
    def marks(self) -> tuple[str, ...]:
        """Marks of secrecy, at most 50."""
        return tuple(self._marks)[:_MOST_HITS]

    def take(self, chunks: Iterable[bytes]) -> None:
        """Search a part that comes in chunks. Raises DoctypeError, OversizedZipError."""
        prefix, rest = None, ""
        for xml in _whole_tags(chunks):
            if has_doctype(xml):
                raise DoctypeError
            prefix = prefix_of(xml) if prefix is None else prefix
            self.codes.append("".join(field_codes(xml)))
            text = rest + plain_text(xml, prefix)
            found, _, rest = text.rpartition(PARAGRAPH_END) if len(text) < _LONGEST_TEXT else (text, "", "")
            self._search(found)
        self._search(rest)

    def _search(self, text: str) -> None:
        if not text:
            return
        bounded = bounded_lines(text)
        self._placeholders.update(dict.fromkeys(hits(self._patterns.placeholder, bounded)))
        self._marks.update(dict.fromkeys(hits(self._patterns.secrecy, bounded)))
        if self._patterns.labels:
            self.lines += (line[:_LONGEST_LINE] for line in bounded.split(PARAGRAPH_END))
            del self.lines[MOST_LINES:-_LAST_LINES]


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the text of a part, cut only before a `<`: what begins there is not complete yet."""
    decoder: codecs.IncrementalDecoder | None = None
    rest = ""
    for chunk in chunks:
        decoder = decoder or text_decoder(chunk)
        text = rest + decoder.decode(chunk)
        at = text.rfind("<")
        rest = text[at:] if at >= 0 else text
        if len(rest) > _LONGEST_TEXT:
            raise OversizedZipError
        if at > 0:
            yield text[:at]
    yield rest + (decoder.decode(b"", final=True) if decoder else "")
