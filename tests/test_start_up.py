"""What a short command loads: every module here costs a user tens of milliseconds on each save of a manifest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = (
    "cn2an",
    "docx",
    "docxtpl",
    "importlib.metadata",
    "jinja2",
    "lxml",
    "openpyxl",
    "pydantic",
    "rich",
    "ruamel",
    "xlsxwriter",
)
FORCES_COLOUR = {"CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"}
WATCHED_RUN = """
import sys
before = set(sys.modules)
from zlxm.cli.app import run
code = 0
try:
    run()
except SystemExit as end:
    code = end.code
print("\\nloaded:", *sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""
MANIFEST = """\
zlxm: 1
regulation: zhonglou-2023
project: {name: 示例平台建设项目, nature: 新建, categories: [软件应用]}
unit: {name: 示例局, kind: 部门}
plan: {year: 2025}
budget: {total: 86.50}
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A small dossier to which nothing has happened yet."""
    (tmp_path / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Return a finished run of the program, piped; the last line of its stderr names the modules it loaded."""
    environment = {name: value for name, value in os.environ.items() if name not in FORCES_COLOUR}
    return subprocess.run(
        [sys.executable, "-c", WATCHED_RUN, *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def heavy_modules(run: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what a run loaded of the heavy libraries."""
    head, *loaded = run.stderr.splitlines()[-1].split()
    assert head == "loaded:", run.stderr
    assert "zlxm.cli.app" in loaded
    return [name for name in loaded if any(name == heavy or name.startswith(f"{heavy}.") for heavy in HEAVY)]


def test_version_loads_no_heavy_library() -> None:
    run = start("--version")
    assert (run.returncode, heavy_modules(run)) == (0, [])
    assert run.stdout.split()[0] == "zlxm"


@pytest.mark.parametrize("form", ["concise", "json", "text"])
def test_a_piped_check_loads_no_heavy_library(form: str, dossier: Path) -> None:
    run = start("check", str(dossier), "--format", form, "--as-of", "2025-01-10")
    assert run.returncode in {0, 1}, run.stderr
    assert heavy_modules(run) == []


def test_the_json_of_a_watched_run_is_the_real_report(dossier: Path) -> None:
    run = start("check", str(dossier), "--format", "json", "--as-of", "2025-01-10")
    report = json.loads(run.stdout)
    assert [each["name"] for each in report["dossiers"]] == ["示例平台建设项目"]
    assert report["dossiers"][0]["outcomes"]["pass"], "the rules have been run"
