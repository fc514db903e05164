"""Report → text. Each module here has NAME and `format_report(report, style) -> str`; a new format is a new file."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from zlxm.model.errors import UsageError
from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.model.value import value


@value
class Style:
    """How wide and how talkative a text may be, and whether it is coloured; and what formats for programs need: from
    which severity on a run fails (None: never), whether it fails on stale lines of a baseline (`is_strict`), and the
    folder that their paths start from (`root`, absolute; empty: paths as they were given)."""

    width: int = 80
    is_verbose: bool = False
    is_quiet: bool = False
    is_coloured: bool = False
    fail_on: Severity | None = Severity.ERROR
    is_strict: bool = False
    root: str = ""


class Format(Protocol):
    """What every module of this package offers."""

    def format_report(self, report: Report, style: Style) -> str:
        """Return the report as text, ending with a newline."""


class _Formats:
    """The listing of this package; a module is loaded when it is asked for."""

    def names(self) -> tuple[str, ...]:
        """Return the names for `--format`."""
        return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))

    def require(self, name: str) -> Format:
        """Return the format; an unknown name is wrong usage."""
        if name not in self.names():
            raise UsageError("unknown_format", {"name": name, "known": ", ".join(self.names())})
        return cast("Format", import_module(f"{__name__}.{name}"))


FORMATS = _Formats()
