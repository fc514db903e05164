"""retire: from when to when a stop has to be reported (Art. 38)."""

from __future__ import annotations

from datetime import date, timedelta

from zlxm.model.errors import Refused
from zlxm.model.pack import Pack
from zlxm.model.period import subtract
from zlxm.model.procedure import Procedure
from zlxm.rules.kinds import within
from zlxm.services.procedures import step_of

STOP = "stop"
REPORT = "report"


def notice_window(pack: Pack, procedure: Procedure, stop: date) -> tuple[date, date]:
    """Return the first and the last day on which a stop may be reported, by the regulation's own rule on notice.

    Raises Refused (`no_step`) when the regulation has no such rule.
    """
    stopping = step_of(procedure, STOP).event
    checks = (check for rule in pack.rules.values() for check in rule.checks if check.kind == within.NAME)
    for check in checks:
        if check.params.max and stopping in check.params.before:
            return subtract(stop, check.params.max), stop - timedelta(days=1)
    raise Refused("no_step", {"procedure": procedure.name, "name": REPORT, "known": ", ".join(procedure.steps)})
