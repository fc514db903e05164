"""Portfolios made for a test, and the program run on them as a user does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-23"
BAD = "deficient-wenlv"
GOOD = "minzheng-yanglao"


def portfolio(folder: Path, *names: str) -> Path:
    """Return a marked portfolio with copies of sample dossiers."""
    (folder / ".zlxm").mkdir(parents=True)
    for name in names:
        shutil.copytree(ROOT / "sample-dossiers" / name, folder / name)
    return folder


def zlxm(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return a finished run."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ZLXM_")}
    told = {**own, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80", "ZLXM_AS_OF": AS_OF, **environment}
    command = [sys.executable, "-m", "zlxm", *arguments]
    done = subprocess.run(command, cwd=cwd, env=told, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return done


def checked(cwd: Path, *arguments: str, **environment: str) -> dict[str, Any]:
    """Return the JSON of a check."""
    done = zlxm(cwd, "check", *arguments, "--format", "json", **environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def findings(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Return rule and message of what counts and is no info."""
    return [
        (each["rule"], each["message"])
        for dossier in report["dossiers"]
        for each in dossier["findings"]
        if not each["waived"] and each["severity"] != "info"
    ]


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
