"""The score sheets: their points, and their formulas as LibreOffice works them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from authoring.effect_indicators import ASPECTS
from authoring.papers import effect, scoring
from authoring.review_items import DIMENSIONS
from tests.papers.office import convert
from zlxm.render.excel import ExcelTemplate
from zlxm.render.package import read_parts, write_parts
from zlxm.wording.papers import Piece

Writes = Callable[[Any], None]
ITEMS = {item.code: item for group in DIMENSIONS.values() for item in group}
INDICATORS = {each.code: each for group in ASPECTS.values() for each in group}
TEXTS = ("项目名称", "申报单位", "申报金额", "项目性质", "项目类别", "成文日期", "终验日期")
VIEW: dict[str, Any] = {**{name: Piece("甲") for name in TEXTS}, "投资概算": (), "绩效指标": ()}


def test_review_scores_add_up_to_a_hundred() -> None:
    assert [sum(item.weight for item in group) for group in DIMENSIONS.values()] == [20, 15, 20, 15, 15, 15]
    assert len(ITEMS) == sum(map(len, DIMENSIONS.values())) == 26


def test_effect_scores_add_up_to_a_hundred() -> None:
    assert [sum(each.weight for each in group) for group in ASPECTS.values()] == [35, 20, 15, 15, 15]
    assert len(INDICATORS) == sum(map(len, ASPECTS.values())) == 24


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda each: each.code)
def test_points_rise_between_two_different_lines(indicator: Any) -> None:
    assert (indicator.full is None) == (indicator.zero is None)
    assert indicator.full is None or indicator.full != indicator.zero


# ----------------------------------------------------------------------------------------------- what formulas make


def coded(sheet: Any) -> Iterator[tuple[str, int]]:
    """Yield the code and the row of every item."""
    for row in range(1, sheet.max_row + 1):
        code = sheet.cell(row, 1).value
        if code in ITEMS or code in INDICATORS:
            yield code, row


def beside(book: Any, title: str, label: str) -> Any:
    """Return the value right of a label, merged cells passed over."""
    for row in book[title].iter_rows(values_only=True):
        if label in row:
            return next((found for found in row[row.index(label) + 1 :] if found is not None), None)
    raise AssertionError(label)


def scored(share: float, without: tuple[str, ...] = (), blank: tuple[str, ...] = (), veto: str = "") -> Writes:
    """Return what gives every item a share of its points."""

    def write(book: Any) -> None:
        sheet = book["专家评分表"]
        for code, row in coded(sheet):
            sheet.cell(row, 7).value = "不适用" if code in without else "适用"
            sheet.cell(row, 8).value = None if code in without + blank else ITEMS[code].weight * share
        book["专家意见"]["E6"].value = veto

    return write


def panel(*shares: float, trim: str = "否", veto: int = 0) -> Writes:
    """Return what fills in the sheet that sums up: an expert a share."""

    def write(book: Any) -> None:
        sheet = book["汇总表"]
        sheet["B4"].value = trim
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, 1).value in DIMENSIONS:
                for column, share in enumerate(shares, 3):
                    sheet.cell(row, column).value = sheet.cell(row, 2).value * share
            if str(sheet.cell(row, 1).value).startswith("否决项"):
                sheet.cell(row, 3).value = veto

    return write


def used(share: float, caps: str = "", without: tuple[str, ...] = (), bad: tuple[str, ...] = ()) -> Writes:
    """Return what gives every indicator a share of its points; `bad` ones get none."""

    def write(book: Any) -> None:
        sheet = book["绩效评分表"]
        for code, row in coded(sheet):
            each, part = INDICATORS[code], 0 if code in bad else share
            sheet.cell(row, 10).value = "不适用" if code in without else "适用"
            if each.full is None or each.zero is None:
                sheet.cell(row, 11).value = each.weight * part
            else:
                sheet.cell(row, 9).value = each.zero + (each.full - each.zero) * part
        result = book["评价结果"]
        rows = [row for row in range(1, result.max_row) if result.cell(row, 1).value == "拒不共享应共享的数据"]
        result.cell(rows[0], 5).value = caps

    return write


REVIEW, EFFECT = (next(iter(module.FILES.values())) for module in (scoring, effect))
SECURITY = tuple(code for code in INDICATORS if code.startswith("P3"))
CASES: dict[str, tuple[Callable[[], bytes], Writes, str, dict[str, Any]]] = {
    "expert_80": (REVIEW, scored(0.8), "专家意见", {"折算总分": 80, "结论建议": "建议列入"}),
    "expert_75": (REVIEW, scored(0.75), "专家意见", {"折算总分": 75, "结论建议": "修改后列入"}),
    "expert_65": (REVIEW, scored(0.65), "专家意见", {"折算总分": 65, "结论建议": "暂缓，补充后再审"}),
    "expert_50": (REVIEW, scored(0.5), "专家意见", {"折算总分": 50, "结论建议": "不建议列入"}),
    "expert_na": (REVIEW, scored(0.8, without=("ES3", "EI3")), "专家意见", {"折算总分": 80, "结论建议": "建议列入"}),
    "expert_blank": (REVIEW, scored(0.8, blank=("EN1", "EB4")), "专家意见", {"结论建议": "还有2项未评分"}),
    "expert_veto": (REVIEW, scored(0.9, veto="有"), "专家意见", {"结论建议": "有否决项，不予通过"}),
    "panel": (REVIEW, panel(0.6, 0.8, 0.7), "汇总表", {"参评专家": 3, "最高分": 80, "最低分": 60, "最终得分": 70}),
    "panel_7": (REVIEW, panel(0.1, *[0.8] * 5, 1, trim="是"), "汇总表", {"最终得分": 80, "结论建议": "建议列入"}),
    "panel_6": (REVIEW, panel(0.1, *[0.8] * 4, 1, trim="是"), "汇总表", {"参评专家": 6, "最终得分": 71.7}),
    "panel_untrimmed": (REVIEW, panel(0.1, *[0.8] * 5, 1), "汇总表", {"参评专家": 7, "最终得分": 72.9}),
    "panel_veto": (REVIEW, panel(0.9, veto=1), "汇总表", {"结论建议": "有否决项，不予通过"}),
    "panel_empty": (REVIEW, panel(), "汇总表", {"参评专家": 0, "结论建议": "尚未评分"}),
    "effect_full": (EFFECT, used(1), "评价结果", {"总分": 100, "等级": "优", "预警": "无"}),
    "effect_half": (EFFECT, used(0.5), "评价结果", {"等级": "差", "预警": "低于预警线，应整改"}),
    "effect_capped": (EFFECT, used(1, caps="是"), "评价结果", {"限制项数": 1, "等级": "中（受限制项限制）"}),
    "effect_na": (EFFECT, used(1, without=("P24", "P41")), "评价结果", {"合计": 100, "总分": 100, "等级": "优"}),
    "effect_security": (EFFECT, used(1, bad=SECURITY), "评价结果", {"总分": 85, "等级": "良"}),
}


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with every case's workbook after LibreOffice has worked out its formulas."""
    filled, done = tmp_path_factory.mktemp("filled"), tmp_path_factory.mktemp("done")
    for name, (template, write, _, _) in CASES.items():
        parts = ExcelTemplate(read_parts(template()), "试").fill(VIEW)
        book = load_workbook(BytesIO(write_parts(parts)))
        write(book)
        book.save(filled / f"{name}.xlsx")
    convert(sorted(filled.glob("*.xlsx")), done, "xlsx")
    return done


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("name", CASES)
def test_formulas_of_score_sheets(worked_out: Path, name: str) -> None:
    _, _, title, expected = CASES[name]
    book = load_workbook(worked_out / f"{name}.xlsx", data_only=True)
    assert {label: beside(book, title, label) for label in expected} == pytest.approx(expected)
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [text for text in found if str(text).startswith(("#", "Err:"))]


@pytest.mark.xdist_group("office")
def test_an_aspect_with_too_few_points_is_pointed_out(worked_out: Path) -> None:
    sheet = load_workbook(worked_out / "effect_security.xlsx", data_only=True)["评价结果"]
    told = {row[0]: row[5] for row in sheet.iter_rows(values_only=True) if row[0] in ASPECTS}
    assert {name: bool(text) for name, text in told.items()} == {name: name == "网络安全" for name in ASPECTS}
