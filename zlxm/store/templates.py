"""Where templates lie: inside the installed program, or at the top of a checkout. One function knows both places."""

from __future__ import annotations

import os
from functools import cache

from zlxm.store.packs import PROGRAM


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
