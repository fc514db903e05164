"""X2, X12: what a workbook cannot hold, and that the same input gives the same bytes on any day, anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from tests.hostile.inputs import HEAD, lay
from tests.hostile.running import AS_OF, ROOT, Runner

LONGEST_IN_A_CELL = 32_767


@pytest.mark.parametrize("length", [9_999, 10_000])
def test_x2_the_longest_text_a_manifest_may_hold_is_not_cut(length: int, tmp_path: Path, zlxm: Runner) -> None:
    assert length < LONGEST_IN_A_CELL
    name = "项" * length
    lay(tmp_path / "甲", HEAD.replace("示例平台建设项目", name))
    done = zlxm("plan", "2025", ".", "-o", "计划.xlsx", "--as-of", AS_OF, folder=tmp_path)
    assert done.code == 0, done.err
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "计划.xlsx") for row in sheet.values for cell in row]
    assert name in cells


@pytest.mark.parametrize("mark", ["=1+1", "\\x1b[2J", "\\0", "\\ud800", "\\ufffe"])
def test_x2_what_no_cell_can_hold_never_gets_there(mark: str, tmp_path: Path, zlxm: Runner) -> None:
    lay(tmp_path / "甲", HEAD.replace("示例平台建设项目", f'"{mark}示例"'))
    done = zlxm("plan", "2025", ".", "-o", "计划.xlsx", "--as-of", AS_OF, folder=tmp_path)
    if done.code:
        assert "错误" in done.err
        assert not (tmp_path / "计划.xlsx").exists()
        return
    book = openpyxl.load_workbook(tmp_path / "计划.xlsx")
    held = [cell for sheet in book for row in sheet for cell in row if "示例" in str(cell.value)]
    assert held
    assert {cell.data_type for cell in held} == {"s"}


def made(folder: Path, **told: str) -> dict[str, bytes]:
    """Return what a run writes, in an environment of its own."""
    folder.mkdir()
    env = {**os.environ, "PYTHONPATH": str(ROOT), **told}
    source = ROOT / "sample-dossiers/minzheng-yanglao"
    for words in (("generate", "申报表", str(source), "-o", "a.docx"), ("plan", "2027", str(source), "-o", "b.xlsx")):
        command = [sys.executable, "-m", "zlxm", *words, "--as-of", "2026-11-23", "-q"]
        subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_x12_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    one = made(tmp_path / "一", TZ="UTC", LC_ALL="C.UTF-8")
    time.sleep(2)  # a zip counts in steps of two seconds
    other = made(tmp_path / "二", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8", PYTHONHASHSEED="11")
    assert set(one) == {"a.docx", "b.xlsx"}
    assert one == other
