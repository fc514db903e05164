"""An old mess is adopted with a baseline: green at once, red on one new fault, and the debt only shrinks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adoption.portfolios import BAD, GOOD, checked, edit, findings, portfolio, zlxm
from zlxm.model.adoption import Baseline, Known
from zlxm.model.errors import UsageError
from zlxm.model.problem import Severity
from zlxm.store.baselines import baseline_text, read_baseline, write_baseline

NAME = "zlxm-baseline.jsonl"
MISSING_PAPER = "  - {kind: 用户手册, path: 05-验收/用户手册.pdf"


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio with a good and a bad dossier, adopted once."""
    home = portfolio(tmp_path_factory.mktemp("adopted") / "p", BAD, GOOD)
    assert zlxm(home, "check", ".").returncode == 1
    done = zlxm(home, "baseline", ".")
    assert done.returncode == 0, done.stderr
    assert "新建" in done.stdout
    return home


@pytest.fixture
def mess(adopted: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(adopted, tmp_path / "p"))


def lines(home: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (home / NAME).read_text(encoding="utf-8").splitlines()]


def test_an_adopted_mess_is_green_and_says_what_is_hidden(mess: Path) -> None:
    done = zlxm(mess, "check", ".", "--baseline", NAME)
    hidden = len(lines(mess)) - 1
    assert hidden == 11
    assert done.returncode == 0
    assert f"基线 {NAME} 里已有的 {hidden} 处没有列出" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("form", ["concise", "json"])
def test_other_formats_say_it_on_stderr(mess: Path, form: str) -> None:
    done = zlxm(mess, "check", ".", "--baseline", NAME, "--format", form)
    assert "11 处没有列出" in done.stderr
    assert "没有列出" not in done.stdout


def test_json_counts_what_is_hidden_only_when_something_can_be(mess: Path) -> None:
    with_one, without = checked(mess, ".", "--baseline", NAME), checked(mess, ".")
    assert with_one["summary"].items() >= {"known": 11, "ignored": 0, "stale": 0, "errors": 0}.items()
    assert "known" not in without["summary"]
    assert len(findings(without)) == 11


def test_one_new_fault_is_red_and_the_only_one_shown(mess: Path) -> None:
    paper = next(path for path in sorted((mess / GOOD).rglob("*.pdf")))
    paper.unlink()
    done = zlxm(mess, "check", ".", "--baseline", NAME, "--format", "concise")
    assert done.returncode == 1
    counting = [line for line in done.stdout.splitlines() if "错误" in line]
    assert len(counting) == 1
    assert paper.name in counting[0]


def test_a_surplus_of_what_is_known_is_shown(mess: Path) -> None:
    known = next(each for each in lines(mess)[1:] if each["rule"] == "FILE-1")
    text = (mess / NAME).read_text(encoding="utf-8")
    (mess / NAME).write_text(text.replace(json.dumps(known, ensure_ascii=False) + "\n", ""), encoding="utf-8")
    assert [rule for rule, _ in findings(checked(mess, ".", "--baseline", NAME))] == ["FILE-1"]


def test_what_weighs_more_than_its_line_is_shown(mess: Path) -> None:
    path = mess / NAME
    text = path.read_text(encoding="utf-8")
    assert '"severity": "error"' in text
    path.write_text(text.replace('"severity": "error"', '"severity": "warning"'), encoding="utf-8")
    assert zlxm(mess, "check", ".", "--baseline", NAME).returncode == 1


def test_lines_and_entries_may_move(mess: Path) -> None:
    manifest = mess / BAD / "manifest.yaml"
    edit(manifest, "\nproject:", "\n# 一行\n# 又一行\nproject:")
    edit(manifest, "events:\n", "events:\n  - {event: 三重一大决策, date: 2024-08-01}\n")
    assert zlxm(mess, "check", ".", "--baseline", NAME, "--as-of", "2026-11-26").returncode == 0


@pytest.mark.parametrize("where", ["", "..", GOOD])
def test_it_holds_from_any_working_directory(mess: Path, where: str) -> None:
    here = (mess / where).resolve()
    done = zlxm(here, "check", str(mess / BAD), "--baseline", str(mess / NAME))
    assert done.returncode == 0, done.stdout


def mend(home: Path) -> None:
    """Put the two empty or missing papers where they should be."""
    sound = next(iter(sorted((home / GOOD).rglob("*.pdf"))))
    shutil.copy(sound, home / BAD / "05-验收" / "用户手册.pdf")


def test_what_was_mended_is_said_and_fails_when_strict(mess: Path) -> None:
    mend(mess)
    done = zlxm(mess, "check", ".", "--baseline", NAME)
    assert done.returncode == 0
    assert "有 1 处已经改好" in done.stdout
    assert "用户手册.pdf" in done.stdout
    strict = zlxm(mess, "check", ".", "--baseline", NAME, "--strict-baseline", "--format", "json")
    assert strict.returncode == 1
    assert "有 1 处已经改好" in strict.stderr
    assert json.loads(strict.stdout)["summary"]["stale"] == 1


@pytest.mark.parametrize("part", [(GOOD,), (BAD, "--select", "ZL12"), (BAD, "--for", "终验")])
def test_what_was_not_asked_is_not_called_mended(mess: Path, part: tuple[str, ...]) -> None:
    done = zlxm(mess, "check", *part, "--baseline", NAME, "--strict-baseline", "--fail-on", "never")
    assert done.returncode == 0, done.stdout
    assert "已经改好" not in done.stdout


def test_a_dossier_that_is_gone_is_stale(mess: Path) -> None:
    shutil.rmtree(mess / BAD)
    assert zlxm(mess, "check", ".", "--baseline", NAME, "--strict-baseline").returncode == 1


def test_a_dossier_that_cannot_be_judged_is_not_called_mended(mess: Path) -> None:
    edit(mess / BAD / "manifest.yaml", "events:\n", "events：\n")
    done = zlxm(mess, "check", ".", "--baseline", NAME)
    assert done.returncode == 1
    assert "已经改好" not in done.stdout
    again = zlxm(mess, "baseline", ".", "--accept-new")
    assert again.returncode == 0
    assert "没有检查过" in again.stderr
    assert len(lines(mess)) == 12, "its debts are kept, its broken form is none"
    assert zlxm(mess, "check", ".", "--baseline", NAME).returncode == 1


def test_debt_shrinks_by_itself_and_grows_only_on_request(mess: Path) -> None:
    mend(mess)
    done = zlxm(mess, "baseline", ".")
    assert "去掉 1" in done.stdout
    assert len(lines(mess)) == 11
    (mess / BAD / "05-验收" / "用户手册.pdf").unlink()
    before = (mess / NAME).read_bytes()
    refused = zlxm(mess, "baseline", ".")
    assert refused.returncode == 1
    assert "用户手册.pdf" in refused.stderr
    assert "--accept-new" in refused.stderr
    assert (mess / NAME).read_bytes() == before
    assert zlxm(mess, "baseline", ".", "--accept-new").returncode == 0
    assert len(lines(mess)) == 12


def test_the_same_findings_leave_the_file_alone(mess: Path) -> None:
    before = (mess / NAME).read_bytes()
    done = zlxm(mess, "baseline", ".", "--as-of", "2026-11-30")
    assert "没有变化" in done.stdout
    assert (mess / NAME).read_bytes() == before


def test_dossiers_that_were_not_asked_about_keep_their_lines(mess: Path) -> None:
    assert zlxm(mess, "baseline", GOOD, "-o", NAME).returncode == 0
    assert len(lines(mess)) == 12


def test_it_holds_no_info_no_waived_and_is_sorted(mess: Path) -> None:
    header, *known = lines(mess)
    assert header == {"zlxm-baseline": 1, "tool": header["tool"], "regulation": "zhonglou-2023", "as_of": "2026-11-23"}
    assert {each["severity"] for each in known} <= {"error", "warning"}
    assert {each["dossier"] for each in known} == {BAD}
    assert all(list(each) == ["dossier", "rule", "severity", "fingerprint", "message"] for each in known)
    again = baseline_text(read_baseline(str(mess / NAME)))
    assert again.encode() == (mess / NAME).read_bytes()


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda text: text[:0], "第 1 行"),
        (lambda text: text.partition("\n")[2], "第 1 行"),
        (lambda text: text.replace('"zlxm-baseline": 1', '"zlxm-baseline": 2'), "第 1 行"),
        (lambda text: text + "<<<<<<< HEAD\n", "第 13 行"),
        (lambda text: text + "[]\n", "第 13 行"),
        (lambda text: text + '{"rule": "ZL1-1"}\n', "第 13 行"),
        (lambda text: text.replace('"severity": "error"', '"severity": "fatal"', 1), "第 2 行"),
        (lambda text: text.replace('"rule": "FILE-1"', '"rule": 1', 1), "第 2 行"),
        (lambda text: text + "[" * 100_000 + "\n", "第 13 行"),
        (lambda text: text + "9" * 10_000 + "\n", "第 13 行"),
    ],
)
def test_a_broken_one_is_wrong_usage(mess: Path, spoil: Callable[[str], str], place: str) -> None:
    (mess / NAME).write_text(spoil((mess / NAME).read_text(encoding="utf-8")), encoding="utf-8")
    done = zlxm(mess, "check", ".", "--baseline", NAME)
    assert done.returncode == 2
    assert place in done.stderr
    assert done.stdout == ""


def test_a_missing_one_is_wrong_usage(mess: Path) -> None:
    done = zlxm(mess, "check", ".", "--baseline", "nowhere.jsonl")
    assert done.returncode == 2
    assert "nowhere.jsonl" in done.stderr


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
knowns = st.builds(Known, texts, texts, texts, st.sampled_from(Severity), texts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(Baseline, texts, texts, texts, st.lists(knowns, max_size=6).map(tuple)))
def test_any_baseline_reads_back(tmp_path: Path, baseline: Baseline) -> None:
    path = str(tmp_path / "b.jsonl")
    write_baseline(path, baseline)
    read = read_baseline(path)
    assert (read.tool, read.regulation, read.as_of) == (baseline.tool, baseline.regulation, baseline.as_of)
    assert sorted(read.known, key=repr) == sorted(baseline.known, key=repr)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.jsonl"
    path.write_bytes(b'{"zlxm-baseline": 1}\n' + data)
    try:
        read_baseline(str(path))
    except UsageError as error:
        assert error.code == "bad_baseline"  # noqa: PT017 either is fine
