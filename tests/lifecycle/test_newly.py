"""Which findings an event brings about, and which were there or will come anyway."""

from __future__ import annotations

import pytest

from tests.builders import calendar, day, event, pack
from zlxm.model.dossier import Budget, Dossier, Event, Plan, Project, Unit
from zlxm.model.value import replace
from zlxm.rules.newly import brought_about

AS_OF = "2026-11-23"
AWARDED = (
    event("函复", "2025-02-20", amount="28"),
    event("采购启动", "2025-03-01", amount="26"),
    event("中标", "2025-04-02", amount="25"),
)
SIGNED = event("合同签订", "2025-04-15", contract="建设", amount="25")


def dossier(*events: Event) -> Dossier:
    numbered = tuple(replace(each, index=n) for n, each in enumerate(events))
    return Dossier(
        "zhonglou-2023",
        Project("某系统", "新建", ("软件应用",)),
        Unit("某局"),
        Plan(2025),
        Budget(),
        events=numbered,
    )


def rules_against(before: tuple[Event, ...], new: Event, place: int, as_of: str = AS_OF) -> set[str]:
    """Return the rules that `new`, put among the events at `place`, newly breaks (errors)."""
    after = dossier(*before[:place], new, *before[place:])
    found = brought_about(pack(), dossier(*before), after, after.events[place], day(as_of), calendar())
    return {each.rule for each in found if each.severity.word == "error"}


@pytest.mark.parametrize(
    ("before", "new", "place", "expected"),
    [
        # what was wrong before is no fault of the new event
        ((), event("资产登记", "2025-05-01"), 0, set()),
        # a duty that the contract raises and that is overdue by today is not the contract's fault
        (AWARDED, SIGNED, 3, set()),
        # a contract above the award is
        (
            AWARDED,
            replace(SIGNED, values={**SIGNED.values, "amount": event("函复", AS_OF, amount="27").values["amount"]}),
            3,
            {"ZL19-1"},
        ),
        # a contract recorded before its award exists
        (AWARDED[:2], SIGNED, 2, {"ZL19-2"}),
        # an award recorded later that is older than nothing, but younger than the contract
        ((*AWARDED[:2], SIGNED), event("中标", "2025-04-20", amount="25"), 3, {"ZL19-2"}),
    ],
)
def test_only_what_the_event_brings_about(
    before: tuple[Event, ...], new: Event, place: int, expected: set[str]
) -> None:
    assert rules_against(before, new, place) == expected


def test_an_older_event_is_held_against_what_was_recorded_since() -> None:
    before = (event("终验申请", "2025-12-01"),)
    late = event("初验", "2025-10-01", result="通过")
    assert "ZL28-4" in rules_against(before, late, 0)
    early = event("初验", "2025-08-31", result="通过")
    assert "ZL28-4" not in rules_against(before, early, 0)
