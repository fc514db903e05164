"""One entry more, or one less: every other byte stays, and every remark stays with what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.any_manifest import any_manifest
from tests.store.spliced import data, ruamel_data, verdict, verdict_of, wanted
from zlxm.model.entry import Entry
from zlxm.store.splice import NotSpliced, with_entry, without_entry

NEW: Entry = {"event": "终验", "date": date(2026, 1, 20)}
ONE = "{event: 终验, date: 2026-01-20}"

LAYOUTS = Path(__file__).with_name("splice_layouts.txt").read_text("utf-8")
LAYOUT = re.compile(r"^===== (.+?)(?: @(\d))?\n(.*?)^-----\n(.*?)(?=^=====|\Z)", re.MULTILINE | re.DOTALL)

# What no editor shows: line breaks, marks, tabs, and an end without a line break.
UNSEEN: dict[str, tuple[str, str]] = {
    "CRLF": (
        "events:\r\n  - {a: 1} # 甲\r\nx: 1\r\n",
        "events:\r\n  - {a: 1} # 甲\r\n  - {event: 终验, date: 2026-01-20}\r\nx: 1\r\n",
    ),
    "CR": (
        "events:\r  - {a: 1}\rx: 1\r",
        "events:\r  - {a: 1}\r  - {event: 终验, date: 2026-01-20}\rx: 1\r",
    ),
    "mixed: as the line above": (
        "zlxm: 1\nevents:\r\n- {a: 1}\r\nx: 1\n",
        "zlxm: 1\nevents:\r\n- {a: 1}\r\n- {event: 终验, date: 2026-01-20}\r\nx: 1\n",
    ),
    "a byte order mark": (
        "\ufeffevents:\n- {a: 1}\n",
        "\ufeffevents:\n- {a: 1}\n- {event: 终验, date: 2026-01-20}\n",
    ),
    "no final line break": (
        "events:\n- {a: 1}",
        "events:\n- {a: 1}\n- {event: 终验, date: 2026-01-20}",
    ),
    "no final line break, no list": (
        "zlxm: 1",
        "zlxm: 1\n\nevents:\n  - {event: 终验, date: 2026-01-20}",
    ),
    "tabs before a remark": (
        "events:\n- {a: 1}\t# 甲\t乙\n",
        "events:\n- {a: 1}\t# 甲\t乙\n- {event: 终验, date: 2026-01-20}\n",
    ),
}


def layouts() -> Iterator[Any]:
    """Yield what stands before, the place (None: the last), and what stands after."""
    for name, place, before, after in LAYOUT.findall(LAYOUTS):
        yield pytest.param(before, int(place) if place else None, after, id=name)
    for name, (before, after) in UNSEEN.items():
        yield pytest.param(before, None, after, id=name)


@pytest.mark.parametrize(("before", "place", "after"), [*layouts()])
def test_an_entry_comes_in_where_a_person_would_write_it(before: str, place: int | None, after: str) -> None:
    assert with_entry(before, "events", NEW, place) == after
    assert data(after) == wanted(data(before), "events", NEW, place)
    assert "\t#" in after or ruamel_data(after) == data(after)  # tabs before a remark it cannot read


def test_the_key_may_be_chinese() -> None:
    assert with_entry("事项:\n- 甲\n", "事项", NEW) == f"事项:\n- 甲\n- {ONE}\n"
    assert with_entry("x: 1\n\n", "事项", NEW) == f"x: 1\n\n事项:\n  - {ONE}\n"


def test_every_kind_of_value_is_written_so_that_it_is_read_as_itself() -> None:
    entry: Entry = {
        "amount": Decimal("74.80"), "n": 36, "ok": True, "yes": "no", "time": "12:30", "code": "01", "none": "",
        "more": "甲\n# 乙",
        "list": ["a, b", "]"], "table": {"x: y": "{"}, "tables": [{"path": "甲 乙", "n": 1}],
    }  # fmt: skip
    for before in ("events:\n- a: 1\n", "events:\n- {a: 1}\n", "events: []\n", "{}\n"):
        after = with_entry(before, "events", entry)
        assert data(after) == ruamel_data(after) == wanted(data(before), "events", entry, None)


@pytest.mark.parametrize(
    "text",
    [
        "events: 1\n",
        "events: {a: 1}\n",
        "- a\n",
        "a: [\n",
        "",
        "# 只有说明\n",
        "? [a]\n: 1\n",
        "events:\n  -\n",
        "events: [{a: 1}\n",
    ],
)
def test_what_has_no_place_is_refused(text: str) -> None:
    with pytest.raises(NotSpliced):
        with_entry(text, "events", NEW)


WITHOUT: dict[str, tuple[str, int, str]] = {
    "the last": (
        "events:\n  - {a: 1} # 甲\n  - {b: 1} # 乙\n# 下\nx: 1\n",
        1,
        "events:\n  - {a: 1} # 甲\n# 下\nx: 1\n",
    ),
    "the first": ("events:\n- a: 1\n  # 说甲\n# 乙\n- b: 1\n", 0, "events:\n# 乙\n- b: 1\n"),
    "the only one": ("events:\n- {a: 1}\nx: 1\n", 0, "events:\nx: 1\n"),
    "in brackets": ("events: [{a: 1}, {b: 1}, {c: 1}]\n", 1, "events: [{a: 1}, {c: 1}]\n"),
    "the last in brackets": ("events: [{a: 1}, {b: 1},]\n", 1, "events: [{a: 1},]\n"),
    "the only one in brackets": ("events: [{a: 1}, ] # 甲\n", 0, "events: [ ] # 甲\n"),
    "a line in brackets": ("events: [\n  {a: 1}, # 甲\n  {b: 1} # 乙\n]\n", 1, "events: [\n  {a: 1}, # 甲\n]\n"),
    "with a mark": ("\ufeffevents:\n- {a: 1}\n- {b: 1}\n", 0, "\ufeffevents:\n- {b: 1}\n"),
}


@pytest.mark.parametrize(("before", "index", "after"), WITHOUT.values(), ids=WITHOUT)
def test_an_entry_goes_with_its_own_lines(before: str, index: int, after: str) -> None:
    assert without_entry(before, "events", index) == after


@pytest.mark.parametrize(
    ("text", "index"),
    [("events:\n- {a: 1}\n", 1), ("x: 1\n", 0), ("a: [\n", 0), ("events: [{a: 1}, # 甲\n {b: 1}]\n", 1)],
)
def test_an_entry_that_cannot_go_alone_stays(text: str, index: int) -> None:
    with pytest.raises(NotSpliced):
        without_entry(text, "events", index)


@given(st.randoms(use_true_random=False))
def test_any_entry_into_any_manifest(chance: Random) -> None:
    outcome, told = verdict_of(chance, any_manifest(chance))
    assert outcome != "wrong", told


def test_of_two_thousand_manifests_hardly_any_is_refused() -> None:
    outcomes = Counter(verdict(seed)[0] for seed in range(2_000))
    assert outcomes["wrong"] == 0
    assert outcomes["accepted"] >= 1_900, outcomes
