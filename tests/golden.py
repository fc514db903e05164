"""Comparing a text with a file of the repository. ZLXM_UPDATE_GOLDEN=1 writes the file instead, to read in a diff."""

import os
from pathlib import Path


def assert_golden(path: Path, text: str) -> None:
    if os.environ.get("ZLXM_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
