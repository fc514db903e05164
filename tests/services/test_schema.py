from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from zlxm.cli.app import app
from zlxm.model.manifest import read_manifest
from zlxm.model.problem import is_fatal
from zlxm.services.regulations import load_pack
from zlxm.services.schema import manifest_schema, schema_text
from zlxm.store.packs import SHIPPED, shipped_packs
from zlxm.store.yaml_text import read_yaml
from zlxm.wording.fields import FieldWords

SAMPLES = sorted((Path(__file__).parents[2] / "sample-dossiers").glob("*/manifest.yaml"))
PACK = "zhonglou-2023"


class EditorLoader(yaml.SafeLoader):
    """Reads scalars as an editor's YAML 1.2 core schema does: dates and `no` are text, figures are numbers."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))  # 017 is 17
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)


@cache
def schema(name: str = PACK) -> dict[str, Any]:
    pack = load_pack(name)
    return manifest_schema(pack, FieldWords(pack))


@cache
def validator() -> Any:
    return jsonschema.Draft7Validator(schema())


def seen_by_editor(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506 a child of SafeLoader


def accepts(text: str) -> bool:
    return bool(validator().is_valid(seen_by_editor(text)))


def is_read(text: str) -> bool:
    root, problems = read_yaml(text.encode())
    return not is_fatal((*problems, *read_manifest(root, load_pack(PACK).vocabulary)[1]))


HEAD = """zlxm: 1
regulation: zhonglou-2023
project: {name: 甲, nature: 新建, categories: [软件应用]}
unit: {name: 乙}
plan: {year: 2027}
"""


@pytest.mark.parametrize("name", shipped_packs())
def test_the_schema_is_a_draft_07_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_every_sample_is_valid(path: Path) -> None:
    errors = [error.message for error in validator().iter_errors(seen_by_editor(path.read_text("utf-8")))]
    assert errors == []


GOOD = {
    "the least": "",
    "other name of an event": "events: [{event: 成交, date: 2025-01-02, amount: 3}]",
    "other name of a paper": "documents: [{kind: 测试计划(方案), path: 甲.pdf}]",
    "one category without a list": "facts:\n",
    "figures as text": 'budget: {total: "86.50"}',
    "text that looks like something else": "systems: [{name: 017, mlps: 2}, {name: no}, {name: 12:30}, {name: true}]",
    "nothing written": "events:\ndocuments:\nwaivers:\nbudget: {total: }\n",
    "flag in quotes": 'systems: [{name: 甲, database: "true"}]',
    "one paper for two kinds": "documents: [{kind: [项目建议书, 项目建设方案], path: 甲.pdf, date: 2025-01-02}]",
    "blocks of forms": (
        "filing: {date: 2026-09-17, contact: {name: 甲}, scope: [本单位], uscc: 017, internal_users: 3}\n"
        "scope_items: [{kind: 软件, quantity: 2.5, amount: 3}, {quantity: 123456}]\ntrial:\n"
    ),
    "records inside an event": (
        "events: [{event: 变更申请, date: 2025-01-02, id: C1, reason: 其他, items: [{name: 甲, delta: -3.2}]}]"
    ),
}


@pytest.mark.parametrize("more", GOOD.values(), ids=GOOD)
def test_right_manifests_are_accepted_and_read(more: str) -> None:
    assert is_read(HEAD + more)
    assert accepts(HEAD + more)


WRONG = {
    "format": (HEAD.replace("zlxm: 1", "zlxm: 2"), ""),
    "no project": (HEAD.replace("project:", "projects:"), ""),
    "no name": (HEAD.replace("name: 甲, ", ""), ""),
    "empty name": (HEAD.replace("name: 甲", "name: "), ""),
    "unknown nature": (HEAD.replace("新建", "翻建"), ""),
    "unknown category": (HEAD.replace("软件应用", "软件"), ""),
    "year": (HEAD.replace("2027", "27"), ""),
    "year in words": (HEAD.replace("2027", "明年"), ""),
    "unknown block": (HEAD, "sytems: []"),
    "money with a unit": (HEAD, "budget: {total: 86万}"),
    "money with separators": (HEAD, 'budget: {total: "1,200"}'),
    "yes for true": (HEAD, "systems: [{name: 甲, database: yes}]"),
    "level of protection": (HEAD, "systems: [{name: 甲, mlps: 5}]"),
    "a table where a list belongs": (HEAD, "systems: {name: 甲}"),
    "unknown event": (HEAD, "events: [{event: 申请, date: 2025-01-02}]"),
    "event without a date": (HEAD, "events: [{event: 申报}]"),
    "event without its name": (HEAD, "events: [{date: 2025-01-02}]"),
    "event without what it must say": (HEAD, "events: [{event: 函复, date: 2025-01-02}]"),
    "alias without what it must say": (HEAD, "events: [{event: 成交, date: 2025-01-02}]"),
    "a key of another event": (HEAD, "events: [{event: 函复, date: 2025-01-02, amount: 1, lot: 1}]"),
    "result of its own kind": (HEAD, "events: [{event: 初验, date: 2025-01-02, result: 合格}]"),
    "own choice of an event": (HEAD, "events: [{event: 整改完成, date: 2025-01-02, ref: 中验}]"),
    "short date": (HEAD, "events: [{event: 申报, date: 2025-1-2}]"),
    "date with slashes": (HEAD, "events: [{event: 申报, date: 2025/01/02}]"),
    "unknown paper": (HEAD, "documents: [{kind: 说明, path: 甲.pdf}]"),
    "paper without a path": (HEAD, "documents: [{kind: 项目建议书}]"),
    "waiver without a reason": (HEAD, "waivers: [{rule: ZL13-2, by: 甲, date: 2025-01-02}]"),
    "waiver of an unknown rule": (HEAD, "waivers: [{rule: ZL99-9, reason: 甲, by: 甲, date: 2025-01-02}]"),
    "unknown fact": (HEAD, "facts: {weather: 晴}"),
    "grade": (HEAD, "facts: {grade: 合格}"),
    "key of a block": (HEAD, "objective: {goal: 甲}"),
    "word of a block": (HEAD, "scope_items: [{kind: 家具}]"),
    "one of several words": (HEAD, "deployment: {networks: [互联网, 局域网]}"),
    "figure with a unit": (HEAD, "scope_items: [{quantity: 3台}]"),
    "a list where a record belongs": (HEAD, "filing: {contact: [甲]}"),
}


@pytest.mark.parametrize(("head", "more"), WRONG.values(), ids=WRONG)
def test_wrong_manifests_are_refused_by_both(head: str, more: str) -> None:
    assert not is_read(head + more)
    assert not accepts(head + more)


def properties(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from properties(each, f"{at}[{number}]")
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "if":
            continue
        if key == "properties":
            yield from ((f"{at}.{name}", each) for name, each in value.items())
            yield from properties(list(value.values()), at)
        else:
            yield from properties(value, f"{at}.{key}")


@pytest.mark.parametrize("name", shipped_packs())
def test_every_field_has_a_chinese_title_and_description(name: str) -> None:
    found = dict(properties(schema(name)))
    assert len(found) > 100
    bare = {at for at, each in found.items() if not each.get("title") or not each.get("description")}
    foreign = {at for at, each in found.items() if not re.search("[一-鿿]", each.get("title", ""))}
    assert (bare, foreign) == (set(), set())


def test_an_event_is_described_by_the_regulation_and_asks_for_its_own_fields() -> None:
    variants = schema()["properties"]["events"]["items"]["allOf"]
    reply = next(each["then"] for each in variants if each["then"]["title"] == "函复")
    assert "第十二条" in reply["description"]
    assert reply["required"] == ["event", "date", "amount"]
    assert reply["properties"]["amount"]["title"] == "金额（万元）"
    assert reply["additionalProperties"] is False


def test_a_block_is_described_down_to_its_nested_keys() -> None:
    found = schema()["properties"]
    resources = found["data"]["properties"]["resources"]
    assert (found["data"]["title"], resources["title"]) == ("数据资源与共享", "数据资源与供给")
    assert resources["items"]["properties"]["connected"]["description"] == "还没有挂接就不写"
    assert found["deployment"]["properties"]["cloud"]["properties"]["cpu"]["title"] == "处理器（核）"


def test_the_guide_of_the_regulation_is_part_of_the_description() -> None:
    assert "第四十一条" in schema()["properties"]["project"]["properties"]["classified"]["description"]


SCALARS = st.one_of(
    st.from_regex(r"\A[+-]?[0-9]{1,14}(\.[0-9]{0,8})?\Z"),
    st.sampled_from(["true", "false", "新建", "2025-02-03", "0x1F", "017", "no", "甲", "1e3", '"86.5"', "[甲]", "{}"]),
)


@given(SCALARS)
def test_text_is_accepted_whenever_it_is_read(text: str) -> None:
    for manifest in (HEAD.replace("name: 乙", f"name: {text}"), HEAD + f"budget: {{total: {text}}}"):
        if is_read(manifest):
            assert accepts(manifest)


def test_the_file_in_the_package_is_the_generated_one() -> None:
    """After a change of the form or the pack: zlxm schema -o zlxm/regulations/zhonglou-2023/manifest.schema.json"""
    shipped = Path(SHIPPED, PACK, "manifest.schema.json")
    assert shipped.read_text("utf-8") == schema_text(schema())


def test_the_command_prints_and_writes_the_same(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["schema"])
    written = CliRunner().invoke(app, ["schema", "-o", str(tmp_path / "甲.json")])
    assert (printed.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (tmp_path / "甲.json").read_text("utf-8") == printed.stdout
    assert json.loads(printed.stdout)["title"] == "项目清单"
