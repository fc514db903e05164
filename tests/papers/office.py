"""LibreOffice shows the papers as a person would print them. Without it such tests are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

FONTS = Path(__file__).parent.parent / "fonts.conf"


def require(*programs: str) -> None:
    """Skip the test when a program is missing; in CI that is a failure."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing here: {', '.join(missing)}")
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


def convert(files: Iterable[Path], target: Path, form: str = "pdf") -> None:
    """Convert all files at once into the folder `target`."""
    require("soffice")
    profile = target / "profile"
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", form]
    told = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    paths = [str(path) for path in files]
    done = subprocess.run(
        [*command, "--outdir", str(target), *paths], env=told, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr


def pages(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    return int(_of("pdfinfo", str(pdf)).partition("Pages:")[2].split()[0])


def page_texts(pdf: Path) -> list[str]:
    """Return the text of every page."""
    return read_pages(pdf, "-layout")


def read_pages(pdf: Path, *order: str) -> list[str]:
    """Return the text of every page in an order that pdftotext offers."""
    return _of("pdftotext", *order, str(pdf), "-").split("\f")[:-1]


def _of(*command: str) -> str:
    require(command[0])
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
