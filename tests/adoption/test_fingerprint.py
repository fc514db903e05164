"""A finding keeps its fingerprint while lines move and days pass, and no two of a dossier share one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adoption.portfolios import BAD, ROOT, edit, portfolio
from zlxm.model.finding import Finding, State
from zlxm.model.fingerprint import LENGTH, fingerprint, fingerprints, subject_of
from zlxm.model.problem import Severity
from zlxm.model.value import replace
from zlxm.services.check import CheckRequest, check
from zlxm.store.yaml_text import read_yaml

TODAY = date(2026, 11, 23)
SAMPLES = sorted(path.parent.name for path in (ROOT / "sample-dossiers").glob("*/manifest.yaml"))


def marks(folder: Path, as_of: date = TODAY) -> set[str]:
    report = check(CheckRequest((str(folder),), as_of))
    found = [each for each in report.findings() if each.severity > Severity.INFO]
    made = fingerprints(found, "x")
    assert len(set(made)) == len(found)
    assert all(len(each) == LENGTH and int(each, 16) >= 0 for each in made)
    return set(made)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_findings_share_one(name: str) -> None:
    marks(ROOT / "sample-dossiers" / name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nproject:", "\n# 说明\n\n\nproject:"),
        ("events:\n", "events:\n  - {event: 三重一大决策, date: 2024-08-01}\n"),
        ("budget:\n  total: 98.00", "budget:\n\n  total: 98.00 # 万元"),
    ],
)
def test_it_stays_when_lines_and_entries_move(tmp_path: Path, old: str, new: str) -> None:
    folder = portfolio(tmp_path / "p", BAD) / BAD
    before = marks(folder)
    edit(folder / "manifest.yaml", old, new)
    assert before <= marks(folder)


def test_it_stays_when_days_pass() -> None:
    folder = ROOT / "sample-dossiers" / BAD
    assert marks(folder) <= marks(folder, TODAY + timedelta(days=20))


NAMED = read_yaml("events: [{event: 中标, date: 2025-01-01, lot: 1}]\nnames: [a, b]\nkinds: [{kind: [x, y]}]".encode())[
    0
]


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        ((), ""),
        (("events",), "events"),
        (("events", 0, "amount"), "events/中标 2025-01-01 1/amount"),
        (("names", 1), "names/b"),
        (("kinds", 0), "kinds/x+y"),
        (("events", 7, "date"), "events//date"),
        (("nowhere", 3, "deep"), "nowhere//deep"),
    ],
)
def test_a_place_is_told_by_names(at: tuple[str | int, ...], subject: str) -> None:
    assert subject_of(NAMED, at) == subject


def made(**changes: object) -> Finding:
    usual = Finding("ZL1-1", 1, Severity.ERROR, State.FAIL, "require.missing_document", (), {}, subject="events/a")
    return replace(usual, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "ZL1-2"},
        {"what": "other"},
        {"document": "中标通知书"},
        {"subject": "events/b"},
        {"facts": {"file": "a.pdf"}},
    ],
)
def test_what_tells_findings_apart(changes: dict[str, object]) -> None:
    assert fingerprint(made(), "d") != fingerprint(made(**changes), "d")


@pytest.mark.parametrize(
    "changes",
    [
        {"line": 7, "column": 3, "path": "elsewhere/manifest.yaml"},
        {"at": ("events", 3)},
        {"message": "别的说法", "hint": "改"},
        {"facts": {"days": 5, "due": date(2025, 1, 1), "over": 3}},
        {"severity": Severity.WARNING},
    ],
)
def test_what_does_not(changes: dict[str, object]) -> None:
    assert fingerprint(made(), "d") == fingerprint(made(**changes), "d")


def test_a_moment_within_a_rule_has_no_line() -> None:
    first, second = (made(facts={"event": f"event:中标:{line}:5"}) for line in (3, 900))
    assert fingerprint(first, "d") == fingerprint(second, "d")


@given(st.integers(min_value=1, max_value=8))
def test_alike_ones_are_numbered(number: int) -> None:
    several = fingerprints([made()] * number, "d")
    assert len(set(several)) == number
    assert several[:1] == fingerprints([made()], "d")
