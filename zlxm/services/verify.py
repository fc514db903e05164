"""verify: is a package that came in whole, and would its submission be accepted? Nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.bag import INCONSISTENT, MANIFEST, NOT_ENCLOSED, UNREADABLE, Fault, Received
from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.finding import Checklist, DossierReport, Finding, Judgement, SlotState, State
from zlxm.model.node import Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.problem import Severity
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case
from zlxm.rules.checklist import checklist_of, under_review
from zlxm.rules.judge import judge
from zlxm.rules.whatif import suppose
from zlxm.services.check import report_on
from zlxm.services.claims import Claims, claim_faults, claimed_kinds, delivered, dossier_faults, read_claims
from zlxm.services.dossiers import LoadedDossier, patterns_of, understood
from zlxm.services.integrity import Integrity, examine
from zlxm.services.regulations import DEFAULT, load_calendar, load_pack
from zlxm.services.stale_papers import with_stale_papers
from zlxm.store.attachments import inspect_content
from zlxm.store.bags import DamagedEntryError, OpenBag, open_bag
from zlxm.store.docx_text import TextPatterns
from zlxm.store.yaml_text import read_yaml


@value
class VerifyRequest:
    """How packages are looked at. `as_of`: judge on this day, not on the package's own; `pack_folder`: by the
    receiver's own pack."""

    today: date
    as_of: date | None = None
    pack_folder: str | None = None


@value
class Verdict:
    """What is said about one package. `name`: of its folder, `size` in bytes, `sha256` of the file itself; `pack`,
    `dossier` and `received` only when it could be judged; `refusal`: why there is no verdict at all."""

    path: str
    name: str = ""
    size: int = 0
    sha256: str = ""
    as_of: date | None = None
    submission: str = ""
    is_draft: bool = False
    integrity: Integrity = Integrity()
    report: DossierReport | None = None
    checklist: Checklist | None = None
    pack: Pack | None = None
    dossier: Dossier | None = None
    received: Received | None = None
    refusal: ZlxmError | None = None

    @property
    def is_intact(self) -> bool:
        """Whether every byte is what the sender packed."""
        return self.refusal is None and self.integrity.is_intact

    @property
    def is_complete(self) -> bool:
        """Whether every paper that the submission asks for is in the package."""
        ticks = self.checklist.ticks if self.checklist else ()
        return self.checklist is not None and all(tick.state is not SlotState.MISSING for tick in ticks)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the package first."""
        return self.report.judgement.findings if self.report else ()

    @property
    def is_accepted(self) -> bool:
        """Whether it can be received: whole, complete, no draft, and nothing to be put right."""
        if self.refusal or self.is_draft or not (self.is_intact and self.is_complete):
            return False
        return not any(each.counts and each.severity is Severity.ERROR for each in self.findings)


def receivers_calendar() -> Calendar:
    """Return the holidays, with those of the `calendars` folder in the working directory."""
    return load_calendar(os.path.join(os.curdir, "calendars"))


def verify(path: str, request: VerifyRequest) -> Verdict:
    """Return the verdict on one package. Raises UsageError when the receiver's own pack cannot be found, InvalidPack
    when it is wrong; whatever the package is, it is a value."""
    rules = load_pack(DEFAULT, request.pack_folder)
    try:
        with open_bag(path) as bag:
            return _verdict(bag, rules, request)
    except UsageError:
        raise
    except ZlxmError as error:
        return Verdict(path, refusal=error)


def _verdict(bag: OpenBag, rules: Pack, request: VerifyRequest) -> Verdict:
    integrity = examine(bag)
    verdict = Verdict(bag.path, bag.name, bag.size, bag.digest(), integrity=integrity)
    data = _manifest(bag)
    if data is None:
        lack = (Fault(UNREADABLE, MANIFEST, "no_dossier_inside"),) if bag.entries else ()
        return _unjudged(_with_faults(verdict, lack), rules)
    read = (data, *read_yaml(data))
    loaded = understood(f"{bag.path}!/{bag.prefix}data", read, request.pack_folder)
    claims = read_claims(bag, integrity)
    verdict = _with_faults(verdict, claim_faults(claims, bag, integrity, request.today))
    day = request.as_of or claims.as_of or request.today
    verdict = replace(verdict, as_of=day, submission=claims.submission, is_draft=claims.is_draft)
    if refusal := _refusal(loaded):
        return replace(_unjudged(verdict, rules), refusal=refusal)
    if loaded.pack is None or loaded.dossier is None:
        return _unjudged(verdict, rules, loaded)
    return _judged(verdict, bag, loaded, claims)


def _with_faults(verdict: Verdict, more: Iterable[Fault]) -> Verdict:
    integrity = verdict.integrity
    return replace(verdict, integrity=replace(integrity, faults=(*integrity.faults, *more)))


def _manifest(bag: OpenBag) -> bytes | None:
    try:
        return bag.read(MANIFEST) if MANIFEST in bag.entries else None
    except DamagedEntryError:
        return None


def _refusal(loaded: LoadedDossier) -> ZlxmError | None:
    """Return why the receiver cannot judge at all: the package follows a regulation that is not the receiver's."""
    unknown = [each for each in loaded.problems if each.code == "unknown_regulation"]
    if unknown:
        return ZlxmError("regulation_of_package", {"path": loaded.folder, **unknown[0].facts})
    node = loaded.root.get("regulation") if isinstance(loaded.root, Table) else None
    name = node.text if isinstance(node, Scalar) else ""
    if loaded.pack and name and name != loaded.pack.identity.id:
        facts = {"name": name, "known": loaded.pack.identity.id}
        return ZlxmError("regulation_of_package", {"path": loaded.folder, **facts})
    return None


def _unjudged(verdict: Verdict, rules: Pack, loaded: LoadedDossier | None = None) -> Verdict:
    """Return the verdict on a package whose dossier cannot be judged, with the findings there are all the same."""
    found = tuple(_findings(verdict, rules, {}))
    report = (
        report_on(loaded, Judgement(())) if loaded else DossierReport(verdict.path, verdict.name, "", Judgement(()))
    )
    return replace(verdict, report=_with(report, verdict.path, found))


def _with(report: DossierReport, path: str, found: Iterable[Finding]) -> DossierReport:
    judged = report.judgement
    return replace(report, path=path, judgement=replace(judged, findings=(*found, *judged.findings)))


def _findings(verdict: Verdict, rules: Pack, kinds: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for fault in verdict.integrity.faults:
        yield _finding(fault, rules, verdict.path, kinds.get(fault.file, ()))


def _finding(fault: Fault, rules: Pack, path: str, kinds: tuple[str, ...]) -> Finding:
    rule = rules.house[fault.code]
    file = fault.file or path.replace("\\", "/").rpartition("/")[2]
    detail = str(fault.facts["detail"]) if fault.facts.get("detail") else ""
    facts: dict[str, object] = {"file": file, "fault": fault.what, "detail": detail, "rule_title": rule.title}
    if kinds:
        facts["document"] = kinds
    weight = min(rule.severity, fault.weight)
    shown = path.replace("\\", "/")
    made = Finding(fault.code, None, weight, State.FAIL, fault.code, (), facts, rule.message, rule.hint)
    return replace(made, document=kinds[0] if kinds else "", path=shown)


def _judged(verdict: Verdict, bag: OpenBag, loaded: LoadedDossier, claims: Claims) -> Verdict:
    pack, dossier, day = loaded.pack, loaded.dossier, verdict.as_of
    if pack is None or dossier is None or day is None:
        return verdict
    there = delivered(claims, dossier, bag)
    asked = _with_contents(dossier, there, bag, pack)
    submission = _submission(claims, make_case(pack, asked, day, receivers_calendar()))
    more = (*dossier_faults(claims, dossier), *_of_submission(claims, submission))
    verdict = replace(_with_faults(verdict, more), submission=submission, pack=pack)
    kinds = claimed_kinds(claims, dossier)
    received = Received(frozenset(there), tuple(_findings(verdict, pack, kinds)))
    case = _supposed(make_case(pack, asked, day, receivers_calendar()), submission, received)
    return _concluded(replace(verdict, received=received), case, loaded)


def _with_contents(dossier: Dossier, there: Mapping[str, str], bag: OpenBag, pack: Pack) -> Dossier:
    """Return the dossier with what was seen of the papers in the package; of others their sender's word is taken."""
    if dossier.project.classified:
        return dossier  # its papers are not this program's to open (Art. 41)
    patterns = patterns_of(pack)
    return replace(dossier, files={path: _seen(path, name, bag, patterns) for path, name in there.items()})


def _seen(path: str, name: str, bag: OpenBag, patterns: TextPatterns) -> FileFacts:
    try:
        with bag.content(name) as content:
            return inspect_content(content, path, bag.entries[name].info.file_size, patterns)
    except DamagedEntryError:
        return FileFacts(path, FileState.UNREADABLE)


def _submission(claims: Claims, case: Case) -> str:
    """Return the submission that the package says, else the one that is at hand by the dossier's events."""
    return claims.submission if claims.submission in case.pack.submissions else under_review(case)


def _of_submission(claims: Claims, submission: str) -> Iterator[Fault]:
    if claims.submission and claims.submission != submission:
        yield Fault(INCONSISTENT, what="other_submission", facts={"detail": claims.submission})
    elif not submission:
        yield Fault(INCONSISTENT, what="no_submission")


def _supposed(case: Case, submission: str, received: Received) -> Case:
    """Return the case as if the submission were handed in on the day, with exactly the papers in the package."""
    pack, day, calendar = case.pack, case.as_of, case.calendar
    asked = suppose(pack, case.dossier, submission, day, calendar) if submission else case.dossier
    made = make_case(pack, with_stale_papers(asked, pack, day, calendar), day, calendar)
    made.received = received
    return made


def _concluded(verdict: Verdict, case: Case, loaded: LoadedDossier) -> Verdict:
    judgement = judge(case.pack, case.dossier, case.as_of, case.calendar)
    checklist = checklist_of(verdict.submission, case) if verdict.submission else None
    told = verdict.received.faults if verdict.received else ()
    absent = tuple(_not_enclosed(checklist, (*told, *judgement.findings), case.pack, verdict.path))
    report = _with(report_on(loaded, judgement), verdict.path, (*told, *absent))
    crash = ZlxmError("rule_crashed", {"codes": ", ".join(judgement.crashed)}) if judgement.crashed else None
    dossier = replace(loaded.dossier, files=case.dossier.files)
    return replace(verdict, report=report, checklist=checklist, dossier=dossier, refusal=crash)


def _not_enclosed(checklist: Checklist | None, told: Iterable[Finding], pack: Pack, path: str) -> Iterator[Finding]:
    """Yield the papers of the list that are not in the package, unless a finding names them already."""
    known = {kind for each in told for kind in (*each.facts.get("document", ()), each.document)}
    for tick in checklist.ticks if checklist else ():
        if tick.state is SlotState.MISSING and known.isdisjoint(tick.documents):
            yield _finding(Fault(NOT_ENCLOSED), pack, path, tick.documents)
