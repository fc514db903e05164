"""The sheets by unit and by category: a line each with its sums, the largest first, and a chart of the largest."""

from __future__ import annotations

from zlxm.model.plan import PlanColumn
from zlxm.model.value import value
from zlxm.render.plan_book import PlanBook, PlanSheet
from zlxm.render.plan_formulas import Span, column_name, count_where, sum_where
from zlxm.render.plan_summary import Group, Summary, groups_of, heading_of, total
from zlxm.services.plan import Plan
from zlxm.wording.plan import plan_words
from zlxm.wording.sentences import fill

_HEADING_ROW = 2
_FIRST_ROW = 3
_NAMES, _COUNTS, _AMOUNTS = 1, 2, 3
_MOST_IN_A_CHART = 15
_CHART_WIDTH, _BAR, _CHART_MARGIN = 720, 26, 110  # pixels


@value
class Overview:
    """One such sheet: its words (`units` or `categories`), the column it goes by, and how its cells may be split."""

    words: str
    column: str
    separator: str = ""


def write_overviews(book: PlanBook, plan: Plan, summary: Summary) -> None:
    """Write both sheets, unless the table lacks the column they go by."""
    separator = plan_words()["separator"]
    for overview in (Overview("units", plan.form.unit), Overview("categories", plan.form.category, separator)):
        groups = groups_of(summary, overview.column, overview.separator)
        if groups:
            _write(book, plan, summary, overview)


def _write(book: PlanBook, plan: Plan, summary: Summary, overview: Overview) -> None:
    sheet = book.sheet(plan_words()["sheets"][overview.words])
    amounts = _amounts(summary, plan)
    groups = _largest_first(groups_of(summary, overview.column, overview.separator), summary, amounts[0])
    _head(sheet, plan, overview, [summary.columns[at] for at in amounts])
    for row, group in enumerate(groups, _FIRST_ROW):
        _line(sheet, summary, (row, group, len(groups)), (overview, amounts))
    _total(sheet, summary, groups, amounts)
    last = _AMOUNTS + len(amounts)
    sheet.sheet.autofilter(_HEADING_ROW, 0, _FIRST_ROW + len(groups) - 1, last)
    sheet.sheet.freeze_panes(_FIRST_ROW, _NAMES + 1)
    sheet.sheet.repeat_rows(_HEADING_ROW)
    _chart(book, sheet, overview, (min(len(groups), _MOST_IN_A_CHART), last + 2, len(groups)))


def _amounts(summary: Summary, plan: Plan) -> list[int]:
    """Return the places of the amounts that are shown, the most important one first."""
    shown = [at for at, column in enumerate(summary.columns) if column.is_overview and column.is_summed]
    return sorted(shown, key=lambda at: summary.columns[at].name != plan.form.amount)


def _largest_first(groups: list[Group], summary: Summary, at: int) -> list[Group]:
    return sorted(groups, key=lambda group: -round(total(summary, at, group.rows), 6))


def _head(sheet: PlanSheet, plan: Plan, overview: Overview, columns: list[PlanColumn]) -> None:
    words, last = plan_words(), _AMOUNTS + len(columns)
    sheet.widths([6, 30, 9, *[14] * len(columns), 9])
    sheet.height(0, 32)
    sheet.merged(0, (0, last), fill(words["titles"][overview.words], {"year": str(plan.year)}), "title")
    sheet.merged(1, (0, last), words["money_line"], "line_right")
    sheet.height(_HEADING_ROW, 32)
    headings = [
        words["number"],
        overview.column,
        words["count"],
        *(heading_of(column) for column in columns),
        words["share"],
    ]
    sheet.row(_HEADING_ROW, headings, ["head"] * len(headings))


def _line(sheet: PlanSheet, summary: Summary, what: tuple[int, Group, int], how: tuple[Overview, list[int]]) -> None:
    (row, group, count), (overview, amounts) = what, how
    keys, cell = summary.span(summary.place(overview.column) or 0), f"${column_name(_NAMES)}{row + 1}"
    sheet.row(row, [row - _FIRST_ROW + 1, group.name], ["number", "text"])
    formula = count_where(keys, cell, group.name, overview.separator)
    sheet.formula(row, _COUNTS, formula, "number", len(group.rows))
    for column, at in enumerate(amounts, _AMOUNTS):
        formula = sum_where(keys, cell, group.name, summary.span(at), overview.separator)
        sheet.formula(row, column, formula, "money", total(summary, at, group.rows))
    amount, whole = total(summary, amounts[0], group.rows), total(summary, amounts[0])
    first = column_name(_AMOUNTS)
    share = f"=IF(${first}${_FIRST_ROW + count + 1}=0,0,{first}{row + 1}/${first}${_FIRST_ROW + count + 1})"
    sheet.formula(row, _AMOUNTS + len(amounts), share, "share", amount / whole if whole else 0)


def _total(sheet: PlanSheet, summary: Summary, groups: list[Group], amounts: list[int]) -> None:
    row, last = _FIRST_ROW + len(groups), _AMOUNTS + len(amounts)
    sheet.row(row, [plan_words()["total"], *[None] * last], ["sum_center"] * (last + 1))
    figures = [sum(len(group.rows) for group in groups), *(total(summary, at) for at in amounts)]
    for column, figure in enumerate(figures, _COUNTS):
        span = Span("", column_name(column), _FIRST_ROW + 1, row)
        sheet.formula(row, column, f"=SUM({span.text})", "sum_center" if column == _COUNTS else "sum_money", figure)
    first = column_name(_AMOUNTS)
    whole = total(summary, amounts[0])
    sheet.formula(row, last, f"=IF({first}{row + 1}=0,0,1)", "sum_share", 1 if whole else 0)


def _chart(book: PlanBook, sheet: PlanSheet, overview: Overview, where: tuple[int, int, int]) -> None:
    shown, column, count = where
    titles = plan_words()["charts"]
    title = titles[overview.words]
    if count > shown:
        title = fill(titles[f"{overview.words}_top"], {"count": str(shown)})
    rows = (_FIRST_ROW, _FIRST_ROW + shown - 1)
    chart = book.chart(title, sheet.name, rows, (_NAMES, _AMOUNTS))
    chart.set_size({"width": _CHART_WIDTH, "height": _CHART_MARGIN + _BAR * max(shown, 4)})
    is_short = count <= _MOST_IN_A_CHART
    place = (
        (_FIRST_ROW + count + 2, 0) if is_short else (_HEADING_ROW, column)
    )  # beside a long table, below a short one
    sheet.sheet.insert_chart(*place, chart)
