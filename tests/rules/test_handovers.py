"""FILE-19 and FILE-20: what was handed in and is not what lies there now."""

from __future__ import annotations

import pytest

from tests.builders import calendar, day, document, event, pack
from zlxm.model.dossier import Document, Dossier, Event, Plan, Project, Unit
from zlxm.model.handover import Handover, PackedFile, Submitted
from zlxm.model.problem import Problem
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.handovers import inspect_handovers

A, B = PackedFile("a.pdf", "1"), PackedFile("b.pdf", "1")
ASKED = Handover("申报", day("2024-09-18"), "x.zip", "0", (A,))
AGAIN = replace(ASKED, date=day("2024-09-25"), files=(replace(A, sha256="2"),))
FINAL = Handover("终验", day("2025-09-18"), "y.zip", "0", (A, B))
LISTED = (document("其他", file="a.pdf"), document("其他", file="b.pdf"))


def told(
    handovers: tuple[Handover, ...],
    digests: dict[str, str],
    *events: Event,
    as_of: str = "2026-01-01",
    listed: tuple[Document, ...] = LISTED,
) -> list[tuple[str, str, str]]:
    """Return (code, file, what) of every finding."""
    dossier = Dossier(
        "zhonglou-2023",
        Project("甲", "新建", ("软件应用",)),
        Unit("乙"),
        Plan(2025),
        events=tuple(replace(each, index=n) for n, each in enumerate(events)),
        documents=tuple(replace(each, index=n) for n, each in enumerate(listed)),
        submitted=Submitted(handovers, digests),
    )
    found = inspect_handovers(make_case(pack(), dossier, day(as_of), calendar()))
    return [(each.rule, str(each.facts["file"]), str(each.facts["what"])) for each in found]


def returned(on: str, of: str = "申报") -> Event:
    return event("退回", on, ref=of)


@pytest.mark.parametrize(
    ("handovers", "digests", "events", "expected"),
    [
        ((ASKED,), {"a.pdf": "1"}, (), []),
        ((ASKED,), {"a.pdf": "9"}, (), [("FILE-19", "a.pdf", "edited_since")]),
        ((ASKED,), {}, (), [("FILE-19", "a.pdf", "removed_since")]),
        # what came back may be changed, but only the submission that came back, and not a package made afterwards
        ((ASKED,), {"a.pdf": "9"}, (returned("2024-09-20"),), []),
        ((ASKED,), {"a.pdf": "9"}, (returned("2024-09-18"),), []),
        ((ASKED,), {"a.pdf": "9"}, (returned("2024-09-17"),), [("FILE-19", "a.pdf", "edited_since")]),
        ((ASKED,), {"a.pdf": "9"}, (returned("2024-09-20", "终验"),), [("FILE-19", "a.pdf", "edited_since")]),
        # the next package of the same submission counts, and of a file the latest package that holds it
        ((ASKED, AGAIN), {"a.pdf": "2"}, (), []),
        ((ASKED, AGAIN), {"a.pdf": "1"}, (returned("2024-09-20"),), [("FILE-19", "a.pdf", "edited_since")]),
        ((AGAIN, FINAL), {"a.pdf": "1", "b.pdf": "1"}, (), []),
        # a second package of the day on which the first came back
        (
            (ASKED, replace(ASKED, files=(B,))),
            {"b.pdf": "9"},
            (returned("2024-09-18"),),
            [("FILE-19", "b.pdf", "edited_since")],
        ),
    ],
)
def test_what_is_told(
    handovers: tuple[Handover, ...],
    digests: dict[str, str],
    events: tuple[Event, ...],
    expected: list[tuple[str, str, str]],
) -> None:
    assert told(handovers, digests, *events) == expected


def test_a_file_that_is_no_longer_listed() -> None:
    assert told((ASKED,), {"a.pdf": "1"}, listed=LISTED[1:]) == [("FILE-19", "a.pdf", "unlisted_since")]


def test_a_package_of_a_later_day_is_not_seen_yet() -> None:
    assert told((ASKED,), {"a.pdf": "9"}, as_of="2024-09-17") == []


def test_a_broken_record_is_said() -> None:
    dossier = Dossier("zhonglou-2023", Project("甲", "新建", ("软件应用",)), Unit("乙"), Plan(2025))
    broken = replace(dossier, submitted=Submitted(problems=(Problem("bad_yaml", 3, 1),)))
    found = list(inspect_handovers(make_case(pack(), broken, day("2026-01-01"), calendar())))
    assert [(each.rule, each.facts["place"]) for each in found] == [("FILE-20", "3")]
