"""One dossier for a person: its stages, what happened, what is due and why on that day, what the next papers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zlxm.model.dossier import Event
from zlxm.model.finding import Duty, Report, SlotState
from zlxm.model.outlook import Outlook
from zlxm.model.reckoning import Standing
from zlxm.output.layout import Line, Span, columns, paragraph
from zlxm.output.safe import safe
from zlxm.wording.outlook import amount_of, papers_of, state_of
from zlxm.wording.reckoning import arithmetic, distance, role
from zlxm.wording.sentences import cite, label, say
from zlxm.wording.summary import counts

_MET = (Standing.MET, Standing.MET_LATE)
_SHOWN = (SlotState.PRESENT, SlotState.MISSING, SlotState.WAIVED)
_ROLES = {SlotState.PRESENT: "good", SlotState.MISSING: "error", SlotState.WAIVED: "warning"}


def timeline(each: Outlook, report: Report, width: int) -> Iterator[Line]:
    """Yield the lines of one dossier."""
    code = say("in_brackets", text=each.report.code) if each.report.code else ""
    yield from paragraph(each.report.name + code, width, role="head")
    if not each.is_judged:
        yield from paragraph(f"{state_of(each)} · {each.report.path}", width, role="error")
        return
    amount = say("timeline_amount", amount=amount_of(each)) if each.amount is not None else say("timeline_no_amount")
    head = say("timeline_head", unit=each.unit, year=each.year, amount=amount, path=each.report.path)
    yield from paragraph(head, width, role="dim")
    yield from _section(say("timeline_stages"), _stages(each, width))
    yield from _section(say("timeline_past"), _past(each, width))
    yield from _section(say("timeline_owed"), _owed(each, report, width))
    yield from _papers(each, width)
    yield from _findings(each, width)


def _section(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    yield ()
    yield (Span(title, "head"),)
    yield from lines


def _stages(each: Outlook, width: int) -> Iterator[Line]:
    """What it has come to is ticked; what it is in now stands in brackets."""
    shown = []
    for number, step in enumerate(each.steps, 1):
        is_here, is_reached = step.name == each.stage, number <= each.reached
        mark = label("mark", "present" if is_reached else "not_applicable")
        text = say("stage_here", name=step.name) if is_here else f"{mark} {step.name}"
        shown.append((text, "head" if is_here else "good" if is_reached else "dim"))
    yield from columns(shown, width, 2)


def _past(each: Outlook, width: int) -> Iterator[Line]:
    if not each.past:
        yield from paragraph(say("timeline_no_past"), width, indent=2, role="dim")
    for event in each.past:
        yield from paragraph(_told(event), width, indent=14, first=f"  {event.date.isoformat()}  ")


def _told(event: Event) -> str:
    result = event.values.get("result") or event.values.get("contract") or ""
    number = say("in_brackets", text=event.number) if event.number.strip("-") else ""
    return " ".join(filter(None, [event.name + number, result]))


def _owed(each: Outlook, report: Report, width: int) -> Iterator[Line]:
    shown = [duty for duty in each.deadlines if duty.standing not in _MET]
    if not shown:
        yield from paragraph(say("timeline_nothing_owed"), width, indent=2, role="dim")
    for duty in shown:
        yield from _duty(duty, report, width)


def _duty(duty: Duty, report: Report, width: int) -> Iterator[Line]:
    colour = role(duty, report.as_of)
    far = distance(duty, report.as_of)
    yield (Span(f"  {duty.due.isoformat()}  "), Span(far, colour), Span(f"  {safe(duty.rule)}", "dim"))
    cited = say("in_brackets", text=cite(duty.article)) if duty.article else ""
    yield from paragraph(duty.message + cited, width, indent=14)
    yield from paragraph(arithmetic(duty), width, indent=14, role="dim")


def _papers(each: Outlook, width: int) -> Iterator[Line]:
    if each.next_list is None:
        return
    have, wanted = each.next_list.counted()
    yield ()
    yield (Span(say("timeline_papers", name=each.next_list.submission, have=have, wanted=wanted), "head"),)
    for tick in each.next_list.ticks:
        if tick.state in _SHOWN:
            mark = f"  {label('mark', tick.state.value)} "
            yield from paragraph(papers_of(tick, each), width, indent=4, first=mark, role=_ROLES[tick.state])


def _findings(each: Outlook, width: int) -> Iterator[Line]:
    found = each.report.judgement.findings
    if found:
        yield ()
        told = say("timeline_findings", counts=counts(found), path=each.report.path)
        yield from paragraph(told, width, indent=0, role="warning")
