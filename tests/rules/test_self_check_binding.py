"""The self-check of a pack: every name in it is verified, with its place."""

from __future__ import annotations

import pytest

from tests.builders import pack, root
from zlxm.model.source import Collected, PackSource, blocks_of
from zlxm.rules.self_check_binding import bind_self_check

SOUND = """self_check:
  2: {stage: 甲, text: 乙, judged: auto, articles: [4, 5], rules: ZL04-1, when: {has.event.开工: true}}
"""


def bound(text: str) -> tuple[list[int], list[tuple[str, int, int]]]:
    """Return the numbers of the lines, and code and place of every problem."""
    collected = Collected()
    items = bind_self_check(PackSource(blocks_of(root(text), "self_check.yaml")), pack(), collected)
    problems = [each.problem for each in collected.problems]
    return [item.number for item in items], [(each.code, each.line, each.column) for each in problems]


def test_lines_come_in_the_order_of_their_numbers() -> None:
    assert bound(f"{SOUND}  1: {{stage: 甲, text: 乙, judged: human}}\n") == ([1, 2], [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("甲: {stage: 甲, text: 乙, judged: auto}", ("bad_whole", 2, 3)),
        ("1: {stage: 甲, text: 乙, judged: perhaps}", ("unknown_word", 2, 34)),
        ("1: {stage: 甲, text: 乙, judged: auto, rules: ZL99-1}", ("unknown_word", 2, 47)),
        ("1: {stage: 甲, text: 乙, judged: auto, complete: 投标}", ("unknown_word", 2, 50)),
        ("1: {stage: 甲, text: 乙, judged: auto, events: 庆祝}", ("unknown_word", 2, 48)),
        ("1: {stage: 甲, text: 乙, judged: auto, when: {nobody: 甲}}", ("unknown_word", 2, 47)),
        ("1: {stage: 甲, judged: auto}", ("missing_key", 2, 6)),
    ],
)
def test_names_that_are_nowhere_are_problems_with_a_place(line: str, problem: tuple[str, int, int]) -> None:
    assert bound(f"self_check:\n  {line}\n")[1] == [problem]


def test_a_disabled_rule_drops_out_of_an_inherited_line() -> None:
    text = f"{SOUND.replace('ZL04-1', '[ZL04-1, ZL98-1]')}disable: [ZL98-1]\n"
    assert bound(text) == ([2], [])
