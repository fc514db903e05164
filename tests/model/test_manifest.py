from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pack, places, root
from zlxm.model.dossier import Dossier
from zlxm.model.manifest import read_manifest
from zlxm.model.problem import Problem, Severity
from zlxm.store.yaml_text import read_yaml

HEAD = "zlxm: 1\nregulation: zhonglou-2023\n"
WHOLE = (
    HEAD
    + """\
project: {name: 智慧养老, nature: 新建, categories: [软件应用]}
unit: {name: 钟楼区民政局}
plan: {year: 2025}
"""
)


def read(text: str) -> tuple[Dossier | None, tuple[Problem, ...]]:
    return read_manifest(root(text), pack().vocabulary)


def found(text: str) -> list[tuple[str, int, int]]:
    return places(read(text)[1])


def test_the_smallest_manifest_reads() -> None:
    dossier, problems = read(WHOLE)
    assert problems == ()
    assert dossier is not None
    assert dossier.project.categories == ("软件应用",)
    assert (dossier.budget.total, dossier.events, dossier.facts) == (None, (), {})


def test_what_is_required_is_named_with_the_place_where_it_would_go() -> None:
    problems = read("zlxm: 1\nproject:\n  name:\nunit: {}\nplan: {year: ~}\n")[1]
    assert [(each.facts["key"], each.line, each.column) for each in problems] == [
        ("name", 3, 3),
        ("nature", 3, 3),
        ("categories", 3, 3),
        ("name", 4, 7),
        ("year", 5, 8),
        ("regulation", 1, 1),
    ]


MISTAKES = """\
budget:
  total: ▸30万                                                              bad_money
  items: [▸{name: 开发费, ▸amont: 1}]                                       missing_key unknown_key
  funding: [{source: 区级财政, amount: ▸1e3}]                               bad_money
systems:
  - {name: 平台, mlps: ▸5, database: ▸yes}                                  bad_whole bad_flag
events:
  - {event: ▸申抱, date: 2024-09-18}                                        unknown_word
  - event: 申报
    date: ▸2023-02-30                                                       no_such_day
  - {event: 评审, date: ▸2023-7-17, result: ▸合格}                          bad_day unknown_word
documents:
  - {kind: [建设合同, ▸合同], path: a.pdf}                                  unknown_word
facts: {grade: ▸好}                                                         unknown_word
waivers: [{rule: ▸ZL99-1, reason: x, by: y, date: 2024-01-01}]              unknown_word
▸其他: 1                                                                    unknown_key
"""


def test_all_mistakes_are_told_at_once_with_line_and_column() -> None:
    text, expected = WHOLE, []
    for number, line in enumerate(MISTAKES.splitlines(), 6):
        match = re.fullmatch(r"(.*?\S)(?: {3,}(\S.*))?", line)
        assert match is not None
        shown, codes = match[1], match[2] or ""
        for code in codes.split() if "▸" in shown else []:
            expected.append((code, number, shown.index("▸") + 1))
            shown = shown.replace("▸", "", 1)
        text += shown + "\n"
    assert sorted(found(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("budget: {total: ▸30万}", "bad_money"),
        ("budget: {total: ▸1e3}", "bad_money"),
        ("budget: {total: ▸0.0000001}", "bad_money"),
        ("budget: {total: ▸'1,000'}", "bad_money"),
        ("budget: {total: ▸３０}", "bad_money"),
        ("budget: {total: ▸0x10}", "bad_money"),
        ("budget: {total: ▸.5}", "bad_money"),
        ("budget: {total: ▸1_000}", "bad_money"),
        ("budget: {total: ▸.inf}", "bad_money"),
        ("budget: {total: ▸1234567890123}", "bad_money"),
        ("budget: {total: ▸[1]}", "wrong_type"),
        ("budget: ▸30", "wrong_type"),
        ("systems: ▸{name: x}", "wrong_type"),
        ("systems: [▸x]", "wrong_type"),
        ("systems: [{name: x, mlps: ▸４}]", "bad_whole"),
        ("systems: [{name: x, mlps: ▸" + "9" * 41 + "}]", "bad_whole"),
        ("systems: [{name: x, mlps: ▸-1}]", "bad_whole"),
        ("systems: [{name: x, mlps: ▸2.0}]", "bad_whole"),
        ("systems: [{name: x, mlps: ▸017}]", "bad_whole"),
        ("systems: [{name: x, database: ▸on}]", "bad_flag"),
        ("systems: [{name: x, database: ▸no}]", "bad_flag"),
        ("systems: [{name: x, database: ▸True}]", "bad_flag"),
        ("systems: [{name: x, database: ▸1}]", "bad_flag"),
        ("events: [{event: 申报, date: ▸2023-02-30}]", "no_such_day"),
        ("events: [{event: 申报, date: ▸2023-02-29}]", "no_such_day"),
        ("events: [{event: 申报, date: ▸2023-7-17}]", "bad_day"),
        ("events: [{event: 申报, date: ▸2023/07/17}]", "bad_day"),
        ("events: [{event: 申报, date: ▸2023年7月17日}]", "bad_day"),
        ("events: [{event: 申报, date: ▸２０２３-07-17}]", "bad_day"),
        ("events: [{event: 申报, date: ▸2023-07-17T12:30}]", "bad_day"),
        ("events: [{event: 申报, date: ▸12:30}]", "bad_day"),
        ("events: [{event: 申报, date: ▸0000-01-01}]", "no_such_day"),
        ("events: [{event: 申报, date: ▸9999-99-99}]", "no_such_day"),
        ("events: [▸{event: 申报}]", "missing_key"),
        ("events: [▸{date: 2024-01-01}]", "missing_key"),
        ("events: [▸申报]", "wrong_type"),
        (
            "events: [{event: 变更申请, date: 2024-01-01, id: C1, reason: 其他, items: [{name: x, delta: ▸三}]}]",
            "bad_money",
        ),
        ("facts: {milestones: [{name: x, planned: ▸明年}]}", "bad_day"),
        ("objective: {▸goal: 甲}", "unknown_key"),
        ("objective: ▸甲", "wrong_type"),
        ("scope_items: ▸{kind: 软件}", "wrong_type"),
        ("scope_items: [{kind: ▸家具}]", "unknown_word"),
        ("scope_items: [{quantity: ▸三台}]", "bad_number"),
        ("scope_items: [{quantity: ▸[3]}]", "wrong_type"),
        ("budget: {items: [{name: x, amount: 1, quantity: ▸3台}]}", "bad_number"),
        ("deployment: {cloud: {cpu: ▸八}}", "bad_whole"),
        ("deployment: {networks: [互联网, ▸局域网]}", "unknown_word"),
        ("schedule: {start: ▸明年}", "bad_day"),
        ("documents: [{kind: 建设合同, path: a.pdf, note: 甲, ▸乙}]", "comma_in_text"),
        ("documents: [{▸kind：建设合同, path: a.pdf}]", "full_width_colon"),
        ("waivers: [▸{reason: x, by: y, date: 2024-01-01}]", "waiver_of_what"),
        ("waivers: [▸{rule: ZL13-2, document: 建设合同, reason: x, by: y, date: 2024-01-01}]", "waiver_of_what"),
    ],
)
def test_a_wrong_value_is_refused_at_its_place(marked: str, code: str) -> None:
    problem = read(WHOLE + marked.replace("▸", "") + "\n")[1][0]
    assert (problem.code, problem.line, problem.column) == (code, 6, marked.index("▸") + 1)


def test_blocks_of_forms_are_read_with_their_types_and_only_as_far_as_written() -> None:
    text = """\
filing: {date: 2026-09-17, contact: {name: 陈某, phone: 0519-0000-0021}, scope: 本单位, internal_users: 12}
scope_items: [{kind: 软件, name: 平台, quantity: 612345.5, amount: 12.50, domestic: true}, {kind: 服务}]
objective: {deliverables: 平台}
risks: []
trial: ~
"""
    dossier, problems = read(WHOLE + text)
    assert problems == ()
    assert dossier is not None
    forms = dossier.forms
    assert set(forms) == {"filing", "scope_items", "objective"}
    filing = forms["filing"]
    assert (filing["date"], filing["scope"], filing["internal_users"]) == (date(2026, 9, 17), ("本单位",), 12)
    assert (filing["contact"]["phone"], filing["contact"]["email"]) == ("0519-0000-0021", None)
    assert [item["kind"] for item in forms["scope_items"]] == ["软件", "服务"]
    first = forms["scope_items"][0]
    assert (first["quantity"], first["amount"], first["domestic"]) == (Decimal("612345.5"), Decimal("12.50"), True)
    assert forms["objective"]["deliverables"] == ("平台",)


def test_a_large_quantity_is_no_amount_in_yuan() -> None:
    assert found(WHOLE + "budget: {items: [{name: 扫描, unit: 页, quantity: 868000, amount: 8}]}\n") == []


def test_a_wrong_place_in_a_list_on_several_lines() -> None:
    text = WHOLE + "events: [\r\n  {event: 申报,\r\n   date: 2023-02-30},\r\n]\r\n"
    assert found(text) == [("no_such_day", 8, 10)]


def test_places_behind_a_text_of_several_lines() -> None:
    text = (
        HEAD
        + "project:\n  name: 智慧\n  summary: |\n    一：二\n    三\n  nature: 新\n  categories: 软件应用\n"
        + "unit: {name: 局}\nplan: {year: 2025}\n"
    )
    assert found(text) == [("unknown_word", 8, 11)]


@pytest.mark.parametrize("text", ["017", "no", "on", "12:30", "1e3", "2023-02-30", "0x1F", "true"])
def test_what_other_readers_take_for_something_else_stays_text(text: str) -> None:
    dossier, problems = read(WHOLE.replace("name: 智慧养老", f"name: {text}, code: {text}"))
    assert problems == ()
    assert dossier is not None
    assert (dossier.project.name, dossier.project.code) == (text, text)


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_an_empty_value_counts_as_not_written(text: str) -> None:
    dossier, problems = read(WHOLE + f"budget: {{total: {text}}}\nevents: {text}\n")
    assert problems == ()
    assert dossier is not None
    assert (dossier.budget.total, dossier.events) == (None, ())


def test_a_quoted_tilde_is_a_text() -> None:
    assert found(WHOLE.replace("智慧养老", "'~'")) == []
    assert found(WHOLE + "budget: {total: '~'}\n") == [("bad_money", 6, 17)]


def test_yuan_are_suspected() -> None:
    dossier, problems = read(WHOLE + "budget: {total: 868000}\n")
    assert dossier is not None
    assert dossier.budget.total == Decimal(868000)
    assert [(each.code, each.severity, each.line, each.column) for each in problems] == [
        ("probably_yuan", Severity.WARNING, 6, 17)
    ]
    assert found(WHOLE + "budget: {total: 9999.999999}\n") == []


def test_sums_must_agree() -> None:
    items = "budget:\n  total: 86.50\n  items: [{name: a, amount: 60}, {name: b, amount: 26.5}]\n"
    budget = items + "  funding: [{source: 区级, amount: %s}]\n"
    assert found(WHOLE + budget % "86.5") == []
    dossier, problems = read(WHOLE + budget % "86.4")
    assert dossier is not None
    assert [(each.code, each.line, each.severity) for each in problems] == [("sums_differ", 9, Severity.WARNING)]


def test_events_out_of_order_are_told_and_kept() -> None:
    dossier, problems = read(
        WHOLE + "events:\n- {event: 申报, date: 2024-09-18}\n- {event: 三重一大决策, date: 2024-08-20}\n"
    )
    assert dossier is not None
    assert [event.index for event in dossier.events] == [0, 1]
    assert [(each.code, each.line, each.severity) for each in problems] == [
        ("events_out_of_order", 8, Severity.WARNING)
    ]


def test_aliases_become_the_word() -> None:
    text = (
        WHOLE + "events: [{event: 成交, date: 2025-04-02, amount: 1}]\ndocuments: [{kind: 成交通知书, path: a.pdf}]\n"
    )
    dossier, problems = read(text)
    assert problems == ()
    assert dossier is not None
    assert (dossier.events[0].name, dossier.documents[0].kinds) == ("中标", ("中标通知书",))


def test_event_fields_are_typed_and_have_defaults() -> None:
    dossier, _ = read(WHOLE + "events: [{event: 中标, date: 2025-04-02, amount: 74.80}]\n")
    assert dossier is not None
    event = dossier.events[0]
    assert (event.date, event.values["amount"], event.values["lot"]) == (date(2025, 4, 2), Decimal("74.80"), 1)


@pytest.mark.parametrize("text", ["- a\n", "文字\n", "'x'\n", "名称：值\n", "", "# 注\n"])
def test_what_is_no_mapping_is_no_manifest(text: str) -> None:
    node, _ = read_yaml(text.encode())
    dossier, problems = read_manifest(node, pack().vocabulary)
    assert dossier is None
    assert [each.code for each in problems] == ["no_manifest"]


@pytest.mark.parametrize(("word", "nearest"), [("申抱", "申报"), ("试运行结果", "试运行结束"), ("xyz", "")])
def test_the_nearest_word_is_offered(word: str, nearest: str) -> None:
    problem = read(WHOLE + f"events: [{{event: {word}, date: 2024-01-01}}]\n")[1][0]
    assert problem.facts["nearest"] == nearest


@pytest.mark.parametrize("version", ["2", "0", "1.0", "一", "[1]"])
def test_another_format_is_refused(version: str) -> None:
    assert read(WHOLE.replace("zlxm: 1", f"zlxm: {version}"))[0] is None


PIECE = st.recursive(
    st.sampled_from(["1", "x", "2025-01-01", "申报", "true", "~", "''", "30万", "a：b", "a:b"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["event", "date", "kind", "path", "name", "amount", "甲", "rule", "reason", "by"]),
            inner,
            max_size=4,
        ).map(lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"),
    ),
    max_leaves=8,
)
BLOCKS = [
    "zlxm",
    "regulation",
    "project",
    "unit",
    "plan",
    "budget",
    "systems",
    "facts",
    "events",
    "documents",
    "waivers",
    "别的",
]


@given(st.dictionaries(st.sampled_from(BLOCKS), PIECE))
def test_no_form_raises_and_every_problem_has_a_place(blocks: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in blocks.items())
    node, faults = read_yaml(text.encode())
    dossier, problems = read_manifest(node, pack().vocabulary)
    lines = text.split("\n")
    for each in (*faults, *problems):
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1
    assert (dossier is None) or all(
        each.severity < Severity.ERROR or each.code == "waiver_of_what" for each in problems
    )
