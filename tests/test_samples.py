"""Every sample dossier gives exactly the report kept beside it."""

from datetime import date
from pathlib import Path

import pytest

from tests.golden import assert_golden
from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.output.formats import FORMATS, Style
from zlxm.services.check import CheckRequest, check

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.parent.name for path in ROOT.glob("sample-dossiers/*/manifest.yaml"))
AS_OF = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def report_of(name: str) -> Report:
    return check(CheckRequest((f"sample-dossiers/{name}",), AS_OF, with_checklists=True))


def test_there_are_enough_samples() -> None:
    assert len(SAMPLES) >= 11


@pytest.mark.parametrize("name", SAMPLES)
def test_sample(name: str) -> None:
    text = FORMATS.require("text").format_report(report_of(name), Style())
    assert_golden(ROOT / "sample-dossiers" / f"{name}.expected.txt", text)


@pytest.mark.parametrize("name", SAMPLES)
def test_only_the_deficient_one_has_errors(name: str) -> None:
    assert bool(report_of(name).count(Severity.ERROR)) == name.startswith("deficient")


def test_editors_find_the_schema_the_samples_name() -> None:
    shipped = ROOT / "zlxm" / "regulations" / "zhonglou-2023" / "manifest.schema.json"
    beside = ROOT / "sample-dossiers" / ".zlxm" / "manifest.schema.json"
    assert beside.read_bytes() == shipped.read_bytes()
    assert all("$schema=../.zlxm/manifest.schema.json" in first_line(name) for name in SAMPLES)


def first_line(name: str) -> str:
    return (ROOT / "sample-dossiers" / name / "manifest.yaml").read_text(encoding="utf-8").partition("\n")[0]
