"""`zlxm detach`: the entry goes, the file stays, and what could not be got back is not deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attach.test_attach import SAMPLE, arrive, attach, everything, git, home, in_git, manifest
from tests.lifecycle.terminal import Said, zlxm

__all__ = ["home"]  # a fixture


def detach(where: Path, *arguments: str) -> Said:
    said = zlxm(where, "detach", *arguments, "-C", SAMPLE)
    assert "Traceback" not in said.err
    return said


@pytest.mark.parametrize(
    "word", ["建设合同", "03-采购/建设合同.pdf", f"{SAMPLE}/03-采购/建设合同.pdf", f"./{SAMPLE}/03-采购/建设合同.pdf"]
)
def test_what_was_attached_is_taken_out_to_the_byte(home: Path, word: str) -> None:
    before = manifest(home)
    attach(home, "收到/项目合同.pdf", "--yes")
    said = detach(home, word)
    assert (said.code, said.err) == (0, "")
    assert manifest(home) == before
    assert (home / SAMPLE / "03-采购" / "建设合同.pdf").is_file()


def test_dry_run_shows_the_line_and_writes_nothing(home: Path) -> None:
    before = everything(home)
    said = detach(home, "项目建议书", "--dry-run", "--delete", "--force")
    assert said.code == 0
    assert "-  - {kind: 项目建议书" in said.out
    assert everything(home) == before


def test_several_at_once(home: Path) -> None:
    assert detach(home, "项目建议书", "项目建设申报表", "01-申报/项目建议书.docx").code == 0
    assert "项目建议书.docx" not in manifest(home)
    assert "项目建设申报表.docx" not in manifest(home)


def test_only_what_git_has_is_deleted(home: Path) -> None:
    folder = in_git(home)
    attach(home, "收到/项目合同.pdf", "--yes")
    before = everything(home)
    said = detach(home, "建设合同", "--delete")
    assert (said.code, "git commit" in said.err) == (1, True)
    assert everything(home) == before
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "attached")
    (folder / "03-采购" / "建设合同.pdf").write_text("changed since", encoding="utf-8")
    assert detach(home, "建设合同", "--delete").code == 1
    git(folder, "checkout", "-q", ".")
    assert detach(home, "建设合同", "--delete", "--commit").code == 0
    assert not (folder / "03-采购" / "建设合同.pdf").exists()
    assert git(folder, "status", "--porcelain") == ""
    assert "移除建设合同" in git(folder, "log", "-1", "--format=%s")


def test_forced_deletion_takes_what_git_does_not_have(home: Path) -> None:
    attach(home, "收到/项目合同.pdf", "--yes")
    folder = in_git(home)
    (folder / "03-采购" / "建设合同.pdf").write_bytes(b"%PDF-1.7 changed since\n%%EOF\n")
    git(folder, "rm", "-q", "--cached", "03-采购/建设合同.pdf")
    git(folder, "commit", "-qm", "scans stay outside")
    said = detach(home, "建设合同", "--delete", "--force", "--commit")
    assert (said.code, said.err) == (0, "")
    assert not (home / SAMPLE / "03-采购" / "建设合同.pdf").exists()


def test_a_file_that_is_still_listed_is_not_deleted(home: Path) -> None:
    attach(home, "收到/项目合同.pdf", "--yes")
    path = home / SAMPLE / "manifest.yaml"
    line = "  - {kind: 建设合同, path: 03-采购/建设合同.pdf}\n"
    assert line in manifest(home)
    path.write_text(manifest(home).replace(line, line + line.replace("建设合同,", "监理合同,")), encoding="utf-8")
    said = detach(home, "监理合同", "--delete", "--force")
    assert (said.code, "删除文件" in said.out) == (0, False)
    assert (home / SAMPLE / "03-采购" / "建设合同.pdf").is_file()


def test_a_paper_of_a_submission_is_taken_out_with_a_warning(home: Path) -> None:
    attach(home, "收到/项目合同.pdf", "--yes")
    file = "{path: 03-采购/建设合同.pdf, sha256: '00'}"
    package = "submission: 初验, date: 2026-01-20, package: a.zip, sha256: '00'"
    text = f"zlxm: 1\nsubmissions:\n  - {{{package}, files: [{file}]}}\n"
    (home / SAMPLE / "submissions.yaml").write_text(text, encoding="utf-8")
    said = detach(home, "建设合同")
    assert said.code == 0
    assert "已报送“初验”" in said.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("没有的.pdf",), 1, "材料目录里没有"),
        (("项目建义书",), 1, "项目建议书"),
        (("建设合同",), 1, "登记了 2 份"),
        (("用户手册",), 1, "还兼作操作手册"),
        (("项目建议书", "--force"), 2, "--delete"),
        (("项目建议书", "--commit"), 1, "git"),
    ],
)
def test_mistakes_are_told_and_change_nothing(home: Path, words: tuple[str, ...], code: int, said: str) -> None:
    arrive(home, "采购合同.pdf")
    attach(home, "收到/项目合同.pdf", "收到/采购合同.pdf", "--yes")
    attach(home, "收到/合同.pdf", "--kind", "用户手册,操作手册")
    before = everything(home)
    done = detach(home, *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert everything(home) == before
