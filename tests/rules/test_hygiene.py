from __future__ import annotations

from typing import Any

import pytest

from tests.builders import APPLICATION_PAPERS, APPLIED, codes, document, event, file, files, judged, small_pack, waiver
from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding
from zlxm.model.problem import Severity
from zlxm.rules.hygiene import extension_of

Case = dict[str, Any]


def one(name: str, **facts: Any) -> Case:
    """Return a dossier with one more document that looks like this."""
    return {"documents": (*APPLICATION_PAPERS, document("其他", file=name)), "files": files(file(name, **facts))}


THERE = (FileState.PRESENT, FileState.TOO_LARGE, FileState.UNSEEN)


def state(which: FileState) -> Case:
    return one("甲.pdf", state=which)


CASES: list[tuple[str, Case, Case]] = [
    ("FILE-1", state(FileState.MISSING), one("甲.pdf")),
    ("FILE-2", one("../甲.pdf"), one("夹/甲.pdf")),
    ("FILE-2", one("/etc/passwd"), one("etc/passwd.pdf")),
    ("FILE-2", one("C:\\甲.pdf"), one("C/甲.pdf")),
    ("FILE-2", one("夹\\甲.pdf"), one("夹/甲.pdf")),
    ("FILE-2", one(""), one("甲.pdf")),
    ("FILE-2", state(FileState.LINK), one("甲.pdf")),
    ("FILE-3", state(FileState.EMPTY), one("甲.pdf")),
    ("FILE-4", one("甲.docx", format="pdf"), one("甲.docx", format="docx")),
    ("FILE-4", one("甲.pdf", format=""), one("甲.unknown", format="")),
    ("FILE-4", one("甲.pdf", damage="truncated"), one("甲.pdf")),
    ("FILE-4", one("甲.xls", format="doc"), one("甲.xls", format="et")),
    ("FILE-4", one("甲.jpeg", format="png"), one("甲.JPEG", format="jpg")),
    ("FILE-5", one("甲.pdf", is_protected=True), one("甲.pdf")),
    ("FILE-6", state(FileState.LFS_POINTER), one("甲.pdf")),
    ("FILE-7", one("甲.docx", format="docx", placeholders=("{{ name }}",)), one("甲.docx", format="docx")),
    (
        "FILE-8",
        {"documents": (*APPLICATION_PAPERS, document("其他", file="甲.pdf"), document("会议纪要", file="甲.pdf"))},
        {"documents": (*APPLICATION_PAPERS, document(("其他", "会议纪要"), file="甲.pdf"))},
    ),
    ("FILE-9", {"unlisted": ("余.txt",)}, {"unlisted": ("~$余.docx",)}),
    ("FILE-10", {"unlisted": ("A.pdf", "a.pdf")}, {"unlisted": ("A.pdf", "b.pdf")}),
    ("FILE-10", {"unlisted": ("\u00e9.pdf", "e\u0301.pdf")}, {"unlisted": ("\u00e9.pdf", "e.pdf")}),
    ("FILE-11", one("con.pdf"), one("cone.pdf")),
    ("FILE-11", one("甲?.pdf"), one("甲？.pdf")),
    ("FILE-11", one("夹 /甲.pdf"), one("夹/甲.pdf")),
    ("FILE-11", {"unlisted": ("甲\n.pdf",)}, {"unlisted": ("甲.pdf",)}),
    ("FILE-11", {"unlisted": ("\udcb8\udcbd.pdf",)}, {"unlisted": ("附.pdf",)}),
    (
        "FILE-12",
        {"events": (*APPLIED, event("申报合规审查", "2024-10-09", result="通过"))},
        {"events": (*APPLIED, event("申报合规审查", "2024-10-08", result="通过"))},
    ),
    (
        "FILE-12",
        {"documents": (*APPLICATION_PAPERS, document("其他", "2024-10-09"))},
        {"documents": (*APPLICATION_PAPERS, document("其他", "2024-10-08"))},
    ),
    ("FILE-13", one("机密★5年.pdf"), one("机密.pdf")),
    ("FILE-13", one("甲.docx", format="docx", secrecy_marks=("绝密★",)), one("甲.docx", format="docx")),
    ("FILE-13", {"unlisted": ("秘密★.txt",)}, {"unlisted": ("秘密.txt",)}),
    ("FILE-15", state(FileState.UNREADABLE), one("甲.pdf")),
    ("FILE-15", state(FileState.NOT_A_FILE), one("甲.pdf")),
    ("FILE-15", state(FileState.TOO_LARGE), one("甲.pdf")),
    ("FILE-15", state(FileState.CHANGING), one("甲.pdf")),
    ("FILE-16", {"unlisted": ("夹/Thumbs.db",)}, {"unlisted": ("夹/Thumb.db",)}),
    ("FILE-21", one("甲.docx", format="docx", active=("macros",)), one("甲.docx", format="docx", active=("embedded",))),
    (
        "FILE-21",
        {"unlisted": ("甲.docx",), "files": files(file("甲.docx", format="docx", active=("dde",)))},
        {"unlisted": ("甲.docx",), "files": files(file("甲.docx", format="docx", active=("script",)))},
    ),
    ("FILE-22", one("甲.pdf", active=("script",)), one("甲.pdf", active=("launch",))),
]


@pytest.mark.parametrize(("code", "bad", "good"), CASES)
def test_each_code_speaks_where_it_should_and_nowhere_else(code: str, bad: Case, good: Case) -> None:
    found = judged(**bad)
    assert code in codes(found)
    assert code not in codes(judged(**good))
    assert found.crashed == ()


def test_a_paper_in_an_unwanted_format() -> None:
    by = small_pack()
    assert codes(judged(by=by, events=(), documents=(document("纸三", file="甲.docx"),), files={})) == []
    for name, expected in (("甲.docx", ["FILE-14"]), ("甲.pdf", [])):
        seen = files(file(name, format=name.rpartition(".")[2]))
        assert codes(judged(by=by, events=(), documents=(document("纸三", file=name),), files=seen)) == expected


def test_every_code_of_the_house_is_shown_above() -> None:
    by = small_pack()
    elsewhere = {"FILE-14", "FILE-17", "FILE-18", "FILE-19", "FILE-20"}  # test_consistency, test_handovers
    shown = {code for code, _, _ in CASES} | elsewhere
    assert {code for code in by.house if code.startswith("FILE")} == shown


def only(code: str, case: Case) -> Finding:
    return next(each for each in judged(**case).findings if each.rule == code)


def test_a_finding_stands_at_the_path_and_names_the_kind() -> None:
    found = only("FILE-1", state(FileState.MISSING))
    assert (found.at, found.document, found.severity) == (("documents", 3, "path"), "其他", Severity.ERROR)


def test_secrecy_cites_the_regulation_and_is_never_waived() -> None:
    case = one("机密★5年.pdf")
    for waived in (waiver(rule="FILE-13"), waiver(document="其他")):
        found = [each for each in judged(**case, waivers=(waived,)).findings if each.rule == "FILE-13"]
        assert [(each.article, each.is_waived) for each in found] == [(41, False)]
    assert "WAIVER-3" in codes(judged(**case, waivers=(waiver(rule="FILE-13"),)))


@pytest.mark.parametrize("which", [each for each in FileState if each not in THERE])
def test_a_file_that_is_not_there_is_no_evidence(which: FileState) -> None:
    seen = files(file("项目建设方案.pdf", state=which))
    assert "ZL05-3" in codes(judged(files=seen))


def test_a_future_paper_is_no_evidence() -> None:
    papers: tuple[Document, ...] = (*APPLICATION_PAPERS[:2], document("项目建设方案", "2024-12-31"))
    assert {"ZL05-3", "FILE-12"} <= set(codes(judged(documents=papers)))


@pytest.mark.parametrize(
    ("name", "extension"), [("a.PDF", "pdf"), ("a", ""), (".pdf", ""), ("a.b/c", ""), ("a.tar.gz", "gz"), ("a.", "")]
)
def test_extensions(name: str, extension: str) -> None:
    assert extension_of(name) == extension
