"""Y1-Y12, L1-L4: `check` of hostile manifests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.inputs import HEAD, lay, says
from tests.hostile.manifests import cases
from tests.hostile.running import Runner

CASES = list(cases())


@pytest.mark.parametrize(
    ("data", "code"), [case[2:] for case in CASES], ids=[f"{row} {title}" for row, title, *_ in CASES]
)
def test_a_hostile_manifest_is_told_for_what_it_is(data: bytes, code: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay(tmp_path / "案卷", data))
    forms = [message for rule, message in done.findings if rule == "MANIFEST"]
    if code:
        assert says(done.findings, code), forms
    else:
        assert forms == []
    assert done.seconds < 2


def test_y7_a_year_of_thousands_of_digits(tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay(tmp_path, HEAD.replace("2025", "9" * 5000)))
    assert says(done.findings, "bad_whole")


@pytest.mark.parametrize("form", ["text", "concise", "sarif", "junit", "github", "gitlab", "markdown", "csv"])
def test_y6_no_format_falls_over_a_hostile_manifest(form: str, tmp_path: Path, zlxm: Runner) -> None:
    for number, (_, _, data, _) in enumerate(CASES):
        if len(data) < 5000:
            lay(tmp_path / str(number), data)
    done = zlxm("check", tmp_path, "--format", form, "--as-of", "2024-10-08")
    assert done.code == 1
    assert done.err == ""
