"""Every row of the list has a test, and every test a row."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_IN_A_NAME = re.compile(r"::test_([a-z]\d+)_|\[([A-Z]\d+)\b")


def rows() -> set[str]:
    groups = yaml.safe_load((HERE / "rows.yaml").read_text(encoding="utf-8"))
    listed = [row for group in groups.values() for row in group]
    assert len(listed) == len(set(listed))
    return set(listed)


def collected() -> set[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "-p", "no:cacheprovider", str(HERE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return {(match[1] or match[2]).upper() for match in _IN_A_NAME.finditer(done.stdout)}


def test_every_row_is_tested_and_every_test_is_of_a_row() -> None:
    assert collected() == rows()
