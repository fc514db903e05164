"""check: load, judge, place. The only use case that most people ever need."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from zlxm import __version__
from zlxm.model.attachment import FileFacts
from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.finding import Checklist, DossierReport, Finding, Judgement, Report, State
from zlxm.model.manifest import read_manifest
from zlxm.model.node import Node, Path, Scalar, Table, locate
from zlxm.model.pack import Pack
from zlxm.model.path_names import unsafe_path
from zlxm.model.problem import Problem, Severity, is_fatal
from zlxm.model.shape import nearest
from zlxm.rules.assembly import make_case
from zlxm.rules.checklist import acceptance_list, checklist_of, next_submission
from zlxm.rules.judge import judge
from zlxm.rules.whatif import suppose
from zlxm.services.regulations import DEFAULT, house_source, load_calendar, load_pack
from zlxm.store.attachments import inspect_file, list_files
from zlxm.store.docx_text import TextPatterns
from zlxm.store.portfolio import MANIFEST, find_dossiers, read_manifest_nodes
from zlxm.model.value import replace, value

MANIFEST_RULE = "MANIFEST"


@value
class CheckRequest:
    """What is asked: paths, day, and how. `pack_folder`: a pack of the user's own; `submission`: judge as if handed in;
    `with_checklists`: also say how the document lists stand."""

    paths: tuple[str, ...]
    as_of: date
    submission: str = ""
    pack_folder: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    with_checklists: bool = False


@value
class LoadedDossier:
    """A dossier as read: its folder, manifest nodes, the dossier unless its form is broken, and the form's problems."""

    folder: str
    root: Node | None
    data: bytes
    pack: Pack | None
    dossier: Dossier | None
    problems: tuple[Problem, ...]


def dossier_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the dossiers under the paths, each once. Raises ZlxmError (exit 3) when there is none at all."""
    found: dict[str, None] = {}
    for path in paths:
        if not os.path.exists(path):
            raise ZlxmError("no_such_path", {"path": path})
        folder = os.path.dirname(path) or "." if os.path.basename(path) == MANIFEST else path
        under = list(find_dossiers(folder))
        if not under:
            raise ZlxmError("no_dossier", {"path": path})
        found.update(dict.fromkeys(under))
    return tuple(found)


def load_dossier(folder: str, pack_folder: str | None = None) -> LoadedDossier:
    """Return one dossier with what was seen of its files; mistakes of form are values in it."""
    data, root, problems = read_manifest_nodes(folder)
    name = _regulation_of(root)
    try:
        pack = load_pack(name or DEFAULT, pack_folder)
    except UsageError as unknown:
        if pack_folder:
            raise
        node = root.entries["regulation"].value if isinstance(root, Table) and name else None
        place = (node.line, node.column) if node else (1, 1)
        facts = {"name": name, "known": str(unknown.facts.get("known"))}
        return LoadedDossier(folder, root, data, None, None, (*problems, Problem("unknown_regulation", *place, facts)))
    if root is None and problems:
        return LoadedDossier(folder, root, data, pack, None, problems)
    dossier, faults = read_manifest(root, pack.vocabulary)
    problems = (*problems, *faults)
    if dossier is None or is_fatal(problems):
        return LoadedDossier(folder, root, data, pack, None, problems)
    return LoadedDossier(folder, root, data, pack, _with_files(dossier, folder), problems)


def _regulation_of(root: Node | None) -> str:
    node = root.get("regulation") if isinstance(root, Table) else None
    return node.text if isinstance(node, Scalar) else ""


def _with_files(dossier: Dossier, folder: str) -> Dossier:
    if dossier.project.classified:
        return dossier  # its papers are not this program's to open (Art. 41)
    _, secrecy, placeholder = house_source()
    patterns = TextPatterns(secrecy, placeholder)
    listed = {each.file for each in dossier.documents if not unsafe_path(each.file)}
    unlisted = tuple(name for name in list_files(folder) if name not in listed)
    texts = [name for name in unlisted if name.lower().endswith(".docx")]  # a secret is one whether listed or not
    files: dict[str, FileFacts] = {name: inspect_file(folder, name, patterns) for name in (*sorted(listed), *texts)}
    return replace(dossier, files=files, unlisted=unlisted)


def check(request: CheckRequest, progress: Callable[[int, int], None] | None = None) -> Report:
    """Return the report. Raises ZlxmError when no verdict can be given and UsageError for unknown rules."""
    folders = dossier_folders(request.paths)
    reports = []
    for number, folder in enumerate(folders):
        reports.append(check_one(folder, request))
        if progress:
            progress(number + 1, len(folders))
    calendar = _calendar(request)
    loaded = load_pack(DEFAULT if len({each.regulation for each in reports}) != 1 else reports[0].regulation or DEFAULT, request.pack_folder)
    return Report(__version__, loaded.identity.id, loaded.identity.title, request.as_of, calendar.until, tuple(reports), request.submission)


def _calendar(request: CheckRequest) -> Calendar:
    root = request.paths[0] if request.paths else "."
    return load_calendar(os.path.join(root, "calendars"))


def check_one(folder: str, request: CheckRequest) -> DossierReport:
    """Return the report of one dossier."""
    loaded = load_dossier(folder, request.pack_folder)
    faults = [_of_problem(found, loaded) for found in loaded.problems]
    name = loaded.dossier.project.name if loaded.dossier else _name_of(loaded.root) or os.path.basename(os.path.abspath(folder))
    code = loaded.dossier.project.code if loaded.dossier else ""
    regulation = loaded.pack.identity.id if loaded.pack else ""
    if loaded.dossier is None or loaded.pack is None:
        chosen = Judgement(_chosen(faults, request, loaded.pack))
        return DossierReport(folder, name, code, chosen, quotes=_quotes(chosen.findings, loaded), regulation=regulation)
    judged, checklists = _judge(loaded.pack, loaded.dossier, request, _calendar(request))
    placed = [_place(finding, loaded) for finding in judged.findings]
    findings = _chosen([*faults, *placed], request, loaded.pack)
    judgement = replace(judged, findings=tuple(sorted(findings, key=_order)))
    return DossierReport(folder, name, code, judgement, checklists, _quotes(findings, loaded), regulation)


def _judge(pack: Pack, dossier: Dossier, request: CheckRequest, calendar: Calendar) -> tuple[Judgement, tuple[Checklist, ...]]:
    asked = dossier
    if request.submission:
        asked = suppose(pack, dossier, request.submission, request.as_of, calendar)
    judgement = judge(pack, asked, request.as_of, calendar)
    if not request.with_checklists or dossier.project.classified:
        return judgement, ()
    case = make_case(pack, asked, request.as_of, calendar)
    name = request.submission or next_submission(case)
    lists = [checklist_of(name, case)] if name else []
    lists += [each for each in acceptance_list(case) if each.submission != name]
    return judgement, tuple(lists)


def _order(finding: Finding) -> tuple[object, ...]:
    stem, _, number = finding.rule.rpartition("-")
    return (finding.line, finding.column, stem, int(number) if number.isdigit() else 0, finding.what, finding.document)


def _of_problem(found: Problem, loaded: LoadedDossier) -> Finding:
    path = _manifest_path(loaded.folder)
    return Finding(MANIFEST_RULE, None, found.severity, State.FAIL, found.code, (), found.facts, path=path, line=found.line, column=found.column)


def _place(finding: Finding, loaded: LoadedDossier) -> Finding:
    line, column = locate(loaded.root, _readable(finding.at))
    return replace(finding, path=_manifest_path(loaded.folder), line=line, column=column)


def _readable(at: Path) -> Path:
    return at


def _manifest_path(folder: str) -> str:
    path = os.path.join(folder, MANIFEST)
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") and os.path.isabs(path) else relative).replace(os.sep, "/")


def _name_of(root: Node | None) -> str:
    project = root.get("project") if isinstance(root, Table) else None
    name = project.get("name") if isinstance(project, Table) else None
    return name.text if isinstance(name, Scalar) else ""


def _quotes(findings: Iterable[Finding], loaded: LoadedDossier) -> dict[int, str]:
    if not findings:
        return {}
    lines = loaded.data.decode("utf-8-sig", "replace").splitlines()
    return {finding.line: lines[finding.line - 1] for finding in findings if 0 < finding.line <= len(lines)}


def _chosen(findings: Iterable[Finding], request: CheckRequest, pack: Pack | None) -> tuple[Finding, ...]:
    _verify_codes((*request.select, *request.ignore), pack)
    return tuple(finding for finding in findings if is_chosen(finding.rule, request))


def is_chosen(rule: str, request: CheckRequest) -> bool:
    """Tell whether a rule's findings were asked for. A broken form is always told."""
    if rule == MANIFEST_RULE:
        return True
    wanted = not request.select or any(_covers(code, rule) for code in request.select)
    return wanted and not any(_covers(code, rule) for code in request.ignore)


def _covers(code: str, rule: str) -> bool:
    """`ZL30` covers ZL30-1 but not ZL301; `ZL` covers all of them."""
    return rule == code or (rule.startswith(code) and ("-" not in code) and not rule[len(code) : len(code) + 1].isdigit()) or (
        not code[-1:].isdigit() and rule.startswith(code)
    )


def _verify_codes(codes: Iterable[str], pack: Pack | None) -> Iterator[None] | None:
    known = (*(pack.vocabulary.codes if pack else ()), MANIFEST_RULE)
    for code in codes:
        if pack and not any(_covers(code, rule) for rule in known):
            raise UsageError("unknown_rule", {"code": code, "nearest": nearest(code, known)})
    return None


def exceeds(report: Report, threshold: Severity | None) -> bool:
    """Tell whether something counts at or above the threshold."""
    worst = report.worst()
    return threshold is not None and worst is not None and worst >= threshold


def crashed_rules(report: Report) -> tuple[str, ...]:
    """Return the rules that fell over, whose verdict is therefore missing."""
    return tuple(sorted({code for each in report.dossiers for code in each.judgement.crashed}))
