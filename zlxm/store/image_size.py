"""Reads from the first bytes of an image how many pixels it claims; nothing is ever decoded here."""

from __future__ import annotations

import re
from typing import Final

MOST_PIXELS: Final = 1_000_000_000
"""An A0 sheet scanned at 600 dots to the inch has 560 million."""

_PNG: Final = re.compile(rb"\x89PNG\r\n\x1a\n....IHDR(....)(....)", re.DOTALL)
_JPEG: Final = re.compile(
    rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]\x00[\x0b\x11\x14].(..)(..)[\x01-\x04]", re.DOTALL
)
_STARTS: Final = {"png": _PNG, "jpg": _JPEG}


def is_enormous(form: str, head: bytes) -> bool:
    """Tell whether a PNG or JPEG claims more pixels than any scan has; one that does stops the viewer of who opens it.

    The size of a JPEG is found if it lies in `head`; behind a long description it is not looked for.
    """
    pattern = _STARTS.get(form)
    found = pattern.search(head) if pattern else None
    return found is not None and _number(found[1]) * _number(found[2]) > MOST_PIXELS


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
