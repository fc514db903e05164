"""Every paper of the built-in regulation: filled, read, and its text kept to be compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golden import assert_golden
from tests.papers.making import SAMPLES, asked, made, papers
from tests.papers.reading import text_of
from zlxm.render.papers import inspect_template, load_template
from zlxm.render.tags import EDITION
from zlxm.services.papers import load_slots
from zlxm.services.regulations import DEFAULT
from zlxm.services.template_check import files_of

NAMES = sorted(papers())
DOSSIERS = sorted(path.parent.name for path in SAMPLES.glob("*/manifest.yaml"))
GOLDEN = Path(__file__).parent / "golden"
WANTED = [
    "申报表",
    "建设方案",
    "建议书",
    "评分标准",
    "绩效评分",
    "自查表",
    "论证申请",
    "论证函",
    "计划任务书",
    "变更申请表",
    "初验申请",
    "初验报告",
    "终验申请书",
    "试运行报告",
    "建设总结报告",
    "数据共享清单",
    "数据共享信息表",
    "停用情况说明",
    "绩效自评报告",
    "审查回执",
    "补正告知书",
    "材料目录",
]
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|None|Decimal|Undefined|line_|\bNaN\b")


def test_every_paper_of_the_regulation_is_there() -> None:
    assert set(WANTED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_paper(name: str) -> None:
    extension, finished = made(name)
    assert_golden(GOLDEN / f"{name}.txt", text_of(extension, finished.data))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sample", DOSSIERS)
def test_every_paper_can_be_made_for_every_dossier(name: str, sample: str) -> None:
    extension, finished = made(name, sample)
    text = text_of(extension, finished.data)
    assert not LEFTOVER.search(text.replace("=", ""))
    assert asked(sample).scope.case.dossier.project.name.split("（")[0][:6] in text


@pytest.mark.parametrize("name", NAMES)
def test_the_template_uses_known_slots_and_its_yaml_lists_them(name: str) -> None:
    slots = load_slots(DEFAULT)
    used: set[str] = set()
    for _, path in files_of([papers()[name]]):
        assert list(inspect_template(path, slots)) == []
        used |= set(load_template(path).used)
    assert used - {EDITION} == set(papers()[name].slots)
