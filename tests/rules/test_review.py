"""The compliance review of a submission: its papers, what is wrong with them, and the conclusion."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import APPLICATION_PAPERS, APPLIED, document, event, file, files, make, waiver
from zlxm.model.attachment import FileState
from zlxm.rules.case import Case
from zlxm.rules.checklist import under_review
from zlxm.rules.tables import review

PLANNED = (
    *APPLIED,
    event("申报合规审查", "2024-10-10", result="通过"),
    event("评审", "2024-11-10", result="通过"),
    event("列入年度计划", "2025-01-10"),
)


def for_submission(name: str, **changes: Any) -> Case:
    """Return a case whose papers of a review are about the submission."""
    case = make(**changes)
    case.submission = name
    return case


@pytest.mark.parametrize(
    ("events", "on", "expected"),
    [
        ((), "2024-10-08", "申报"),
        (APPLIED, "2024-10-08", "申报"),
        (PLANNED, "2025-02-01", "论证"),
        ((*PLANNED, event("提交论证", "2025-01-20")), "2025-02-01", "论证"),
        ((event("终验申请", "2025-02-01"),), "2025-02-01", "终验"),
        ((event("终验申请", "2025-02-01"), event("终验", "2025-03-01", result="通过")), "2025-03-01", "终验"),
    ],
)
def test_the_submission_at_hand(events: tuple[Any, ...], on: str, expected: str) -> None:
    assert under_review(make(on, events=events)) == expected


def states(case: Case) -> dict[str, str]:
    """Return first paper of a line → state."""
    return {row["documents"][0]: row["state"] for row in review.materials(case)}


def test_papers_in_order_are_received() -> None:
    case = make()
    assert states(case) == {"项目建设申报表": "there", "项目建设方案": "there", "三重一大会议纪要": "there"}
    (row,) = review.summary(case)
    told = {name: row[name] for name in ("submission", "article", "number", "wanted", "have", "conclusion")}
    assert told == {
        "submission": "申报",
        "article": 7,
        "number": "PT202409-031",
        "wanted": 3,
        "have": 3,
        "conclusion": "received",
    }
    assert list(review.gaps(case)) == []


def test_what_is_only_supposed_has_no_receipt() -> None:
    (row,) = review.summary(make(events=APPLIED[:1]))
    assert (row["submission"], row["date"], row["number"]) == ("申报", None, None)


def test_a_missing_paper_returns_the_submission_with_its_article() -> None:
    case = make(documents=(APPLICATION_PAPERS[0], APPLICATION_PAPERS[1]))
    assert states(case)["项目建设方案"] == "absent"
    (gap,) = review.gaps(case)
    assert (gap["group"], gap["severity"], gap["articles"]) == ("paper_absent", "error", (5,))
    (row,) = review.summary(case)
    assert (row["absent"], row["errors"], row["conclusion"]) == (1, 1, "returned")


@pytest.mark.parametrize(
    ("state", "expected", "rules"),
    [
        (FileState.PRESENT, "there", []),
        (FileState.MISSING, "absent", ["ZL05-3"]),  # the missing paper is told, not the missing file as well
        (FileState.EMPTY, "faulty", ["FILE-3"]),  # the file is told, not the paper that therefore does not count
    ],
)
def test_spoilt_files_are_told_once(state: FileState, expected: str, rules: list[str]) -> None:
    case = make(files=files(file("项目建设方案.pdf", state)))
    assert states(case)["项目建设方案"] == expected
    assert [gap["issue"].rule for gap in review.gaps(case)] == rules


def test_faults_of_files_cite_the_article_of_the_review() -> None:
    case = make(files=files(file("项目建设方案.pdf", FileState.EMPTY)))
    assert [(gap["group"], gap["articles"]) for gap in review.gaps(case)] == [("paper_faulty", (7,))]


def test_warnings_are_to_be_verified_and_return_nothing() -> None:
    case = make(documents=APPLICATION_PAPERS[1:])
    assert [(gap["severity"], gap["articles"]) for gap in review.gaps(case)] == [("warning", (4,))]
    (row,) = review.summary(case)
    assert (row["warnings"], row["conclusion"]) == (1, "received")


def test_an_excused_paper_is_absent_with_its_reason() -> None:
    case = make(documents=APPLICATION_PAPERS[1:], waivers=(waiver(document="三重一大会议纪要"),))
    row = next(row for row in review.materials(case) if "三重一大会议纪要" in row["documents"])
    assert (row["state"], [each.facts["reason"] for each in row["remarks"]]) == ("absent", ["理由"])


def test_a_submission_of_choice_is_judged_as_if_handed_in_today() -> None:
    case = for_submission("终验", on="2025-10-08", events=PLANNED)
    (row,) = review.summary(case)
    assert (row["submission"], row["article"], row["date"], row["conclusion"]) == ("终验", 28, None, "returned")
    missing = [gap for gap in review.gaps(case) if gap["group"] == "paper_absent"]
    assert len(missing) >= row["absent"]
    groups = [gap["group"] for gap in review.gaps(case)]
    assert groups == sorted(groups, key=("paper_absent", "paper_faulty", "process").index)


def test_a_paper_that_one_file_spoils_does_not_hide_another() -> None:
    listed = (*APPLICATION_PAPERS, document("项目建设方案", file="二.pdf"))
    case = make(documents=listed, files=files(file("二.pdf", FileState.EMPTY)))
    assert [gap["issue"].rule for gap in review.gaps(case)] == ["FILE-3"]
    assert states(case)["项目建设方案"] == "faulty"
