"""The papers that an acceptance asks for (Art. 30): which are there, which are not wanted here, which are excused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zlxm.model.dossier import Document
from zlxm.model.finding import SlotState, Tick
from zlxm.model.paper import Raw
from zlxm.rules.case import Case
from zlxm.rules.checklist import acceptance_list


def rows(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield one row a line of the pack's document matrix, in its order; nothing when the pack has no matrix."""
    rules = _rules(case)
    for checklist in acceptance_list(case):
        for tick in checklist.ticks:
            if tick.documents in rules:  # the application itself is asked for as well, but not by the matrix
                yield _row(tick, rules[tick.documents], case)


def _rules(case: Case) -> dict[tuple[str, ...], str]:
    """Return the papers of every line of a matrix → the rule that asks for them."""
    slots = (slot for submission in case.pack.submissions.values() for slot in submission.slots)
    return {slot.documents: slot.row.rule for slot in slots if slot.row is not None}


def _row(tick: Tick, rule: str, case: Case) -> dict[str, Raw]:
    documents = _documents(tick, case)
    return {
        "documents": tick.documents,
        "is_there": tick.state is SlotState.PRESENT,
        "is_missing": tick.state is SlotState.MISSING,
        "is_not_wanted": tick.state is SlotState.NOT_APPLICABLE,
        "files": tuple(document.file for document in documents),
        "count": len(documents) or None,
        "date": max((document.date for document in documents if document.date), default=None),
        "reason": _reason(tick, rule, case) if tick.state is SlotState.WAIVED else "",
    }


def _documents(tick: Tick, case: Case) -> tuple[Document, ...]:
    """Return the listed files of a line, each once although it may serve as several kinds."""
    found = {document.index: document for kind in tick.documents for document in case.by_kind.get(kind, ())}
    return tuple(found[index] for index in sorted(found))


def _reason(tick: Tick, rule: str, case: Case) -> str:
    """Return what was written down about the papers themselves, else about the rule."""
    valid = [waiver for waiver in case.dossier.waivers if waiver.is_valid_on(case.as_of)]
    own = next((waiver.reason for waiver in valid if waiver.document in tick.documents), "")
    return own or next((waiver.reason for waiver in valid if waiver.rule == rule), "")
