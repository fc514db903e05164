"""What keeps the dossier from being in order today, gravest first."""

from __future__ import annotations

from zlxm.model.finding import Finding
from zlxm.rules.case import Case
from zlxm.rules.judge import judge


def rows(case: Case) -> tuple[Finding, ...]:
    """Return the findings that count, gravest first, then in the order of the articles."""
    found = judge(case.pack, case.dossier, case.as_of, case.calendar).findings
    return tuple(sorted((each for each in found if each.counts), key=_order))


def _order(finding: Finding) -> tuple[int, int, str]:
    return (-finding.severity, finding.article or 0, finding.rule)
