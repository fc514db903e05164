from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zlxm.model.errors import UsageError, ZlxmError
from zlxm.services.regulations import DEFAULT, InvalidPack, house_source, load_calendar, load_pack, load_whole_pack
from zlxm.store.packs import shipped_packs

BROKEN = """\
pack: {id: x, title: 办法, issuer: 某局}
effective: {from: 2020-01-01}
words: {natures: [新建], categories: [软件], unit_kinds: [部门], grounds: [紧急]}
events: {甲: {}}
documents: {纸一: {}}
severity: {应: error}
rules:
  R1-1: {article: 1, force: 应, title: 一, by: 乙, require: {docs: [纸二]}}
  R1-2: {article: 1, force: 应当, title: 二, by: 甲, require: {docs: [纸一]}}
  R1-3: {article: 1, force: 应, title: 三}
  R1-4: {article: 1, force: 应, title: 四, when: {budget.totl: 1}, require: {docs: [纸一]}}
  R1-5: {article: 1, force: 应, title: 五, within: {event: 甲, after: [甲], max: 1month}}
  R1-6: {article: 1, force: 应, title: 六, by: 甲, require: {docs: [纸一]}, message: "{nothing}"}
"""


def write(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "regulation.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("name", shipped_packs())
def test_every_built_in_pack_loads_whole(name: str) -> None:
    pack = load_whole_pack(name)
    assert pack.identity.id == name
    assert set(load_pack(name).rules) == set(pack.rules)


def test_all_faults_of_a_pack_are_told_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidPack) as error:
        load_pack("", write(tmp_path / "own", BROKEN))
    found = {(each.problem.line, each.problem.code) for each in error.value.problems}
    assert {line for line, _ in found} >= {8, 9, 10, 11, 12, 13}
    assert {(8, "unknown_word"), (10, "rule_without_check"), (12, "bad_period")} <= found
    assert {Path(each.file).name for each in error.value.problems} == {"regulation.yaml"}
    assert error.value.facts["count"] == len(error.value.problems)


FORMS = "blocks: {goal: {title: 目标, fields: {general: {type: text, title: 总体目标}}}}\n"
SOUND = BROKEN[: BROKEN.index("rules:")]
PLAIN_RULE = "rules:\n  R1-1: {article: 1, force: 应, title: 一, by: 甲, require: {docs: [纸一]}}\n"
RULE_ON_FORMS = "  R1-2: {article: 1, force: 应, title: 二, forbid: {that: {goal.general: 坏}}, message: 坏}\n"


@pytest.mark.parametrize(("rules", "unasked"), [(PLAIN_RULE, set()), (PLAIN_RULE + RULE_ON_FORMS, {"goal"})])
def test_blocks_of_forms_are_read_only_when_somebody_needs_them(tmp_path: Path, rules: str, unasked: set[str]) -> None:
    folder = write(tmp_path / "own", SOUND + rules)
    (tmp_path / "own" / "forms.yaml").write_text(FORMS, encoding="utf-8")
    assert set(load_pack("", folder).vocabulary.blocks) == {"goal"}
    assert set(load_pack("", folder, with_forms=False).vocabulary.blocks) == unasked


def test_a_broken_pack_is_broken_without_forms_too(tmp_path: Path) -> None:
    with pytest.raises(InvalidPack):
        load_pack("", write(tmp_path / "own", BROKEN), with_forms=False)


def test_a_pack_that_is_nowhere_is_wrong_usage(tmp_path: Path) -> None:
    for name, extra in (("nowhere", None), ("nowhere", str(tmp_path))):
        with pytest.raises(UsageError) as error:
            load_pack(name, extra)
        assert error.value.code == "unknown_pack"
        assert DEFAULT in str(error.value.facts["known"])


def test_a_pack_may_build_upon_another(tmp_path: Path) -> None:
    own = f"extends: {DEFAULT}\npack: {{id: own, title: 本区办法, issuer: 某区}}\ndisable: [ZL13-1]\n"
    pack = load_pack("own", write(tmp_path / "own", own))
    assert (pack.identity.title, "ZL13-1" in pack.rules, "ZL13-2" in pack.rules) == ("本区办法", False, True)


def test_the_shipped_calendar_knows_its_years() -> None:
    calendar = load_calendar()
    assert calendar.covers(date(2026, 12, 31))
    assert not calendar.covers(calendar.until.replace(year=calendar.until.year + 1))


@pytest.mark.parametrize(
    "text",
    [
        "years: {2031: {rest: [2031-02-30]}}\n",
        "years: [2031]\n",
        "years: {}\n",
        "",
        "a: [\n",
        "years: {明年: {}}\n",
        "years: {2027: {}, 2029: {}}\n",
    ],
)
def test_wrong_holidays_give_no_verdict(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ZlxmError) as error:
        load_calendar(str(tmp_path))
    assert (error.value.code, error.value.exit_code) == ("invalid_calendar", 3)


def test_other_files_beside_calendars_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    assert load_calendar(str(tmp_path)) == load_calendar()


@pytest.mark.parametrize(
    ("text", "is_mark"),
    [("机密★5年", True), ("秘密 ★", True), ("绝密三十年", True), ("机密", False), ("商业秘密保护", False)],
)
def test_secrecy_marks(text: str, is_mark: bool) -> None:
    assert bool(house_source()[1].secrecy.search(text)) is is_mark


@pytest.mark.parametrize(
    ("text", "is_slot"),
    [("{{ name }}", True), ("【待填：单位】", True), ("XXX单位", True), ("XX", False), ("{name}", False)],
)
def test_unfilled_slots(text: str, is_slot: bool) -> None:
    assert bool(house_source()[1].placeholder.search(text)) is is_slot
