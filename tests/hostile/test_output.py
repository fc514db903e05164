"""O1-O11, L9: what hostile texts and names may not do to terminals, CI services, reports and files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from junitparser import JUnitXml

from tests.hostile.inputs import HEAD, lay, lay_papers, listing
from tests.hostile.running import AS_OF, ROOT, Runner
from tests.store.made_files import pdf

FORMS = ["text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv"]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="other names, other signals")

MARKUP = ["报告[final].pdf", "报告[/].pdf", "[link=http://evil]点[/link].pdf", "[red]红[/].pdf"]


@posix_only
@pytest.mark.parametrize("name", [*MARKUP, ":x:.pdf", ":warning:"])
@pytest.mark.parametrize("more", [(), ("--color", "always"), ("--verbose",)])
def test_o1_markup_is_shown_as_it_is(name: str, more: tuple[str, ...], tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm("check", lay(tmp_path, listing(name)), "--as-of", AS_OF, *more)
    assert done.err == ""
    assert name in re.sub(r"\x1b\[[0-9;]*m|\n +", "", done.out)


@pytest.mark.parametrize("name", [":x:", "C:\\附件\\", "[bold]", "甲\\"])
def test_o2_emoji_codes_and_backslashes_stay(name: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm("check", lay(tmp_path, HEAD.replace("示例平台建设项目", f"'{name}'")), "--as-of", AS_OF)
    assert name in done.out


CONTROLS = [
    "\x1b[2J",
    "\x1b]0;标题\x07",
    "\x1b]8;;http://evil\x1b\\",
    "\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "\r",
    "\x08",
    "\x7f",
]
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]")


@posix_only
@pytest.mark.parametrize("control", [*CONTROLS, "\u202e", "\u2066", "\u200b", "\u00ad", "\u2028"])
@pytest.mark.parametrize("form", FORMS)
def test_o3_no_control_sequence_passes(control: str, form: str, tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path / "卷", HEAD, {f"不合格{control}合格.pdf": b""})
    escaped = "".join(f"\\u{ord(each):04x}" for each in control)
    quoted = f'"合格{escaped}"'
    lay(tmp_path / f"名{control}夹", HEAD.replace("示例平台建设项目", quoted) + f"documents: [{{path: {quoted}}}]\n")
    done = zlxm("check", folder.parent, "--format", form, "--as-of", AS_OF)
    assert done.code == 1
    assert HARMFUL.search(done.out.removeprefix("\ufeff")) is None
    assert done.err == ""
    if form != "csv":
        assert "不合格\r" not in done.out


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", ["text", "concise", "markdown", "csv", "github"])
def test_o4_what_a_console_cannot_show_is_written_all_the_same(encoding: str, form: str, tmp_path: Path) -> None:
    folder = lay(tmp_path, HEAD.replace("示例局", "✔⚠•€¥\U00020000龘局") + "documents: [{path: ✔.pdf}]\n")
    done = start("check", folder, "--format", form, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stderr == b""
    assert len(done.stdout) > 100


def start(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": AS_OF, **environment}
    command = [sys.executable, "-m", "zlxm", *map(str, arguments)]
    return subprocess.run(command, env=told, capture_output=True, check=False)


COMMANDS = [
    "::error file=a::甲",
    "##[error]甲",
    "  ::stop-commands::x",
    "a\n::set-output name=x::y",
    "::add-mask::a",
    "%0A::error::x",
]


@posix_only
@pytest.mark.parametrize("text", COMMANDS)
@pytest.mark.parametrize("form", FORMS)
def test_o5_no_text_becomes_a_command(text: str, form: str, tmp_path: Path, zlxm: Runner) -> None:
    written = json.dumps(text)
    manifest = (
        HEAD.replace("示例平台建设项目", written).replace("示例局", written) + f"documents: [{{path: {written}}}]\n"
    )
    done = zlxm("check", lay(tmp_path / "卷", manifest, {text: b"x"}), "--format", form, "--as-of", AS_OF)
    for line in done.out.splitlines():
        assert "##[" not in line
        if form == "github" and line.startswith("::"):
            assert re.match(r"::(error|warning|notice) (file|title)=[^:]*(::|,)", line)
        else:
            assert not line.lstrip().startswith("::"), line


NAMES = ["a:b.pdf", "100%.pdf", "a b.pdf", "钟楼.pdf", "甲\n乙.pdf", "a?b#c.pdf", "%2e%2e%2fx.pdf", "甲&乙<丙>.pdf"]


@posix_only
@pytest.mark.parametrize("name", NAMES)
def test_o6_an_address_in_sarif_leads_back_to_the_file(name: str, tmp_path: Path, zlxm: Runner) -> None:
    (tmp_path / ".git").mkdir()
    lay(tmp_path / name.removesuffix(".pdf"), HEAD)
    done = zlxm("check", ".", "--format", "sarif", "--as-of", AS_OF, folder=tmp_path)
    found = json.loads(done.out)["runs"][0]["results"]
    assert found
    for each in found:
        place = each["locations"][0]["physicalLocation"]["artifactLocation"]
        assert (place["uriBaseId"], unquote(place["uri"])) == (
            "%SRCROOT%",
            f"{name.removesuffix('.pdf')}/manifest.yaml",
        )
        assert re.fullmatch(r"[A-Za-z0-9._~/%!$&'()*+,;=@-]+", place["uri"])


@posix_only
@pytest.mark.parametrize("character", ["\x1b", "\x01", "\x0b", "\ufffe", "\ud800", "]]>", "&", "\x85"])
def test_o7_junit_can_be_read_back(character: str, tmp_path: Path, zlxm: Runner) -> None:
    name = os.fsdecode(b"\xed\xa0\x80") if character == "\ud800" else character
    done = zlxm(
        "check", lay(tmp_path / f"卷{name}", HEAD, {f"甲{name}.pdf": b""}), "--format", "junit", "--as-of", AS_OF
    )
    assert len(list(JUnitXml.fromstring(done.out.encode()))) == 1


@posix_only
@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x9b", "\x7f", "\x1b", "\u202e", '"', "\\"])
@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_o8_json_holds_nothing_raw_and_everything(character: str, form: str, tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm("check", lay(tmp_path, HEAD, {f"甲{character}乙.pdf": b""}), "--format", form, "--as-of", AS_OF)
    assert HARMFUL.search(done.out) is None
    assert any(
        f"甲{character}乙" in text or f"甲\\u{{{ord(character):x}}}乙" in text for text in texts(json.loads(done.out))
    )


def texts(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    below = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for each in below for text in texts(each)]


@posix_only
@pytest.mark.parametrize("form", FORMS)
def test_o9_a_full_disk_is_said_and_is_no_verdict(form: str, tmp_path: Path) -> None:
    folder = lay(tmp_path, HEAD)
    for target in ("-", "/dev/full"):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "zlxm", "check", str(folder), "--format", form, "-o", target]
            told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": AS_OF}
            out = full if target == "-" else subprocess.PIPE
            done = subprocess.run(command, env=told, stdout=out, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3
        assert len(done.stderr.decode().splitlines()) <= 2
        assert b"Traceback" not in done.stderr


@posix_only
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_o9_an_interrupt_leaves_no_verdict_and_no_traceback(sign: signal.Signals, tmp_path: Path) -> None:
    folder = lay(tmp_path, HEAD)
    os.mkfifo(tmp_path / "结果")
    command = [sys.executable, "-c", SLOW.format(sign=int(sign)), "check", str(folder)]
    told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": AS_OF}
    done = subprocess.run(command, env=told, capture_output=True, check=False)
    assert done.returncode in (128 + sign, -sign)
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


SLOW = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from zlxm.cli import app
import zlxm.services.check as service
before = service.judged_report
def interrupted(*given):
    os.kill(os.getpid(), {sign})
    return before(*given)
service.judged_report = interrupted
app.run()
"""


def test_o10_an_error_of_the_program_shows_no_content_and_no_traceback(tmp_path: Path) -> None:
    folder = lay(tmp_path, HEAD)
    fails = "import zlxm.services.check as s\ndef f(*a): raise KeyError('x\\x1b[31m')\ns.judged_report = f\n"
    run = f"{fails}from zlxm.cli.app import run\nrun()\n"
    told = {**os.environ, "PYTHONPATH": str(ROOT), "ZLXM_AS_OF": AS_OF}
    command = [sys.executable, "-c", run, "check", str(folder)]
    done = subprocess.run(command, env=told, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (3, b"")
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 2
    assert "KeyError" in lines[0]
    assert "\x1b" not in lines[0]


@posix_only
@pytest.mark.parametrize("option", ["-o", "--report"])
@pytest.mark.parametrize("target", ["外", "无", "/dev/null"])
def test_o11_a_result_inside_a_dossier_is_never_written_through_a_link(
    option: str, target: str, tmp_path: Path, zlxm: Runner
) -> None:
    folder = lay(tmp_path / "卷", HEAD)
    (tmp_path / "外").write_text("原来的", encoding="utf-8")
    link = folder / "结果.json"
    link.symlink_to(target if target.startswith("/") else f"../{target}")
    given = ("-o", str(link)) if option == "-o" else ("--report", f"json={link}")
    done = zlxm("check", folder, "--as-of", AS_OF, *given)
    assert done.code == 3
    assert (tmp_path / "外").read_text(encoding="utf-8") == "原来的"
    assert not (tmp_path / "无").exists()
    assert link.is_symlink()


@posix_only
def test_o11_nor_through_a_folder_that_is_a_link(tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path / "卷", HEAD)
    (tmp_path / "外").mkdir()
    (folder / "结果").symlink_to("../外")
    done = zlxm("check", folder, "--as-of", AS_OF, "--report", f"json={folder}/结果/新/a.json")
    assert done.code == 3
    assert list((tmp_path / "外").iterdir()) == []


@posix_only
def test_o11_a_link_of_the_person_s_own_is_kept(tmp_path: Path, zlxm: Runner) -> None:
    folder = lay(tmp_path / "卷", HEAD)
    (tmp_path / "旧.json").write_text("{}", encoding="utf-8")
    (tmp_path / "结果.json").symlink_to("旧.json")
    assert zlxm("check", folder, "--as-of", AS_OF, "-o", str(tmp_path / "结果.json"), "--format", "json").code == 1
    assert (tmp_path / "结果.json").is_symlink()
    assert json.loads((tmp_path / "旧.json").read_text(encoding="utf-8"))["version"] == 1


def test_l9_a_thousand_faults_are_all_told(tmp_path: Path, zlxm: Runner) -> None:
    done = zlxm.check(lay(tmp_path, HEAD + "events:\n" + "  - {event: 没有, date: x}\n" * 1000))
    assert len(done.findings) == 1000
    assert done.seconds < 2


@posix_only
@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+1+1", "-1", "@SUM(A1)", "＝1", "\t=1", '=HYPERLINK("x")'])
def test_x1_no_cell_of_a_csv_is_a_formula(text: str, tmp_path: Path, zlxm: Runner) -> None:
    manifest = HEAD.replace("示例平台建设项目", json.dumps(text))
    done = zlxm("check", lay_papers(tmp_path / "卷", {"甲.pdf": pdf()}), "--as-of", AS_OF, "--format", "csv")
    lay(tmp_path / "卷", manifest + f"documents: [{{path: {json.dumps(text)}}}]\n", {text.replace("/", ""): b""})
    done = zlxm("check", tmp_path / "卷", "--as-of", AS_OF, "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert all(cell.lstrip()[:1] not in "=+-@\t＝＋－＠" or not cell for row in rows for cell in row)
