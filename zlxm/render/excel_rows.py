"""Moves the rows of a sheet: cells with style and height, and everything that refers to rows by number."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.views import Selection

from zlxm.render.row_map import RowMap, moved_formula, moved_reference

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Maps = Mapping[str, RowMap]


def move_rows(sheet: Worksheet, maps: Maps) -> None:
    """Bring a sheet's rows where its map says, and its formulas where any map says."""
    rows = maps.get(sheet.title)
    if all(each.is_same for each in maps.values()):
        return
    if rows is None or rows.is_same:
        _move_formulas(sheet, maps)
        return
    merged = [CellRange(each.coord) for each in sheet.merged_cells.ranges]
    _move_cells(sheet, rows, maps)
    _move_heights(sheet, rows)
    for each in merged:
        _merge(sheet, each, rows)
    _move_validations(sheet, rows, maps)
    _move_formats(sheet, rows, maps)
    _move_print(sheet, rows, maps)
    _move_rest(sheet, rows, maps)


def move_names(book: Workbook, maps: Maps) -> None:
    """Bring the references of defined names where their rows went."""
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in names.values():
            if name.attr_text and not all(each.is_same for each in maps.values()):
                name.attr_text = moved_formula(name.attr_text, "", maps)


def _move_formulas(sheet: Worksheet, maps: Maps) -> None:
    for cells in sheet.iter_rows():
        cell: Any
        for cell in cells:
            if cell.data_type == "f":
                cell.value = _moved_value(cell, sheet.title, maps, 0)


def _move_cells(sheet: Worksheet, rows: RowMap, maps: Maps) -> None:
    before: dict[int, list[Any]] = {}
    for (row, _), cell in sheet._cells.items():  # noqa: SLF001 openpyxl offers no way to set rows anew
        before.setdefault(row, []).append(cell)
    sheet._cells = {}  # noqa: SLF001 as above
    sheet.merged_cells = MultiCellRange()
    for place, origin in enumerate(rows.origins, 1):
        for cell in before.get(origin, ()):
            _copy_cell(cell, sheet, place, maps)


def _copy_cell(cell: Any, sheet: Worksheet, place: int, maps: Maps) -> None:
    made: Any = Cell(sheet, place, cell.column) if isinstance(cell, Cell) else MergedCell(sheet, place, cell.column)
    made._style = copy(cell._style)  # noqa: SLF001 the only whole copy of a style
    sheet._cells[place, cell.column] = made  # noqa: SLF001 as above
    if cell.value is None:
        return
    made.value = _moved_value(cell, sheet.title, maps, place)
    made.data_type = cell.data_type
    if cell.hyperlink:
        made.hyperlink = copy(cell.hyperlink)
    if cell.comment:
        made.comment = copy(cell.comment)


def _moved_value(cell: Cell, title: str, maps: Maps, place: int) -> Any:
    if cell.data_type != "f":
        return cell.value
    if isinstance(cell.value, ArrayFormula):
        text = moved_formula(str(cell.value.text), title, maps, place)
        return ArrayFormula(moved_reference(cell.value.ref, title, maps, place), text)
    return moved_formula(cell.value, title, maps, place) if isinstance(cell.value, str) else cell.value


def _move_heights(sheet: Worksheet, rows: RowMap) -> None:
    before = dict(sheet.row_dimensions.items())
    sheet.row_dimensions.clear()
    for place, origin in enumerate(rows.origins, 1):
        if origin in before:
            made = copy(before[origin])
            made.index = place
            sheet.row_dimensions[place] = made


def _merge(sheet: Worksheet, merged: CellRange, rows: RowMap) -> None:
    """Merge again: the cells of a repeated range were copied whole, those of a stretched one need borders."""
    if rows.is_repeated(merged.min_row, merged.max_row):
        for place in rows.places(merged.min_row):
            part = _spelled(merged, place, rows.places(merged.max_row, place)[0])
            sheet.merged_cells.ranges.add(CellRange(part))  # to its own `add` each range costs as much as there are
    elif span := rows.span(merged.min_row, merged.max_row):
        sheet.merge_cells(_spelled(merged, *span))


def _spelled(cells: CellRange, first: int, last: int) -> str:
    return f"{get_column_letter(cells.min_col)}{first}:{get_column_letter(cells.max_col)}{last}"


def _moved_cells(cells: MultiCellRange, rows: RowMap) -> str:
    parts = [_spelled(each, *run) for each in cells.sorted() for run in rows.runs(each.min_row, each.max_row)]
    return " ".join(parts)


def _first_row(cells: str) -> int:
    return MultiCellRange(cells).sorted()[0].min_row


def _move_validations(sheet: Worksheet, rows: RowMap, maps: Maps) -> None:
    kept = []
    for each in sheet.data_validations.dataValidation:
        cells = _moved_cells(each.sqref, rows)
        if cells:
            each.sqref = MultiCellRange(cells)
            each.formula1 = _moved_condition(each.formula1, sheet.title, maps, _first_row(cells))
            each.formula2 = _moved_condition(each.formula2, sheet.title, maps, _first_row(cells))
            kept.append(each)
    sheet.data_validations.dataValidation = kept


def _moved_condition(formula: str | None, title: str, maps: Maps, place: int) -> str | None:
    return moved_formula(formula, title, maps, place) if formula else formula


def _move_formats(sheet: Worksheet, rows: RowMap, maps: Maps) -> None:
    before = list(sheet.conditional_formatting)
    sheet.conditional_formatting = ConditionalFormattingList()
    for each in before:
        cells = _moved_cells(each.sqref, rows)
        for rule in each.rules if cells else ():
            rule.formula = [moved_formula(formula, sheet.title, maps, _first_row(cells)) for formula in rule.formula]
            sheet.conditional_formatting.add(cells, rule)


def _move_print(sheet: Worksheet, rows: RowMap, maps: Maps) -> None:
    areas = [area.rpartition("!")[2] for area in str(sheet.print_area or "").split(",") if area]
    if areas:
        sheet.print_area = ",".join(moved_reference(area, sheet.title, maps).replace("$", "") for area in areas)
    if sheet.print_title_rows:
        sheet.print_title_rows = moved_reference(sheet.print_title_rows.replace("$", ""), sheet.title, maps)
    for each in sheet.row_breaks.brk:
        each.id = max(rows.places(each.id), default=each.id)


def _move_rest(sheet: Worksheet, rows: RowMap, maps: Maps) -> None:
    if sheet.freeze_panes:
        cell = CellRange(sheet.freeze_panes)
        above = sum(origin < cell.min_row for origin in rows.origins)
        sheet.sheet_view.selection = [Selection()]  # openpyxl adds to them; a file with five is damaged
        sheet.freeze_panes = f"{get_column_letter(cell.min_col)}{above + 1}"
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_reference(sheet.auto_filter.ref, sheet.title, maps)
    for table in sheet.tables.values():
        table.ref = moved_reference(table.ref, sheet.title, maps)
        if table.autoFilter:
            table.autoFilter.ref = table.ref
