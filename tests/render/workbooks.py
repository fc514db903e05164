"""Excel templates for tests: made with openpyxl, filled, and read back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from zlxm.render.excel import ExcelTemplate
from zlxm.render.package import read_parts, write_parts
from zlxm.wording.papers import Piece


def made(draw: Callable[[Any], None], title: str = "表") -> ExcelTemplate:
    """Return a template of one sheet that `draw` fills."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = title
    draw(sheet)
    return ExcelTemplate(read_parts(saved(book)), "试")


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def cells(*texts: str, number_format: str = "General") -> ExcelTemplate:
    """Return a template with these texts one below the other."""

    def draw(sheet: Any) -> None:
        for row, text in enumerate(texts, 1):
            sheet.cell(row, 1, text).number_format = number_format
            sheet.cell(row, 1).data_type = "s"

    return made(draw)


def filled(template: ExcelTemplate, **view: Any) -> Any:
    """Return the finished workbook."""
    return load_workbook(BytesIO(write_parts(template.fill(view))))


def lone(text: str, number_format: str = "General", **view: Any) -> Any:
    """Return the first cell after filling."""
    return filled(cells(text, number_format=number_format), **view).worksheets[0]["A1"]


def a_list(sheet: Any) -> None:
    """Draw a heading, a loop of one row, a total, and everything that refers to rows."""
    sheet.append(["序号", "名称", "金额", "双倍"])
    sheet.append(["{%tr for 行 in 明细 %}"])
    sheet.append(["{{ 行.序号 }}", "{{ 行.名称 }}", "{{ 行.金额 }}", "=C3*2+$C$5+C1"])
    sheet.append(["{%tr endfor %}"])
    sheet.append(["合计", None, "=SUM(C2:C4)", "=SUM(D3:D3)+C5"])
    sheet.append(["甲", None, None, "末"])
    sheet["B3"].font, sheet["B3"].alignment = Font(name="仿宋", size=12), Alignment(wrap_text=True)
    sheet["C3"].number_format = "0.00"
    sheet.merge_cells("D3:E3")
    sheet.merge_cells("A5:B5")
    sheet.merge_cells("A6:C6")
    sheet.row_dimensions[3].height, sheet.row_dimensions[6].height = 24, 50
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:E6", "1:1", "A2"
    sheet.auto_filter.ref = "A1:D4"
    sheet.row_breaks.append(Break(5))
    rule = DataValidation("decimal", operator="between", formula1="0", formula2="D3")
    rule.add("C3:C3")
    sheet.add_data_validation(rule)
    formats: Any = sheet.conditional_formatting
    make: Any = FormulaRule
    formats.add("C3:C3", make(formula=["C3>$C$5"], fill=PatternFill("solid", bgColor="FF0000")))
    formats.add("A6", make(formula=['$A$6="甲"'], font=Font(bold=True)))


def items(count: int) -> tuple[dict[str, Piece], ...]:
    return tuple(
        {"序号": Piece(str(n), n), "名称": Piece(f"第{n}"), "金额": Piece(f"{n}.50", Decimal(f"{n}.5"))}
        for n in range(1, count + 1)
    )
