"""Consoles and pipes of other systems, as far as they can be simulated here; being stopped; nowhere to write to."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample-dossiers/deficient-wenlv"
ZLXM = [sys.executable, "-m", "zlxm"]


def run(*arguments: str, redirect: str = "", **told: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command through a shell, which does the redirecting."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23", "COLUMNS": "80", **told}
    words = " ".join(f"'{each}'" for each in (*ZLXM, *arguments))
    return subprocess.run(["/bin/sh", "-c", f"{words} {redirect}"], env=env, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["cp936", "gbk", "gb18030", "cp437", "ascii", "utf-8", "utf-16"])
@pytest.mark.parametrize("arguments", [("check",), ("check", "--format", "csv"), ("explain", "ZL13-2")])
def test_any_code_page_gets_the_whole_output(encoding: str, arguments: tuple[str, ...]) -> None:
    given = (*arguments, str(SAMPLE)) if arguments[0] == "check" else arguments
    plain = run(*given)
    narrow = run(*given, PYTHONIOENCODING=encoding)
    assert narrow.returncode == plain.returncode, narrow.stderr
    text, whole = narrow.stdout.decode(encoding, "strict"), plain.stdout.decode()
    if encoding in ("cp936", "gbk", "gb18030", "utf-8"):
        assert text.splitlines() == whole.removeprefix("\ufeff" if encoding != "utf-8" else "").splitlines()
    assert len(text.splitlines()) == len(whole.splitlines())


NOT_SHOWN = {"papers.yaml", "file_names.yaml"}  # what is printed in papers, and patterns of names


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text of ours that reaches a console, with where it stands."""
    for path in sorted((ROOT / "zlxm/wording").glob("*.yaml")):
        if path.name not in NOT_SHOWN:
            yield path.name, path.read_text("utf-8")
    for path in sorted((ROOT / "zlxm/regulations").rglob("*.yaml")):
        yield f"{path.parent.name}/{path.name}", path.read_text("utf-8")
    for path in sorted((ROOT / "zlxm/cli").glob("*.py")):
        yield path.name, path.read_text("utf-8")


@pytest.mark.parametrize(("where", "text"), [pytest.param(where, text, id=where) for where, text in texts()])
def test_our_own_words_can_be_shown_on_a_chinese_windows(where: str, text: str) -> None:
    foreign = sorted({each for each in text if not _is_gbk(each)})
    assert foreign == [], where


def _is_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("arguments", [("check", str(SAMPLE)), ("rules",), ("-h",), ("schema",), ("explain", "ZL13-2")])
@pytest.mark.parametrize(("redirect", "code"), [("> /dev/full", 3), (">&-", 3)])
def test_a_result_that_nobody_got_is_none(arguments: tuple[str, ...], redirect: str, code: int) -> None:
    done = run(*arguments, redirect=redirect)
    assert done.returncode == code
    assert re.fullmatch(r"错误：写不了 标准输出（.*）\n  → .*\n", done.stderr.decode()), done.stderr.decode()


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    done = run("rules", redirect="| head -n 1")
    assert (done.returncode, done.stderr) == (0, b"")


def test_nowhere_to_talk_to_changes_no_result() -> None:
    done = run("check", str(SAMPLE), redirect="2>&-")
    assert done.returncode == 1
    assert "不通过" in done.stdout.decode()


def test_names_that_the_system_cannot_open_are_said_and_not_passed_over() -> None:
    narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    done = run("check", str(SAMPLE), **narrow)
    assert done.returncode == 3
    assert "文件名编码是 ascii" in done.stderr.decode()


@pytest.mark.parametrize(
    "told",
    [
        {"LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "LC_ALL": "zh_CN.GBK"},
        {"TZ": "America/Los_Angeles"},
        {"PYTHONUTF8": "1"},
        {"PYTHONHASHSEED": "7"},
        {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"},
    ],
    ids=lambda told: next(iter(told)),
)
def test_the_same_result_in_any_locale_and_time_zone(told: dict[str, str]) -> None:
    arguments = ("check", str(SAMPLE), "--format", "json")
    assert run(*arguments, **told).stdout == run(*arguments).stdout


# Being stopped


def started(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    def attend() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has it ignored
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and so have the tests under nohup

    env = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": "2026-11-23"}
    return subprocess.Popen(
        [*ZLXM, *arguments],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=attend,  # noqa: PLW1509 there are no threads here
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_being_stopped_takes_back_what_was_begun(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """At any moment: nothing half-written is left, and the exit code tells who stopped it."""
    for place in range(4):
        shutil.copytree(SAMPLE, tmp_path / f"项目{place}")
    before = sorted(tmp_path.rglob("*"))
    seen = set()
    for step in range(1, 8):
        running = started("plan", "2025", ".", "-o", "计划.xlsx", "--quiet", folder=tmp_path)
        time.sleep(step * 0.07)
        running.send_signal(number)
        out, err = running.communicate()
        seen.add(running.returncode)
        assert b"Traceback" not in out + err
        assert running.returncode in (code, 0, -number), err  # as long as Python itself starts, it is the one to be hit
        left = [path for path in tmp_path.rglob("*") if path not in before and path.name != "计划.xlsx"]
        assert left == []
    assert code in seen


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """`nohup zlxm …` goes on when the terminal is closed."""
    told = "import signal; from zlxm.cli.signals import end_in_order; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    script = f"{told}end_in_order(); print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_every_yaml_of_ours_is_read_as_utf_8() -> None:
    """A file with a mark of its encoding, or in another one, would be read differently elsewhere."""
    read: Callable[[Path], object] = lambda path: yaml.safe_load(path.read_bytes())  # noqa: E731
    for path in (ROOT / "zlxm").rglob("*.yaml"):
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert read(path) is not None
