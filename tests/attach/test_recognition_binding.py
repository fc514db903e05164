"""The data that file names are read by: every kind and every pattern is verified, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders import pack, root
from zlxm.model.recognition import Certainty
from zlxm.model.source import Collected, PackSource, blocks_of
from zlxm.rules.recognition import recognise
from zlxm.rules.recognition_binding import bind_recognition
from zlxm.services.recognition import load_names
from zlxm.services.regulations import InvalidPack, load_pack
from zlxm.store.packs import shipped_packs

CHILD = Path(__file__).parent.parent / "packs" / "child-2024"


def bound(text: str) -> list[tuple[str, int, int]]:
    """Return code and place of every problem."""
    collected = Collected()
    bind_recognition(PackSource(blocks_of(root(text), "recognition.yaml")), pack().vocabulary, collected)
    assert all(each.file == "recognition.yaml" for each in collected.problems)
    return [(each.problem.code, each.problem.line, each.problem.column) for each in collected.problems]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("recognition:\n  没有的: {sure: 甲}\n", ("unknown_word", 2, 3)),
        ("recognition:\n  合订: {kinds: [用户手册, 没有的], sure: 甲}\n", ("unknown_word", 2, 22)),
        ("recognition:\n  用户手册: {sure: '(甲'}\n", ("bad_pattern", 2, 16)),
        ("recognition:\n  用户手册: {maybe: [甲, '(甲+)*']}\n", ("risky_pattern", 2, 21)),
        ("recognition:\n  用户手册: {maybe: '(甲|乙){2,9}'}\n", ("risky_pattern", 2, 17)),
        ("recognition:\n  用户手册: {never: '(甲)\\1'}\n", ("risky_pattern", 2, 17)),
        (f"recognition:\n  用户手册: {{sure: '{'甲*' * 9}'}}\n", ("risky_pattern", 2, 16)),
        ("recognition:\n  用户手册: {sur: 甲}\n", ("unknown_key", 2, 10)),
        ("recognition:\n  用户手册: 甲\n", ("wrong_type", 2, 9)),
        ("recognition:\n  用户手册: {by_name: 是}\n", ("bad_flag", 2, 19)),
        ("file_names:\n  rubbish: 甲\n", ("unknown_key", 2, 3)),
        ("file_names:\n  litter: ['[']\n", ("bad_pattern", 2, 12)),
    ],
)
def test_faults_are_told_with_their_place(text: str, problem: tuple[str, int, int]) -> None:
    assert bound(text) == [problem]


@pytest.mark.parametrize("pattern", ["(?:甲|乙)?丙", "[(*+)]甲", r"\)+", "(甲乙){0,2}", "甲{1,30}", "(甲*)乙"])
def test_ordinary_patterns_are_no_risk(pattern: str) -> None:
    assert bound(f"recognition:\n  用户手册: {{sure: '{pattern}'}}\n") == []


@pytest.mark.parametrize("name", shipped_packs())
def test_every_pack_knows_its_kinds_by_name(name: str) -> None:
    table = load_names(name)
    kinds = load_pack(name).vocabulary.documents.values()
    unknown = [
        kind.name
        for kind in kinds
        if kind.issuer and recognise(f"02 {kind.name}（盖章）.pdf", "", table).kinds not in ((kind.name,), ())
    ]
    assert unknown == []


def test_a_child_inherits_and_replaces_single_kinds(tmp_path: Path) -> None:
    own = tmp_path / "child-2024"
    shutil.copytree(CHILD, own)
    (own / "recognition.yaml").write_text("recognition:\n  用户手册: {sure: 秘籍}\n", encoding="utf-8")
    table = load_names("child-2024", str(own))
    assert recognise("养老平台秘籍.pdf", "", table).kinds == ("用户手册",)
    assert recognise("用户指南.pdf", "", table).certainty is not Certainty.SURE
    assert recognise("成交通知书.pdf", "", table).kinds == ("中标通知书",)


def test_a_wrong_pattern_is_told_with_its_file(tmp_path: Path) -> None:
    own = tmp_path / "child-2024"
    shutil.copytree(CHILD, own)
    (own / "recognition.yaml").write_text("recognition:\n  用户手册: {sure: '('}\n", encoding="utf-8")
    with pytest.raises(InvalidPack) as caught:
        load_names("child-2024", str(own))
    assert [Path(each.file).name for each in caught.value.problems] == ["recognition.yaml"]
