"""Excel template → compiled once → many workbooks. Jinja decides on rows and values, openpyxl writes them.

A cell may hold text with `{{ slot }}`; one that holds nothing else becomes a number or a date where the value is one. A
row with `{%tr for … %}`, `{%tr if … %}` or an end of these is taken out, and the rows between are repeated or left out.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, pass_context
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from zlxm.model.errors import ZlxmError
from zlxm.model.value import value
from zlxm.render.environment import SYNTAX_FAULTS, TAG_FAULTS, line_of, text_environment
from zlxm.render.excel_cells import write_cells
from zlxm.render.excel_margins import margin_texts, plain, write_margins
from zlxm.render.excel_rows import move_names, move_rows
from zlxm.render.modesty import rendered
from zlxm.render.package import read_parts, write_parts
from zlxm.render.row_map import RowMap

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 5_000  # of a template's sheet
MOST_MERGED = 100_000  # cells in merged ranges, each of which openpyxl makes
_TAG = re.compile(r"\{[{%#]")
_ROW_TAG = re.compile(r"\s*\{%-?\s*tr\s+((?:(?!%\}).)*?)\s*-?%\}\s*", re.DOTALL)
_LONE = re.compile(r"\s*\{\{-?((?:(?!\{\{|\}\}).)*?)-?\}\}\s*", re.DOTALL)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)"')
_OPENS, _CLOSES, _TURNS = ("for", "if"), ("endfor", "endif"), ("else", "elif")
_RECORD = ""  # the name of the record in a template's context: one that no tag can spell
_DATED = datetime(2000, 1, 1)  # noqa: DTZ001 document properties have no zone
_PROPERTIES = "docProps/core.xml"
_LONGEST_QUOTE = 60
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    TypeError,
    SyntaxError,
    AttributeError,
    IndexError,
    OverflowError,
    OSError,
)  # what openpyxl lets out

Row = tuple[int, dict[int, Any]]  # row of the template, column → value; row 0 holds headers and footers
Tagged = Mapping[int, Mapping[int, str]]


@value
class Line:
    """One line of a sheet read as a template: where it comes from, as people read it, as it is run."""

    place: str
    shown: str
    code: str


@value
class SheetPlan:
    """A sheet ready to be filled. `places`: line of `code` → cell; `regions`: row → the tags it lies between."""

    places: tuple[str, ...]
    shown: str
    template: Template
    regions: tuple[tuple[int, ...], ...]


class ExcelTemplate:
    """A template ready to be filled. `label` is how messages call it; `sources`: sheet → its tags, a cell a line."""

    def __init__(self, parts: Mapping[str, bytes], label: str) -> None:
        """Raises ZlxmError: `bad_template_file`, `bad_template_tag` with the cell of a faulty one."""
        self.label = label
        self._data = write_parts(parts)
        self._require_modest(parts)
        book = self._open()
        tagged = {sheet.title: _tagged(sheet) for sheet in book.worksheets}
        self._plans = {title: self._plan(book[title], texts) for title, texts in tagged.items() if texts}
        self.sources = {title: plan.shown for title, plan in self._plans.items()}

    def fill(self, view: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts of the workbook, the same for the same view.

        Raises ZlxmError: `bad_template_tag`, `text_too_long`.
        """
        rows = {title: self._run(plan, view) for title, plan in self._plans.items()}
        maps = {title: RowMap(_origins(rows[title]), plan.regions) for title, plan in self._plans.items()}
        book = self._open()
        for sheet in book.worksheets:
            move_rows(sheet, maps)
        move_names(book, maps)
        for title, filled in rows.items():
            write_cells(book[title], [cells for row, cells in filled if row])
            write_margins(
                book[title], {number: text for row, texts in filled if not row for number, text in texts.items()}
            )
        try:
            return _saved(book)
        except _BROKEN as error:
            raise self._unfit("bad_ole") from error

    def _open(self) -> Workbook:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # parts that openpyxl does not keep
                return load_workbook(io.BytesIO(self._data), rich_text=True)
        except _BROKEN as error:
            raise self._unfit("bad_ole") from error

    def _require_modest(self, parts: Mapping[str, bytes]) -> None:
        sheets = (data for name, data in parts.items() if name.startswith("xl/worksheets/"))
        if sum(_cells_in(match) for data in sheets for match in _MERGED.finditer(data)) > MOST_MERGED:
            raise self._unfit("bomb")

    def _unfit(self, why: str) -> ZlxmError:
        return ZlxmError("bad_template_file", {"path": self.label, "fault": why})

    def _plan(self, sheet: Worksheet, tagged: Tagged) -> SheetPlan:
        if sheet.max_row > MOST_ROWS:
            raise self._unfit("too_large")
        rows = range(1, sheet.max_row + 1)
        lines = [line for row in rows for line in self._lines(sheet.title, row, tagged.get(row, {}))]
        lines += self._margins(sheet)
        places = tuple(line.place for line in lines for _ in line.code.split("\n"))
        try:
            template = _environment().from_string("\n".join(line.code for line in lines))
        except SYNTAX_FAULTS as error:
            raise self._told(error, _at(places, getattr(error, "lineno", 0)), "") from error
        return SheetPlan(places, "\n".join(line.shown for line in lines), template, tuple(_regions(rows, tagged)))

    def _lines(self, title: str, row: int, texts: Mapping[int, str]) -> Iterator[Line]:
        row_tags = _row_tags(texts)
        for tag in row_tags:
            yield Line(f"{title}!A{row}", f"{{% {tag} %}}", f"{{% {tag} %}}")
        if row_tags:
            return
        yield Line(f"{title}!A{row}", "", f"{{{{ {row}|row_ }}}}")
        for column, text in sorted(texts.items()):
            yield self._line(f"{title}!{get_column_letter(column)}{row}", column, text)

    def _margins(self, sheet: Worksheet) -> Iterator[Line]:
        yield Line(f"{sheet.title}!A1", "", "{{ 0|row_ }}")
        for number, place, text in margin_texts(sheet):
            if _TAG.search(text):
                yield self._line(place, number, text)

    def _line(self, place: str, column: int, text: str) -> Line:
        if text.startswith("="):
            raise self._told(ValueError("tag in a formula"), place, text)
        try:
            _environment().parse(text)
        except SYNTAX_FAULTS as error:
            raise self._told(error, place, text) from error
        lone = _LONE.fullmatch(text)
        filtered = f"cell_({column})"
        code = f"{{{{ ({lone[1]})|{filtered} }}}}" if lone else f"{{% filter {filtered} %}}{text}{{% endfilter %}}"
        return Line(place, f"{place.replace('{', '(')} {text}", code)

    def _run(self, plan: SheetPlan, view: Mapping[str, Any]) -> list[Row]:
        record: list[Row] = []
        try:
            rendered(plan.template, {**view, _RECORD: record})
        except TAG_FAULTS as error:
            raise self._told(error, _at(plan.places, line_of(error)), "") from error
        return record

    def _told(self, error: Exception, place: str, text: str) -> ZlxmError:
        shown = f"{place} {text}".strip()[:_LONGEST_QUOTE]
        return ZlxmError("bad_template_tag", {"template": self.label, "text": shown, "detail": str(error)[:120]})


def _cells_in(match: re.Match[bytes]) -> int:
    letters = (int.from_bytes(match[number].upper().rjust(3, b"@"), "big") for number in (1, 3))
    left, right = ((each >> 16 & 31) * 676 + (each >> 8 & 31) * 26 + (each & 31) for each in letters)
    return (abs(right - left) + 1) * (abs(int(match[4]) - int(match[2])) + 1)


def _at(places: tuple[str, ...], line: int) -> str:
    return places[line - 1] if 0 < line <= len(places) else ""


def _is_tagged(found: Any) -> bool:
    return isinstance(found, (str, list)) and bool(_TAG.search(str(found)))  # a list: text in several fonts


def _tagged(sheet: Worksheet) -> Tagged:
    """Return row → column → text of the cells with tags; row 0 tells of tags in headers and footers."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 rows may be wide and all but empty
        if _is_tagged(cell.value):
            texts.setdefault(row, {})[column] = str(cell.value)
    margins = {number: text for number, _, text in margin_texts(sheet) if _TAG.search(text)}
    return {**texts, 0: margins} if margins else texts


def _row_tags(texts: Mapping[int, str]) -> list[str]:
    return [match[1] for _, text in sorted(texts.items()) if (match := _ROW_TAG.fullmatch(text))]


def _origins(rows: Iterable[Row]) -> list[int]:
    return [row for row, _ in rows if row]


def _regions(rows: Iterable[int], tagged: Tagged) -> Iterator[tuple[int, ...]]:
    """Yield for every row the tag rows whose blocks it lies in; a tag row lies outside of its own block."""
    open_tags: list[int] = []
    for number in rows:
        tags = [tag.split()[0] for tag in _row_tags(tagged.get(number, {}))]
        if any(tag in (*_CLOSES, *_TURNS) for tag in tags):
            open_tags.pop()
        yield tuple(open_tags)
        if any(tag in (*_OPENS, *_TURNS) for tag in tags):
            open_tags.append(number)


def _saved(book: Workbook) -> dict[str, bytes]:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        ExcelWriter(book, archive).write_data()
    book.properties.created = book.properties.modified = _DATED
    return {**read_parts(target.getvalue()), _PROPERTIES: tostring(book.properties.to_tree())}


# ------------------------------------------------------------------------------------------------ the record of a run


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return text_environment({"row_": _row, "cell_": _cell, "plain_": plain})


@pass_context
def _row(context: Context, number: int) -> str:
    context[_RECORD].append((number, {}))
    return ""


@pass_context
def _cell(context: Context, found: Any, column: int) -> str:
    if isinstance(found, Undefined):
        str(found)  # raises: the environment is strict
    context[_RECORD][-1][1][column] = found
    return ""
