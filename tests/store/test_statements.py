from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zlxm.store.statements import statements

LABELS = frozenset({"项目名称", "申报金额（万元）", "申报单位"})


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["项目名称", "养老平台"], [("项目名称", "养老平台")]),
        (["项 目 名 称：", "", "养老平台"], [("项目名称", "养老平台")]),
        (["项目名称：养老平台"], [("项目名称", "养老平台")]),
        (["项目名称: 养老 平台"], [("项目名称", "养老平台")]),
        (["项目名称", "申报单位", "民政局"], [("申报单位", "民政局")]),
        (["申报金额（万元）", "86.50"], [("申报金额（万元）", "86.50")]),
        (["项目名称的由来", "养老平台"], []),
        (["项目名称：甲", "项目名称：甲", "项目名称：乙"], [("项目名称", "甲"), ("项目名称", "乙")]),
        (["项目名称"], [("项目名称", "")]),
        (["2025年1月2日", "正文", "2025 年 3 月 4 日"], [("", "2025年3月4日")]),
        (["于2025年1月2日"], []),
        (["2025年1月2日", *["后文"] * 11], [("", "2025年1月2日")]),
        (["2025年1月2日", *["后文"] * 12], []),
    ],
)
def test_values_beside_labels(lines: list[str], found: list[tuple[str, str]]) -> None:
    assert list(statements(lines, LABELS)) == found


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_text_can_be_looked_through(lines: list[str]) -> None:
    assert all(label == "" or label in LABELS for label, _ in statements(lines, LABELS))
