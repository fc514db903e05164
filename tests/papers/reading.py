"""Papers as plain text, so that what changed in one can be read in a diff."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import docx
import openpyxl
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def text_of(name: str, data: bytes) -> str:
    """Return the text of a paper: paragraphs as lines, tables and sheets a row a line."""
    lines = _excel(data) if name.endswith(".xlsx") else _word(docx.Document(BytesIO(data)))
    return "".join(f"{line}\n" for line in lines)


def _word(document: Document) -> Iterator[str]:
    for element in document.element.body:
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document)
            style = paragraph.style.name if paragraph.style is not None else ""
            mark = "#" * int(style[-1]) + " " if style and style.startswith("Heading") else ""
            yield (mark + paragraph.text).rstrip()
        elif element.tag == qn("w:tbl"):
            yield from (_row(row) for row in Table(element, document).rows)


def _row(row: _Row) -> str:
    texts, last = [], None
    for cell in row.cells:
        if cell._tc is not last:  # noqa: SLF001 a cell over several columns is listed once for each
            texts.append(" / ".join(paragraph.text for paragraph in cell.paragraphs))
        last = cell._tc  # noqa: SLF001 as above
    return "| " + " | ".join(texts) + " |"


def _excel(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        yield f"## {sheet.title}"
        for row in sheet.iter_rows(values_only=True):
            shown = ["" if cell is None else str(cell) for cell in row]
            if any(shown):
                yield "| " + " | ".join(shown).rstrip(" |") + " |"
