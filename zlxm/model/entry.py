"""What is added to a list of the manifest, before it is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from zlxm.model.value import value

Raw = str | bool | int | Decimal | date | Sequence["Raw"] | Mapping[str, "Raw"]
Entry = Mapping[str, Raw]


@value
class Addition:
    """An entry for the top-level list `key`; `place` is its index there, None: the last."""

    key: str
    entry: Entry
    place: int | None = None


@value
class Removal:
    """The entry to take out of the top-level list `key`."""

    key: str
    index: int


def plain(raw: Raw) -> object:
    """Return the entry as a YAML reader sees it: tables, lists and source texts."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case str():
            return raw
        case Decimal():
            return f"{raw:f}"
        case Mapping():
            return {key: plain(each) for key, each in raw.items()}
        case Sequence():
            return [plain(each) for each in raw]
        case _:
            return str(raw)
