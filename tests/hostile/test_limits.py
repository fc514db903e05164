"""L1-L4: what a manifest may hold at most, one below the limit and one above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.inputs import HEAD, lay, says
from tests.hostile.running import Runner
from zlxm.store.yaml_text import MOST_BYTES, MOST_CHARACTERS, MOST_DEPTH, MOST_NODES


def bytes_of(size: int) -> str:
    """A manifest of exactly so many bytes: the rest is remarks."""
    rest = size - len(HEAD.encode())
    return HEAD + "#\n" * (rest // 2) + "\n" * (rest % 2)


def nested(depth: int) -> str:
    """A manifest with so many levels in one place."""
    return HEAD + "facts: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"


def nodes(count: int) -> str:
    """A manifest with about so many values: documents are listed as plain words."""
    return HEAD + "documents: [" + ", ".join(["a"] * count) + "]\n"


def text(length: int) -> str:
    """A manifest with one text of so many characters."""
    return HEAD.replace("示例平台建设项目", "项" * length)


CASES = [
    ("L1", bytes_of, MOST_BYTES, "too_large"),
    ("L2", nested, MOST_DEPTH, "too_deep"),
    ("L3", nodes, MOST_NODES, "too_many_nodes"),
    ("L4", text, MOST_CHARACTERS, "long_text"),
]
SLACK = {"L3": 100}  # the head has values of its own


@pytest.mark.parametrize(("row", "make", "most", "code"), CASES, ids=[case[0] for case in CASES])
def test_a_limit_is_where_it_is_said(
    row: str, make: Callable[[int], str], most: int, code: str, tmp_path: Path, zlxm: Runner
) -> None:
    slack = SLACK.get(row, 0)
    for size, is_over in ((most - slack, False), (most + 1 + slack, True)):
        done = zlxm.check(lay(tmp_path / str(size), make(size)))
        assert says(done.findings, code) is is_over, size
