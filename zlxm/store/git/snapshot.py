"""Lays out files of the index or of a commit in a folder of their own, to be judged as they stand there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from zlxm.model.path_names import path_faults
from zlxm.store.attachments import open_file
from zlxm.store.git.content import is_same
from zlxm.store.git.index import LINK, NESTED, Entry
from zlxm.store.git.program import Repository, Rest, contents
from zlxm.store.signatures import HEAD_SIZE, is_lfs_pointer

_CHUNK = 1 << 20
_ON_WINDOWS = ("drive", "backslash", "control_character", "undecodable") if os.name == "nt" else ()
_OUTWARD = frozenset(("absolute", "parent", "dot_part", "empty_part", *_ON_WINDOWS))


@contextmanager
def laid_out(repository: Repository, entries: Iterable[Entry], *, with_large_files: bool) -> Iterator[str]:
    """Give a temporary folder that holds the entries at their paths; it is removed afterwards.

    Nothing is run and no link is followed: a link becomes one that leads nowhere, a repository inside the repository
    an empty folder. What cannot be written here is left out, and judged as missing. `with_large_files`: where git has
    only the pointer of a large file, the file itself is taken from the work tree, if it is that one.
    """
    with tempfile.TemporaryDirectory(prefix="zlxm-") as folder:
        plain: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.stage or _leads_out(entry.path):
                continue
            if entry.mode in (LINK, NESTED):
                _lay_special(folder, entry)
            else:
                plain.setdefault(entry.object, []).append(entry)
        for known_as, held in contents(repository, plain):
            with suppress(OSError):
                _lay(folder, plain[known_as], held, repository if with_large_files else None)
        yield folder


def _leads_out(path: str) -> bool:
    """Tell whether a path, of a tree that was forged, would be written elsewhere; odd names are laid out to be told."""
    return not _OUTWARD.isdisjoint(path_faults(path))


def _lay_special(folder: str, entry: Entry) -> None:
    path = os.path.join(folder, entry.path)
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if entry.mode == NESTED:
            os.mkdir(path)
        else:
            os.symlink(os.curdir, path)


def _lay(folder: str, entries: list[Entry], held: Rest, large: Repository | None) -> None:
    first, *others = entries
    head = held.read(HEAD_SIZE)
    with _new(folder, first.path) as file:
        if large is None or not is_lfs_pointer(head) or not _take(large, first, file):
            file.write(head)
            while chunk := held.read(_CHUNK):
                file.write(chunk)
    for other in others:
        with _new(folder, other.path) as file, open(os.path.join(folder, first.path), "rb") as source:
            while chunk := source.read(_CHUNK):
                file.write(chunk)


def _take(repository: Repository, entry: Entry, into: BinaryIO) -> bool:
    """Copy the large file that a pointer stands for from the work tree; tell whether it was there."""
    if not is_same(repository, entry.object, repository.top, entry.path):
        return False
    with open_file(repository.top, entry.path) as file:
        while chunk := file.read(_CHUNK):
            into.write(chunk)
    return True


def _new(folder: str, path: str) -> BinaryIO:
    whole = os.path.join(folder, path)
    os.makedirs(os.path.dirname(whole), exist_ok=True)
    return open(whole, "xb")
