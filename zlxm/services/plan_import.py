"""init --from: the rows of a plan workbook → answers and folder names, or every fault with its cell."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.path_names import clash_key, windows_faults
from zlxm.model.problem import Problem
from zlxm.model.value import value
from zlxm.model.vocabulary import Vocabulary
from zlxm.services.init import QUESTIONS, Answers, Fault, answers_of, choices, faults_of, is_wanted, tidy
from zlxm.store.plan_workbook import PlanRow, PlanTable
from zlxm.store.portfolio import MANIFEST

_MOST_CHARACTERS = 60
_FORBIDDEN = re.compile(r'[<>:"|?*/\\\s]+')
_SEPARATORS = re.compile("[\u3001\uff0c,;\uff1b/\n]+")
_UNITS = {"amount": re.compile("\\s*\u4e07\u5143?$"), "year": re.compile("\\s*\u5e74\u5ea6?$")}
_SEVERAL = ("category", "joint")


@value
class RowFault:
    """What is wrong, and with which cell. `key` is the answer it is about."""

    place: str
    key: str
    problem: Problem


@value
class PlannedDossiers:
    """Folder and answers for every row, unless there are faults."""

    wanted: tuple[tuple[str, Answers], ...]
    faults: tuple[RowFault, ...]


def plan_rows(
    table: PlanTable, directory: str, defaults: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
) -> PlannedDossiers:
    """Return what the table asks for below `directory`; `defaults` answer where a column or a cell is empty."""
    if table.year and "year" not in table.columns:
        defaults = {"year": (table.year,), **defaults}
    missing = tuple(_missing_columns(table, defaults, vocabulary))
    if missing:
        return PlannedDossiers((), missing)
    raws = [(row, _raw(row, defaults)) for row in table.rows]
    faults = [fault for row, raw in raws for fault in _row_faults(row, raw, vocabulary)]
    if not raws:
        faults.append(RowFault(table.place, "name", Problem("no_rows")))
    names = list(_folder_names(raw for _, raw in raws))
    paths = [os.path.join(directory, name) for name in names]
    faults += _clashes(raws, paths)
    if faults:
        return PlannedDossiers((), tuple(faults))
    return PlannedDossiers(tuple((path, answers_of(raw)) for path, (_, raw) in zip(paths, raws, strict=True)), ())


def _missing_columns(
    table: PlanTable, defaults: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
) -> Iterator[RowFault]:
    for question in QUESTIONS:
        if (
            is_wanted(question, defaults, vocabulary)
            and question.key not in table.columns
            and not defaults.get(question.key)
        ):
            yield RowFault(table.place, question.key, Problem("missing_column", facts={"flag": question.flag}))


def _raw(row: PlanRow, defaults: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    given = {key: _texts(key, cell.text) for key, cell in row.cells.items()}
    return {**defaults, **tidy(given)}


def _texts(key: str, text: str) -> tuple[str, ...]:
    if key in _SEVERAL:
        return tuple(_SEPARATORS.split(text))
    return (_UNITS[key].sub("", text) if key in _UNITS else text,)


def _row_faults(row: PlanRow, raw: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary) -> Iterator[RowFault]:
    failed = {key for key, cell in row.cells.items() if cell.is_error}
    for key in failed:
        yield RowFault(row.cells[key].place, key, Problem("failed_formula", facts={"text": row.cells[key].text}))
    for fault in faults_of(raw, vocabulary):
        if fault.question.key not in failed:
            yield _placed(fault, row, vocabulary)


def _placed(fault: Fault, row: PlanRow, vocabulary: Vocabulary) -> RowFault:
    key = fault.question.key
    cell = row.cells.get(key)
    known = ", ".join(choices(fault.question, vocabulary))
    found = fault.problem or Problem("missing_cell", facts={"known": known})
    return RowFault(cell.place if cell else row.place, key, found)


def _clashes(raws: Iterable[tuple[PlanRow, Mapping[str, tuple[str, ...]]]], paths: list[str]) -> Iterator[RowFault]:
    seen: dict[str, str] = {}
    for (row, raw), path in zip(raws, paths, strict=True):
        key = "code" if raw.get("code") else "name"
        place = row.cells[key].place if key in row.cells else row.place
        if os.path.lexists(os.path.join(path, MANIFEST)) or (os.path.lexists(path) and not os.path.isdir(path)):
            yield RowFault(place, key, Problem("already_there", facts={"path": path}))
        code = raw.get("code", ("",))[-1]
        if code and code in seen:
            yield RowFault(place, "code", Problem("same_code", facts={"code": code, "first": seen[code]}))
        seen.setdefault(code, place)


def _folder_names(raws: Iterable[Mapping[str, tuple[str, ...]]]) -> Iterator[str]:
    taken: set[str] = set()
    for raw in raws:
        wanted = portable_name((raw.get("code") or raw.get("name") or ("",))[-1])
        name, number = wanted, 1
        while clash_key(name) in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(clash_key(name))
        yield name


def portable_name(text: str) -> str:
    """Return a folder name that every computer can hold, as near to the text as may be."""
    printable = "".join(
        each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each)[0] != "C" or each.isspace()
    )
    name = _FORBIDDEN.sub("-", printable)[:_MOST_CHARACTERS].strip("-. ~")
    return f"_{name}" if "reserved_name" in windows_faults(name) else name or "dossier"
