"""template check: everything wrong with templates, as values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from zlxm.model.errors import ZlxmError
from zlxm.model.paper import Paper
from zlxm.model.value import value


@value
class Checked:
    """One template file, and what is wrong with it (none: it can be used)."""

    paper: str
    path: str
    faults: tuple[ZlxmError, ...] = ()


def files_of(papers: Iterable[Paper]) -> Iterator[tuple[str, str]]:
    """Yield (paper, path) of every template file, each once."""
    seen: set[str] = set()
    for paper in papers:
        for variant in paper.variants:
            path = os.path.join(paper.folder, variant.file)
            if path not in seen:
                seen.add(path)
                yield paper.name, path


def check_templates(
    files: Iterable[tuple[str, str]], inspect: Callable[[str], Iterable[ZlxmError]]
) -> Iterator[Checked]:
    """Yield the result for every file; `inspect` opens a template and yields its faults."""
    for paper, path in files:
        yield Checked(paper, path, tuple(_told(inspect, path)))


def _told(inspect: Callable[[str], Iterable[ZlxmError]], path: str) -> Iterator[ZlxmError]:
    try:
        yield from inspect(path)
    except ZlxmError as error:
        yield error
