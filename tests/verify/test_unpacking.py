"""Unpacking is whole or did not happen, whatever goes wrong on the way; and zips of other tools are read as theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.verify.packages import NAME, ROOT, Made
from zlxm.model.errors import Refused, ZlxmError
from zlxm.services.verify import Verdict, VerifyRequest, verify
from zlxm.store.unpacking import unpack

TODAY = date(2026, 11, 23)
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["zlxm", *sys.argv[2:]]
from zlxm.cli.app import run
run()
"""


def looked(path: Path) -> Verdict:
    return verify(str(path), VerifyRequest(TODAY))


def digests(verdict: Verdict) -> dict[str, str]:
    return {name: each["sha256"] for name, each in verdict.integrity.digests.items()}


def test_the_bytes_that_were_checked_are_those_that_are_unpacked(tmp_path: Path) -> None:
    path = Made().write(tmp_path)
    checked = digests(looked(path))
    assert unpack(str(path), checked, str(tmp_path / "in")) == str(tmp_path / "in" / NAME)
    checked[f"data/{next(iter(checked)).removeprefix('data/')}"] = "0" * 64
    with pytest.raises(Refused) as caught:
        unpack(str(path), checked, str(tmp_path / "other"))
    assert caught.value.code == "package_changed"
    assert not (tmp_path / "other").exists()


def test_another_package_in_the_same_place_is_not_unpacked(tmp_path: Path) -> None:
    path = Made().write(tmp_path)
    checked = digests(looked(path))
    path.write_bytes(Made(kinds=()).data())
    with pytest.raises(Refused):
        unpack(str(path), checked, str(tmp_path / "in"))
    assert os.listdir(tmp_path) == [path.name]


def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    path = Made().write(tmp_path)
    with pytest.raises(ZlxmError) as caught:
        unpack(str(path), digests(looked(path)), "/proc/here")
    assert caught.value.code == "unwritable"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits on Windows")
@pytest.mark.parametrize("most", [0, 100, 1000, 4000, 10_000])
def test_a_disk_that_fills_up_leaves_nothing(most: int, tmp_path: Path) -> None:
    path = Made().write(tmp_path)
    command = [sys.executable, "-c", LIMITED, str(most), "verify", path.name, "--extract", "in"]
    told = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "写不了" in done.stderr
    assert os.listdir(tmp_path) == [path.name]


def unzipped(folder: Path) -> Path:
    path = Made().write(folder)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    path.unlink()
    return path


def test_a_package_packed_again_by_python(tmp_path: Path) -> None:
    path = unzipped(tmp_path)
    shutil.make_archive(str(path.with_suffix("")), "zip", tmp_path, NAME)
    assert looked(path).is_accepted


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package_packed_again_in_the_larger_form(method: int, tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in Made().files().items():
            info = zipfile.ZipInfo(f"{NAME}/{name}")
            info.compress_type = method
            with archive.open(info, "w", force_zip64=True) as part:
                part.write(data)
    assert looked(path).is_accepted


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not installed")
@pytest.mark.parametrize("options", [(), ("-0",), ("-9", "-X"), ("-fd",), ("-fz",), ("-D",)])
def test_a_package_packed_again_by_info_zip(options: tuple[str, ...], tmp_path: Path) -> None:
    path = unzipped(tmp_path)
    subprocess.run(["zip", "-qr", *options, path.name, NAME], cwd=tmp_path, check=True)  # noqa: S607 where it is differs
    assert looked(path).is_accepted
