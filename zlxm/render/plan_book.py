"""The workbook being written: formats made once, rows written in order, text never taken for a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from zlxm.model.errors import ZlxmError
from zlxm.render.plan_cells import Cell
from zlxm.render.plan_formulas import column_name
from zlxm.wording.plan import plan_words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ROW, _LINE, _AROUND, _HIGHEST = 20.0, 15.0, 4.0, 409.0  # points: a row; a line of text, what is around it; the most
_FACTOR, _ENDLESS = 1.05, 1e9  # letters of 10 points that fit in a unit of width
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
A3, A4 = 8, 9
_RISKY = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # what spreadsheets take for the begin of a formula
_BODY, _HEADING, _TITLE = "\u5b8b\u4f53", "\u9ed1\u4f53", "\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53"
_CELL = {"font_name": _BODY, "font_size": 10, "border": 1, "border_color": "#808080", "valign": "vcenter"}
_HEAD = {**_CELL, "font_name": _HEADING, "align": "center", "text_wrap": True, "bg_color": "#DDE5EE"}
_SUM = {**_CELL, "bold": True, "bg_color": "#F2F2F2"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": _TITLE, "font_size": 18, "align": "center", "valign": "vcenter"},
    "line": {"font_name": _BODY, "font_size": 10, "valign": "vcenter"},
    "line_right": {"font_name": _BODY, "font_size": 10, "valign": "vcenter", "align": "right"},
    "paragraph": {"font_name": _BODY, "font_size": 11, "valign": "top", "text_wrap": True},
    "heading": {"font_name": _HEADING, "font_size": 12, "valign": "vcenter"},
    "head": _HEAD,
    "group": {**_HEAD, "bg_color": "#C5D2E0"},
    "text": {**_CELL, "text_wrap": True},
    "center": {**_CELL, "text_wrap": True, "align": "center"},
    "alert": {**_CELL, "text_wrap": True, "align": "center", "font_color": "#C00000"},
    "number": {**_CELL, "align": "center"},
    "money": {**_CELL, "num_format": "#,##0.00"},
    "day": {**_CELL, "num_format": "yyyy-mm-dd", "align": "center"},
    "share": {**_CELL, "num_format": "0.0%"},
    "sum_text": {**_SUM, "text_wrap": True},
    "sum_center": {**_SUM, "align": "center"},
    "sum_money": {**_SUM, "num_format": "#,##0.00;-#,##0.00;"},  # zeros would hide what there is
    "sum_share": {**_SUM, "num_format": "0.0%"},
}


class PlanBook:
    """A workbook that keeps no rows in memory but in files, which are gone after the `with` block whatever happens.
    Rows of a sheet are written from the top."""

    def __init__(self, title: str, day: date) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 50 ms that only the plan pays

        self._target = io.BytesIO()
        self._folder = TemporaryDirectory(prefix="zlxm-plan-")
        self._workbook = Workbook(self._target, {"constant_memory": True, "tmpdir": self._folder.name})
        made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 the same bytes for the same day
        self._workbook.set_properties({"title": title, "author": "zlxm", "created": made})
        self._formats: dict[tuple[str, bool], Format] = {}

    def __enter__(self) -> Self:
        """Return the book."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close and remove its files; a book that was not finished is given up."""
        for sheet in self._workbook.worksheets():
            sheet.row_data_fh.close()
        self._workbook.fileclosed = True
        self._folder.cleanup()

    def sheet(self, name: str, paper: int = A4) -> PlanSheet:
        """Return a new sheet, landscape, as wide as the paper, with page numbers."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer(f"&C&9{plan_words()['page']}")
        sheet.center_horizontally()
        sheet.set_default_row(_ROW)
        return PlanSheet(self, sheet, name)

    def look(self, name: str, *, is_risky: bool = False) -> Format:
        """Return a format; a risky text keeps being a text when somebody edits its cell."""
        found = self._formats.get((name, is_risky))
        if found is None:
            look = {**_LOOKS.get(name, {}), **({"quote_prefix": True} if is_risky else {})}
            found = self._workbook.add_format(look or {**_SUM, "align": "center", "num_format": name})
            self._formats[name, is_risky] = found
        return found

    def chart(self, title: str, sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> Any:
        """Return a chart with a bar for every name in a column, as long as the amount in another; `rows` and `columns`
        from 0, names first, the first row on top."""
        chart = self._workbook.add_chart({"type": "bar"})
        names, amounts = ([sheet, rows[0], column, rows[1], column] for column in columns)
        font = {"name": _BODY, "size": 9}
        label = {"value": True, "num_format": "#,##0", "font": font}
        chart.add_series(
            {"categories": names, "values": amounts, "data_labels": label, "fill": {"color": "#4F81BD"}, "gap": 60}
        )
        chart.set_title({"name": title, "name_font": {"name": _HEADING, "size": 12, "bold": False}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"num_font": font, "reverse": True, "major_gridlines": {"visible": False}})
        lines = {"visible": True, "line": {"color": "#D9D9D9"}}
        chart.set_x_axis(
            {"num_font": font, "num_format": "#,##0", "label_position": "high", "min": 0, "major_gridlines": lines}
        )
        return chart

    def finish(self) -> bytes:
        """Return the file."""
        self._workbook.close()
        return self._target.getvalue()


class PlanSheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: PlanBook, sheet: Worksheet, name: str) -> None:
        self.book = book
        self.sheet = sheet
        self.name = name
        self._widths: tuple[float, ...] = ()
        self._heights: set[int] = set()

    def widths(self, widths: Sequence[float]) -> None:
        """Set how many characters wide the columns are."""
        self._widths = tuple(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row, before anything is written into it."""
        self._heights.add(row)
        self.sheet.set_row(row, points)

    def merged(self, row: int, columns: tuple[int, int], text: str, look: str) -> None:
        """Write a text over several cells of one row."""
        first, last = columns
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", self.book.look(look))
        self.put(row, first, text, look)

    def put(self, row: int, column: int, cell: Cell, look: str) -> None:
        """Write one typed cell. Raises ZlxmError (`text_too_long`, `too_many_rows`) with its place."""
        if row >= MOST_ROWS:
            raise ZlxmError("too_many_rows", {"most": MOST_ROWS, "place": self._place(row, column)})
        if isinstance(cell, str):
            self._put_text(row, column, cell, look)
        elif cell is None:
            self.sheet.write_blank(row, column, None, self.book.look(look))
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.book.look(look))
        else:
            self.sheet.write_number(row, column, cell, self.book.look(look))

    def _put_text(self, row: int, column: int, text: str, look: str) -> None:
        if len(text) > LONGEST_TEXT // 2 and (units := len(text.encode("utf-16-le")) // 2) > LONGEST_TEXT:
            raise ZlxmError("text_too_long", {"place": self._place(row, column), "number": units, "most": LONGEST_TEXT})
        is_risky = _RISKY.match(text) is not None
        self.sheet.write_string(row, column, text, self.book.look(look, is_risky=is_risky))

    def formula(self, row: int, column: int, formula: str, look: str, result: float) -> None:
        """Write a formula with the result that readers without formulas show."""
        self.sheet.write_formula(row, column, formula, self.book.look(look), round(result, 12))

    def row(self, row: int, cells: Sequence[Cell], looks: Sequence[str]) -> None:
        """Write a row from the first column on, high enough for its texts unless its height was set."""
        if row not in self._heights:
            lines = max(
                (self._lines(column, cell) for column, cell in enumerate(cells) if isinstance(cell, str)), default=1
            )
            if lines > 1:
                self.height(row, min(_LINE * lines + _AROUND, _HIGHEST))
        for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            self.put(row, column, cell, look)

    def _lines(self, column: int, text: str) -> int:
        """Return how many lines a text takes in a column, an ideograph being as wide as two letters."""
        room = self._widths[column] * _FACTOR if column < len(self._widths) else _ENDLESS
        return sum(max(1, math.ceil(len(line.encode("gbk", "replace")) / room)) for line in text.split("\n"))

    def _place(self, row: int, column: int) -> str:
        return f"{self.name}!{column_name(column)}{row + 1}"
