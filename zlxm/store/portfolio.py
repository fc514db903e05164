"""Finding dossiers on disk and reading their manifests and files. Nothing here is written."""

from __future__ import annotations

import os
from collections.abc import Iterator

from zlxm.model.node import Node
from zlxm.model.problem import Problem
from zlxm.store.yaml_text import MOST_BYTES, read_yaml

MANIFEST = "manifest.yaml"
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


def find_dossiers(root: str) -> Iterator[str]:
    """Yield every folder at or below `root` that holds a manifest, in sorted order; nested ones belong to themselves.

    Hidden folders and virtual environments are passed over, links are not followed.
    """
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError:
        return
    if any(entry.name == MANIFEST for entry in entries):
        yield root
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not _is_skipped(entry.name):
            yield from find_dossiers(entry.path)


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def read_manifest_text(folder: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the bytes of a manifest; one that cannot be opened is a problem, a huge one is not read whole."""
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as file:
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
