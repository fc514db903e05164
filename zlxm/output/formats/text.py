"""text: the report a clerk reads: what is wrong and why, what to do, what the next list still lacks, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from zlxm.model.finding import Checklist, DossierReport, Duty, Finding, Report, SlotState, State, Tick
from zlxm.model.problem import Severity
from zlxm.output.adoption import adoption_lines
from zlxm.output.formats import Style
from zlxm.output.layout import Line, Span, cells, coloured, columns, paragraph, plain
from zlxm.output.safe import safe
from zlxm.wording.sentences import article, duty, hint, label, message, say
from zlxm.wording.summary import basis, counts, verdict

NAME = "text"
_ROLES = {
    SlotState.PRESENT: "good",
    SlotState.MISSING: "error",
    SlotState.WAIVED: "warning",
    SlotState.NOT_APPLICABLE: "dim",
    SlotState.OPTIONAL: "dim",
}


def format_report(report: Report, style: Style) -> str:
    """Return the whole report; coloured only when the style says so."""
    lines = list(_report(report, style))
    return coloured(lines) if style.is_coloured else plain(lines)


def _report(report: Report, style: Style) -> Iterator[Line]:
    for dossier in report.dossiers:
        yield from _dossier(dossier, report, style)
    yield from _hints(report, style)
    yield from _verdict(report, style)


def _hints(report: Report, style: Style) -> Iterator[Line]:
    """Yield what shows when the dossiers lie side by side."""
    if not report.hints or style.is_quiet:
        return
    yield (Span(say("portfolio_hints"), "head"),)
    for _, of_rule in groupby(report.hints, key=lambda each: each.rule):
        yield from findings_of_rule(list(of_rule), style)
    yield ()


def _dossier(dossier: DossierReport, report: Report, style: Style) -> Iterator[Line]:
    alone = len(report.dossiers) == 1
    if style.is_quiet and not dossier.judgement.findings:
        return
    yield from heading(dossier, style)
    for _, findings in groupby(_shown(dossier, style, alone=alone), key=lambda finding: finding.line):
        yield ()
        yield from findings_of_line(list(findings), dossier, style)
    if not alone and not style.is_verbose:
        yield from _rest_in_short(dossier, style)
    elif not style.is_quiet:
        yield from lists(dossier, report, style)
    yield ()


def heading(dossier: DossierReport, style: Style) -> Iterator[Line]:
    """Yield the dossier's name, its stage and how many findings it has."""
    judged = dossier.judgement
    worst = max((each.severity for each in judged.findings if each.counts), default=Severity.INFO)
    role = worst.word if worst > Severity.INFO else "good"
    code = say("in_brackets", text=dossier.code) if dossier.code else ""
    head, *more = paragraph(f"{dossier.name}{code}", style.width, indent=2, role="head")
    yield (Span(f"{label('mark', role)} ", role), *head[1:])
    yield from more
    stage = say("stage", stage=judged.stage) if judged.stage else say("no_stage")
    yield from paragraph(f"{stage} · {counts(judged.findings)} · {dossier.path}", style.width, indent=2, role="dim")


def _shown(dossier: DossierReport, style: Style, *, alone: bool) -> list[Finding]:
    least = Severity.INFO if style.is_verbose or alone else Severity.WARNING
    return [
        each
        for each in dossier.judgement.findings
        if each.severity >= least and (each.counts or alone or style.is_verbose)
    ]


def _rest_in_short(dossier: DossierReport, style: Style) -> Iterator[Line]:
    infos = sum(each.severity is Severity.INFO and each.counts for each in dossier.judgement.findings)
    if infos and not style.is_quiet:
        yield from paragraph(say("more_infos", number=infos), style.width, indent=2, role="dim")


def findings_of_line(findings: list[Finding], dossier: DossierReport, style: Style) -> Iterator[Line]:
    """Yield the quoted line once, then its findings, those of one rule together."""
    yield from _quote(findings[0], dossier, style)
    for _, of_rule in groupby(
        findings, key=lambda each: (each.rule, each.severity, each.state, each.is_waived, hint(each))
    ):
        yield from findings_of_rule(list(of_rule), style)


def findings_of_rule(findings: list[Finding], style: Style) -> Iterator[Line]:
    """Yield findings of one rule, what to do about them once."""
    first = findings[0]
    role = "dim" if first.is_waived else first.severity.word
    state = "" if first.state is State.FAIL else f" · {label('state', first.state.value)}"
    waived = f" · {label('tick', 'waived')}" if first.is_waived else ""
    yield (
        Span("    "),
        Span(f"{label('severity', first.severity.word)} {first.rule}", role),
        Span(f"  {article(first)}{state}{waived}", "dim"),
    )
    for finding in findings:
        yield from paragraph(message(finding), style.width, indent=6)
    if first.is_waived:
        yield from paragraph(say("waived_because", reason=first.waiver_reason), style.width, indent=6, role="dim")
    elif (todo := hint(first)) and not style.is_quiet:
        yield from paragraph(todo, style.width, indent=8, first="      → ", role="good")


def _quote(finding: Finding, dossier: DossierReport, style: Style) -> Iterator[Line]:
    file = finding.path.rpartition("/")[2]
    source = dossier.quotes.get(finding.line, "")
    start = max(0, min(finding.column - 1, len(source)))
    gutter = f"  {file}:{finding.line} | "
    room = style.width - len(gutter) - 2
    window = max(0, start - room)  # a line may be as long as a manifest
    while cells(safe(source[window:start])) > room * 2 // 3:
        window += 1
    before, after = safe(source[window:start]), safe(source[start : start + room + 1])
    dots = "…" if window else ""
    yield (Span(gutter, "dim"), Span(dots + _cut(before + after, room), "dim"))
    yield (Span(" " * (len(gutter) - 2) + "| ", "dim"), Span(" " * cells(dots + before) + "^", finding.severity.word))


def _cut(text: str, room: int) -> str:
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > room:
            return text[:number].rstrip() + "…"
    return text


def lists(dossier: DossierReport, report: Report, style: Style) -> Iterator[Line]:
    """Yield the ticked lists of documents and the duties to come."""
    for number, checklist in enumerate(dossier.checklists):
        is_asked = bool(report.submission) and number == 0
        yield from _checklist(checklist, style, is_asked=is_asked, is_long=number == 0 or style.is_verbose)
    if dossier.judgement.duties:
        yield ()
        yield (Span("  " + say("duties"), "head"),)
        for found in dossier.judgement.duties:
            yield from _duty_lines(found, report, style)
    if style.is_verbose and dossier.judgement.outcomes:
        yield from _outcomes(dossier, style)


def _checklist(checklist: Checklist, style: Style, *, is_asked: bool, is_long: bool) -> Iterator[Line]:
    have, wanted = checklist.counted()
    key = "asked_list" if is_asked else "next_list" if is_long else "other_list"
    yield ()
    yield (Span("  " + say(key, name=checklist.submission, have=have, wanted=wanted), "head"),)
    if is_long:
        ticks = sorted(checklist.ticks, key=lambda tick: tick.state is SlotState.NOT_APPLICABLE)
        yield from columns([_ticked(tick) for tick in ticks], style.width, 4)


def _ticked(tick: Tick) -> tuple[str, str]:
    return f"{label('mark', tick.state.value)} {_named(tick.documents, tick.state)}", _ROLES[tick.state]


def _named(documents: tuple[str, ...], state: SlotState) -> str:
    suffix = (
        say("in_brackets", text=label("tick", state.value))
        if state not in (SlotState.PRESENT, SlotState.MISSING)
        else ""
    )
    return "/".join(documents) + suffix


def _duty_lines(found: Duty, report: Report, style: Style) -> Iterator[Line]:
    days = (found.due - report.as_of).days
    provisional = say("provisional") if found.is_provisional else ""
    when = f"{found.due.isoformat()} {say('days_left', days=days)}{provisional}"
    yield (Span("    "), Span(when, "warning" if days <= 30 else "info"), Span(f"  {found.rule}", "dim"))  # noqa: PLR2004 a month ahead
    yield from paragraph(duty(found), style.width, indent=6)


def _outcomes(dossier: DossierReport, style: Style) -> Iterator[Line]:
    yield ()
    yield (Span("  " + say("outcomes"), "head"),)
    by_state: dict[State, list[str]] = {}
    for rule, state in dossier.judgement.outcomes.items():
        by_state.setdefault(state, []).append(rule)
    for state, rules in by_state.items():
        word = f"{label('outcome', state.value)} {len(rules)}"
        yield from paragraph(f"{word}: {' '.join(rules)}", style.width, indent=4, role="dim")


def _verdict(report: Report, style: Style) -> Iterator[Line]:
    worst = report.worst()
    role = "error" if worst is Severity.ERROR else "warning" if worst is Severity.WARNING else "good"
    yield from paragraph(verdict(report), style.width, role=role)
    yield from paragraph(basis(report), style.width, role="dim")
    for line in adoption_lines(report.adoption):
        yield from paragraph(line, style.width, role="dim")
