"""`zlxm report` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.status.surveys import SAMPLES
from tests.status.test_command import zlxm


def test_a_page_by_its_usual_name(tmp_path: Path) -> None:
    done = zlxm("report", SAMPLES, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "report.html\n")
    assert "15 个项目" in done.stderr
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    again = zlxm("report", SAMPLES, "-q", folder=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")


def test_a_word_document_that_was_edited_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    assert zlxm("report", SAMPLES, "-o", path).returncode == 0  # the name says what is wanted
    assert zlxm("report", SAMPLES, "--word", "-o", path).returncode == 0  # nobody touched it
    edited = docx.Document(str(path))
    edited.core_properties.last_modified_by = "某人"
    edited.save(str(path))
    kept = path.read_bytes()
    refused = zlxm("report", SAMPLES, "--word", "-o", path)
    assert (refused.returncode, path.read_bytes()) == (1, kept)
    assert "--overwrite" in refused.stderr
    assert zlxm("report", SAMPLES, "--word", "--overwrite", "-o", path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", SAMPLES, "--word", "-o", "报告.pdf"), 2),
        (("report", SAMPLES, "-o", "报告.pdf"), 2),
        (("report", "没有的目录"), 3),
        (("report", SAMPLES, "-o", "没有/报告.html"), 3),
        (("report", SAMPLES, "--year", "二〇二六"), 2),
    ],
)
def test_exit_codes(arguments: tuple[str | Path, ...], code: int, tmp_path: Path) -> None:
    done = zlxm(*arguments, folder=tmp_path)
    assert done.returncode == code
    assert list(tmp_path.iterdir()) == []
