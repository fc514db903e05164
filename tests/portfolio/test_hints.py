"""PORTFOLIO-n: what only shows when dossiers lie side by side."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.builders import day, pack
from tests.lifecycle.terminal import zlxm
from zlxm.model.finding import Finding
from zlxm.model.portfolio import Names, Profile
from zlxm.rules.portfolio import hints, possibly_equal
from zlxm.wording.sentences import message

SAMPLES = Path(__file__).parents[2] / "sample-dossiers"
BEFORE_FILING = "2026-09-15"


def profile(path: str, **more: Any) -> Profile:
    usual: dict[str, Any] = {"name": path, "code": "", "unit": "某某局", "year": 2027}
    return Profile(path, f"{path}/manifest.yaml", **(usual | more))


def found(
    *profiles: Profile, as_of: str = BEFORE_FILING, digests: dict[tuple[str, str], str] | None = None
) -> list[Finding]:
    return list(hints(profiles, pack(), day(as_of), digests or {}))


def told(*profiles: Profile, **more: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Return (code, dossiers) of every hint."""
    named = [(each.rule, each.facts["dossiers"]) for each in found(*profiles, **more)]
    assert all(isinstance(names, Names) for _, names in named)
    return [(rule, names.items) for rule, names in named]


def small(path: str, name: str, total: str = "18", **more: Any) -> Profile:
    return profile(path, name=name, total=Decimal(total), **more)


TOGETHER = [("PORTFOLIO-1", ("a", "b"))]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (small("a", "智慧环卫监管平台（一期）"), small("b", "智慧环卫监管平台（二期）"), TOGETHER),
        (small("a", "智慧环卫监管平台建设项目"), small("b", "智慧环卫监管系统升级项目"), TOGETHER),
        (small("a", "机房空调采购A包"), small("b", "机房空调采购B包", "12"), TOGETHER),
        # together they stay below the line, or one of them does not by itself
        (small("a", "智慧环卫（一期）"), small("b", "智慧环卫（二期）", "11.99"), []),
        (small("a", "智慧环卫（一期）"), small("b", "智慧环卫（二期）", "30"), []),
        # another unit, another year, another thing, no amount
        (small("a", "智慧环卫（一期）"), small("b", "智慧环卫（二期）", unit="别的局"), []),
        (small("a", "智慧环卫（一期）"), small("b", "智慧环卫（二期）", year=2026), []),
        (small("a", "智慧环卫平台"), small("b", "档案数字化平台"), []),
        (small("a", "智慧环卫（一期）"), profile("b", name="智慧环卫（二期）"), []),
    ],
)
def test_alike_projects_below_the_line(one: Profile, other: Profile, expected: list[Any]) -> None:
    assert told(one, other) == expected


def test_the_sum_and_the_line_are_named() -> None:
    (hint,) = found(
        small("a", "智慧环卫（一期）", "29.9"), small("b", "智慧环卫（二期）"), small("c", "智慧环卫（三期）")
    )
    assert "3 个" in message(hint)
    assert "65.90" in message(hint)
    assert (hint.path, hint.article) == ("a/manifest.yaml", 4)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("智慧养老服务平台", "智慧养老服务系统"), True),
        (("智慧养老服务平台", "智慧养老服务平台（二期）"), True),
        (("智慧养老服务平台", "智慧环卫平台"), False),
        (("平台", "系统"), False),  # nothing is left of either
    ],
)
def test_systems_of_one_name(names: tuple[str, str], expected: bool) -> None:
    both = [profile(path, systems=(name,)) for path, name in zip("ab", names, strict=True)]
    assert told(*both) == ([("PORTFOLIO-2", ("a", "b"))] if expected else [])


def test_one_dossier_may_name_a_system_twice() -> None:
    assert told(profile("a", systems=("智慧养老", "智慧养老"))) == []


def test_files_that_are_the_same() -> None:
    files = {"合同.pdf": 5000, "方案.pdf": 6000, "章.png": 10}
    both = profile("a", files=files), profile("b", files=files)
    assert sorted((each.path, file) for each, file in possibly_equal(both)) == [
        (path, file) for path in "ab" for file in ("合同.pdf", "方案.pdf")
    ]
    digests = {("a", "合同.pdf"): "1", ("b", "合同.pdf"): "1", ("a", "方案.pdf"): "2", ("b", "方案.pdf"): "3"}
    (hint,) = found(*both, digests=digests)
    assert (hint.rule, hint.facts["files"].items) == ("PORTFOLIO-3", ("a/合同.pdf", "b/合同.pdf"))


def test_a_copy_inside_one_dossier_is_its_own_matter() -> None:
    one = profile("a", files={"一.pdf": 5000, "二.pdf": 5000})
    assert list(possibly_equal([one])) == []
    assert told(one, digests={("a", "一.pdf"): "1", ("a", "二.pdf"): "1"}) == []


def test_one_code_twice() -> None:
    assert told(profile("a", code="ZL-1"), profile("b", code="ZL-1"), profile("c"), profile("d")) == [
        ("PORTFOLIO-4", ("a", "b"))
    ]


@pytest.mark.parametrize(
    ("as_of", "filed", "units"),
    [
        ("2026-09-15", (), None),  # the day itself is still in time
        ("2026-09-16", (), ("丙局", "乙局")),
        ("2026-09-16", (day("2026-09-16"),), ("丙局",)),
        ("2026-09-16", (day("2026-09-17"),), ("丙局", "乙局")),  # not yet, on that day
        ("2027-03-01", (), None),
        ("2027-09-16", (day("2026-09-01"),), ("丙局", "乙局")),  # that was for this year
    ],
)
def test_units_that_filed_nothing(as_of: str, filed: tuple[Any, ...], units: tuple[str, ...] | None) -> None:
    profiles = profile("a", unit="乙局", filed=filed), profile("b", unit="丙局", year=2025)
    result = [each.facts["units"].items for each in found(*profiles, as_of=as_of)]
    assert result == ([units] if units else [])


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        shutil.copytree(SAMPLES / "chengguan-huanwei", tmp_path / name)
    return tmp_path


def test_check_shows_them_for_a_portfolio_and_no_verdict_depends_on_them(portfolio: Path) -> None:
    alone = zlxm(portfolio, "check", "one", "--format", "json", as_of="2026-09-01")
    both = zlxm(portfolio, "check", ".", "--format", "json", as_of="2026-09-01")
    single, whole = json.loads(alone.out), json.loads(both.out)
    assert single["portfolio"] == []
    assert {each["rule"] for each in whole["portfolio"]} == {"PORTFOLIO-3", "PORTFOLIO-4"}
    assert whole["dossiers"][0]["findings"] == single["dossiers"][0]["findings"]
    assert (both.code, whole["summary"]["infos"]) == (alone.code, 2 * single["summary"]["infos"])
    text = zlxm(portfolio, "check", ".", as_of="2026-09-01").out
    assert "全库提示" in text
    assert "PORTFOLIO-4" in text


@pytest.mark.parametrize("form", ["concise", "csv", "sarif", "gitlab", "json"])
def test_formats_for_programs_carry_them(portfolio: Path, form: str) -> None:
    said = zlxm(portfolio, "check", ".", "--format", form, as_of="2026-09-01")
    assert "PORTFOLIO-4" in said.out


def test_they_can_be_left_out(portfolio: Path) -> None:
    said = zlxm(portfolio, "check", ".", "--ignore", "PORTFOLIO", "--format", "json", as_of="2026-09-01")
    assert json.loads(said.out)["portfolio"] == []
    said = zlxm(portfolio, "check", ".", "--select", "PORTFOLIO-4", "--format", "json", as_of="2026-09-01")
    assert [each["rule"] for each in json.loads(said.out)["portfolio"]] == ["PORTFOLIO-4"]
