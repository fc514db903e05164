"""Plan → the bytes of its workbook. Same plan, same bytes."""

from __future__ import annotations

from tempfile import gettempdir

from zlxm.model.errors import ZlxmError
from zlxm.render.plan_book import PlanBook
from zlxm.render.plan_lists import write_funding, write_notes, write_problems
from zlxm.render.plan_overviews import write_overviews
from zlxm.render.plan_summary import write_summary
from zlxm.services.plan import Plan
from zlxm.wording.sentences import fill


def render_workbook(plan: Plan, *, is_narrow: bool = False) -> bytes:
    """Return the .xlsx; `is_narrow`: only the columns meant for print, on A4.

    Raises ZlxmError: `text_too_long`, `too_many_rows` with the cell, `unwritable` when the disk for files on the way is
    full.
    """
    from xlsxwriter.exceptions import XlsxFileError  # noqa: PLC0415 50 ms that only the plan pays

    try:
        with PlanBook(fill(plan.form.title, {"year": str(plan.year)}), plan.as_of) as book:
            _write(book, plan, is_narrow=is_narrow)
            return book.finish()
    except (OSError, XlsxFileError) as error:
        raise ZlxmError("unwritable", {"path": gettempdir(), "detail": str(error)}) from error


def _write(book: PlanBook, plan: Plan, *, is_narrow: bool) -> None:
    summary = write_summary(book, plan, is_narrow=is_narrow)
    write_overviews(book, plan, summary)
    write_funding(book, plan)
    write_problems(book, plan)
    write_notes(book, plan, summary.columns)
