"""The guided commands: which step of a procedure comes next, and how the dossier stands before it."""

from __future__ import annotations

from datetime import date
from functools import cache

from zlxm.model.dossier import Dossier, Event
from zlxm.model.errors import Refused
from zlxm.model.finding import Checklist, Duty
from zlxm.model.pack import Pack
from zlxm.model.procedure import Procedure, Step
from zlxm.rules.assembly import make_case
from zlxm.rules.checklist import checklist_of
from zlxm.rules.judge import judge
from zlxm.rules.procedure_binding import bind_procedures
from zlxm.services.recording import Proposal, calendar_near
from zlxm.services.regulations import InvalidPack, load_pack, pack_folder
from zlxm.store.packs import read_pack

FILES = ("regulation.yaml", "procedures.yaml")
AGAIN = "rectify"
DECIDE = "decide"


@cache
def load_procedures(name: str, extra: str | None = None) -> dict[str, Procedure]:
    """Return the procedures of a regulation. Raises InvalidPack when their data is wrong."""
    source = read_pack(pack_folder(name, extra), FILES)
    found, problems = bind_procedures(source, load_pack(name, extra))
    if problems or source.problems:
        raise InvalidPack((*source.problems, *problems))
    return found


def procedure_of(pack: Pack, name: str, extra: str | None = None) -> Procedure:
    """Return a procedure; Refused (`no_procedure`) when the regulation has none of that name."""
    found = load_procedures(pack.identity.id, extra).get(name)
    if found is None:
        raise Refused("no_procedure", {"name": name, "pack": pack.identity.id})
    return found


def step_of(procedure: Procedure, name: str) -> Step:
    """Return a step; Refused (`no_step`) when the regulation does not know it."""
    if name not in procedure.steps:
        raise Refused("no_step", {"name": name, "procedure": procedure.name, "known": ", ".join(procedure.steps)})
    return procedure.steps[name]


def taken(step: Step, dossier: Dossier) -> tuple[Event, ...]:
    """Return the events that are this step, oldest first."""
    found = (each for each in dossier.events if each.name == step.event and _says(each, step))
    return tuple(sorted(found, key=lambda each: each.order))


def _says(event: Event, step: Step) -> bool:
    return all(event.values.get(name) == given for name, given in step.values.items())


def next_step(procedure: Procedure, dossier: Dossier) -> str:
    """Return the first step that has not been taken; after a failed decision, what leads to the next one. Empty when
    all is done."""
    failed = _last_failure(procedure, dossier)
    for name, step in procedure.steps.items():
        since = [each for each in taken(step, dossier) if failed is None or each.order > failed.order]
        if name == AGAIN and failed is None:
            continue
        if name != AGAIN and failed is not None and not _is_rectified(procedure, dossier, failed):
            continue
        if not since:
            return name
    return ""


def _last_failure(procedure: Procedure, dossier: Dossier) -> Event | None:
    """Return the last decision when it failed."""
    step = procedure.steps.get(DECIDE)
    decisions = taken(step, dossier) if step else ()
    last = decisions[-1] if decisions else None
    if step is None or last is None:
        return None
    if last.values.get("result") == step.failed:
        return last
    return None


def _is_rectified(procedure: Procedure, dossier: Dossier, failed: Event) -> bool:
    step = procedure.steps.get(AGAIN)
    return step is None or any(each.order > failed.order for each in taken(step, dossier))


def checklist_with(step: Step, proposal: Proposal, pack: Pack, as_of: date) -> Checklist | None:
    """Return how the document list of a step stands with its event recorded; None for a step without one."""
    after = proposal.edit.after
    if not step.submission or after is None:
        return None
    case = make_case(pack, after, as_of, calendar_near(proposal.edit.before.folder))
    return checklist_of(step.submission, case)


def duties_of(procedure: Procedure, pack: Pack, dossier: Dossier, as_of: date, folder: str) -> tuple[Duty, ...]:
    """Return the last days that the gates of a procedure set, as of that day."""
    rules = {code for step in procedure.steps.values() for code in step.rules}
    return tuple(each for each in judge(pack, dossier, as_of, calendar_near(folder)).duties if each.rule in rules)
