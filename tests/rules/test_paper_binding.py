"""The template.yaml beside a template: one paper and its further editions."""

from __future__ import annotations

import pytest

from tests.builders import pack, root
from zlxm.model.paper import Paper
from zlxm.model.problem import Problem
from zlxm.rules.paper_binding import read_papers

SOUND = """title: 项目建议书
produces: 项目建议书
stage: 申报
edition: 申报版
when: {amount.declared: {gte: 30万}}
files: [{file: om.docx, when: {project.nature: 运行维护}}, {file: template.docx}]
"""


def read(text: str) -> tuple[tuple[Paper, ...], list[tuple[str, int, int]]]:
    """Return the papers, and code and place of every problem."""
    found: list[Problem] = []
    papers = read_papers(root(text), "folder", "建议书", pack(), found.append)
    return papers, [(each.code, each.line, each.column) for each in found]


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ("{edition: 论证版}", ("", "论证版", "申报", "项目建议书", True)),
        (
            "{produces: 项目建议书论证版, edition: 论证版, stage: 论证}",
            ("项目建议书论证版", "论证版", "论证", "项目建议书", True),
        ),
        ("{edition: 论证版, title: 建议书（论证版）}", ("", "论证版", "申报", "建议书（论证版）", True)),
        ("{edition: 论证版, when: {amount.declared: {gte: 0万}}}", ("", "论证版", "申报", "项目建议书", False)),
    ],
)
def test_an_edition_takes_after_its_paper_where_it_says_nothing(edition: str, expected: tuple[object, ...]) -> None:
    (main, other), problems = read(f"{SOUND}editions: {{建议书论证版: {edition}}}\n")
    assert problems == []
    assert (main.name, main.edition, other.name) == ("建议书", "申报版", "建议书论证版")
    assert (other.produces, other.edition, other.stage, other.title, other.when == main.when) == expected
    assert other.variants == main.variants


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("produces: 项目建议书\nfiles: [{file: a.docx}]", ("missing_key", 1, 1)),
        ("title: 甲\nfiles: [{file: a.docx}]\nproduces: 请柬", ("unknown_word", 3, 11)),
        ("title: 甲\nfiles: [{file: a.docx}]\nstage: 庆祝", ("unknown_word", 3, 8)),
        ("title: 甲\nfiles: [{file: a.docx, when: {nobody: 甲}}]", ("unknown_word", 2, 31)),
        ("title: 甲\nfiles: [{file: a.docx}]\neditions: {乙: {when: {nobody: 甲}}}", ("unknown_word", 3, 23)),
    ],
)
def test_names_that_are_nowhere_are_problems_with_a_place(text: str, problem: tuple[str, int, int]) -> None:
    assert problem in read(text)[1]
