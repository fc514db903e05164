"""The procedures of a pack: every name in them is verified, with its place."""

from __future__ import annotations

import pytest

from tests.builders import pack, root
from zlxm.model.source import PackSource, blocks_of
from zlxm.rules.procedure_binding import STEPS, bind_procedures
from zlxm.services.explain import names_of
from zlxm.services.procedures import load_procedures


def bound(text: str) -> tuple[list[str], list[tuple[str, int, int]]]:
    """Return the names of the procedures, and code and place of every problem."""
    found, problems = bind_procedures(PackSource(blocks_of(root(text), "procedures.yaml")), pack())
    return list(found), [(each.problem.code, each.problem.line, each.problem.column) for each in problems]


def test_steps_may_be_missing() -> None:
    assert bound("procedures:\n  retire: {stop: {event: 停用}}\n") == (["retire"], [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("retirement: {stop: {event: 停用}}", ("unknown_word", 2, 3)),
        ("retire: {halt: {event: 停用}}", ("unknown_key", 2, 12)),
        ("retire: {stop: {event: 关机}}", ("unknown_word", 2, 26)),
        ("retire: {stop: {event: 停用, for: 关机}}", ("unknown_word", 2, 35)),
        ("retire: {stop: {event: 停用, rules: [ZL99-1]}}", ("unknown_word", 2, 38)),
        ("retire: {stop: {rules: [ZL38-1]}}", ("missing_key", 2, 18)),
    ],
)
def test_names_that_are_nowhere_are_problems_with_a_place(line: str, problem: tuple[str, int, int]) -> None:
    assert bound(f"procedures:\n  {line}\n")[1] == [problem]


@pytest.mark.parametrize("name", [name for name, _ in names_of("")])
def test_every_pack_has_sound_procedures(name: str) -> None:
    found = load_procedures(name)
    assert "change" in found
    assert set(found) <= set(STEPS)
