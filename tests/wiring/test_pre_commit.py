"""The hooks, by pre-commit itself, which makes an environment of its own from this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.history.repositories import QUIET, WHO, begin, commit, git, rewrite
from tests.wiring.repository import ROOT, clone_of_this

PLANNED = "列入年度计划, date: 2026-01-22, number: 钟政办发〔2026〕2号, amount: 128.00"


def pre_commit(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **QUIET, "PRE_COMMIT_HOME": str(home), "ZLXM_AS_OF": "2026-11-23"}
    env.pop("PYTHONPATH", None)
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_hooks_are_well_formed(tmp_path: Path) -> None:
    done = pre_commit(ROOT, tmp_path, "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["zlxm-check", "zlxm-check-all"]
    assert not any(hook["pass_filenames"] for hook in hooks)


class Portfolio:
    """A portfolio that uses this repository's hooks, and the real `git commit` in it."""

    def __init__(self, place: Path) -> None:
        self.tool = clone_of_this(place / "tool")
        self.folder = begin(place / "库", 环卫="chengguan-huanwei")
        self.home = place / "home"
        hooks = {"repo": str(self.tool), "rev": git(self.tool, "rev-parse", "HEAD"), "hooks": [{"id": "zlxm-check"}]}
        config = yaml.safe_dump({"repos": [hooks]})
        (self.folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
        commit(self.folder, "初始")
        installed = pre_commit(self.folder, self.home, "install", "--install-hooks")
        assert installed.returncode == 0, installed.stdout + installed.stderr

    def commit(self) -> tuple[bool, str]:
        """Commit everything; return whether it was taken, and what was said. What was refused is thrown away."""
        git(self.folder, "add", ".")
        env = {**os.environ, **QUIET, "PRE_COMMIT_HOME": str(self.home), "ZLXM_AS_OF": "2026-11-23"}
        env.pop("PYTHONPATH", None)
        command = [shutil.which("git") or "git", *WHO, "commit", "--quiet", "--message=改"]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        git(self.folder, "reset", "--quiet", "--hard")
        return done.returncode == 0, done.stdout + done.stderr


def test_a_bad_dossier_is_refused_and_a_good_one_taken(tmp_path: Path) -> None:
    portfolio = Portfolio(tmp_path)
    (portfolio.folder / "环卫/说明.txt").write_text("补充说明", encoding="utf-8")
    taken, said = portfolio.commit()
    assert taken, said

    rewrite(portfolio.folder / "环卫/manifest.yaml", PLANNED, PLANNED.replace("128.00", "131.00"))
    taken, said = portfolio.commit()
    assert (taken, "GIT-6" in said) == (False, True), said

    shutil.rmtree(portfolio.folder / "环卫")
    taken, said = portfolio.commit()
    assert (taken, "GIT-10" in said) == (False, True), said

    shutil.copytree(ROOT / "sample-dossiers/deficient-wenlv", portfolio.folder / "文旅")
    git(portfolio.folder, "add", ".")
    whole = pre_commit(portfolio.folder, portfolio.home, "try-repo", str(portfolio.tool), "zlxm-check-all", "--verbose")
    assert (whole.returncode != 0, "ZL15-2" in whole.stdout) == (True, True), whole.stdout
    taken, said = portfolio.commit()
    assert (taken, "ZL15-2" in said) == (False, True), said
