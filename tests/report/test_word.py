"""The yearly report as a Word document."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.hostile.inputs import HEAD, lay
from tests.papers.office import convert, page_texts
from tests.status.surveys import surveyed
from zlxm.render.management_report import render_management_report
from zlxm.render.package import read_parts

CHARTS = "word/charts/"


def texts(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_it_tells_what_the_page_tells() -> None:
    data = render_management_report(surveyed(year=2026), 2026, ())
    text = texts(data)
    for told in (
        "2026年度政务信息化项目建设管理情况报告",
        "截至2026年11月23日，纳入管理的政务信息化项目共 8 个，涉及 8 个单位，投资合计 843.60 万元。",
        "变更申请 1 件，其中已批准或已实施 1 件，涉及 1 个项目。",
        "8.35%",
        "10.00%",
        "按办法逐条检查，没有发现错误和警告。",
    ):
        assert told in text
    assert "zlxm:" not in text
    assert "{{" not in text


def test_charts_stand_where_there_is_something_to_draw(tmp_path: Path) -> None:
    parts = read_parts(render_management_report(surveyed(), None, ()))
    assert [name for name in sorted(parts) if name.startswith(CHARTS) and name.endswith(".xml")] == [
        f"{CHARTS}chart{number}.xml" for number in (1, 2, 3)
    ]
    lay(tmp_path / "甲", HEAD.replace("budget: {total: 20}", "budget: {}"))
    few = read_parts(render_management_report(surveyed(tmp_path, unit="没有"), None, ()))
    assert [name for name in few if name.startswith(CHARTS)] == []


def test_a_chart_says_in_words_what_it_shows() -> None:
    document = read_parts(render_management_report(surveyed(), None, ()))["word/document.xml"].decode()
    assert 'descr="各类别投资（万元）：软件应用 1235.90，' in document
    assert "第4条 0/1" in document


def test_the_same_survey_gives_the_same_bytes() -> None:
    assert render_management_report(surveyed(), None, ()) == render_management_report(surveyed(), None, ())


@pytest.mark.parametrize("name", ["<w:p/>&", "{{ 7*7 }}", "=1+1", "\\u202e"])
def test_a_hostile_name_stays_text(name: str, tmp_path: Path) -> None:
    lay(tmp_path / "甲", HEAD.replace("name: 示例平台建设项目", f'name: "{name}"'))
    assert name.replace("\\u202e", "") in texts(render_management_report(surveyed(tmp_path), None, ()))


def test_the_office_may_bring_a_template_of_its_own(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("本办自己的格式：{{ 总体 }}")
    (tmp_path / "管理情况报告").mkdir()
    own.save(str(tmp_path / "管理情况报告/template.docx"))
    text = texts(render_management_report(surveyed(), None, (str(tmp_path),)))
    assert text.startswith("本办自己的格式：截至2026年11月23日")


@pytest.mark.xdist_group("office")
def test_as_a_person_would_print_it(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(render_management_report(surveyed(), None, ()))
    convert([tmp_path / "报告.docx"], tmp_path)
    pages = page_texts(tmp_path / "报告.pdf")
    assert len(pages) == 8
    whole = "".join("".join(pages).split())
    for told in (
        "一、总体情况",
        "各类别投资（万元）",
        "走到各阶段的项目数（个）",
        "各条文的问题数（处）",
        "项目清单",
    ):
        assert told in whole
