from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zlxm.model.adjustment import adjusted_amount, net_amount
from zlxm.model.money import parse_amount, parse_amount_with_unit


@pytest.mark.parametrize("text", ["86.50", "0", "-3.2", "+3.2", "007", "0.000001", "999999999999"])
def test_plain_decimals_are_amounts(text: str) -> None:
    assert parse_amount(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30万",
        "1e3",
        "0.0000001",
        "1,000",
        "1_000",
        ".5",
        "5.",
        "0x1F",
        "inf",
        "NaN",
        "３０",
        "٣",
        " 1",
        "1 ",
        "--1",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert parse_amount(text) is None


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_amounts_are_exact(amount: Decimal) -> None:
    assert parse_amount(f"{amount:f}") == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("30万", "30"),
        ("30 万元", "30"),
        ("300000元", "30"),
        ("0.5", "0.5"),
        ("30亿", None),
        ("万", None),
        ("-1万", None),
    ],
)
def test_amounts_in_packs_may_have_a_unit(text: str, amount: str | None) -> None:
    assert parse_amount_with_unit(text) == (None if amount is None else Decimal(amount))


def items(*deltas: str) -> dict[str, object]:
    return {"items": tuple({"name": "x", "delta": Decimal(each)} for each in deltas)}


@pytest.mark.parametrize(
    ("values", "adjusted", "net"),
    [
        (items("20", "-20"), "20", "0"),
        (items("20", "5", "-10"), "25", "15"),
        (items("-3", "-4"), "7", "-7"),
        ({"total": Decimal(90)}, "10", "-10"),
        ({"total": Decimal(110), "items": ()}, "10", "10"),
        ({"schedule_only": True}, "0", "0"),
        ({"items": ({"name": "x", "delta": None},), "total": Decimal(100)}, "0", "0"),
        ({}, None, "0"),
        ({"schedule_only": False}, None, "0"),
    ],
)
def test_an_adjustment_is_its_larger_side(values: dict[str, object], adjusted: str | None, net: str) -> None:
    base = Decimal(100)
    assert adjusted_amount(values, base) == (None if adjusted is None else Decimal(adjusted))
    assert net_amount(values, base) == Decimal(net)


@given(st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=1))
def test_the_adjustment_is_at_least_the_net_change(deltas: list[Decimal]) -> None:
    values = items(*map(str, deltas))
    adjusted = adjusted_amount(values, Decimal(100))
    assert adjusted is not None
    assert adjusted >= abs(net_amount(values, Decimal(100)))
