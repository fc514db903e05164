"""The plan workbook as office programs see it: typed cells, formulas, print set-up, nothing that runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.papers.office import convert, require
from zlxm.model.dossier import Funding
from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Finding, State
from zlxm.model.paper import Raw
from zlxm.model.problem import Severity
from zlxm.render.plan_formulas import Span, column_name, count_where, sum_where
from zlxm.render.plan_workbook import render_workbook
from zlxm.services.plan import LeftOut, Plan, PlannedProject, load_plan_form, used_slots
from zlxm.services.regulations import DEFAULT, load_pack

YEAR = 2027
FIRST = 5  # the row of the first project
SHEETS = ["汇总", "按单位", "按类别", "资金来源", "问题", "说明"]


def project(name: str = "甲平台", unit: str = "钟楼区民政局", **values: Raw) -> PlannedProject:
    """Return a project; `values` by slot."""
    blank: dict[str, Raw] = dict.fromkeys(used_slots(DEFAULT))
    given = {"项目名称": name, "申报单位": unit, "项目类别": ("软件应用",), "申报金额": Decimal("86.5")}
    return PlannedProject(
        f"库/{name[:20]}", {**blank, **given, **values}, 2, (Funding("区级财政", Decimal("86.5"), YEAR),), ()
    )


def plan(*projects: PlannedProject, left_out: tuple[LeftOut, ...] = ()) -> Plan:
    form = load_plan_form(DEFAULT)
    found = projects or (project(),)
    return Plan(YEAR, date(2026, 9, 20), load_pack(DEFAULT).identity, form, used_slots(DEFAULT), found, left_out)


def opened(made: Plan, *, is_narrow: bool = False, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_workbook(made, is_narrow=is_narrow)), data_only=results)


def cell(book: Any, header: str, row: int = FIRST, sheet: str = "汇总") -> Any:
    """Return a cell by what its heading begins with."""
    table = book[sheet]
    heading = table[FIRST - 1] if sheet == "汇总" else table[3]
    at = next(each.column for each in heading if str(each.value or "").replace("\n", "").startswith(header))
    return table.cell(row, at)


def test_the_sheets_and_the_columns() -> None:
    book = opened(plan())
    assert book.sheetnames == SHEETS
    headings = [str(each.value).replace("\n", "") for each in book["汇总"][FIRST - 1]]
    assert headings == [column.header for column in load_plan_form(DEFAULT).columns]
    assert book["汇总"]["A1"].value == "2027年度政务信息化项目计划汇总表"


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("序号", {}, 1),
        ("投资概算合计", {}, 86.5),
        ("投资概算合计", {"申报金额": None}, None),
        ("“三重一大”", {"决策日期": date(2026, 8, 20)}, datetime(2026, 8, 20)),  # noqa: DTZ001 as openpyxl has it
        ("项目编号", {"项目编号": "017"}, "017"),
        ("项目类别", {"项目类别": ("软件应用", "网络安全")}, "软件应用、网络安全"),
        ("等保级别", {"计划等保级别": (3, 0, 3)}, "三级、不单独定级"),
        ("资金来源", {"计划资金来源": ("甲", "乙", "甲")}, "甲、乙"),
        ("材料完整性", {}, "缺 2 项"),
        ("计划年度资金", {}, 86.5),
        ("以后年度资金", {}, None),
        ("监理与测评等其他", {"概算明细合计": Decimal(10), "概算硬件": Decimal("2.5")}, 7.5),
        ("监理与测评等其他", {}, None),
        ("数据共享", {"计划供给条数": 2, "计划需求条数": 0}, "供 2 条，需 0 条"),
        ("数据共享", {"计划供给条数": 0, "计划需求条数": 0}, None),
        ("主要建设内容", {"项目概述": "字" * 100}, "字" * 100),
        ("主要建设内容", {"项目概述": "字" * 101}, "字" * 99 + "…"),
        ("评审得分", {}, None),
    ],
)
def test_cells_have_the_type_of_what_they_hold(header: str, values: dict[str, Raw], expected: object) -> None:
    assert cell(opened(plan(project(**values))), header).value == expected


@pytest.mark.parametrize(
    "beginning", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "=cmd|'/c calc'!A0", "http://", "{="]
)
def test_text_never_becomes_a_formula_or_a_link(beginning: str) -> None:
    text = f"{beginning}1+1"
    made = plan(project(text, text, 项目编号=text, 项目概述=text))
    for book in (opened(made), opened(made, is_narrow=True)):
        for sheet in book.worksheets:
            found = [each for row in sheet.iter_rows() for each in row if each.value == text]
            assert all(each.data_type == "s" and each.hyperlink is None for each in found)
            if beginning[0] not in "h{":
                assert all(each.quotePrefix for each in found)
    with zipfile.ZipFile(io.BytesIO(render_workbook(made))) as archive:
        formulas = re.findall(r"<f>([^<]*)</f>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert formulas
    assert all(formula.startswith(("SUBTOTAL(", "SUMIF(", "COUNTIF(", "SUMPRODUCT(")) for formula in formulas)


def test_a_cell_takes_no_more_than_it_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cell(opened(plan(project(计划备注=("字" * 32_767,)))), "备注").value == "字" * 32_767
    with pytest.raises(ZlxmError) as told:
        render_workbook(plan(project(), project(计划备注=("😀" * 16_384,))))
    assert (told.value.code, told.value.facts["place"]) == ("text_too_long", "汇总!AJ6")
    assert list(tmp_path.iterdir()) == []


def test_same_plan_same_bytes() -> None:
    assert render_workbook(plan()) == render_workbook(plan())


def test_the_sheet_is_set_up_for_reading_and_print() -> None:
    book = opened(plan(project(), project("乙平台")))
    sheet = book["汇总"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E5", "A4:AJ6")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 8)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # left out it means 1
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert "&P" in sheet.oddFooter.center.text
    assert cell(book, "投资概算合计").number_format == "#,##0.00"
    assert cell(book, "“三重一大”").number_format == "yyyy-mm-dd"


def test_the_narrow_version() -> None:
    book = opened(plan(), is_narrow=True)
    sheet = book["汇总"]
    assert (int(sheet.page_setup.paperSize), sheet.max_column, sheet.print_title_rows) == (9, 14, "$3:$3")
    assert sheet["D4"].value == "新建" or sheet["B4"].value == "钟楼区民政局"
    assert sheet.freeze_panes == "D4"


def test_sums_follow_the_filter_and_subtotals_do_not() -> None:
    made = plan(
        project(),
        project("乙平台", 申报金额=Decimal("10.25"), 项目类别=("硬件与网络", "软件应用")),
        project("丙平台", "钟楼区教育局", 申报金额=None),
    )
    book, results = opened(made), opened(made, results=True)
    rows = [
        (row[0].value, row[1].value, row[6].value, row[13].value)
        for row in results["汇总"].iter_rows(min_row=FIRST + 3)
    ]
    assert rows == [
        ("合计", None, None, 96.75),
        ("小计", "钟楼区民政局", None, 96.75),
        ("小计", "钟楼区教育局", None, 0),
        ("小计", None, "软件应用", 86.5),
        ("小计", None, "硬件与网络", 10.25),
    ]
    sheet = book["汇总"]
    assert sheet["N8"].value == "=SUBTOTAL(109,$N$5:$N$7)"
    assert sheet["N9"].value == "=SUMIF($B$5:$B$7,$B9,$N$5:$N$7)"
    assert sheet["D8"].value == "=SUBTOTAL(103,$D$5:$D$7)"


def test_the_units_come_by_size_with_a_chart() -> None:
    made = plan(*(project(f"项目{n}", f"钟楼区第{n}局", 申报金额=Decimal(n)) for n in range(20)))
    book = opened(made, results=True)
    sheet = book["按单位"]
    assert [sheet.cell(row, 2).value for row in (4, 5, 23)] == ["钟楼区第19局", "钟楼区第18局", "钟楼区第0局"]
    assert sheet["D24"].value == 190
    assert sheet["I4"].value == pytest.approx(19 / 190)
    with zipfile.ZipFile(io.BytesIO(render_workbook(made))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "'按单位'!$B$4:$B$18" in chart or "按单位!$B$4:$B$18" in chart
    assert "最多的 15 个单位" in chart


def test_problems_are_listed_gravest_first_as_they_come() -> None:
    found = (
        Finding(
            "ZL05-3",
            5,
            Severity.ERROR,
            State.FAIL,
            "require.missing_document",
            (),
            {"document": "项目建设方案"},
            line=7,
        ),
        Finding("MANIFEST", None, Severity.WARNING, State.FAIL, "probably_yuan", (), {"text": "865000"}),
    )
    base = project()
    made = plan(PlannedProject(base.folder, base.values, 1, base.funding, found))
    rows = [[each.value for each in row] for row in opened(made)["问题"].iter_rows(min_row=3)]
    assert rows[0][:8] == [1, "钟楼区民政局", "甲平台", None, "错误", "第5条", "ZL05-3", "缺少项目建设方案"]
    assert rows[0][9] == "甲平台/manifest.yaml:7"
    assert rows[1][4:7] == ["警告", "清单写法", "MANIFEST"]


def test_nothing_wrong_and_no_money_is_said() -> None:
    base = project()
    book = opened(plan(PlannedProject(base.folder, base.values, 0, (), ())))
    assert book["问题"]["A3"].value == "没有需要处理的问题。"
    assert book["资金来源"]["A2"].value == "各项目都没有写资金来源。"
    assert cell(book, "材料完整性").value == "齐"


def test_secret_projects_are_counted_and_not_named() -> None:
    data = render_workbook(plan(left_out=(LeftOut("库/绝密工程", "classified"), LeftOut("库/坏", "broken"))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any("绝密工程".encode() in archive.read(name) for name in archive.namelist())
    texts = [str(each.value) for row in openpyxl.load_workbook(io.BytesIO(data))["说明"].iter_rows() for each in row]
    assert "涉密项目，按保密规定另行管理" in texts


# ----------------------------------------------------------------------------------------------------------- formulas


KEYS, AMOUNTS = Span("汇总", "B", 5, 9), Span("", "N", 5, 9)


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("钟楼区民政局", True),
        ("民*局", False),
        ("民?局", False),
        ("~民", False),
        (">民", False),
        ("=民", False),
        ("2027", False),
        ("A局", False),
        ("局" * 201, False),
    ],
)
def test_names_that_could_mean_something_else_are_compared_exactly(text: str, *, is_plain: bool) -> None:
    assert sum_where(KEYS, "$B10", text, AMOUNTS).startswith("=SUMIF(" if is_plain else "=SUMPRODUCT(--EXACT(")
    assert count_where(KEYS, "$B10", text).startswith("=COUNTIF(" if is_plain else "=SUMPRODUCT(--EXACT(")


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (35, "AJ"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(index: int, name: str) -> None:
    assert column_name(index) == name


NASTY = (
    "民*",
    "民政",
    "民?局",
    ">5",
    "2027",
    "A局",
    "a局",
    "=局",
    "~局",
    "钟楼区民政局",
    "一、二局",
    '"局"',
    "局" * 300,
)


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("is_narrow", [False, True])
def test_an_office_program_works_out_the_same(tmp_path: Path, *, is_narrow: bool) -> None:
    require("soffice")
    categories = (("软件应用",), ("硬件与网络", "软件应用"), ("其他", "软件应用"))
    funding = (
        Funding("区*财政", Decimal("1.5"), None),
        Funding("区级财政", Decimal(2), 2028),
        Funding("A", Decimal(3), 2026),
    )
    projects = [
        project(f"项目{n}", unit, 申报金额=Decimal(n) + Decimal("0.1"), 项目类别=categories[n % 3])
        for n, unit in enumerate(NASTY)
    ]
    made = plan(*(PlannedProject(each.folder, each.values, 1, funding, ()) for each in projects))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(without_results(render_workbook(made, is_narrow=is_narrow)))
    convert([path], tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1")
    results, formulas = opened(made, is_narrow=is_narrow, results=True), opened(made, is_narrow=is_narrow)
    compared = 0
    for name in SHEETS:
        with (tmp_path / f"plan-{name}.csv").open(encoding="utf-8", newline="") as file:
            shown = list(csv.reader(file))
        for row in formulas[name].iter_rows():
            for each in row:
                if each.data_type == "f":
                    found = shown[each.row - 1][each.column - 1]
                    assert number(found) == pytest.approx(results[name][each.coordinate].value), (
                        f"{name}!{each.coordinate}"
                    )
                    compared += 1
    assert compared > 150


def number(text: str) -> float:
    """Return what a CSV field says; LibreOffice writes shares in percent."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def without_results(data: bytes) -> bytes:
    """Return the workbook without what we worked out, so that the office program has to."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            changed.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", source.read(name)))
    return target.getvalue()
