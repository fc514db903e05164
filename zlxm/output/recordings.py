"""What a command that writes is about to do: the lines it changes, what speaks against it, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from zlxm.model.finding import Checklist, Duty, Finding, SlotState, State
from zlxm.model.pack import Pack
from zlxm.model.procedure import Step
from zlxm.output.layout import Line, Span, columns, paragraph
from zlxm.output.safe import safe
from zlxm.services.recording import Proposal
from zlxm.wording.sentences import article, duty, hint, label, message, problem, say

_ROLES = {"+": "good", "-": "error", "@": "info"}
_TICKS = {SlotState.PRESENT: "good", SlotState.MISSING: "error", SlotState.WAIVED: "warning"}
_SOON = 30  # days


def diff_lines(diff: str) -> Iterator[Line]:
    """Yield a unified diff in colours."""
    for line in diff.splitlines():
        is_name = line.startswith(("+++", "---"))
        yield (Span(safe(line), "dim" if is_name else _ROLES.get(line[:1], "plain")),)


def findings_lines(findings: Iterable[Finding], width: int) -> Iterator[Line]:
    """Yield findings: code, article, what is wrong, what to do; those of one rule together."""
    for _, group in groupby(findings, key=lambda found: (found.rule, found.severity, hint(found))):
        of_rule = list(group)
        first = of_rule[0]
        word = label("severity", first.severity.word)
        yield (Span("  "), Span(f"{word} {first.rule}", first.severity.word), Span(f"  {article(first)}", "dim"))
        for found in of_rule:
            yield from paragraph(message(found), width, indent=4)
        if todo := hint(first):
            yield from paragraph(todo, width, indent=6, first="    → ", role="good")


def aftermath_lines(proposal: Proposal, as_of: date, width: int) -> Iterator[Line]:
    """Yield what is worth knowing once the event stands: doubts about its form, the stage, warnings, next duties."""
    for doubt in proposal.edit.problems:
        yield from paragraph(say("semicolon").join(filter(None, problem(doubt))), width, indent=2, role="warning")
    yield from paragraph(say("stage", stage=proposal.judgement.stage), width, role="dim")
    yield from findings_lines(proposal.warnings, width)
    yield from duty_lines(proposal.judgement.duties[:3], as_of, width)


def duty_lines(duties: Iterable[Duty], as_of: date, width: int) -> Iterator[Line]:
    """Yield the next duties with their last days."""
    for number, each in enumerate(duties):
        if not number:
            yield (Span(say("duties"), "head"),)
        days = (each.due - as_of).days
        when = f"{each.due.isoformat()} {say('days_left', days=days)}"
        yield (Span("  "), Span(when, "warning" if days <= _SOON else "info"), Span(f"  {each.rule}", "dim"))
        yield from paragraph(duty(each), width, indent=4)


def gate_lines(step: Step, proposal: Proposal, pack: Pack, width: int) -> Iterator[Line]:
    """Yield the gates of a step, each passed, not passed or not asked, as they stand with the event recorded."""
    errors = {each.rule for each in proposal.errors}
    warned = {each.rule for each in proposal.warnings}
    for code in step.rules:
        state = proposal.judgement.outcomes.get(code, State.NOT_YET)
        if code in errors or (state is State.FAIL and code not in warned):
            mark, role = label("mark", "error"), "error"
        elif code in warned or state in (State.UNKNOWN, State.INDETERMINATE):
            mark, role = label("mark", "warning"), "warning"
        elif state is State.PASS:
            mark, role = label("mark", "good"), "good"
        else:
            mark, role = label("mark", "optional"), "dim"
        yield from paragraph(f"{mark} {pack.rules[code].title}  {code}", width, indent=2, role=role)


def checklist_lines(checklist: Checklist, width: int) -> Iterator[Line]:
    """Yield a document list with ticks."""
    have, wanted = checklist.counted()
    yield (Span(say("asked_list", name=checklist.submission, have=have, wanted=wanted), "head"),)
    ticks = [tick for tick in checklist.ticks if tick.state is not SlotState.NOT_APPLICABLE]
    shown = [(f"{label('mark', t.state.value)} {'/'.join(t.documents)}", _TICKS.get(t.state, "dim")) for t in ticks]
    yield from columns(shown, width, 2)
