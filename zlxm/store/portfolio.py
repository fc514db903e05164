"""Finding dossiers on disk and reading their manifests and files. Nothing here is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from zlxm.model.errors import ZlxmError
from zlxm.model.node import Node
from zlxm.model.problem import Problem
from zlxm.store.yaml_text import MOST_BYTES, read_yaml

MANIFEST = "manifest.yaml"
LOCK = ".zlxm-lock"
STATE_FOLDER = ".zlxm"
_MARKS_OF_A_ROOT = (STATE_FOLDER, ".git")
_ENVIRONMENT_MARK = "pyvenv.cfg"
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


def find_dossiers(root: str) -> Iterator[str]:
    """Yield every folder at or below `root` that holds a manifest, in sorted order; nested ones belong to themselves.

    Hidden folders and virtual environments are passed over, links are not followed. A folder that cannot be listed
    raises ZlxmError: a dossier in it would be passed over in silence.
    """
    pending = [root]
    while pending:
        folder = pending.pop()
        entries = _entries(folder)
        names = {entry.name for entry in entries}
        if MANIFEST in names:
            yield folder
        if _ENVIRONMENT_MARK not in names:
            below = [entry for entry in entries if not _is_skipped(entry.name) and entry.is_dir(follow_symlinks=False)]
            pending += sorted((entry.path for entry in below), reverse=True)


def holds_dossiers(path: str) -> bool:
    """Tell whether dossiers are looked for in a folder below a portfolio, by its `/`-separated path."""
    return not any(_is_skipped(part) for part in path.split("/") if part)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError as error:
        raise ZlxmError("unreadable_folder", {"path": folder, "detail": error.strerror or ""}) from error


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def read_manifest_text(folder: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the bytes of a manifest; one that cannot be opened is a problem, a huge one is not read whole.

    A link, a pipe or a device in its place is never followed: what it holds would be quoted in the report.
    """
    path = os.path.join(folder, MANIFEST)
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISREG(mode):
            return b"", (Problem("unreadable", facts={"detail": "link" if stat.S_ISLNK(mode) else "not_a_file"}),)
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1), ()
    except OSError as error:
        return b"", (Problem("unreadable", facts={"detail": error.strerror or ""}),)


def read_manifest_nodes(folder: str) -> tuple[bytes, Node | None, tuple[Problem, ...]]:
    """Return the bytes, the nodes and the problems of a dossier's manifest."""
    data, problems = read_manifest_text(folder)
    if problems:
        return data, None, problems
    root, problems = read_yaml(data)
    return data, root, problems


def portfolio_root(directory: str) -> str:
    """Return where a portfolio's shared files lie: the nearest folder, from the dossier's own upwards, that holds
    `.zlxm` or `.git`; else the folder above the dossier."""
    return marked_root(directory) or os.path.dirname(os.path.abspath(directory))


def marked_root(directory: str) -> str:
    """Return the nearest folder, from this one upwards, that is marked as a portfolio's root; empty without one."""
    folder = os.path.abspath(directory)
    while not any(os.path.lexists(os.path.join(folder, mark)) for mark in _MARKS_OF_A_ROOT):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder
