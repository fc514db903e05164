"""A portfolio's way through its first weeks: adopted with its old faults, guarded against new ones and rewriting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.history.repositories import QUIET, begin, commit, git, rewrite, run

PLANNED = "列入年度计划, date: 2026-01-22, number: 钟政办发〔2026〕2号, amount: 128.00"
RAISED = PLANNED.replace("128.00", "131.00")
BASELINE = "zlxm-baseline.jsonl"


@pytest.fixture
def portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, told in QUIET.items():
        monkeypatch.setenv(name, told)
    folder = begin(tmp_path / "库", 环卫="chengguan-huanwei", 文旅="deficient-wenlv", 停用="nandajie-tingyong")
    commit(folder, "初始")
    return folder


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def test_a_rewritten_amount_is_on_its_line_in_every_format_of_a_merge_request(portfolio: Path) -> None:
    git(portfolio, "checkout", "--quiet", "-b", "side")
    manifest = portfolio / "环卫/manifest.yaml"
    rewrite(manifest, PLANNED, RAISED)
    commit(portfolio, "改了一个数")
    line = manifest.read_text("utf-8").splitlines().index(f"  - {{event: {RAISED}}}") + 1
    reports = ("--report", "sarif=../a.sarif", "--report", "gitlab=../a.json")
    said = run(portfolio, "check", "--since", "main", "--format", "github", *reports)
    assert said.code == 1
    (told,) = [each for each in said.out.splitlines() if "GIT-6" in each]
    assert told.startswith(f"::error file=环卫/manifest.yaml,line={line},col=")
    assert "原来是 128.00，现在是 131.00" in told
    (issue,) = [each for each in read(portfolio, "../a.json") if each["check_name"] == "GIT-6"]
    assert issue["location"] == {"path": "环卫/manifest.yaml", "lines": {"begin": line}}
    (result,) = [each for each in read(portfolio, "../a.sarif")["runs"][0]["results"] if each["ruleId"] == "GIT-6"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == line
    assert place["artifactLocation"]["uri"] == "%E7%8E%AF%E5%8D%AB/manifest.yaml"


def test_an_adopted_mess_turns_green_and_red_again_on_one_new_fault(portfolio: Path) -> None:
    assert run(portfolio, "check").code == 1
    assert run(portfolio, "baseline", ".").code == 0
    commit(portfolio, "记下旧账")
    assert run(portfolio, "check", "--baseline", BASELINE).code == 0
    paper = min((portfolio / "停用").rglob("*.pdf"))
    paper.write_bytes(b"")
    said = run(portfolio, "check", "--baseline", BASELINE, "--format", "json")
    assert said.code == 1
    errors = [
        (each["path"], finding["rule"])
        for each in json.loads(said.out)["dossiers"]
        for finding in each["findings"]
        if finding["severity"] == "error"
    ]
    assert {where for where, _ in errors} == {"./停用"}
    assert "FILE-3" in {rule for _, rule in errors}
    assert run(portfolio, "check", "--since", "HEAD", "--baseline", BASELINE).code == 1
