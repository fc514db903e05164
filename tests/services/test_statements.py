"""Attachments that people wrote by hand, read as `check` reads them: what they say against what the manifest says."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from zlxm.model.finding import Finding
from zlxm.services.check import CheckRequest, check
from zlxm.wording.sentences import message

ROOT = Path(__file__).parent.parent.parent
NAME, UNIT = "钟楼区智慧养老服务平台建设项目", "钟楼区民政局"
FORM = "01-申报/项目建设申报表.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "sample-dossiers" / "minzheng-yanglao", tmp_path / "甲"))


def contradictions(folder: Path) -> list[Finding]:
    found = check(CheckRequest((str(folder),), date(2026, 11, 23))).findings()
    return [each for each in found if each.rule == "FILE-18"]


def write_form(folder: Path, **said: str) -> None:
    """Write the application form as a table of labels and values, as people do."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, value in said.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(folder / FORM))


def test_a_form_that_says_the_same_is_fine(folder: Path) -> None:
    write_form(folder, 项目名称=NAME, 申报单位=UNIT, 申报金额="86.50万元")
    assert contradictions(folder) == []


def test_a_form_that_says_something_else_is_told_with_both_values(folder: Path) -> None:
    write_form(folder, 项目名称="智慧养老二期", 申报单位=UNIT, 申报金额="96.50万元")
    found = contradictions(folder)
    assert [message(each) for each in found] == [
        f"{FORM} 里的项目名称是“智慧养老二期”，清单是“{NAME}”",
        f"{FORM} 里的申报金额是“96.50万元”，清单是“86.50”",
    ]
    assert {each.article for each in found} == {7}


def test_running_text_counts_too(folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph(f"项目名称：{NAME}")
    document.add_paragraph("申 报 单 位：钟楼区卫生健康局")
    document.save(str(folder / FORM))
    assert [each.facts["subject"] for each in contradictions(folder)] == ["申报单位"]


def test_a_workbook_is_read_as_well(folder: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"], sheet["C2"] = "项目名称", "别的项目"
    sheet["B3"], sheet["C3"] = "申报单位", UNIT
    path = folder / "01-申报" / "概算.xlsx"
    workbook.save(path)
    manifest = folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    entry = "documents:\n  - {kind: 其他, path: 01-申报/概算.xlsx}\n"
    manifest.write_text(text.replace("documents:\n", entry), encoding="utf-8")
    assert [each.facts["said"] for each in contradictions(folder)] == ["别的项目"]
