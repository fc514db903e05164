"""One step of an acceptance or a retirement: the gates, the document list, then the record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zlxm.model.value import value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from zlxm.cli.writing import Wishes
    from zlxm.model.dossier import Dossier
    from zlxm.model.entry import Raw
    from zlxm.model.pack import Pack
    from zlxm.model.procedure import Procedure, Step
    from zlxm.services.dossiers import LoadedDossier
    from zlxm.services.recording import Draft, Proposal


@value
class Walk:
    """A dossier on its way through a procedure. `titles`: step → its name for a person, and the option to take it."""

    loaded: LoadedDossier
    pack: Pack
    dossier: Dossier
    procedure: Procedure
    titles: Mapping[str, tuple[str, str]]
    wishes: Wishes


def open_walk(
    directory: str, name: str, titles: Mapping[str, tuple[str, str]], wishes: Wishes, regulation: str
) -> Walk:
    """Return the dossier in a folder, ready for the steps of a procedure."""
    from zlxm.services.manifest_edit import load_for_edit, parts_of  # noqa: PLC0415
    from zlxm.services.procedures import procedure_of  # noqa: PLC0415

    loaded = load_for_edit(directory, regulation or None)
    pack, dossier = parts_of(loaded)
    return Walk(loaded, pack, dossier, procedure_of(pack, name, regulation or None), titles, wishes)


def take(walk: Walk, name: str, day: dt.date, given: Mapping[str, str]) -> Proposal:
    """Show how a step stands, then record it unless a rule is against it."""
    from zlxm.cli.field_questions import ask_required  # noqa: PLC0415
    from zlxm.cli.writing import finish  # noqa: PLC0415
    from zlxm.services.event_fields import read_fields  # noqa: PLC0415
    from zlxm.services.procedures import step_of  # noqa: PLC0415
    from zlxm.services.recording import Draft, propose  # noqa: PLC0415

    step = step_of(walk.procedure, name)
    kind = walk.pack.vocabulary.events[step.event]
    pairs = [f"{key}={text}" for key, text in {**step.values, **given}.items() if text]
    fields: dict[str, Raw] = ask_required(kind, read_fields(pairs, kind))
    draft = Draft(step.event, day, fields)
    _show_gates(walk, step, draft)
    return finish(partial(propose, walk.loaded, draft, walk.wishes.as_of), walk.pack, walk.wishes)


def overview(walk: Walk) -> str:
    """Print which steps are done and what the next one needs; return the next one's name, empty when all is done."""
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.services.procedures import next_step, taken  # noqa: PLC0415

    following = next_step(walk.procedure, walk.dossier)
    for name, step in walk.procedure.steps.items():
        title, option = walk.titles[name]
        days = "、".join(_dated(event.date, event.values.get("result")) for event in taken(step, walk.dossier))
        mark = "√" if days else "→" if name == following else "·"
        write_out(f"{mark} {title}  {days or option}\n")
    if following:
        _look_ahead(walk, following)
    else:
        write_out("都办完了。\n")
    return following


def _look_ahead(walk: Walk, following: str) -> None:
    """Print how the next step would stand today; one without gates of its own is shown with those of the decision."""
    from zlxm.cli.streams import write_out  # noqa: PLC0415
    from zlxm.cli.writing import show, width  # noqa: PLC0415
    from zlxm.output.recordings import duty_lines, findings_lines  # noqa: PLC0415
    from zlxm.services.procedures import DECIDE, duties_of  # noqa: PLC0415
    from zlxm.services.recording import Draft  # noqa: PLC0415

    steps = walk.procedure.steps
    write_out(f"\n下一步：{walk.titles[following][0]}。以 {walk.wishes.as_of} 办理计：\n")
    step = steps[following] if steps[following].rules or DECIDE not in steps else steps[DECIDE]
    draft = Draft(step.event, walk.wishes.as_of, {**step.values, **_supposed(walk, step)})
    proposal = _show_gates(walk, step, draft)
    show(findings_lines(proposal.errors, width()))
    duties = duties_of(walk.procedure, walk.pack, walk.dossier, walk.wishes.as_of, walk.loaded.folder)
    show(duty_lines(duties, walk.wishes.as_of, width()))


def _dated(day: dt.date, result: object) -> str:
    return f"{day} {result}" if result else str(day)


def _supposed(walk: Walk, step: Step) -> dict[str, Raw]:
    """Return the result that a step is looked at with: the first word that is no failure."""
    from zlxm.services.event_fields import choices_of, fields_of  # noqa: PLC0415

    fields = fields_of(walk.pack.vocabulary.events[step.event])
    missing = {name: found for name, found in fields.items() if found.is_required and name not in step.values}
    words = {name: [word for word in choices_of(found.shape) if word != step.failed] for name, found in missing.items()}
    return {name: found[0] for name, found in words.items() if found}


def _show_gates(walk: Walk, step: Step, draft: Draft) -> Proposal:
    """Print the gates and the document list of a step as they stand with its event recorded; return the proposal."""
    from zlxm.cli.writing import show, width  # noqa: PLC0415
    from zlxm.output.recordings import checklist_lines, gate_lines  # noqa: PLC0415
    from zlxm.services.procedures import checklist_with  # noqa: PLC0415
    from zlxm.services.recording import propose  # noqa: PLC0415

    proposal = propose(walk.loaded, draft, walk.wishes.as_of)
    show(gate_lines(step, proposal, walk.pack, width()))
    checklist = checklist_with(step, proposal, walk.pack, draft.date)
    if checklist:
        show(checklist_lines(checklist, width()))
    return proposal
