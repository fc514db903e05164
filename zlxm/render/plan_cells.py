"""Plan → rows of typed cells: texts, numbers, dates, nothing where the dossier does not say."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from zlxm.model.paper import Raw, Slot
from zlxm.model.plan import PlanColumn
from zlxm.services.plan import Plan, PlannedProject, funds
from zlxm.wording.papers import Piece, worded
from zlxm.wording.sentences import fill

Cell = str | float | date | None
_Maker = Callable[[PlannedProject, int], Cell]
_Types = tuple[type[Decimal] | type[int] | type[date], ...]
_NOTHING: tuple[Raw, ...] = (None, "", ())
_ELLIPSIS = "\u2026"


def rows_of(plan: Plan, columns: Iterable[PlanColumn]) -> list[tuple[Cell, ...]]:
    """Return one row a project, one cell a column."""
    makers = [_maker(column, plan) for column in columns]
    return [tuple([make(project, number) for make in makers]) for number, project in enumerate(plan.projects, 1)]


def _maker(column: PlanColumn, plan: Plan) -> _Maker:
    if column.own:
        return _OWN[column.own](column, plan)
    if column.text:
        return _composed(column, plan.slots)
    slot = plan.slots[column.slot]
    typed = _TYPED.get(column.form)
    if typed is None:
        return lambda project, _number: _text(slot, project.values[slot.name], column)
    return lambda project, _number: _of_type(typed, slot, project.values[slot.name], column)


def _of_type(typed: _Types, slot: Slot, raw: Raw, column: PlanColumn) -> Cell:
    if isinstance(raw, typed):
        return float(raw) if isinstance(raw, Decimal) else raw
    return _text(slot, raw, column)


def _text(slot: Slot, raw: Raw, column: PlanColumn) -> Cell:
    if raw in _NOTHING:
        return None
    if isinstance(raw, tuple):
        raw = tuple(dict.fromkeys(_renamed(each, column) for each in raw))
    elif column.words:
        raw = _renamed(raw, column)
    return _short(_worded(slot, raw), column.most) or None


def _renamed(raw: Raw, column: PlanColumn) -> Raw:
    if not column.words:
        return raw
    word = column.words.get(str(raw), column.words.get("*", str(raw)))
    return fill(word, {"value": str(raw)})


def _worded(slot: Slot, raw: Raw) -> str:
    found = worded(slot, raw)
    return str(found) if isinstance(found, Piece) and found.state == "value" else ""


def _short(text: str, most: int) -> str:
    return text if not most or len(text) <= most else text[: most - 1] + _ELLIPSIS


def _composed(column: PlanColumn, slots: Mapping[str, Slot]) -> _Maker:
    names = [name for _, name, _, _ in string.Formatter().parse(column.text) if name]

    def make(project: PlannedProject, _number: int) -> Cell:
        raws = {name: project.values[name] for name in names}
        if not any(raws.values()):  # counts of 0 say as little as what is not written
            return None
        return fill(column.text, {name: _worded(slots[name], raw) for name, raw in raws.items()})

    return make


def _missing(column: PlanColumn, _plan: Plan) -> _Maker:
    return lambda project, _number: None if project.missing is None else str(_renamed(project.missing, column))


def _funds(place: int) -> Callable[[PlanColumn, Plan], _Maker]:
    def of_column(_column: PlanColumn, plan: Plan) -> _Maker:
        return lambda project, _number: _as_float(funds(project, plan.year)[place])

    return of_column


def _rest(column: PlanColumn, _plan: Plan) -> _Maker:
    def make(project: PlannedProject, _number: int) -> Cell:
        whole = project.values[column.of]
        if whole is None:
            return None
        return _as_float(whole - sum((project.values[name] or Decimal(0) for name in column.less), Decimal(0)))

    return make


def _as_float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


_OWN: Mapping[str, Callable[[PlanColumn, Plan], _Maker]] = {
    "index": lambda _column, _plan: lambda _project, number: number,
    "missing": _missing,
    "funds_now": _funds(0),
    "funds_later": _funds(1),
    "rest": _rest,
    "blank": lambda _column, _plan: lambda _project, _number: None,
}
_TYPED: Mapping[str, _Types] = {"money": (Decimal,), "number": (Decimal, int), "day": (date,)}
