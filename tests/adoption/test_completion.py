"""What a shell offers for a value: asked by the shells themselves where they are installed, else by their protocol."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adoption.portfolios import BAD, ROOT, portfolio

PROGRAM = f"#!{sys.executable}\nfrom zlxm.cli.app import run\nrun()\n"
HEAVY = ("cn2an", "docx", "docxtpl", "jinja2", "lxml", "openpyxl", "rich", "ruamel", "xlsxwriter")
ASK_BASH = """
eval "$(zlxm --show-completion bash)"
complete -p zlxm >/dev/null
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_zlxm_completion zlxm
printf '%s\\n' "${COMPREPLY[@]}"
"""
OFFERS = [
    (("che",), {"check"}),
    (("check", "--select", "ZL13"), {"ZL13-1", "ZL13-2"}),
    (("check", "--select", "zl13"), {"ZL13-1", "ZL13-2"}),
    (("check", "--ignore", "ZL13-1,WAIVER-2"), {"ZL13-1,WAIVER-2"}),
    (("check", "--for", "终"), {"终稿", "终验"}),
    (("check", BAD, "--for", "初"), {"初验"}),
    (("check", "--format", "js"), {"json"}),
    (("check", "--fail-on", ""), {"error", "warning", "never"}),
    (("status", "--stage", "试"), {"试运行"}),
    (("status", "--sort", "u"), {"urgency", "unit"}),
    (("submit-package", "备"), {"备案"}),
    (("generate", "--for", "论"), {"论证"}),
    (("generate", "申"), {"申报表"}),
    (("template", "copy", "建设总"), {"建设总结报告"}),
    (("record", "合"), {"合同签订"}),
    (("attach", "--kind", "监理"), {"监理合同", "监理报告"}),
    (("attach", "a.pdf", "--kind", "监理合同,监理报"), {"监理合同,监理报告"}),
    (("explain", "ZL13"), {"ZL13-1", "ZL13-2"}),
    (("explain", "监理报"), {"监理报告"}),
    (("init", "--regulation", "zh"), {"zhonglou-2023"}),
    (("regulation", "show", "li"), {"lishui-2025"}),
    (("regulation", "sh"), {"show"}),
    (("check", "没有的"), set()),
    (("nonsense", "x"), set()),
]


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that knows the program by its name."""
    program = tmp_path / "bin" / "zlxm"
    program.parent.mkdir()
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "home").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZLXM_", "_ZLXM", "COMP_"))}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    own = {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }
    return {**kept, **own, "PYTHONUTF8": "1", "SHELL": "/bin/bash"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return portfolio(tmp_path / "p", BAD)


def run(command: list[str], home: Path, shell: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, cwd=home, env={**shell, **more}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    return done


def offered_by_bash(words: tuple[str, ...], home: Path, shell: dict[str, str]) -> set[str]:
    done = run(["bash", "--norc", "-c", ASK_BASH, "bash", "zlxm", *words], home, shell)
    assert done.stderr == ""
    return set(filter(None, done.stdout.splitlines()))


def protocol(
    words: tuple[str, ...], home: Path, shell: dict[str, str], **more: str
) -> subprocess.CompletedProcess[str]:
    told = {"_ZLXM_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(("zlxm", *words)), "COMP_CWORD": str(len(words))}
    return run(["zlxm"], home, shell, **told, **more)


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize(("words", "offers"), OFFERS)
def test_bash_offers(words: tuple[str, ...], offers: set[str], home: Path, shell: dict[str, str]) -> None:
    assert offered_by_bash(words, home, shell) == offers


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
@pytest.mark.parametrize(("words", "offers"), OFFERS[1::4])
def test_fish_offers(words: tuple[str, ...], offers: set[str], home: Path, shell: dict[str, str]) -> None:
    assert "fish 安装自动补全" in run(["zlxm", "--install-completion", "fish"], home, shell).stdout
    done = run(["fish", "-c", f"complete -C 'zlxm {' '.join(words)}'"], home, shell)
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == offers


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh")
def test_zsh_offers(home: Path, shell: dict[str, str]) -> None:
    ask = (
        "autoload -Uz compinit; compinit -u; source <(zlxm --show-completion zsh);"
        " words=(zlxm check --for 终); CURRENT=4; _arguments() { print -r -- $1 }; _zlxm_completion"
    )
    done = run(["zsh", "-f", "-c", ask], home, shell)
    assert done.stdout.strip().startswith("*: :((")
    assert "终稿" in done.stdout
    assert "终验" in done.stdout


def test_powershell_offers(home: Path, shell: dict[str, str]) -> None:
    script = run(["zlxm", "--show-completion", "powershell"], home, shell).stdout
    assert "Register-ArgumentCompleter -Native -CommandName zlxm" in script
    told = {"_ZLXM_COMPLETE": "complete_powershell", "_TYPER_COMPLETE_ARGS": "zlxm check --select ZL13"}
    done = run(["zlxm"], home, shell, **told, _TYPER_COMPLETE_WORD_TO_COMPLETE="ZL13")
    offers = [line.split(":::") for line in done.stdout.splitlines()]
    assert [each[0] for each in offers] == ["ZL13-1", "ZL13-2"]
    assert all(each[1].strip() for each in offers), "each with its title"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("zlxm.yaml", "nonsense: ["),
        ("zlxm.yaml", "regulation: nowhere\n"),
        ("manifest.yaml", "regulation: nowhere-1999\n"),
    ],
)
def test_a_failure_is_silent(file: str, text: str, home: Path, shell: dict[str, str]) -> None:
    (home / file).write_text(text, encoding="utf-8")
    done = protocol(("check", "--for", ""), home, shell)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_the_regulation_of_the_dossier_is_asked(home: Path, shell: dict[str, str]) -> None:
    (home / "manifest.yaml").write_text("regulation: guojia-2019\n", encoding="utf-8")
    own = protocol(("explain", ""), home, shell).stdout.split()
    assert "ZL13-1" not in own
    assert len(own) > 20
    assert "ZL13-1" in protocol(("explain", "--regulation", "zhonglou-2023", ""), home, shell).stdout.split()


@pytest.mark.parametrize("words", [each for each, offers in OFFERS if offers and "ZL13" not in "".join(each)][1::3])
def test_little_is_loaded(words: tuple[str, ...], home: Path, shell: dict[str, str]) -> None:
    done = protocol(words, home, shell, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "zlxm.cli.completion" in loaded
    assert [name for name in loaded if name.partition(".")[0] in HEAVY] == []
    assert "zlxm.rules.judge" not in loaded


def test_installing_for_bash(home: Path, shell: dict[str, str], tmp_path: Path) -> None:
    done = run(["zlxm", "--install-completion", "bash"], home, shell)
    assert done.returncode == 0
    assert "重新打开终端后生效" in done.stdout
    assert "zlxm.sh" in (tmp_path / "home" / ".bashrc").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "code"), [("powershell", 1), ("pwsh", 1), ("tcsh", 2)])
def test_what_is_not_installed(name: str, code: int, home: Path, shell: dict[str, str], tmp_path: Path) -> None:
    done = run(["zlxm", "--install-completion", name], home, shell)
    assert done.returncode == code
    assert "zlxm --show-completion" in done.stderr or "--install-completion bash" in done.stderr
    assert list((tmp_path / "home").iterdir()) == []


def test_the_help_is_chinese(home: Path, shell: dict[str, str]) -> None:
    said = run(["zlxm", "--help"], home, shell, COLUMNS="120").stdout
    assert "安装自动补全" in said
    assert "completion for" not in said
