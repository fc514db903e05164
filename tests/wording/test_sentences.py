from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import event, pack
from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Duty, Finding, State
from zlxm.model.language import Ref
from zlxm.model.problem import Problem, Severity
from zlxm.model.value import replace
from zlxm.rules.case import Lot
from zlxm.rules.kinds import KINDS
from zlxm.wording.sentences import (
    amount,
    article,
    duty,
    error,
    fill,
    hint,
    label,
    message,
    messages,
    problem,
    say,
    show,
)

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "zlxm").rglob("*.py")}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        (Decimal("86.5"), "86.50"),
        (Decimal(30), "30.00"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal(100) / 3, "33.333333"),
        (date(2025, 4, 2), "2025-04-02"),
        (("建设合同", "监理合同"), "建设合同或监理合同"),
        ((), ""),
        (Ref(("item", "method")), "method"),
        (Ref(("gate", "number")), "number"),
        (Ref(("budget", "total")), "budget.total"),
        ("link", "符号链接"),
        (12, "12"),
        ("event:合同签订:12:3", "合同签订"),
        ("甲:乙", "甲:乙"),
    ],
)
def test_values_are_shown_as_people_write_them(value: Any, shown: str) -> None:
    assert show(value) == shown


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_no_digit_of_an_amount_is_lost(value: Decimal) -> None:
    assert Decimal(amount(value)) == value
    assert re.fullmatch(r"-?\d+\.\d{2,6}", amount(value))


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{item.lot} 标段", "2 标段"),
        ("{item.date}", "2025-04-02"),
        ("{item.nothing}{nothing}", ""),
        ("{lot.lot}", "3"),
        ("{item.__class__.__mro__}", ""),
        ("{item.__init__}", ""),
        ("{text.upper}", ""),
        ("{{text}}", "{text}"),
        ("{text!r:>99}", "{x}"),
    ],
)
def test_templates_reach_facts_and_nothing_else(template: str, filled: str) -> None:
    facts = {"item": event("中标", "2025-04-02", amount=1, lot=2), "lot": Lot("lot", 3, ()), "text": "{x}"}
    assert fill(template, facts).strip("'") == filled


def finding(what: str, rule: str = "ZL13-2", **changes: Any) -> Finding:
    return Finding(rule, 13, Severity.ERROR, State.FAIL, what, (), changes.pop("facts", {}), **changes)


def test_the_words_of_a_check_go_before_the_usual_ones() -> None:
    facts = {"document": ("建设合同",)}
    assert message(finding("require.missing_document", facts=facts)) == "缺少建设合同"
    assert message(finding("require.missing_document", facts=facts, message="要有{document}")) == "要有建设合同"
    unknown = replace(finding("limit.unknown_bound", facts={"rule_title": "甲"}, message="别的"), state=State.UNKNOWN)
    assert message(unknown).startswith("甲")
    assert hint(finding("require.missing_document", facts=facts, hint="补{document}")) == "补建设合同"


def test_faults_of_form_say_what_and_what_to_do() -> None:
    facts = {"word": "申抱", "vocabulary": "event", "nearest": "申报", "known": "申报, 评审"}
    assert problem(Problem("unknown_word", facts=facts)) == ("“申抱”不在办理事项里", "是不是“申报”？")
    assert problem(Problem("unknown_word", facts={**facts, "nearest": ""}))[1] == "可用的有 申报, 评审"
    assert message(finding("bad_day", rule="MANIFEST", facts={"text": "明年"})) == "“明年”不是日期"
    assert problem(Problem("never_heard_of")) == ("never_heard_of", "")


def test_errors_duties_articles_and_labels() -> None:
    assert error(ZlxmError("no_dossier", {"path": "甲"}))[0].startswith("甲 下没有项目")
    assert article(finding("x")) == "第13条"
    assert article(Finding("FILE-1", None, Severity.ERROR, State.FAIL, "x", (), {})) == "文件"
    assert (label("severity", "error"), label("severity", "nothing"), label("nothing", "x")) == ("错误", "nothing", "x")
    assert say("stage", stage="建设") == "阶段：建设"
    due = Duty("ZL13-1", date(2025, 5, 15), "require.missing_document", {"document": "任务书"}, "制定任务书")
    assert duty(due) == "制定任务书（最晚 2025-05-15）"


def literals(pattern: str) -> set[str]:
    return {found for text in SOURCES.values() for found in re.findall(pattern, text)}


def test_every_fault_of_form_has_words() -> None:
    codes = literals(r"""\b(?:[Pp]roblem|_at|_warning)\(\s*"(\w+)\"""") | {"full_width_colon", "colon_without_space"}
    assert codes - set(messages()["problems"]) == set()


def test_every_error_has_words() -> None:
    codes = literals(r"""(?:ZlxmError|UsageError|Refused)\(\s*"(\w+)\"""")
    assert codes - set(messages()["errors"]) == set()


def test_every_breach_of_every_kind_has_words() -> None:
    silent = {"not_yet", "not_applicable", "before_force", "pass"}
    for name, kind in KINDS.items():
        source = SOURCES[Path(str(kind.__file__))]  # type: ignore[attr-defined]
        said = set(re.findall(r"""Breach\(\s*"(\w+)\"""", source)) - silent
        assert {f"{name}.{what}" for what in said} - set(messages()["breaches"]) == set()


def test_every_breach_mentions_only_facts_of_its_kind() -> None:
    for what, template in messages()["breaches"].items():
        fields = {field.partition(".")[0] for _, field, _, _ in Formatter().parse(template) if field}
        known = KINDS[what.partition(".")[0]].FACTS | {"rule_title", "due"}
        assert fields <= known, what


def test_rules_with_their_own_words_have_no_holes() -> None:
    assert all("{}" not in rule.message + rule.hint for rule in pack().rules.values())
