"""Copies into a dossier: whole or not at all, never over a file, and gone again when the rest fails."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from zlxm.model.errors import Refused, ZlxmError
from zlxm.store.copying import Copy, copied, digest_of, remove_original


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "dossier"
    folder.mkdir()
    return folder


def source(tmp_path: Path, name: str = "a.pdf", data: bytes = b"one", mode: int = 0o640) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    path.chmod(mode)
    return str(path)


def test_a_copy_has_content_and_mode_and_its_folders(tmp_path: Path, dossier: Path) -> None:
    with copied(str(dossier), [Copy(source(tmp_path), "03-采购/中标通知书.pdf")]):
        pass
    made = dossier / "03-采购" / "中标通知书.pdf"
    assert (made.read_bytes(), stat.S_IMODE(made.stat().st_mode)) == (b"one", 0o640)
    assert list(tree(dossier)) == ["03-采购/中标通知书.pdf"]


def fail_inside(dossier: Path, copies: list[Copy], raised: type[BaseException]) -> None:
    with copied(str(dossier), copies):
        assert len(tree(dossier)) == len(copies)
        raise raised


@pytest.mark.parametrize("raised", [RuntimeError, KeyboardInterrupt])
def test_what_fails_later_takes_copies_and_new_folders_back(
    tmp_path: Path, dossier: Path, raised: type[BaseException]
) -> None:
    (dossier / "旧").mkdir()
    copies = [Copy(source(tmp_path), "旧/a.pdf"), Copy(source(tmp_path, "b.pdf"), "新/深/b.pdf")]
    with pytest.raises(raised):
        fail_inside(dossier, copies, raised)
    assert tree(dossier) == {}
    assert os.listdir(dossier) == ["旧"]


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path, dossier: Path) -> None:
    (dossier / "b.pdf").write_bytes(b"mine")
    copies = [Copy(source(tmp_path), "x/a.pdf"), Copy(source(tmp_path, "b.pdf"), "b.pdf")]
    with pytest.raises(Refused, match="file_exists"), copied(str(dossier), copies):
        pass
    assert tree(dossier) == {"b.pdf": b"mine"}


def test_a_linked_stage_folder_is_refused(tmp_path: Path, dossier: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (dossier / "03-采购").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="linked_folder"), copied(str(dossier), [Copy(source(tmp_path), "03-采购/a.pdf")]):
        pass
    assert tree(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "gone"])
def test_only_regular_files_are_read(tmp_path: Path, dossier: Path, kind: str) -> None:
    path = tmp_path / "odd"
    if kind == "link":
        path.symlink_to(source(tmp_path))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(ZlxmError, match="unreadable_file"), copied(str(dossier), [Copy(str(path), "a.pdf")]):
        pass
    assert tree(dossier) == {}


def test_a_full_disk_leaves_nothing(tmp_path: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ZlxmError, match="unwritable"), copied(str(dossier), [Copy(source(tmp_path), "x/a.pdf")]):
        pass
    assert os.listdir(dossier) == []


def test_an_original_goes_only_while_it_is_what_was_copied(tmp_path: Path, dossier: Path) -> None:
    first, second = source(tmp_path), source(tmp_path, "b.pdf")
    with copied(str(dossier), [Copy(first, "a.pdf"), Copy(second, "b.pdf")]) as originals:
        pass
    Path(second).write_bytes(b"changed since")
    assert [remove_original(each) for each in originals] == [True, False]
    assert (Path(first).exists(), Path(second).exists()) == (False, True)
    assert not remove_original(originals[0])


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert digest_of(source(tmp_path)) == "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    with pytest.raises(ZlxmError, match="unreadable_file"):
        digest_of(str(tmp_path / "none"))
