"""What people type for the fields of an event, and what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.builders import pack
from zlxm.model.errors import UsageError
from zlxm.services.event_fields import read_fields
from zlxm.services.recording import event_kind


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("中标", ["amount=74.80", "lot=2"], {"amount": Decimal("74.80"), "lot": Decimal(2)}),
        ("成交", ["金额=74.80", "对方单位= 某公司 "], {"amount": Decimal("74.80"), "party": "某公司"}),
        ("中标", ["amount=1", "amount=2"], {"amount": Decimal(2)}),
        ("中标", ["amount=八十"], {"amount": "八十"}),
        ("中标", ["number=a=b"], {"number": "a=b"}),
        (
            "合同签订",
            ["qualified=是", "assigned=false", "end=2027-01-31"],
            {"qualified": True, "assigned": False, "end": date(2027, 1, 31)},
        ),
        ("合同签订", ["qualified=也许", "end=明年"], {"qualified": "也许", "end": "明年"}),
        (
            "评审",
            ["members=区财政局、区审计局", "members=区委网信办", "result=通过"],
            {"result": "通过", "members": ["区财政局", "区审计局", "区委网信办"]},
        ),
        (
            "变更申请",
            ["items=登录:+3.2", "items=排队：-3.2", "items=甲 = 1"],
            {
                "items": [
                    {"name": "登录", "delta": Decimal("3.2")},
                    {"name": "排队", "delta": Decimal("-3.2")},
                    {"name": "甲", "delta": Decimal(1)},
                ]
            },
        ),
        ("合同签订", ["subcontracts=某公司:是"], {"subcontracts": [{"party": "某公司", "qualified": True}]}),
    ],
)
def test_texts_become_values_of_their_kind(word: str, given: list[str], expected: dict[str, Any]) -> None:
    assert read_fields(given, event_kind(pack(), word)) == expected


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["amount"], "no_equals"),
        (["颜色=红"], "unknown_field"),
        (["=3"], "unknown_field"),
        (["单位=甲"], "unknown_field"),
    ],
)
def test_what_is_no_field_is_wrong_usage(given: list[str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_fields(given, event_kind(pack(), "合同签订"))
    assert caught.value.code == code
