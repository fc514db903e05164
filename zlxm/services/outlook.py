"""status and report: load, judge, look ahead; then what a person asked for, in the order asked for."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from zlxm.model.errors import Refused, UsageError
from zlxm.model.outlook import Adjustment, Outlook, Survey
from zlxm.model.problem import Severity
from zlxm.model.shape import nearest
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.outlook import outlook
from zlxm.services.batches import in_batches
from zlxm.services.change import requests_of
from zlxm.services.check import CheckRequest, Progress, calendar_of, judged_report, report_of
from zlxm.services.dossiers import LoadedDossier, dossier_folders, load_dossier
from zlxm.services.hints import hints_of
from zlxm.services.procedures import procedure_of
from zlxm.services.tracking import tracked, with_tracking

_CHANGE = "change"
_NEVER = date.max


@value
class Wanted:
    """Which dossiers are shown: those with something overdue or due within `due` days, of a unit (a part of its name is
    enough), a year, a stage; `sort`: a key of ORDERS."""

    due: int | None = None
    unit: str = ""
    year: int | None = None
    stage: str = ""
    sort: str = "urgency"


def survey(request: CheckRequest, wanted: Wanted | None = None, progress: Progress | None = None) -> Survey:
    """Return the outlooks of all dossiers under the paths, or those wanted. Raises ZlxmError as `check`, UsageError
    (`unknown_stage`) for a stage that no dossier's regulation has."""
    folders = dossier_folders(request.paths)
    found: list[Outlook] = []
    for each in in_batches(_outlooks, folders, request, request.jobs):
        found.append(each)
        if progress:
            progress(len(found), len(folders))
    reports = [each.report for each in found]
    hints = tuple(hints_of(reports, request.as_of, request.pack_folder))
    whole = Survey(replace(report_of(reports, request), hints=hints), tuple(found))
    return chosen(whole, wanted or Wanted())


def _outlooks(folders: tuple[str, ...], request: CheckRequest) -> Iterator[Outlook]:
    known = tracked(folders)
    for folder in folders:
        loaded = with_tracking(load_dossier(folder, request.pack_folder), known.get(folder))
        yield _outlook(loaded, request)


def _outlook(loaded: LoadedDossier, request: CheckRequest) -> Outlook:
    report = judged_report(loaded, request)
    dossier, pack = loaded.dossier, loaded.pack
    if dossier is None or pack is None or dossier.project.classified:
        return Outlook(report, is_classified=dossier is not None, place=_place(loaded.folder))
    case = make_case(pack, dossier, request.as_of, calendar_of(request))
    seen = replace(outlook(case, report), place=_place(loaded.folder))
    return replace(seen, adjustments=_with_standing(seen, loaded, request)) if seen.adjustments else seen


def _place(folder: str) -> str:
    """Return the name of the folder itself, however the path to it is written, composed as texts are compared."""
    return unicodedata.normalize("NFC", os.path.basename(os.path.abspath(folder)))


def _with_standing(seen: Outlook, loaded: LoadedDossier, request: CheckRequest) -> tuple[Adjustment, ...]:
    """Return the adjustments with what became of each, as far as the regulation says how a change is made."""
    if loaded.pack is None or loaded.dossier is None:
        return seen.adjustments
    try:
        procedure = procedure_of(loaded.pack, _CHANGE, request.pack_folder)
    except Refused:
        return seen.adjustments
    found = requests_of(loaded.pack, loaded.dossier, procedure, request.as_of, loaded.folder)
    standing = {each.id: each.standing.value for each in found}
    return tuple(replace(each, standing=standing.get(each.id, "")) for each in seen.adjustments)


def chosen(whole: Survey, wanted: Wanted) -> Survey:
    """Return the survey with the outlooks that are wanted, in the order wanted."""
    _require_stage(whole, wanted.stage)
    last = whole.report.as_of + timedelta(days=wanted.due) if wanted.due is not None else None
    kept = sorted((each for each in whole.outlooks if _is_wanted(each, wanted, last)), key=ORDERS[wanted.sort])
    return Survey(replace(whole.report, dossiers=tuple(each.report for each in kept)), tuple(kept))


def _require_stage(whole: Survey, stage: str) -> None:
    known = tuple(dict.fromkeys(step.name for each in whole.outlooks for step in each.steps))
    if stage and known and stage not in known:
        raise UsageError("unknown_stage", {"stage": stage, "nearest": nearest(stage, known), "known": ", ".join(known)})


def _is_wanted(each: Outlook, wanted: Wanted, last: date | None) -> bool:
    return (
        (last is None or any(duty.due <= last for duty in each.owed))
        and wanted.unit in each.unit
        and wanted.year in (None, each.year)
        and wanted.stage in ("", each.stage)
    )


def _urgency(each: Outlook) -> tuple[Any, ...]:
    """What cannot be judged and what is late come first, then by the next last day, then by the number of errors."""
    first = each.owed[0].due if each.owed else _NEVER
    return (each.is_judged and not each.late, first, -len(each.findings_of(Severity.ERROR)), each.report.path)


def _amount(each: Outlook) -> tuple[Any, ...]:
    return (-(each.amount or Decimal(0)), each.report.path)


ORDERS: Mapping[str, Callable[[Outlook], tuple[Any, ...]]] = MappingProxyType(
    {
        "urgency": _urgency,
        "name": lambda each: (each.report.name, each.report.path),
        "unit": lambda each: (each.unit, _urgency(each)),
        "year": lambda each: (each.year or 0, _urgency(each)),
        "stage": lambda each: (each.reached, _urgency(each)),
        "amount": _amount,
    }
)
