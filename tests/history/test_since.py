"""`check --since` and `--staged` in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.history.repositories import (
    QUIET,
    begin,
    check,
    commit,
    dossiers,
    git,
    rewrite,
    rules,
    run,
    said_of_git,
)

PLANNED = "列入年度计划, date: 2026-01-22, number: 钟政办发〔2026〕2号, amount: 128.00"
RAISED = PLANNED.replace("128.00", "131.00")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, told in QUIET.items():
        monkeypatch.setenv(name, told)


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """A repository with two dossiers, everything committed."""
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei", 停用="nandajie-tingyong")
    commit(folder, "初始")
    return folder


def line_of(manifest: Path, text: str) -> int:
    lines = manifest.read_text("utf-8").splitlines()
    (found,) = [number for number, line in enumerate(lines, 1) if text in line]
    return found


def test_nothing_changed_is_said_and_passes(portfolio: Path) -> None:
    said = run(portfolio, "check", "--since", "HEAD")
    assert said.code == 0
    assert "没有项目有改动" in said.out


def test_a_rewritten_amount_is_flagged_on_its_line_and_only_its_dossier_is_judged(portfolio: Path) -> None:
    manifest = portfolio / "环卫/manifest.yaml"
    rewrite(manifest, PLANNED, RAISED)
    report = check(portfolio, "--since", "HEAD")
    assert dossiers(report) == ["环卫"]
    assert said_of_git(report) == [("环卫", "GIT-6", line_of(manifest, RAISED))]
    assert report["since"] == "HEAD"
    assert run(portfolio, "check", "--since", "HEAD").code == 1


def test_the_change_is_seen_wherever_it_lies(portfolio: Path) -> None:
    """In the work tree, staged, committed on a branch, and as a range of commits."""
    manifest = portfolio / "环卫/manifest.yaml"
    git(portfolio, "checkout", "--quiet", "-b", "side")
    rewrite(manifest, PLANNED, RAISED)
    assert rules(check(portfolio, "--staged")) == []
    git(portfolio, "add", ".")
    assert rules(check(portfolio, "--staged")) == rules(check(portfolio, "--since", "main")) == ["GIT-6"]
    commit(portfolio)
    assert dossiers(check(portfolio, "--staged")) == []
    assert rules(check(portfolio, "--since", "main")) == ["GIT-6"]
    rewrite(manifest, RAISED, PLANNED)
    assert rules(check(portfolio, "--since", "main")) == []
    assert rules(check(portfolio, "--since", "main..side")) == ["GIT-6"]
    assert rules(check(portfolio, "--since", "main...side")) == ["GIT-6"]


def test_only_what_the_branch_did_counts(portfolio: Path) -> None:
    """main went on meanwhile: what it added is not missing from the branch."""
    git(portfolio, "checkout", "--quiet", "-b", "side")
    (portfolio / "停用/新.txt").write_text("新", encoding="utf-8")
    commit(portfolio)
    git(portfolio, "checkout", "--quiet", "main")
    (portfolio / "环卫/说明.txt").write_text("一", encoding="utf-8")
    commit(portfolio)
    git(portfolio, "checkout", "--quiet", "side")
    assert dossiers(check(portfolio, "--since", "main")) == ["停用"]


def test_the_index_is_judged_and_not_the_work_tree(portfolio: Path) -> None:
    manifest = portfolio / "环卫/manifest.yaml"
    kept = manifest.read_bytes()
    manifest.write_text("zlxm: 1\nbroken: [", encoding="utf-8")
    git(portfolio, "add", ".")
    manifest.write_bytes(kept)
    staged = run(portfolio, "check", "--staged", "--format", "concise")
    assert staged.code == 1
    assert "环卫/manifest.yaml:" in staged.out
    assert "MANIFEST" in staged.out
    assert rules(check(portfolio, "--since", "HEAD")) == []


def test_a_listed_file_that_is_not_staged_is_missing_from_the_commit(portfolio: Path) -> None:
    manifest = portfolio / "环卫/manifest.yaml"
    (portfolio / "环卫/说明.txt").write_text("说明", encoding="utf-8")
    rewrite(manifest, "documents:\n", "documents:\n  - {kind: 其他, path: 说明.txt}\n")
    git(portfolio, "add", "环卫/manifest.yaml")
    found = {finding["rule"] for each in check(portfolio, "--staged")["dossiers"] for finding in each["findings"]}
    assert "FILE-1" in found
    git(portfolio, "add", ".")
    found = {finding["rule"] for each in check(portfolio, "--staged")["dossiers"] for finding in each["findings"]}
    assert "FILE-1" not in found


def test_nothing_is_left_behind_and_nothing_written(portfolio: Path, tmp_path: Path) -> None:
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    git(portfolio, "add", ".")
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    before = {path: path.stat().st_mtime_ns for path in portfolio.rglob("*")}
    program = [sys.executable, "-m", "zlxm", "check", "--staged", "--format", "json"]
    done = subprocess.run(program, cwd=portfolio, env={**os.environ, "TMPDIR": str(elsewhere)}, check=False)
    assert done.returncode == 1
    assert list(elsewhere.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in portfolio.rglob("*")} == before


def test_a_correction_makes_it_visible_and_no_fault(portfolio: Path) -> None:
    manifest = portfolio / "环卫/manifest.yaml"
    rewrite(manifest, PLANNED, RAISED)
    said = run(
        portfolio,
        "record",
        "更正",
        "-C",
        "环卫",
        "--date",
        "2026-11-20",
        "corrects=列入年度计划 2026-01-22",
        "why=看错了文件",
    )
    assert said.code == 0, said.err + said.out
    (found,) = [
        each for each in check(portfolio, "--since", "HEAD")["dossiers"][0]["findings"] if each["rule"] == "GIT-6"
    ]
    assert found["waived"] is True
    assert "看错了文件" in run(portfolio, "check", "--since", "HEAD").out
    commit(portfolio)
    git(portfolio, "checkout", "--quiet", "-b", "later")
    rewrite(manifest, RAISED, PLANNED)
    assert rules(check(portfolio, "--since", "main")) == ["GIT-6"]


def test_a_submitted_paper_that_was_edited_or_taken_away(portfolio: Path) -> None:
    listed = json.loads(run(portfolio, "check", "环卫", "--format", "json").out)
    assert listed["summary"]["errors"] == 0
    paper = next((portfolio / "环卫").rglob("*申报表*"))
    kept = paper.read_bytes()
    paper.write_bytes(kept + b" ")
    assert rules(check(portfolio, "--since", "HEAD")) == ["GIT-8"]
    paper.unlink()
    assert rules(check(portfolio, "--since", "HEAD")) == ["GIT-8"]
    paper.write_bytes(kept)
    os.utime(paper, (1, 1))
    assert rules(check(portfolio, "--since", "HEAD")) == []


def test_a_dossier_that_was_deleted_or_moved(portfolio: Path) -> None:
    (portfolio / "2026").mkdir()
    shutil.move(portfolio / "环卫", portfolio / "2026/环卫")
    rewrite(portfolio / "2026/环卫/manifest.yaml", PLANNED, RAISED)
    shutil.rmtree(portfolio / "停用")
    git(portfolio, "add", "--all")
    report = check(portfolio, "--since", "HEAD")
    assert [(where, rule) for where, rule, _ in said_of_git(report)] == [
        ("2026/环卫", "GIT-10"),
        ("2026/环卫", "GIT-6"),
        ("停用", "GIT-10"),
    ]
    said = run(portfolio, "check", "--since", "HEAD", "--format", "concise").out
    assert "停用/manifest.yaml:1:1: GIT-10" in said
    assert rules(check(portfolio, "--staged")) == rules(report)


def test_before_the_first_commit(tmp_path: Path) -> None:
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei")
    git(folder, "add", ".")
    assert dossiers(check(folder, "--staged")) == ["环卫"]
    first = commit(folder)
    for word in ("0" * 40, "0000000000000000000000000000000000000000000000000000000000000000"):
        assert dossiers(check(folder, "--since", word)) == ["环卫"]
        assert rules(check(folder, "--since", f"{word}..{first}")) == []


@pytest.mark.parametrize(
    "name", ["项目 一", "--all", "-rf", ":(glob)项目", "it's“引号”", "*", "[a-z]", "百分%40", "🏢楼"]
)
def test_strange_names_of_folders(tmp_path: Path, name: str) -> None:
    folder = begin(tmp_path / "库", **{name: "chengguan-huanwei"})
    commit(folder)
    rewrite(folder / name / "manifest.yaml", PLANNED, RAISED)
    assert [(where, rule) for where, rule, _ in said_of_git(check(folder, "--since", "HEAD"))] == [(name, "GIT-6")]
    git(folder, "add", ".")
    assert rules(check(folder, "--staged")) == ["GIT-6"]
    assert [where for where, *_ in said_of_git(check(folder, "--since", "HEAD", f"./{name}"))] == [name]


def test_names_that_are_not_utf_8_are_told_from_the_index_as_from_the_disk(portfolio: Path) -> None:
    (portfolio / "环卫" / os.fsdecode("附件.txt".encode("gbk"))).write_text("一", encoding="utf-8")
    (portfolio / "环卫/换\n行\t“引号”.txt").write_text("一", encoding="utf-8")
    git(portfolio, "add", ".")

    def odd(*arguments: str) -> list[tuple[str, str]]:
        (judged,) = check(portfolio, *arguments)["dossiers"]
        return [(each["rule"], each["message"]) for each in judged["findings"] if each["rule"] == "FILE-11"]

    assert len(odd("--since", "HEAD")) == 2
    assert odd("--staged") == odd("--since", "HEAD")
    commit(portfolio)
    assert odd("--since", "HEAD~1..HEAD") == odd("--since", "HEAD~1")


def test_from_inside_a_dossier_and_for_a_part_of_the_repository(portfolio: Path) -> None:
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    (portfolio / "停用/新.txt").write_text("新", encoding="utf-8")
    assert dossiers(check(portfolio / "环卫", "--since", "HEAD")) == ["."]
    assert dossiers(check(portfolio, "停用", "--since", "HEAD")) == ["停用"]
    git(portfolio, "add", ".")
    assert dossiers(check(portfolio, "停用", "--staged")) == ["停用"]
    assert dossiers(check(portfolio / "环卫", "--staged")) == ["."]


def test_what_all_are_judged_by_has_all_judged(portfolio: Path) -> None:
    (portfolio / "zlxm.yaml").write_text("jobs: 1\n", encoding="utf-8")
    assert dossiers(check(portfolio, "--since", "HEAD")) == ["停用", "环卫"]
    git(portfolio, "add", ".")
    assert dossiers(check(portfolio, "--staged")) == ["停用", "环卫"]


def test_in_a_linked_work_tree(portfolio: Path, tmp_path: Path) -> None:
    there = tmp_path / "另一处"
    git(portfolio, "worktree", "add", "--quiet", str(there), "-b", "side")
    rewrite(there / "环卫/manifest.yaml", PLANNED, RAISED)
    assert rules(check(there, "--since", "main")) == ["GIT-6"]
    git(there, "add", ".")
    assert rules(check(there, "--staged")) == ["GIT-6"]
    assert dossiers(check(portfolio, "--staged")) == []


def test_a_shallow_clone_says_what_it_cannot_see(portfolio: Path, tmp_path: Path) -> None:
    git(portfolio, "checkout", "--quiet", "-b", "side")
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    commit(portfolio)
    git(portfolio, "checkout", "--quiet", "main")
    (portfolio / "停用/新.txt").write_text("新", encoding="utf-8")
    commit(portfolio)
    clone = tmp_path / "浅"
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        "--branch=side",
        f"file://{portfolio}",
        str(clone),
    )
    said = run(clone, "check", "--since", "origin/main")
    assert said.code == 3
    assert "历史没有核对" in said.err
    assert said.out.count("GIT-4") == 2
    assert run(clone, "check", "--since", "HEAD~1").code == 2
    git(clone, "fetch", "--quiet", "--unshallow")
    assert rules(check(clone, "--since", "origin/main")) == ["GIT-6"]


def test_a_shallow_clone_that_is_deep_enough_needs_no_more(portfolio: Path, tmp_path: Path) -> None:
    (portfolio / "说明.txt").write_text("一", encoding="utf-8")
    commit(portfolio)
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    commit(portfolio)
    clone = tmp_path / "浅"
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{portfolio}", str(clone))
    assert rules(check(clone, "--since", "HEAD~1")) == ["GIT-6"]


def hook(repository: Path, name: str, *arguments: str) -> None:
    """Have a hook run `zlxm` from here."""
    path = repository / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    root = Path(__file__).parents[2]
    words = " ".join(f"'{each}'" if " " not in each and "$" not in each else f'"{each}"' for each in arguments)
    script = f"#!/bin/sh\nread old new ref || true\nPYTHONPATH='{root}' '{sys.executable}' -m zlxm check {words} >&2\n"
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)


def pushed(folder: Path, *arguments: str) -> tuple[int, str]:
    env = {**os.environ, **QUIET, "ZLXM_AS_OF": "2026-11-23"}
    done = subprocess.run(
        [shutil.which("git") or "git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_server_s_hook_judges_what_is_being_pushed(portfolio: Path, tmp_path: Path) -> None:
    """In a bare repository, before the commits are taken in."""
    server = tmp_path / "server.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(server))
    hook(server, "pre-receive", "--since", "$old..$new", "--format", "concise")
    code, text = pushed(portfolio, "push", "--quiet", str(server), "main")
    assert (code, "GIT" in text) == (0, False), text
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    commit(portfolio)
    code, text = pushed(portfolio, "push", "--quiet", str(server), "main")
    assert code != 0
    assert "环卫/manifest.yaml:44:" in text
    assert "GIT-6" in text


def test_a_local_hook_judges_the_commit_that_is_being_made(portfolio: Path) -> None:
    """`git commit FILE` has an index of its own: other staged files are not in it."""
    hook(portfolio / ".git", "pre-commit", "--staged", "--format", "concise")
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    git(portfolio, "add", ".")
    (portfolio / "停用/新.txt").write_text("新", encoding="utf-8")
    git(portfolio, "add", ".")
    code, text = pushed(portfolio, "commit", "--quiet", "--message=只提交一个", "停用/新.txt")
    assert code == 0, text
    code, text = pushed(portfolio, "commit", "--quiet", "--message=提交其余")
    assert code != 0
    assert "GIT-6" in text


def test_a_hook_s_variables_do_not_lead_elsewhere(
    portfolio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = begin(tmp_path / "别处", 环卫="chengguan-huanwei")
    commit(other)
    rewrite(portfolio / "环卫/manifest.yaml", PLANNED, RAISED)
    for name, told in {
        "GIT_DIR": other / ".git",
        "GIT_WORK_TREE": other,
        "GIT_INDEX_FILE": other / ".git/index",
    }.items():
        monkeypatch.setenv(name, str(told))
    assert rules(check(portfolio, "--since", "HEAD")) == ["GIT-6"]
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--since", "nowhere"), 2, "找不到提交“nowhere”"),
        (("--since", "--output=x"), 2, "找不到提交“--output=x”"),
        (("--since", "HEAD..nowhere"), 2, "找不到提交“nowhere”"),
        (("--since", "HEAD:环卫"), 2, "找不到提交"),
    ],
)
def test_a_commit_that_is_none(portfolio: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    said = run(portfolio, "check", *arguments)
    assert said.code == code
    assert words in said.err
    assert not (portfolio / "x").exists()


def test_without_a_repository_or_without_dossiers(tmp_path: Path) -> None:
    plain = tmp_path / "没有仓库"
    shutil.copytree(Path(__file__).parents[2] / "sample-dossiers/chengguan-huanwei", plain)
    assert run(plain, "check", "--since", "HEAD").code == 2
    empty = begin(tmp_path / "空库")
    (empty / "说明.txt").write_text("一", encoding="utf-8")
    commit(empty)
    assert run(empty, "check", "--since", "HEAD").code == 3
    assert run(empty, "check", "--staged").code == 3


def test_two_repositories_at_once_are_refused(portfolio: Path, tmp_path: Path) -> None:
    other = begin(tmp_path / "别处", 环卫="chengguan-huanwei")
    commit(other)
    assert run(tmp_path, "check", portfolio.name, other.name, "--since", "HEAD").code == 2


def test_lines_that_git_ends_the_windows_way_are_the_same_papers(portfolio: Path, tmp_path: Path) -> None:
    clone = tmp_path / "视窗"
    git(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", str(portfolio), str(clone))
    manifest = clone / "环卫/manifest.yaml"
    assert b"\r\n" in manifest.read_bytes()
    for path in (clone / "环卫").rglob("*"):
        os.utime(path, (1, 1))
    assert rules(check(clone, "--since", "HEAD")) == []


def test_a_baseline_is_not_stale_because_less_was_looked_at(portfolio: Path) -> None:
    deficient = Path(__file__).parents[2] / "sample-dossiers/deficient-wenlv"
    shutil.copytree(deficient, portfolio / "缺项")
    commit(portfolio)
    assert run(portfolio, "baseline", ".").code == 0
    (portfolio / "停用/新.txt").write_text("新", encoding="utf-8")
    said = run(portfolio, "check", "--since", "HEAD", "--baseline", "zlxm-baseline.jsonl", "--strict-baseline")
    assert said.code == 0, said.out
