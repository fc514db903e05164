"""The fixed words of the yearly report on how projects are managed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from zlxm.store.packs import read_data
from zlxm.wording.sentences import as_plain

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "management.yaml")


@cache
def management_words() -> Mapping[str, Any]:
    """Return the table of words."""
    root, _ = read_data(_FILE)
    plain = as_plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}
