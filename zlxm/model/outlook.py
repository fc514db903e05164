"""What lies behind a dossier and before it: its stages, what happened, what is due, what the next papers are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zlxm.model.dossier import Event
from zlxm.model.finding import Checklist, DossierReport, Duty, Finding, Report
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Standing
from zlxm.model.value import EMPTY, value

LATE = (Standing.OVERDUE, Standing.UNCERTAIN)
OWED = (*LATE, Standing.AHEAD)


@value
class Step:
    """One stage of the regulation's ladder, and the day it began, if it has."""

    name: str
    since: date | None = None


@value
class Adjustment:
    """One request for a change of investment; amounts in 10,000 yuan, shares in percent of the approved `base`, as is
    the `limit` up to which it needs no new approval. `standing`: `requested`, `approved`, `rejected`, `applied`."""

    id: str
    date: date
    standing: str = ""
    base: Decimal | None = None
    adjusted: Decimal | None = None
    share: Decimal | None = None
    cumulative_share: Decimal | None = None
    limit: Decimal | None = None


@value
class Outlook:
    """One dossier. Amounts in 10,000 yuan: `declared` by its unit, `approved` in reply, `amount` of the two that which
    counts; `place`: the name of its folder; `past`: what has happened, in order; `issuers`: kind of paper → who issues
    it, of the papers on its lists. One that cannot be read, or is classified (Art. 41), has nothing but its report."""

    report: DossierReport
    unit: str = ""
    year: int | None = None
    nature: str = ""
    categories: tuple[str, ...] = ()
    declared: Decimal | None = None
    approved: Decimal | None = None
    amount: Decimal | None = None
    steps: tuple[Step, ...] = ()
    past: tuple[Event, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    issuers: Mapping[str, str] = EMPTY
    next_list: Checklist | None = None
    final_list: Checklist | None = None
    is_classified: bool = False
    place: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.steps)

    @property
    def stage(self) -> str:
        """The stage it is in."""
        return self.report.judgement.stage

    @property
    def reached(self) -> int:
        """How many stages it has come to, those it leapt over included."""
        names = [step.name for step in self.steps]
        return names.index(self.stage) + 1 if self.stage in names else 0

    @property
    def deadlines(self) -> tuple[Duty, ...]:
        """All obligations with a last day, by that day."""
        return self.report.judgement.deadlines

    @property
    def owed(self) -> tuple[Duty, ...]:
        """What is overdue or still to come, by its last day."""
        return tuple(duty for duty in self.deadlines if duty.standing in OWED)

    @property
    def late(self) -> tuple[Duty, ...]:
        """What is, or may be, overdue."""
        return tuple(duty for duty in self.deadlines if duty.standing in LATE)

    @property
    def next_duty(self) -> Duty | None:
        """What is most pressing; next year's only when nothing else is owed."""
        coming = (duty for duty in self.deadlines if duty.standing is Standing.COMING)
        return next(iter(self.owed), None) or next(coming, None)

    def findings_of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of that severity that count."""
        return tuple(each for each in self.report.judgement.findings if each.counts and each.severity is severity)


@value
class Survey:
    """Several dossiers on one day, in order: the report of `check` on those that are shown, with the hints on all of
    the portfolio, and their outlooks."""

    report: Report
    outlooks: tuple[Outlook, ...]
