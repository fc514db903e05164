"""What files are taken for by their names, measured on a labelled list in the wild style."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.attach.names import Labelled, labelled, measured
from tests.builders import pack
from zlxm.model.dossier import Document
from zlxm.model.manifest import read_manifest
from zlxm.model.recognition import Certainty, NameTable
from zlxm.rules.file_names import cleaned, date_in
from zlxm.rules.recognition import recognise
from zlxm.services.recognition import load_names
from zlxm.services.regulations import DEFAULT
from zlxm.store.portfolio import read_manifest_nodes

SAMPLES = Path(__file__).parent.parent.parent / "sample-dossiers"
ABOUT_REVIEWS = {"评审意见", "终稿评审意见", "分管区领导意见"}


def names() -> NameTable:
    """Return the table of the built-in regulation; read once, it is kept."""
    return load_names(DEFAULT)


@pytest.mark.parametrize(("part", "least", "papers_recognised"), [("known", 330, 0.98), ("held_out", 80, 0.92)])
def test_the_sure_ones_are_right_and_most_are_sure(part: str, least: int, papers_recognised: float) -> None:
    figures, told = measured(part, names())
    print(part, figures, *told, sep="\n  ")  # noqa: T201 pytest -rP shows the figures
    assert figures.names >= least
    assert figures.sure_and_wrong == 0, told
    assert figures.sure_and_right / figures.papers >= papers_recognised, told
    assert figures.asked_or_silent / figures.names <= 0.03, told


def test_slips_of_the_pen_are_offered_and_never_sure() -> None:
    figures, told = measured("slips", names())
    print("slips", figures, *told, sep="\n  ")  # noqa: T201 as above
    assert (figures.sure_and_right, figures.sure_and_wrong) == (0, 0)
    assert figures.asked_with_right / figures.names >= 0.9, told


def test_the_names_in_the_sample_dossiers_are_never_surely_wrong() -> None:
    listed = [each for folder in sorted(SAMPLES.iterdir()) for each in documents_of(folder)]
    found = [(each, recognise(each.file.rpartition("/")[2], "", names())) for each in listed]
    sure = [(each, kinds.kinds) for each, kinds in found if kinds.certainty is Certainty.SURE]
    assert [(each.file, kinds) for each, kinds in sure if set(kinds) != set(each.kinds)] == []
    assert len(sure) / len([each for each in listed if each.kinds != ("其他",)]) > 0.95


def documents_of(folder: Path) -> tuple[Document, ...]:
    _, root, problems = read_manifest_nodes(str(folder))
    dossier, _ = read_manifest(root, pack().vocabulary) if not problems else (None, ())
    return dossier.documents if dossier else ()


@pytest.mark.parametrize("tail", ["审批表", "模板", "领取登记表", "会签单", "台账", "封面", "公示", "评审意见"])
def test_papers_about_a_paper_are_not_that_paper(tail: str) -> None:
    kinds = [kind.name for kind in pack().vocabulary.documents.values() if kind.issuer]
    taken = [(kind, recognise(f"{kind}{tail}.pdf", "", names())) for kind in kinds if kind not in ABOUT_REVIEWS]
    sure = [(kind, found.kinds) for kind, found in taken if found.certainty is Certainty.SURE and kind in found.kinds]
    assert sure == [("资产处置记录", ("资产处置记录",))] * (tail == "审批表")


def test_the_list_has_every_kind_of_paper() -> None:
    issued = {kind.name for kind in pack().vocabulary.documents.values() if kind.issuer}
    shown = {kind for each in labelled("known") for kind in each.kinds}
    assert issued - shown == {"会议纪要"}  # its bare name is nearly always the minutes of the collective decision


def test_no_name_is_labelled_twice() -> None:
    everything = [each for part in ("known", "held_out", "slips") for each in labelled(part)]
    seen: dict[tuple[str, str], Labelled] = {}
    twice = [each.name for each in everything if seen.setdefault((each.folder, each.name), each) is not each]
    assert twice == []


@pytest.mark.parametrize("kind", [kind.name for kind in pack().vocabulary.documents.values() if kind.issuer])
@pytest.mark.parametrize("name", ["{}.pdf", "钟楼区某某平台项目{}（盖章版）_20250312.pdf", "07 {} V1.2 终稿.docx"])
def test_every_kind_is_known_by_the_name_of_the_regulation(kind: str, name: str) -> None:
    found = recognise(name.format(kind), "", names())
    if kind == "会议纪要":
        assert found.certainty is Certainty.LIKELY
    elif "终稿" in name and kind in ("项目建设方案", "项目建议书"):
        assert (found.certainty, found.kinds) == (Certainty.LIKELY, (f"{kind}最终稿",))
    else:
        assert (found.certainty, found.kinds) == (Certainty.SURE, (kind,)), found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("01_招标文件.pdf", "招标文件"),
        ("（一）采购文件.PDF", "采购文件"),
        ("附件3：项目建议书.doc", "项目建议书"),
        ("ＪＳＺＣ２０２５中标通知书．ｐｄｆ", "中标通知书"),
        ("《用户手册》V1.0(1) - 副本.docx", "用户手册"),
        ("测试报告_扫描件_2025年3月12日.pdf", "测试报告"),
        ("初验报告（钟政发〔2025〕12号）.pdf", "初验报告"),
        ("2025年度项目建设计划.pdf", "年度项目建设计划"),
        ("微信图片_20250312093015.jpg", ""),
        ("a" * 5000 + ".pdf", "a" * 120),
        ("", ""),
    ],
)
def test_what_says_nothing_of_the_paper_is_taken_out(name: str, text: str) -> None:
    assert cleaned(name, names()) == text


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("中标通知书20250407.pdf", date(2025, 4, 7)),
        ("中标通知书_2025-04-07.pdf", date(2025, 4, 7)),
        ("合同 2025.4.7.pdf", date(2025, 4, 7)),
        ("合同２０２５年４月７日.pdf", date(2025, 4, 7)),
        ("合同20250407-2025.04.07.pdf", date(2025, 4, 7)),
        ("合同20250407-20250408.pdf", None),
        ("合同20250230.pdf", None),
        ("微信图片_20250312093015.jpg", None),
        ("JSZC-320404-2025-0031.pdf", None),
        ("合同2025年4月.pdf", None),
        ("合同19990407.pdf", None),
        ("v2025.10.pdf", None),
        ("初验报告(盖章) 2026-11-25.pdf", date(2026, 11, 25)),
        ("合同2026.11.25.docx", date(2026, 11, 25)),
        ("合同2026-11-255.pdf", None),
        ("V2026.1.2.3.pdf", None),
    ],
)
def test_a_date_is_taken_only_when_it_is_one(name: str, day: date | None) -> None:
    assert date_in(name) == day


def test_the_projects_name_says_nothing_of_a_file() -> None:
    name = "合同管理平台初验报告库建设项目 用户手册.pdf"
    assert recognise(name, "", names(), ["合同管理平台初验报告库建设项目"]).certainty is Certainty.SURE
    assert recognise("建设项目合同.pdf", "", names(), ["建设项目合同"]).kinds == ("建设合同",)


@pytest.mark.parametrize(("folder", "first"), [("07终验", "终验报告"), ("初验", "初验报告"), ("", "初验报告")])
def test_a_folder_breaks_ties_and_makes_nothing_sure(folder: str, first: str) -> None:
    found = recognise("验收报告.pdf", folder, names())
    assert (found.certainty, found.kinds) == (Certainty.LIKELY, (first,))
    assert set(found.candidates) == {("初验报告",), ("终验报告",)}


def test_a_folder_may_say_what_a_bare_name_means() -> None:
    assert recognise("报告.pdf", "终验", names()).kinds == ("终验报告",)
    assert recognise("报告.pdf", "杂项", names()).certainty is Certainty.NONE


_PARTS = ["合同", "报告", "中标通知书", "用户手册", "终稿", "20250312", "监理", "初验", ".pdf"]
_WORDS = st.sampled_from([*"（）_- .、及和与《》12年月", *_PARTS])
_NAMES = st.lists(st.one_of(_WORDS, st.text(max_size=3)), max_size=12).map("".join)


@given(_NAMES, st.sampled_from(["", "验收", "03-采购"]))
def test_any_name_has_an_answer(name: str, folder: str) -> None:
    found = recognise(name, folder, names())
    known = pack().vocabulary.documents
    assert all(kind in known for kinds in found.candidates for kind in kinds)
    assert len(set(found.candidates)) == len(found.candidates)
    if found.certainty is Certainty.SURE:
        assert len(found.candidates) == 1
    assert bool(found.candidates) == (found.certainty is not Certainty.NONE)
