from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store import made_files as made
from tests.store.reading import PATTERNS, facts
from zlxm.model.attachment import FileFacts, FileState
from zlxm.store.attachments import SIZE_LIMIT, inspect_file, list_files

EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "doc", "wps", "xls", "et", "ppt", "ofd", "zip", "jpg", "png", "txt", ""]
SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def state(root: Path, path: str) -> FileState:
    return inspect_file(str(root), path, PATTERNS).state


def test_states_of_ordinary_files(tmp_path: Path) -> None:
    (tmp_path / "空.pdf").touch()
    (tmp_path / "指针.pdf").write_bytes(made.LFS_POINTER)
    (tmp_path / "夹").mkdir()
    assert state(tmp_path, "空.pdf") is FileState.EMPTY
    assert state(tmp_path, "指针.pdf") is FileState.LFS_POINTER
    assert state(tmp_path, "夹") is FileState.NOT_A_FILE
    assert state(tmp_path, "没有.pdf") is FileState.MISSING
    assert state(tmp_path, "空.pdf/没有.pdf") is FileState.MISSING
    assert state(tmp_path, "长" * 300) is FileState.MISSING


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "大.pdf").open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    assert inspect_file(str(tmp_path), "大.pdf", PATTERNS) == FileFacts("大.pdf", FileState.TOO_LARGE, SIZE_LIMIT + 1)


@pytest.mark.parametrize("path", ["../外.pdf", "/etc/hostname", "a/../../外.pdf", "", "a\x00b", "\ud800.pdf", "C:\\x"])
def test_an_unsafe_path_is_never_opened(tmp_path: Path, path: str) -> None:
    (tmp_path / "外.pdf").write_bytes(made.pdf())
    (tmp_path / "卷宗" / "a").mkdir(parents=True)
    assert state(tmp_path / "卷宗", path) is FileState.UNREADABLE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes need POSIX")
def test_links_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    (tmp_path / "真").mkdir()
    (tmp_path / "真/甲.pdf").write_bytes(made.pdf())
    (tmp_path / "链.pdf").symlink_to("真/甲.pdf")
    (tmp_path / "零.pdf").symlink_to("/dev/zero")
    (tmp_path / "环.pdf").symlink_to("环.pdf")
    (tmp_path / "夹").symlink_to("真")
    os.mkfifo(tmp_path / "管.pdf")
    assert state(tmp_path, "真/甲.pdf") is FileState.PRESENT
    for path in ("链.pdf", "零.pdf", "环.pdf", "夹", "夹/甲.pdf", "夹/没有.pdf"):
        assert state(tmp_path, path) is FileState.LINK
    assert state(tmp_path, "管.pdf") is FileState.NOT_A_FILE


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "甲.pdf").write_bytes(made.pdf())
    (tmp_path / "甲.pdf").chmod(0)
    assert state(tmp_path, "甲.pdf") is FileState.UNREADABLE


SEEDS = [
    made.pdf("<< /Encrypt 5 0 R >>"),
    made.pdf_with_xref_stream("/Encrypt 5 0 R", 50),
    made.word("{{ 甲 }}", "机密★"),
    made.zipped({"OFD.xml": "x", "甲": "乙"}, zipfile.ZIP_STORED),
    made.compound({"WordDocument": made.word_stream(), "A": b"", "B": b"", "C": b""}),
    made.compound({"Workbook": made.workbook_stream(0x86, 0x2F)}),
]
STARTS = [b"", b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html", b"PK\x05\x06"]


@SAME_FOLDER
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=3000), extension=st.sampled_from(EXTENSIONS))
def test_random_bytes_give_facts(tmp_path: Path, start: bytes, rest: bytes, extension: str) -> None:
    assert isinstance(facts(tmp_path, start + rest or b"x", extension), FileFacts)


@SAME_FOLDER
@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    kept=st.floats(0.2, 1),
    extension=st.sampled_from(EXTENSIONS),
)
def test_altered_files_give_facts(
    tmp_path: Path, seed: bytes, edits: list[tuple[float, bytes]], kept: float, extension: str
) -> None:
    raw = bytearray(seed)
    for place, patch in edits:
        at = int(place * len(raw))
        raw[at : at + len(patch)] = patch
    assert facts(tmp_path, bytes(raw[: max(1, int(kept * len(raw)))]), extension).state in FileState


def test_every_file_below_is_listed_and_nothing_else(tmp_path: Path) -> None:
    for path in (
        "manifest.yaml",
        "附件/立项/甲.pdf",
        "附件/乙.PDF",
        "附件/.DS_Store",
        ".gitignore",
        ".git/config",
        ".zlxm/lock",
        "附件/.隐藏/丙.pdf",
        "环境/pyvenv.cfg",
        "环境/丁.pdf",
        "另一卷宗/manifest.yaml",
        "另一卷宗/附件/戊.pdf",
        "子模块/.git",
        "子模块/己.pdf",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    (tmp_path / "空夹").mkdir()
    assert list_files(str(tmp_path)) == (
        ".gitignore",
        "子模块/己.pdf",
        "附件/.DS_Store",
        "附件/乙.PDF",
        "附件/立项/甲.pdf",
    )


def test_a_folder_that_is_not_there_holds_no_file(tmp_path: Path) -> None:
    assert list_files(str(tmp_path / "没有")) == ()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX names and links")
def test_links_are_listed_but_not_followed_and_odd_names_survive(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹/回").symlink_to("..")
    with open(os.fsencode(tmp_path) + b"/\xb8\xbd.pdf", "wb") as file:
        file.write(made.pdf())
    assert list_files(str(tmp_path)) == ("夹/回", "\udcb8\udcbd.pdf")
    assert state(tmp_path, "\udcb8\udcbd.pdf") is FileState.UNREADABLE
