from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from zlxm.model.errors import Refused, ZlxmError
from zlxm.store import writing
from zlxm.store.writing import NewTree, create_file, replace_file, write_tree

ROOT = Path(__file__).parents[2]


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_new_file_holds_the_bytes_and_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        create_file(str(tmp_path / "清单"), b"a\r\nb")
    finally:
        os.umask(before)
    assert (tmp_path / "清单").read_bytes() == b"a\r\nb"
    assert everything(tmp_path) == {"清单"}
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "清单").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "make", [lambda p: p.write_bytes(b"old"), lambda p: p.symlink_to("nowhere"), lambda p: p.mkdir()]
)
def test_what_is_there_stays(tmp_path: Path, make: object) -> None:
    path = tmp_path / "清单"
    make(path)  # type: ignore[operator]
    with pytest.raises(Refused) as refused:
        create_file(str(path), b"new")
    assert refused.value.code == "file_exists"
    assert everything(tmp_path) == {"清单"}
    assert not path.is_file() or path.read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_disk_without_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int) -> None:
    def no_links(*_: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(os, "link", no_links)
    create_file(str(tmp_path / "甲"), b"new")
    with pytest.raises(Refused):
        create_file(str(tmp_path / "甲"), b"newer")
    assert (tmp_path / "甲").read_bytes() == b"new"
    assert everything(tmp_path) == {"甲"}


def test_a_whole_tree_is_made_with_its_folders(tmp_path: Path) -> None:
    at = str(tmp_path)
    tree = NewTree((f"{at}/甲/01", f"{at}/甲/02"), ((f"{at}/甲/清单", b"x"),), ((f"{at}/.zlxm/s.json", b"{}"),))
    write_tree(tree)
    assert everything(tmp_path) == {"甲", "甲/01", "甲/02", "甲/清单", ".zlxm", ".zlxm/s.json"}


def test_shared_files_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("old")
    write_tree(NewTree(shared=((str(tmp_path / ".gitignore"), b"new"),)))
    assert (tmp_path / ".gitignore").read_text() == "old"


@pytest.mark.parametrize("obstacle", ["b/清单", "b"])
def test_a_failure_leaves_the_disk_as_it_was(tmp_path: Path, obstacle: str) -> None:
    place = tmp_path / obstacle
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"old")
    before = everything(tmp_path)
    at = str(tmp_path)
    tree = NewTree((f"{at}/a/01",), ((f"{at}/a/清单", b"x"), (f"{at}/b/清单", b"y")), ((f"{at}/.zlxm/s", b"{}"),))
    with pytest.raises(ZlxmError):
        write_tree(tree)
    assert everything(tmp_path) == before
    assert place.read_bytes() == b"old"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ZlxmError) as told:
        write_tree(NewTree((str(tmp_path / "甲"),), ((str(tmp_path / "甲/清单"), b"x"),)))
    assert (told.value.code, told.value.exit_code) == ("unwritable", 3)
    assert everything(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ZlxmError) as told:
        create_file(str(tmp_path / "甲"), b"x")
    assert told.value.code == "unwritable"


KILLED = """
import os, sys
from zlxm.store.writing import create_file
left = int(sys.argv[2])
def counted(event, _):
    global left
    if event in ("open", "os.link", "os.rename", "os.remove"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(counted)
create_file(sys.argv[1], b"whole" * 1000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_step_the_file_is_whole_or_absent(tmp_path: Path) -> None:
    states = []
    for step in range(6):
        path = tmp_path / f"{step}"
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(step)], cwd=ROOT, check=False)
        states.append((done.returncode, path.read_bytes() if path.exists() else None))
    assert {content for _, content in states} == {None, b"whole" * 1000}
    assert states[0][0] == -9
    assert states[-1] == (0, b"whole" * 1000)


def test_the_module_has_one_way_to_make_a_file() -> None:
    assert Path(writing.__file__).read_text("utf-8").count("os.O_CREAT") == 2  # the part; the name without links


def test_replacing_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(kept)
    replace_file(str(link), b"new")
    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert kept.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.txt", "link.txt"]


def test_a_device_is_written_to_and_stays_one() -> None:
    replace_file(os.devnull, b"gone")
    assert not Path(os.devnull).is_file()


def test_a_result_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(ZlxmError) as raised:
        replace_file(str(tmp_path / "no" / "folder.txt"), b"new")
    assert raised.value.code == "unwritable"
