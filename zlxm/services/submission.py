"""submit-package: what goes into a package, in which order, under which names, and what speaks against sending it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from zlxm.model.dossier import Document, Dossier
from zlxm.model.entry import Entry
from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.finding import DossierReport, Finding, Report, SlotState
from zlxm.model.handover import LIST, RECORD, PackedFile, Submitted
from zlxm.model.pack import Pack, Rule
from zlxm.model.problem import Severity
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case
from zlxm.rules.checklist import checklist_of
from zlxm.rules.enclosures import LeftOut, Place, enclosed, fit_name
from zlxm.rules.hygiene import LITTER, UNLISTED
from zlxm.rules.whatif import submission_of, suppose
from zlxm.services.check import CheckRequest, crashed_rules, judged_report, report_of
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.explain import documents_of
from zlxm.services.generate import Job
from zlxm.services.manifest_edit import load_for_edit, parts_of
from zlxm.services.papers import SlotValues, load_papers, load_slots, scope_of, variant_for
from zlxm.services.recording import calendar_near
from zlxm.services.settings import template_folders
from zlxm.store.editing import locked, replace_unchanged
from zlxm.store.git.index import ignored
from zlxm.store.handovers import handovers_in, read_record
from zlxm.store.portfolio import MANIFEST
from zlxm.store.splice import NotSpliced, with_entry

MIB = 1024 * 1024
HERE = "."
_OF_UNLISTED = (UNLISTED, LITTER)


@value
class Enclosure:
    """One file of a package: its name there, its path in the dossier, what it serves as, its size in bytes and the
    rules that ask for it."""

    name: str
    path: str
    kinds: tuple[str, ...]
    size: int
    rules: tuple[Rule, ...] = ()
    document: Document | None = None


@value
class Parcel:
    """A package to be made. `draft`: the word that marks one that may not be handed in. `report`: the judgement as if
    it were handed in, with paths as they are inside; `left_out`: listed files that do not go in; `missing`: kinds that
    the list asks for and that are not there."""

    loaded: LoadedDossier
    pack: Pack
    dossier: Dossier
    submission: str
    as_of: date
    draft: str
    report: Report
    enclosures: tuple[Enclosure, ...]
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The package's name without `.zip`: code or folder, submission, day."""
        stem = self.dossier.project.code or os.path.basename(os.path.abspath(self.loaded.folder))
        parts = (fit_name(stem), fit_name(self.submission), self.as_of.isoformat(), self.draft)
        return "-".join(part for part in parts if part)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What forbids handing it in."""
        return tuple(each for each in self.report.findings() if each.counts and each.severity is Severity.ERROR)

    @property
    def unfit(self) -> tuple[LeftOut, ...]:
        """The files that would have to go in and cannot, whatever the rules say of them."""
        return tuple(each for each in self.left_out if not each.is_to_come)


def plan_parcel(folder: str, submission: str, as_of: date, pack_folder: str | None = None, draft: str = "") -> Parcel:
    """Return the package to be made; nothing is written.

    Raises UsageError (`unknown_submission`), ZlxmError (`broken_manifest`, `rule_crashed`), Refused: `classified`,
    `file_too_big`, `package_too_big`.
    """
    loaded = load_for_edit(folder, pack_folder)
    pack, dossier = parts_of(loaded)
    wanted = submission_of(pack, submission)
    calendar = calendar_near(folder)
    case = make_case(pack, suppose(pack, dossier, submission, as_of, calendar), as_of, calendar)
    places, left_out = enclosed(wanted, case, ignored(folder, sorted(case.dossier.files)))
    missing = [tick.documents for tick in checklist_of(submission, case).ticks if tick.state is SlotState.MISSING]
    report = _reported(loaded, CheckRequest((folder,), as_of, submission, pack_folder, with_checklists=True))
    parts = tuple(_enclosure(each, case) for each in places)
    parcel = Parcel(loaded, pack, dossier, submission, as_of, draft, report, parts, left_out, tuple(missing))
    _require_fit(parcel)
    return parcel


def _enclosure(place: Place, case: Case) -> Enclosure:
    document = place.document
    size = case.dossier.files[document.file].size
    return Enclosure(place.name, document.file, document.kinds, size, _asking(place, case.pack), document)


def _asking(place: Place, pack: Pack) -> tuple[Rule, ...]:
    """Return the rules that want the paper: the one of its line in a document list, else all that name its kind."""
    if place.slot.row:
        return tuple(rule for rule in [pack.rules.get(place.slot.row.rule)] if rule)
    return tuple(rule for rule in pack.rules.values() if place.kind in documents_of(rule))


def _reported(loaded: LoadedDossier, request: CheckRequest) -> Report:
    """Return the report with what the receiver is to see: the same wherever the dossier lies. Raises ZlxmError
    (`rule_crashed`) when there is no verdict."""
    report = report_of([judged_report(loaded, request)], request)
    if crashed := crashed_rules(report):
        raise ZlxmError("rule_crashed", {"codes": ", ".join(crashed)})
    return replace(report, dossiers=tuple(_inside(each) for each in report.dossiers))


def _inside(dossier: DossierReport) -> DossierReport:
    """Files that no entry lists are not handed in, and their names are not told either."""
    told = [each for each in dossier.judgement.findings if each.rule not in _OF_UNLISTED]
    findings = tuple(replace(each, path=MANIFEST) for each in told)
    quotes = {line: text for line, text in dossier.quotes.items() if any(each.line == line for each in findings)}
    return replace(dossier, path=HERE, judgement=replace(dossier.judgement, findings=findings), quotes=quotes)


def _require_fit(parcel: Parcel) -> None:
    limits = parcel.pack.package
    for each in parcel.enclosures:
        if each.size > limits.most_file_mb * MIB:
            facts = {"path": each.path, "size": each.size // MIB, "most": limits.most_file_mb}
            raise Refused("file_too_big", facts)
    total = sum(each.size for each in parcel.enclosures)
    if total > limits.most_mb * MIB:
        raise Refused("package_too_big", {"size": total // MIB, "most": limits.most_mb})


def catalogue_job(parcel: Parcel, paper: str, pack_folder: str | None = None) -> Job | None:
    """Return the making of a paper that lists what is in the package; None when the regulation has no such paper."""
    papers = load_papers(parcel.pack.identity.id, pack_folder, template_folders(parcel.loaded.folder))
    if paper not in papers:
        return None
    listed = tuple(each.document for each in parcel.enclosures if each.document)
    dossier = replace(parcel.dossier, documents=listed)
    calendar = calendar_near(parcel.loaded.folder)
    scope = scope_of(parcel.pack, dossier, parcel.as_of, calendar, pack_folder, parcel.submission)
    values = SlotValues(load_slots(parcel.pack.identity.id, pack_folder), scope)
    found = papers[paper]
    return Job(found, os.path.join(found.folder, variant_for(found, scope).file), "", values)


def record_of(parcel: Parcel, sha256: str, files: Iterable[PackedFile]) -> Entry:
    """Return what the dossier keeps of a package that was made."""
    listed: list[Entry] = [{"path": each.path, "size": each.size, "sha256": each.sha256} for each in files]
    return {
        "submission": parcel.submission,
        "date": parcel.as_of,
        "package": f"{parcel.name}.zip",
        "sha256": sha256,
        "files": listed,
    }


def is_recorded(parcel: Parcel, sha256: str) -> bool:
    """Tell whether the last package of this submission is this very one."""
    same = [each for each in parcel.dossier.submitted.handovers if each.submission == parcel.submission]
    return bool(same) and same[-1].sha256 == sha256


def record(parcel: Parcel, entry: Entry, heading: str) -> None:
    """Add to the record beside the manifest; `heading`: the remark a new record begins with.

    Raises Refused (`record_unreadable`, `changed_meanwhile`, `locked`), ZlxmError (`unwritable`).
    """
    folder = parcel.loaded.folder
    old = read_record(folder)
    text = old.decode("utf-8", "replace") if old is not None else f"{heading}\nzlxm: 1\n"
    try:
        new = with_entry(text, LIST, entry).encode()
    except NotSpliced as error:
        raise Refused("record_unreadable", {"path": RECORD}) from error
    known = parcel.dossier.submitted.handovers
    after = handovers_in(new, tuple(parcel.pack.submissions))
    if after.problems or after.handovers[:-1] != known or not is_last(after, entry):
        raise Refused("record_unreadable", {"path": RECORD})
    with locked(folder):
        replace_unchanged(os.path.join(folder, RECORD), old, new)


def is_last(submitted: Submitted, entry: Entry) -> bool:
    """Tell whether a record ends with this entry."""
    last = submitted.handovers[-1]
    return (last.submission, last.date, last.sha256) == (entry["submission"], entry["date"], entry["sha256"])
