"""What ships is data: every pack binds, its examples hold, every rule is explained, and a broken one says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.pack import Pack
from zlxm.services.examples import run_examples
from zlxm.services.regulations import InvalidPack, load_whole_pack, pack_folder
from zlxm.store.packs import read_data, shipped_packs

SHIPPED = shipped_packs()
ARTICLES = {"guojia-2019": 36, "lishui-2025": 34, "zhonglou-2023": 42}
HANDLED = {"checked", "generated", "reminded"}
CHILD = Path(__file__).parent / "packs" / "child-2024"


def explained(pack: Pack) -> dict[str, Table]:
    root, problems = read_data(str(Path(pack_folder(pack.identity.id)) / "explain.yaml"))
    assert not problems
    block = root.get("explain") if isinstance(root, Table) else None
    assert isinstance(block, Table)
    return {code: entry.value for code, entry in block.entries.items() if isinstance(entry.value, Table)}


def text_of(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def test_the_packs_are_those_we_know() -> None:
    assert set(SHIPPED) == set(ARTICLES)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pack_binds_and_says_how_far_its_text_was_read(name: str) -> None:
    pack = load_whole_pack(name)
    assert pack.identity.id == name
    assert pack.identity.read == "full"
    assert pack.identity.note
    assert pack.stages
    assert pack.submissions
    assert pack.guide


@pytest.mark.parametrize("name", SHIPPED)
def test_examples_hold_and_show_both_sides_of_every_rule(name: str) -> None:
    shown = run_examples(name)
    wrong = [(Path(each.example.file).name, each.example.line, each.rule, each.got) for each in shown.mismatches]
    assert (wrong, shown.never_pass, shown.never_fail) == ([], (), ())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_is_explained_and_nothing_else_is(name: str) -> None:
    pack = load_whole_pack(name)
    matrix_rules = {row.row.rule for each in pack.submissions.values() for row in each.slots if row.row}
    texts = explained(pack)
    assert set(texts) - matrix_rules == set(pack.rules) - matrix_rules
    assert not matrix_rules or set(texts) >= matrix_rules
    for code, table in texts.items():
        for key in ("meaning", "comply", "good", "bad"):
            assert text_of(table.get(key)), (code, key)
            assert "\n" not in text_of(table.get(key)), (code, key)


@pytest.mark.parametrize("name", SHIPPED)
def test_papers_of_explanations_are_documents_of_the_pack(name: str) -> None:
    pack = load_whole_pack(name)
    for code, table in explained(pack).items():
        papers = table.get("papers")
        assert isinstance(papers, Listing), code
        for paper in papers.items:
            assert isinstance(paper, Table), code
            assert text_of(paper.get("kind")) in pack.vocabulary.documents, code
            assert text_of(paper.get("from")), code


@pytest.mark.parametrize("name", SHIPPED)
def test_every_article_has_a_disposition(name: str) -> None:
    articles = load_whole_pack(name).articles
    assert list(articles) == list(range(1, ARTICLES[name] + 1))


@pytest.mark.parametrize("name", SHIPPED)
def test_checked_articles_have_rules_and_rules_have_articles(name: str) -> None:
    pack = load_whole_pack(name)
    with_rules = {rule.article for rule in pack.rules.values()} - {None}
    handled = {number for number, article in pack.articles.items() if article.disposition in HANDLED}
    assert with_rules <= handled
    assert {number for number in handled if pack.articles[number].disposition == "checked"} <= with_rules


@pytest.mark.parametrize("name", SHIPPED)
def test_checklist_and_readings_are_used_and_placed(name: str) -> None:
    pack = load_whole_pack(name)
    stages = {stage.name for stage in pack.stages}
    assert {item.stage for item in pack.checklist} <= stages
    assert {item.article for item in pack.checklist} <= set(pack.articles)
    assert {reading for rule in pack.rules.values() for reading in rule.readings} == set(pack.readings)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_classified_dossier_stops_the_judgement(name: str) -> None:
    pack = load_whole_pack(name)
    assert pack.rules[pack.secrecy_rule].stops
    assert [rule.id for rule in pack.rules.values() if rule.stops] == [pack.secrecy_rule]


# --------------------------------------------------------------------------------------- a district joins with one page


def child(folder: Path = CHILD) -> Pack:
    return load_whole_pack("child-2024", str(folder))


def test_a_child_inherits_what_it_does_not_say() -> None:
    parent, own = load_whole_pack("zhonglou-2023"), child()
    assert set(own.rules) == {*parent.rules, "ZL18-3"} - {"ZL19-4"}
    assert set(own.vocabulary.events) == {*parent.vocabulary.events, "区级备案"}
    assert own.articles == parent.articles
    assert own.rules["ZL13-2"] == parent.rules["ZL13-2"]
    assert own.rules["ZL15-2"].title != parent.rules["ZL15-2"].title
    assert (own.identity.id, own.identity.read) == ("child-2024", "full")
    assert own.effective_from > parent.effective_from


def test_the_childs_own_examples_hold() -> None:
    shown = run_examples("child-2024", str(CHILD))
    assert (shown.examples, shown.mismatches) == (4, ())


def test_an_example_that_does_not_hold_is_named(tmp_path: Path) -> None:
    folder = altered(tmp_path, "examples/child.yaml", "{ZL18-3: pass,", "{ZL18-3: fail,")
    (wrong,) = run_examples("child-2024", str(folder)).mismatches
    assert (wrong.rule, wrong.expected, wrong.got, Path(wrong.example.file).name) == (
        "ZL18-3",
        "fail",
        "pass",
        "child.yaml",
    )


# ------------------------------------------------------------------------------------------------------- broken packs


def altered(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the child pack with one place changed."""
    folder = tmp_path / "child-2024"
    shutil.copytree(CHILD, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


PACK, WORDS, RULES = "regulation.yaml", "vocabulary.yaml", "rules.yaml"
ORDER = "order: {event: 采购启动, after: [区级备案]}"
BROKEN = [
    # what it is, file, old → new; the first problem's code and the text on the line it must name
    ("a misspelt key", RULES, "title: 采购前", "titel: 采购前", "unknown_key", "titel"),
    ("a misspelt parameter", RULES, "after: [区级备案]", "aftr: [区级备案]", "unknown_key", "aftr"),
    ("a key twice", RULES, "    title: 采购前", "    article: 18\n    title: 采购前", "duplicate_key", "article: 18"),
    ("a tab", RULES, "    article: 18", "\tarticle: 18", "tab", "article: 18"),
    ("an unknown event", RULES, "[区级备案]", "[区级备按]", "unknown_word", "区级备按"),
    ("an unknown document", RULES, "docs: 监理合同", "docs: 监理合约", "unknown_word", "监理合约"),
    ("an unused event", WORDS, "events:\n", "events:\n  区级公示: {note: 没有用到}\n", "unused_word", "区级公示"),
    (
        "an unused document",
        WORDS,
        "events:\n",
        "documents:\n  公示表: {issuer: 本单位}\nevents:\n",
        "unused_word",
        "公示表",
    ),
    (
        "an unused fact",
        WORDS,
        "events:\n",
        "facts:\n  shown: {type: flag, title: 公示}\nevents:\n",
        "unused_word",
        "shown",
    ),
    (
        "an unused moment",
        PACK,
        "stages:\n",
        "moments:\n  已备案: {event: 区级备案}\nstages:\n",
        "unused_word",
        "已备案: {event",
    ),
    ("an unused amount", PACK, "stages:\n", "amounts:\n  filed: {last: 区级备案}\nstages:\n", "unused_word", "filed"),
    (
        "a moment named like an event",
        PACK,
        "stages:\n",
        "moments:\n  区级备案: 函复\nstages:\n",
        "name_taken",
        "函复",
    ),
    ("an unknown field", WORDS, "[amount]", "[amonut]", "unknown_word", "amonut"),
    ("an unknown deontic word", RULES, "force: 应\n", "force: 应该\n", "unknown_word", "article: 18"),
    ("no deontic word", RULES, "    force: 应\n", "", "unknown_word", "article: 18"),
    (
        "an unreachable rule",
        RULES,
        "    by: 采购启动\n",
        "    by: 采购启动\n    when_failed: [ZL99-1]\n",
        "unreachable_rule",
        "ZL18-3:",
    ),
    (
        "a rule that waits for a disabled one",
        RULES,
        "    by: 采购启动\n",
        "    by: 采购启动\n    when_failed: [ZL19-4]\n",
        "unreachable_rule",
        "ZL18-3:",
    ),
    ("a rule that asks nothing", RULES, f"    {ORDER}\n", "", "rule_without_check", "ZL18-3:"),
    ("an unknown placeholder", RULES, "（{date}）", "（{datum}）", "unknown_word", "datum"),
    ("an unknown reference", RULES, "amount.base:", "amount.bass:", "unknown_word", "amount.bass"),
    ("an unknown operator", RULES, "{gte: 50万}", "{ge: 50万}", "unknown_word", "ge: 50万"),
    ("an unknown unit of money", RULES, "50万}", "50亿}", "bad_money", "50亿"),
    ("a bad period", RULES, ORDER, "within: {event: 采购启动, after: [区级备案], max: 30天}", "bad_period", "30天"),
    (
        "a bad yearly day",
        RULES,
        ORDER,
        "annual: {event: [采购启动, 区级备案], date: 9-30}",
        "bad_month_day",
        "9-30",
    ),
    ("a misspelt key of the pack", PACK, "issuer:", "isuer:", "unknown_key", "isuer"),
    ("a day that does not exist", PACK, "2024-04-01", "2024-02-30", "no_such_day", "2024-02-30"),
    ("a comma in a flow text", WORDS, "自己的一道手续", "自己的手续,可以后补", "comma_in_text", "可以后补"),
    ("a comma in a rule", RULES, "监理合同, either", "监理合同, 或补充协议, either", "comma_in_text", "或补充协议"),
    ("on as a word", RULES, "force: 应\n", "force: on\n", "unknown_word", "article: 18"),
    ("yes as a flag", RULES, "after: [区级备案]", "after: [区级备案], after_item: yes", "bad_flag", "yes"),
    ("an unknown article", RULES, "article: 18", "article: 99", "unknown_word", "ZL18-3:"),
    ("an unknown reading", RULES, "article: 18\n", "article: 18\n    readings: [A99]\n", "unknown_word", "ZL18-3:"),
    ("an unknown block", PACK, "stages:", "stage:", "unknown_block", "备案登记"),
    ("an unknown parent", PACK, "extends: zhonglou-2023", "extends: zhonglou-2032", "unknown_parent", "zhonglou-2032"),
    ("a parent by path", PACK, "extends: zhonglou-2023", "extends: ../other", "unknown_parent", "../other"),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "at"), [row[1:] for row in BROKEN], ids=[r[0] for r in BROKEN])
def test_a_broken_pack_says_where(tmp_path: Path, file: str, old: str, new: str, code: str, at: str) -> None:
    folder = altered(tmp_path, file, old, new)
    with pytest.raises(InvalidPack) as raised:
        child(folder)
    first = raised.value.problems[0]
    line = (folder / file).read_text(encoding="utf-8").splitlines()[first.problem.line - 1]
    assert (first.problem.code, first.file) == (code, str(folder / file))
    assert at in line
