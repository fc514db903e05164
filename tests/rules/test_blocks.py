"""The blocks of a pack: keys of the manifest that papers are filled from, and that rules may name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import bound, codes, judged, make, root, small_pack
from zlxm.model.language import Ref
from zlxm.model.manifest import FIXED_KEYS, manifest_shape, read_manifest
from zlxm.rules.case import Scope
from zlxm.rules.facts import ROOTS, lookup

BLOCKS = """
blocks:
  goal:
    title: 目标
    note: 要能考核
    fields:
      general: {type: text, title: 总体目标, note: 二百字以内}
      uses: {type: several, words: [内部, 外部], title: 用途}
      place:
        type: record
        title: 地点
        fields: {street: {type: text, title: 街道}, area: {type: number, title: 面积}}
  parts:
    title: 内容
    records:
      kind: {type: [软, 硬], title: 类别}
      amount: {type: money, title: 金额}
"""


def test_a_block_has_a_field_and_the_words_of_every_key() -> None:
    blocks = small_pack(BLOCKS).vocabulary.blocks
    goal = blocks["goal"]
    assert (goal.title, goal.note) == ("目标", "要能考核")
    assert goal.titles == {
        ("general",): ("总体目标", "二百字以内"),
        ("uses",): ("用途", ""),
        ("place",): ("地点", ""),
        ("place", "street"): ("街道", ""),
        ("place", "area"): ("面积", ""),
    }
    assert list(blocks["parts"].titles) == [("kind",), ("amount",)]


def test_the_fixed_keys_are_those_of_a_manifest_without_blocks() -> None:
    assert tuple(manifest_shape(small_pack().vocabulary).fields) == FIXED_KEYS
    assert tuple(manifest_shape(small_pack(BLOCKS).vocabulary).fields) == (*FIXED_KEYS, "goal", "parts")


@pytest.mark.parametrize("name", sorted({*FIXED_KEYS, *ROOTS, "version"}))
def test_a_block_cannot_take_a_name_that_means_something_else(name: str) -> None:
    made, problems = bound(f"blocks: {{{name}: {{title: 甲, fields: {{a: {{type: text, title: 乙}}}}}}}}")
    assert made is None
    assert [each.problem.code for each in problems] == ["name_taken"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{title: 甲}", "one_body"),
        ("{title: 甲, fields: {}, records: {}}", "one_body"),
        ("{fields: {}}", "missing_key"),
        ("{title: 甲, field: {}}", "unknown_key"),
        ("{title: 甲, fields: {a: {type: several}}}", "missing_key"),
        ("{title: 甲, fields: {a: {type: figure}}}", "unknown_word"),
        ("{title: 甲, fields: {a: {type: text, titel: 乙}}}", "unknown_key"),
        ("{title: 甲, fields: {a: {type: record, fields: {b: {type: figure}}}}}", "unknown_word"),
    ],
)
def test_a_wrong_block_is_told(body: str, code: str) -> None:
    made, problems = bound(f"blocks: {{goal: {body}}}")
    assert made is None
    assert problems[0].problem.code == code
    assert problems[0].file == "small.yaml"


FORMS: dict[str, Any] = {
    "goal": {"general": "快", "uses": ("内部", "外部"), "place": {"street": "某街", "area": Decimal(3)}},
    "parts": ({"kind": "软", "amount": Decimal(2)}, {"kind": None, "amount": Decimal(5)}),
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("goal.general", "快"),
        ("goal.uses", ("内部", "外部")),
        ("goal.place.area", Decimal(3)),
        ("parts.amount", (Decimal(2), Decimal(5))),
        ("parts.kind", ("软",)),
    ],
)
def test_a_reference_finds_what_is_written(path: str, expected: object) -> None:
    by = small_pack(BLOCKS)
    usual: dict[str, Any] = {"by": by, "events": (), "documents": ()}
    ref = Ref(tuple(path.split(".")))
    assert lookup(ref, Scope(make(forms=FORMS, **usual))) == expected
    assert lookup(ref, Scope(make(**usual))) is None


RULE = """
rules:
  R1-1: {{article: 1, force: 应, title: 一, forbid: {{that: {{{condition}}}}}, message: 不行}}
"""


def said(condition: str, forms: dict[str, Any]) -> list[str]:
    by = small_pack(BLOCKS + RULE.format(condition=condition))
    return codes(judged(by=by, events=(), documents=(), forms=forms))


def test_a_rule_may_judge_by_a_block() -> None:
    assert said("goal.general: 快", FORMS) == ["R1-1"]
    assert said("goal.general: 慢", FORMS) == []
    assert said("goal.general: 快", {}) == []


@pytest.mark.parametrize(
    ("path", "close"), [("goal.genral", "general"), ("goal.place.aria", "area"), ("gaol.general", "goal")]
)
def test_a_misspelt_reference_into_a_block_is_told(path: str, close: str) -> None:
    made, problems = bound(BLOCKS + RULE.format(condition=f"{path}: 快"))
    assert made is None
    assert close in problems[0].problem.facts.values()


def test_a_pack_without_blocks_does_not_know_their_keys() -> None:
    text = "zlxm: 1\nregulation: small\nproject: {name: 甲, nature: 新建, categories: 软件}\nunit: {name: 乙}\n"
    manifest = root(text + "plan: {year: 2027}\ngoal: {general: 快}\n")
    assert [each.code for each in read_manifest(manifest, small_pack().vocabulary)[1]] == ["unknown_key"]
    dossier, problems = read_manifest(manifest, small_pack(BLOCKS).vocabulary)
    assert problems == ()
    assert dossier is not None
    assert dossier.forms["goal"]["general"] == "快"
