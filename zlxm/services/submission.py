"""submit-package: what goes into a package, in which order, under which names, and what speaks against sending it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date

from zlxm.model.dossier import Document, Dossier
from zlxm.model.entry import Entry
from zlxm.model.errors import Refused
from zlxm.model.finding import DossierReport, Finding, Report, SlotState
from zlxm.model.handover import LIST, RECORD, PackedFile
from zlxm.model.pack import Pack
from zlxm.model.problem import Severity
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case
from zlxm.rules.checklist import checklist_of
from zlxm.rules.whatif import submission_of, suppose
from zlxm.services.check import CheckRequest, check
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.explain import documents_of
from zlxm.services.generate import Job, template_folders
from zlxm.services.manifest_edit import load_for_edit, parts_of
from zlxm.services.papers import SlotValues, load_papers, load_slots, scope_of, variant_for
from zlxm.services.recording import calendar_near
from zlxm.store.editing import locked, replace_unchanged
from zlxm.store.git import ignored
from zlxm.store.handovers import read_record
from zlxm.store.portfolio import MANIFEST
from zlxm.store.splice import NotSpliced, with_entry

MIB = 1024 * 1024
HERE = "."


@value
class Enclosure:
    """One file of a package: its name there, its path in the dossier, what it serves as, its size in bytes and the
    rules that ask for it."""

    name: str
    path: str
    kinds: tuple[str, ...]
    size: int
    rules: tuple[str, ...] = ()
    document: Document | None = None


@value
class Parcel:
    """A package to be made. `draft`: the word that marks one that may not be handed in. `report`: the judgement as if
    it were handed in, with paths as they are inside; `missing`: kinds that the list asks for and that are not there."""

    loaded: LoadedDossier
    pack: Pack
    dossier: Dossier
    submission: str
    as_of: date
    draft: str
    report: Report
    enclosures: tuple[Enclosure, ...]
    missing: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The package's name without `.zip`: code or folder, submission, day."""
        stem = self.dossier.project.code or os.path.basename(os.path.abspath(self.loaded.folder))
        parts = (_in_names(stem), self.submission, self.as_of.isoformat(), self.draft)
        return "-".join(part for part in parts if part)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What forbids handing it in."""
        return tuple(each for each in self.report.findings() if each.counts and each.severity is Severity.ERROR)


def plan_parcel(folder: str, submission: str, as_of: date, pack_folder: str | None = None, draft: str = "") -> Parcel:
    """Return the package to be made; nothing is written.

    Raises UsageError (`unknown_submission`), ZlxmError (`broken_manifest`), Refused: `classified`, `file_too_big`,
    `package_too_big`, `enclosed_but_ignored`.
    """
    loaded = load_for_edit(folder, pack_folder)
    pack, dossier = parts_of(loaded)
    submission_of(pack, submission)
    calendar = calendar_near(folder)
    case = make_case(pack, suppose(pack, dossier, submission, as_of, calendar), as_of, calendar)
    enclosures = tuple(_enclosures(submission, case))
    missing = [tick.documents for tick in checklist_of(submission, case).ticks if tick.state is SlotState.MISSING]
    request = CheckRequest((folder,), as_of, submission, pack_folder, with_checklists=True)
    report = _inside(check(request), folder)
    parcel = Parcel(loaded, pack, dossier, submission, as_of, draft, report, enclosures, tuple(missing))
    _require_fit(parcel)
    return parcel


def _enclosures(submission: str, case: Case) -> Iterator[Enclosure]:
    """Yield every file that counts, in the order of the submission's list; one that serves several lines once."""
    packed: set[str] = set()
    number = 0
    for tick in checklist_of(submission, case).ticks:
        documents = [each for kind in tick.documents for each in case.by_kind.get(kind, ())]
        fresh = [each for each in dict.fromkeys(documents) if each.file not in packed]
        packed |= {each.file for each in fresh}
        number += bool(fresh)
        for copy, document in enumerate(fresh, 1):
            yield _enclosure(number, copy, document, tick.documents, case)


def _enclosure(number: int, copy: int, document: Document, asked: tuple[str, ...], case: Case) -> Enclosure:
    kind = next((each for each in asked if each in document.kinds), document.kinds[0])
    parts = [f"{number:02}", kind, *([document.date.isoformat()] if document.date else [])]
    extension = os.path.splitext(document.file)[1].lower()
    name = "_".join(parts) + (f"-{copy}" if copy > 1 else "") + extension
    size = case.dossier.files[document.file].size
    return Enclosure(name, document.file, document.kinds, size, _asking(document.kinds, case.pack), document)


def _asking(kinds: Iterable[str], pack: Pack) -> tuple[str, ...]:
    wanted = frozenset(kinds)
    return tuple(rule.id for rule in pack.rules.values() if not wanted.isdisjoint(documents_of(rule)))


def _in_names(text: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "_" for character in text)


def _inside(report: Report, folder: str) -> Report:
    """Return the report of one dossier with paths as the receiver sees them: the same wherever the dossier lies."""
    return replace(report, dossiers=tuple(_dossier_inside(each) for each in report.dossiers if each.path == folder))


def _dossier_inside(dossier: DossierReport) -> DossierReport:
    findings = tuple(replace(each, path=MANIFEST) for each in dossier.judgement.findings)
    return replace(dossier, path=HERE, judgement=replace(dossier.judgement, findings=findings))


def _require_fit(parcel: Parcel) -> None:
    limits = parcel.pack.package
    for each in parcel.enclosures:
        if each.size > limits.most_file_mb * MIB:
            facts = {"path": each.path, "size": each.size // MIB, "most": limits.most_file_mb}
            raise Refused("file_too_big", facts)
    total = sum(each.size for each in parcel.enclosures)
    if total > limits.most_mb * MIB:
        raise Refused("package_too_big", {"size": total // MIB, "most": limits.most_mb})
    kept_out = ignored(parcel.loaded.folder, [each.path for each in parcel.enclosures])
    if kept_out:
        raise Refused("enclosed_but_ignored", {"paths": ", ".join(sorted(kept_out))})


def catalogue_job(parcel: Parcel, paper: str, pack_folder: str | None = None) -> Job | None:
    """Return the making of a paper that lists what is in the package; None when the regulation has no such paper."""
    papers = load_papers(parcel.pack.identity.id, pack_folder, template_folders(parcel.loaded.folder))
    if paper not in papers:
        return None
    enclosed = tuple(each.document for each in parcel.enclosures if each.document)
    dossier = replace(parcel.dossier, documents=enclosed)
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

    Raises Refused (`not_spliced`, `changed_meanwhile`, `locked`), ZlxmError (`unwritable`).
    """
    folder = parcel.loaded.folder
    old = read_record(folder)
    text = old.decode("utf-8", "replace") if old is not None else f"{heading}\nzlxm: 1\n"
    try:
        new = with_entry(text, LIST, entry)
    except NotSpliced as error:
        raise Refused("record_unreadable", {"path": RECORD}) from error
    with locked(folder):
        replace_unchanged(os.path.join(folder, RECORD), old, new.encode())
