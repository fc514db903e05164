"""The sheets that list: where the money comes from, what is wrong, how to read the workbook."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from zlxm.model.dossier import Funding
from zlxm.model.plan import PlanColumn
from zlxm.render.plan_book import PlanBook, PlanSheet
from zlxm.render.plan_cells import Cell, rows_of
from zlxm.render.plan_formulas import Span, column_name
from zlxm.services.plan import Plan, PlannedProject
from zlxm.wording import sentences
from zlxm.wording.plan import plan_words
from zlxm.wording.sentences import fill

_PROJECT_LOOKS = ("text", "text", "center")
_SHORT_NOTE = 52  # characters of a line
_SPANS = ("now", "later", "earlier")


def _identity(plan: Plan) -> list[tuple[Cell, ...]]:
    """Return unit, name and number of every project."""
    form = plan.form
    return rows_of(plan, [form.column(name) for name in (form.unit, form.project, form.code)])


def _headers(plan: Plan) -> list[str]:
    form = plan.form
    return [form.column(name).header for name in (form.unit, form.project, form.code)]


def _title(sheet: PlanSheet, plan: Plan, which: str, last: int) -> None:
    sheet.height(0, 32)
    sheet.merged(0, (0, last), fill(plan_words()["titles"][which], {"year": str(plan.year)}), "title")


# ------------------------------------------------------------------------------------------------------------ funding


def write_funding(book: PlanBook, plan: Plan) -> None:
    """Write the money by source, then every line of it."""
    words = plan_words()["funding"]
    sheet = book.sheet(plan_words()["sheets"]["funding"])
    sheet.widths([6, 24, 40, 16, 16, 12, 10, 14])
    _title(sheet, plan, "funding", 7)
    lines = [
        (identity, line)
        for identity, project in zip(_identity(plan), plan.projects, strict=True)
        for line in project.funding
    ]
    if not lines:
        sheet.put(1, 0, words["none"], "line")
        return
    sheet.merged(1, (0, 7), plan_words()["money_line"], "line_right")
    sources = list(dict.fromkeys(line.source for _, line in lines))
    first = 2 + 1 + len(sources) + 1 + 1 + 2  # below the sums by source: a blank row, a heading, the column heads
    _by_source(sheet, plan, [line for _, line in lines], first)
    sheet.put(first - 2, 0, words["detail"], "heading")
    names = [words[key] for key in ("source", "span", "year", "amount")]
    sheet.row(first - 1, [plan_words()["number"], *_headers(plan), *names], ["head"] * 8)
    for number, (identity, line) in enumerate(lines):
        cells: list[Cell] = [
            *identity,
            line.source,
            _span_words(plan)[_span(line, plan.year)],
            line.year,
            float(line.amount),
        ]
        looks = ["number", *_PROJECT_LOOKS, "text", "center", "number", "money"]
        sheet.row(first + number, [number + 1, *cells], looks)
    sheet.sheet.autofilter(first - 1, 0, first + len(lines) - 1, 7)


def _span(line: Funding, year: int) -> str:
    if line.year is None or line.year == year:
        return "now"
    return "later" if line.year > year else "earlier"


def _span_words(plan: Plan) -> dict[str, str]:
    return {name: fill(plan_words()["funding"][name], {"year": str(plan.year)}) for name in _SPANS}


def _by_source(sheet: PlanSheet, plan: Plan, lines: list[Funding], first: int) -> None:
    words, names = plan_words()["funding"], _span_words(plan)
    sheet.row(2, [plan_words()["number"], words["source"], *names.values(), words["all"]], ["head"] * 6)
    sources = list(dict.fromkeys(line.source for line in lines))
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        sums[line.source, _span(line, plan.year)] += line.amount  # type: ignore[assignment] # amounts are counted
    keys, spans, amounts = (Span("", column, first + 1, first + len(lines)) for column in "EFH")
    for row, source in enumerate(sources, 3):
        sheet.row(row, [row - 2, source], ["number", "text"])
        for column, name in enumerate(_SPANS, 2):
            condition = f"EXACT({keys.text},$B{row + 1})*EXACT({spans.text},{column_name(column)}$3)"
            sheet.formula(row, column, f"=SUMPRODUCT({condition},{amounts.text})", "money", float(sums[source, name]))
        whole = sum((Decimal(sums[source, name]) for name in _SPANS), Decimal(0))
        sheet.formula(row, 5, f"=SUM(C{row + 1}:E{row + 1})", "money", float(whole))
    _sum_of_sources(sheet, [[float(sums[source, name]) for name in _SPANS] for source in sources])


def _sum_of_sources(sheet: PlanSheet, figures: list[list[float]]) -> None:
    row = 3 + len(figures)
    sheet.row(row, [plan_words()["total"], None], ["sum_center"] * 2)
    columns = [sum(column) for column in zip(*figures, strict=True)]
    for column, figure in enumerate([*columns, sum(columns)], 2):
        span = Span("", column_name(column), 4, row)
        sheet.formula(row, column, f"=SUM({span.text})", "sum_money", figure)


# ----------------------------------------------------------------------------------------------------------- problems


def write_problems(book: PlanBook, plan: Plan) -> None:
    """Write what keeps every project from being accepted."""
    words = plan_words()["problems"]
    sheet = book.sheet(plan_words()["sheets"]["problems"])
    sheet.widths([6, 18, 26, 14, 7, 10, 10, 42, 36, 20])
    _title(sheet, plan, "problems", 9)
    names = [words[key] for key in ("grade", "article", "rule", "message", "hint", "file")]
    sheet.height(1, 24)
    sheet.row(1, [plan_words()["number"], *_headers(plan), *names], ["head"] * 10)
    sheet.sheet.freeze_panes(2, 3)
    sheet.sheet.repeat_rows(1)
    row = 1
    for row, (cells, look) in enumerate(_problems(plan), 2):
        sheet.row(row, [row - 1, *cells], ["number", *_PROJECT_LOOKS, look, "center", "center", "text", "text", "text"])
    if row == 1:
        sheet.merged(2, (0, 9), words["none"], "text")
    else:
        sheet.sheet.autofilter(1, 0, row, 9)


def _problems(plan: Plan) -> Iterator[tuple[list[Cell], str]]:
    for identity, project in zip(_identity(plan), plan.projects, strict=True):
        for found in project.findings:
            is_grave = found.severity.name == "ERROR"
            grade = sentences.label("severity", found.severity.name.lower())
            words = (sentences.article(found), found.rule, sentences.message(found), sentences.hint(found))
            yield [*identity, grade, *words, _place(project, found.line)], "alert" if is_grave else "center"


def _place(project: PlannedProject, line: int) -> str:
    folder = os.path.basename(os.path.abspath(project.folder))
    return f"{folder}/manifest.yaml:{line}"


# -------------------------------------------------------------------------------------------------------------- notes


def write_notes(book: PlanBook, plan: Plan, columns: tuple[PlanColumn, ...]) -> None:
    """Write how the workbook was made, who is not in it, and where every column comes from."""
    sheet = book.sheet(plan_words()["sheets"]["notes"])
    sheet.widths([28, 70])
    _title(sheet, plan, "notes", 1)
    row = 1
    for text in _notes(plan):
        sheet.height(row, 20 if len(text) <= _SHORT_NOTE else 36)
        sheet.merged(row, (0, 1), text, "paragraph")
        row += 1
    row = _left_out(sheet, plan, row)
    words = plan_words()["columns"]
    sheet.put(row + 1, 0, words["title"], "heading")
    sheet.row(row + 2, [words["name"], words["source"]], ["head", "head"])
    for number, column in enumerate(columns, row + 3):
        sheet.row(number, [column.header, _source(column)], ["text", "text"])


def _notes(plan: Plan) -> list[str]:
    sheets = plan_words()["sheets"]
    facts = {
        "regulation": plan.identity.title,
        "day": plan.as_of,
        "year": str(plan.year),
        "count": str(len(plan.projects)),
        **{name: sheets[name] for name in ("summary", "problems")},
    }
    return [fill(text, facts) for text in plan_words()["notes"]]


def _left_out(sheet: PlanSheet, plan: Plan, row: int) -> int:
    """Write how many are not in the plan and why; names could be secret. Return the next row."""
    words = plan_words()["left_out"]
    counts = Counter(each.why for each in plan.left_out)
    if not counts:
        return row
    sheet.put(row + 1, 0, words["title"], "heading")
    for number, (why, count) in enumerate(counts.items(), row + 2):
        sheet.row(number, [fill(words["count"], {"count": str(count)}), words[why]], ["text", "text"])
    return row + 2 + len(counts)


def _source(column: PlanColumn) -> str:
    words = plan_words()["sources"]
    if column.text:
        return column.text
    return fill(words[column.own or "slot"], {"name": column.slot})
