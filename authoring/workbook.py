"""Writes Excel templates: sheets built row by row in named styles, ready to print, the same bytes every time.

Texts are tags for the engine of `zlxm/render/excel.py`: `{{ slot }}` in cells, a row of its own for `{%tr for … %}`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from authoring.styles import FANG, HEI, KAI, LATIN, SONG, XIAO
from zlxm.render.excel_cells import text_height
from zlxm.render.package import read_parts, write_parts

_DATED = datetime(2000, 1, 1)  # noqa: DTZ001 document properties have no zone
_A4 = 9
_WIDER = 8 / 7  # a digit of the default font against the one that heights are worked out with
_LINE = Side(style="thin", color="000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
LABEL_SHADE, SECTION_SHADE, INPUT_SHADE = "F2F2F2", "E7E6E6", "EAF3FA"  # the last: where a person writes
MONEY, SCORE, PERCENT, DAY = "0.00", "0.0", "0.0%", 'yyyy"年"m"月"d"日"'


@dataclass(frozen=True)
class Look:
    """One cell style."""

    font: str = FANG
    size: float = 10.5
    align: str = "left"
    vertical: str = "center"
    bold: bool = False
    shade: str = ""
    boxed: bool = True
    color: str = "000000"
    format: str = "General"
    indent: int = 0

    def style(self, name: str) -> NamedStyle:
        """Return the style under its name."""
        return NamedStyle(
            name,
            font=Font(name=self.font, size=self.size, bold=self.bold, color=self.color),
            fill=PatternFill("solid", fgColor=self.shade) if self.shade else PatternFill(),
            border=_BOX if self.boxed else Border(),
            alignment=Alignment(self.align, self.vertical, wrap_text=True, indent=self.indent),
            number_format=self.format,
        )


LOOKS: Mapping[str, Look] = {
    "zlxm 标题": Look(XIAO, 20, "center", boxed=False),
    "zlxm 副题": Look(KAI, 12, "center", boxed=False),
    "zlxm 说明": Look(KAI, 10, color="595959", boxed=False),
    "zlxm 单位": Look(FANG, 10.5, "right", boxed=False),
    "zlxm 签字": Look(FANG, 12, boxed=False),
    "zlxm 签字靠右": Look(FANG, 12, "right", boxed=False),
    "zlxm 分区": Look(HEI, 12, shade=SECTION_SHADE),
    "zlxm 表头": Look(HEI, 10.5, "center", shade=LABEL_SHADE),
    "zlxm 文字": Look(),
    "zlxm 居中": Look(align="center"),
    "zlxm 整数": Look(LATIN, 10.5, "center", format="0"),
    "zlxm 金额居左": Look(LATIN, 10.5, format=MONEY),
    "zlxm 金额": Look(LATIN, 10.5, "right", format=MONEY),
    "zlxm 分数": Look(LATIN, 10.5, "center", format=SCORE),
    "zlxm 比率": Look(LATIN, 10.5, "center", format=PERCENT),
    "zlxm 日期": Look(FANG, 10.5, "center", format=DAY),
    "zlxm 小计": Look(HEI, 10.5, "center", shade=LABEL_SHADE),
    "zlxm 小计分数": Look(LATIN, 10.5, "center", bold=True, shade=LABEL_SHADE, format=SCORE),
    "zlxm 小计金额": Look(LATIN, 10.5, "right", bold=True, shade=LABEL_SHADE, format=MONEY),
    "zlxm 小计比率": Look(LATIN, 10.5, "center", bold=True, shade=LABEL_SHADE, format=PERCENT),
    "zlxm 结论": Look(HEI, 12, "center"),
    "zlxm 填写": Look(shade=INPUT_SHADE),
    "zlxm 填写居中": Look(align="center", shade=INPUT_SHADE),
    "zlxm 填写长文": Look(shade=INPUT_SHADE, vertical="top"),
    "zlxm 填写分数": Look(LATIN, 10.5, "center", shade=INPUT_SHADE, format="General"),
    "zlxm 填写金额": Look(LATIN, 10.5, "right", shade=INPUT_SHADE, format=MONEY),
    "zlxm 填写比率": Look(LATIN, 10.5, "center", shade=INPUT_SHADE, format=PERCENT),
}


@dataclass(frozen=True)
class Box:
    """One cell: its text, number or formula, its style (without the common prefix), columns and rows it spans."""

    text: Any = ""
    style: str = "文字"
    span: int = 1
    rows: int = 1


def head(text: str, span: int = 1, rows: int = 1) -> Box:
    """Return a cell that names what stands beside or below it."""
    return Box(text, "表头", span, rows)


def slot(name: str, style: str = "文字", span: int = 1, rows: int = 1) -> Box:
    """Return a cell filled by one slot."""
    return Box(f"{{{{ {name} }}}}", style, span, rows)


class Sheet:
    """One sheet, filled from the top. `widths`: of the columns in characters."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float], *, landscape: bool) -> None:
        self.sheet = sheet
        self.widths = widths
        self.row = 1
        self._taken: set[tuple[int, int]] = set()
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        self._page(landscape=landscape)

    def _page(self, *, landscape: bool) -> None:
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = 0.6
        margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.75, 0.3, 0.35
        sheet.print_options.horizontalCentered = True
        footer: Any = sheet.oddFooter
        footer.center.text = '&"宋体"&10第 &P 页　共 &N 页'
        sheet.sheet_view.showGridLines = False

    def add(self, *boxes: Box, height: float = 21) -> int:
        """Add a row and return its number; it is made high enough for its text."""
        column, wanted = 1, [height]
        for box in boxes:
            while (self.row, column) in self._taken:
                column += 1
            self._put(box, column)
            if box.rows == 1 and isinstance(box.text, str) and not box.text.startswith(("=", "{")):
                width = sum(self.widths[column - 1 : column - 1 + box.span])
                wanted.append(text_height(box.text, LOOKS[f"zlxm {box.style}"].size, width * _WIDER))
            column += box.span
        self.sheet.row_dimensions[self.row].height = max(wanted)
        self.row += 1
        return self.row - 1

    def tag(self, tag: str) -> int:
        """Add a row that is a tag: `for x in y`, `endfor`, `if x`, `endif`. Return its number."""
        self.sheet.cell(self.row, 1, f"{{%tr {tag} %}}")
        self.row += 1
        return self.row - 1

    def title(self, text: str, subtitle: str = "") -> None:
        """Add the heading of the sheet."""
        self.add(Box(text, "标题", len(self.widths)), height=36)
        if subtitle:
            self.add(Box(subtitle, "副题", len(self.widths)), height=20)

    def section(self, text: str) -> None:
        """Add the heading of a part."""
        self.add(Box(text, "分区", len(self.widths)), height=22)

    def note(self, text: str) -> None:
        """Add a remark across the sheet."""
        self.add(Box(text, "说明", len(self.widths)), height=16)

    def blank(self, height: float = 8) -> None:
        """Add an empty row."""
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def _put(self, box: Box, column: int) -> None:
        last_row, last_column = self.row + box.rows - 1, column + box.span - 1
        for row in range(self.row, last_row + 1):
            for each in range(column, last_column + 1):
                self.sheet.cell(row, each).style = f"zlxm {box.style}"
                self._taken.add((row, each))
        cell: Any = self.sheet.cell(self.row, column)
        cell.value = box.text if box.text != "" else None
        if box.rows > 1 or box.span > 1:
            self.sheet.merge_cells(start_row=self.row, end_row=last_row, start_column=column, end_column=last_column)

    # ------------------------------------------------------------------------------------------------- what helps

    def choose(self, cells: str, words: Iterable[str], title: str = "") -> None:
        """Offer words to choose from."""
        self._validate(cells, DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True), title)

    def limit(self, cells: str, least: str, most: str, title: str = "") -> None:
        """Take numbers between two bounds, each a number or a cell seen from the first cell."""
        rule = DataValidation("decimal", operator="between", formula1=least, formula2=most, allow_blank=True)
        self._validate(cells, rule, title)

    def _validate(self, cells: str, rule: DataValidation, title: str) -> None:
        rule.showErrorMessage, rule.errorTitle = True, "填写有误"
        rule.error = title or "请从下拉列表中选择"
        rule.add(cells)
        self.sheet.add_data_validation(rule)

    def finish(self, header_rows: str = "", freeze: str = "") -> None:
        """Set the print area to what was written; `header_rows` (`3:4`) repeat on every page."""
        self.sheet.print_area = f"A1:{get_column_letter(len(self.widths))}{self.row - 1}"
        if header_rows:
            self.sheet.print_title_rows = header_rows
        if freeze:
            self.sheet.freeze_panes = freeze

    def break_before(self) -> None:
        """Begin a new page with the next row."""
        from openpyxl.worksheet.pagebreak import Break  # noqa: PLC0415 few sheets need it

        self.sheet.row_breaks.append(Break(self.row - 1))


class Book:
    """One template."""

    def __init__(self, title: str) -> None:
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self._plain_font()
        self.book.properties.title = title
        self.book.properties.creator = "zlxm"
        for name, look in LOOKS.items():
            self.book.add_named_style(look.style(name))

    def _plain_font(self) -> None:
        """Measure columns by the digits of a Chinese font, as Excel and WPS do for people here."""
        plain = Font(name=SONG, size=11)
        book: Any = self.book
        book._fonts[0] = plain  # noqa: SLF001 openpyxl offers no way to set the default
        book._named_styles["Normal"].font = plain  # noqa: SLF001 as above

    def sheet(self, title: str, widths: Sequence[float], *, landscape: bool = False) -> Sheet:
        """Return a new sheet."""
        return Sheet(self.book.create_sheet(title), widths, landscape=landscape)

    def xlsx(self) -> bytes:
        """Return the file."""
        target = io.BytesIO()
        self.book.save(target)
        self.book.properties.created = self.book.properties.modified = _DATED
        properties = tostring(self.book.properties.to_tree())
        return write_parts({**read_parts(target.getvalue()), "docProps/core.xml": properties})
