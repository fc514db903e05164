"""What the cells of an Excel template can do: each case is a real workbook, made here and read back with openpyxl."""

from __future__ import annotations

import html
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.render.workbooks import a_list, cells, filled, items, lone, made, saved
from zlxm.model.errors import ZlxmError
from zlxm.model.language import Ref
from zlxm.model.paper import Column, Counted, Slot
from zlxm.render.excel import MOST_ROWS, ExcelTemplate
from zlxm.render.excel_cells import LONGEST_TEXT
from zlxm.render.package import read_parts, write_parts
from zlxm.render.tags import all_uses, unknown_names
from zlxm.wording.papers import Piece

YELLOW = "00FFFF00"
_AT, _DATED = (datetime(*day) for day in ((2026, 3, 5), (2000, 1, 1)))  # noqa: DTZ001 cells have no zone


# ------------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("piece", "number_format", "value"),
    [
        (Piece("86.50", Decimal("86.5")), "0.00", 86.5),
        (Piece("86.50", Decimal("86.5")), "General", 86.5),
        (Piece("3", 3), "0", 3),
        (Piece("2026", 2026), "@", "2026"),
        (Piece("865000元", Decimal("86.5")), "0.00", "865000元"),
        (Piece("捌拾陆万", Decimal("86.5")), "0.00", "捌拾陆万"),
        (Piece("12.5%", Decimal("12.5")), "0.00", "12.5%"),
        (Piece("2026年3月5日", date(2026, 3, 5)), "yyyy-mm-dd", _AT),
        (Piece("2026年3月5日", date(2026, 3, 5)), "General", "2026年3月5日"),
        (Piece("是", raw=True), "General", "是"),
        (Piece("007", "007"), "General", "007"),
        (Piece("一\n二", ("一", "二")), "General", "一\n二"),
        (Piece("＿＿＿", None, "line"), "General", None),
        (Piece("　年　月　日", None, "blank"), "yyyy-mm-dd", None),
        (Piece("　年　月　日", None, "blank"), "General", "　年　月　日"),
    ],
)
def test_a_cell_that_is_one_value_takes_its_type(piece: Piece, number_format: str, value: Any) -> None:
    cell = lone("{{ 值 }}", number_format, 值=piece)
    assert cell.value == value
    assert cell.number_format == number_format


@pytest.mark.parametrize("text", ["{{ 值 }}", " {{值}} ", "{{- 值 -}}", "{{ 值 if 值 else '' }}", "{{ (值) }}"])
def test_a_value_alone_in_its_cell_is_recognised(text: str) -> None:
    assert lone(text, 值=Piece("86.50", Decimal("86.5"))).value == 86.5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("共{{ 值 }}万元", "共86.50万元"),
        ("{{ 值 }}{{ 值 }}", "86.5086.50"),
        ("{{ 值 }}\n第二行", "86.50\n第二行"),
        ("{% if 值 %}有{% else %}无{% endif %}", "有"),
        ("不是标签 { 值 }", "不是标签 { 值 }"),
    ],
)
def test_text_around_values_stays(text: str, value: str) -> None:
    assert lone(text, 值=Piece("86.50", Decimal("86.5"))).value == value


def test_what_is_missing_stands_out_and_only_that() -> None:
    made_of = cells("{{ 甲 }}", "名称：{{ 甲 }}", "{{ 乙 }}")
    sheet = filled(made_of, 甲=Piece("【待填：甲】", None, "missing"), 乙=Piece("有")).worksheets[0]
    assert [sheet.cell(row, 1).fill.fgColor.rgb == YELLOW for row in (1, 2, 3)] == [True, True, False]


RISKY = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    "==",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "#N/A",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("text", RISKY)
@pytest.mark.parametrize("tag", ["{{ 值 }}", "{{ 值 }}后", "{{ '' }}{{ 值 }}"])
def test_a_value_never_becomes_a_formula(text: str, tag: str) -> None:
    cell = lone(tag, 值=Piece(text, text))
    assert cell.data_type == "s"
    assert cell.value == tag.replace("{{ '' }}", "").replace("{{ 值 }}", text)
    assert cell.quotePrefix or text == "#N/A"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=40))
def test_every_text_arrives_intact(text: str) -> None:
    cell = lone("{{ 值 }}", 值=Piece(text, text))
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(("length", "is_refused"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_text_longer_than_a_cell_is_refused(length: int, is_refused: bool) -> None:
    if not is_refused:
        assert len(lone("{{ 值 }}", 值=Piece("长" * length)).value) == length
        return
    with pytest.raises(ZlxmError) as refused:
        lone("{{ 值 }}", 值=Piece("长" * length))
    assert (refused.value.code, refused.value.facts["place"]) == ("text_too_long", "表!A1")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{{ 名 }}", "甲&&乙"),
        ("第 &P 页 {{ 名 }}", "第 &P 页 甲&&乙"),
        ("{% if 名 %}有{% endif %}", "有"),
        ("= &P =", "= &P ="),
    ],
)
@pytest.mark.parametrize("page", ["oddHeader", "oddFooter", "firstHeader", "evenFooter"])
def test_headers_and_footers_hold_tags_too(page: str, text: str, written: str) -> None:
    def draw(sheet: Any) -> None:
        sheet["A1"] = "{{ 名 }}"
        getattr(sheet, page).center.text = text

    template = made(draw)
    assert {use.slot for use in all_uses(template.sources.values())} == {"名"}
    sheet = read_parts(write_parts(template.fill({"名": Piece("甲&乙")})))["xl/worksheets/sheet1.xml"].decode()
    assert f"&C{written}<" in html.unescape(sheet)


@pytest.mark.parametrize("text", ["{{ 没有 }}", "{{ 名", "{{ 名 }}" * 3])
def test_a_wrong_header_is_told(text: str) -> None:
    def draw(sheet: Any) -> None:
        sheet.oddHeader.left.text = text

    with pytest.raises(ZlxmError) as refused:
        made(draw).fill({"名": Piece("长" * 100)})
    assert "表!oddHeader" in str(refused.value.facts)


def test_tags_in_several_fonts_are_read_as_one_text() -> None:
    def draw(sheet: Any) -> None:
        sheet["A1"] = CellRichText("共{{ ", TextBlock(InlineFont(b=True), "值"), " }}")
        sheet["A2"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))

    book = load_workbook(BytesIO(write_parts(made(draw).fill({"值": Piece("三")}))), rich_text=True)
    assert book.worksheets[0]["A1"].value == "共三"
    assert isinstance(book.worksheets[0]["A2"].value, CellRichText)


# ------------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (("好", "{{ 名"), "表!A2 {{ 名"),
        (("好", "{{ 名|没有 }}"), "表!A2"),
        (("{{ 名 }}", "{{ 没有 }}"), "表!A2"),
        (("{{ 名 }}", "一\n二{{ 没有 }}", "{{ 名 }}"), "表!A2"),
        (("{{ 名 }}", "前{{ 名 + 1 }}"), "表!A2"),
        (("{%tr for 行 in 名 %}", "{{ 行 }}"), "表!A"),
        (("{{ 名 }}", "{%tr endfor %}"), "表!A2"),
        (("{% for x in 名 %}",), "表!A1"),
    ],
)
def test_a_wrong_tag_is_told_with_its_cell(texts: tuple[str, ...], place: str) -> None:
    with pytest.raises(ZlxmError) as refused:
        cells(*texts).fill({"名": Piece("x")})
    assert refused.value.code == "bad_template_tag"
    assert refused.value.facts["template"] == "试"
    assert str(refused.value.facts["text"]).startswith(place)


def test_a_tag_in_a_formula_is_refused() -> None:
    def draw(sheet: Any) -> None:
        sheet["B2"] = "=SUM({{ 值 }})"

    with pytest.raises(ZlxmError) as refused:
        made(draw)
    assert str(refused.value.facts["text"]).startswith("表!B2 =SUM(")


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 名.__class__.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(名) }}",
        "{{ 名|attr('__class__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ range(99999999) | list }}",
    ],
)
@pytest.mark.parametrize("around", ["{}", "前{}"])
def test_a_template_cannot_reach_python(text: str, around: str) -> None:
    with pytest.raises(ZlxmError) as refused:
        cells(around.replace("{}", text)).fill({"名": Piece("x")})
    assert refused.value.code == "bad_template_tag"


def bomb(sheet: Any) -> None:
    sheet["A1"] = "字"
    sheet.merge_cells("A1:B2")


def test_a_range_merged_over_the_whole_sheet_is_refused_before_it_is_opened() -> None:
    book = Workbook()
    bomb(book.worksheets[0])
    parts = read_parts(saved(book))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'"A1:B2"', b'"A1:XFD1048576"')
    with pytest.raises(ZlxmError) as refused:
        ExcelTemplate(parts, "试")
    assert (refused.value.code, refused.value.facts["fault"]) == ("bad_template_file", "bomb")


def test_a_sheet_with_one_cell_at_its_far_edge_is_filled_all_the_same() -> None:
    def draw(sheet: Any) -> None:
        sheet["A1"] = "{{ 名 }}"
        sheet.cell(MOST_ROWS, 16_384, "{{ 名 }}")

    assert filled(made(draw), 名=Piece("甲")).worksheets[0].cell(MOST_ROWS, 16_384).value == "甲"


def test_a_sheet_of_too_many_rows_is_refused() -> None:
    def draw(sheet: Any) -> None:
        sheet["A1"] = "{{ 名 }}"
        sheet.cell(MOST_ROWS + 1, 1, "远")

    with pytest.raises(ZlxmError) as refused:
        made(draw)
    assert refused.value.facts["fault"] == "too_large"


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("content", [b"", b"<broken", b"<a/>"])
def test_a_damaged_workbook_is_refused_or_read(name: str, content: bytes) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "{{ 名 }}"
    try:
        ExcelTemplate({**read_parts(saved(book)), name: content}, "试").fill({"名": Piece("x")})
    except ZlxmError as refused:
        assert refused.code == "bad_template_file"  # noqa: PT017 some damage openpyxl reads over


# -------------------------------------------------------------------------------------------------------------- names


SLOTS = {
    "项目名称": Slot("项目名称", Counted(Ref(("systems",)))),
    "表": Slot("表", Counted(Ref(("systems",))), columns={"名称": Column("name")}),
}


def test_names_that_no_slot_has_are_told_with_their_cell() -> None:
    template = cells(
        "{{ 项目名称 }}", "{{ 项目名 }}", "{%tr for 行 in 表 %}", "{{ 行.名称 }}{{ 行.名 }}", "{%tr endfor %}"
    )
    found = unknown_names(all_uses(template.sources.values()), SLOTS)
    assert [(each.use.slot, each.use.column, each.use.text) for each in found] == [
        ("项目名", "", "表!A2 {{ 项目名 }}"),
        ("表", "名", "表!A4 {{ 行.名称 }}{{ 行.名 }}"),
    ]


def test_a_workbook_without_tags_keeps_what_it_holds() -> None:
    template = cells("只有字")
    assert dict(template.sources) == {}
    assert filled(template).worksheets[0]["A1"].value == "只有字"


# -------------------------------------------------------------------------------------------------------- same bytes


def test_the_same_input_gives_the_same_bytes() -> None:
    template = made(a_list)
    first, second = (write_parts(template.fill({"明细": items(5)})) for _ in range(2))
    assert first == second
    assert load_workbook(BytesIO(first)).properties.modified == _DATED


def test_other_processes_give_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.render.workbooks import *;"
        "parts = made(a_list).fill({'明细': items(5)}); parts.pop('docProps/core.xml');"
        "print(hashlib.sha256(write_parts(parts)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
