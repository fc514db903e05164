"""Which files on disk are not what is staged. Worked out here: git would run the repository's own filters for it."""

from __future__ import annotations

import os
import re
import stat

from zlxm.store.git.content import is_same
from zlxm.store.git.history import require
from zlxm.store.git.index import LINK, NESTED, Entry, read_index
from zlxm.store.git.program import Answer, Repository, ask

_STAGED = re.compile(r"\0(?:  ctime: [^\n]*\n  mtime: (\d+):(\d+)\n[^\n]*\n[^\n]*\n  size: (\d+)[^\n]*\n)")
_NANO = 10**9


def staged_and_altered(repository: Repository) -> tuple[dict[str, Entry], frozenset[str]]:
    """Return the staged files by path, and the paths of those that are not so on disk or that git does not have."""
    entries = read_index(repository)
    if isinstance(entries, Answer):
        require(entries, repository.top)
        return {}, frozenset()
    told = require(ask(repository, "ls-files", "-z", "--debug"), repository.top).text
    stamps = [(int(seconds) * _NANO + int(nano), int(size)) for seconds, nano, size in _STAGED.findall(told)]
    written = _written(repository)
    altered = {
        entry.path
        for entry, stamp in zip(entries, stamps if len(stamps) == len(entries) else [None] * len(entries), strict=True)
        if entry.stage or not (entry.is_skipped or _is_kept(repository, entry, stamp, written))
    }
    new = require(ask(repository, "ls-files", "-z", "-o", "--exclude-standard"), repository.top).names
    return {entry.path: entry for entry in entries}, frozenset((*altered, *new))


def _written(repository: Repository) -> int:
    """Return when the index was written; what changed at that moment or later may have the same size and time."""
    path = repository.index or ask(repository, "rev-parse", "--git-path", "index").text.rstrip("\n")
    try:
        return os.stat(os.path.join(repository.top, path)).st_mtime_ns
    except OSError:
        return 0


def _is_kept(repository: Repository, entry: Entry, stamp: tuple[int, int] | None, written: int) -> bool:
    """Tell whether a file is as it is staged: by its time and size where these can be relied on, else by content."""
    try:
        found = os.lstat(os.path.join(repository.top, entry.path))
    except (OSError, ValueError):
        return False
    if entry.mode == NESTED:
        return stat.S_ISDIR(found.st_mode)
    if stat.S_ISLNK(found.st_mode) or entry.mode == LINK:
        return stat.S_ISLNK(found.st_mode) and stamp == (found.st_mtime_ns, found.st_size)
    if stamp == (found.st_mtime_ns, found.st_size) and stamp[0] < written:
        return True
    return is_same(repository, entry.object, repository.top, entry.path)
