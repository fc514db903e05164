"""plan: which dossiers belong to a year, what they say, and what keeps them from being accepted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier, Funding
from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Finding, State
from zlxm.model.node import Scalar, Table, locate
from zlxm.model.pack import Identity, Pack
from zlxm.model.paper import Raw, Slot
from zlxm.model.plan import PlanForm
from zlxm.model.problem import Severity
from zlxm.model.value import replace, value
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Scope
from zlxm.rules.checklist import checklist_of
from zlxm.rules.conditions import holds
from zlxm.rules.judge import judge
from zlxm.rules.plan_binding import bind_plan, slots_of
from zlxm.rules.slots import slot_value
from zlxm.rules.whatif import suppose
from zlxm.services.dossiers import LoadedDossier, dossier_folders, load_dossier
from zlxm.services.papers import load_slots
from zlxm.services.regulations import DEFAULT, InvalidPack, load_calendar, load_pack, pack_folder
from zlxm.services.selection import MANIFEST_RULE
from zlxm.store.packs import read_pack

PLAN_FILES = ("regulation.yaml", "plan.yaml")
Progress = Callable[[int, int], None]


@value
class PlanRequest:
    """What is asked: the year, below which folder, as of which day; `pack_folder`: a pack of the user's own."""

    year: int
    path: str
    as_of: date
    pack_folder: str | None = None


@value
class PlannedProject:
    """One row. `values`: slot → value; `missing`: how many papers its submission still lacks, None when it has none;
    `funding` and `findings` go to sheets of their own."""

    folder: str
    values: Mapping[str, Raw]
    missing: int | None
    funding: tuple[Funding, ...]
    findings: tuple[Finding, ...]


@value
class LeftOut:
    """A dossier that is not in the plan, and why: `classified`, `broken`, `other_regulation`."""

    folder: str
    why: str


@value
class Plan:
    """The annual plan of one regulation: its form, the slots it uses, the projects in order, and who is left out."""

    year: int
    as_of: date
    identity: Identity
    form: PlanForm
    slots: Mapping[str, Slot]
    projects: tuple[PlannedProject, ...]
    left_out: tuple[LeftOut, ...]


@cache
def load_plan_form(name: str, extra: str | None = None) -> PlanForm:
    """Return how the plan of a regulation looks. Raises ZlxmError (`no_plan_form`) when it has none, InvalidPack when
    its data is wrong."""
    source = read_pack(pack_folder(name, extra), PLAN_FILES)
    form, problems = bind_plan(source, load_slots(name, extra), load_pack(name, extra))
    if problems or source.problems:
        raise InvalidPack((*source.problems, *problems))
    if form is None:
        raise ZlxmError("no_plan_form", {"name": name})
    return form


def make_plan(request: PlanRequest, progress: Progress | None = None) -> Plan:
    """Return the plan of a year under the regulation that most of its dossiers follow.

    Raises ZlxmError: `no_dossier`, `no_dossier_of_year`, `no_plan_form`, `rule_crashed`.
    """
    projects: dict[str, list[PlannedProject]] = {}
    left_out: list[LeftOut] = []
    for loaded in _loaded(request, progress):
        why = _why_not(loaded, request.year)
        if why:
            left_out.append(LeftOut(loaded.folder, why))
        elif loaded.pack and loaded.dossier and loaded.dossier.plan.year == request.year:
            projects.setdefault(loaded.pack.identity.id, []).append(_project(loaded, loaded.dossier, request))
    if not projects:
        raise ZlxmError("no_dossier_of_year", {"path": request.path, "year": request.year, "count": len(left_out)})
    name = max(projects, key=lambda each: len(projects[each]))
    others = [LeftOut(each.folder, "other_regulation") for key in projects if key != name for each in projects[key]]
    form = load_plan_form(name, request.pack_folder)
    return Plan(
        request.year,
        request.as_of,
        load_pack(name, request.pack_folder).identity,
        form,
        used_slots(name, request.pack_folder),
        _by_unit(projects[name], form),
        (*left_out, *others),
    )


def _loaded(request: PlanRequest, progress: Progress | None) -> Iterator[LoadedDossier]:
    folders = dossier_folders((request.path,))
    for number, folder in enumerate(folders, 1):
        yield load_dossier(folder, request.pack_folder)
        if progress:
            progress(number, len(folders))


def _why_not(loaded: LoadedDossier, year: int) -> str:
    """Return why a dossier that may be of this year cannot be in the plan, else an empty text."""
    if loaded.dossier is None or loaded.pack is None:
        return "broken" if _written_year(loaded) in ("", str(year)) else ""
    is_secret = loaded.dossier.project.classified and loaded.dossier.plan.year == year
    return "classified" if is_secret else ""


def _written_year(loaded: LoadedDossier) -> str:
    plan = loaded.root.get("plan") if isinstance(loaded.root, Table) else None
    node = plan.get("year") if isinstance(plan, Table) else None
    return node.text if isinstance(node, Scalar) else ""


@cache
def used_slots(name: str, extra: str | None = None) -> Mapping[str, Slot]:
    """Return the slots that the columns of a regulation's plan name."""
    form = plan_form(name, extra)
    wanted = slots_of(form.columns) if form else ()
    return {key: slot for key, slot in load_slots(name, extra).items() if key in wanted}


@cache
def plan_form(name: str, extra: str | None = None) -> PlanForm | None:
    """Return how the plan of a regulation looks, None when it has none; raises InvalidPack when its data is wrong."""
    try:
        return load_plan_form(name, extra)
    except InvalidPack:
        raise
    except ZlxmError:
        return None


def _project(loaded: LoadedDossier, dossier: Dossier, request: PlanRequest) -> PlannedProject:
    pack = loaded.pack or load_pack(DEFAULT)
    form = plan_form(pack.identity.id, request.pack_folder)
    calendar = load_calendar(os.path.join(request.path, "calendars"))
    scope = Scope(make_case(pack, dossier, request.as_of, calendar))
    values = {name: slot_value(slot, scope) for name, slot in used_slots(pack.identity.id, request.pack_folder).items()}
    submission = _submission(pack, form, scope)
    asked = suppose(pack, dossier, submission, request.as_of, calendar) if submission else dossier
    scope = Scope(make_case(pack, asked, request.as_of, calendar))
    return PlannedProject(
        loaded.folder,
        values,
        _missing(submission, scope) if submission else None,
        dossier.budget.funding,
        (
            *_faults_of_form(loaded),
            *(_placed(each, loaded) for each in _findings(pack, asked, request.as_of, calendar)),
        ),
    )


def _submission(pack: Pack, form: PlanForm | None, scope: Scope) -> str:
    """Return the first of the plan's submissions that is for this dossier, or an empty text."""
    named = [pack.submissions[name] for name in (form.submissions if form else ())]
    return next((each.name for each in named if each.when is None or holds(each.when, scope)), "")


def _missing(submission: str, scope: Scope) -> int:
    have, wanted = checklist_of(submission, scope.case).counted()
    return wanted - have


def _faults_of_form(loaded: LoadedDossier) -> Iterator[Finding]:
    for fault in loaded.problems:
        if fault.severity >= Severity.WARNING:
            yield Finding(MANIFEST_RULE, None, fault.severity, State.FAIL, fault.code, (), fault.facts, line=fault.line)


def _placed(finding: Finding, loaded: LoadedDossier) -> Finding:
    return replace(finding, line=locate(loaded.root, finding.at)[0])


def _findings(pack: Pack, dossier: Dossier, as_of: date, calendar: Calendar) -> Iterator[Finding]:
    """Yield what is wrong, gravest first; what is only said for information keeps nobody out."""
    judged = judge(pack, dossier, as_of, calendar)
    if judged.crashed:
        raise ZlxmError("rule_crashed", {"codes": ", ".join(judged.crashed)})
    grave = [each for each in judged.findings if each.counts and each.severity >= Severity.WARNING]
    yield from sorted(grave, key=lambda each: (-each.severity, each.article or 0, each.rule))


def _by_unit(projects: Iterable[PlannedProject], form: PlanForm) -> tuple[PlannedProject, ...]:
    """Return the projects with those of one unit beside each other, units in the order they first come."""
    column = form.column(form.unit)
    places: dict[str, int] = {}
    listed = list(projects)
    for each in listed:
        places.setdefault(str(each.values.get(column.slot)), len(places))
    return tuple(sorted(listed, key=lambda each: places[str(each.values.get(column.slot))]))


def funds(project: PlannedProject, year: int) -> tuple[Decimal | None, Decimal | None]:
    """Return the money of the planned year, or of no year, and that of later ones, in 10,000 yuan."""
    now = [each.amount for each in project.funding if each.year in (None, year)]
    later = [each.amount for each in project.funding if each.year is not None and each.year > year]
    return (sum(now, Decimal(0)) if now else None, sum(later, Decimal(0)) if later else None)
