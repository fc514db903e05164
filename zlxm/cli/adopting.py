"""`check` held against a baseline and the settings: what is hidden is always said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zlxm.model.finding import Report
    from zlxm.services.check import CheckRequest


def adopt(report: Report, request: CheckRequest, baseline: str) -> Report:
    """Return the report without what is known or ignored."""
    from zlxm.services.adoption import Adopting, adopted  # noqa: PLC0415 nothing of the work is loaded for --help

    chosen = request.selection
    is_partial = bool(request.submission or chosen.select or chosen.ignore or report.since)
    return adopted(report, Adopting(request.paths, baseline, request.pack_folder, is_partial=is_partial))


def tell_adoption(report: Report, *, is_shown: bool) -> None:
    """Say on stderr what was hidden, unless the report on the screen says so itself."""
    if is_shown or report.adoption is None:
        return
    from zlxm.output.adoption import adoption_lines  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415

    for line in adoption_lines(report.adoption):
        print(safe(line), file=sys.stderr)
