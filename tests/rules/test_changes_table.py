"""The arithmetic and the verdict of a change, as the request form shows them (Art. 25, 26)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import APPLIED, event, make
from zlxm.model.dossier import Event
from zlxm.rules.tables.changes import rows

APPROVED = event("函复", "2024-10-01", number="函1", amount="100")


def requests(*items: Event) -> list[Any]:
    return list(rows(make(events=(*APPLIED, APPROVED, *items))))


def request(on: str = "2024-10-02", **values: Any) -> Event:
    return event("变更申请", on, **{"id": "C1", "reason": "技术方案优化", **values})


def moved(*deltas: str) -> tuple[dict[str, Any], ...]:
    return tuple({"name": f"第{number}项", "delta": Decimal(delta)} for number, delta in enumerate(deltas, 1))


@pytest.mark.parametrize(
    ("values", "adjusted", "share", "net", "against"),
    [
        ({"items": moved("10", "-10")}, "10", "10", "0", []),
        ({"items": moved("10.01", "-10.01")}, "10.01", "10.01", "0", ["ZL26-2"]),
        ({"items": moved("3", "2", "-8")}, "8", "8", "-3", []),
        ({"total": "101"}, "1", "1", "0", ["ZL25-1"]),
        ({"items": moved("1", "-1"), "goal_changed": True}, "1", "1", "0", ["ZL26-1"]),
        ({"items": moved("1", "-1"), "reason": "其他"}, "1", "1", "0", ["ZL26-4"]),
    ],
)
def test_the_measure_and_what_speaks_against(
    values: dict[str, Any], adjusted: str, share: str, net: str, against: list[str]
) -> None:
    (row,) = requests(request(**values))
    assert (row["adjusted"], row["share"], row["net"]) == (Decimal(adjusted), Decimal(share), Decimal(net))
    assert [each["finding"].rule for each in row["reasons"]] == against
    assert row["adjustable"] is (not against)


def test_both_sides_are_shown() -> None:
    (row,) = requests(request(items=moved("6.4", "3.2", "-9.6")))
    assert (row["raised"], row["lowered"]) == (Decimal("9.6"), Decimal("9.6"))


def test_earlier_approved_changes_count_together() -> None:
    approval = event("变更批准", "2024-10-03", ref="C1")
    later = request("2024-10-04", id="C2", items=moved("5", "-5"))
    rows_ = requests(request(items=moved("6", "-6")), approval, later)
    assert [row["cumulative"] for row in rows_] == [Decimal(6), Decimal(11)]


def test_without_an_approval_there_is_no_verdict() -> None:
    (row,) = rows(make(events=(*APPLIED, request(items=moved("1", "-1")))))
    assert row["adjustable"] is None
    assert row["share"] is None


def test_no_request_no_row() -> None:
    assert requests() == []
