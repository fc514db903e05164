"""Plan → the bytes of the Word annex: the template is the office's own, ours when there is none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from zlxm.model.errors import ZlxmError
from zlxm.model.plan import PlanColumn
from zlxm.model.stamp import Stamp, content_digest
from zlxm.render.package import write_parts
from zlxm.render.plan_cells import Cell, rows_of
from zlxm.render.plan_summary import Group, Summary, groups_of, total
from zlxm.render.stamping import stamped
from zlxm.render.word import WordTemplate
from zlxm.services.plan import Plan
from zlxm.store.office_files import read_office_parts
from zlxm.store.templates import template_folder
from zlxm.wording.papers import Piece, words
from zlxm.wording.plan import plan_words
from zlxm.wording.sentences import fill, show

_CENT = Decimal("0.01")


def render_annex(plan: Plan, own: Iterable[str]) -> bytes:
    """Return the .docx. `own`: the user's template folders. Raises ZlxmError for a template that cannot be used."""
    path = _template(plan, own)
    parts = read_office_parts(path)
    template = WordTemplate(parts, plan_words()["annex"]["folder"])
    title = fill(plan.form.title, {"year": str(plan.year)})
    filled = template.fill(view_of(plan, title))
    return write_parts(stamped(filled, Stamp(plan_words()["annex"]["folder"], content_digest(parts.items())), title))


def _template(plan: Plan, own: Iterable[str]) -> str:
    roots = (*own, os.path.join(template_folder(), plan.identity.id))
    file = plan_words()["annex"]
    paths = [os.path.join(root, file["folder"], file["template"]) for root in roots]
    found = next((path for path in paths if os.path.isfile(path)), None)
    if found is None:
        raise ZlxmError(
            "no_plan_template", {"name": plan.identity.id, "path": os.path.join(file["folder"], file["template"])}
        )
    return found


def view_of(plan: Plan, title: str) -> dict[str, Any]:
    """Return what the template may say, all in words."""
    names = plan_words()["annex"]["names"]
    columns = tuple(column for column in plan.form.columns if column.is_printed)
    summary = Summary("", columns, tuple(rows_of(plan, columns)), 0)
    separator = plan_words()["separator"]
    return {
        names["title"]: Piece(title),
        names["regulation"]: Piece(plan.identity.title),
        names["day"]: Piece(_day(plan.as_of)),
        names["year"]: Piece(str(plan.year)),
        names["count"]: Piece(str(len(plan.projects))),
        names["projects"]: tuple(_row(columns, row) for row in summary.rows),
        names["total"]: _sums(summary, range(len(summary.rows))),
        names["units"]: _groups(summary, groups_of(summary, plan.form.unit)),
        names["categories"]: _groups(summary, groups_of(summary, plan.form.category, separator)),
    }


def _day(day: date) -> str:
    return fill(words()["day"], {part: str(getattr(day, part)) for part in ("year", "month", "day")})


def _row(columns: Sequence[PlanColumn], row: Sequence[Cell]) -> dict[str, Piece]:
    return {column.name: _piece(cell, column.form) for column, cell in zip(columns, row, strict=True)}


def _piece(cell: Cell, form: str) -> Piece:
    if cell is None:
        return Piece("", None, "blank")
    if isinstance(cell, str):
        return Piece(cell)
    if isinstance(cell, date):
        return Piece(show(cell), cell)
    return Piece(_money(cell) if form == "money" else f"{cell:.15g}", cell)


def _money(amount: float) -> str:
    return f"{Decimal(f'{amount:.15g}').quantize(_CENT):,f}"


def _sums(summary: Summary, rows: Sequence[int]) -> dict[str, Piece]:
    return {summary.columns[at].name: Piece(_money(total(summary, at, rows))) for at in summary.sums()}


def _groups(summary: Summary, groups: Iterable[Group]) -> tuple[Mapping[str, Piece], ...]:
    names = plan_words()["annex"]["names"]
    return tuple(
        {
            names["index"]: Piece(str(number)),
            names["name"]: Piece(group.name),
            names["count"]: Piece(str(len(group.rows))),
            **_sums(summary, group.rows),
        }
        for number, group in enumerate(groups, 1)
    )
