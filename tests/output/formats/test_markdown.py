"""Markdown as a reader shows it: our tables and folds, and every word of a dossier as it is written."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.output.formats.made_reports import HOSTILE, deficient, dossier, finding, hostile, report_on, said
from zlxm.output.formats import Style
from zlxm.output.formats.markdown import escaped
from zlxm.output.safe import safe

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"<!-- zlxm -->", "<details>", "<summary>", "</summary>", "</details>"}
INLINE = {"text", "text_special", "html_inline", "softbreak", "strong_open", "strong_close"}


def inline(tokens: list[Token]) -> list[Token]:
    return [child for each in tokens for child in each.children or ()]


def shown(tokens: list[Token]) -> str:
    return "".join(each.content for each in tokens if each.type.startswith("text"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    _is_only_text(text)


@given(st.text(max_size=40))
def test_any_text_is_only_text(text: str) -> None:
    _is_only_text(text)


def _is_only_text(text: str) -> None:
    tokens = READER.parse(said("markdown", hostile(text), Style()))
    assert {each.type for each in inline(tokens)} <= INLINE
    assert {each.content for each in inline(tokens) if each.type == "html_inline"} <= {"<!-- -->"}
    blocks = "".join(each.content for each in tokens if each.type == "html_block")
    assert set(re.findall("<[^>]*>", blocks)) <= OURS
    assert sum(each.type == "td_open" for each in tokens) == 4 * (2 + 2)
    assert sum(each.type == "tr_open" for each in tokens) == 2 + 4
    cells = [shown(each.children or []) for each in tokens if each.type == "inline"]
    assert any(safe(text).strip() in each for each in cells)


@pytest.mark.parametrize(
    "text",
    ["@admin", "#12", "!34", "~bug", "%7", "$5", "&6", "a@b.example", "甲@乙", "http://a.example", "www.a.example"],
)
def test_nothing_is_a_mention_a_reference_or_a_link(text: str) -> None:
    read = html.unescape(READER.renderInline(escaped(text)))
    assert re.sub("<!-- -->", "", read) == text
    assert not re.search(r"[@#!~%$&]\w", read)
    assert "://" not in escaped(text)
    assert not re.search(r"www\.\w", escaped(text))


def test_a_long_report_fits_into_a_comment() -> None:
    long = [dossier((finding("长" * 900, subject=str(number)),), name=f"项目{number}") for number in range(150)]
    text = said("markdown", report_on(*long))
    assert len(text) < 65_000
    assert "个有问题的项目没有列出" in text
    rows = dossier(tuple(finding(str(number), subject=str(number)) for number in range(130)))
    assert "另有 30 处没有列出" in said("markdown", report_on(rows))


def test_clean_dossiers_are_folded_into_one_list() -> None:
    text = said("markdown", report_on(dossier((), name="好项目"), dossier((finding(),), name="坏项目")))
    assert "### 坏项目" in text
    assert "### 好项目" not in text
    assert "<summary>没有错误和警告的项目：1 个</summary>\n\n- 好项目" in text


def test_the_sample_reads_as_a_table() -> None:
    report = deficient()
    tokens = READER.parse(said("markdown", report))
    assert sum(each.type == "tr_open" for each in tokens) == len(list(report.findings())) + 2
