"""P1-P14, L5, L6: paths that a manifest gives, and what lies on the disk under them."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from tests.hostile.inputs import HEAD, lay, lay_papers, listing, rules, says
from tests.hostile.running import Runner
from tests.store.made_files import LFS_POINTER, pdf, real_docx

HIDDEN = "绝密★不得外传"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

WRITTEN = [
    ("P1", "../外.pdf", "FILE-2"),
    ("P1", "附件/../../外.pdf", "FILE-2"),
    ("P1", "附件/..", "FILE-2"),
    ("P1", "附件/.. /外.pdf", "FILE-2"),
    ("P1", "./甲.pdf", "FILE-2"),
    ("P1", "附件//甲.pdf", "FILE-2"),
    ("P1", "", "FILE-2"),
    ("P2", "/etc/passwd", "FILE-2"),
    ("P2", "//etc/passwd", "FILE-2"),
    ("P2", "/proc/self/environ", "FILE-2"),
    ("P3", "C:\\Windows\\win.ini", "FILE-2"),
    ("P3", "C:win.ini", "FILE-2"),
    ("P3", "\\\\srv\\share\\x", "FILE-2"),
    ("P3", "//srv/share/x", "FILE-2"),
    ("P3", "..\\外.pdf", "FILE-2"),
    ("P3", "附件\\甲.pdf", "FILE-2"),
    ("P3", "a:b.pdf", "FILE-2"),
    ("P3", "甲.pdf:流", "FILE-11"),
    ("P4", "con.pdf", "FILE-11"),
    ("P4", "附件/nul.pdf", "FILE-11"),
    ("P4", "附件/AUX/甲.pdf", "FILE-11"),
    ("P4", "COM¹.txt", "FILE-11"),
    ("P4", "x.", "FILE-11"),
    ("P4", "x ", "FILE-11"),
    *(("P4", f"甲{character}.pdf", "FILE-11") for character in '<>"|?*'),
    ("P11", "长" * 81 + ".pdf", "FILE-11"),
    ("P11", "长" * 300 + ".pdf", "FILE-11"),
    ("P11", "/".join(["夹" * 40] * 5) + "/甲.pdf", "FILE-11"),
    ("P11", "/".join(["夹" * 60] * 40) + "/甲.pdf", "FILE-11"),
    ("L6", "长" * 76 + ".pdf", ""),
    ("L6", "长" * 77 + ".pdf", "FILE-11"),
    ("P13", "-rf.pdf", ""),
    ("P13", "--output=x.pdf", ""),
    ("P13", "甲'乙.pdf", ""),
]


@pytest.mark.parametrize(
    ("path", "expected"), [case[1:] for case in WRITTEN], ids=[f"{r} {p[:40]!r}" for r, p, _ in WRITTEN]
)
def test_a_path_that_is_written(path: str, expected: str, tmp_path: Path, zlxm: Runner) -> None:
    (tmp_path / "外.pdf").write_bytes(real_docx(HIDDEN))
    done = zlxm.check(lay(tmp_path / "案卷", listing(path), {"附件/乙.txt": b"x"}))
    spoken = rules(done.findings) - {"FILE-9"}
    assert spoken == ({"FILE-1"} if not expected else spoken & {"FILE-1"} | {expected})
    assert "FILE-13" not in spoken
    assert not spoken >= {"FILE-1", "FILE-2"}


@pytest.mark.parametrize("character", ["\n", "\t", "\r", "\x1b", "\u202e", "\u200b", "\u2028"])
def test_p13_a_control_character_in_a_path(character: str, tmp_path: Path, zlxm: Runner) -> None:
    escaped = f"\\u{ord(character):04x}"
    done = zlxm.check(lay(tmp_path, HEAD + f'documents:\n  - {{kind: 其他, path: "甲{escaped}.pdf"}}\n'))
    assert "FILE-2" in rules(done.findings) or says(done.findings, "unfit_character")
    shown = zlxm("check", tmp_path, "--as-of", "2024-10-08", "--format", "concise")
    assert f"u{{{ord(character):x}}}" in shown.out or says(done.findings, "unfit_character")


@posix_only
@pytest.mark.parametrize("name", ["甲\n.docx", "甲\t.docx", '甲".docx', "-rf.docx", "甲\x1b[31m.docx", " 甲.docx"])
def test_p13_an_odd_name_on_the_disk(name: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay(tmp_path, HEAD, {name: real_docx(HIDDEN)}))
    assert rules(done.findings) >= {"FILE-9", "FILE-11" if not name.isprintable() else "FILE-13"}
    shown = zlxm("check", tmp_path, "--as-of", "2024-10-08", "--format", "concise")
    assert len([line for line in shown.out.splitlines() if "FILE-9" in line]) == 1
    assert "\x1b" not in shown.out


CLASHES = [("A.pdf", "a.pdf"), ("\u00e9.pdf", "e\u0301.pdf"), ("夹/A.pdf", "夹/a.pdf"), ("ß.pdf", "SS.pdf")]


@posix_only
@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_p5_two_names_that_are_one_elsewhere(one: str, other: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay_papers(tmp_path, {one: pdf(), other: pdf()}))
    assert [message for rule, message in done.findings if rule == "FILE-10"] == [
        f"{max(one, other)} 与 {min(one, other)} 在 Windows 或 macOS 上是同一个名字"
    ]


@pytest.mark.parametrize("name", ["\ufa0c.pdf", "\uf9d1.pdf", "Ａ（１）.pdf"])
def test_p6_a_name_that_normalising_would_change_is_found_as_it_is(name: str, tmp_path: Path, zlxm: Runner) -> None:
    assert rules(zlxm.check(lay_papers(tmp_path, {name: pdf()})).findings) == set()


@pytest.mark.parametrize(("one", "other"), [("\ufa0c.pdf", "\u5140.pdf"), ("Ａ.pdf", "A.pdf")])
def test_p6_names_are_the_same_only_where_a_disk_thinks_so(one: str, other: str, tmp_path: Path, zlxm: Runner) -> None:
    found = rules(zlxm.check(lay_papers(tmp_path, {one: pdf(), other: pdf()})).findings)
    assert found == ({"FILE-10"} if one == "\ufa0c.pdf" else set())  # NFC makes one of the first two, as macOS does


def link_targets(folder: Path) -> list[str]:
    return [
        "/etc/passwd",
        "../../外.docx",
        "../外.docx",
        "/dev/zero",
        "/proc/self/environ",
        "甲.docx",
        str(folder),
        "无",
    ]


@posix_only
@pytest.mark.parametrize("number", range(8))
def test_p7_a_link_is_never_followed(number: int, tmp_path: Path, zlxm: Runner) -> None:
    (tmp_path / "外.docx").write_bytes(real_docx(HIDDEN))
    folder = lay(tmp_path / "案卷", listing("甲.docx", "夹/甲.docx"), {"夹/乙.txt": b"x"})
    for place in ("甲.docx", "夹/甲.docx", "没列.docx"):
        (folder / place).symlink_to(link_targets(folder)[number])
    done = zlxm.check(folder)
    assert [rule for rule, _ in done.findings if rule in ("FILE-1", "FILE-2", "FILE-13")] == ["FILE-2", "FILE-2"]
    assert "FILE-9" in rules(done.findings)


@posix_only
def test_p7_a_folder_that_is_a_link_is_never_entered(tmp_path: Path, zlxm: Runner) -> None:
    lay(tmp_path / "外", HEAD, {"密.docx": real_docx(HIDDEN)})
    folder = lay(tmp_path / "库" / "案卷", listing("夹/密.docx"))
    (folder / "夹").symlink_to("../../外")
    (tmp_path / "库" / "邻").symlink_to("../外")
    (tmp_path / "库" / "圈").symlink_to(".")
    done = zlxm.check(tmp_path / "库")
    assert rules(done.findings) == {"FILE-2", "FILE-9"}
    assert done.out.count('"path": "') - done.out.count("manifest.yaml") == 1  # one dossier only


@posix_only
@pytest.mark.parametrize("target", ["/etc/passwd", "../外/manifest.yaml", "/dev/zero", "manifest.yaml"])
def test_p7_a_manifest_that_is_a_link_is_not_read(target: str, tmp_path: Path, zlxm: Runner) -> None:
    lay(tmp_path / "外", HEAD.replace("示例局", HIDDEN))
    folder = tmp_path / "案卷"
    folder.mkdir()
    (folder / "manifest.yaml").symlink_to(target)
    done = zlxm.check(folder)
    assert says(done.findings, "unreadable")
    assert HIDDEN not in done.out
    assert "root:" not in done.out


def test_p8_a_link_that_became_a_small_text(tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay_papers(tmp_path, {"甲.pdf": b"../../etc/passwd", "乙.docx": b"/etc/passwd"}))
    assert [rule for rule, _ in done.findings if rule.startswith("FILE-")] == ["FILE-4", "FILE-4"]


@posix_only
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "device"])
@pytest.mark.parametrize("name", ["甲.pdf", "manifest.yaml", "submissions.yaml", "没列.docx"])
def test_p9_only_plain_files_are_opened(kind: str, name: str, tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path / "案卷", listing("甲.pdf"), {} if name == "甲.pdf" else {"甲.pdf": pdf()})
    (folder / name).unlink(missing_ok=True)
    make_odd(folder / name, kind)
    done = zlxm.check(folder)
    if name == "manifest.yaml":
        assert says(done.findings, "unreadable")
    elif name == "甲.pdf":
        assert rules(done.findings) == {"FILE-15"}
    elif name == "submissions.yaml":
        assert rules(done.findings) == {"FILE-20"}
    else:
        assert rules(done.findings) <= {"FILE-9"}


def make_odd(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(path.parent):  # an address has 108 bytes at most
            made.bind(path.name)
    else:
        try:
            os.mknod(path, 0o020644, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("only the superuser makes devices")


@pytest.mark.parametrize(("size", "expected"), [(2**40, {"FILE-15"}), (500 * 2**20 + 1, {"FILE-15"})])
def test_p10_a_sparse_file_is_not_read(size: int, expected: set[str], tmp_path: Path, zlxm: Runner) -> None:
    folder = lay_papers(tmp_path, {"甲.pdf": pdf()})
    with (folder / "甲.pdf").open("r+b") as file:
        file.truncate(size)
    done = zlxm.check(folder)
    assert rules(done.findings) == expected
    assert done.seconds < 1


@pytest.mark.parametrize("extension", ["pdf", "docx", "png", "txt", "doc"])
def test_l5_a_file_of_exactly_the_limit_costs_no_more_than_a_small_one(
    extension: str, tmp_path: Path, zlxm: Runner
) -> None:
    start = {
        "pdf": b"%PDF-1.7\n",
        "docx": b"PK\x03\x04",
        "png": b"\x89PNG\r\n\x1a\n",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }
    folder = lay_papers(tmp_path, {f"甲.{extension}": start.get(extension, b"x")})
    with (folder / f"甲.{extension}").open("r+b") as file:
        file.truncate(500 * 2**20)
    done = zlxm.check(folder)
    assert "FILE-15" not in rules(done.findings)
    assert done.seconds < 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems store no such name")
@pytest.mark.parametrize("name", ["附件.docx".encode("gb18030"), b"\xff\xfe.docx", b"\xed\xa0\x80.docx"])
def test_p12_a_name_that_is_not_utf_8(name: bytes, tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path, HEAD)
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(real_docx(HIDDEN))
    done = zlxm.check(folder)
    assert rules(done.findings) == {"FILE-9", "FILE-11"}
    assert ("附件.docx" in "".join(message for _, message in done.findings)) == (name[:1] == b"\xb8")
    for form in ("text", "sarif", "junit", "github", "gitlab", "markdown", "csv", "concise"):
        shown = zlxm("check", folder, "--format", form, "--as-of", "2024-10-08")
        assert shown.err == ""


LITTER = ["~$申报表.docx", ".~lock.申报表.docx#", "Thumbs.db", ".DS_Store", "desktop.ini", "._申报表.docx", "THUMBS.DB"]


@pytest.mark.parametrize("name", LITTER)
def test_p14_litter_is_told_apart(name: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay(tmp_path, HEAD, {name: b"x", f"夹/{name}": b"x"}))
    assert [rule for rule, _ in done.findings if rule.startswith("FILE-")] == ["FILE-16", "FILE-16"]


def test_p14_a_pointer_of_lfs_in_a_folder_of_litter(tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay_papers(tmp_path, {"夹/甲.pdf": LFS_POINTER}))
    assert rules(done.findings) == {"FILE-6"}


@posix_only
def test_p11_a_tree_deeper_than_a_path_may_be(tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path / "案卷", HEAD)
    deep = os.open(folder, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("深" * 80, dir_fd=deep)
        below = os.open("深" * 80, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    try:
        done = zlxm("check", folder, "--as-of", "2024-10-08")
        assert done.code == 3
        assert "Traceback" not in done.err
    finally:
        shutil.rmtree(folder)
