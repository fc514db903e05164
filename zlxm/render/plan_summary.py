"""The sheet of all projects: one row each, sums that follow the filter, subtotals by unit and by category beneath."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from zlxm.model.plan import PlanColumn
from zlxm.model.value import value
from zlxm.render.plan_book import A3, A4, PlanBook, PlanSheet
from zlxm.render.plan_cells import Cell, rows_of
from zlxm.render.plan_formulas import Span, column_name, count_where, sum_where
from zlxm.services.plan import Plan
from zlxm.wording.plan import plan_words
from zlxm.wording.sentences import fill

_BANNER_ROW = 2
_LOOKS = {"text": "text", "money": "money", "number": "number", "day": "day"}
_NARROW = 13  # characters: shorter texts look better in the middle
_SUMS = "109"  # SUBTOTAL: the sum of the rows that a filter shows
_COUNTS = "103"
_BRACKET = "\uff08"


@value
class Summary:
    """The table as written: its sheet's name, its columns, its rows, the row of its headings counted from 0."""

    sheet: str
    columns: tuple[PlanColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: int

    @property
    def first(self) -> int:
        """The first row of a project."""
        return self.heading + 1

    def place(self, name: str) -> int | None:
        """Return where a column is, counted from 0, None when it is not in the table."""
        return next((at for at, column in enumerate(self.columns) if column.name == name), None)

    def span(self, at: int, *, is_elsewhere: bool = True) -> Span:
        """Return the cells of a column; `is_elsewhere`: for a formula on another sheet."""
        sheet = self.sheet if is_elsewhere else ""
        return Span(sheet, column_name(at), self.first + 1, self.first + len(self.rows))

    def sums(self) -> list[int]:
        """Return the places of the columns that are summed."""
        return [at for at, column in enumerate(self.columns) if column.is_summed]


@value
class Group:
    """The rows of one unit or category: its name and their numbers."""

    name: str
    rows: tuple[int, ...]


def groups_of(summary: Summary, column: str, separator: str = "") -> list[Group]:
    """Return the groups by the text of a column, in the order they come; with a separator, by what is before it."""
    at = summary.place(column)
    if at is None:
        return []
    found: dict[str, list[int]] = {}
    for number, row in enumerate(summary.rows):
        name = str(row[at] or "").split(separator)[0] if separator else str(row[at] or "")
        if name:
            found.setdefault(name, []).append(number)
    return [Group(name, tuple(rows)) for name, rows in found.items()]


def total(summary: Summary, at: int, rows: Sequence[int] | None = None) -> float:
    """Return the sum of a column over some rows, or all."""
    chosen = range(len(summary.rows)) if rows is None else rows
    return round(math.fsum(cell for number in chosen if isinstance(cell := summary.rows[number][at], (int, float))), 6)


def write_summary(book: PlanBook, plan: Plan, *, is_narrow: bool) -> Summary:
    """Write the sheet and return what is in it."""
    columns = tuple(column for column in plan.form.columns if column.is_printed or not is_narrow)
    words = plan_words()
    heading = _BANNER_ROW if is_narrow else _BANNER_ROW + 1  # groups of one column need no banner
    summary = Summary(words["sheets"]["summary"], columns, tuple(rows_of(plan, columns)), heading)
    sheet = book.sheet(summary.sheet, A4 if is_narrow else A3)
    _prepare(sheet, summary, plan)
    _headings(sheet, summary, plan)
    _rows(sheet, summary, plan)
    row = _totals(sheet, summary, plan)
    for name, separator in ((plan.form.unit, ""), (plan.form.category, words["separator"])):
        row = _subtotals(sheet, summary, plan, (row, name, separator))
    return summary


def _prepare(sheet: PlanSheet, summary: Summary, plan: Plan) -> None:
    last = len(summary.columns) - 1
    sheet.widths([column.width for column in summary.columns])
    sheet.sheet.freeze_panes(summary.first, (summary.place(plan.form.project) or 0) + 1)
    sheet.sheet.repeat_rows(_BANNER_ROW, summary.heading)
    sheet.sheet.autofilter(summary.heading, 0, summary.first + len(summary.rows) - 1, last)


def _headings(sheet: PlanSheet, summary: Summary, plan: Plan) -> None:
    last, words = len(summary.columns) - 1, plan_words()
    middle = last // 2
    sheet.height(0, 36)
    sheet.merged(0, (0, last), fill(plan.form.title, {"year": str(plan.year)}), "title")
    sheet.height(1, 18)
    sheet.merged(1, (0, middle), fill(words["day_line"], {"day": plan.as_of}), "line")
    sheet.merged(1, (middle + 1, last), words["money_line"], "line_right")
    if summary.heading > _BANNER_ROW:
        sheet.height(_BANNER_ROW, 18)
        for name, columns in _banner(summary.columns):
            sheet.merged(_BANNER_ROW, columns, name, "group")
    sheet.height(summary.heading, 44)
    sheet.row(summary.heading, [heading_of(column) for column in summary.columns], ["head"] * (last + 1))


def heading_of(column: PlanColumn) -> str:
    """Return the heading as it is set: what is in brackets goes to a line of its own."""
    return column.header.replace(_BRACKET, f"\n{_BRACKET}")


def _banner(columns: Sequence[PlanColumn]) -> Iterator[tuple[str, tuple[int, int]]]:
    first = 0
    for name, members in groupby(columns, key=lambda column: column.group):
        count = len(list(members))
        yield name, (first, first + count - 1)
        first += count


def _rows(sheet: PlanSheet, summary: Summary, plan: Plan) -> None:
    looks = [_look(column) for column in summary.columns]
    state = next((at for at, column in enumerate(summary.columns) if column.own == "missing"), None)
    for number, (row, project) in enumerate(zip(summary.rows, plan.projects, strict=True), summary.first):
        sheet.row(number, row, looks)
        if state is not None and project.missing:
            sheet.put(number, state, row[state], "alert")


def _look(column: PlanColumn) -> str:
    return "center" if column.form == "text" and column.width < _NARROW else _LOOKS[column.form]


def _totals(sheet: PlanSheet, summary: Summary, plan: Plan) -> int:
    """Write the row of sums and return the next row."""
    row = summary.first + len(summary.rows)
    _sum_row(sheet, summary, row, {0: plan_words()["total"]})
    names = summary.place(plan.form.project)
    if names is not None:
        count = f"=SUBTOTAL({_COUNTS},{summary.span(names, is_elsewhere=False).text})"
        sheet.formula(row, names, count, plan_words()["projects"], len(summary.rows))
    for at in summary.sums():
        formula = f"=SUBTOTAL({_SUMS},{summary.span(at, is_elsewhere=False).text})"
        sheet.formula(row, at, formula, "sum_money", total(summary, at))
    return row + 1


def _subtotals(sheet: PlanSheet, summary: Summary, plan: Plan, what: tuple[int, str, str]) -> int:
    """Write a row of sums for every group of a column and return the next row."""
    row, column, separator = what
    keys, names = summary.place(column), summary.place(plan.form.project)
    for group in groups_of(summary, column, separator):
        if keys is None:
            break
        _sum_row(sheet, summary, row, {0: plan_words()["subtotal"], keys: group.name})
        cell, span = f"${column_name(keys)}{row + 1}", summary.span(keys, is_elsewhere=False)
        if names is not None:
            formula = count_where(span, cell, group.name, separator)
            sheet.formula(row, names, formula, plan_words()["projects"], len(group.rows))
        for at in summary.sums():
            formula = sum_where(span, cell, group.name, summary.span(at, is_elsewhere=False), separator)
            sheet.formula(row, at, formula, "sum_money", total(summary, at, group.rows))
        row += 1
    return row


def _sum_row(sheet: PlanSheet, summary: Summary, row: int, texts: Mapping[int, str]) -> None:
    cells = [texts.get(at) for at in range(len(summary.columns))]
    sheet.row(row, cells, ["sum_center", *["sum_text"] * (len(cells) - 1)])
