"""Writes the built-in templates: `python -m authoring.build [paper …]`, all of them without a name.

A module of `papers/` offers FILES: path below `templates/` → function that returns the file's bytes.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Mapping

from authoring import papers

ROOT = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "templates")


def files() -> dict[str, Callable[[], bytes]]:
    """Return path below `templates/` → what makes it."""
    found: dict[str, Callable[[], bytes]] = {}
    for module in sorted(each.name for each in pkgutil.iter_modules(papers.__path__)):
        offered: Mapping[str, Callable[[], bytes]] = importlib.import_module(f"{papers.__name__}.{module}").FILES
        found |= offered
    return found


def main(wanted: list[str]) -> None:
    """Write those whose path holds one of the words."""
    for path, make in files().items():
        if not wanted or any(word in path for word in wanted):
            target = os.path.join(ROOT, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(make())
            print(path)  # noqa: T201 a script says what it wrote


if __name__ == "__main__":
    main(sys.argv[1:])
