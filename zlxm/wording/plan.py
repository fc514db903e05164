"""The fixed words of the plan workbook."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from zlxm.store.packs import read_data
from zlxm.wording.sentences import as_plain

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "plan.yaml")


@cache
def plan_words() -> Mapping[str, Any]:
    """Return the table of words."""
    root, _ = read_data(_FILE)
    plain = as_plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}
