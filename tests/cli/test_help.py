"""Help pages, as a person sees them on a narrow terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lifecycle.terminal import zlxm

LISTED = re.compile(r"^│ ([a-z-]+) {2,}", re.MULTILINE)


def commands(*family: str) -> list[tuple[str, ...]]:
    """Return every command there is, families included."""
    page = zlxm(Path(), *family, "-h").out.rpartition("命令 ─")[2]
    found = [(*family, name) for name in LISTED.findall(page)] if "命令 ─" in zlxm(Path(), *family, "-h").out else []
    return [family, *(each for name in found for each in commands(*name))]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_nothing_is_cut_off_and_all_is_chinese(words: tuple[str, ...]) -> None:
    said = zlxm(Path(), *words, "-h")
    assert said.code == 0
    assert "…" not in said.out
    assert not re.search(r"Usage|Options|Arguments|Commands|Show this|default:|required", said.out)
    assert "用法：" in said.out


def test_the_commands_of_the_readme_are_the_ones_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert len(commands()) > 20
    assert all(f"zlxm {' '.join(words)}" in readme for words in commands() if len(words) == 1)
