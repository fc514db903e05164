"""Asks a child process of limited time and memory to run `zlxm`; a child that dies is told by what killed it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from zlxm.model.value import value

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 5
MEMORY = 300 * 1024**2
AS_OF = "2024-10-08"


@value
class Done:
    """What one run said, its exit code, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int

    @property
    def findings(self) -> list[tuple[str, str]]:
        """(rule, message) of a run with `--format json`."""
        dossiers = json.loads(self.out)["dossiers"]
        return [(each["rule"], each["message"]) for dossier in dossiers for each in dossier["findings"]]


class Runner:
    """One child that serves many runs; it is started anew when it died."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._child: subprocess.Popen[str] | None = None

    def __call__(self, *arguments: str | Path, folder: Path | None = None) -> Done:
        child = self._child = self._child or self._start()
        assert child.stdin
        assert child.stdout
        asked = {"arguments": [str(each) for each in arguments], "folder": str(folder or ROOT)}
        print(json.dumps(asked), file=child.stdin, flush=True)
        answer = child.stdout.readline()
        if not answer:
            self.close()
            message = f"zlxm {' '.join(asked['arguments'])} ended the process: {child.returncode}"
            raise AssertionError(message)
        told: dict[str, Any] = json.loads(answer)
        return Done(**told)

    def check(self, folder: Path, *more: str) -> Done:
        """Return a run of `check` that says all it found as JSON."""
        done = self("check", folder, "--format", "json", "--as-of", AS_OF, *more)
        assert done.code in (0, 1), done.err
        return done

    def _start(self) -> subprocess.Popen[str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("ZLXM", "COLUMNS"))}
        command = [sys.executable, "-B", "-m", "tests.hostile.child", str(SECONDS), str(self._memory)]
        told = {**kept, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=told, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.communicate()
        self._child = None
