"""What differs on Windows and Macs, simulated: files held by other programs, names, calls that only Unix has."""

from __future__ import annotations

import ast
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from tests.lifecycle.terminal import zlxm
from zlxm.cli.arguments import as_meant
from zlxm.model.errors import ZlxmError
from zlxm.model.path_names import names_on_disk
from zlxm.store.handovers import reflowed
from zlxm.store.writing import replace_file

ROOT = Path(__file__).parents[2]
HEAD = """zlxm: 1
regulation: zhonglou-2023
project: {name: 某某平台, nature: 新建, categories: [软件应用]}
unit: {name: 某某局}
plan: {year: 2027}
"""

# Files that other programs hold


class Holder:
    """Another program that has a file open for a number of attempts, as Windows tells it."""

    def __init__(self, times: int, winerror: int = 32) -> None:
        self.left = times
        self.winerror = winerror
        self.real = os.replace

    def __call__(self, temporary: str, path: str) -> None:
        if self.left:
            self.left -= 1
            error = PermissionError(13, "the file is in use", path)
            vars(error)["winerror"] = self.winerror
            raise error
        self.real(temporary, path)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int
) -> None:
    path = tmp_path / "清单.yaml"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", Holder(3, winerror))
    replace_file(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert pauses == [0.05, 0.1, 0.2]


def test_a_file_that_stays_held_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    path = tmp_path / "清单.yaml"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", Holder(100))
    with pytest.raises(ZlxmError) as told:
        replace_file(str(path), b"new")
    assert told.value.code == "in_use"
    assert path.read_text("utf-8") == "old"
    assert 2.5 < sum(pauses) < 5
    assert list(tmp_path.iterdir()) == [path]


def test_other_troubles_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(os, "replace", Holder(100, winerror=112))  # the disk is full
    with pytest.raises(ZlxmError) as told:
        replace_file(str(tmp_path / "清单.yaml"), b"new")
    assert (told.value.code, pauses) == ("unwritable", [])


# Words of the command line


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["check", 'C:\\卷宗"'], ["check", "C:\\卷宗"]),
        (["check", 'C:\\卷宗\\"'], ["check", "C:\\卷宗"]),
        (["check", 'C:\\我的 卷宗" --for 终验'], ["check", "C:\\我的 卷宗", "--for", "终验"]),
        (["check", "\\\\服务器\\共享\\卷宗"], ["check", "\\\\服务器\\共享\\卷宗"]),
        (["check", "D:/卷宗"], ["check", "D:/卷宗"]),
    ],
)
def test_a_closing_quote_that_was_escaped(words: list[str], meant: list[str]) -> None:
    assert as_meant(words, is_windows=True) == meant
    assert as_meant(words, is_windows=False) == words


# Names


NFC, NFD = "一é.pdf", unicodedata.normalize("NFD", "一é.pdf")


@pytest.mark.parametrize(
    ("listed", "there", "found"),
    [
        ("甲.pdf", ["甲.pdf"], "甲.pdf"),
        ("甲.pdf", [], "甲.pdf"),  # is looked for, and missed
        (NFC, [NFD], NFD),
        (NFD, [NFC], NFC),
        (NFC, [NFD, NFC], NFC),
        ("A.pdf", ["a.pdf"], None),
        ("合同/A.pdf", ["合同/a.PDF"], None),
        ("A.pdf", ["a.pdf", "A.pdf"], "A.pdf"),
    ],
)
def test_all_systems_find_the_same_files(listed: str, there: list[str], found: str | None) -> None:
    assert names_on_disk([listed], there) == {listed: found}


def checked(folder: Path, listed: str, there: str) -> set[str]:
    folder.mkdir()
    (folder / "manifest.yaml").write_text(f"{HEAD}documents:\n  - {{kind: 其他, path: {listed}}}\n", encoding="utf-8")
    (folder / there).write_bytes(b"%PDF-1.4\n%%EOF\n")
    report = json.loads(zlxm(folder, "check", "--format", "json", as_of="2026-11-23").out)
    return {each["rule"] for each in report["dossiers"][0]["findings"] if each["rule"].startswith("FILE")}


def test_a_decomposed_name_is_there_and_told(tmp_path: Path) -> None:
    for number, (listed, there) in enumerate(((NFC, NFD), (NFD, NFC))):
        found = checked(tmp_path / str(number), listed, there)
        assert "FILE-1" not in found
        assert "FILE-10" in found


def test_another_letter_case_is_missing_everywhere(tmp_path: Path) -> None:
    assert {"FILE-1", "FILE-10"} <= checked(tmp_path / "a", "A.pdf", "a.pdf")


# Ends of lines


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        (b"a\nb\n", b"a\r\nb\r\n", True),
        (b"a\r\nb\r\n", b"a\nb\n", True),
        (b"a\nb\n", b"a\r\nc\r\n", False),
        (b"a\n\0b\n", b"a\r\n\0b\r\n", False),  # not a text
    ],
)
def test_a_checkout_that_changed_the_ends_of_lines_is_told_apart(
    tmp_path: Path, then: bytes, now: bytes, same: bool
) -> None:
    (tmp_path / "说明.txt").write_bytes(now)
    digest = hashlib.sha256(then).hexdigest()
    assert list(reflowed(str(tmp_path), {"说明.txt": digest})) == (["说明.txt"] if same else [])


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_manifests_as_notepad_writes_them(tmp_path: Path, ending: str, mark: str) -> None:
    (tmp_path / "manifest.yaml").write_bytes((mark + HEAD).replace("\n", ending).encode())
    said = zlxm(tmp_path, "check", "--format", "json", as_of="2026-11-23")
    assert not [each for each in json.loads(said.out)["dossiers"][0]["findings"] if each["rule"] == "MANIFEST"]
    said = zlxm(tmp_path, "record", "三重一大决策", "--date", "2026-08-20", as_of="2026-11-23")
    assert said.code == 0, said.err
    written = (tmp_path / "manifest.yaml").read_bytes().decode()
    assert written.startswith(mark + "zlxm")
    assert written.count("\r\n") == (written.count("\n") if ending == "\r\n" else 0)


# Calls that only Unix has

UNIX_ONLY = {
    "os": {
        *("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "O_SYNC", "fchmod", "fchown", "chown", "lchown"),
        *("getuid", "geteuid", "getgid", "fork", "forkpty", "kill", "killpg", "mkfifo", "mknod", "pread", "pwrite"),
        *("openpty", "setsid", "umask", "uname", "wait", "WNOHANG", "posix_fadvise", "sendfile", "statvfs", "nice"),
    },
    "signal": {
        "SIGHUP",
        "SIGKILL",
        "SIGALRM",
        "SIGPIPE",
        "SIGUSR1",
        "SIGCHLD",
        "alarm",
        "setitimer",
        "pthread_sigmask",
    },
}
UNIX_MODULES = {"fcntl", "grp", "pwd", "pty", "resource", "syslog", "termios", "tty", "posix"}


def sources() -> list[Path]:
    return sorted((ROOT / "zlxm").rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_of_unix_is_used_without_asking_for_it(path: Path) -> None:
    """`getattr(os, "O_NOFOLLOW", 0)` asks; `os.O_NOFOLLOW` does not."""
    used = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used += [f"{node.value.id}.{node.attr}"] * (node.attr in UNIX_ONLY.get(node.value.id, ()))
        if isinstance(node, ast.Import):
            used += [each.name for each in node.names if each.name in UNIX_MODULES]
        if isinstance(node, ast.ImportFrom) and node.module in UNIX_MODULES:
            used.append(str(node.module))
    assert used == []


WITHOUT_UNIX = """
import os, signal, sys
for module, names in {names!r}.items():
    for name in names:
        if hasattr(sys.modules[module], name) and name not in {kept!r}:
            delattr(sys.modules[module], name)
from zlxm.__main__ import main
main()
"""
KEPT = ("kill", "getuid", "umask", "WNOHANG", "O_NONBLOCK", "O_NOFOLLOW", "fchmod")  # libraries need them here


INIT = "init 项目 --name 某某平台 --unit 某某局 --year 2027 --amount 20 --nature 新建 --category 软件应用 --no-input"


def without_unix(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    names = {module: sorted(each) for module, each in UNIX_ONLY.items()}
    script = WITHOUT_UNIX.format(names=names, kept=KEPT)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_usual_work_is_done_without_what_only_unix_has(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    (tmp_path / "三重一大会议纪要.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    steps = (
        INIT.split(),
        ("record", "-C", "项目", "三重一大决策", "--date", "2026-08-20"),
        ("attach", "三重一大会议纪要.pdf", "-C", "项目", "--yes"),
        ("generate", "申报表", "项目"),
        ("check", "项目", "--fail-on", "never"),
    )
    for arguments in steps:
        done = without_unix(tmp_path, *arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert "三重一大会议纪要" in (folder / "manifest.yaml").read_text("utf-8")


def test_several_processes_the_way_windows_starts_them(tmp_path: Path) -> None:
    """Nothing is inherited: what is sent to a worker must be whole by itself."""
    for number in range(120):
        folder = tmp_path / f"项目{number:03}"
        folder.mkdir()
        (folder / "manifest.yaml").write_text(HEAD, encoding="utf-8")
    script = (
        "import multiprocessing, sys\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    from zlxm.__main__ import main\n"
        "    main()\n"
    )
    (tmp_path / "start.py").write_text(script, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"}
    told = [
        subprocess.run(
            [sys.executable, "start.py", "check", ".", "--format", "json", "--jobs", jobs],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            check=False,
        ).stdout
        for jobs in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(json.loads(told[0])["dossiers"]) == 120
    assert "spawn" in multiprocessing.get_all_start_methods()
