from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.golden import assert_golden
from tests.hostile.inputs import HEAD, lay
from tests.status.surveys import SAMPLES, surveyed
from zlxm.output.layout import cells
from zlxm.output.status import STATUS_FORMATS, StatusStyle

HERE = Path(__file__).parent


@pytest.fixture
def _beside_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLES)


def told(form: str, width: int | None = None, *folders: Path, **wanted: Any) -> str:
    survey = surveyed(*folders or (Path(),), **wanted)
    return STATUS_FORMATS.require(form).format_survey(survey, StatusStyle(width))


def test_the_formats() -> None:
    assert STATUS_FORMATS.names() == ("csv", "ics", "json", "table")


@pytest.mark.usefixtures("_beside_the_samples")
@pytest.mark.parametrize("width", [80, 120])
def test_table(width: int) -> None:
    text = told("table", width)
    assert_golden(HERE / f"golden/table-{width}.txt", text)
    assert max(cells(line) for line in text.splitlines()) <= width
    text.encode("gbk")


@pytest.mark.usefixtures("_beside_the_samples")
@pytest.mark.parametrize("name", ["deficient-wenlv", "weijian-shiyunxing", "nandajie-tingyong"])
def test_timeline(name: str) -> None:
    text = told("table", 80, Path(name))
    assert_golden(HERE / f"golden/{name}.txt", text)
    assert max(cells(line) for line in text.splitlines()) <= 80


@pytest.mark.usefixtures("_beside_the_samples")
def test_columns_in_a_pipe() -> None:
    lines = told("table").splitlines()
    assert len(lines) == 16
    assert {line.count("\t") for line in lines} == {14}
    assert lines[1].split("\t")[0] == "钟楼区智慧文旅公共服务平台建设项目"


@pytest.mark.usefixtures("_beside_the_samples")
def test_json_keeps_its_contract() -> None:
    tree = json.loads(told("json"))
    schema = json.loads((HERE / "status.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tree)
    assert tree["dossiers"][0]["path"] == "./deficient-wenlv"
    assert tree["dossiers"][0]["deadlines"][-1]["standing"] == "coming"


@pytest.mark.usefixtures("_beside_the_samples")
def test_csv_has_the_same_columns() -> None:
    text = told("csv")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert [len(row) for row in rows] == [15] * 16


def test_nothing_found_is_said(tmp_path: Path) -> None:
    lay(tmp_path / "甲", HEAD)
    assert told("table", 80, tmp_path, unit="没有").startswith("\n没有符合条件的项目\n")
    assert told("table", None, tmp_path, unit="没有").count("\n") == 1
    assert json.loads(told("json", None, tmp_path, unit="没有"))["dossiers"] == []


def test_what_cannot_be_judged_is_shown(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "minzheng-yanglao", tmp_path / "甲")
    lay(tmp_path / "坏", "project: {name: 坏的\n")
    lay(tmp_path / "密", HEAD.replace("name: 示例平台建设项目", "name: 密, classified: true"))
    text = told("table", 80, tmp_path)
    assert "清单有误" in text
    assert "涉密，" in text
    assert "3 个项目，1 个清单有误" in text
    assert "清单有误" in told("table", 80, tmp_path / "坏")
    assert [row.split("\t")[3] for row in told("table", None, tmp_path).splitlines()[1:]][:2] == [
        "清单有误",
        "涉密，不列",
    ]


@pytest.mark.parametrize("form", ["table", "csv", "json", "ics"])
def test_a_hostile_name_is_harmless(form: str, tmp_path: Path) -> None:
    for place in "甲乙":
        lay(tmp_path / place, HEAD.replace("name: 示例平台建设项目", 'name: "=1+1\\e[2J\\u202e##[x\\tb"'))
    text = told(form, None, tmp_path)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "##[" not in text
    assert '"=1' not in text if form == "csv" else True
