"""Cells, rows and tables of a template as WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

_STYLED = re.compile(r'(<w:pStyle w:val="\w+"/>)')


class Cell:
    """One cell of a grid: text (a list: several paragraphs), its style, columns and rows it spans."""

    def __init__(
        self,
        text: str | Sequence[str] = "",
        style: str = "Cell",
        span: int = 1,
        rows: int = 1,
        shade: str = "",
        height: int = 0,
    ) -> None:
        self.texts = [text] if isinstance(text, str) else list(text)
        self.style, self.span, self.rows, self.shade, self.height = style, span, rows, shade, height


def label(text: str, span: int = 1, rows: int = 1) -> Cell:
    """Return a cell that names what stands beside it."""
    return Cell(text, "CellLabel", span, rows, "F2F2F2")


def section(text: str, span: int) -> Cell:
    """Return the heading of a part of a form."""
    return Cell(text, "CellSection", span, 1, "E7E6E6")


def value(slot: str, span: int = 1, rows: int = 1, style: str = "Cell") -> Cell:
    """Return a cell filled by one slot."""
    return Cell(f"{{{{ {slot} }}}}", style, span, rows)


def of_row(text: str, item: str) -> str:
    """Return what a cell of a repeated row holds: a column of the row, or a text with tags as it is."""
    return text if "{" in text or not text else f"{{{{ {item}.{text} }}}}"


def paragraph(text: str, style: str, *, keep: bool = False) -> str:
    """Return a paragraph of one style."""
    kept = "<w:keepNext/>" if keep else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    run = f'<w:r><w:t xml:space="preserve">{lines}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{run}</w:p>'


def table_xml(grid: Sequence[int], lines: Iterable[str]) -> str:
    """Return a table of these rows."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def row_xml(
    row: Sequence[Cell], grid: Sequence[int], spans: dict[int, tuple[int, Cell]], height: int, *, is_header: bool
) -> str:
    """Return one row; `spans` keeps the cells that reach down from rows above."""
    cells, column, given = [], 0, iter(row)
    while column < len(grid):
        left, held = spans.get(column, (0, None))
        cell = held if left and held else next(given)
        if not left and cell.rows > 1:
            spans[column] = (cell.rows - 1, cell)
        elif left:
            spans[column] = (left - 1, cell)
        cells.append(_cell(cell, sum(grid[column : column + cell.span]), is_first=not left))
        column += cell.span
    own = max([height, *(cell.height for cell in row)])
    repeated = "<w:tblHeader/>" if is_header else ""
    size = f'<w:trHeight w:val="{own}" w:hRule="atLeast"/>'
    # A row of long text may run over pages; others stay whole.
    whole = "" if any(cell.style == "CellLong" for cell in row) else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{size}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def with_next(row: str) -> str:
    """Return the row so that it stays on the page of the row after it."""
    return _STYLED.sub(r"\1<w:keepNext/>", row)


def _cell(cell: Cell, width: int, *, is_first: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = ('<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>") if cell.rows > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    align = "" if cell.style in ("CellLong", "CellSign") else '<w:vAlign w:val="center"/>'
    align = '<w:vAlign w:val="bottom"/>' if cell.style == "CellSign" else align
    texts = cell.texts if is_first else [""]
    body = "".join(paragraph(text, cell.style) for text in texts)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}{align}</w:tcPr>{body}</w:tc>'


def tag_row(tag: str, columns: int, width: int) -> str:
    """Return a row that holds a row tag."""
    cell = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr>'
    return f"<w:tr><w:tc>{cell}{paragraph(f'{{%tr {tag} %}}', 'Cell')}</w:tc></w:tr>"
