"""Survey → what the template of the yearly report may say: every value in words, under the names of the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from zlxm.model.finding import SlotState
from zlxm.model.outlook import Outlook, Survey
from zlxm.model.overview import Changed, Due, Overview, Share
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Standing
from zlxm.wording.management import management_words
from zlxm.wording.outlook import amount_of, next_papers, standing, state_of
from zlxm.wording.papers import Piece
from zlxm.wording.papers import words as paper_words
from zlxm.wording.reckoning import distance
from zlxm.wording.sentences import amount, cite, fill, message, say
from zlxm.wording.summary import basis

Row = Mapping[str, Piece]
Rows = tuple[Row, ...]
_HUNDRED = Decimal(100)
_CARRIED = ("approved", "applied")


def view_of(survey: Survey, seen: Overview, year: int | None) -> dict[str, Piece | Rows]:
    """Return name → text, or rows of column → text."""
    names = management_words()["names"]
    texts = _texts(survey, seen, year)
    rows = _tables(survey, seen)
    return {**{names[key]: Piece(text) for key, text in texts.items()}, **{names[key]: rows[key] for key in rows}}


def _said(key: str, **facts: object) -> str:
    return fill(management_words()["texts"][key], facts)


def _day(day: date) -> str:
    return fill(paper_words()["day"], {part: str(getattr(day, part)) for part in ("year", "month", "day")})


def _row(**cells: object) -> Row:
    columns = management_words()["columns"]
    return {columns[key]: Piece(str(cell)) for key, cell in cells.items()}


def _texts(survey: Survey, seen: Overview, year: int | None) -> dict[str, str]:
    have, wanted = seen.completeness
    share = f"{Decimal(have) * _HUNDRED / wanted:.0f}" if wanted else "100"
    return {
        "title": _said("title_of_year", year=year) if year else _said("title"),
        "as_of": _day(survey.report.as_of),
        "basis": basis(survey.report),
        "overall": _overall(survey, seen),
        "progress": _progress(seen),
        "deadlines": _deadlines(survey, seen),
        "papers": _said("papers", have=have, wanted=wanted, percent=share),
        "changes": _changes(seen.changes),
        "problems": _problems(survey, seen),
    }


def _overall(survey: Survey, seen: Overview) -> str:
    broken = _said("broken", number=len(seen.broken)) if seen.broken else ""
    classified = _said("classified", number=seen.classified) if seen.classified else ""
    counted = seen.count - len(seen.broken) - seen.classified
    facts = {"count": counted, "units": len(seen.by_unit), "amount": amount(seen.amount)}
    return _said("overall", as_of=_day(survey.report.as_of), broken=broken, classified=classified, **facts)


def _progress(seen: Overview) -> str:
    stages = [_said("stage", name=stage.name, number=stage.here) for stage in seen.stages if stage.here]
    return _said("progress", stages=management_words()["texts"]["separator"].join(stages) or _said("none"))


def _deadlines(survey: Survey, seen: Overview) -> str:
    standings = [duty.standing for each in survey.outlooks for duty in each.deadlines]
    in_time, late = standings.count(Standing.MET), standings.count(Standing.MET_LATE)
    facts = {"met": in_time + late, "in_time": in_time, "late": late}
    return _said("deadlines", **facts, overdue=len(seen.late), soon=len(seen.soon))


def _changes(changes: tuple[Changed, ...]) -> str:
    if not changes:
        return _said("no_changes")
    approved = sum(each.change.standing in _CARRIED for each in changes)
    projects = len({each.outlook.report.path for each in changes})
    return _said("changes", number=len(changes), approved=approved, projects=projects)


def _problems(survey: Survey, seen: Overview) -> str:
    errors, warnings = seen.severities["error"], seen.severities["warning"]
    projects = sum(bool(_errors(each) or _warnings(each)) for each in survey.outlooks)
    key = "problems" if errors or warnings else "no_problems"
    return _said(key, errors=errors, warnings=warnings, projects=projects)


def _errors(each: Outlook) -> int:
    return len(each.findings_of(Severity.ERROR))


def _warnings(each: Outlook) -> int:
    return len(each.findings_of(Severity.WARNING))


def _tables(survey: Survey, seen: Overview) -> dict[str, Rows]:
    as_of = survey.report.as_of
    known = [each for each in survey.outlooks if each.is_judged]
    lacking = [each for each in known if _lacking(each)]
    return {
        "categories": _shares(seen.by_category, seen.amount),
        "units": _shares(seen.by_unit, seen.amount),
        "years": _shares(seen.by_year, seen.amount),
        "overdue": tuple(_due(each, as_of) for each in seen.late),
        "soon": tuple(_due(each, as_of) for each in seen.soon),
        "lacking": tuple(_papers(number, each) for number, each in enumerate(lacking, 1)),
        "ledger": tuple(_change(each) for each in seen.changes),
        "articles": tuple(_articles(seen)),
        "errors": tuple(_findings(survey)),
        "projects": tuple(_project(number, each) for number, each in enumerate(survey.outlooks, 1)),
    }


def _shares(shares: Iterable[Share], whole: Decimal) -> Rows:
    return tuple(
        _row(name=share.name or "-", count=share.count, amount=amount(share.amount), share=_share(share.amount, whole))
        for share in shares
    )


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part * _HUNDRED / whole:.1f}%" if whole else "-"


def _due(each: Due, as_of: date) -> Row:
    duty = each.duty
    return _row(due=duty.due, duty=duty.message, project=each.outlook.report.name, distance=distance(duty, as_of))


def _lacking(each: Outlook) -> list[str]:
    ticks = each.next_list.ticks if each.next_list else ()
    return [say("or").join(tick.documents) for tick in ticks if tick.state is SlotState.MISSING]


def _papers(number: int, each: Outlook) -> Row:
    submission, counted = next_papers(each)
    missing = management_words()["texts"]["separator"].join(_lacking(each))
    return _row(number=number, project=each.report.name, submission=submission, completeness=counted, lacking=missing)


def _change(each: Changed) -> Row:
    change = each.change
    return _row(
        date=change.date,
        project=each.outlook.report.name,
        id=change.id,
        standing=standing(change.standing),
        base=_figure(change.base),
        adjusted=_figure(change.adjusted),
        share=_percent(change.share),
        limit=_percent(change.limit),
    )


def _figure(found: Decimal | None) -> str:
    return "-" if found is None else amount(found)


def _percent(found: Decimal | None) -> str:
    return "-" if found is None else f"{found:.2f}%"


def _articles(seen: Overview) -> Iterable[Row]:
    for each in seen.articles:
        name = say("outside") if each.article is None else cite(each.article)
        yield _row(article=name, errors=each.errors, warnings=each.warnings, infos=each.infos, count=each.dossiers)


def _findings(survey: Survey) -> Iterable[Row]:
    for each in survey.outlooks:
        for found in each.findings_of(Severity.ERROR):
            yield _row(project=each.report.name, rule=found.rule, problem=message(found))


def _project(number: int, each: Outlook) -> Row:
    counted = _said("counted", errors=_errors(each), warnings=_warnings(each))
    found = counted if _errors(each) or _warnings(each) else _said("none")
    facts = {"unit": each.unit, "year": each.year or "", "stage": state_of(each), "investment": amount_of(each)}
    return _row(number=number, project=each.report.name, problem=found, **facts)
