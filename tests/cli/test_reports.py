"""Where results go: several at once, in a CI service, and that none of it changes a verdict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GOOD = "sample-dossiers/minzheng-yanglao"
BAD = "sample-dossiers/deficient-wenlv"
FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv")
GITHUB = {"GITHUB_ACTIONS": "true"}
GITLAB = {"GITLAB_CI": "true"}


def check(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "ZLXM_AS_OF": "2026-11-23", **environment}
    command = [sys.executable, "-m", "zlxm", "check", *arguments]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("form", FORMATS)
def test_the_format_changes_no_exit_code(form: str) -> None:
    assert check(BAD, "--format", form).returncode == 1
    assert check(BAD, "--format", form, "--fail-on", "never").returncode == 0


def test_reports_beside_the_text_are_what_the_formats_write(tmp_path: Path) -> None:
    files = {form: tmp_path / "新" / form for form in FORMATS}
    asked = [f"--report={form}={file}" for form, file in files.items()]
    done = check(BAD, *asked)
    assert done.returncode == 1
    assert "不通过" in done.stdout
    assert done.stderr == ""
    for form, file in files.items():
        assert file.read_bytes().decode() == check(BAD, "--format", form).stdout
    assert sorted(each.name for each in (tmp_path / "新").iterdir()) == sorted(FORMATS)


def test_a_report_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "a.json"
    old.write_text("x" * 100_000)
    assert check(GOOD, "--report", f"gitlab={old}").returncode == 0
    assert json.loads(old.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--report", "sarif"), "格式=文件"),
        (("--report", "sarif="), "格式=文件"),
        (("--report", "=a.json"), "格式=文件"),
        (("--report", "excel=a.xlsx"), "没有格式“excel”"),
        (("--report", "sarif=-"), "两份"),
        (("-o", "-", "--report", "sarif=-"), "两份"),
        (("-o", "a.txt", "--report", "sarif=-", "--report", "junit=-"), "两份"),
        (("--report", "sarif=a", "--report", "junit=./a"), "两份"),
        (("-o", "a", "--report", "junit=a"), "两份"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_judged(arguments: tuple[str, ...], said: str) -> None:
    done = check(BAD, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_report_may_have_the_screen_when_the_text_does_not(tmp_path: Path) -> None:
    done = check(BAD, "-o", str(tmp_path / "a.txt"), "--report", "gitlab=-")
    assert json.loads(done.stdout)
    assert "不通过" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = check(GOOD, "--report", f"sarif={tmp_path / 'file' / 'a.sarif'}")
    assert done.returncode == 3
    assert "写不了" in done.stderr


def test_github_is_noticed_and_said() -> None:
    done = check(BAD, **GITHUB)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=sample-dossiers/deficient-wenlv/manifest.yaml,line=")
    assert "--format" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("--format", "text"), GITHUB),
        ((), {**GITHUB, "ZLXM_FORMAT": "text"}),
        (("--format", "text"), GITLAB),
        (("--report", "gitlab=/dev/null"), GITLAB),
        ((), {"GITHUB_ACTIONS": "false"}),
    ],
)
def test_a_chosen_format_stays(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    done = check(BAD, *arguments, **environment)
    assert "不通过：1 个项目" in done.stdout
    assert "::error" not in done.stdout
    assert done.stderr == ""


def test_a_format_of_the_settings_file_is_chosen_too(tmp_path: Path) -> None:
    (tmp_path / "zlxm.yaml").write_text("format: concise\n", encoding="utf-8")
    (tmp_path / "一").mkdir()
    (tmp_path / "一" / "manifest.yaml").write_text("name: [\n", encoding="utf-8")
    done = check(str(tmp_path), **GITHUB)
    assert "MANIFEST" in done.stdout
    assert "::error" not in done.stdout


def test_a_file_gets_text_in_a_ci_service_too(tmp_path: Path) -> None:
    done = check(BAD, "-o", str(tmp_path / "a.txt"), **GITHUB)
    assert "不通过" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert done.stderr == ""


def test_gitlab_gets_text_and_is_told_what_it_can_have() -> None:
    done = check(BAD, **GITLAB)
    assert "不通过" in done.stdout
    assert "--report gitlab=" in done.stderr


def test_the_step_summary_is_added_to(tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    page.write_text("# 别的步骤\n", encoding="utf-8")
    check(BAD, GITHUB_STEP_SUMMARY=str(page), **GITHUB)
    check(GOOD, "--format", "github", GITHUB_STEP_SUMMARY=str(page))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# 别的步骤\n")
    assert text.count("<!-- zlxm -->") == 2
    check(BAD, "--format", "text", GITHUB_STEP_SUMMARY=str(page), **GITHUB)
    assert page.read_text(encoding="utf-8") == text


def test_a_summary_that_cannot_be_written_changes_no_verdict(tmp_path: Path) -> None:
    done = check(BAD, "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert done.returncode == 1
    assert "写不了" in done.stderr


def test_paths_start_where_git_does(tmp_path: Path) -> None:
    (tmp_path / "库" / ".git").mkdir(parents=True)
    dossier = tmp_path / "库" / "2025" / "一"
    dossier.mkdir(parents=True)
    (dossier / "manifest.yaml").write_text("name: [\n", encoding="utf-8")
    for place in (str(dossier), os.path.relpath(dossier, ROOT)):
        (issue,) = json.loads(check(place, "--format", "gitlab").stdout)
        assert issue["location"]["path"] == "2025/一/manifest.yaml"


def test_the_severity_that_fails_reaches_the_formats() -> None:
    few = check(BAD, "--format", "junit").stdout.count("<failure")
    assert check(BAD, "--format", "junit", "--fail-on", "warning").stdout.count("<failure") > few
    assert "<failure" not in check(BAD, "--format", "junit", "--fail-on", "never").stdout


def test_a_csv_on_a_chinese_console_has_no_mark_of_utf_8() -> None:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk", "ZLXM_AS_OF": "2026-11-23"}
    command = [sys.executable, "-m", "zlxm", "check", BAD, "--format", "csv"]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, check=False)
    assert done.stdout.decode("gbk").startswith('"项目"')
