"""The modules of a package as a list of formats: a new one is a new file, loaded when it is asked for."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from typing import Generic, TypeVar, cast

from zlxm.model.errors import UsageError

Format = TypeVar("Format")


class Listing(Generic[Format]):
    """The formats of the package with this path and name."""

    def __init__(self, path: Sequence[str], name: str) -> None:
        self._path = path
        self._name = name

    def names(self) -> tuple[str, ...]:
        """Return the names for `--format`."""
        return tuple(sorted(module.name for module in pkgutil.iter_modules(self._path)))

    def require(self, name: str) -> Format:
        """Return the format; an unknown name is wrong usage."""
        if name not in self.names():
            raise UsageError("unknown_format", {"name": name, "known": ", ".join(self.names())})
        return cast("Format", import_module(f"{self._name}.{name}"))
