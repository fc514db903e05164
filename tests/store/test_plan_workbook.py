from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zlxm.model.errors import ZlxmError
from zlxm.store.plan_workbook import MOST_ROWS, Headings, PlanTable, read_plan
from zlxm.wording.fields import heading, plan_columns, sum_words

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
