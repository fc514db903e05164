"""Everything the program can say has its sentence, and every sentence can be said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from zlxm.model.finding import State
from zlxm.rules.kinds import KINDS
from zlxm.rules.rule_binding import placeholders
from zlxm.services.explain import names_of
from zlxm.services.regulations import load_whole_pack
from zlxm.store.packs import read_data
from zlxm.wording.sentences import messages

ROOT = Path(__file__).parent.parent
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("zlxm/**/*.py"))}
SILENT = {state.value for state in State} | {"before_force"}  # results that no one is told
COMMON_FACTS = {"rule_title", "due"}


def first_arguments(tree: ast.AST, *functions: str) -> Iterator[str]:
    """Yield the constant first arguments of calls; of a conditional expression, both."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in functions and node.args:
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def constants(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


EVERYTHING_WRITTEN = set().union(*map(constants, SOURCES.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_breach_of_a_kind_has_a_sentence(kind: str) -> None:
    tree = SOURCES[ROOT / "zlxm" / "rules" / "kinds" / f"{kind}.py"]
    said = {what for what in first_arguments(tree, "Breach") if what not in SILENT or what == "due"}
    assert said - {"due"} <= {key.partition(".")[2] for key in messages()["breaches"] if key.startswith(f"{kind}.")}


@pytest.mark.parametrize("key", messages()["breaches"])
def test_a_sentence_mentions_only_what_its_kind_offers(key: str) -> None:
    kind, _, what = key.partition(".")
    assert what in EVERYTHING_WRITTEN
    assert set(placeholders(messages()["breaches"][key])) <= KINDS[kind].FACTS | COMMON_FACTS


@pytest.mark.parametrize("path", sorted(ROOT.glob("zlxm/**/*.yaml")), ids=lambda path: path.name)
def test_our_own_data_is_sound_yaml(path: Path) -> None:
    """A key that is there twice would silently be one of the two."""
    assert read_data(str(path))[1] == ()


@pytest.mark.parametrize("block", ["problems", "errors"])
def test_every_fault_has_a_message_and_every_message_a_fault(block: str) -> None:
    calls = (
        ("Problem", "problem", "_problem_at", "_at", "_warning")
        if block == "problems"
        else (
            "ZlxmError",
            "UsageError",
            "Refused",
        )
    )
    raised = {code for tree in SOURCES.values() for code in first_arguments(tree, *calls)}
    table = messages()[block]
    assert sorted(code for code in raised if code not in table and code.isidentifier()) == []
    assert sorted(code for code in table if code not in EVERYTHING_WRITTEN) == []


@pytest.mark.parametrize("block", ["problems", "errors"])
def test_every_message_is_two_texts(block: str) -> None:
    for code, pair in messages()[block].items():
        assert [type(each) for each in pair] == [str, str], code  # a colon may make a mapping of what is not quoted


def test_phrases_of_reports_are_used() -> None:
    made_up = {f"read_{word}" for word in ("full", "partial")} | {f"pack_{word}" for word in EVERYTHING_WRITTEN}
    assert sorted(key for key in messages()["report"] if key not in EVERYTHING_WRITTEN | made_up) == []


@pytest.mark.parametrize("name", [name for name, _ in names_of("")])
def test_every_rule_says_what_to_do(name: str) -> None:
    pack = load_whole_pack(name)
    assert [rule.id for rule in pack.rules.values() if not rule.title] == []
    assert [rule.id for rule in pack.rules.values() if not all(check.hint for check in rule.checks)] == []
    assert [code for code, rule in pack.house.items() if not (rule.title and rule.message and rule.hint)] == []
