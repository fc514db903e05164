"""A sample dossier in a folder of its own, and the command run on it as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sample-dossiers"
SAMPLE = "minzheng-yanglao"
NAME = "ZL-2027-MZ-01-申报-2026-11-23"
MINUTES = "01-申报/三重一大会议纪要.pdf"
TABLE = "01-申报/软件开发费询价汇总表.xlsx"
TAGS = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "manifest-sm3.txt",
    "tagmanifest-sha256.txt",
)


def zlxm(folder: Path, *arguments: str, umask: str = "022", **told: str) -> subprocess.CompletedProcess[str]:
    usual = {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "ZLXM_AS_OF": "2026-11-23", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "zlxm", *arguments],
        cwd=folder,
        env={**os.environ, **usual, **told},
        umask=int(umask, 8),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "程序内部错误" not in done.stderr, done.stderr
    return done


def submit(folder: Path, *arguments: str) -> Path:
    """Return the package made of the sample in `folder`."""
    done = zlxm(folder, "submit-package", "申报", SAMPLE, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return packed(folder)


def packed(folder: Path) -> Path:
    """Return the only package in a folder."""
    (found,) = folder.glob("*.zip")
    return found


def content(package: Path) -> dict[str, bytes]:
    """Return path below the package's folder → bytes, in the package's order."""
    with zipfile.ZipFile(package) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def edit(file: Path) -> None:
    """Change a PDF without harming it."""
    with file.open("ab") as opened:
        opened.write(b"\n%%EOF\n")
