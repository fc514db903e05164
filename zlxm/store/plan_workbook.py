"""Reads the table of an annual plan workbook: one row a project, every cell with its place (`Sheet1!C7`)."""

from __future__ import annotations

import re
import struct
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from zlxm.model.errors import ZlxmError
from zlxm.model.value import replace, value
from zlxm.store.plan_headings import Headings, columns_of, is_in_yuan, is_second_heading, year_of
from zlxm.store.zip_screen import MOST_BYTES, FrugalFile, is_encrypted, unpacked_size, zip_damage

MOST_ROWS = 20_000
HEADING_WITHIN = 20  # rows: titles and notes stand above the headings
MOST_COLUMNS = 200
_YUAN = Decimal(10_000)
_UNITS = {"\u4e07\u5143": Decimal(1), "\u4e07": Decimal(1), "\u5143": 1 / _YUAN}
_AMOUNT = re.compile(
    "(\\d{1,12}(?:\\.\\d*)?|\\d{1,3}(?:,\\d{3}){1,3}(?:\\.\\d*)?)(\u4e07\u5143|\u4e07|\u5143)?", re.ASCII
)
_NO_RESULT = ("e", "f")  # an error, a formula
_OLE = b"\xd0\xcf\x11\xe0"
_MACROS = re.compile(r"vbaProject|macrosheets|vbaData", re.IGNORECASE)
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
    """The rows of one sheet. `columns`: the answers that have a column; `place`: of the headings; `year`: the one year
    that is named above them, or empty."""

    place: str
    columns: tuple[str, ...]
    rows: tuple[PlanRow, ...]
    year: str = ""


def read_plan(path: str, headings: Headings) -> PlanTable:
    """Return the first table with a heading for `name`; blank rows and rows of sums are passed over.

    Headings may stand in two rows, the upper one naming groups. Raises ZlxmError: `no_such_path`, `bad_workbook`,
    `no_plan_table`, `too_many_rows`.
    """
    try:
        with FrugalFile(path) as screened, zipfile.ZipFile(screened) as archive:
            _screen(archive, path)
        return _read(path, headings)
    except FileNotFoundError:
        raise ZlxmError("no_such_path", {"path": path}) from None
    except OSError as error:
        raise _unfit(path, error.strerror or str(error)) from error
    except (*_LIES_OF_ZIPS, *_LIES_OF_PARTS) as error:
        raise _unfit(path, "protected" if _is_ole(path) else "bad_zip") from error


def _unfit(path: str, detail: str) -> ZlxmError:
    return ZlxmError("bad_workbook", {"path": path, "detail": detail})


def _is_ole(path: str) -> bool:
    """Tell whether it is the older container, in which workbooks with a password come."""
    with open(path, "rb") as file:
        return file.read(len(_OLE)) == _OLE


def _screen(archive: zipfile.ZipFile, path: str) -> None:
    damage = zip_damage(archive)
    if not damage and is_encrypted(archive):
        damage = "protected"
    if not damage and unpacked_size(archive) > MOST_BYTES:
        damage = "bomb"
    if not damage and any(_MACROS.search(name) for name in archive.namelist()):
        damage = "active_content"
    if damage:
        raise _unfit(path, damage)


def _read(path: str, headings: Headings) -> PlanTable:
    import openpyxl  # noqa: PLC0415 80 ms that no other command pays

    with open(path, "rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, of which nothing is read
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # what a file says about its size need not be so
            table = _table(sheet, headings)
            if table:
                return _with_formulas(table, sheet.title, file)
    raise ZlxmError("no_plan_table", {"path": path})


def _with_formulas(table: PlanTable, title: str, file: IO[bytes]) -> PlanTable:
    """Return the table with the cells marked whose formula has no result: blank they are not."""
    if all(cell.text for row in table.rows for cell in row.cells.values()):
        return table
    import openpyxl  # noqa: PLC0415 as above

    sheet = openpyxl.load_workbook(file, read_only=True, keep_links=False)[title]
    sheet.reset_dimensions()
    formulas = {cell.place: cell for row in _rows(sheet) for cell in row.cells.values() if cell.is_error}
    rows = (PlanRow(row.place, {key: _marked(cell, formulas) for key, cell in row.cells.items()}) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _marked(cell: PlanCell, formulas: Mapping[str, PlanCell]) -> PlanCell:
    return cell if cell.text else formulas.get(cell.place, cell)


def _table(sheet: Any, headings: Headings) -> PlanTable | None:
    rows = _rows(sheet)
    above: list[Row] = []
    for row in rows:
        columns = columns_of(row.texts, above[-1].texts if above else {}, headings)
        if "name" in columns.values():
            return _below(row, above, rows, headings)
        above.append(row)
        if row.number >= HEADING_WITHIN:
            break
    return None


def _below(heading: Row, above: list[Row], rows: Iterator[Row], headings: Headings) -> PlanTable:
    """Return the table under a row of headings, which a second row may follow."""
    upper = above[-1].texts if above else {}
    columns = columns_of(heading.texts, upper, headings)
    first = next(rows, None)
    if first and is_second_heading(first.texts, heading.texts, columns):
        lower = columns_of(first.texts, heading.texts, headings)
        columns |= {at: key for at, key in lower.items() if key not in columns.values()}
        first = None
    if first:
        rows = chain((first,), rows)
    notes = [headings.simplify(text) for row in above for text in row.texts.values()]
    columns = {at: _unit_of(key, heading.texts.get(at, ""), notes, headings) for at, key in columns.items()}
    found = tuple(_plan_rows(rows, columns, heading, headings))
    answers = tuple(_unit_free(key) for key in columns.values())
    return PlanTable(f"{heading.sheet}!{heading.number}", answers, found, year_of(notes))


def _unit_of(key: str, text: str, notes: Iterable[str], headings: Headings) -> str:
    return "amount_in_yuan" if is_in_yuan(key, text, notes, headings) else key


@value
class Row:
    """One row of a sheet: place → cell, blank ones left out; places count from 0."""

    sheet: str
    number: int
    cells: Mapping[int, PlanCell]

    @property
    def texts(self) -> dict[int, str]:
        """The texts of the cells."""
        return {at: cell.text for at, cell in self.cells.items()}


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows that are not blank."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 as above

    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number > _MOST_ROWS_OF_A_SHEET:  # a row may claim any number, and the gap before it is filled
            return
        found = {
            at: PlanCell(text, f"{sheet.title}!{get_column_letter(at + 1)}{number}", cell.data_type in _NO_RESULT)
            for at, cell in enumerate(cells)
            if (text := _shown(cell.value))
        }
        if found:
            yield Row(sheet.title, number, found)


def _shown(content: object) -> str:
    """Return what the cell shows: 86.5 for a stored 86.500000000000014, since Excel itself shows 15 digits."""
    match content:
        case None:
            return ""
        case float():
            return f"{Decimal(f'{content:.15g}'):f}".removesuffix(".0")
        case _:
            return str(content).strip()


def _plan_rows(rows: Iterable[Row], columns: Mapping[int, str], heading: Row, headings: Headings) -> Iterator[PlanRow]:
    for row in rows:
        if not any(at in row.cells for at in columns) or _is_sum(row, columns, headings):
            continue
        first = next(iter(row.cells.values()))
        if row.number > heading.number + MOST_ROWS:
            raise ZlxmError("too_many_rows", {"most": MOST_ROWS, "place": first.place})
        cells = {key: row.cells.get(at) or PlanCell("", _place(row, at)) for at, key in columns.items()}
        yield PlanRow(first.place, {_unit_free(key): _in_ten_thousands(key, cell) for key, cell in cells.items()})


def _place(row: Row, at: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 as above

    return f"{row.sheet}!{get_column_letter(at + 1)}{row.number}"


def _is_sum(row: Row, columns: Mapping[int, str], headings: Headings) -> bool:
    """Tell whether a row is a sum: it begins with the word, or has one and no project's name."""
    words = [headings.simplify(text).rstrip(":") for text in row.texts.values()]
    has_name = any(key == "name" and at in row.cells for at, key in columns.items())
    return words[0] in headings.sums or (not has_name and any(word.endswith(tuple(headings.sums)) for word in words))


def _unit_free(key: str) -> str:
    return "amount" if key == "amount_in_yuan" else key


def _in_ten_thousands(key: str, cell: PlanCell) -> PlanCell:
    """Return the cell with its amount in 10,000 yuan, from the unit it names or else its column's; what is no number
    stays as it is."""
    if key not in ("amount", "amount_in_yuan"):
        return cell
    amount = _amount(cell.text, Decimal(1) / _YUAN if key == "amount_in_yuan" else Decimal(1))
    return cell if amount is None else PlanCell(amount, cell.place, cell.is_error)


def _amount(text: str, usual: Decimal) -> str | None:
    """Return the amount in 10,000 yuan as a plain number, None when the text needs no change or is none."""
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None or (usual == 1 and match[1] == text and "," not in text):
        return None
    unit = _UNITS[match[2]] if match[2] else usual
    number = Decimal(match[1].replace(",", ""))
    return f"{number:f}" if unit == 1 else f"{(number * unit).normalize():f}"
