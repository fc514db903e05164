"""Commits of exactly the files that were written, in real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zlxm.model.errors import Refused
from zlxm.store.git.committing import commit, require_clean_index
from zlxm.store.git.index import ignored

ODD_NAMES = (
    "清单.yaml",
    "-A",
    "--help",
    "a b.yaml",
    "it's.yaml",
    'say "x".yaml',
    ":(glob)*",
    "*.yaml",
    "终验 申请书（2026）.docx",
)


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, told in {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}.items():
        monkeypatch.setenv(name, told)
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "某某")
    git(folder, "config", "user.email", "someone@example.com")
    for name in ("manifest.yaml", "other.yaml"):
        (folder / name).write_text("old\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=begin")
    return folder


def committed(folder: Path) -> set[str]:
    """Return the names in the last commit."""
    listed = git(folder, "show", "--format=", "--name-only", "-z", "HEAD")
    return set(filter(None, listed.split("\0")))


def status(folder: Path) -> set[str]:
    return set(filter(None, git(folder, "status", "--porcelain", "-z").split("\0")))


def hook(folder: Path, name: str, script: str) -> None:
    path = folder / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_only_the_named_file_is_committed(repository: Path) -> None:
    for name in ("manifest.yaml", "other.yaml", "untracked.yaml"):
        (repository / name).write_text("new\n", encoding="utf-8")
    require_clean_index(str(repository))
    name = commit(str(repository), ["manifest.yaml"], "某某平台：终验 2026-01-20\n\n# 不是说明\n")
    assert git(repository, "rev-parse", "--short", "HEAD").strip() == name
    assert committed(repository) == {"manifest.yaml"}
    assert status(repository) == {" M other.yaml", "?? untracked.yaml"}
    assert git(repository, "log", "-1", "--format=%s").strip() == "某某平台：终验 2026-01-20"


def test_new_and_removed_files_are_committed_too(repository: Path) -> None:
    (repository / "new.yaml").write_text("new\n", encoding="utf-8")
    (repository / "other.yaml").unlink()
    commit(str(repository), ["new.yaml", "other.yaml"], "x")
    assert git(repository, "show", "--format=", "--name-status", "HEAD").split() == ["A", "new.yaml", "D", "other.yaml"]
    assert status(repository) == set()


def test_a_dossier_within_a_repository_names_its_own_files(repository: Path) -> None:
    folder = repository / "项目 甲"
    folder.mkdir()
    for name in ("manifest.yaml", "x"):
        (folder / name).write_text("new\n", encoding="utf-8")
    require_clean_index(str(folder))
    commit(str(folder), ["manifest.yaml"], "x")
    assert committed(repository) == {"项目 甲/manifest.yaml"}
    assert status(repository) == {"?? 项目 甲/x"}


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_names(repository: Path, name: str) -> None:
    (repository / name).write_text("new\n", encoding="utf-8")
    (repository / "bystander.yaml").write_text("new\n", encoding="utf-8")
    (repository / "manifest.yaml").write_text("new\n", encoding="utf-8")
    commit(str(repository), [name], "-x")
    assert committed(repository) == {name}
    assert status(repository) == {" M manifest.yaml", "?? bystander.yaml"}


def test_the_first_commit_of_a_repository(repository: Path) -> None:
    folder = repository.parent / "fresh"
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "某某")
    git(folder, "config", "user.email", "someone@example.com")
    (folder / "manifest.yaml").write_text("new\n", encoding="utf-8")
    require_clean_index(str(folder))
    assert commit(str(folder), ["manifest.yaml"], "x")
    assert status(folder) == set()


# ----------------------------------------------------------------------------------------------------------- refusals


def test_something_else_staged_is_told_before_anything_is_written(repository: Path) -> None:
    (repository / "别的 文件.yaml").write_text("staged\n", encoding="utf-8")
    git(repository, "add", ".")
    with pytest.raises(Refused) as refused:
        require_clean_index(str(repository))
    assert (refused.value.code, refused.value.facts["staged"]) == ("index_in_use", "别的 文件.yaml")
    assert status(repository) == {"A  别的 文件.yaml"}


def test_outside_a_repository_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(Refused) as refused:
        require_clean_index(str(tmp_path))
    assert refused.value.code == "no_git"
    assert ignored(str(tmp_path), ["a"]) == frozenset()


def test_without_git_it_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository / "nowhere"))
    with pytest.raises(Refused) as refused:
        require_clean_index(str(repository))
    assert refused.value.code == "no_git"
    with pytest.raises(Refused) as refused:
        commit(str(repository), ["manifest.yaml"], "x")
    assert refused.value.code == "commit_failed"
    assert ignored(str(repository), ["a"]) == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
@pytest.mark.parametrize("name", ["manifest.yaml", "new.yaml"])
def test_a_hook_that_refuses_leaves_the_files_written_and_the_index_as_it_was(repository: Path, name: str) -> None:
    hook(repository, "pre-commit", "echo 'not on a Friday' >&2; exit 1")
    (repository / name).write_text("new\n", encoding="utf-8")
    before = (git(repository, "rev-parse", "HEAD"), git(repository, "ls-files", "--stage"), status(repository))
    with pytest.raises(Refused) as refused:
        commit(str(repository), [name], "x")
    assert refused.value.code == "commit_failed"
    assert "not on a Friday" in str(refused.value.facts["detail"])
    assert (repository / name).read_text("utf-8") == "new\n"
    assert (git(repository, "rev-parse", "HEAD"), git(repository, "ls-files", "--stage"), status(repository)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
def test_a_hook_that_refuses_the_first_commit_leaves_nothing_staged(repository: Path) -> None:
    folder = repository.parent / "fresh"
    folder.mkdir()
    git(folder, "init", "--quiet")
    hook(folder, "pre-commit", "exit 1")
    (folder / "manifest.yaml").write_text("new\n", encoding="utf-8")
    with pytest.raises(Refused):
        commit(str(folder), ["manifest.yaml"], "x")
    assert status(folder) == {"?? manifest.yaml"}


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
def test_the_person_s_own_hooks_run(repository: Path) -> None:
    hook(repository, "commit-msg", 'echo "Checked: yes" >> "$1"')
    (repository / "manifest.yaml").write_text("new\n", encoding="utf-8")
    commit(str(repository), ["manifest.yaml"], "x\n")
    assert "Checked: yes" in git(repository, "log", "-1", "--format=%B")


@pytest.mark.parametrize("path", ["nowhere.yaml", "../outside.yaml"])
def test_a_file_that_git_cannot_take_is_told(repository: Path, path: str) -> None:
    (repository.parent / "outside.yaml").write_text("new\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        commit(str(repository), ["manifest.yaml", path], "x")
    assert refused.value.code == "commit_failed"
    assert status(repository) == set()


def test_nothing_to_commit_is_told(repository: Path) -> None:
    with pytest.raises(Refused) as refused:
        commit(str(repository), ["manifest.yaml"], "x")
    assert refused.value.code == "commit_failed"


# ------------------------------------------------------------------------------------------------------------ questions


def test_ignored_files_are_named_as_they_were_asked_for(repository: Path) -> None:
    (repository / ".gitignore").write_text("*.tmp\n~$*\n草稿/\n-x\n", encoding="utf-8")
    asked = ["甲 乙.tmp", "~$终验.docx", "草稿/a", "-x", "manifest.yaml", '"q".tmp', "line\nbreak.tmp"]
    assert ignored(str(repository), asked) == frozenset(asked) - {"manifest.yaml"}
    assert ignored(str(repository), ["manifest.yaml"]) == frozenset()
    assert ignored(str(repository), []) == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
def test_a_question_runs_no_program_of_the_repository(repository: Path) -> None:
    trace = repository.parent / "ran"
    program = repository.parent / "monitor"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\n", encoding="utf-8")
    program.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "diff.x.textconv"):
        git(repository, "config", setting, str(program))
    (repository / ".gitattributes").write_text("* diff=x\n", encoding="utf-8")
    trace.unlink(missing_ok=True)
    require_clean_index(str(repository))
    ignored(str(repository), ["a"])
    assert not trace.exists()
