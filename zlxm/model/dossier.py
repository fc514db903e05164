"""A dossier as the judge sees it: the manifest's typed content and what was seen of its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zlxm.model.attachment import FileFacts
from zlxm.model.handover import Submitted
from zlxm.model.node import Path
from zlxm.model.tracking import Tracking
from zlxm.model.value import EMPTY, value


@value
class Project:
    """What is built. `categories[0]` is the main one (Art. 3)."""

    name: str
    nature: str
    categories: tuple[str, ...]
    code: str = ""
    classified: bool = False
    summary: str = ""


@value
class Person:
    """Somebody who answers for the project."""

    name: str
    title: str = ""
    phone: str = ""


@value
class Unit:
    """Who files: the lead unit; `joint` are the other units of a joint project (Art. 6)."""

    name: str
    kind: str | None = None
    joint: tuple[str, ...] = ()
    owner: Person | None = None
    team: str | None = None


@value
class Plan:
    """The annual plan the project belongs to; `ground` explains a temporary addition (Art. 17)."""

    year: int
    temporary: bool = False
    ground: str | None = None


@value
class BudgetItem:
    """One line of the estimate; amounts in 10,000 yuan."""

    name: str
    amount: Decimal
    code: str = ""
    basis: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None


@value
class Funding:
    """Money of one source in one year, in 10,000 yuan."""

    source: str
    amount: Decimal
    year: int | None = None


@value
class Budget:
    """The declared amount in 10,000 yuan, with its lines and sources."""

    total: Decimal | None = None
    items: tuple[BudgetItem, ...] = ()
    funding: tuple[Funding, ...] = ()


@value
class System:
    """One information system; `mlps` is its protection level, 0 when it is not graded on its own."""

    name: str
    mlps: int = 0
    database: bool = False
    shares_data: bool = False


@value
class Event:
    """Something that happened. `values` are the fields its kind declares, absent ones as None; `index` is its place in
    the file, by which events of one day are ordered."""

    name: str
    date: dt.date
    values: Mapping[str, Any] = EMPTY
    index: int = 0
    number: str = ""
    note: str = ""

    @property
    def path(self) -> Path:
        """Where it stands in the manifest."""
        return ("events", self.index)

    @property
    def order(self) -> tuple[dt.date, int]:
        """What events are sorted by."""
        return (self.date, self.index)


@value
class Document:
    """One file and the kinds of paper it serves as."""

    kinds: tuple[str, ...]
    file: str
    date: dt.date | None = None
    index: int = 0
    note: str = ""

    @property
    def path(self) -> Path:
        """Where it stands in the manifest."""
        return ("documents", self.index)


@value
class Waiver:
    """A person's reasoned exception to one rule or one document."""

    reason: str
    by: str
    date: dt.date
    rule: str | None = None
    document: str | None = None
    until: dt.date | None = None
    index: int = 0

    @property
    def path(self) -> Path:
        """Where it stands in the manifest."""
        return ("waivers", self.index)

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it was given by that day and has not run out."""
        return self.date <= day and (self.until is None or day <= self.until)


@value
class Dossier:
    """One project. `files` maps a listed path to what was seen of it; `unlisted` are files no entry lists; `forms` are
    the blocks that papers are filled from, as far as written: name → a dict, or a tuple of dicts; `submitted` is what
    was handed in so far, `tracking` what git knows, where there is git."""

    regulation: str
    project: Project
    unit: Unit
    plan: Plan
    budget: Budget = Budget()
    systems: tuple[System, ...] = ()
    facts: Mapping[str, Any] = EMPTY
    events: tuple[Event, ...] = ()
    documents: tuple[Document, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    files: Mapping[str, FileFacts] = EMPTY
    unlisted: tuple[str, ...] = ()
    forms: Mapping[str, Any] = EMPTY
    submitted: Submitted = Submitted()
    tracking: Tracking | None = None
