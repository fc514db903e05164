"""`zlxm status` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.status.surveys import ROOT


def zlxm(*arguments: str | Path, folder: Path = ROOT / "sample-dossiers") -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"}
    command = [sys.executable, "-m", "zlxm", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("status",), 0, "deficient-wenlv"),
        (("status", "deficient-wenlv"), 0, "9 错误"),
        (("status", "--due", "-1"), 2, "-1"),
        (("status", "--stage", "初念"), 2, "是不是“初验”？"),
        (("status", "--sort", "color"), 2, "urgency"),
        (("status", "--format", "text"), 2, "table"),
        (("status", "没有的目录"), 3, "没有的目录"),
        (("status", "--unit", "没有"), 0, "没有符合条件的项目"),
        (("status", "--year", "26", "--format", "json"), 0, "没有符合条件的项目"),
    ],
)
def test_exit_code_and_what_is_said(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = zlxm(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    done = zlxm("status", "--format", "ics", "-o", tmp_path / "期限.ics")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "期限.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")
    assert zlxm("status", "--format", "json", "-o", tmp_path / "没有" / "a.json").returncode == 3


def test_it_agrees_with_check() -> None:
    status = json.loads(zlxm("status", "--format", "json").stdout)["dossiers"]
    check = json.loads(zlxm("check", "--format", "json").stdout)["dossiers"]
    theirs = {each["path"]: each for each in check}
    for each in status:
        other = theirs[each["path"]]
        assert (each["stage"], each["name"]) == (other["stage"], other["name"])
        ahead = [(duty["rule"], duty["due"]) for duty in each["deadlines"] if duty["standing"] == "ahead"]
        assert ahead == [(duty["rule"], duty["due"]) for duty in other["next"]]
