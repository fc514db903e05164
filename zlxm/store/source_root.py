"""Where the paths of a report for programs start: the folder that git keeps, as a build server checks it out."""

from __future__ import annotations

import os

_MARK = ".git"


def source_root(paths: tuple[str, ...]) -> str:
    """Return the nearest folder with `.git`, from the first path upwards; without one, the working directory."""
    folder = os.path.abspath(paths[0] if paths else ".")
    while not os.path.lexists(os.path.join(folder, _MARK)):
        above = os.path.dirname(folder)
        if above == folder:
            return os.getcwd()
        folder = above
    return folder
