"""The plan as a Word annex."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from zlxm.model.errors import ZlxmError
from zlxm.model.paper import Raw
from zlxm.model.value import replace
from zlxm.render.plan_annex import render_annex
from zlxm.services.plan import Plan, PlannedProject, load_plan_form, used_slots
from zlxm.services.regulations import DEFAULT, load_pack


def project(name: str, unit: str, amount: str | None) -> PlannedProject:
    values: dict[str, Raw] = dict.fromkeys(used_slots(DEFAULT))
    values |= {
        "项目名称": name,
        "申报单位": unit,
        "项目类别": ("软件应用",),
        "申报金额": Decimal(amount) if amount else None,
    }
    return PlannedProject(name, values, 0, (), ())


def plan(*projects: PlannedProject) -> Plan:
    form = load_plan_form(DEFAULT)
    return Plan(2027, date(2026, 9, 20), load_pack(DEFAULT).identity, form, used_slots(DEFAULT), projects, ())


def tables(data: bytes) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_rows_sums_and_subtotals() -> None:
    made = render_annex(plan(project("甲", "民政局", "1234.5"), project("A&B <x>", "教育局", None)), ())
    projects, units, categories = tables(made)
    assert projects[1][:4] == ["1", "民政局", "甲", ""]
    assert projects[2][2] == "A&B <x>"
    assert projects[3][2] == "共2项"
    assert projects[3][7] == "1,234.50"
    assert [row[1:4] for row in units[1:]] == [["民政局", "1", "1,234.50"], ["教育局", "1", "0.00"]]
    assert [row[1:3] for row in categories[1:]] == [["软件应用", "2"]]


def test_same_plan_same_bytes_and_no_tag_left() -> None:
    made = render_annex(plan(project("甲", "民政局", "1")), ())
    assert made == render_annex(plan(project("甲", "民政局", "1")), ())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "{{" not in text
    assert "{%" not in text
    assert "2027年度政务信息化项目计划汇总表" in text


def test_the_offices_own_template_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "年度计划"
    folder.mkdir()
    document = docx.Document()
    document.add_paragraph("本区 {{ 年度 }} 年共 {{ 项目数 }} 项")
    document.save(str(folder / "template.docx"))
    made = render_annex(plan(project("甲", "民政局", "1")), (str(tmp_path),))
    assert [each.text for each in docx.Document(io.BytesIO(made)).paragraphs] == ["本区 2027 年共 1 项"]


def test_a_regulation_without_a_template_says_so() -> None:
    made = plan(project("甲", "民政局", "1"))
    with pytest.raises(ZlxmError) as told:
        render_annex(replace(made, identity=replace(made.identity, id="other")), ())
    assert told.value.code == "no_plan_template"
