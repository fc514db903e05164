"""Charts in Word documents: native parts with their numbers, the same every time, and texts that stay texts."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from docx.shared import Pt

from tests.papers.office import convert, page_texts, require
from zlxm.model.value import replace
from zlxm.render.word_charts import Chart, add_chart
from zlxm.store.active_content import active_content

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PROPERTIES = f".//{WP}docPr"
UNITS = ("区教育局", "区民政局", "区卫生健康委员会")
AMOUNTS = tuple(map(Decimal, ("1234.56", "980", "36.7")))
BARS = Chart("各单位申报金额", "bar", UNITS, (("申报金额", AMOUNTS),), "万元", "区教育局最多，1234.56万元")
RESULTS = tuple(tuple(map(Decimal, row)) for row in ("305", "317"))
STACKED = Chart(
    "检查结果", "stacked", UNITS, (("不符合", RESULTS[0]), ("待核实", RESULTS[1])), "条", "三家单位的检查结果"
)
HOSTILE = (
    "=1+1",
    "<b>粗</b>",
    "A & B",
    "=SUM(A1:A2)",
    "'引号\"",
    "@x",
    "",
    " \x01\x0b",
    "nan",
    "\ud800",
    "超长名称" * 2000,
)


def made(*charts: Chart, height: float | None = None) -> bytes:
    document = docx.Document()
    for chart in charts:
        add_chart(document.add_paragraph(), chart, height_cm=height)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def drawn(data: bytes, number: int = 1) -> ET.Element:
    return ET.fromstring(parts(data)[f"word/charts/chart{number}.xml"])  # noqa: S314 made here


def frames(data: bytes) -> ET.Element:
    return ET.fromstring(parts(data)["word/document.xml"])  # noqa: S314 made here


def names_in(chart: ET.Element) -> list[str | None]:
    categories = chart.find(f".//{C}cat")
    assert categories is not None
    return [each.text for each in categories.iter(f"{C}v")]


def values_of(chart: ET.Element, name: str) -> list[str | None]:
    return [each.get("val") for each in chart.iter(f"{C}{name}")]


def numbers_of(data: bytes, number: int = 1) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(parts(data)[f"word/embeddings/chart{number}.xlsx"]))
    assert book.sheetnames == ["Sheet1"]
    return list(book["Sheet1"].iter_rows(values_only=True))


def height_of(chart: Chart, height: float | None = None) -> float:
    extent = frames(made(chart, height=height)).find(f".//{WP}extent")
    assert extent is not None
    return int(extent.get("cy", "")) / 360_000


def test_same_charts_same_parts() -> None:
    first, second = parts(made(BARS, STACKED)), parts(made(BARS, STACKED))
    names = {name for name in first if "/charts/" in name or "/embeddings/" in name}
    assert names == {
        *("word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels", "word/embeddings/chart1.xlsx"),
        *("word/charts/chart2.xml", "word/charts/_rels/chart2.xml.rels", "word/embeddings/chart2.xlsx"),
    }
    assert {name: first[name] for name in names} == {name: second[name] for name in names}
    assert first["word/document.xml"] == second["word/document.xml"]


def test_charts_have_ids_and_relations_of_their_own_and_say_what_they_show() -> None:
    frame = frames(made(BARS, STACKED))
    found = [(each.get("id"), each.get("name"), each.get("descr")) for each in frame.iterfind(PROPERTIES)]
    assert found == [("1", "Chart 1", BARS.alternative), ("2", "Chart 2", STACKED.alternative)]
    assert len({tuple(each.attrib.values()) for each in frame.iter(f"{C}chart")}) == 2


def test_without_an_alternative_the_title_is_one() -> None:
    properties = frames(made(replace(BARS, alternative=""))).find(PROPERTIES)
    assert properties is not None
    assert properties.get("descr") == "各单位申报金额"


def test_numbers_can_be_edited_in_a_workbook_without_a_chart() -> None:
    data = made(BARS, STACKED)
    assert numbers_of(data) == [("万元", "申报金额"), *zip(UNITS, (1234.56, 980, 36.7), strict=True)]
    assert numbers_of(data, 2)[0] == ("条", "不符合", "待核实")
    assert numbers_of(data, 2)[1:] == [(UNITS[0], 3, 3), (UNITS[1], 0, 1), (UNITS[2], 5, 7)]
    assert "xl/charts/chart1.xml" not in parts(parts(data)["word/embeddings/chart1.xlsx"])


def test_a_chart_is_found_again_and_others_come_after_it() -> None:
    document = docx.Document(io.BytesIO(made(BARS)))
    add_chart(document.add_paragraph(), STACKED)
    target = io.BytesIO()
    document.save(target)
    assert names_in(drawn(target.getvalue(), 2)) == list(UNITS)
    assert [each.get("id") for each in frames(target.getvalue()).iterfind(PROPERTIES)] == ["1", "2"]


def test_hostile_texts_stay_texts() -> None:
    hostile = Chart(
        "=A!B1", "bar", HOSTILE, (("=1+1", tuple(map(Decimal, range(len(HOSTILE))))),), "<&>", "a\x00\"'<&>"
    )
    data = made(hostile)
    assert names_in(drawn(data))[:6] == list(HOSTILE[:6])
    assert names_in(drawn(data))[6:10] == [None, None, "nan", None]
    assert [each.text for each in drawn(data).iter(f"{A}t")] == ["=A!B1（<&>）"]
    rows = numbers_of(data)
    assert rows[0] == ("<&>", "=1+1")
    assert [row[0] for row in rows[1:7]] == list(HOSTILE[:6])
    sheet = parts(parts(data)["word/embeddings/chart1.xlsx"])["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    properties = frames(data).find(PROPERTIES)
    assert properties is not None
    assert properties.get("descr") == "a \"'<&>"


def test_a_long_name_ends_early_on_the_axis_and_not_in_the_workbook() -> None:
    name = "区智慧养老综合服务管理平台升级改造及数据共享交换体系建设项目" * 3
    data = made(replace(BARS, categories=(name, "甲", "乙")))
    shown = names_in(drawn(data))[0]
    assert shown is not None
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert len(shown) > 40
    assert numbers_of(data)[1][0] == name


@pytest.mark.parametrize(("years", "kind"), [(("2026", "2027"), "column"), (("nan", "1e5"), "bar")])
def test_names_that_look_like_numbers_are_names(years: tuple[str, ...], kind: str) -> None:
    chart = drawn(made(Chart("", kind, years, (("1", (Decimal(3), Decimal(5))),))))
    assert names_in(chart) == list(years)
    assert chart.find(f".//{C}cat/{C}strRef/{C}strCache") is not None


def test_bars_begin_on_top_at_zero_with_their_numbers() -> None:
    chart = drawn(made(BARS))
    assert values_of(chart, "orientation") == ["maxMin", "minMax"]
    assert values_of(chart, "min") == ["0"]
    assert values_of(chart, "showVal") == ["1"]
    assert values_of(chart, "showSerName") == ["0"]
    assert next(each.get("formatCode") for each in chart.iter(f"{C}numFmt")) == "#,##0.00"
    assert chart.find(f".//{C}legend") is None
    assert chart.find(f".//{C}majorGridlines") is None


def test_bars_of_both_sides() -> None:
    chart = drawn(made(replace(BARS, series=(("增减", (Decimal(-3), Decimal(0), Decimal(2))),))))
    assert values_of(chart, "min") == []
    assert next(each.get("formatCode") for each in chart.iter(f"{C}numFmt")) == "#,##0"


def test_several_series_have_a_legend_and_colours() -> None:
    chart = drawn(made(STACKED))
    assert chart.find(f".//{C}legend") is not None
    fills = [each.get("val") for each in chart.iterfind(f".//{C}ser/{C}spPr//{A}srgbClr")]
    assert len(set(fills)) == 2


def test_every_font_is_for_ideographs_too() -> None:
    chart = drawn(made(BARS, STACKED), 2)
    faces = [each.get("typeface") for each in chart.iter(f"{A}latin")]
    assert faces == [each.get("typeface") for each in chart.iter(f"{A}ea")]
    assert set(faces) == {"宋体", "黑体"}


def test_what_programs_assume_differently_is_spelled_out() -> None:
    chart = drawn(made(BARS))
    for name in ("roundedCorners", "autoTitleDeleted", "overlay", "varyColors", "invertIfNegative"):
        assert values_of(chart, name) == ["0"], name
    assert values_of(chart, "delete") == ["0", "1"]  # names are shown, the axis of numbers is not
    assert values_of(drawn(made(replace(BARS, title="", unit=""))), "autoTitleDeleted") == ["1"]


def test_the_numbers_come_after_the_chart_and_before_settings_for_printing() -> None:
    order = [each.tag.removeprefix(C) for each in drawn(made(BARS))]
    assert order == ["lang", "roundedCorners", "chart", "spPr", "externalData", "printSettings"]


def test_height_follows_the_bars_unless_it_is_given() -> None:
    many = replace(BARS, categories=tuple("甲乙丙丁戊己庚辛"), series=(("x", tuple(map(Decimal, range(8)))),))
    endless = replace(BARS, categories=("甲",) * 90, series=(("x", (Decimal(1),) * 90),))
    assert height_of(BARS) < height_of(many) < height_of(endless)
    assert height_of(endless) == pytest.approx(22)
    assert height_of(replace(BARS, kind="column")) == pytest.approx(7.8, abs=0.5)
    assert height_of(endless, 6) == pytest.approx(6)


def test_names_and_numbers_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        made(replace(BARS, categories=UNITS[:2]))


def test_an_exact_line_height_does_not_cut_a_chart_off() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(28)
    add_chart(paragraph, BARS)
    assert paragraph.paragraph_format.line_spacing == 1.0


def test_our_own_check_of_files_finds_nothing_embedded_but_a_chart() -> None:
    kept = parts(made(BARS))
    assert active_content(kept, lambda name, most: kept[name][:most]) == ()


@pytest.mark.xdist_group("office")
def test_an_office_program_shows_titles_names_and_numbers(tmp_path: Path) -> None:
    require("soffice", "pdftotext")
    paper = tmp_path / "chart.docx"
    paper.write_bytes(made(BARS, STACKED, replace(BARS, kind="column")))
    convert([paper], tmp_path)
    text = "".join("".join(page_texts(tmp_path / "chart.pdf")).split())
    for shown in (*UNITS, "各单位申报金额（万元）", "检查结果（条）", "1,234.56", "36.70", "待核实"):
        assert shown in text, shown
