"""Real repositories of real dossiers, and what `zlxm` says in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.lifecycle.terminal import Said, zlxm

SAMPLES = Path(__file__).parents[2] / "sample-dossiers"
AS_OF = "2026-11-23"
QUIET = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
WHO = ("-c", "user.name=某某", "-c", "user.email=someone@example.com")


def git(folder: Path, *arguments: str, **told: str) -> str:
    """Return what git says."""
    command = ["git", *WHO, "-c", "core.quotePath=false", "-c", "protocol.file.allow=always", *arguments]
    env = {**os.environ, **QUIET, **told}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def begin(folder: Path, **samples: str) -> Path:
    """Return a repository, with nothing committed, that holds copies of samples: name of the copy → sample."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, sample in samples.items():
        shutil.copytree(SAMPLES / sample, folder / name)
    return folder


def commit(folder: Path, message: str = "改", **told: str) -> str:
    """Commit everything and return the commit's name."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--no-verify", f"--message={message}", **told)
    return git(folder, "rev-parse", "HEAD")


def rewrite(manifest: Path, old: str, new: str) -> None:
    """Replace a text that is in a manifest exactly once."""
    text = manifest.read_bytes().decode()
    assert text.count(old) == 1, old
    manifest.write_bytes(text.replace(old, new).encode())


def check(folder: Path, *arguments: str) -> dict[str, Any]:
    """Return the JSON of `zlxm check`."""
    said = zlxm(folder, "check", *arguments, "--format", "json", as_of=AS_OF)
    assert said.code in (0, 1), said.err
    read: dict[str, Any] = json.loads(said.out)
    return read


def said_of_git(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return (dossier, rule, line) of the findings about git."""
    return [
        (Path(dossier["path"]).as_posix(), finding["rule"], finding["line"])
        for dossier in report["dossiers"]
        for finding in dossier["findings"]
        if finding["rule"].startswith("GIT")
    ]


def rules(report: dict[str, Any]) -> list[str]:
    """Return the rules of the findings about git."""
    return [rule for _, rule, _ in said_of_git(report)]


def dossiers(report: dict[str, Any]) -> list[str]:
    """Return the dossiers that were judged."""
    return sorted(Path(each["path"]).as_posix() for each in report["dossiers"])


def run(folder: Path, *arguments: str) -> Said:
    """Return what a command says on the day of these tests."""
    return zlxm(folder, *arguments, as_of=AS_OF)
