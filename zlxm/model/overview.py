"""A survey in numbers: what a page for leaders shows of many dossiers at once. Amounts in 10,000 yuan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from zlxm.model.finding import Duty
from zlxm.model.outlook import Adjustment, Outlook
from zlxm.model.value import value


@value
class Share:
    """One part of a whole: its name, how many dossiers it has, and their amount."""

    name: str
    count: int
    amount: Decimal


@value
class Reach:
    """One stage: how many dossiers are in it, and how many have come that far."""

    name: str
    here: int
    reached: int


class Mark(Enum):
    """How one paper stands for one dossier; `later`: it is not there, and nobody asks for it yet."""

    PRESENT = "present"
    MISSING = "missing"
    LATER = "later"
    WAIVED = "waived"
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not_applicable"


@value
class Row:
    """How each paper of the acceptance list stands for one dossier, in the order of the columns."""

    outlook: Outlook
    cells: tuple[Mark, ...]


@value
class Grid:
    """Dossiers against papers; a column is a slot of the list, any of its kinds will do."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]


@value
class Due:
    """One duty of one dossier."""

    outlook: Outlook
    duty: Duty


@value
class Month:
    """The duties whose last day lies in one month; `first` is its first day."""

    first: date
    dues: tuple[Due, ...]


@value
class Changed:
    """One request for a change of one dossier."""

    outlook: Outlook
    change: Adjustment


@value
class ArticleCount:
    """What was found under one article of a regulation (None: outside it): errors, warnings, infos, and dossiers."""

    article: int | None
    errors: int
    warnings: int
    infos: int
    dossiers: int


@value
class Overview:
    """All of it. `completeness`: papers present and needed of the next submissions."""

    count: int
    amount: Decimal
    completeness: tuple[int, int]
    late: tuple[Due, ...]
    soon: tuple[Due, ...]
    broken: tuple[Outlook, ...]
    classified: int
    by_unit: tuple[Share, ...]
    by_category: tuple[Share, ...]
    by_year: tuple[Share, ...]
    stages: tuple[Reach, ...]
    by_stage: tuple[Share, ...]
    grid: Grid
    months: tuple[Month, ...]
    changes: tuple[Changed, ...]
    articles: tuple[ArticleCount, ...]
    severities: Mapping[str, int]
