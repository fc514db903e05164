"""What is staged in a repository, and what it is told to leave out."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zlxm.model.value import value
from zlxm.store.git.program import Answer, Repository, ask

LINK, NESTED = "120000", "160000"
_HERE = "./"
_IS_SKIPPED = "S"


@value
class Entry:
    """One file as git has it: path from the top, mode, object; `stage` is 0 unless a merge left it undecided,
    `is_skipped` when a sparse checkout leaves it out."""

    path: str
    mode: str
    object: str
    stage: int = 0
    is_skipped: bool = False


def read_index(repository: Repository, under: str = "") -> tuple[Entry, ...] | Answer:
    """Return what is staged below a folder (from the top), or git's failure to say."""
    answer = ask(repository, "ls-files", "-z", "-s", "-t", "--", *filter(None, [under]))
    return answer if answer.code else tuple(_entry(line) for line in answer.names)


def _entry(line: str) -> Entry:
    facts, _, path = line.partition("\t")
    tag, mode, known_as, stage = facts.split(" ")
    return Entry(path, mode, known_as, int(stage), tag == _IS_SKIPPED)


def ignored(folder: str, paths: Iterable[str]) -> frozenset[str]:
    """Return those of the paths, relative to `folder`, that git is told to ignore; none where there is no git."""
    asked = "\0".join(f"{_HERE}{path}" for path in paths)  # so that no name is taken for a pattern
    if not asked:
        return frozenset()
    answer = ask(folder, "check-ignore", "-z", "--stdin", given=os.fsencode(asked))
    found = () if answer.code else answer.names
    return frozenset(path.removeprefix(_HERE) for path in found)
