"""The action and the examples for services: well-formed by the services' own schemas, their scripts run for real."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.history.repositories import QUIET, begin, commit, git, rewrite
from tests.wiring.repository import ROOT

EXAMPLES = ROOT / "examples/ci"
PLANNED = "列入年度计划, date: 2026-01-22, number: 钟政办发〔2026〕2号, amount: 128.00"
BIN = Path(sys.executable).parent
Done = subprocess.CompletedProcess[str]
HOSTILE = ("$(touch 中招)", "`touch 中招`", "; touch 中招", "--output=中招", 'a b" && touch 中招 #', "*")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def bash(script: str, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub's runner does."""
    env = {**os.environ, **QUIET, "ZLXM_AS_OF": "2026-11-23", **told}
    env.pop("GITHUB_ACTIONS", None)
    command = ["/bin/bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def shim(folder: Path) -> Path:
    """Put a `zlxm` that is this work tree's where a script expects an installed one."""
    path = folder / "bin/zlxm"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m zlxm \"$@\"\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """A branch that rewrote an amount; `main` is what it came from."""
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei", 停用="nandajie-tingyong")
    (folder / ".gitignore").write_text(".zlxm-venv/\n*.xml\n*.json\n*.sarif\n", encoding="utf-8")
    commit(folder, "初始")
    git(folder, "checkout", "--quiet", "-b", "side")
    rewrite(folder / "环卫/manifest.yaml", PLANNED, PLANNED.replace("128.00", "131.00"))
    commit(folder, "改数")
    return folder


# By the services' own schemas, and by programs that look for mistakes in them


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "examples/ci/github.yml"),
        ("vendor.gitlab-ci", "examples/ci/gitlab-ci.yml"),
    ],
)
def test_by_the_published_schemas(schema: str, path: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", ["action.yml", "examples/ci/github.yml"])
def test_zizmor_finds_no_hole(path: str, tmp_path: Path) -> None:
    place = tmp_path / (".github/workflows/zlxm.yml" if path.startswith("examples") else "action.yml")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / path, place)
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--persona=pedantic", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def scripts() -> list[tuple[str, str]]:
    """Return every piece of shell in the examples with where it stands."""
    found = [("action", step["run"]) for step in read(ROOT / "action.yml")["runs"]["steps"] if "run" in step]
    workflow = read(EXAMPLES / "github.yml")["jobs"]["check"]["steps"]
    found += [("github", step["run"]) for step in workflow if "run" in step]
    gitlab = read(EXAMPLES / "gitlab-ci.yml")["zlxm"]
    found += [("gitlab", line) for line in (*gitlab["before_script"], *gitlab["script"])]
    found += [("gitee", line) for line in _gitee()["commands"]]
    return found + [("jenkins", script) for script in _jenkins()]


def _gitee() -> dict[str, Any]:
    step: dict[str, Any] = read(EXAMPLES / "gitee-go.yml")["stages"][0]["steps"][0]
    return step


def _jenkins() -> list[str]:
    return re.findall(r"sh '''(.*?)'''", (EXAMPLES / "Jenkinsfile").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(("where", "script"), scripts())
def test_shellcheck(where: str, script: str) -> None:
    assert "${{" not in script, "an expression in a script is code of whoever fills it"
    shell = "sh" if where == "jenkins" else "bash"
    command = [str(BIN / "shellcheck"), f"--shell={shell}", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# The action, as GitHub would run it


def run_action(
    portfolio: Path, temporary: Path, **inputs: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the step that checks; return it and what it put out."""
    action = read(ROOT / "action.yml")
    (step,) = [each for each in action["runs"]["steps"] if each.get("id") == "check"]
    given = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | inputs
    told = {name: given[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)[1]] for name, text in step["env"].items()}  # type: ignore[index]
    output, summary = temporary / "output", temporary / "summary"
    output.touch()
    files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(temporary)}
    if not (temporary / "zlxm").exists():
        shim(temporary / "zlxm")
    done = bash(step["run"], portfolio, **told, **files)
    put_out = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
    return done, put_out


def test_the_action_marks_the_line_and_writes_a_summary(portfolio: Path, tmp_path: Path) -> None:
    done, put_out = run_action(portfolio, tmp_path, since="main")
    assert (done.returncode, put_out) == (1, {"exit-code": "1"}), done.stderr
    assert "::error file=环卫/manifest.yaml,line=44," in done.stdout
    assert "GIT-6" in (tmp_path / "summary").read_text("utf-8")
    rules = [each["ruleId"] for each in json.loads((portfolio / "zlxm.sarif").read_text("utf-8"))["runs"][0]["results"]]
    assert "GIT-6" in rules


def test_the_action_passes_what_is_sound(portfolio: Path, tmp_path: Path) -> None:
    done, put_out = run_action(portfolio, tmp_path, paths="停用\n\n环卫\n")
    assert (done.returncode, put_out) == (0, {"exit-code": "0"}), done.stdout + done.stderr


@pytest.mark.parametrize("name", ["paths", "since", "for", "fail-on", "baseline", "settings"])
@pytest.mark.parametrize(
    "text", ["$(touch 中招)", "`touch 中招`", "; touch 中招", "--output=中招", 'a b" && touch 中招 #', "*"]
)
def test_no_input_of_the_action_is_run(portfolio: Path, tmp_path: Path, name: str, text: str) -> None:
    done, _ = run_action(portfolio, tmp_path, **{name: text})
    assert done.returncode != 0
    assert not list(portfolio.rglob("中招"))


def test_the_action_asks_nothing_that_is_not_declared() -> None:
    action = read(ROOT / "action.yml")
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(action["inputs"])
    assert all(
        "@" in step["uses"] and len(step["uses"].partition("@")[2]) == 40
        for step in action["runs"]["steps"]
        if "uses" in step
    )


# The other services


def test_the_workflow_s_check(portfolio: Path, tmp_path: Path) -> None:
    steps = read(EXAMPLES / "github.yml")["jobs"]["check"]["steps"]
    script = next(step["run"] for step in steps if step.get("name") == "检查")
    shim(tmp_path / "zlxm")
    done = bash(
        script, portfolio, BASE=git(portfolio, "rev-parse", "main"), ZLXM_SETTINGS="none", RUNNER_TEMP=str(tmp_path)
    )
    assert (done.returncode, "GIT-6" in done.stdout) == (1, True), done.stderr
    done = bash(script, portfolio, BASE="", ZLXM_SETTINGS="", RUNNER_TEMP=str(tmp_path))
    assert (done.returncode, "GIT-6" in done.stdout) == (0, False), done.stderr


def test_gitlab(portfolio: Path) -> None:
    job = read(EXAMPLES / "gitlab-ci.yml")["zlxm"]
    shim(portfolio / ".zlxm-venv")
    base = git(portfolio, "rev-parse", "main")
    done = bash("\n".join(job["script"]), portfolio, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, GITLAB_CI="true")
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    assert "GIT-6" in {
        each["check_name"] for each in json.loads((portfolio / reports["codequality"]).read_text("utf-8"))
    }
    assert "GIT-6" in (portfolio / reports["junit"]).read_text("utf-8")
    done = bash("\n".join(job["script"]), portfolio)
    assert done.returncode == 0, done.stderr


def test_gitee(portfolio: Path) -> None:
    step = _gitee()
    shim(portfolio / ".zlxm-venv")
    done = bash("\n".join(step["commands"][2:]), portfolio)
    assert done.returncode == 1, done.stderr
    assert (portfolio / step["artifacts"][0]["path"][0]).exists()


def test_jenkins(portfolio: Path) -> None:
    shim(portfolio / ".zlxm-venv")
    git(portfolio, "update-ref", "refs/remotes/origin/main", "main")
    _, script = _jenkins()
    done = bash(script, portfolio, CHANGE_TARGET="main")
    assert (done.returncode, "GIT-6" in done.stdout) == (1, True), done.stderr
    done = bash(script, portfolio)
    assert done.returncode == 0, done.stderr
    assert (portfolio / "zlxm-junit.xml").exists()
