"""The package itself: its bytes, its form, and what other programs say of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import bagit_utils
import pytest

from tests.submission.making import MINUTES, NAME, SAMPLE, SAMPLES, TAGS, content, packed, submit, zlxm
from zlxm.model.errors import Refused
from zlxm.render.bag import BagWriter, digests_of, tag_files, write_bag
from zlxm.services.submission import plan_parcel


def test_every_entry_is_as_the_contract_says(portfolio: Path) -> None:
    with zipfile.ZipFile(submit(portfolio)) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None
    assert [info.filename for info in infos] == [
        f"{NAME}/{name}"
        for name in (
            *TAGS,
            "data/01_项目建设申报表_2026-09-18.docx",
            "data/02_项目建议书_2026-09-16.docx",
            "data/03_三重一大会议纪要_2026-08-20.pdf",
            "data/04_其他_2026-08-12.xlsx",
            "data/00_材料目录.xlsx",
            "data/检查报告.json",
            "data/检查报告.txt",
            "data/manifest.yaml",
            "data/submission.json",
        )
    ]
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {0o100644}
    assert {info.create_system for info in infos} == {3}
    assert all(info.flag_bits & 0x800 for info in infos if not info.filename.isascii())


def test_the_files_are_byte_for_byte_those_of_the_dossier(portfolio: Path) -> None:
    found = content(submit(portfolio))
    assert found["data/manifest.yaml"] == (portfolio / SAMPLE / "manifest.yaml").read_bytes()
    assert found["data/03_三重一大会议纪要_2026-08-20.pdf"] == (portfolio / SAMPLE / MINUTES).read_bytes()
    told = json.loads(found["data/submission.json"])
    assert {**told, "files": len(told["files"])} == {
        "version": 1,
        "tool": told["tool"],
        "regulation": "zhonglou-2023",
        "submission": "申报",
        "as_of": "2026-11-23",
        "project": "钟楼区智慧养老服务平台建设项目",
        "code": "ZL-2027-MZ-01",
        "unit": "钟楼区民政局",
        "draft": False,
        "files": 4,
    }
    for each in told["files"]:
        data = found[f"data/{each['name']}"]
        assert data == (portfolio / SAMPLE / each["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each["size"], each["sha256"])


def test_the_report_inside_is_that_of_check(portfolio: Path) -> None:
    found = content(submit(portfolio))
    told = json.loads(zlxm(portfolio, "check", SAMPLE, "--for", "申报", "--format", "json").stdout)
    inside = json.loads(found["data/检查报告.json"])
    assert inside["dossiers"][0]["path"] == "."
    told["dossiers"][0]["path"] = "."
    assert inside == told


def test_the_catalogue_inside_is_not_compressed_either(portfolio: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content(submit(portfolio))["data/00_材料目录.xlsx"])) as book:
        assert {info.compress_type for info in book.infolist()} == {zipfile.ZIP_STORED}


def test_two_other_programs_find_it_valid(portfolio: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(submit(portfolio)).extractall(tmp_path / "un")
    assert bagit.Bag(str(tmp_path / "un" / NAME)).validate()
    report = bagit_utils.Bag(tmp_path / "un" / NAME).validate()
    assert (report.valid, report.issues) == (True, [])
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        if tool := shutil.which("sha256sum"):
            subprocess.run([tool, "-c", "--strict", "--quiet", name], cwd=tmp_path / "un" / NAME, check=True)


def test_verify_accepts_it(portfolio: Path) -> None:
    package = submit(portfolio)
    done = zlxm(portfolio, "verify", package.name)
    assert done.returncode == 0, done.stdout


def copied(target: Path, *, backwards: bool) -> None:
    """Copy the sample file by file, so that its folders list them in another order."""
    for path in sorted((SAMPLES / SAMPLE).rglob("*"), reverse=backwards):
        if path.is_file():
            place = target / path.relative_to(SAMPLES / SAMPLE)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other" / SAMPLE
    copied(one / SAMPLE, backwards=False)
    copied(other, backwards=True)
    zlxm(one, "submit-package", "申报", SAMPLE, umask="077", TZ="Asia/Tokyo", LANG="C", LC_ALL="C")
    zlxm(other, "submit-package", "申报", umask="0", TZ="America/New_York", LANG="zh_CN.UTF-8", PYTHONHASHSEED="7")
    assert packed(one).read_bytes() == packed(other).read_bytes()


def test_what_is_not_handed_in_is_not_named(portfolio: Path) -> None:
    (portfolio / SAMPLE / "内部讨论.txt").write_text("x", "utf-8")
    assert not any("内部讨论".encode() in data for data in content(submit(portfolio)).values())


def test_a_draft_says_so_everywhere(portfolio: Path) -> None:
    done = zlxm(portfolio, "submit-package", "终验", SAMPLE, "--draft")
    assert done.returncode == 0, done.stderr
    package = packed(portfolio)
    assert package.stem == "ZL-2027-MZ-01-终验-2026-11-23-草稿"
    found = content(package)
    assert json.loads(found["data/submission.json"])["draft"] is True
    assert b"Zlxm-Draft: true\n" in found["bag-info.txt"]
    assert found["data/检查报告.txt"].decode().startswith("【草稿，不能受理】")
    with zipfile.ZipFile(io.BytesIO(found["data/00_材料目录-草稿.xlsx"])) as book:
        assert "草稿，不能受理" in book.read("xl/worksheets/sheet1.xml").decode()
    assert not (portfolio / SAMPLE / "submissions.yaml").exists()
    assert zlxm(portfolio, "verify", package.name).returncode == 1


# ------------------------------------------------------------------------------------------------------- the writer


def test_manifests_encode_what_would_break_a_line() -> None:
    names = ["data/100%.txt", "data/a\rb", "data/a\nb", "data/普通.txt"]
    lines = tag_files({}, {name: digests_of(b"x") for name in names})["manifest-sha256.txt"].decode()
    assert [line.split("  ")[1] for line in lines.splitlines()] == [
        "data/100%25.txt",
        "data/a%0Ab",
        "data/a%0Db",
        "data/普通.txt",
    ]


def test_values_take_one_line_each() -> None:
    info = tag_files({"External-Description": "甲\n乙\r\n  丙" + "长" * 200}, {})["bag-info.txt"].decode()
    assert info.splitlines() == ["External-Description: 甲 乙 丙" + "长" * 200, "Payload-Oxum: 0.0"]


def test_a_file_of_another_size_than_it_had_is_refused() -> None:
    with closing(BagWriter(io.BytesIO(), "x")) as bag, pytest.raises(Refused) as refused:
        bag.add("data/a", [b"abc"], 2)
    assert refused.value.code == "file_changed"


class Meddler(io.BytesIO):
    """A package under way, whose document is written to, in place, as soon as its first bytes arrive."""

    def __init__(self, document: Path) -> None:
        super().__init__()
        self.document = document

    def write(self, data: Any, /) -> int:
        if bytes(data).startswith(b"%PDF"):
            size = self.document.stat().st_size
            self.document.write_bytes(b"%PDF".ljust(size))
            os.utime(self.document, (1, 1))
        return super().write(data)


def test_a_file_that_changes_under_the_hands_is_refused(portfolio: Path) -> None:
    folder = portfolio / SAMPLE
    parcel = plan_parcel(str(folder), "申报", date(2026, 11, 23))
    with pytest.raises(Refused) as refused:
        write_bag(parcel, {}, Meddler(folder / MINUTES))
    assert refused.value.code == "file_changed"
