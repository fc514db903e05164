"""Survey → one page for leaders: self-contained HTML, with styles, charts and a little script in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from zlxm.model.dossier import Event
from zlxm.model.finding import Finding, SlotState
from zlxm.model.outlook import Outlook, Survey
from zlxm.model.overview import Due, Mark, Month
from zlxm.model.problem import Severity
from zlxm.output.safe import safe
from zlxm.rules.overview import overview
from zlxm.store.templates import read_template
from zlxm.wording.outlook import amount_of, next_papers, papers_of, standing, state_of
from zlxm.wording.reckoning import arithmetic, distance, role
from zlxm.wording.sentences import amount, cite, label, message, say
from zlxm.wording.summary import basis, verdict

if TYPE_CHECKING:
    from jinja2 import Environment

_HUNDRED = Decimal(100)
_MOST_ROWS = 60  # of what is due; all of it stands with the dossiers
_CLASSES = {
    Mark.PRESENT: "p",
    Mark.MISSING: "m",
    Mark.LATER: "l",
    Mark.WAIVED: "w",
    Mark.OPTIONAL: "o",
    Mark.NOT_APPLICABLE: "x",
}


def page_of(survey: Survey) -> str:
    """Return the page. The same survey gives the same text; whatever a manifest says is text in it."""
    seen = overview(survey)
    numbers = {each.report.path: number for number, each in enumerate(survey.outlooks)}
    template = _environment(survey).from_string(read_template("report/report.html.j2"))
    return template.render(
        report=survey.report,
        outlooks=survey.outlooks,
        all=seen,
        grid=seen.grid,
        amounts={share.name: share.amount for share in seen.by_stage},
        marks={mark: _cell(mark) for mark in Mark},
        verdict=verdict(survey.report),
        basis=basis(survey.report),
        css=Markup(read_template("report/report.css")),  # noqa: S704 our own file
        js=Markup(read_template("report/report.js")),  # noqa: S704 our own file
        percent=percent,
        most_rows=_MOST_ROWS,
        keys=_keys,
        anchor=partial(_anchor, numbers),
    )


def _environment(survey: Survey) -> Environment:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 only the page needs it

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_harmless)
    as_of = survey.report.as_of
    environment.filters.update(
        {
            "alike": _alike,
            "amount": amount,
            "amount_of": amount_of,
            "arithmetic": arithmetic,
            "article": _article,
            "distance": lambda duty: distance(duty, as_of),
            "errors": lambda each: len(each.findings_of(Severity.ERROR)),
            "figure": _figure,
            "message": message,
            "missing": lambda each: _papers(each, SlotState.MISSING),
            "papers": next_papers,
            "present": lambda each: _papers(each, SlotState.PRESENT),
            "problems": _problems,
            "role": lambda duty: role(duty, as_of),
            "severity": lambda severity: label("severity", severity.word),
            "share": _share,
            "standing": standing,
            "state": state_of,
            "told": _told,
            "warnings": lambda each: len(each.findings_of(Severity.WARNING)),
        }
    )
    return environment


def _harmless(found: Any) -> Any:
    """Return what is put into the page: texts without control and direction characters, their quotes escaped."""
    return safe(found) if isinstance(found, str) and not isinstance(found, Markup) else found


def _anchor(numbers: Mapping[str, int], each: Outlook) -> str:
    return f"p{numbers[each.report.path]}"


def _keys(each: Outlook) -> str:
    """Return what the filter looks through besides what the row shows."""
    late = say("report_late") if each.late else ""
    stage = say("report_stage", stage=each.stage)
    return f"{each.report.code} {stage} {late}".strip()


def _cell(mark: Mark) -> Markup:
    """Return the cell of a paper; made once for each mark, there may be 25,000 of them."""
    return Markup("<td class={}>{}").format(_CLASSES[mark], escape(label("heat", mark.value)))


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """Return a share in percent, 0 of nothing; no more than 100 fits into a bar."""
    share = min(_HUNDRED, Decimal(part) * _HUNDRED / Decimal(whole)) if whole else Decimal(0)
    return f"{share:.0f}"


def _alike(month: Month) -> list[list[Due]]:
    """Return the duties of a month, those of one rule and day together."""
    return [list(group) for _, group in groupby(month.dues, key=lambda each: (each.duty.due, each.duty.rule))]


def _article(number: int | None) -> str:
    return say("outside") if number is None else cite(number)


def _figure(found: Decimal | None) -> str:
    return "-" if found is None else amount(found)


def _share(found: Decimal | None) -> str:
    return "-" if found is None else f"{found:.2f}%"


def _papers(each: Outlook, state: SlotState) -> list[str]:
    """Return the papers of the next list that stand so; of a missing one, too, whom to get it from."""
    ticks = each.next_list.ticks if each.next_list else ()
    return [papers_of(tick, each) for tick in ticks if tick.state is state]


def _told(each: Outlook) -> Iterator[tuple[str, Event]]:
    """Yield what has happened with its day, which names the year only when it is another one."""
    year = 0
    for event in each.past:
        yield event.date.isoformat()[0 if event.date.year != year else len("2025-") :], event
        year = event.date.year


def _problems(each: Outlook) -> list[Finding]:
    return [*each.findings_of(Severity.ERROR), *each.findings_of(Severity.WARNING)]
