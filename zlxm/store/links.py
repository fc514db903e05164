"""Links: what one is on each system, and where none may be written through."""

from __future__ import annotations

import os
import stat
from typing import Final

from zlxm.model.errors import ZlxmError

_WINDOWS_LINKS: Final = (0xA000000C, 0xA0000003)  # symbolic link, junction
_MARKS: Final = ("manifest.yaml", ".zlxm", ".git")


def is_link(found: os.stat_result) -> bool:
    """Whether what `lstat` found is a symbolic link or a junction."""
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _WINDOWS_LINKS


def require_no_link(path: str) -> None:
    """Raise ZlxmError (`linked_target`) when `path` is a link, or passes through one, within a dossier or a repository.

    Whoever handed those in may have laid it there, to have something else overwritten by a report. Links elsewhere are
    the user's own.
    """
    whole = os.path.abspath(path)
    root = _outermost(os.path.dirname(whole))
    at = whole
    while root and at != root and at != os.path.dirname(at):
        if _is_linked(at):
            raise ZlxmError("linked_target", {"path": at})
        at = os.path.dirname(at)


def _outermost(folder: str) -> str:
    """Return the uppermost folder, from this one on, that is a dossier or a repository; empty without one."""
    found = ""
    while True:
        if any(os.path.lexists(os.path.join(folder, mark)) for mark in _MARKS):
            found = folder
        above = os.path.dirname(folder)
        if above == folder:
            return found
        folder = above


def _is_linked(path: str) -> bool:
    try:
        return is_link(os.lstat(path))
    except OSError:
        return False
