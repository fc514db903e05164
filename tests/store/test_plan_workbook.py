from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zlxm.model.errors import ZlxmError
from zlxm.store.plan_headings import Headings
from zlxm.store.plan_workbook import MOST_ROWS, PlanTable, read_plan
from zlxm.wording.fields import heading, plan_columns, sum_words, yuan_lines

HEADINGS = Headings(plan_columns(), sum_words(), heading)


def workbook(folder: Path, *rows: tuple[Any, ...], sheet: str = "Sheet1") -> str:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    path = folder / "计划.xlsx"
    book.save(path)
    return str(path)


def texts(table: PlanTable) -> list[dict[str, str]]:
    return [{key: cell.text for key, cell in row.cells.items()} for row in table.rows]


def test_rows_are_read_below_the_headings_with_their_places(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("2027 年度政务信息化项目计划",),
        (),
        ("序号", "项目名称*", "申报 单位", "申报金额(万元)", "备注"),
        (1, " 甲 ", "民政局", 86.5, "x"),
        (),
        ("合计", None, None, 86.5),
        (2, "乙", "教育局", 0.1 + 0.2),
    )
    table = read_plan(path, HEADINGS)
    assert texts(table) == [
        {"name": "甲", "unit": "民政局", "amount": "86.5"},
        {"name": "乙", "unit": "教育局", "amount": "0.3"},
    ]
    assert table.columns == ("name", "unit", "amount")
    assert [row.cells["amount"].place for row in table.rows] == ["Sheet1!D4", "Sheet1!D7"]
    assert table.place == "Sheet1!3"


@pytest.mark.parametrize(
    ("title", "content", "text"),
    [
        ("金额（万元）", 60, "60"),
        ("金额（万元）", 60.0, "60"),
        ("金额（元）", 865000, "86.5"),
        ("申报金额\n（元）", "865001", "86.5001"),
        ("金额（元）", 1200000, "120"),
        ("金额（元）", "八万", "八万"),
        ("金额", "86.50", "86.50"),
        ("年度", 2027, "2027"),
        ("年度", date(2027, 1, 1), "2027-01-01 00:00:00"),
        ("项目编号", "017", "017"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(tmp_path: Path, title: str, content: object, text: str) -> None:
    row = read_plan(workbook(tmp_path, ("项目名称", title), ("甲", content)), HEADINGS).rows[0]
    assert [cell.text for key, cell in row.cells.items() if key != "name"] == [text]


def test_a_failed_formula_is_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(("项目名称", "金额"))
    book.active["A2"] = "甲"
    book.active["B2"] = "#REF!"
    book.active["B2"].data_type = "e"
    book.save(tmp_path / "甲.xlsx")
    cell = read_plan(str(tmp_path / "甲.xlsx"), HEADINGS).rows[0].cells["amount"]
    assert (cell.is_error, cell.place) == (True, "Sheet!B2")


def test_the_first_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(("说明",))
    book.create_sheet("项目").append(("名称", "单位"))
    book["项目"].append(("甲", "乙"))
    book.save(tmp_path / "甲.xlsx")
    assert read_plan(str(tmp_path / "甲.xlsx"), HEADINGS).rows[0].cells["unit"].place == "项目!B2"


def test_a_false_size_in_the_file_hides_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("项目名称", "金额"), ("甲", 1), ("乙", 2))
    source = zipfile.ZipFile(path)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    Path(path).write_bytes(changed.getvalue())
    assert len(read_plan(path, HEADINGS).rows) == 2


def test_rows_up_to_the_limit_and_no_more(tmp_path: Path) -> None:
    rows = [("项目名称",), *((f"项目{n}",) for n in range(MOST_ROWS))]
    assert len(read_plan(workbook(tmp_path, *rows), HEADINGS).rows) == MOST_ROWS
    with pytest.raises(ZlxmError) as told:
        read_plan(workbook(tmp_path, *rows, ("多",)), HEADINGS)
    assert told.value.code == "too_many_rows"


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return made.getvalue()


def with_part(content: bytes, name: str, text: str) -> bytes:
    source, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each in source.namelist():
            archive.writestr(each, text if each == name else source.read(each))
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", "项目名称,单位\n".encode(), b"\xd0\xcf\x11\xe0" + b"\0" * 600, bomb()]
)
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(content)
    with pytest.raises(ZlxmError) as told:
        read_plan(str(path), HEADINGS)
    assert told.value.code == "bad_workbook"


@pytest.mark.parametrize("text", ["", "<", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_workbook_with_a_broken_part_is_told(tmp_path: Path, part: str, text: str) -> None:
    path = Path(workbook(tmp_path, ("项目名称",), ("甲",)))
    path.write_bytes(with_part(path.read_bytes(), part, text))
    with pytest.raises(ZlxmError) as told:
        read_plan(str(path), HEADINGS)
    assert told.value.code in ("bad_workbook", "no_plan_table")


@pytest.mark.parametrize(("path", "code"), [("没有.xlsx", "no_such_path"), (".", "bad_workbook")])
def test_a_path_that_is_no_file_is_told(tmp_path: Path, path: str, code: str) -> None:
    with pytest.raises(ZlxmError) as told:
        read_plan(str(tmp_path / path), HEADINGS)
    assert told.value.code == code


def test_without_headings_there_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(ZlxmError) as told:
        read_plan(workbook(tmp_path, ("甲", "乙"), (1, 2)), HEADINGS)
    assert told.value.code == "no_plan_table"


# --------------------------------------------------------------------------------------------- tables that people made


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        pytest.param(
            [
                ("2027年度计划",),
                ("序号", "申报单位", "项目名称", "投资（万元）", None, "备注"),
                (None, None, None, "软件", "合计", None),
                (1, "民政局", "甲", 60, 86.5, None),
            ],
            "Sheet1!E4",
            id="a group over the amounts, the other headings over two rows",
        ),
        pytest.param(
            [
                ("项目", None, None, "资金（元）"),
                ("序号", "申报单位", "项目名称", "投资合计"),
                (1, "民政局", "甲", 865000),
            ],
            "Sheet1!D3",
            id="groups above all headings, the unit in the group",
        ),
        pytest.param(
            [
                ("申报单位", "项目", None, "金额（万元）"),
                (None, "编号", "名称", None),
                ("民政局", "01", "甲", 86.5),
            ],
            "Sheet1!D3",
            id="the name itself in the second row",
        ),
        pytest.param(
            [("单位：元",), ("申报单位", "项目名称", "申报金额"), ("民政局", "甲", "865,000.00")],
            "Sheet1!C3",
            id="the unit above the table",
        ),
        pytest.param(
            [("单位：元",), ("申报单位", "项目名称", "申报金额（万元）"), ("民政局", "甲", 86.5)],
            "Sheet1!C3",
            id="the heading's own unit",
        ),
    ],
)
def test_headings_are_recognised_however_they_are_set(tmp_path: Path, rows: list[tuple[Any, ...]], place: str) -> None:
    (row,) = read_plan(workbook(tmp_path, *rows), HEADINGS_WITH_UNITS).rows
    assert {key: row.cells[key].text for key in ("unit", "name", "amount")} == {
        "unit": "民政局",
        "name": "甲",
        "amount": row.cells["amount"].text,
    }
    assert Decimal(row.cells["amount"].text) == Decimal("86.5")
    assert row.cells["amount"].place == place


HEADINGS_WITH_UNITS = Headings(plan_columns(), sum_words(), heading, yuan_lines())


def test_a_row_without_a_name_under_plain_headings_is_a_row(tmp_path: Path) -> None:
    table = read_plan(workbook(tmp_path, ("项目名称", "申报单位"), (None, "民政局"), ("甲", "乙")), HEADINGS)
    assert [row.cells["name"].text for row in table.rows] == ["", "甲"]
    assert table.rows[0].cells["name"].place == "Sheet1!A2"


@pytest.mark.parametrize(
    ("title", "content", "text"),
    [
        ("金额（万元）", "86.5万", "86.5"),
        ("金额（万元）", "86.5万元", "86.5"),
        ("金额（万元）", "865000元", "86.5"),
        ("金额（万元）", "８６．５ 万元", "86.5"),
        ("金额（万元）", "1,234.50", "1234.50"),
        ("金额（元）", "86.5万元", "86.5"),
        ("金额（元）", "1,200,000", "120"),
        ("总投资（单位：元）", "865000", "86.5"),
        ("金额（万元）", "约86.5", "约86.5"),
        ("金额（万元）", "12,34", "12,34"),
        ("金额（万元）", "-5", "-5"),
        ("金额（万元）", "86.5亿元", "86.5亿元"),
    ],
)
def test_an_amount_may_name_its_unit(tmp_path: Path, title: str, content: str, text: str) -> None:
    row = read_plan(workbook(tmp_path, ("项目名称", title), ("甲", content)), HEADINGS).rows[0]
    assert row.cells["amount"].text == text


@pytest.mark.parametrize(
    "row",
    [
        ("合计", None, 5),
        ("小 计：", None, 5),
        (None, "合计", 5),
        ("民政局小计", None, 5),
        ("小计", "民政局", 5),
        ("注：金额含税", None, None),
        (None, None, None, "填表人：某某"),
    ],
)
def test_sums_and_remarks_are_no_projects(tmp_path: Path, row: tuple[Any, ...]) -> None:
    headings = ("序号", "申报单位", "金额", "附注", "项目名称")
    path = workbook(tmp_path, headings, (1, "民政局", 5, None, "甲"), row)
    assert len(read_plan(path, HEADINGS).rows) == 1


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("2027年度计划",), "2027"),
        (("2027 年政务信息化项目", "编制日期：2026-09-01"), "2027"),
        (("2027年度计划", "2026年9月编制"), "2027"),
        (("2026年至2027年计划",), ""),
        (("计划",), ""),
    ],
)
def test_the_year_of_a_title_is_known(tmp_path: Path, lines: tuple[str, ...], year: str) -> None:
    assert read_plan(workbook(tmp_path, *((line,) for line in lines), ("项目名称",), ("甲",)), HEADINGS).year == year


def test_a_formula_that_was_never_worked_out_is_no_blank(tmp_path: Path) -> None:
    table = read_plan(workbook(tmp_path, ("项目名称", "金额"), ("甲", "=1+1"), ("乙", None)), HEADINGS)
    cells = [row.cells["amount"] for row in table.rows]
    assert [(cell.text, cell.is_error) for cell in cells] == [("=1+1", True), ("", False)]


# --------------------------------------------------------------------------------------------------- hostile workbooks


def rebuilt(path: str, change: Callable[[str, bytes], bytes], *more: tuple[str, bytes]) -> None:
    source = zipfile.ZipFile(path)
    parts = [(name, change(name, source.read(name))) for name in source.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in (*parts, *more):
            target.writestr(name, content)


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data.replace(old, new) if name.endswith("sheet1.xml") else data


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("项目名称",), ("甲",))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    rebuilt(path, in_sheet(b"</sheetData>", merged))
    assert len(read_plan(path, HEADINGS).rows) == 1


def test_a_million_rows_that_the_file_denies_are_refused_with_the_place(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("项目名称",), ("甲",))
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 400_000))
    rebuilt(path, in_sheet(b"</sheetData>", rows + b"</sheetData>"))
    tracemalloc.start()
    with pytest.raises(ZlxmError) as told:
        read_plan(path, HEADINGS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (told.value.code, told.value.facts["place"]) == ("too_many_rows", f"Sheet1!A{MOST_ROWS + 2}")
    assert peak < 60_000_000


def test_a_row_far_below_is_refused_with_the_place(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("项目名称",), ("甲",))
    rebuilt(path, in_sheet(b"</sheetData>", b'<row r="60000"><c r="A60000"><v>1</v></c></row></sheetData>'))
    with pytest.raises(ZlxmError) as told:
        read_plan(path, HEADINGS)
    assert told.value.facts["place"] == "Sheet1!A60000"


def test_a_row_as_wide_as_a_sheet_can_be_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("项目名称",), ("甲",))
    rebuilt(path, in_sheet(b"</sheetData>", b'<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>'))
    assert len(read_plan(path, HEADINGS).rows) == 1


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_a_workbook_with_macros_is_refused(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path, ("项目名称",), ("甲",))
    rebuilt(path, lambda _name, data: data, (part, b"x"))
    with pytest.raises(ZlxmError) as told:
        read_plan(path, HEADINGS)
    assert (told.value.code, told.value.facts["detail"]) == ("bad_workbook", "active_content")


def test_what_is_wrong_with_a_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(ZlxmError) as told:
        read_plan(str(path), HEADINGS)
    assert told.value.facts["detail"] == "protected"
    path.write_bytes(bomb())
    with pytest.raises(ZlxmError) as told:
        read_plan(str(path), HEADINGS)
    assert told.value.facts["detail"] == "bomb"
