"""A progress bar on stderr for long runs on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(many: int, doing: str = "检查") -> Iterator[Callable[[int, int], None]]:
    """Yield a function (done, total) that shows a bar once there are many to do; it vanishes at the end."""
    from rich.console import Console  # noqa: PLC0415 35 ms that short runs do not pay
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, disable=False)
    task = progress.add_task("check", total=None, visible=False)

    def advance(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total, visible=total >= many)

    with progress:
        yield advance
