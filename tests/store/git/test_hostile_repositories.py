"""A repository that a stranger made runs nothing when `zlxm` looks at it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.history.repositories import QUIET, begin, check, commit, git, rewrite, rules, run
from zlxm.store.git.content import kept


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, told in QUIET.items():
        monkeypatch.setenv(name, told)


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei")
    commit(folder)
    return folder


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark when it is run."""
    path = tmp_path / "trap"
    path.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'ran'}'\ncat\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def everything(folder: Path) -> None:
    """Have git asked all that it is ever asked about a repository."""
    for arguments in (
        ("check",),
        ("check", "--since", "HEAD"),
        ("check", "--staged"),
        ("check", "--since", "HEAD..HEAD"),
    ):
        assert run(folder, *arguments).code in (0, 1)
    assert run(folder, "log").code == 0
    said = run(folder / "环卫", "submit-package", "申报", "-o", "../包.zip")
    assert said.code in (0, 1), said.err
    kept(str(folder / "环卫"), "manifest.yaml")


def changed(folder: Path) -> None:
    """Give git a reason to look into the files."""
    for path in folder.rglob("*.docx"):
        os.utime(path, (1, 1))
    rewrite(folder / "环卫/manifest.yaml", "documents:\n", "documents:\n# 一句话\n")
    git(folder, "-c", "core.fsmonitor=false", "-c", "filter.x.clean=cat", "add", "环卫/manifest.yaml")


TRAPS: dict[str, dict[str, str]] = {
    "fsmonitor": {"core.fsmonitor": "TRAP"},
    "hooks": {"core.hooksPath": "HOOKS"},
    "pager": {"core.pager": "TRAP", "pager.log": "TRAP"},
    "filter": {
        "filter.x.clean": "TRAP",
        "filter.x.smudge": "TRAP",
        "filter.x.required": "true",
    },
    "process": {"filter.x.process": "TRAP"},
    "textconv": {"diff.x.textconv": "TRAP", "diff.x.command": "TRAP"},
    "external diff": {"diff.external": "TRAP"},
    "ssh": {"core.sshCommand": "TRAP", "remote.origin.url": "ssh://nowhere/x", "remote.origin.promisor": "true"},
    "alternate": {"core.alternateRefsCommand": "TRAP"},
    "alias": {"alias.ls-files": "!TRAP", "alias.log": "!TRAP", "alias.cat-file": "!TRAP"},
    "credential": {"credential.helper": "!TRAP", "core.askPass": "TRAP", "core.editor": "TRAP", "gpg.program": "TRAP"},
    "signature": {"log.showSignature": "true", "gpg.program": "TRAP"},
}


@pytest.mark.parametrize("settings", TRAPS.values(), ids=TRAPS)
def test_no_program_of_a_repository_s_settings_is_run(portfolio: Path, trap: Path, settings: dict[str, str]) -> None:
    (portfolio / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    changed(portfolio)
    hooks = portfolio / ".git/traps"
    hooks.mkdir()
    for name in ("pre-commit", "post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy2(trap, hooks / name)
    for key, told in settings.items():
        git(portfolio, "config", key, told.replace("TRAP", str(trap)).replace("HOOKS", str(hooks)))
    everything(portfolio)
    assert not (trap.parent / "ran").exists()


def test_git_itself_falls_into_the_trap(portfolio: Path, trap: Path) -> None:
    """Without our precautions a program is run: the test above can fail."""
    git(portfolio, "config", "core.fsmonitor", str(trap))
    changed(portfolio)
    git(portfolio, "status")
    assert (trap.parent / "ran").exists()


def test_a_repository_hidden_in_a_dossier_is_never_asked(tmp_path: Path, trap: Path) -> None:
    """A folder that git takes for a bare repository, committed like any other."""
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei")
    inner = folder / "环卫/子"
    for name in ("objects/.keep", "refs/.keep"):
        (inner / name).parent.mkdir(parents=True, exist_ok=True)
        (inner / name).write_text("", encoding="utf-8")
    (inner / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (inner / "config").write_text(
        f"[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ..\nfsmonitor = {trap}\n", encoding="utf-8"
    )
    commit(folder)
    clone = tmp_path / "克隆"
    git(tmp_path, "clone", "--quiet", str(folder), str(clone))
    shutil.copy2(clone / "环卫/manifest.yaml", clone / "环卫/子/manifest.yaml")
    for at in (clone, clone / "环卫", clone / "环卫/子"):
        for arguments in (("check",), ("check", "--since", "HEAD"), ("check", "--staged"), ("log",)):
            run(at, *arguments)
    assert not (trap.parent / "ran").exists()
    assert "GIT-12" in rules(check(clone, "环卫"))


def test_a_link_in_the_index_leads_nowhere(portfolio: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("绝密★10年", encoding="utf-8")
    (portfolio / "环卫/说明.txt").symlink_to(secret)
    rewrite(portfolio / "环卫/manifest.yaml", "documents:\n", "documents:\n  - {kind: 其他, path: 说明.txt}\n")
    git(portfolio, "add", ".")
    (judged,) = check(portfolio, "--staged")["dossiers"]
    found = {each["rule"] for each in judged["findings"]}
    assert "FILE-2" in found
    assert "FILE-13" not in found


def test_a_manifest_that_is_a_link_in_the_index_is_not_followed(portfolio: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("key: 不可外传", encoding="utf-8")
    manifest = portfolio / "环卫/manifest.yaml"
    manifest.unlink()
    manifest.symlink_to(secret)
    git(portfolio, "add", ".")
    said = run(portfolio, "check", "--staged")
    assert (said.code, "不可外传" in said.out + said.err) == (1, False)


def test_a_large_file_is_taken_from_the_work_tree_when_it_is_the_one(portfolio: Path) -> None:
    """Git has only the pointer of a large file; what it stands for lies in the work tree."""
    paper = portfolio / "环卫/说明.txt"
    text = "说明".encode()
    digest = hashlib.sha256(text).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(text)}\n"
    rewrite(portfolio / "环卫/manifest.yaml", "documents:\n", "documents:\n  - {kind: 其他, path: 说明.txt}\n")
    paper.write_text(pointer, encoding="ascii")
    git(portfolio, "add", ".")
    assert "FILE-6" in {each["rule"] for each in check(portfolio, "--staged")["dossiers"][0]["findings"]}
    paper.write_bytes(text)
    assert "FILE-6" not in {each["rule"] for each in check(portfolio, "--staged")["dossiers"][0]["findings"]}
    paper.write_bytes(text + b" ")
    assert "FILE-6" in {each["rule"] for each in check(portfolio, "--staged")["dossiers"][0]["findings"]}


def test_a_partial_clone_fetches_nothing(portfolio: Path, tmp_path: Path) -> None:
    git(portfolio, "config", "uploadpack.allowFilter", "true")
    rewrite(portfolio / "环卫/manifest.yaml", "documents:\n", "documents:\n# 一句话\n")
    commit(portfolio)
    clone = tmp_path / "部分"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{portfolio}", str(clone))
    before = sorted((clone / ".git/objects").rglob("*"))
    said = run(clone, "check", "--since", "HEAD~1")
    assert sorted((clone / ".git/objects").rglob("*")) == before
    assert "GIT-4" in said.out


def test_kept_is_asked_of_the_bytes(portfolio: Path) -> None:
    folder = portfolio / "环卫"

    def is_kept(path: str) -> bool:
        return kept(str(folder), path)

    assert is_kept("manifest.yaml")
    (folder / "manifest.yaml").write_text("别的", encoding="utf-8")
    assert not is_kept("manifest.yaml")
    assert not is_kept("没有.txt")
    (folder / "新.txt").write_text("一\n二\n", encoding="utf-8")
    assert not is_kept("新.txt")
    git(portfolio, "add", ".")
    assert is_kept("新.txt")
    (folder / "新.txt").write_bytes("一\r\n二\r\n".encode())
    assert is_kept("新.txt")
