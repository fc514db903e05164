from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from tests.store import made_files as made
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.finding import Finding, Report, SlotState
from zlxm.model.problem import Severity
from zlxm.services.check import CheckRequest, check, crashed_rules, exceeds
from zlxm.services.selection import Selection, covers

MANIFEST = """\
zlxm: 1
regulation: zhonglou-2023
project: {name: 智慧养老, code: ZL-1, nature: 新建, categories: 软件应用}
unit: {name: 钟楼区民政局}
plan: {year: 2025}
budget: {total: 20}
events:
  - {event: 三重一大决策, date: 2024-08-20}
  - {event: 申报, date: 2024-09-18, number: PT1}
documents:
  - {kind: 三重一大会议纪要, path: 01-申报/纪要.pdf, date: 2024-08-20}
  - {kind: 项目建设申报表, path: 01-申报/申报表.pdf}
  - {kind: 项目建设方案, path: 01-申报/方案.pdf}
"""
PAPERS = ("01-申报/纪要.pdf", "01-申报/申报表.pdf", "01-申报/方案.pdf")
AS_OF = date(2024, 10, 8)
posix_only = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes need POSIX")


def put(folder: Path, manifest: str = MANIFEST, papers: tuple[str, ...] = PAPERS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8", newline="")
    for paper in papers:
        (folder / paper).parent.mkdir(exist_ok=True)
        (folder / paper).write_bytes(made.pdf())
    return folder


def checked(*paths: Path, **asked: object) -> Report:
    return check(CheckRequest(tuple(map(str, paths)), AS_OF, **asked))  # type: ignore[arg-type]


def findings(*paths: Path, **asked: object) -> list[Finding]:
    return list(checked(*paths, **asked).findings())


def lines(found: list[Finding]) -> list[tuple[str, int, int]]:
    return [(each.rule, each.line, each.column) for each in found]


def test_a_sound_dossier_has_no_findings(tmp_path: Path) -> None:
    report = checked(put(tmp_path / "甲"))
    (dossier,) = report.dossiers
    assert (dossier.name, dossier.code, dossier.judgement.stage, dossier.judgement.findings) == (
        "智慧养老",
        "ZL-1",
        "申报",
        (),
    )
    assert (report.regulation, report.as_of, crashed_rules(report)) == ("zhonglou-2023", AS_OF, ())
    assert not exceeds(report, Severity.INFO)


@posix_only
def test_real_files_are_looked_at(tmp_path: Path) -> None:
    names = ["没有", "空", "链", "指针", "假", "管"]
    listed = "".join(f"  - {{kind: 其他, path: {name}.pdf}}\n" for name in names)
    folder = put(tmp_path / "甲", MANIFEST + listed)
    (folder / "空.pdf").touch()
    (tmp_path / "外.pdf").write_bytes(made.pdf())
    (folder / "链.pdf").symlink_to("../外.pdf")
    (folder / "指针.pdf").write_bytes(made.LFS_POINTER)
    (folder / "假.pdf").write_bytes(b"PK\x03\x04" + bytes(100))
    os.mkfifo(folder / "管.pdf")
    assert lines(findings(folder)) == [
        ("FILE-1", 14, 22),
        ("FILE-3", 15, 22),
        ("FILE-2", 16, 22),
        ("FILE-6", 17, 22),
        ("FILE-4", 18, 22),
        ("FILE-15", 19, 22),
    ]


@posix_only
def test_nothing_of_a_classified_project_is_opened(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("{name: 智慧养老", "{classified: true, name: 智慧养老")
    folder = put(tmp_path / "甲", manifest, ())
    os.mkfifo(folder / "管.pdf")
    (folder / "01-申报").symlink_to("/nowhere")
    (report,) = checked(folder, with_checklists=True).dossiers
    assert lines(list(report.judgement.findings)) == [("ZL41-1", 3, 23)]
    assert (report.checklists, report.judgement.duties, dict(report.judgement.outcomes)) == ((), (), {})


def test_a_broken_manifest_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path / "乙", MANIFEST.replace("budget: {total: 20}", "budget: {total: 20\n"))
    put(tmp_path / "甲", MANIFEST.replace("2024-09-18", "2024-09-31").replace("total: 20", "total: 二十"))
    put(tmp_path / "丙", papers=PAPERS[:2])
    report = checked(tmp_path)
    assert [(os.path.basename(each.path), lines(list(each.judgement.findings))) for each in report.dossiers] == [
        ("丙", [("ZL05-3", 9, 5), ("FILE-1", 13, 26)]),
        ("乙", [("MANIFEST", 8, 7)]),
        ("甲", [("MANIFEST", 6, 17), ("MANIFEST", 9, 23)]),
    ]
    assert {each.rule for each in report.dossiers[0].judgement.findings} == {"FILE-1", "ZL05-3"}
    assert exceeds(report, Severity.ERROR)


def test_findings_come_in_the_order_of_lines(tmp_path: Path) -> None:
    found = findings(put(tmp_path, papers=()))
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert {each.path for each in found} == {str(tmp_path / "manifest.yaml").replace(os.sep, "/")}


def test_paths_are_relative_to_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "甲" / "乙", papers=())
    monkeypatch.chdir(tmp_path)
    assert {each.path for each in findings(Path("甲"))} == {"甲/乙/manifest.yaml"}
    assert {each.path for each in findings(Path("甲/乙/manifest.yaml"))} == {"甲/乙/manifest.yaml"}


def test_quoted_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (report,) = checked(put(tmp_path, "\ufeff" + MANIFEST.replace("\n", "\r\n"), PAPERS[:2])).dossiers
    quoted = {each.line: report.quotes[each.line] for each in report.judgement.findings}
    assert quoted[13] == MANIFEST.splitlines()[12]


def test_a_folder_without_dossier_has_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ZlxmError) as error:
        checked(tmp_path)
    assert (error.value.code, error.value.exit_code, error.value.facts["path"]) == ("no_dossier", 3, str(tmp_path))
    with pytest.raises(ZlxmError) as error:
        checked(tmp_path / "没有")
    assert (error.value.code, error.value.exit_code) == ("no_such_path", 3)


def test_one_empty_path_among_several_is_told(tmp_path: Path) -> None:
    put(tmp_path / "甲")
    (tmp_path / "乙").mkdir()
    with pytest.raises(ZlxmError):
        checked(tmp_path / "甲", tmp_path / "乙")


def test_a_dossier_named_twice_is_judged_once(tmp_path: Path) -> None:
    folder = put(tmp_path / "甲")
    assert len(checked(folder, folder).dossiers) == 1


@pytest.mark.parametrize(
    ("code", "nearest"), [("ZL13-20", "ZL13-2"), ("FLIE-1", "FILE-1"), ("ZL99", ""), ("zl13-2", "")]
)
def test_an_unknown_rule_is_wrong_usage(tmp_path: Path, code: str, nearest: str) -> None:
    for selection in (Selection(select=(code,)), Selection(ignore=(code,))):
        with pytest.raises(UsageError) as error:
            checked(put(tmp_path), selection=selection)
        assert (error.value.code, error.value.exit_code) == ("unknown_rule", 2)
        assert not nearest or error.value.facts["nearest"] == nearest


def test_an_unknown_submission_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        checked(put(tmp_path), submission="终验收")
    assert error.value.code == "unknown_submission"
    assert "终验" in str(error.value.facts["known"])


@pytest.mark.parametrize("name", ["nowhere", "../regulations/zhonglou-2023", "/etc"])
def test_an_unknown_regulation_is_a_finding(tmp_path: Path, name: str) -> None:
    found = findings(put(tmp_path, MANIFEST.replace("zhonglou-2023", name)))
    assert [(each.rule, each.what, each.line, each.column) for each in found] == [
        ("MANIFEST", "unknown_regulation", 2, 13)
    ]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), {"FILE-1", "ZL04-1", "ZL05-3"}),
        (Selection(select=("FILE",)), {"FILE-1"}),
        (Selection(select=("ZL05", "ZL04-1")), {"ZL04-1", "ZL05-3"}),
        (Selection(select=("ZL",), ignore=("ZL05-3",)), {"ZL04-1"}),
        (Selection(ignore=("ZL", "FILE")), set()),
    ],
)
def test_rules_can_be_selected(tmp_path: Path, selection: Selection, expected: set[str]) -> None:
    assert {each.rule for each in findings(put(tmp_path, papers=()), selection=selection)} == expected


def test_a_broken_form_cannot_be_ignored(tmp_path: Path) -> None:
    assert lines(findings(put(tmp_path, "a: [\n"), selection=Selection(ignore=("MANIFEST", "ZL")))) != []


@pytest.mark.parametrize(
    ("code", "rule", "expected"),
    [
        ("ZL30", "ZL30-1", True),
        ("ZL3", "ZL30-1", False),
        ("ZL30", "ZL301-1", False),
        ("ZL", "ZL30-1", True),
        ("ZL30-1", "ZL30-1", True),
        ("ZL30-1", "ZL30-10", False),
        ("FILE", "FILE-12", True),
        ("", "ZL30-1", True),
    ],
)
def test_a_code_covers_its_rules(code: str, rule: str, expected: bool) -> None:
    assert covers(code, rule) is expected


def test_trying_out_a_submission(tmp_path: Path) -> None:
    report = checked(put(tmp_path), submission="终验", with_checklists=True)
    (dossier,) = report.dossiers
    assert {"ZL28-3", "ZL30-1"} <= {each.rule for each in dossier.judgement.findings}
    (asked,) = dossier.checklists
    assert asked.submission == "终验"
    assert SlotState.MISSING in {tick.state for tick in asked.ticks}
    assert report.submission == "终验"


def test_the_next_submission_is_offered(tmp_path: Path) -> None:
    (dossier,) = checked(put(tmp_path), with_checklists=True).dossiers
    assert [each.submission for each in dossier.checklists] == ["论证", "终验"]


def test_several_processes_say_the_same(tmp_path: Path) -> None:
    for number in range(60):
        put(tmp_path / f"{number:02}", papers=PAPERS[: number % 4])
    steps: list[tuple[int, int]] = []
    alone = check(CheckRequest((str(tmp_path),), AS_OF))
    shared = check(CheckRequest((str(tmp_path),), AS_OF, jobs=2), lambda done, of: steps.append((done, of)))
    assert alone == shared
    assert steps == [(number, 60) for number in range(1, 61)]


def test_checking_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    checked(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_portfolio_may_add_holidays(tmp_path: Path) -> None:
    put(tmp_path / "甲")
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.yaml").write_text(
        "calendar: x\nyears: {2027: {rest: [2027-01-01]}}\n", encoding="utf-8"
    )
    assert checked(tmp_path).calendar_until == date(2027, 12, 31)
