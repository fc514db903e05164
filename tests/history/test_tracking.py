"""GIT-1 to GIT-4 and GIT-12: what git would lose or cannot show, in real repositories."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.builders import codes, document, file, files, judged
from tests.history.repositories import QUIET, SAMPLES, begin, check, commit, git, rewrite, rules, run, said_of_git

PAPER = "documents:\n  - {kind: 其他, path: 说明.txt}\n"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, told in QUIET.items():
        monkeypatch.setenv(name, told)


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """A repository with one dossier that lists a file nobody committed yet."""
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei")
    commit(folder)
    (folder / "环卫/说明.txt").write_text("说明", encoding="utf-8")
    rewrite(folder / "环卫/manifest.yaml", "documents:\n", PAPER)
    return folder


def test_a_file_that_git_does_not_have(portfolio: Path) -> None:
    manifest = portfolio / "环卫/manifest.yaml"
    line = manifest.read_text("utf-8").splitlines().index(PAPER.splitlines()[1]) + 1
    assert said_of_git(check(portfolio)) == [("环卫", "GIT-1", line)]
    assert run(portfolio, "check").code == 0
    git(portfolio, "add", ".")
    assert rules(check(portfolio)) == []


def test_a_file_that_git_is_told_to_leave_out(portfolio: Path) -> None:
    (portfolio / ".gitignore").write_text("*.txt\n", encoding="utf-8")
    assert rules(check(portfolio)) == ["GIT-2"]
    assert run(portfolio, "check").code == 1
    git(portfolio, "add", "--force", "环卫/说明.txt")
    assert rules(check(portfolio)) == []


@pytest.mark.parametrize(("pattern", "rule"), [("", "GIT-1"), ("环卫/\n", "GIT-2")])
def test_a_dossier_that_git_does_not_have_is_said_once_and_is_no_error(tmp_path: Path, pattern: str, rule: str) -> None:
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei")
    (folder / ".gitignore").write_text(pattern, encoding="utf-8")
    assert said_of_git(check(folder)) == [("环卫", rule, 1)]
    assert run(folder, "check").code == 0


def test_without_git_nothing_is_said(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "chengguan-huanwei", tmp_path / "环卫")
    assert rules(check(tmp_path)) == []


def test_a_merge_that_is_not_finished(portfolio: Path) -> None:
    commit(portfolio)
    git(portfolio, "checkout", "--quiet", "-b", "side", "HEAD~1")
    (portfolio / "环卫/说明.txt").write_text("别的说明", encoding="utf-8")
    rewrite(portfolio / "环卫/manifest.yaml", "documents:\n", PAPER)
    commit(portfolio)
    with pytest.raises(AssertionError):
        git(portfolio, "merge", "--quiet", "main")
    git(portfolio, "checkout", "--ours", "环卫/说明.txt")
    assert rules(check(portfolio)) == ["GIT-3"]


@pytest.mark.parametrize(
    ("name", "is_leftover"),
    [
        ("方案.docx.orig", True),
        ("方案_BACKUP_1234.docx", True),
        ("方案.LOCAL.77.docx", True),
        ("方案（张三的冲突副本 2026-01-01）.docx", True),
        ("方案 (conflicted copy).docx", True),
        ("方案的冲突文件.docx", True),
        ("原件.docx", False),
        ("LOCAL 方案.docx", False),
        ("利益冲突声明.pdf", False),
        ("REMOTE_接口.docx", False),
    ],
)
def test_names_that_a_conflict_leaves(name: str, is_leftover: bool) -> None:
    seen = files(file(name, format=name.rpartition(".")[2]))
    found = codes(judged(documents=(document("其他", file=name),), files=seen))
    assert ("GIT-3" in found) is is_leftover


def test_a_sparse_checkout_is_no_missing_paper(portfolio: Path) -> None:
    commit(portfolio)
    git(portfolio, "update-index", "--skip-worktree", "环卫/说明.txt")
    (portfolio / "环卫/说明.txt").unlink()
    report = check(portfolio)
    assert rules(report) == ["GIT-4"]
    (found,) = [each for each in report["dossiers"][0]["findings"] if each["rule"] == "GIT-4"]
    assert (found["state"], found["severity"]) == ("unknown", "warning")
    assert "FILE-1" not in {each["rule"] for each in report["dossiers"][0]["findings"]}
    assert rules(check(portfolio, "--since", "HEAD~1")) == ["GIT-4"]


def test_a_repository_inside_the_dossier(portfolio: Path, tmp_path: Path) -> None:
    inner = begin(tmp_path / "内")
    (inner / "a.pdf").write_bytes(b"%PDF-1.4")
    commit(inner)
    git(portfolio, "submodule", "--quiet", "add", str(inner), "环卫/子模块")
    commit(portfolio)
    assert rules(check(portfolio)) == ["GIT-12"]
    git(portfolio, "submodule", "--quiet", "deinit", "--force", "环卫/子模块")
    assert rules(check(portfolio)) == ["GIT-12"]


@pytest.mark.parametrize("where", ["子/", ""])
def test_a_folder_that_git_would_take_for_a_repository(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "环卫"
    shutil.copytree(SAMPLES / "chengguan-huanwei", folder)
    for name in ("HEAD", "objects/.keep", "refs/.keep"):
        path = folder / where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ref: refs/heads/main\n", encoding="ascii")
    assert rules(check(folder)) == ["GIT-12"]


def test_a_repository_that_belongs_to_somebody_else(portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(portfolio)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert rules(check(portfolio)) == ["GIT-4"]
    said = run(portfolio, "check", "--since", "HEAD")
    assert (said.code, "safe.directory" in said.err) == (3, True)


def test_a_machine_without_git(portfolio: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit(portfolio)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert rules(check(portfolio)) == ["GIT-4"]
    assert run(portfolio, "check", "--since", "HEAD").code == 3


def test_a_broken_repository(portfolio: Path) -> None:
    commit(portfolio)
    (portfolio / ".git/index").write_bytes(b"broken")
    assert rules(check(portfolio)) == ["GIT-4"]
    assert run(portfolio, "check", "--staged").code == 3


def test_many_dossiers_are_asked_about_in_one_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = ("chengguan-huanwei", "nandajie-tingyong", "caizheng-wangluo")
    folder = begin(tmp_path / "库", **{f"项目{number}": name for number, name in enumerate(samples)})
    commit(folder)
    counted = tmp_path / "count"
    shim = tmp_path / "bin/git"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\necho x >> {counted}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    assert rules(check(folder)) == []
    assert counted.read_text("utf-8").count("x") == 1
