"""`check` of a stranger's dossiers: writes nothing, runs nothing but git, no network, reads nothing elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.history.repositories import begin, commit
from tests.hostile import manifests, papers
from tests.hostile.inputs import lay, lay_papers, listing, rules
from tests.hostile.running import ROOT, Runner
from tests.store.made_files import pdf

pytestmark = pytest.mark.xdist_group("containment")  # the repository is laid once
FORMS = ("text", "json", "sarif", "github", "csv")  # the others are made of the same


def watched(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23", "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = [sys.executable, "-m", "tests.hostile.watched", f"{folder}|{ROOT}", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)


def states(folder: Path) -> dict[str, tuple[int, int, int]]:
    found: Iterator[tuple[str, os.stat_result]] = (
        (os.path.join(at, name), os.lstat(os.path.join(at, name)))
        for at, folders, files in os.walk(folder)
        for name in (*folders, *files)
    )
    return {path: (stat.st_mtime_ns, stat.st_size, stat.st_mode) for path, stat in found}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with all sample dossiers and all hostile inputs there are."""
    folder = tmp_path_factory.mktemp("all") / "库"
    begin(folder)
    shutil.copytree(ROOT / "sample-dossiers", folder / "示例", symlinks=True)
    for number, (_, _, data, _) in enumerate(manifests.cases()):
        lay(folder / f"清单{number}", data)
    for number, (_, _, name, made, _, _) in enumerate(papers.cases()):
        lay_papers(folder / f"材料{number}", {name: made() if callable(made) else made})
    secret = folder.parent / "外面.pdf"
    secret.write_bytes(pdf())
    lay(folder / "链接", listing("a.pdf", "b.pdf", "../外面.pdf"))
    (folder / "链接/a.pdf").symlink_to(secret)
    (folder / "链接/b.pdf").symlink_to("/etc/passwd")
    commit(folder)
    os.mkfifo(folder / "链接/管道.pdf")
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_a_check_oversteps_nowhere(everything: Path, form: str) -> None:
    before = states(everything)
    done = watched(everything, "check", ".", "--format", form)
    assert done.returncode == 1, done.stderr[-2000:]
    assert states(everything) == before


@pytest.mark.parametrize("arguments", [("check", "--since", "HEAD"), ("log",), ("rules",), ("settings",), ("status",)])
def test_looking_at_history_and_settings_oversteps_nowhere(everything: Path, arguments: tuple[str, ...]) -> None:
    before = states(everything)
    done = watched(everything / "示例", *arguments)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert states(everything) == before


@pytest.mark.parametrize(
    "script",
    [
        "open('x', 'w')",
        "open('/proc/self/environ')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('os').mkdir('x')",
        "__import__('os').unlink('x')",
    ],
)
def test_the_watch_would_see_it(tmp_path: Path, script: str) -> None:
    told = f"from tests.hostile.watched import watch; watch(({str(tmp_path)!r},)); {script}"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "overstepped" in done.stderr) == (99, True), done.stderr


def test_f10_a_paper_that_changes_while_it_is_read_is_told(tmp_path: Path, zlxm: Runner) -> None:
    """Somebody goes on writing: what is said is about a file that was whole at some time, or that it changes."""
    folder = lay_papers(tmp_path, {"材料.pdf": pdf()})
    path = folder / "材料.pdf"
    stop = threading.Event()

    def write() -> None:
        size = 0
        while not stop.is_set():
            size = (size + 4096) % (1 << 20)
            path.write_bytes(pdf() + b" " * size)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        told: set[str] = set()
        for _ in range(40):
            done = zlxm.check(folder)
            assert done.err == ""
            told |= rules(done.findings)
    finally:
        stop.set()
        writer.join()
    assert told <= {"FILE-15", "FILE-3", "FILE-4"}
    assert rules(zlxm.check(lay_papers(tmp_path / "still", {"材料.pdf": pdf()})).findings) == set()
