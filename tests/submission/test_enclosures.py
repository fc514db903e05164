"""Which files go in and under which names; which later changes are found. Facts only, no disk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    APPLICATION_PAPERS,
    APPLIED,
    calendar,
    codes,
    document,
    event,
    file,
    files,
    judged,
    make_dossier,
    pack,
)
from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding
from zlxm.model.handover import Handover, PackedFile, Submitted
from zlxm.model.path_names import unsafe_path, windows_faults
from zlxm.model.value import replace
from zlxm.rules.assembly import make_case
from zlxm.rules.enclosures import LeftOut, enclosed, fit_name
from zlxm.rules.whatif import suppose

DAY = date(2024, 10, 8)
FORM, PLAN, MINUTES = "项目建设申报表", "项目建设方案", "三重一大会议纪要"


def packed(
    *documents: Document, ignored: tuple[str, ...] = (), **states: FileState
) -> tuple[list[str], tuple[LeftOut, ...]]:
    """Return the names in the package of an application, and what stays out; `states`: file stem → its state."""
    seen = files(*(file(each.file, states.get(each.file.partition(".")[0], FileState.PRESENT)) for each in documents))
    case = make_case(pack(), make_dossier(documents=documents, files=seen), DAY, calendar())
    places, left_out = enclosed(pack().submissions["申报"], case, ignored)
    return [each.name for each in places], left_out


def test_the_order_is_the_submissions() -> None:
    found, left_out = packed(document(MINUTES, "2024-08-20"), document("建设合同"), document(PLAN), document(FORM))
    assert found == ["01_项目建设申报表.pdf", "02_项目建设方案.pdf", "03_三重一大会议纪要_2024-08-20.pdf"]
    assert left_out == ()


def test_several_files_of_a_kind_go_by_date() -> None:
    found, _ = packed(
        document(FORM, file="a.docx"),
        document(FORM, "2024-09-02", "b.PDF"),
        document(FORM, "2024-09-01", "c"),
        document(FORM, "2024-09-02", ".d"),
        document(PLAN),
    )
    assert found == [
        "01_项目建设申报表_2024-09-01",
        "01_项目建设申报表_2024-09-02-2.pdf",
        "01_项目建设申报表_2024-09-02-3",
        "01_项目建设申报表-4.docx",
        "02_项目建设方案.pdf",
    ]


def test_a_file_that_serves_twice_goes_in_once() -> None:
    assert packed(document((FORM, PLAN)), document(FORM, file=f"{FORM}.pdf"))[0] == ["01_项目建设申报表.pdf"]


@pytest.mark.parametrize(
    ("paper", "fault"),
    [
        (document(FORM, "2024-10-09", "x.pdf"), "not_yet"),
        (document(FORM, file="../x.pdf"), "parent"),
        (document(FORM, file="夹/~$x.docx"), "litter"),
        (document(FORM, file="git.pdf"), "ignored"),
        *((document(FORM, file=f"{state.value}.pdf"), state.value) for state in FileState if state.value != "present"),
    ],
)
def test_what_never_goes_in(paper: Document, fault: str) -> None:
    states = {state.value: state for state in FileState}
    found, left_out = packed(paper, document(PLAN), ignored=("git.pdf",), **states)
    assert found == ["01_项目建设方案.pdf"]
    assert left_out == (LeftOut(paper.file, fault),)
    assert left_out[0].is_to_come == (fault == "not_yet")


@given(st.text(max_size=60))
def test_a_name_fits_everywhere(text: str) -> None:
    fit = fit_name(text)
    assert fit
    assert unsafe_path(f"01_{fit}.pdf") is None
    assert windows_faults(f"01_{fit}.pdf") == ()
    assert fit_name(fit) == fit


# ------------------------------------------------------------------------------------------------- what changed since


def handed_in(submission: str, on: str, **digests: str) -> Handover:
    """Return a record: file stem → digest."""
    listed = tuple(PackedFile(f"{name}.pdf", digest) for name, digest in digests.items())
    return Handover(submission, date.fromisoformat(on), "x.zip", "0" * 64, listed)


def changed(*handovers: Handover, now: str = "b", on: str = "2024-10-08", **more: Any) -> list[tuple[str, str]]:
    """Return (submission, what) of every change found, when the form now has the digest `now`."""
    submitted = Submitted(handovers, {f"{FORM}.pdf": now} if now else {})
    found = judged(on, submitted=submitted, files=files(file(f"{FORM}.pdf")), **more).findings
    return [(each.facts["submission"], each.facts["what"]) for each in found if each.rule == "FILE-19"]


FIRST = handed_in("申报", "2024-09-18", 项目建设申报表="a")
AGAIN = handed_in("申报", "2024-09-25", 项目建设申报表="b")
OTHER = handed_in("论证", "2024-09-20", 项目建设申报表="b")
SINCE = [("申报", "edited_since")]


def back(on: str, submission: str = "申报") -> dict[str, Any]:
    return {"events": (*APPLIED, event("退回", on, ref=submission))}


@pytest.mark.parametrize(
    ("handovers", "changes", "expected"),
    [
        ((), {}, []),
        ((FIRST,), {"now": "a"}, []),
        ((FIRST,), {}, SINCE),
        ((FIRST,), {"now": ""}, [("申报", "removed_since")]),
        ((FIRST,), {"documents": APPLICATION_PAPERS[:1], "now": "a"}, [("申报", "unlisted_since")]),
        ((FIRST,), {"on": "2024-09-17"}, []),
        ((FIRST, AGAIN), {}, []),
        ((AGAIN,), {"now": "c"}, SINCE),
        ((FIRST, OTHER), {}, []),
        ((FIRST, OTHER), {"now": "a"}, [("论证", "edited_since")]),
        ((FIRST,), back("2024-09-18"), []),
        ((FIRST,), back("2024-09-30"), []),
        ((FIRST,), back("2024-09-17"), SINCE),
        ((FIRST,), back("2024-09-30", "论证"), SINCE),
        ((FIRST,), {**back("2024-10-09")}, SINCE),
        ((FIRST, replace(FIRST, sha256="1" * 64)), back("2024-09-18"), SINCE),
        ((FIRST, replace(FIRST, sha256="1" * 64)), back("2024-09-19"), []),
    ],
)
def test_later_changes(
    handovers: tuple[Handover, ...], changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert changed(*handovers, **changes) == expected


def test_what_is_handed_in_again_is_not_held_against_it() -> None:
    dossier = make_dossier(submitted=Submitted((FIRST, handed_in("论证", "2024-09-01", 项目建设方案="a"))))
    supposed = suppose(pack(), dossier, "申报", DAY, calendar())
    found = [each for each in _findings(supposed) if each.rule == "FILE-19"]
    assert [each.facts["submission"] for each in found] == ["论证"]


def _findings(dossier: Any) -> tuple[Finding, ...]:
    from zlxm.rules.judge import judge  # noqa: PLC0415 the judge itself, not through `judged`

    return judge(pack(), dossier, DAY, calendar()).findings


def test_a_waiver_covers_it() -> None:
    from tests.builders import waiver  # noqa: PLC0415 only here

    submitted = Submitted((FIRST,), {f"{FORM}.pdf": "b"})
    found = judged(submitted=submitted, waivers=(waiver(rule="FILE-19"),)).findings
    assert [each.is_waived for each in found if each.rule == "FILE-19"] == [True]
    assert "WAIVER-1" not in codes(found)
