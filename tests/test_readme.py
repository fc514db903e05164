"""README shows what the program really prints: every `$ zlxm …` is run and compared with the lines below it.

A line holding only `…` stands for any number of lines. ZLXM_UPDATE_GOLDEN=1 writes the full output into README.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command: str, folder: Path) -> str:
    environment = {**os.environ, "ZLXM_AS_OF": "2026-11-23", "COLUMNS": "80", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    arguments = [sys.executable, "-m", "zlxm", *shlex.split(command.removeprefix("$ zlxm "))]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def steps(block: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ zlxm "):
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return found


def pattern_of(lines: list[str]) -> str:
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + r"\n" for line in lines]
    return "".join(parts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "sample-dossiers", place / "sample-dossiers")
    return place


def test_console_blocks(folder: Path) -> None:
    text = README.read_text(encoding="utf-8")
    shown = [step for block in _BLOCK.findall(text) for step in steps(block)]
    assert shown
    for command, lines in shown:
        printed = re.sub(r"[ ]+\n", "\n", run(command, folder))
        assert re.fullmatch(pattern_of(lines), printed), f"{command}\n{printed}"


def test_every_command_is_mentioned() -> None:
    text = README.read_text(encoding="utf-8")
    help_text = run("$ zlxm --help", ROOT)
    commands = set(re.findall(r"^[│ ] +([a-z][a-z-]+)  ", help_text, re.MULTILINE))
    assert commands >= {"init", "check", "explain", "rules", "schema", "regulation"}
    assert not [command for command in commands if f"zlxm {command}" not in text]
