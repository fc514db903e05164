"""Text laid out for a terminal: widths, wrapping, columns, harmless characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zlxm.output.layout import cells, columns, paragraph, plain, wrap
from zlxm.output.safe import safe


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("合同", 4), ("a合", 3), ("（）", 4), ("e\u0301", 1)])
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(alphabet="合同甲乙，。（）abc 12-", max_size=200), st.integers(10, 60))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    closing = 2 * 40  # closing punctuation may hang over
    assert all(cells(line) <= width + closing for line in lines)


def test_closing_punctuation_never_starts_a_line() -> None:
    assert wrap("一二三四五，六", 10) == ["一二三四五，", "六"]


def test_western_words_stay_whole() -> None:
    assert wrap("合同 2025-04-15 起算", 12) == ["合同", "2025-04-15", "起算"]


def test_paragraph_with_a_head() -> None:
    assert plain(paragraph("一二三四", 8, indent=4, first="  > ")) == "  > 一二\n    三四\n"


def test_columns_line_up() -> None:
    assert (
        plain(columns([("√ 甲", "good"), ("× 乙丙", "error"), ("√ 丁", "good")], 20, 2)) == "  √ 甲    × 乙丙\n  √ 丁\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2J", "a\\u{1b}[2J"),
        ("合格\r不合格", "合格\\u{d}不合格"),
        ("\u202egnp.exe", "\\u{202e}gnp.exe"),
        ("\udcb8", "\\u{dcb8}"),
        ("[red]x[/]", "[red]x[/]"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown
