"""This repository as a stranger's clone has it: what is tracked, and what would be added next."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.history.repositories import begin, commit, git

ROOT = Path(__file__).parents[2]


def clone_of_this(folder: Path) -> Path:
    """Return a repository that holds the present work tree, committed; big folders that no installation needs are left
    out."""
    begin(folder)
    for name in git(ROOT, "ls-files", "-z", "-c", "-o", "--exclude-standard").split("\0"):
        if name and not name.startswith(("tests/", "authoring/", "benchmarks/")) and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    commit(folder, "present")
    return folder
