"""json: the whole survey for programs. `version` counts changes of this contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from zlxm.model.dossier import Event
from zlxm.model.finding import Checklist, Duty, Finding, SlotState
from zlxm.model.outlook import Adjustment, Outlook, Step, Survey
from zlxm.model.problem import Severity
from zlxm.output.formats.json import dumped
from zlxm.output.status import StatusStyle
from zlxm.wording.reckoning import arithmetic
from zlxm.wording.sentences import message

NAME = "json"
VERSION = 1


def format_survey(survey: Survey, style: StatusStyle) -> str:  # noqa: ARG001 a program reads it
    """Return one JSON document. Amounts are texts in 10,000 yuan, as exact as the manifest has them."""
    report = survey.report
    return dumped(
        {
            "version": VERSION,
            "tool": report.tool,
            "regulation": report.regulation,
            "as_of": report.as_of.isoformat(),
            "calendar_until": report.calendar_until.isoformat(),
            "dossiers": [_dossier(each, survey) for each in survey.outlooks],
            "portfolio": [{"rule": each.rule, "message": message(each), "path": each.path} for each in report.hints],
        }
    )


def _dossier(each: Outlook, survey: Survey) -> Mapping[str, Any]:
    report = each.report
    return {
        "path": report.path.replace("\\", "/"),
        "name": report.name,
        "code": report.code or None,
        "unit": each.unit or None,
        "year": each.year,
        "nature": each.nature or None,
        "categories": list(each.categories),
        "regulation": report.regulation or None,
        "judged": each.is_judged,
        "classified": each.is_classified,
        "amounts": {name: _amount(getattr(each, name)) for name in ("declared", "approved", "amount")},
        "stage": each.stage or None,
        "stages": [_step(step, is_reached=number < each.reached) for number, step in enumerate(each.steps)],
        "next": _list(each.next_list, each),
        "acceptance": _list(each.final_list, each),
        "deadlines": [_duty(duty, survey) for duty in each.deadlines],
        "events": [_event(event) for event in each.past],
        "changes": [_change(change) for change in each.adjustments],
        "findings": _counted(report.judgement.findings),
    }


def _step(step: Step, *, is_reached: bool) -> Mapping[str, Any]:
    return {"name": step.name, "since": step.since.isoformat() if step.since else None, "reached": is_reached}


def _amount(found: Decimal | None) -> str | None:
    return None if found is None else f"{found:f}"


def _list(found: Checklist | None, each: Outlook) -> Mapping[str, Any] | None:
    if found is None:
        return None
    have, wanted = found.counted()
    papers = [
        {
            "documents": list(tick.documents),
            "state": tick.state.value,
            "issuers": _issuers(tick.documents, each) if tick.state is SlotState.MISSING else [],
        }
        for tick in found.ticks
    ]
    return {"submission": found.submission, "present": have, "needed": wanted, "papers": papers}


def _issuers(documents: tuple[str, ...], each: Outlook) -> list[str]:
    return list(dict.fromkeys(filter(None, (each.issuers.get(kind, "") for kind in documents))))


def _duty(duty: Duty, survey: Survey) -> Mapping[str, Any]:
    found = duty.reckoning
    done = found.done if found else None
    return {
        "rule": duty.rule,
        "article": duty.article,
        "title": duty.message,
        "standing": duty.standing.value,
        "due": duty.due.isoformat(),
        "days": (duty.due - survey.report.as_of).days,
        "provisional": duty.is_provisional,
        "done": done.isoformat() if done else None,
        "arithmetic": arithmetic(duty),
    }


def _event(event: Event) -> Mapping[str, Any]:
    return {"event": event.name, "date": event.date.isoformat(), "number": event.number or None}


def _change(change: Adjustment) -> Mapping[str, Any]:
    return {
        "id": change.id,
        "date": change.date.isoformat(),
        "standing": change.standing or None,
        "base": _amount(change.base),
        "adjusted": _amount(change.adjusted),
        "percent": _percent(change.share),
        "cumulative_percent": _percent(change.cumulative_share),
        "limit_percent": _percent(change.limit),
    }


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{share:.2f}"


def _counted(findings: tuple[Finding, ...]) -> Mapping[str, int]:
    return dict(_numbers(findings))


def _numbers(findings: tuple[Finding, ...]) -> Iterator[tuple[str, int]]:
    for severity in sorted(Severity, reverse=True):
        yield f"{severity.word}s", sum(each.severity is severity and each.counts for each in findings)
    yield "waived", sum(each.is_waived for each in findings)
