"""What a Word paper holds and its printed pages do not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import docx
from docx.oxml.ns import qn

from tests.papers.office import read_pages

# Boxes come from another font, so that pdftotext may read them before or after the line they stand in.
_LEFT_OUT = re.compile(r"[\s☐☑□]")
_ORDERS = ((), ("-layout",), ("-raw",))  # text that runs around columns comes out whole in one of them
_ONE_LINE = 12  # a text this short cannot be broken between two pages


def lost_texts(paper: Path, pdf: Path) -> list[str]:
    """Return the paragraphs of a paper, those in its tables too, that its pages show too seldom."""
    readings = [[_bare(page) for page in read_pages(pdf, *order)] for order in _ORDERS]
    return [text for text, count in Counter(_texts(paper)).items() if not _is_shown(text, count, readings)]


def _texts(paper: Path) -> Iterator[str]:
    for paragraph in docx.Document(str(paper)).element.body.iter(qn("w:p")):
        text = _bare("".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))))
        if text:
            yield text


def _bare(text: str) -> str:
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))


def _is_shown(text: str, count: int, readings: Sequence[Sequence[str]]) -> bool:
    """Return whether one reading shows the text often enough, at each turn of the page perhaps broken in two."""
    return any(sum(page.count(text) for page in pages) + _broken(text, pages) >= count for pages in readings)


def _broken(text: str, pages: Sequence[str]) -> int:
    if len(text) <= _ONE_LINE:
        return 0
    return sum(_breaks(text, before, after) for before, after in pairwise(pages))


def _breaks(text: str, before: str, after: str) -> bool:
    """Return whether a text that neither page shows whole begins on one and goes on on the next."""
    if text in before or text in after:
        return False
    return any(text[:cut] in before and text[cut:] in after for cut in range(1, len(text)))
