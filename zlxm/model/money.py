"""Exact amounts. The unit is 10,000 yuan everywhere; binary floats never appear."""

from __future__ import annotations

import re
from decimal import Decimal

_PLAIN = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?", re.ASCII)  # as the JSON Schema has it: no full-width figures
_WITH_UNIT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*(\S*)")
_UNITS = {"": Decimal(1), "\u4e07": Decimal(1), "\u4e07\u5143": Decimal(1), "\u5143": Decimal("0.0001")}


def parse_amount(text: str) -> Decimal | None:
    """Return the amount written as a plain decimal with at most six decimals, else None."""
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def parse_amount_with_unit(text: str) -> Decimal | None:
    """Return an amount written with or without its unit (as packs do), else None."""
    match = _WITH_UNIT.fullmatch(text)
    unit = _UNITS.get(match[2]) if match else None
    return Decimal(match[1]) * unit if match and unit is not None else None
