"""Report → text. Each module here has NAME and `format_report(report, style) -> str`; a new format is a new file."""

from __future__ import annotations

from typing import Protocol

from zlxm.model.finding import Report
from zlxm.model.problem import Severity
from zlxm.model.value import value
from zlxm.output.listing import Listing


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


FORMATS: Listing[Format] = Listing(__path__, __name__)
