"""check: load, judge, place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from zlxm import __version__
from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.finding import Checklist, DossierReport, Finding, Judgement, Report, State
from zlxm.model.fingerprint import subject_of
from zlxm.model.node import locate
from zlxm.model.pack import Pack
from zlxm.model.problem import Problem, Severity
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.checklist import acceptance_list, checklist_of, next_submission
from zlxm.rules.judge import judge
from zlxm.rules.whatif import submission_of, suppose
from zlxm.services.batches import in_batches
from zlxm.services.dossiers import LoadedDossier, dossier_folders, load_dossier
from zlxm.services.hints import hints_of, profile_of
from zlxm.services.regulations import DEFAULT, load_calendar, load_pack
from zlxm.services.selection import MANIFEST_RULE, Selection
from zlxm.services.stale_papers import with_stale_papers
from zlxm.services.tracking import tracked, with_tracking

Progress = Callable[[int, int], None]


@value
class CheckRequest:
    """What is asked: paths, day, and how. `pack_folder`: a pack of the user's own; `submission`: judge as if handed in;
    `with_checklists`: also say how the document lists stand; `jobs`: processes."""

    paths: tuple[str, ...]
    as_of: date
    submission: str = ""
    pack_folder: str | None = None
    selection: Selection = Selection()
    with_checklists: bool = False
    jobs: int = 1


def check(request: CheckRequest, progress: Progress | None = None) -> Report:
    """Return the report. Raises ZlxmError when no verdict can be given, UsageError for unknown rules or submissions."""
    folders = dossier_folders(request.paths)
    reports = []
    for report in in_batches(_judged_each, folders, request, request.jobs):
        reports.append(report)
        if progress:
            progress(len(reports), len(folders))
    hints = request.selection.keep(hints_of(reports, request.as_of, request.pack_folder))
    return replace(report_of(reports, request), hints=tuple(hints))


def report_of(reports: Sequence[DossierReport], request: CheckRequest) -> Report:
    """Return the whole report on dossiers that were judged."""
    used = sorted({each.regulation for each in reports if each.regulation}) or [DEFAULT]
    titles = "\u300b\u300a".join(load_pack(name, request.pack_folder, with_forms=False).identity.title for name in used)
    until = calendar_of(request).until
    report = Report(__version__, ", ".join(used), titles, request.as_of, until, tuple(reports), request.submission)
    return replace(report, pack_folder=request.pack_folder)


def _judged_each(folders: tuple[str, ...], request: CheckRequest) -> Iterator[DossierReport]:
    known = tracked(folders)
    for folder in folders:
        loaded = load_dossier(folder, request.pack_folder)
        yield judged_report(with_tracking(loaded, known.get(folder)), request)


def calendar_of(request: CheckRequest) -> Calendar:
    """Return the holidays, with those that the portfolio adds in its `calendars` folder."""
    return load_calendar(os.path.join(request.paths[0] if request.paths else ".", "calendars"))


def judged_report(loaded: LoadedDossier, request: CheckRequest, more: tuple[Finding, ...] = ()) -> DossierReport:
    """Return the report of a dossier that is loaded; `more` is found by comparison with its past. Raises UsageError
    for unknown rules or submissions."""
    if loaded.pack:
        request.selection.verify(loaded.pack.vocabulary.codes)
        if request.submission:
            submission_of(loaded.pack, request.submission)
    judgement, checklists = _judged(loaded, request)
    whole = replace(judgement, findings=(*judgement.findings, *more))
    return replace(report_on(loaded, whole, checklists, request.selection), profile=profile_of(loaded))


def report_on(
    loaded: LoadedDossier, judged: Judgement, checklists: tuple[Checklist, ...] = (), selection: Selection | None = None
) -> DossierReport:
    """Return the report of a dossier that was judged: its findings and those of its form at their places."""
    found = [
        *(_of_problem(fault, loaded) for fault in loaded.problems),
        *(_place(each, loaded) for each in judged.findings),
    ]
    findings = tuple(sorted((selection or Selection()).keep(found), key=_order))
    code = loaded.dossier.project.code if loaded.dossier else ""
    regulation = loaded.pack.identity.id if loaded.pack else ""
    judgement = replace(judged, findings=findings)
    return DossierReport(loaded.folder, loaded.name, code, judgement, checklists, _quotes(findings, loaded), regulation)


def _judged(loaded: LoadedDossier, request: CheckRequest) -> tuple[Judgement, tuple[Checklist, ...]]:
    if loaded.pack is None or loaded.dossier is None:
        return Judgement(()), ()
    calendar = calendar_of(request)
    asked = loaded.dossier
    if request.submission:
        asked = suppose(loaded.pack, asked, request.submission, request.as_of, calendar)
    asked = with_stale_papers(asked, loaded.pack, request.as_of, calendar, request.pack_folder)
    judgement = judge(loaded.pack, asked, request.as_of, calendar)
    wants_lists = request.with_checklists and not asked.project.classified
    return judgement, _checklists(loaded.pack, asked, request, calendar) if wants_lists else ()


def _checklists(pack: Pack, dossier: Dossier, request: CheckRequest, calendar: Calendar) -> tuple[Checklist, ...]:
    """The list asked for or the next one, then the acceptance list."""
    case = make_case(pack, dossier, request.as_of, calendar)
    name = request.submission or next_submission(case)
    first = [checklist_of(name, case)] if name else []
    return (*first, *(each for each in acceptance_list(case) if each.submission != name))


def _order(finding: Finding) -> tuple[object, ...]:
    stem, _, number = finding.rule.rpartition("-")
    return (finding.line, stem, int(number) if number.isdecimal() else 0, finding.column)


def _of_problem(fault: Problem, loaded: LoadedDossier) -> Finding:
    found = Finding(MANIFEST_RULE, None, fault.severity, State.FAIL, fault.code, (), fault.facts)
    return replace(found, path=loaded.manifest_path, line=fault.line, column=fault.column)


def _place(finding: Finding, loaded: LoadedDossier) -> Finding:
    line, column = locate(loaded.root, finding.at)
    subject = subject_of(loaded.root, finding.at)
    return replace(finding, path=loaded.manifest_path, line=line, column=column, subject=subject)


def _quotes(findings: Iterable[Finding], loaded: LoadedDossier) -> dict[int, str]:
    if not findings:
        return {}
    lines = loaded.data.decode("utf-8-sig", "replace").splitlines()
    return {finding.line: lines[finding.line - 1] for finding in findings if 0 < finding.line <= len(lines)}


def exceeds(report: Report, threshold: Severity | None) -> bool:
    """Tell whether something counts at or above the threshold."""
    worst = report.worst()
    return threshold is not None and worst is not None and worst >= threshold


def exit_code(report: Report, threshold: Severity | None, *, is_strict: bool) -> int:
    """Return what a run ends with: 3 when a rule's verdict is missing, 1 for what reaches the threshold or, when
    `is_strict`, for a baseline that holds what is no longer found; else 0."""
    if crashed_rules(report):
        return 3
    has_stale = report.adoption is not None and bool(report.adoption.stale)
    return int(exceeds(report, threshold) or (is_strict and has_stale))


def crashed_rules(report: Report) -> tuple[str, ...]:
    """Return the rules that fell over, whose verdict is therefore missing."""
    return tuple(sorted({code for each in report.dossiers for code in each.judgement.crashed}))
