"""Putting an edited file in the place of the one that was read: under a lock, whole, and only if nobody was faster."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

from zlxm.model.errors import Refused, ZlxmError
from zlxm.store.portfolio import LOCK, MANIFEST
from zlxm.store.writing import replace_file, sweep

PATIENCE = 5  # seconds; a write takes milliseconds


@contextlib.contextmanager
def locked(folder: str) -> Iterator[None]:
    """Hold the only right to write to a dossier. The system frees the lock when its holder dies, so none is ever stale.

    Raises Refused (`locked`) when somebody else writes for longer than five seconds, ZlxmError (`unwritable`).
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 only what writes pays for it

    if not os.path.isdir(folder or "."):  # the lock would make it
        raise ZlxmError("unwritable", {"path": folder, "detail": os.strerror(errno.ENOENT)})
    path = os.path.join(folder, LOCK)
    lock = FileLock(path, timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise Refused("locked", {"path": folder, "seconds": PATIENCE}) from error
    except OSError as error:
        raise ZlxmError("unwritable", {"path": folder, "detail": error.strerror or str(error)}) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows keeps it; whoever waits for it looks whether it still has a name
            os.unlink(path)
        lock.release()


def replace_manifest(folder: str, old: bytes, new: bytes) -> None:
    """Write a dossier's manifest if it still is what was read. Raises as `replace_unchanged` and `locked`."""
    with locked(folder):
        replace_unchanged(os.path.join(folder, MANIFEST), old, new)


def replace_unchanged(path: str, old: bytes | None, new: bytes) -> None:
    """Write `new` to `path` if that still holds `old` (None: if there is nothing). To be called under the lock.

    Raises Refused: `changed_meanwhile`, `is_link`, `read_only`; ZlxmError (`unwritable`) when the disk refuses.
    """
    if _content(path) != old:
        raise Refused("changed_meanwhile", {"path": path})
    replace_file(path, new)
    sweep(os.path.dirname(path), os.stat(path).st_mtime)


def _content(path: str) -> bytes | None:
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        raise Refused("is_link", {"path": path})
    if not os.access(path, os.W_OK) or not found.st_mode & stat.S_IWUSR:
        raise Refused("read_only", {"path": path})
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ZlxmError("unwritable", {"path": path, "detail": error.strerror or str(error)}) from error
