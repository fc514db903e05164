"""`zlxm submit-package` as a user runs it, the record it keeps, and what `check` makes of that."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.submission.making import MINUTES, NAME, ROOT, SAMPLE, TABLE, edit, packed, submit, zlxm
from zlxm.output.layout import cells

GIT = shutil.which("git") or "git"
AUTHOR = {
    f"GIT_{who}_{what}": f"x{at}" for who in ("AUTHOR", "COMMITTER") for what, at in (("NAME", ""), ("EMAIL", "@x"))
}
CHILD = """
extends: zhonglou-2023
pack: {{id: own-2026, title: 试行办法, issuer: 某区}}
package: {{{limit}}}
"""


def test_again_in_the_dossier_itself(portfolio: Path) -> None:
    inside = portfolio / SAMPLE
    first = zlxm(inside, "submit-package", "申报")
    again = zlxm(inside, "submit-package", "申报")
    assert (first.returncode, again.returncode) == (0, 0), again.stderr
    assert (inside / "submissions.yaml").read_text("utf-8").count("submission:") == 1
    assert "FILE-9" not in zlxm(inside, "check", ".").stdout


def test_killed_between_package_and_record(portfolio: Path) -> None:
    inside = portfolio / SAMPLE
    zlxm(inside, "submit-package", "申报")
    (inside / "submissions.yaml").unlink()
    again = zlxm(inside, "submit-package", "申报")
    assert again.returncode == 0, again.stderr
    assert (inside / "submissions.yaml").is_file()


def test_another_package_is_not_overwritten(portfolio: Path) -> None:
    target = portfolio / f"{NAME}.zip"
    target.write_bytes(b"x")
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE).returncode == 1
    assert target.read_bytes() == b"x"
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE, "--overwrite").returncode == 0
    assert zipfile.is_zipfile(target)
    assert not list(portfolio.glob(".zlxm-*"))


def test_errors_are_listed_and_nothing_is_made(portfolio: Path) -> None:
    done = zlxm(portfolio, "submit-package", "终验", SAMPLE)
    assert done.returncode == 1
    assert "ZL30-24" in done.stdout
    assert not list(portfolio.glob("*.zip"))
    assert not (portfolio / SAMPLE / "submissions.yaml").exists()


def test_what_the_receiver_would_miss_is_not_sent(portfolio: Path) -> None:
    """No rule is broken by a change that nobody asked for, but the receiver wants its papers all the same."""
    done = zlxm(portfolio, "submit-package", "变更", SAMPLE)
    assert done.returncode == 1
    assert "还缺 变更申请表、变更依据文件" in done.stderr
    assert not list(portfolio.glob("*.zip"))


def test_an_edited_file_is_found_and_may_be_handed_in_again(portfolio: Path) -> None:
    submit(portfolio)
    assert zlxm(portfolio, "check", SAMPLE).returncode == 0
    edit(portfolio / SAMPLE / MINUTES)
    done = zlxm(portfolio, "check", SAMPLE)
    assert done.returncode == 1
    assert "FILE-19" in done.stdout
    again = zlxm(portfolio, "submit-package", "申报", SAMPLE, ZLXM_AS_OF="2026-11-24")
    assert again.returncode == 0, again.stdout + again.stderr
    assert zlxm(portfolio, "check", SAMPLE, ZLXM_AS_OF="2026-11-24").returncode == 0


def test_what_came_back_may_be_changed(portfolio: Path) -> None:
    submit(portfolio)
    edit(portfolio / SAMPLE / MINUTES)
    done = zlxm(portfolio, "record", "退回", "ref=申报", "-C", SAMPLE, "--date", "2026-11-23")
    assert done.returncode == 0, done.stdout + done.stderr
    assert zlxm(portfolio, "check", SAMPLE).returncode == 0


@pytest.mark.parametrize("change", ["removed", "unlisted"])
def test_gone_files(portfolio: Path, change: str) -> None:
    submit(portfolio)
    manifest = portfolio / SAMPLE / "manifest.yaml"
    if change == "removed":
        (portfolio / SAMPLE / TABLE).unlink()
    else:
        text = manifest.read_text("utf-8")
        kept = [line for line in text.splitlines() if "软件开发费询价汇总表" not in line]
        assert len(kept) == len(text.splitlines()) - 1
        manifest.write_text("\n".join(kept) + "\n", "utf-8")
    done = zlxm(portfolio, "check", SAMPLE)
    assert done.returncode == 1
    assert "FILE-19" in done.stdout


def test_a_broken_record_is_told(portfolio: Path) -> None:
    (portfolio / SAMPLE / "submissions.yaml").write_text("zlxm: 1\nsubmissions: [\n", "utf-8")
    done = zlxm(portfolio, "check", SAMPLE)
    assert done.returncode == 1
    assert "submissions.yaml" in done.stdout
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE).returncode == 1


def test_remarks_in_the_record_stay(portfolio: Path) -> None:
    submit(portfolio)
    record = portfolio / SAMPLE / "submissions.yaml"
    before = record.read_text("utf-8") + "  # 纸质件 11 月 24 日送达\n"
    record.write_text(before, "utf-8")
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE, ZLXM_AS_OF="2026-11-24")
    assert done.returncode == 0, done.stderr
    after = record.read_text("utf-8")
    assert "# 纸质件 11 月 24 日送达" in after
    assert len(re.findall(r"submission: 申报", after)) == 2
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines())  # insertion only


@pytest.mark.parametrize("kind", ["ignored", "link", "lfs"])
def test_unfit_files_never_go_in(portfolio: Path, kind: str) -> None:
    inside = portfolio / SAMPLE
    file = inside / MINUTES
    if kind == "ignored":
        subprocess.run([GIT, "init", "-q", str(inside)], check=True)
        (inside / ".gitignore").write_text("*.pdf\n", "utf-8")
    elif kind == "link":
        file.rename(portfolio / "m.pdf")
        file.symlink_to(portfolio / "m.pdf")
    else:
        file.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n", "utf-8")
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE)
    assert done.returncode == 1
    assert MINUTES in done.stdout + done.stderr
    assert not list(portfolio.glob("*.zip"))
    draft = zlxm(portfolio, "submit-package", "申报", SAMPLE, "--draft")
    if draft.returncode == 0:
        with zipfile.ZipFile(packed(portfolio)) as archive:
            assert not any("三重一大" in name for name in archive.namelist())
        assert MINUTES in draft.stdout + draft.stderr


def test_a_later_dated_file_is_left_out_and_said(portfolio: Path) -> None:
    manifest = portfolio / SAMPLE / "manifest.yaml"
    text = manifest.read_text("utf-8").replace("2026-08-12", "2026-12-12")
    manifest.write_text(text, "utf-8")
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(packed(portfolio)) as archive:
        assert not any("_其他" in name for name in archive.namelist())
    assert "软件开发费询价汇总表" in done.stdout + done.stderr


def test_dry_run_makes_nothing(portfolio: Path) -> None:
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE, "--dry-run")
    assert done.returncode == 0
    for said in ("01_项目建设申报表", MINUTES, "ZL04-1", "第4条"):
        assert said in done.stdout, said
    assert sorted(os.listdir(portfolio)) == [SAMPLE]
    assert not (portfolio / SAMPLE / "submissions.yaml").exists()


def test_a_commit_holds_the_record_and_nothing_else(portfolio: Path) -> None:
    inside = portfolio / SAMPLE
    for more in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        git(inside, *more)
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE, "--commit", **AUTHOR)
    assert done.returncode == 0, done.stderr
    assert git(inside, "show", "--name-only", "--format=").split() == ["submissions.yaml"]
    assert git(inside, "status", "--porcelain") == ""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run([GIT, *arguments], cwd=folder, env={**os.environ, **AUTHOR}, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("limit", "said"), [("most_mb: 1", "整包有 2 MB"), ("most_file_mb: 1", "有 2 MB，超过单个文件")]
)
def test_limits_of_the_regulation(portfolio: Path, limit: str, said: str) -> None:
    pack = portfolio / "pack"
    pack.mkdir()
    (pack / "regulation.yaml").write_text(CHILD.format(limit=limit), "utf-8")
    assert "单个文件不超过" in zlxm(portfolio, "regulation", "show", str(pack)).stdout
    with (portfolio / SAMPLE / MINUTES).open("ab") as file:
        file.write(b"\0" * 2_200_000 + b"\n%%EOF\n")
    done = zlxm(portfolio, "submit-package", "申报", SAMPLE, "--regulation", str(pack))
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert not list(portfolio.glob("*.zip"))


def test_only_eighty_columns(portfolio: Path) -> None:
    for more in (["--dry-run"], ["--draft"]):
        done = zlxm(portfolio, "submit-package", "终验", SAMPLE, *more)
        assert max(cells(line) for line in done.stdout.splitlines() if "SHA-256" not in line) <= 80


def test_a_place_of_ones_own(portfolio: Path) -> None:
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE, "-o", "报送/").returncode == 0
    assert packed(portfolio / "报送").name == f"{NAME}.zip"
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE, "-o", "一.zip").returncode == 0
    assert (portfolio / "一.zip").read_bytes() == packed(portfolio / "报送").read_bytes()


def test_secret_and_broken_dossiers_are_not_packed(portfolio: Path) -> None:
    manifest = portfolio / SAMPLE / "manifest.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("  nature: 新建", "  nature: 新建\n  classified: true"), "utf-8")
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE, "--draft").returncode == 1
    manifest.write_text(text.replace("nature: 新建", "nature: 无"), "utf-8")
    assert zlxm(portfolio, "submit-package", "申报", SAMPLE, "--draft").returncode == 3
    manifest.write_text(text, "utf-8")
    assert zlxm(portfolio, "submit-package", "开工", SAMPLE).returncode == 2
    assert not list(portfolio.glob("*.zip"))


def test_a_full_disk_leaves_nothing_behind(portfolio: Path) -> None:
    limited = 'ulimit -f 20; exec "$0" -m zlxm submit-package 申报 "$1"'
    told = {"PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [shutil.which("sh") or "sh", "-c", limited, sys.executable, SAMPLE]
    done = subprocess.run(command, cwd=portfolio, env={**os.environ, **told}, capture_output=True, check=False)
    assert (done.returncode, "写不了" in done.stderr.decode()) == (3, True), done.stderr.decode()
    assert os.listdir(portfolio) == [SAMPLE]
    assert not (portfolio / SAMPLE / "submissions.yaml").exists()


def test_what_a_killed_run_left_is_swept_away(portfolio: Path) -> None:
    old, fresh = portfolio / ".zlxm-0123.part", portfolio / ".zlxm-4567.part"
    for leftover in (old, fresh):
        leftover.write_bytes(b"x")
    os.utime(old, (1, 1))
    submit(portfolio)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_record_that_names_files_elsewhere_opens_none(portfolio: Path) -> None:
    (portfolio / "外.txt").write_text("x", "utf-8")
    outside = hashlib.sha256(b"x").hexdigest()
    listed = f"[{{path: ../外.txt, sha256: '{outside}'}}]"
    entry = f"{{submission: 申报, date: 2026-11-20, package: x.zip, sha256: '{outside}', files: {listed}}}"
    text = f"zlxm: 1\nsubmissions:\n  - {entry}\n"
    (portfolio / SAMPLE / "submissions.yaml").write_text(text, "utf-8")
    done = zlxm(portfolio, "check", SAMPLE)
    assert (done.returncode, "FILE-19" in done.stdout) == (1, True)
