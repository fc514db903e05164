"""How the document list of a submission stands."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.finding import Checklist, SlotState, Tick
from zlxm.model.pack import Slot, Submission
from zlxm.rules.case import Case, Scope
from zlxm.rules.conditions import holds
from zlxm.rules.matrix import Want, waived, want
from zlxm.rules.moments import first


def checklist_of(submission: str, case: Case) -> Checklist:
    """Return the ticks of one submission's files."""
    slots = case.pack.submissions[submission].slots
    ticks = {tick.documents: tick for slot in reversed(slots) for tick in _tick(slot, case)}  # the first slot decides
    return Checklist(submission, tuple(reversed(ticks.values())))


def acceptance_list(case: Case) -> Iterator[Checklist]:
    """Yield the list that a document matrix makes, the first one of the pack."""
    for submission in case.pack.submissions.values():
        if any(slot.row and not slot.is_optional for slot in submission.slots):
            yield checklist_of(submission.name, case)
            return


def next_submission(case: Case) -> str:
    """Return the name of the first main submission after the last one that was made, or an empty string."""
    scope = Scope(case)
    main = [each for each in case.pack.submissions.values() if each.is_main and _applies(each, scope)]
    made = [number for number, each in enumerate(main) if _is_made(each, scope)]
    following = main[max(made) + 1 if made else 0 :]
    return following[0].name if following else ""


def under_review(case: Case) -> str:
    """Return the submission at hand: the last one made, while nothing has happened since, or else the next one."""
    scope = Scope(case)
    main = [each for each in case.pack.submissions.values() if each.is_main and _applies(each, scope)]
    made = [each for each in main if _is_made(each, scope)]
    if made and case.events and case.events[-1].name in {each.event for each in made[-1].assumptions}:
        return made[-1].name
    return next_submission(case) or (made[-1].name if made else "")


def _applies(submission: Submission, scope: Scope) -> bool:
    return submission.when is None or holds(submission.when, scope) is not False


def _is_made(submission: Submission, scope: Scope) -> bool:
    return all(first((each.event,), scope) is not None for each in submission.assumptions)


def _tick(slot: Slot, case: Case) -> Iterator[Tick]:
    scope = Scope(case)
    if any(case.handed_in(kind) for kind in slot.documents):
        yield Tick(slot.documents, SlotState.PRESENT)
    elif slot.when is not None and not holds(slot.when, scope):
        return
    elif slot.row is not None and not slot.is_optional:
        yield Tick(slot.documents, _of_row(slot, scope))
    elif not slot.is_optional:
        yield Tick(slot.documents, SlotState.WAIVED if _is_waived(slot, case) else SlotState.MISSING)


def _of_row(slot: Slot, scope: Scope) -> SlotState:
    if slot.row is None:
        return SlotState.OPTIONAL
    wanted = want(slot.row, scope)
    if wanted is Want.NOT_APPLICABLE:
        return SlotState.NOT_APPLICABLE
    if waived(slot.row, scope):
        return SlotState.WAIVED
    return {Want.REQUIRED: SlotState.MISSING}.get(wanted, SlotState.OPTIONAL)


def _is_waived(slot: Slot, case: Case) -> bool:
    return any(waiver.document in slot.documents and waiver.is_valid_on(case.as_of) for waiver in case.dossier.waivers)
