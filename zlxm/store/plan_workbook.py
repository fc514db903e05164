"""Reads the table of an annual plan workbook: one row a project, every cell with its place (`Sheet1!C7`)."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from zlxm.model.errors import ZlxmError
from zlxm.model.value import value
from zlxm.store.zip_screen import FrugalFile, zip_damage

MOST_ROWS = 5_000
HEADING_WITHIN = 20  # rows: titles and notes stand above the headings
MOST_COLUMNS = 200
_YUAN = Decimal(10_000)
_MOST_ROWS_OF_A_SHEET = 1_048_576
_LIES_OF_ZIPS = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OverflowError)
_LIES_OF_PARTS = (KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError)  # what openpyxl lets out


@value
class PlanCell:
    """The text of a cell and its place; `is_error` tells that a formula failed."""

    text: str
    place: str
    is_error: bool = False


@value
class PlanRow:
    """One project: answer → cell. Blank cells are there, with an empty text."""

    place: str
    cells: Mapping[str, PlanCell]


@value
class PlanTable:
    """The rows of one sheet. `columns`: the answers that have a column; `place`: of the headings."""

    place: str
    columns: tuple[str, ...]
    rows: tuple[PlanRow, ...]


@value
class Headings:
    """How headings are recognised: `columns` heading → answer, `simplify` what people vary, `sums` mark sum rows."""

    columns: Mapping[str, str]
    sums: frozenset[str]
    simplify: Callable[[str], str]


def read_plan(path: str, headings: Headings) -> PlanTable:
    """Return the first table with a heading for `name`; blank rows and rows of sums are passed over.

    Raises ZlxmError: `no_such_path`, `bad_workbook`, `no_plan_table`, `too_many_rows`.
    """
    try:
        with FrugalFile(path) as screened, zipfile.ZipFile(screened) as archive:
            _screen(archive, path)
        return _read(path, headings)
    except FileNotFoundError:
        raise ZlxmError("no_such_path", {"path": path}) from None
    except (OSError, *_LIES_OF_ZIPS, *_LIES_OF_PARTS) as error:
        raise ZlxmError("bad_workbook", {"path": path, "detail": getattr(error, "strerror", None) or ""}) from error


def _screen(archive: zipfile.ZipFile, path: str) -> None:
    damage = zip_damage(archive)
    if damage:
        raise ZlxmError("bad_workbook", {"path": path, "detail": damage})


def _read(path: str, headings: Headings) -> PlanTable:
    import openpyxl  # noqa: PLC0415 80 ms that no other command pays

    with open(path, "rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, of which nothing is read
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # what a file says about its size need not be so
            table = _table(sheet, headings)
            if table:
                return table
    raise ZlxmError("no_plan_table", {"path": path})


def _table(sheet: Any, headings: Headings) -> PlanTable | None:
    rows = _rows(sheet)
    for number, cells in rows:
        columns = _columns(cells, headings)
        if "name" in columns.values():
            found = tuple(_plan_rows(rows, columns, number, headings))
            return PlanTable(f"{sheet.title}!{number}", tuple(_unit_free(key) for key in columns.values()), found)
        if number >= HEADING_WITHIN:
            break
    return None


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[PlanCell, ...]]]:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 as above

    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > _MOST_ROWS_OF_A_SHEET:  # a row may claim any number, and the gap before it is filled
            return
        shown = tuple(
            PlanCell(_shown(cell.value), f"{sheet.title}!{get_column_letter(at)}{number}", cell.data_type == "e")
            for at, cell in enumerate(cells[:MOST_COLUMNS], 1)
        )
        yield number, shown


def _shown(content: object) -> str:
    """Return what the cell shows: 86.5 for a stored 86.500000000000014, since Excel itself shows 15 digits."""
    match content:
        case None:
            return ""
        case float():
            return f"{Decimal(f'{content:.15g}'):f}".removesuffix(".0")
        case _:
            return str(content).strip()


def _columns(cells: tuple[PlanCell, ...], headings: Headings) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        key = headings.columns.get(headings.simplify(cell.text))
        if key and key not in found.values():
            found[at] = key
    return found


def _plan_rows(
    rows: Iterator[tuple[int, tuple[PlanCell, ...]]], columns: Mapping[int, str], heading: int, headings: Headings
) -> Iterator[PlanRow]:
    for number, cells in rows:
        if not any(cell.text for cell in cells) or _is_sum(cells, headings):
            continue
        if number > heading + MOST_ROWS:
            raise ZlxmError("too_many_rows", {"most": MOST_ROWS, "place": cells[0].place})
        known = {key: cells[at] for at, key in columns.items() if at < len(cells)}
        yield PlanRow(cells[0].place, {_unit_free(key): _in_ten_thousands(key, cell) for key, cell in known.items()})


def _is_sum(cells: tuple[PlanCell, ...], headings: Headings) -> bool:
    first = next(cell.text for cell in cells if cell.text)
    return headings.simplify(first) in headings.sums


def _unit_free(key: str) -> str:
    return "amount" if key == "amount_in_yuan" else key


def _in_ten_thousands(key: str, cell: PlanCell) -> PlanCell:
    """Return the cell with an amount in yuan turned into 10,000 yuan; what is no number stays as it is."""
    if key != "amount_in_yuan" or not cell.text.replace(".", "", 1).isdecimal():
        return cell
    amount = (Decimal(cell.text) / _YUAN).normalize()
    return PlanCell(f"{amount:f}", cell.place, cell.is_error)
