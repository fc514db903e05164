"""Work on many dossiers, shared out among processes in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")

BATCH = 50  # sending single dossiers to the workers would cost half the gain


def in_batches(
    work: Callable[[tuple[str, ...], Asked], Iterator[Made]], folders: tuple[str, ...], asked: Asked, jobs: int
) -> Iterator[Made]:
    """Yield what `work` makes of the folders, in their order, by so many processes. `work` is a function of a module:
    other processes find it by its name."""
    if jobs <= 1 or len(folders) <= BATCH:
        yield from work(folders, asked)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 most runs need no second process

    batches = [folders[start : start + BATCH] for start in range(0, len(folders), BATCH)]
    with ProcessPoolExecutor(jobs) as pool:
        for made in pool.map(partial(_all, work, asked), batches):
            yield from made


def _all(
    work: Callable[[tuple[str, ...], Asked], Iterator[Made]], asked: Asked, folders: tuple[str, ...]
) -> list[Made]:
    return list(work(folders, asked))
