"""`zlxm attach` as a user runs it: real files, a real dossier, a real git, a real terminal."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lifecycle.terminal import Said, zlxm
from zlxm.store.yaml_text import read_yaml

ROOT = Path(__file__).parent.parent.parent
SAMPLE = "minzheng-yanglao"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with one dossier and a few files that came in."""
    shutil.copytree(ROOT / "sample-dossiers" / SAMPLE, tmp_path / SAMPLE)
    for name in ("3.中标通知书 盖章扫描件20250407.pdf", "项目合同.pdf", "合同.pdf", "发票.pdf"):
        arrive(tmp_path, name)
    return tmp_path


def arrive(home: Path, name: str, data: str = "") -> Path:
    path = home / "收到" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"%PDF-1.7 {data or name}\n%%EOF\n", encoding="utf-8")
    return path


def attach(home: Path, *arguments: str) -> Said:
    said = zlxm(home, "attach", *arguments, "-C", SAMPLE)
    assert "Traceback" not in said.err
    return said


def manifest(home: Path) -> str:
    return (home / SAMPLE / "manifest.yaml").read_text(encoding="utf-8")


def added(home: Path, before: str) -> list[str]:
    """Return the lines that are new, having made sure that no other is touched."""
    lines = manifest(home).splitlines()
    old = before.splitlines()
    new = [line for line in lines if line not in old]
    assert [line for line in lines if line not in new] == old
    assert read_yaml(manifest(home).encode())[1] == ()
    return [line.strip() for line in new]


def everything(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def git(folder: Path, *arguments: str) -> str:
    told = {"GIT_AUTHOR_NAME": "某某", "GIT_AUTHOR_EMAIL": "a@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull}
    told |= {"GIT_COMMITTER_NAME": "某某", "GIT_COMMITTER_EMAIL": "a@example.invalid"}
    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, check=True
    ).stdout


def in_git(home: Path) -> Path:
    folder = home / SAMPLE
    git(folder, "init", "-q")
    for key in ("user.name", "user.email"):
        git(folder, "config", key, "a@example.invalid")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "start")
    return folder


def test_a_sure_one_is_copied_and_listed_in_one_line(home: Path) -> None:
    before = manifest(home)
    said = attach(home, "收到/3.中标通知书 盖章扫描件20250407.pdf", "--yes")
    assert (said.code, said.err) == (0, "")
    assert "有把握" in said.out
    assert added(home, before) == ["- {kind: 中标通知书, path: 03-采购/中标通知书.pdf, date: 2025-04-07}"]
    copy = home / SAMPLE / "03-采购" / "中标通知书.pdf"
    assert copy.read_bytes() == (home / "收到" / "3.中标通知书 盖章扫描件20250407.pdf").read_bytes()


def test_without_a_terminal_nothing_is_done_until_somebody_says_how(home: Path) -> None:
    before = everything(home)
    said = attach(home, "收到/3.中标通知书 盖章扫描件20250407.pdf")
    assert said.code == 2
    assert "--yes" in said.err
    assert "--kind" in said.err
    assert everything(home) == before


def test_yes_takes_the_sure_ones_and_lists_the_others_with_their_choices(home: Path) -> None:
    before = manifest(home)
    said = attach(home, "收到", "-r", "--yes")
    assert said.code == 1
    assert "2 个文件没有登记" in said.err
    assert "--kind 建设合同" in said.out
    assert said.out.index("√") < said.out.index("? 收到/合同.pdf") < said.out.index("? 收到/发票.pdf")
    assert added(home, before) == [
        "- {kind: 中标通知书, path: 03-采购/中标通知书.pdf, date: 2025-04-07}",
        "- {kind: 建设合同, path: 03-采购/建设合同.pdf}",
    ]


def test_a_kind_decides_for_one_file_that_serves_as_two(home: Path) -> None:
    before = manifest(home)
    said = attach(home, "收到/合同.pdf", "--kind", "用户手册，操作手册", "--date", "2025-06-01", "--note", "合订, 一册")
    assert (said.code, said.err) == (0, "")
    line = '- {kind: [用户手册, 操作手册], path: 05-验收/用户手册、操作手册.pdf, date: 2025-06-01, note: "合订, 一册"}'
    assert [each.replace("'", '"') for each in added(home, before)] == [line]


def test_further_files_of_a_kind_are_numbered_and_never_replace_one(home: Path) -> None:
    folder = home / SAMPLE / "03-采购"
    folder.mkdir(exist_ok=True)
    (folder / "建设合同.PDF").write_bytes(b"unlisted, of other case")
    arrive(home, "采购合同.pdf")
    assert attach(home, "收到/项目合同.pdf", "收到/采购合同.pdf", "--yes").code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["建设合同-2.pdf", "建设合同-3.pdf", "建设合同.PDF"]
    assert (folder / "建设合同.PDF").read_bytes() == b"unlisted, of other case"


def test_entries_stand_with_those_of_their_stage(home: Path) -> None:
    attach(home, "收到/3.中标通知书 盖章扫描件20250407.pdf", "--yes")
    arrive(home, "终验报告.pdf")
    attach(home, "收到/终验报告.pdf", "--yes")
    attach(home, "收到/项目合同.pdf", "--yes")
    lines = [line for line in manifest(home).splitlines() if "03-采购" in line or "05-验收" in line]
    assert ["建设合同" in line for line in lines] == [False, True, False]


def test_the_same_content_is_not_listed_twice(home: Path) -> None:
    shutil.copy(home / "收到" / "项目合同.pdf", home / "收到" / "采购合同.pdf")
    assert attach(home, "收到/项目合同.pdf", "收到/采购合同.pdf", "--yes").out.count("√") == 1
    before = everything(home)
    said = attach(home, "收到/采购合同.pdf", "收到/项目合同.pdf", "--yes")
    assert said.code == 0
    assert said.out.count("内容与已登记的 03-采购/建设合同.pdf 相同") == 2
    assert everything(home) == before


def test_a_file_inside_the_dossier_is_listed_where_it_is(home: Path) -> None:
    inside = home / SAMPLE / "收" / "项目合同.pdf"
    inside.parent.mkdir()
    shutil.move(home / "收到" / "项目合同.pdf", inside)
    before = manifest(home)
    said = attach(home, f"{SAMPLE}/收/项目合同.pdf", "--yes")
    assert (said.code, "就地登记" in said.out) == (0, True)
    assert added(home, before) == ["- {kind: 建设合同, path: 收/项目合同.pdf}"]
    assert "已经登记" in attach(home, f"{SAMPLE}/收/项目合同.pdf", "--yes").out


@pytest.mark.parametrize("place", ["收到", f"{SAMPLE}/收"])
def test_move_leaves_no_original(home: Path, place: str) -> None:
    original = home / place / "采购合同.pdf"
    original.parent.mkdir(exist_ok=True)
    shutil.move(home / "收到" / "项目合同.pdf", original)
    assert attach(home, str(original), "--yes", "--move").code == 0
    assert not original.exists()
    assert (home / SAMPLE / "03-采购" / "建设合同.pdf").is_file()


def test_a_rest_keeps_its_name_and_a_version_is_no_extension(home: Path) -> None:
    arrive(home, "采购合同V2.0")
    assert attach(home, "收到/发票.pdf", "--kind", "其他").code == 0
    assert attach(home, "收到/采购合同V2.0", "--yes").code == 0
    assert (home / SAMPLE / "06-运行" / "发票.pdf").is_file()
    assert (home / SAMPLE / "03-采购" / "建设合同.pdf").is_file()


def test_a_whole_dossier_says_only_what_is_new(home: Path) -> None:
    (home / SAMPLE / "监理合同.pdf").write_bytes((home / "收到" / "合同.pdf").read_bytes())
    before = manifest(home)
    said = attach(home, SAMPLE, "-r", "--yes")
    assert "个文件已经登记" in said.out
    assert "manifest.yaml" not in said.out
    assert added(home, before) == ["- {kind: 监理合同, path: 监理合同.pdf}"]


def test_what_a_check_will_object_to_is_said(home: Path) -> None:
    (home / "收到" / "建设合同.pdf").write_bytes(b"%PDF-1.7 cut off")
    assert "注意：是不完整的文件" in attach(home, "收到/建设合同.pdf", "--yes").out


def test_a_name_that_is_no_text_is_refused_in_a_line(home: Path) -> None:
    (home / "收到" / os.fsdecode(b"\xba\xcf\xcd\xac.pdf")).write_bytes(b"%PDF-1.7 x")
    said = attach(home, "收到", "-r", "--yes")
    assert (said.code, "不是 UTF-8" in said.out) == (1, True)


def test_dry_run_shows_the_lines_and_writes_nothing(home: Path) -> None:
    before = everything(home)
    said = attach(home, "收到/项目合同.pdf", "--dry-run")
    assert said.code == 0
    assert "+  - {kind: 建设合同, path: 03-采购/建设合同.pdf}" in said.out
    assert everything(home) == before


def _lfs(path: Path) -> None:
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("建设合同.pdf", lambda path: path.symlink_to(path.parent / "合同.pdf"), "符号链接"),
        ("建设合同.pdf", os.mkfifo, "不是普通文件"),
        ("建设合同.pdf", lambda path: path.touch(), "空文件"),
        ("建设合同.pdf", _lfs, "LFS"),
        ("~$建设合同.docx", lambda path: path.write_text("x"), "临时文件"),
        (".建设合同.pdf", lambda path: path.write_text("x"), "隐藏"),
        ("建设合同（机密★5年）.pdf", lambda path: path.write_text("x"), "密级"),
        ("建设\u200b合同.pdf", lambda path: path.write_text("x"), "控制字符"),
        ("建设合同", lambda path: path.mkdir(), "加 -r"),
    ],
)
def test_what_can_be_no_paper_is_refused(home: Path, name: str, make: object, said: str) -> None:
    make(home / "收到" / name)  # type: ignore[operator] # one of the functions above
    before = manifest(home)
    done = attach(home, f"收到/{name}", "--kind", "建设合同")
    assert done.code == 1
    assert said in done.out
    assert manifest(home) == before


def test_a_folder_is_walked_without_hidden_things_and_litter(home: Path) -> None:
    for name in (".git/建设合同.pdf", "~$建设合同.docx", ".DS_Store", "深/处/终验报告.pdf"):
        arrive(home, name)
    said = attach(home, "收到", "-r", "--dry-run")
    assert "深/处/终验报告.pdf" in said.out
    assert not any(word in said.out for word in (".git", "~$", ".DS_Store"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("收到/没有.pdf", "--yes"), 3, "没有这个目录或文件"),
        (("收到/合同.pdf", "--kind", "合同书儿"), 2, "没有“合同书儿”这种材料"),
        (("收到/合同.pdf", "--kind", "建设合同", "--date", "明天"), 2, "不是日期"),
        (("收到/发票.pdf", "--yes"), 1, "--kind"),
        (("收到/合同.pdf", "--kind", "建设合同", "--commit"), 1, "git"),
    ],
)
def test_mistakes_are_told_and_change_nothing(home: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = everything(home)
    done = attach(home, *arguments)
    assert (done.code, said in done.err) == (code, True), done.err
    assert everything(home) == before


def test_a_classified_dossier_takes_nothing(home: Path) -> None:
    path = home / SAMPLE / "manifest.yaml"
    path.write_text(manifest(home).replace("project:\n", "project:\n  classified: true\n", 1), encoding="utf-8")
    before = everything(home)
    assert attach(home, "收到/项目合同.pdf", "--yes").code == 1
    assert everything(home) == before


def test_a_manifest_that_cannot_be_written_takes_the_copies_back(home: Path) -> None:
    path = home / SAMPLE / "manifest.yaml"
    path.chmod(0o444)
    before = everything(home)
    said = attach(home, "收到/项目合同.pdf", "--yes", "--move")
    assert (said.code, "只读" in said.err) == (1, True)
    assert everything(home) == before
    assert not (home / SAMPLE / "03-采购").exists()


def test_commit_holds_exactly_what_was_touched(home: Path) -> None:
    folder = in_git(home)
    (folder / "草稿.txt").write_text("x", encoding="utf-8")
    assert attach(home, "收到/项目合同.pdf", "--yes", "--commit").code == 0
    shown = git(folder, "show", "--name-only", "--format=%B", "HEAD")
    assert "登记建设合同" in shown
    assert shown.strip().splitlines()[-2:] == ["03-采购/建设合同.pdf", "manifest.yaml"]
    assert git(folder, "status", "--porcelain").strip() == "?? 草稿.txt"


def test_what_git_never_had_or_ignores_is_no_hindrance_to_a_commit(home: Path) -> None:
    folder = in_git(home)
    (folder / ".gitignore").write_text("*.pdf\n", encoding="utf-8")
    git(folder, "add", ".gitignore")
    git(folder, "commit", "-qm", "no scans")
    shutil.move(home / "收到" / "项目合同.pdf", folder / "项目合同.pdf")
    said = attach(home, f"{SAMPLE}/项目合同.pdf", "--yes", "--move", "--commit")
    assert (said.code, said.err) == (0, "")
    shown = git(folder, "show", "--name-only", "--format=", "HEAD")
    assert shown.split() == ["manifest.yaml"]


def at_terminal(home: Path, *arguments: str, typed: str) -> str:
    """Return what a person sees who types answers; the exit code stands at the end."""
    script = f"{sys.executable} -m zlxm attach {' '.join(arguments)} -C {SAMPLE}; echo rc=$?"
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(home)
        told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        os.execve("/bin/sh", ["sh", "-c", script], told)  # noqa: S606 our own program at a terminal
    os.write(terminal, typed.encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    os.waitpid(pid, 0)
    return shown.decode()


def test_a_terminal_is_asked_and_takes_numbers_names_and_silence(home: Path) -> None:
    before = manifest(home)
    arrive(home, "验收报告.pdf")
    files = ["收到/合同.pdf", "收到/验收报告.pdf", "收到/发票.pdf", "收到/项目合同.pdf"]
    shown = at_terminal(home, *files, typed="1\n终验报吿\n终验报告\n\n")
    assert "没有“终验报吿”这种材料" in shown
    assert "rc=1" in shown
    assert added(home, before) == [
        "- {kind: 建设合同, path: 03-采购/建设合同.pdf}",
        "- {kind: 建设合同, path: 03-采购/建设合同-2.pdf}",
        "- {kind: 终验报告, path: 05-验收/终验报告.pdf}",
    ]


def test_a_terminal_is_not_asked_about_what_is_sure(home: Path) -> None:
    assert "rc=0" in at_terminal(home, "收到/项目合同.pdf", typed="")
