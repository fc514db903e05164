"""A manifest that is written by several, read meanwhile, or is no file that may be written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from zlxm.model.errors import Refused, ZlxmError
from zlxm.store import editing
from zlxm.store.editing import locked, replace_manifest, replace_unchanged
from zlxm.store.portfolio import LOCK

ROOT = Path(__file__).parents[2]
OLD = "zlxm: 1\nevents:\n  - {event: 申报}  # 甲\n".encode()
NEW = OLD + "  - {event: 评审}\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.yaml").write_bytes(OLD)
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refusal(folder: Path, old: bytes = OLD) -> str:
    with pytest.raises(ZlxmError) as raised:
        replace_manifest(str(folder), old, NEW)
    return raised.value.code


def test_the_new_bytes_take_the_place_of_the_old_ones_and_nothing_else_is_left(folder: Path) -> None:
    replace_manifest(str(folder), OLD, NEW)
    assert (folder / "manifest.yaml").read_bytes() == NEW
    assert names(folder) == {"manifest.yaml"}


def test_what_somebody_else_has_changed_stays(folder: Path) -> None:
    (folder / "manifest.yaml").write_bytes(OLD + b"\n")
    assert refusal(folder) == "changed_meanwhile"
    assert (folder / "manifest.yaml").read_bytes() == OLD + b"\n"
    assert names(folder) == {"manifest.yaml"}


def test_what_is_gone_stays_gone(folder: Path) -> None:
    (folder / "manifest.yaml").unlink()
    assert refusal(folder) == "changed_meanwhile"
    assert names(folder) == set()


def test_a_new_file_is_made_only_where_there_is_none(folder: Path) -> None:
    path = str(folder / "submissions.yaml")
    replace_unchanged(path, None, b"new")
    assert (folder / "submissions.yaml").read_bytes() == b"new"
    with pytest.raises(Refused) as raised:
        replace_unchanged(path, None, b"newer")
    assert raised.value.code == "changed_meanwhile"
    assert (folder / "submissions.yaml").read_bytes() == b"new"


@pytest.mark.parametrize("make", [os.symlink, os.link], ids=["link", "hard link"])
def test_a_link_is_refused_and_its_target_stays(folder: Path, make: object) -> None:
    (folder / "other.yaml").write_bytes(OLD)
    (folder / "manifest.yaml").unlink()
    make(folder / "other.yaml", folder / "manifest.yaml")  # type: ignore[operator] # both of the one form
    assert refusal(folder) == "is_link"
    assert (folder / "other.yaml").read_bytes() == OLD
    assert os.path.samefile(folder / "other.yaml", folder / "manifest.yaml")
    assert names(folder) == {"manifest.yaml", "other.yaml"}


def test_a_folder_of_that_name_is_refused(folder: Path) -> None:
    (folder / "manifest.yaml").unlink()
    (folder / "manifest.yaml").mkdir()
    assert refusal(folder) == "is_link"


def test_a_read_only_manifest_is_refused(folder: Path) -> None:
    (folder / "manifest.yaml").chmod(0o444)
    assert refusal(folder) == "read_only"
    assert (folder / "manifest.yaml").read_bytes() == OLD


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(folder: Path) -> None:
    folder.chmod(0o500)
    assert refusal(folder) == "unwritable"


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no") == "unwritable"
    assert names(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="one bit only there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_the_mode_stays(folder: Path, mode: int) -> None:
    (folder / "manifest.yaml").chmod(mode)
    replace_manifest(str(folder), OLD, NEW)
    assert (folder / "manifest.yaml").stat().st_mode & 0o777 == mode


# --------------------------------------------------------------------------------------------------------------- locks

HOLD = """
import sys
from zlxm.store.editing import locked
from zlxm.store.portfolio import LOCK
with locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_while_another_process_writes_nothing_is_written(
    folder: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "PATIENCE", 0.2)
    assert refusal(folder) == "locked"
    assert (folder / "manifest.yaml").read_bytes() == OLD
    assert names(folder) == {"manifest.yaml", LOCK}


def test_who_waits_writes_when_the_other_is_done(folder: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    holder.stdin.close()
    replace_manifest(str(folder), OLD, NEW)
    assert holder.wait() == 0
    assert (folder / "manifest.yaml").read_bytes() == NEW
    assert names(folder) == {"manifest.yaml"}


def test_a_killed_holder_holds_nothing(folder: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert LOCK in names(folder)
    replace_manifest(str(folder), OLD, NEW)
    assert (folder / "manifest.yaml").read_bytes() == NEW
    assert names(folder) == {"manifest.yaml"}


def test_the_lock_goes_when_the_work_under_it_fails(folder: Path) -> None:
    with pytest.raises(KeyError), locked(str(folder)):
        raise KeyError
    assert names(folder) == {"manifest.yaml"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_lock_that_is_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("other") / "precious"
    target.write_bytes(b"precious")
    (folder / LOCK).symlink_to(target)
    assert refusal(folder) == "unwritable"
    assert target.read_bytes() == b"precious"
    assert (folder / "manifest.yaml").read_bytes() == OLD


# A writer: reads, adds a line, and begins anew whenever somebody was faster.
WRITE = """
import sys
from zlxm.model.errors import Refused
from zlxm.services.manifest_edit import edited, load_for_edit, save
from zlxm.model.entry import Addition
folder, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
done = 0
while done < count:
    entry = {"event": "三重一大决策", "date": "2026-01-20", "number": f"{name}-{done}"}
    try:
        save(edited(load_for_edit(folder), [Addition("events", entry)]))
    except Refused as refused:
        if refused.code not in ("changed_meanwhile", "locked"):
            raise
    else:
        done += 1
"""
MANIFEST = """\
zlxm: 1
regulation: zhonglou-2023
project: {name: 某某平台, nature: 新建, categories: [软件应用]}
unit: {name: 某某局, kind: 部门}
plan: {year: 2027}
budget: {total: 86.50}
events:
"""


def test_four_writers_lose_nothing_and_a_reader_sees_only_whole_manifests(folder: Path) -> None:
    path = folder / "manifest.yaml"
    path.write_text(MANIFEST, encoding="utf-8")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(folder), name, "50"], cwd=ROOT) for name in "甲乙丙丁"
    ]
    torn, seen = [], set()
    while any(writer.poll() is None for writer in writers):
        text = path.read_bytes().decode()
        lines = text.removeprefix(MANIFEST).split("\n")
        seen.add(len(lines))
        whole = all(line.startswith("  - {event: ") and line.endswith("}") for line in lines[:-1])
        if not text.startswith(MANIFEST) or lines[-1] or not whole:
            torn.append(text)
        time.sleep(0.002)
    assert [writer.wait() for writer in writers] == [0] * 4
    assert torn == []
    assert len(seen) > 20
    written = path.read_text("utf-8")
    numbers = [number.strip('"') for number in re.findall(r"number: (.+)}", written)]
    assert sorted(numbers) == sorted(f"{name}-{number}" for name in "甲乙丙丁" for number in range(50))
    assert written.count("\n") == MANIFEST.count("\n") + 200
    assert names(folder) == {"manifest.yaml"}


# ------------------------------------------------------------------------------------------------------------ leftovers


def test_half_written_files_of_killed_runs_go_when_they_are_old(folder: Path) -> None:
    now = time.time()
    for name, age in ((".zlxm-old.part", 700), (".zlxm-young.part", 500), ("old.part", 700), (".zlxm-old", 700)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (now - age, now - age))
    (folder / ".zlxm-folder.part").mkdir()
    os.utime(folder / ".zlxm-folder.part", (now - 700, now - 700))
    replace_manifest(str(folder), OLD, NEW)
    assert (folder / "manifest.yaml").read_bytes() == NEW
    assert names(folder) == {"manifest.yaml", ".zlxm-young.part", "old.part", ".zlxm-old", ".zlxm-folder.part"}
