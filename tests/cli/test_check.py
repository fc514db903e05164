"""`zlxm check` as a user runs it: streams, exit codes, options."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GOOD = ROOT / "sample-dossiers" / "minzheng-yanglao"
BAD = ROOT / "sample-dossiers" / "deficient-wenlv"


def zlxm(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "ZLXM_AS_OF": "2026-11-23", **environment}
    command = [sys.executable, "-m", "zlxm", *arguments]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", str(GOOD)), 0),
        (("check", str(BAD)), 1),
        (("check", str(BAD), "--fail-on", "never"), 0),
        (("check", str(BAD), "--select", "ZL15-3"), 0),
        (("check", str(BAD), "--select", "ZL15-3", "--fail-on", "warning"), 0),
        (("check", str(BAD), "--select", "ZL28-2", "--fail-on", "warning"), 1),
        (("check", str(GOOD), "--select", "ZL99"), 2),
        (("check", str(GOOD), "--format", "excel"), 2),
        (("check", str(GOOD), "--for", "开会"), 2),
        (("check", str(GOOD), "--as-of", "2026-13-01"), 2),
        (("check", str(GOOD), "--as-of", "昨天"), 2),
        (("check", str(GOOD), "--nonsense"), 2),
        (("check", "tests/cli"), 3),
        (("check", "no/such/place"), 3),
        (("explain", "ZL13-2"), 0),
        (("explain", "ZL99-9"), 2),
        (("regulation", "show", "nowhere-1999"), 2),
    ],
)
def test_exit_code(arguments: tuple[str, ...], code: int) -> None:
    done = zlxm(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_results_go_to_stdout_and_talk_to_stderr() -> None:
    done = zlxm("check", str(BAD))
    assert "不通过" in done.stdout
    assert done.stderr == ""
    lost = zlxm("check", "tests/cli")
    assert lost.stdout == ""
    assert "没有项目" in lost.stderr


def test_unknown_rule_names_the_nearest() -> None:
    assert "ZL13-2" in zlxm("check", str(GOOD), "--select", "ZL13-22").stderr


def test_several_codes_in_one_option() -> None:
    done = zlxm("check", str(BAD), "--select", "FILE,ZL13", "--format", "concise")
    rules = {line.split(": ")[1].split(" ")[0] for line in done.stdout.splitlines()}
    assert rules == {"FILE-1", "FILE-3", "FILE-4", "ZL13-2"}


def test_concise_lines_are_an_interface() -> None:
    done = zlxm("check", str(BAD), "--select", "ZL13-2", "--format", "concise")
    path = "sample-dossiers/deficient-wenlv/manifest.yaml"
    assert done.stdout.startswith(f"{path}:52:5: ZL13-2 错误: “任务书备案”（2025-06-03）最晚应在 2025-05-12")


def test_json_contract() -> None:
    found = json.loads(zlxm("check", str(BAD), "--format", "json").stdout)
    assert found["version"] == 1
    assert found["as_of"] == "2026-11-23"
    assert found["calendar_until"] == "2026-12-31"
    dossier = found["dossiers"][0]
    assert set(dossier) >= {"path", "name", "code", "stage", "next", "findings", "outcomes"}
    assert set(dossier["outcomes"]) == {"pass", "not_applicable", "not_yet"}
    assert found["summary"]["errors"] == sum(each["severity"] == "error" for each in dossier["findings"])
    late = next(each for each in dossier["findings"] if each["rule"] == "ZL13-2")
    assert late["due"] == "2025-05-12"
    assert (late["article"], late["state"], late["line"], late["column"]) == (13, "fail", 52, 5)
    assert dossier["next"][0] == {
        "rule": "ZL33-1",
        "due": "2026-11-30",
        "days": 7,
        "message": dossier["next"][0]["message"],
        "provisional": False,
    }


def test_output_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    target.write_text("old", encoding="utf-8")
    assert zlxm("check", str(GOOD), "--format", "json", "-o", str(target)).returncode == 0
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["dossiers"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["结果.json"]


def test_output_that_cannot_be_written_is_no_verdict(tmp_path: Path) -> None:
    done = zlxm("check", str(GOOD), "-o", str(tmp_path / "nowhere" / "a.txt"))
    assert done.returncode == 3
    assert "写不了" in done.stderr


def test_check_writes_nothing(tmp_path: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in GOOD.rglob("*"))
    zlxm("check", str(GOOD))
    assert sorted((path, path.stat().st_mtime_ns) for path in GOOD.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m zlxm check {BAD} --fail-on never | head -1"
    told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=told, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_a_gbk_pipe_loses_nothing() -> None:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk", "ZLXM_AS_OF": "2026-11-23"}
    done = subprocess.run(
        [sys.executable, "-m", "zlxm", "check", str(BAD)], cwd=ROOT, env=told, capture_output=True, check=False
    )
    text = done.stdout.decode("gbk")
    assert "不通过" in text
    assert "\\u" not in text


@pytest.mark.parametrize(
    ("environment", "arguments", "is_coloured"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
    ],
)
def test_colour(environment: dict[str, str], arguments: tuple[str, ...], is_coloured: bool) -> None:
    assert ("\x1b[" in zlxm("check", str(BAD), *arguments, **environment).stdout) is is_coloured


def test_many_dossiers_in_two_processes_give_the_same_report(tmp_path: Path) -> None:
    manifest = (GOOD / "manifest.yaml").read_text(encoding="utf-8")
    for number in range(60):
        (tmp_path / f"d{number:02}").mkdir()
        (tmp_path / f"d{number:02}" / "manifest.yaml").write_text(manifest, encoding="utf-8")
    one, two = (zlxm("check", str(tmp_path), "--format", "json", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert json.loads(one.stdout)["summary"]["dossiers"] == 60


def test_version_and_help() -> None:
    assert zlxm("--version").stdout.startswith("zlxm 0.1.0")
    assert "init" in zlxm("-h").stdout
    assert zlxm().returncode == 2 or "check" in zlxm().stdout


def test_an_unknown_submission_is_wrong_usage_even_when_the_manifest_is_broken(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("zlxm: 1\n", encoding="utf-8")
    assert zlxm("check", str(tmp_path), "--for", "开会").returncode == 2


def test_a_full_width_colon_inside_braces_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("zlxm: 1\nunit: {name：某局}\n", encoding="utf-8")
    assert ":2:8: MANIFEST 错误: 冒号是全角的" in zlxm("check", str(tmp_path), "--format", "concise").stdout
