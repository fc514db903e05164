"""Giving a finished file its name. On Windows another program may hold the old one for a moment."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_HELD = frozenset({5, 32, 33})  # access denied, sharing violation, lock violation
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.6  # seconds; doubling, three seconds in all


def replace(temporary: str, path: str) -> None:
    """Put a file in the place of another. Raises OSError; `is_held` tells whether somebody has the other one open."""
    _patiently(os.replace, temporary, path)


def rename(temporary: str, path: str) -> None:
    """Name a file or a folder. Raises OSError as `replace`."""
    _patiently(os.rename, temporary, path)


def is_held(error: OSError) -> bool:
    """Tell whether a file could not be taken because another program has it open: an office program, an indexer."""
    return getattr(error, "winerror", None) in _HELD


def _patiently(act: Callable[[str, str], None], temporary: str, path: str) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            act(temporary, path)
        except OSError as error:
            if not is_held(error) or pause > _LONGEST_PAUSE:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return
