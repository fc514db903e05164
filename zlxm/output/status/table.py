"""table: one line a dossier. On a terminal cells fold, so that no name is cut; in a pipe columns are plain. A single
dossier is shown as its timeline."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.outlook import Outlook, Survey
from zlxm.model.problem import Severity
from zlxm.output.grid import Cell, grid, room
from zlxm.output.layout import Line, coloured, paragraph, plain
from zlxm.output.safe import safe
from zlxm.output.status import StatusStyle
from zlxm.output.timeline import timeline
from zlxm.wording.outlook import amount_of, bar, next_papers, row, state_of
from zlxm.wording.reckoning import distance, role
from zlxm.wording.sentences import say
from zlxm.wording.summary import basis
from zlxm.wording.survey import overview

NAME = "table"
_FIXED = (8, 6, 8, 7)  # stage, next submission, amount, findings
_DAY = 13  # the next last day and how far off it is
_BROAD = 100  # from this width on there is room for what is due, too


def format_survey(survey: Survey, style: StatusStyle) -> str:
    """Return the timeline of one dossier, else a table."""
    if style.width is None and len(survey.outlooks) != 1:
        return _columns(survey)
    lines = list(_lines(survey, style.width or 80))
    return coloured(lines) if style.is_coloured else plain(lines)


def _columns(survey: Survey) -> str:
    """Return one line a dossier, with a tab between columns."""
    lines = [say("status_plain_columns").split(","), *(row(each, survey.report.as_of) for each in survey.outlooks)]
    return "".join("\t".join(safe(cell) for cell in line) + "\n" for line in lines)


def _lines(survey: Survey, width: int) -> Iterator[Line]:
    if len(survey.outlooks) == 1:
        yield from timeline(survey.outlooks[0], survey.report, width)
    else:
        yield from _table(survey, width)
    yield ()
    yield from paragraph(overview(survey), width)
    yield from paragraph(basis(survey.report), width, role="dim")


def _table(survey: Survey, width: int) -> Iterator[Line]:
    is_broad = width >= _BROAD
    stage, papers, amount, findings = _FIXED
    name, day = room(width, _FIXED, (3, 2)) if is_broad else (*room(width, (*_FIXED, _DAY), (1,)), _DAY)
    widths = (name, stage, papers, amount, day, findings)
    if survey.outlooks:
        yield from grid([tuple(((text, "head"),) for text in say("status_columns").split(","))], widths)
    for each in survey.outlooks:
        yield ()
        yield from grid([tuple(_cells(each, survey, is_broad=is_broad))], widths)


def _cells(each: Outlook, survey: Survey, *, is_broad: bool) -> Iterator[Cell]:
    yield ((each.report.name, "plain"), (f"{each.unit} {each.year or ''}".strip(), "dim"))
    if not each.is_judged:
        yield ((state_of(each), "error"),)
        yield from ((),) * 3
    else:
        yield ((each.stage, "plain"), (bar(each), "dim"))
        yield tuple((text, "plain") for text in next_papers(each))
        yield ((amount_of(each).rjust(_FIXED[2]), "plain"),)
        yield _next(each, survey)[: 3 if is_broad else 2]
    yield tuple(_counts(each))


def _next(each: Outlook, survey: Survey) -> Cell:
    duty = each.next_duty
    if duty is None:
        return ((say("status_no_duty"), "dim"),)
    colour = role(duty, survey.report.as_of)
    far = distance(duty, survey.report.as_of)
    return ((duty.due.isoformat(), colour), (far, colour), (duty.message, "dim"))


def _counts(each: Outlook) -> Iterator[tuple[str, str]]:
    for severity, key in ((Severity.ERROR, "status_errors"), (Severity.WARNING, "status_warnings")):
        number = len(each.findings_of(severity))
        if number:
            yield say(key, number=number), severity.word
