"""Finding and reading the settings of a portfolio. Nothing here is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from zlxm.model.node import Node
from zlxm.model.problem import Problem
from zlxm.model.settings import SETTINGS_FILE
from zlxm.store.portfolio import MANIFEST, marked_root, portfolio_root
from zlxm.store.yaml_text import MOST_BYTES, read_yaml


def settings_path(folder: str) -> tuple[str, str]:
    """Return the nearest settings file from a folder upwards (empty when there is none) and the portfolio's root,
    above which none is looked for: what lies there is not this portfolio's, and perhaps a stranger's."""
    start = os.path.abspath(folder)
    root = _root(start)
    found = (os.path.join(each, SETTINGS_FILE) for each in _upwards(start, root))
    return next((path for path in found if os.path.lexists(path)), ""), root


def _root(start: str) -> str:
    """Without a mark of a portfolio, a dossier may lie one below it, and any other folder is on its own."""
    if marked_root(start) or os.path.lexists(os.path.join(start, MANIFEST)):
        return portfolio_root(start)
    return start


def _upwards(start: str, root: str) -> Iterator[str]:
    folder = start
    while True:
        yield folder
        if folder in (root, os.path.dirname(folder)):
            return
        folder = os.path.dirname(folder)


def read_settings(path: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the nodes and problems of a settings file; a link or a device in its place is a problem, not followed."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None, (Problem("unreadable_settings", facts={"detail": "link"}),)
        with open(path, "rb") as file:
            return read_yaml(file.read(MOST_BYTES + 1))
    except OSError as error:
        return None, (Problem("unreadable_settings", facts={"detail": error.strerror or ""}),)


def is_inside(path: str, root: str) -> bool:
    """Tell whether a path, links resolved, lies inside a folder or is it."""
    real, around = os.path.realpath(path), os.path.realpath(root)
    try:
        return os.path.commonpath((real, around)) == around
    except ValueError:  # another drive
        return False
