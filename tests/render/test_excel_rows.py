"""Rows of an Excel template that are repeated or left out, and everything that refers to rows by number."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.papers.making import made as paper
from tests.render.workbooks import a_list, filled, items, made, saved
from zlxm.render.excel import ExcelTemplate
from zlxm.render.excel_cells import text_height
from zlxm.render.package import read_parts
from zlxm.render.row_map import RowMap, moved_formula
from zlxm.wording.papers import Piece


@pytest.mark.parametrize("count", [0, 1, 5])
def test_rows_between_tags_are_repeated_and_what_stands_below_moves(count: int) -> None:
    sheet = filled(made(a_list), 明细=items(count)).worksheets[0]
    total = count + 2
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=total + 1, max_col=4)]
    stretch = (f"C2:C{total - 1}", f"D2:D{total - 1}") if count else ("0", "0")
    assert values == [
        *([n, f"第{n}", n + 0.5, f"=C{n + 1}*2+$C${total}+C1"] for n in range(1, count + 1)),
        ["合计", None, f"=SUM({stretch[0]})", f"=SUM({stretch[1]})+C{total}"],
        ["甲", None, None, "末"],
    ]
    merged = {f"A{total}:B{total}", f"A{total + 1}:C{total + 1}", *(f"D{row}:E{row}" for row in range(2, total))}
    assert {each.coord for each in sheet.merged_cells.ranges} == merged
    assert sheet.print_area == f"'表'!$A$1:$E${total + 1}"
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
    assert sheet.auto_filter.ref == f"A1:D{max(total - 1, 1)}"
    assert [each.id for each in sheet.row_breaks.brk] == [total]
    assert sheet.row_dimensions[total + 1].height == 50


@pytest.mark.parametrize("count", [0, 1, 5])
def test_rules_on_cells_follow_their_rows(count: int) -> None:
    sheet = filled(made(a_list), 明细=items(count)).worksheets[0]
    rules = [(str(each.sqref), each.formula2) for each in sheet.data_validations.dataValidation]
    formats = [(str(each.sqref), each.rules[0].formula) for each in sheet.conditional_formatting]
    where = f"C2:C{count + 1}" if count != 1 else "C2"
    own = [(where, [f"C2>$C${count + 2}"])] if count else []
    assert rules == ([(where, "D2")] if count else [])
    assert formats == [*own, (f"A{count + 3}", [f'$A${count + 3}="甲"'])]


def test_a_repeated_row_keeps_style_and_height() -> None:
    sheet = filled(made(a_list), 明细=items(3)).worksheets[0]
    for row in (2, 3, 4):
        assert (sheet.cell(row, 2).font.name, sheet.cell(row, 2).font.size) == ("仿宋", 12)
        assert sheet.cell(row, 3).number_format == "0.00"
        assert sheet.row_dimensions[row].height == 24


def test_a_row_grows_for_its_text() -> None:
    long = ({"序号": Piece("1", 1), "名称": Piece("长" * 60), "金额": Piece("1.00", Decimal(1))}, *items(1))
    sheet = filled(made(a_list), 明细=long).worksheets[0]
    assert sheet.row_dimensions[2].height > 200
    assert sheet.row_dimensions[3].height == 24


@pytest.mark.parametrize(
    ("text", "size", "width", "lines"),
    [
        ("", 10, 10, 1),
        ("字", 10, 10, 1),
        ("字" * 40, 10, 10, 9),
        ("a" * 40, 10, 10, 5),
        ("一\n二\n三", 10, 10, 3),
        ("字" * 40, 10, 200, 1),
    ],
)
def test_height_of_wrapped_text(text: str, size: float, width: float, lines: int) -> None:
    one = text_height("", size, width)
    assert text_height(text, size, width) == pytest.approx(one + (lines - 1) * (one - 4))


def test_blocks_may_be_left_out_turned_and_nested() -> None:
    def draw(sheet: Any) -> None:
        for text in (
            "{%tr if 表 %}",
            "有",
            "{%tr for 行 in 表 %}",
            "{{ 行.名 }}",
            "{%tr if 行.名 == '乙' %}",
            "（{{ loop.index }}）",
            "{%tr endif %}",
            "{%tr endfor %}",
            "{%tr else %}",
            "无",
            "{%tr endif %}",
            "尾",
        ):
            sheet.append([text])
        sheet["B4"], sheet["B6"], sheet["B12"] = "=ROW(A4)", "=A4", "=COUNTA(A1:A11)"

    def column(number: int, *names: str) -> list[Any]:
        rows = (
            filled(made(draw), 表=tuple({"名": Piece(name)} for name in names))
            .worksheets[0]
            .iter_rows(values_only=True)
        )
        return [row[number] for row in rows]

    assert column(0, "甲", "乙", "丙") == ["有", "甲", "乙", "（2）", "丙", "尾"]
    assert column(1, "甲", "乙", "丙") == [None, "=ROW(A2)", "=ROW(A3)", "=A3", "=ROW(A5)", "=COUNTA(A1:A5)"]
    assert column(0) == ["无", "尾"]
    assert column(1) == [None, "=COUNTA(A1:A1)"]


def test_cells_merged_over_a_loop_stretch_and_over_several_of_its_rows_repeat() -> None:
    def draw(sheet: Any) -> None:
        for texts in (["{%tr for 行 in 表 %}"], ["{{ 行.名 }}", "上"], [None, "下"], ["{%tr endfor %}"], ["尾"]):
            sheet.append(texts)
        sheet.merge_cells("A2:A3")
        sheet["C1"] = "侧"
        sheet.merge_cells("D1:D5")

    sheet = filled(made(draw), 表=({"名": Piece("甲")}, {"名": Piece("乙")})).worksheets[0]
    assert {each.coord for each in sheet.merged_cells.ranges} == {"A1:A2", "A3:A4", "D1:D5"}


def test_other_sheets_names_tables_and_notes_follow() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "明细 表"
    a_list(sheet)
    sheet["A6"].comment, sheet["A6"].hyperlink = Comment("注", "某某"), "#A1"
    sheet["G6"] = ArrayFormula("G6:G6", "=SUM(C2:C4*2)")
    sheet.add_table(Table(displayName="T", ref="H5:I6"))
    sheet["H5"], sheet["I5"] = "子", "丑"
    other: Any = book.create_sheet("汇总")
    other["A1"], other["A2"] = "='明细 表'!C5+SUM('明细 表'!C3)", "=A1+1"
    book.defined_names["合计"] = DefinedName("合计", attr_text="'明细 表'!$C$5")
    done = filled(ExcelTemplate(read_parts(saved(book)), "试"), 明细=items(4))
    assert done["汇总"]["A1"].value == "='明细 表'!C6+SUM('明细 表'!C2:C5)"
    assert done["汇总"]["A2"].value == "=A1+1"
    assert done.defined_names["合计"].attr_text == "'明细 表'!$C$6"
    moved = done["明细 表"]
    assert (moved["A7"].comment.text, moved["A7"].hyperlink.target) == ("注", "#A1")
    assert (moved["G7"].value.ref, moved["G7"].value.text) == ("G7:G7", "=SUM(C2:C5*2)")
    assert moved.tables["T"].ref == "H6:I7"


# rows 1 … 6 of the template, of which 2 and 4 are tags around row 3; three items
MAP = RowMap([1, 3, 3, 3, 5, 6], [(), (), (2,), (), (), ()])


@pytest.mark.parametrize(
    ("formula", "seen_from", "moved"),
    [
        ("=A1", 0, "=A1"),
        ("=SUM(A2:A4)", 5, "=SUM(A2:A4)"),
        ("=SUM(A3:A3)", 5, "=SUM(A2:A4)"),
        ("=SUM(A3)", 5, "=SUM(A2:A4)"),
        ("=SUM($A$3:$B$5)", 6, "=SUM($A$2:$B$5)"),
        ("=A3+B5", 3, "=A3+B5"),
        ("=A3/A$5", 4, "=A4/A$5"),
        ("=A1*A3", 2, "=A1*A2"),
        ("=A9", 1, "=A9"),
        ("=SUM(A:A)+SUM(3:3)", 5, "=SUM(A:A)+SUM(2:4)"),
        ("=别!A3+表!A3", 3, "=别!A3+表!A2:A4"),
        ("=SUM('表'!A3)", 0, "=SUM('表'!A2:A4)"),
        ('=IF(A5="A3",LOG10(1),名称)', 5, '=IF(A5="A3",LOG10(1),名称)'),
        ("A3>$A$5", 3, "A3>$A$5"),
    ],
)
def test_references_go_where_their_rows_went(formula: str, seen_from: int, moved: str) -> None:
    own = "别" if "表!" in formula else "表"
    assert moved_formula(formula, own, {"表": MAP}, seen_from) == moved


def test_references_to_rows_that_were_left_out_count_nothing() -> None:
    nothing = RowMap([1, 5], [(), (), (2,), (), ()])
    assert moved_formula("=SUM(A2:A4)+A5", "表", {"表": nothing}, 2) == "=SUM(0)+A2"


def test_a_frozen_sheet_keeps_at_most_a_selection_a_pane() -> None:
    extension, finished = paper("数据共享清单")
    assert extension == ".xlsx"
    for sheet in load_workbook(BytesIO(finished.data)):
        assert sheet.freeze_panes
        assert len(sheet.sheet_view.selection) <= 3
