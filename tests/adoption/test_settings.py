"""One optional file sets what no flag and no environment does, and cannot switch the judge off."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adoption.portfolios import BAD, ROOT, checked, findings, portfolio, zlxm
from tests.builders import pack
from zlxm.cli.app import app
from zlxm.model.errors import UsageError
from zlxm.model.settings import SETTINGS
from zlxm.services.settings import settings_for

OWN_PACK = "extends: zhonglou-2023\npack: {id: own-2024, title: 本街道的细则, issuer: 某街道}\n"
FILE = "zlxm.yaml"
WARNING = "ZL28-2"  # of which the bad sample has warnings alone


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return portfolio(tmp_path / "p", BAD)


def write(home: Path, text: str) -> None:
    (home / FILE).write_text(text, encoding="utf-8")


def shown(home: Path, *arguments: str, **environment: str) -> dict[str, tuple[str | None, str, str | None]]:
    """Return key → (value, source, place) as the program tells it."""
    done = zlxm(home, "settings", *arguments, "--format", "json", **environment)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["settings"]
    return {key: (each["value"], each["source"], each["place"]) for key, each in told.items()}


def test_without_a_file_everything_is_built_in(home: Path) -> None:
    told = shown(home)
    assert list(told) == [each.key for each in SETTINGS]
    assert told["fail-on"] == ("error", "default", None)
    assert told["as-of"] == ("2026-11-23", "environment", "ZLXM_AS_OF")
    assert "没有设置文件" in zlxm(home, "settings").stdout


def test_every_setting_is_read_from_the_file(home: Path) -> None:
    (home / "own").mkdir()
    (home / "own" / "regulation.yaml").write_text(OWN_PACK, encoding="utf-8")
    (home / "papers").mkdir()
    write(
        home,
        "regulation: own\nunit: 某某局\ntemplates: papers\nfail-on: warning\n"
        "format: concise\nbaseline: b.jsonl\njobs: 2\n",
    )
    told = shown(home)
    expected = ["own", "某某局", "papers", "warning", "concise", "b.jsonl", "2"]
    assert [told[each.key] for each in SETTINGS[:-1]] == [
        (text, "file", f"zlxm.yaml:{line}") for line, text in enumerate(expected, 1)
    ]
    text = zlxm(home, "settings").stdout
    assert "某某局" in text
    assert "设置文件（zlxm.yaml:2）" in text


@pytest.mark.parametrize(
    ("flag", "variable", "expected"),
    [
        ((), {}, "concise"),
        ((), {"ZLXM_FORMAT": "json"}, "json"),
        (("--format", "text"), {"ZLXM_FORMAT": "json"}, "text"),
        (("--format", "text"), {}, "text"),
        ((), {"ZLXM_FORMAT": ""}, "concise"),
    ],
)
def test_flag_before_environment_before_file(
    home: Path, flag: tuple[str, ...], variable: dict[str, str], expected: str
) -> None:
    write(home, "format: concise\n")
    stdout = zlxm(home, "check", *flag, **variable).stdout
    form = "json" if stdout.startswith("{") else "text" if "依据《" in stdout else "concise"
    assert form == expected


@pytest.mark.parametrize(
    ("flag", "variable", "code"),
    [
        ((), {}, 1),
        (("--fail-on", "error"), {}, 0),
        ((), {"ZLXM_FAIL_ON": "never"}, 0),
        (("--fail-on", "warning"), {"ZLXM_FAIL_ON": "never"}, 1),
        ((), {"ZLXM_FAIL_ON": "sometimes"}, 2),
    ],
)
def test_a_file_may_be_stricter(home: Path, flag: tuple[str, ...], variable: dict[str, str], code: int) -> None:
    write(home, "fail-on: warning\n")
    assert zlxm(home, "check", "--select", WARNING, *flag, **variable).returncode == code


def test_the_portfolios_own_regulation_judges(home: Path) -> None:
    (home / "own").mkdir()
    (home / "own" / "regulation.yaml").write_text(OWN_PACK, encoding="utf-8")
    write(home, "regulation: own\n")
    assert checked(home / BAD)["regulation"] == "own-2024"
    assert "按 zlxm.yaml 用的是目录 own 里的规则包" in zlxm(home, "check").stdout
    assert "规则包" not in zlxm(home, "check", "--regulation", "own/").stdout
    assert checked(home, BAD, ZLXM_SETTINGS="none")["regulation"] == "zhonglou-2023"
    assert "本街道的细则" in zlxm(home, "rules").stdout + zlxm(home, "check").stdout


def test_a_unit_is_the_default_of_new_dossiers(home: Path) -> None:
    write(home, "unit: 某某街道办事处\n")
    flags = ("--name", "甲平台", "--year", "2027", "--nature", "新建", "--category", "软件应用", "--no-input")
    done = zlxm(home, "init", "新的", *flags)
    assert done.returncode == 0, done.stderr
    assert "某某街道办事处" in (home / "新的" / "manifest.yaml").read_text(encoding="utf-8")


def test_templates_are_looked_for_in_the_folder(home: Path) -> None:
    shutil.copytree(ROOT / "templates" / "zhonglou-2023" / "申报表", home / "papers" / "申报表")
    write(home, "templates: papers\n")
    assert "papers/申报表" in zlxm(home, "template", "list").stdout
    assert "papers/申报表" not in zlxm(home, "template", "list", ZLXM_SETTINGS="none").stdout
    assert "papers/申报表" in zlxm(home, "template", "list", ZLXM_SETTINGS="none", ZLXM_TEMPLATES="papers").stdout


def test_a_baseline_is_written_and_read_where_it_says(home: Path) -> None:
    write(home, "baseline: debts.jsonl\n")
    assert zlxm(home, "check").returncode == 2, "a missing baseline is no empty one"
    assert zlxm(home / BAD, "baseline", "..").returncode == 0
    assert (home / "debts.jsonl").exists()
    assert zlxm(home / BAD, "check").returncode == 0


def test_ignored_findings_are_counted_and_said(home: Path) -> None:
    before = findings(checked(home))
    write(home, "ignore:\n  - {rule: FILE-3, reason: 历史材料，已报备}\n")
    done = zlxm(home, "check")
    assert "按 zlxm.yaml 忽略了 1 处：FILE-3 1 处" in done.stdout
    assert findings(checked(home)) == [each for each in before if each[0] != "FILE-3"]
    assert checked(home)["summary"]["ignored"] == 1
    assert "忽略了 1 处" in zlxm(home, "check", "--format", "concise").stderr
    assert "FILE-3：历史材料，已报备" in zlxm(home, "settings").stdout


def test_an_expired_or_idle_one_is_told(home: Path) -> None:
    write(
        home,
        "ignore:\n  - {rule: FILE-3, reason: 理由, until: 2026-11-22}\n"
        "  - {rule: FILE-5, reason: 理由, until: 2026-11-23}\n",
    )
    done = zlxm(home, "check")
    assert "不再忽略的：FILE-3" in done.stdout
    assert "可以去掉：FILE-5" in done.stdout
    assert "FILE-3" in {rule for rule, _ in findings(checked(home))}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("fail-on: never\n", "1:10", "never"),
        ("jobs: 100000\n", "1:7", "64"),
        ("as-of: 2020-01-01\n", "1:1", "as-of"),
        ("regulation: ../elsewhere\n", "1:13", "以外"),
        ("regulation: /\n", "1:13", "以外"),
        ("regulation: link\n", "1:13", "以外"),
        ("regulation: nowhere\n", "1:13", "没有目录"),
        ("templates: ..\n", "1:12", "以外"),
        ("baseline: ../b.jsonl\n", "1:11", "以外"),
        ("ignore:\n  - {rule: FILE-3}\n", "2:5", "reason"),
        ("ignore:\n  - {rule: FILE-3, reason: }\n", "2:", "reason"),
        ("ignore:\n  - {rule: MANIFEST, reason: 不想看}\n", "2:12", "不能忽略"),
        ("ignore:\n  - {rule: WAIVER-3, reason: 不想看}\n", "2:12", "不能忽略"),
        ("ignore:\n  - {rule: GIT-1, reason: 不想看}\n", "2:12", "不能忽略"),
        ("ignore:\n  - {rule: FILE-1, reason: 甲}\n  - {rule: ZL, reason: 不想看}\n", "3:12", "不能忽略"),
        ("ignore:\n  - {rule: FILE, reason: 不想看}\n", "2:12", "不能忽略"),
        ("ignore: FILE-3\n", "1:9", "列表"),
        ("colour: red\n", "1:1", "colour"),
        ("- a\n", "1:1", "键"),
        ("unit: [\n", "1:", ""),
        ("unit: &a b\n", "1:", "锚点"),
        ("unit: " + "[" * 200 + "\n", "1:", "深"),
    ],
)
def test_what_a_file_may_not_say(home: Path, text: str, place: str, said: str) -> None:
    (home.parent / "elsewhere").mkdir()
    (home / "link").symlink_to(home.parent / "elsewhere")
    write(home, text)
    for command in ("check", "settings"):
        done = zlxm(home, command)
        assert done.returncode == 2, done.stdout
        assert f"zlxm.yaml:{place}" in done.stderr
        assert said in done.stderr
        assert done.stdout == ""


@pytest.mark.parametrize("is_article", [False, True])
def test_a_prohibition_cannot_be_ignored(home: Path, is_article: bool) -> None:
    forbidden = next(each.id for each in pack().rules.values() if each.is_prohibition)
    wanted = forbidden.partition("-")[0] if is_article else forbidden
    write(home, f"ignore:\n  - {{rule: {wanted}, reason: 不想看}}\n")
    done = zlxm(home, "check")
    assert done.returncode == 2
    assert f"忽略了 {forbidden}" in done.stderr


def test_an_unknown_rule_is_a_slip(home: Path) -> None:
    write(home, "ignore:\n  - {rule: ZL133-1, reason: 理由}\n")
    done = zlxm(home, "check")
    assert done.returncode == 2
    assert "ZL13" in done.stderr


def test_what_the_environment_names_may_lie_anywhere(home: Path) -> None:
    write(home, "nonsense: true\n")
    own = home.parent / "trusted.yaml"
    own.write_text("fail-on: warning\nbaseline: nowhere.jsonl\n", encoding="utf-8")
    told = shown(home, ZLXM_SETTINGS=str(own))
    assert told["fail-on"][:2] == ("warning", "file")
    assert zlxm(home, "check", ZLXM_SETTINGS="none").returncode == 1
    assert zlxm(home, "check", ZLXM_SETTINGS=str(home / "nowhere.yaml")).returncode == 2


def test_a_link_in_place_of_the_file_is_not_followed(home: Path) -> None:
    (home.parent / "secret").write_text("unit: 秘密\n", encoding="utf-8")
    (home / FILE).symlink_to(home.parent / "secret")
    done = zlxm(home, "settings")
    assert done.returncode == 2
    assert "秘密" not in done.stdout + done.stderr


def test_the_nearest_file_counts_and_none_above_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZLXM_SETTINGS", raising=False)
    home = portfolio(tmp_path / "outer" / "p")
    deep = home / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "outer" / FILE).write_text("unit: 外面\n", encoding="utf-8")
    assert settings_for((str(deep),)).path == ""
    write(home, "unit: 全区\n")
    assert settings_for((str(deep),)).texts == {"unit": "全区"}
    (home / "a" / FILE).write_text("unit: 本局\n", encoding="utf-8")
    assert settings_for((str(deep),)).texts == {"unit": "本局"}
    assert settings_for((str(home),)).texts == {"unit": "全区"}
    assert settings_for((str(deep / "not-there-yet"),)).texts == {"unit": "本局"}
    with pytest.raises(UsageError, match="several_settings"):
        settings_for((str(home), str(deep)))


def test_an_unmarked_folder_is_on_its_own(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("unit: 谁的\n", encoding="utf-8")
    (tmp_path / "a").mkdir()
    assert settings_for((str(tmp_path / "a"),)).path == ""
    (tmp_path / "a" / "manifest.yaml").touch()
    assert settings_for((str(tmp_path / "a"),)).texts == {"unit": "谁的"}


def test_every_parameter_that_can_be_set_exists() -> None:
    from typer.main import get_command  # noqa: PLC0415 only this test needs it

    group = get_command(app)
    commands = getattr(group, "commands")  # noqa: B009 Typer gives a plain command's type
    for setting in SETTINGS:
        for name in setting.commands:
            assert setting.parameter in {each.name for each in commands[name].params}, (name, setting.key)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=120), st.text(max_size=80).map(str.encode)))
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".git").mkdir(exist_ok=True)
    (tmp_path / FILE).write_bytes(data)
    try:
        found = settings_for((str(tmp_path),))
    except UsageError as error:
        assert error.code == "broken_settings"  # noqa: PT017 either is fine
    else:
        assert set(found.texts) <= {each.key for each in SETTINGS}
    assert os.environ.get("ZLXM_SETTINGS") is None
