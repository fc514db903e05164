"""What is seen of a dossier when it lies among others, and what a regulation has looked for there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from zlxm.model.period import MonthDay
from zlxm.model.value import EMPTY, value


@value
class Profile:
    """One dossier among others. `manifest`: its path as findings give it; `total` in 10,000 yuan; `systems`: names of
    systems that are built anew; `files`: path → size in bytes of the listed files that are there; `filed`: the days of
    the regulation's filing event."""

    path: str
    manifest: str
    name: str
    code: str
    unit: str
    year: int
    total: Decimal | None = None
    systems: tuple[str, ...] = ()
    files: Mapping[str, int] = EMPTY
    filed: tuple[dt.date, ...] = ()


@value
class PortfolioTerms:
    """`split_below`: from this amount on (10,000 yuan) a project has more to hand in, so that parting it may pay
    (`split_article`); `filing_event` must have happened by `filing_by` of the year before the plan's
    (`filing_article`)."""

    split_below: Decimal | None = None
    split_article: int | None = None
    filing_event: str = ""
    filing_by: MonthDay | None = None
    filing_article: int | None = None


@value
class Names:
    """Several names in a row, to be shown as a list."""

    items: tuple[str, ...]
