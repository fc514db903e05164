"""`zlxm plan` as a user runs it: what it writes where, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sample-dossiers"


def zlxm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "ZLXM_AS_OF": "2026-11-23"}
    command = [sys.executable, "-m", "zlxm", *arguments]
    return subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("options", "name"),
    [((), "年度计划-2026.xlsx"), (("--print",), "年度计划-2026.xlsx"), (("--word",), "年度计划-2026.docx")],
)
def test_the_plan_goes_into_the_working_directory(tmp_path: Path, options: tuple[str, ...], name: str) -> None:
    done = zlxm(tmp_path, "plan", "2026", str(SAMPLES), *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{name}\n", "列入 8 个项目，共 0 个问题。\n")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_plan_is_made_again_until_somebody_has_saved_it(tmp_path: Path) -> None:
    first = zlxm(tmp_path, "plan", "2026", str(SAMPLES), "-o", "计划.xlsx")
    before = (tmp_path / "计划.xlsx").read_bytes()
    assert zlxm(tmp_path, "plan", "2026", str(SAMPLES), "-o", "计划.xlsx").returncode == first.returncode == 0
    assert (tmp_path / "计划.xlsx").read_bytes() == before
    openpyxl.load_workbook(tmp_path / "计划.xlsx").save(tmp_path / "计划.xlsx")
    saved = (tmp_path / "计划.xlsx").read_bytes()
    done = zlxm(tmp_path, "plan", "2026", str(SAMPLES), "-o", "计划.xlsx")
    assert (done.returncode, done.stdout) == (1, "")
    assert "--overwrite" in done.stderr
    assert (tmp_path / "计划.xlsx").read_bytes() == saved
    assert zlxm(tmp_path, "plan", "2026", str(SAMPLES), "-o", "计划.xlsx", "--overwrite").returncode == 0
    assert (tmp_path / "计划.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("plan", "2031", str(SAMPLES)), 3),
        (("plan", "2026", "没有"), 3),
        (("plan", "2026", "."), 3),
        (("plan",), 2),
        (("plan", "明年", str(SAMPLES)), 2),
        (("plan", "1066", str(SAMPLES)), 2),
        (("plan", "2026", str(SAMPLES), "-o", "没有/计划.xlsx"), 3),
        (("plan", "2026", str(SAMPLES), "-o", "计划.xls"), 2),
        (("plan", "2026", str(SAMPLES), "--word", "-o", "计划.xlsx"), 2),
        (("init", "库", "--from", "没有.xlsx"), 3),
    ],
)
def test_what_cannot_be_done_leaves_nothing_behind(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    done = zlxm(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_somebodys_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "年度计划-2026.xlsx").write_text("我的", encoding="utf-8")
    assert zlxm(tmp_path, "plan", "2026", str(SAMPLES)).returncode == 1
    assert (tmp_path / "年度计划-2026.xlsx").read_text(encoding="utf-8") == "我的"
