"""An outlook in words: its stage as a bar, its next papers, its amount, and all of it as one row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zlxm.model.finding import SlotState, Tick
from zlxm.model.outlook import Outlook
from zlxm.model.problem import Severity
from zlxm.wording.sentences import amount, label, say

_LONG = 6
_FULL, _EMPTY = "#", "."


def bar(each: Outlook) -> str:
    """Return how far it has come through the stages, as six signs."""
    done = round(each.reached / len(each.steps) * _LONG) if each.steps else 0
    return _FULL * done + _EMPTY * (_LONG - done)


def state_of(each: Outlook) -> str:
    """Return its stage, or why it has none."""
    if each.is_judged:
        return each.stage
    return say("status_classified") if each.is_classified else say("status_broken")


def next_papers(each: Outlook) -> tuple[str, ...]:
    """Return the next submission and how many of its papers are there."""
    if each.next_list is None:
        return ("-",)
    have, wanted = each.next_list.counted()
    return (each.next_list.submission, f"{have}/{wanted}")


def amount_of(each: Outlook) -> str:
    """Return the amount that counts, in 10,000 yuan, or a dash."""
    return "-" if each.amount is None else amount(each.amount)


def papers_of(tick: Tick, each: Outlook) -> str:
    """Return what a line of a list asks for, and whom to get it from while it is missing."""
    named = say("or").join(tick.documents)
    issuers = dict.fromkeys(filter(None, (each.issuers.get(kind, "") for kind in tick.documents)))
    if tick.state is not SlotState.MISSING or not issuers:
        return named
    return say("timeline_issuer", documents=named, issuer=say("or").join(issuers))


def row(each: Outlook, as_of: date) -> tuple[str, ...]:
    """Return the texts of one row, in the order of `status_plain_columns`."""
    return tuple(_texts(each, as_of))


def _texts(each: Outlook, as_of: date) -> Iterator[str]:
    yield from (each.report.name, each.unit, str(each.year or ""), state_of(each))
    yield f"{each.reached}/{len(each.steps)}" if each.steps else ""
    submission, *counted = next_papers(each)
    yield from (submission, "".join(counted), amount_of(each))
    duty = each.next_duty
    if duty is None:
        yield from ("",) * 4
    else:
        yield from (duty.due.isoformat(), str((duty.due - as_of).days), duty.message, duty.rule)
    yield from (str(len(each.findings_of(severity))) for severity in (Severity.ERROR, Severity.WARNING))
    yield each.report.path


def standing(word: str) -> str:
    """Return what has become of a request for a change."""
    return label("change", word)
