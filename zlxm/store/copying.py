"""Copies of files into a dossier: whole or not at all, in nobody's place, and taken back when the rest fails."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from io import FileIO
from typing import BinaryIO

from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.value import value
from zlxm.store.writing import make_folders, move_into_place, sync_folder, take_back, told

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_CHUNK = 1 << 20


@value
class Copy:
    """A file to be copied: `source` anywhere, `target` relative to the dossier, `/`-separated."""

    source: str
    target: str


@value
class Original:
    """A file that was copied, as it was then; only the same one may be removed afterwards."""

    path: str
    identity: tuple[int, int, int]


@contextlib.contextmanager
def copied(
    folder: str, copies: Iterable[Copy], is_needed: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Original, ...]]:
    """Make the copies and give what they were made from; whatever goes wrong inside the block removes them again,
    unless they turn out to be needed already: an interrupt may come right after what needs them was written.

    Raises Refused (`file_exists`, `linked_folder`), ZlxmError (`unwritable`, `unreadable_file`).
    """
    with ExitStack() as undo:
        originals = tuple([_copy(folder, each, undo) for each in copies])
        is_done = False
        try:
            yield originals
            is_done = True
        finally:
            if is_done or is_needed():
                undo.pop_all()


def remove_original(original: Original) -> bool:
    """Remove a file that was copied; return whether it is gone. One that changed meanwhile stays."""
    try:
        if _identity(os.lstat(original.path)) != original.identity:
            return False
        os.unlink(original.path)
    except OSError:
        return False
    sync_folder(os.path.dirname(original.path))
    return True


def digest_of(path: str) -> str:
    """Return the SHA-256 of a regular file. Raises ZlxmError (`unreadable_file`)."""
    with _reading(path), _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(folder: str, copy: Copy, undo: ExitStack) -> Original:
    """Copy by way of a temporary file in the dossier itself, where a later write sweeps up after a killed one."""
    target = os.path.join(folder, *copy.target.split("/"))
    _require_no_links(folder, copy.target)
    make_folders(os.path.dirname(target), undo)
    temporary = os.path.join(folder, f".zlxm-{secrets.token_hex(8)}.part")
    try:
        original = _copy_durably(copy.source, temporary)
        with told(target):
            move_into_place(temporary, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    undo.callback(take_back, os.unlink, target)
    sync_folder(os.path.dirname(target))
    return original


def _require_no_links(folder: str, target: str) -> None:
    parts = target.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        path = os.path.join(folder, *parts[:count])
        if os.path.lexists(path) and not stat.S_ISDIR(os.lstat(path).st_mode):
            raise Refused("linked_folder", {"path": path})


def _copy_durably(source: str, temporary: str) -> Original:
    with _reading(source), _opened(source) as file:
        found = os.fstat(file.fileno())
        with told(temporary), open(temporary, "xb") as new:
            _pour(file, new, source)
            new.flush()
            os.chmod(temporary, found.st_mode & 0o777)
            os.fsync(new.fileno())
    return Original(source, _identity(found))


def _pour(file: FileIO, new: BinaryIO, source: str) -> None:
    while chunk := _chunk(file, source):
        new.write(chunk)


def _chunk(file: FileIO, source: str) -> bytes:
    with _reading(source):
        return file.read(_CHUNK)


@contextlib.contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ZlxmError("unreadable_file", {"path": path, "detail": error.strerror or str(error)}) from error


def _opened(path: str) -> FileIO:
    file = FileIO(os.open(path, _FLAGS))
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(0, "not_a_file")
    return file


def _identity(found: os.stat_result) -> tuple[int, int, int]:
    return (found.st_ino, found.st_size, found.st_mtime_ns)
