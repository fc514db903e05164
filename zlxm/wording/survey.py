"""A survey in a sentence: how many dossiers, how many late, how many soon due."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.outlook import Outlook, Survey
from zlxm.model.reckoning import Standing
from zlxm.wording.reckoning import SOON
from zlxm.wording.sentences import say


def overview(survey: Survey) -> str:
    """Return the numbers of the dossiers that are shown."""
    if not survey.outlooks:
        return say("status_none")
    return say("list_comma").join(_parts(survey))


def _parts(survey: Survey) -> Iterator[str]:
    yield say("status_count", number=len(survey.outlooks))
    counted = {
        "status_late": sum(bool(each.late) for each in survey.outlooks),
        "status_soon": sum(is_soon(each, survey) for each in survey.outlooks),
        "status_broken_count": sum(not (each.is_judged or each.is_classified) for each in survey.outlooks),
    }
    yield from (say(key, number=number) for key, number in counted.items() if number)


def is_soon(each: Outlook, survey: Survey) -> bool:
    """Tell whether something is due within the next days that is not late yet."""
    ahead = (duty for duty in each.deadlines if duty.standing is Standing.AHEAD)
    return any((duty.due - survey.report.as_of).days <= SOON for duty in ahead)
