"""The form of `manifest.yaml`, version 1: one table of shapes for reading, for the JSON Schema and for `init`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from zlxm.model.dossier import (
    Budget,
    BudgetItem,
    Document,
    Dossier,
    Event,
    Funding,
    Person,
    Plan,
    Project,
    System,
    Unit,
    Waiver,
)
from zlxm.model.node import Node, Path, Table, locate
from zlxm.model.number import Number
from zlxm.model.problem import Problem, Severity
from zlxm.model.shape import (
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    Money,
    Record,
    Tagged,
    Text,
    Whole,
)
from zlxm.model.value import replace
from zlxm.model.vocabulary import Vocabulary

FORMAT = 1
FIXED_KEYS = (
    "zlxm",
    "regulation",
    "project",
    "unit",
    "plan",
    "budget",
    "systems",
    "facts",
    "events",
    "documents",
    "waivers",
)
MOST_MLPS = 4
_TEXT = Field(Text(), default="")
_NAME = Field(Text(), is_required=True, default="")
_AMOUNT = Field(Money(), is_required=True, default=Decimal(0))
_YEAR = Whole(2000, 2100)
EVENT_COMMON = {
    "event": Field(Text(), is_required=True, name="name"),
    "date": Field(Day(), is_required=True),
    "number": _TEXT,
    "note": _TEXT,
}
_PERSON = {"name": _NAME, "title": _TEXT, "phone": _TEXT}
_ITEM = {
    "code": _TEXT,
    "name": _NAME,
    "basis": _TEXT,
    "unit": _TEXT,
    "quantity": Field(Number()),
    "price": Field(Money()),
    "amount": _AMOUNT,
}
_FUNDING = {"source": _NAME, "year": Field(_YEAR), "amount": _AMOUNT}
_SYSTEM = {
    "name": _NAME,
    "mlps": Field(Whole(0, MOST_MLPS), default=0),
    "database": Field(Flag(), default=False),
    "shares_data": Field(Flag(), default=False),
}


def manifest_shape(vocabulary: Vocabulary) -> Record:
    """Return the shape of a manifest under one regulation; it reads into a `Dossier` without files."""
    blocks = {name: kind.field for name, kind in vocabulary.blocks.items()}
    return Record(
        partial(_build, tuple(blocks)),
        {
            "zlxm": Field(Whole(FORMAT, FORMAT), is_required=True, name="version"),
            "regulation": _NAME,
            "project": Field(_project_shape(vocabulary), is_required=True),
            "unit": Field(_unit_shape(), is_required=True),
            "plan": Field(_plan_shape(vocabulary), is_required=True),
            "budget": Field(_budget_shape(), default=Budget()),
            "systems": Field(ListOf(Record(System, _SYSTEM, "systems")), default=()),
            "facts": Field(_facts_shape(vocabulary), default={}),
            "events": Field(ListOf(_event_shape(vocabulary)), default=()),
            "documents": Field(ListOf(_document_shape(vocabulary)), default=()),
            "waivers": Field(ListOf(_waiver_shape(vocabulary)), default=()),
            **blocks,
        },
        "manifest",
    )


def _project_shape(vocabulary: Vocabulary) -> Record:
    fields = {
        "name": _NAME,
        "code": _TEXT,
        "nature": Field(Choice(vocabulary.natures, "nature"), is_required=True, default=""),
        "categories": Field(
            ListOf(Choice(vocabulary.categories, "category"), or_one=True), is_required=True, default=()
        ),
        "classified": Field(Flag(), default=False),
        "summary": _TEXT,
    }
    return Record(Project, fields, "project")


def _unit_shape() -> Record:
    fields = {
        "name": _NAME,
        "kind": Field(Text()),
        "joint": Field(ListOf(Text(), or_one=True), default=()),
        "owner": Field(Record(Person, _PERSON, "owner")),
        "team": Field(Text()),
    }
    return Record(Unit, fields, "unit")


def _plan_shape(vocabulary: Vocabulary) -> Record:
    fields = {
        "year": Field(_YEAR, is_required=True, default=0),
        "temporary": Field(Flag(), default=False),
        "ground": Field(Choice(vocabulary.grounds, "ground")),
    }
    return Record(Plan, fields, "plan")


def _budget_shape() -> Record:
    fields = {
        "total": Field(Money()),
        "items": Field(ListOf(Record(BudgetItem, _ITEM, "items")), default=()),
        "funding": Field(ListOf(Record(Funding, _FUNDING, "funding")), default=()),
    }
    return Record(Budget, fields, "budget")


def _facts_shape(vocabulary: Vocabulary) -> Record:
    return Record(dict, {name: kind.field for name, kind in vocabulary.facts.items()}, "facts")


def _event_shape(vocabulary: Vocabulary) -> Tagged:
    variants = {name: kind.fields for name, kind in vocabulary.events.items()}
    word = Choice(tuple(variants), "event", vocabulary.event_aliases())
    return Tagged("event", EVENT_COMMON, variants, Event, word)


def _document_shape(vocabulary: Vocabulary) -> Record:
    kind = Choice(tuple(vocabulary.documents), "document", vocabulary.document_aliases())
    fields = {
        "kind": Field(ListOf(kind, or_one=True), is_required=True, default=(), name="kinds"),
        "path": Field(Text(), is_required=True, default="", name="file"),
        "date": Field(Day()),
        "note": _TEXT,
    }
    return Record(Document, fields, "documents")


def _waiver_shape(vocabulary: Vocabulary) -> Record:
    document = Choice(tuple(vocabulary.documents), "document", vocabulary.document_aliases())
    fields = {
        "rule": Field(Choice(vocabulary.codes, "rule") if vocabulary.codes else Text()),
        "document": Field(document),
        "reason": _NAME,
        "by": _NAME,
        "date": Field(Day(), is_required=True),
        "until": Field(Day()),
    }
    return Record(Waiver, fields, "waivers")


def _build(blocks: Iterable[str], /, *, version: int | None, **fields: Any) -> Dossier:  # noqa: ARG001 the version is checked by its shape
    read = {name: fields.pop(name) for name in blocks}
    forms = {name: found for name, found in read.items() if found}
    for name in ("events", "documents", "waivers"):
        fields[name] = tuple(replace(entry, index=n) for n, entry in enumerate(fields[name]) if entry is not None)
    return Dossier(**fields, forms=forms)


def read_manifest(root: Node | None, vocabulary: Vocabulary) -> tuple[Dossier | None, tuple[Problem, ...]]:
    """Return the dossier (None when it must not be judged) and every problem of the manifest's form."""
    problems: list[Problem] = []
    if not isinstance(root, Table):
        return None, (Problem("no_manifest", *locate(root, ())),)
    dossier: Dossier = manifest_shape(vocabulary).read(root, problems.append)
    if any(found.severity is Severity.ERROR for found in problems):
        return None, tuple(problems)
    problems += _inconsistencies(dossier, root)
    return dossier, tuple(problems)


def _inconsistencies(dossier: Dossier, root: Node) -> Iterator[Problem]:
    budget = dossier.budget
    parts: Iterable[tuple[str, tuple[BudgetItem, ...] | tuple[Funding, ...]]]
    parts = (("items", budget.items), ("funding", budget.funding))
    for name, lines in parts:
        total = sum((line.amount for line in lines), Decimal(0))
        if lines and budget.total is not None and total != budget.total:
            facts = {"sum": str(total), "total": str(budget.total), "part": name}
            yield _warning("sums_differ", root, ("budget", name), facts)
    for earlier, later in zip(dossier.events, dossier.events[1:], strict=False):
        if later.date < earlier.date:
            facts = {"event": later.name, "date": str(later.date), "before": str(earlier.date)}
            yield _warning("events_out_of_order", root, later.path, facts)
    for waiver in dossier.waivers:
        if (waiver.rule is None) == (waiver.document is None):
            line, column = locate(root, waiver.path)
            yield Problem("waiver_of_what", line, column)


def _warning(code: str, root: Node, path: Path, facts: dict[str, str]) -> Problem:
    return Problem(code, *locate(root, path), facts, Severity.WARNING)
