"""Where templates lie: inside the installed program, or at the top of a checkout. One function knows both places."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

from zlxm.model.errors import ZlxmError
from zlxm.store.packs import PROGRAM

TEMPLATE_FILE = "template.yaml"
FOLDER = "templates"


@cache
def template_folder() -> str:
    """Return the folder of the templates that came with the program."""
    installed = os.path.join(PROGRAM, "templates")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(PROGRAM), "templates")


def read_template(name: str, pack_id: str = "") -> str:
    """Return the text of a template, the regulation's own version before the common one; OSError passes through."""
    folder = template_folder()
    own = os.path.join(folder, pack_id, name)
    is_own = bool(pack_id) and os.path.basename(pack_id) == pack_id and os.path.isfile(own)
    with open(own if is_own else os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def paper_folders(packs: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that hold a paper's template: those below the user's folders, then for each pack's folder its
    own `templates` and the program's of that name."""
    shipped = template_folder()
    roots = [*own]
    for pack in packs:
        roots += [os.path.join(pack, FOLDER), os.path.join(shipped, os.path.basename(os.path.abspath(pack)))]
    return tuple(folder for root in roots for folder in _with_template(root))


def read_folder(folder: str) -> tuple[tuple[str, bytes], ...]:
    """Return (name, content) of the files that make up a paper's template. Raises ZlxmError (`unreadable_file`)."""
    try:
        names = [name for name in sorted(os.listdir(folder)) if os.path.isfile(os.path.join(folder, name))]
        return tuple((name, _bytes_of(os.path.join(folder, name))) for name in names)
    except OSError as error:
        raise ZlxmError("unreadable_file", {"path": folder, "detail": error.strerror or str(error)}) from error


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _with_template(root: str) -> list[str]:
    if not os.path.isdir(root):
        return []
    below = sorted(entry.path for entry in os.scandir(root) if entry.is_dir())
    return [folder for folder in below if os.path.isfile(os.path.join(folder, TEMPLATE_FILE))]
