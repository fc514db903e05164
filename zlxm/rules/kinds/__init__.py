"""The nine rule kinds. Each has NAME, FACTS (what messages may mention), shape(words) and judge(params, scope).

A new kind is a new file here; the listing is of this package only, and frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Protocol, cast

from zlxm.model.finding import Breach
from zlxm.model.shape import Record
from zlxm.rules.case import Scope
from zlxm.rules.kinds import advise, annual, change, forbid, lapse, limit, order, require, within
from zlxm.rules.words import Words


class Kind(Protocol):
    """What every module of this package offers."""

    NAME: str
    FACTS: frozenset[str]

    def shape(self, words: Words) -> Record:
        """Return the shape of the parameters."""

    def judge(self, params: Any, scope: Scope) -> Iterator[Breach]:
        """Yield what is not as it should be."""


_MODULES = (require, forbid, order, within, annual, limit, change, lapse, advise)
KINDS = MappingProxyType({module.NAME: cast("Kind", module) for module in _MODULES})
