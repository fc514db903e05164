"""The parcel for a machine without a network: made once, then used where nothing can be reached."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.wiring.repository import ROOT

SAMPLE = "sample-dossiers/chengguan-huanwei"


def cut_off() -> list[str]:
    """Return what makes a command run without any network, where this machine has it; else nothing can be resolved."""
    unshare = shutil.which("unshare")
    command = [unshare or "unshare", "--map-root-user", "--net"]
    works = bool(unshare) and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if works else []


def run(command: list[str], folder: Path) -> str:
    """Run something with nothing of this environment."""
    env = {"PATH": os.defpath, "HOME": str(folder / "home"), "ZLXM_AS_OF": "2026-11-23", "PIP_CONFIG_FILE": os.devnull}
    env |= {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run([*cut_off(), *command], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_both_ways_of_installing_judge_as_this_work_tree_does(tmp_path: Path) -> None:
    parcel = tmp_path / "离线 包"
    made = subprocess.run(
        [sys.executable, "offline/build.py", "-o", str(parcel)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    shutil.copytree(ROOT / SAMPLE, tmp_path / "项目")
    check = ["check", "项目", "--format", "json"]
    expected = subprocess.run(
        [sys.executable, "-m", "zlxm", *check],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(expected)["summary"]["dossiers"] == 1

    base = os.path.realpath(sys.executable)
    assert run([base, str(parcel / "zlxm.pyz"), *check], tmp_path) == expected

    run([base, "-m", "venv", "环境"], tmp_path)
    installed = tmp_path / "环境/bin"
    run([str(installed / "pip"), "install", "--no-index", "--find-links", str(parcel / "wheels"), "zlxm"], tmp_path)
    assert run([str(installed / "zlxm"), *check], tmp_path) == expected
    run([str(installed / "zlxm"), "generate", "申报表", "项目", "-o", "申报表.docx"], tmp_path)

    for line in (parcel / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        told = subprocess.run(["/usr/bin/sha256sum", str(parcel / name)], capture_output=True, text=True, check=True)
        assert told.stdout.split()[0].lstrip("\\") == digest
    assert "zlxm.pyz" in (parcel / "安装说明.txt").read_text("utf-8")
