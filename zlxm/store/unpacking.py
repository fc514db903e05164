"""Unpacks a package that was found intact: into a new folder, whole or not at all, the very bytes that were checked."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from zlxm.model.errors import Refused, ZlxmError
from zlxm.store.bags import DamagedEntryError, OpenBag, open_bag
from zlxm.store.renaming import rename
from zlxm.store.writing import sync_folder

_THERE = (errno.EEXIST, errno.ENOTEMPTY)


def unpack(path: str, digests: Mapping[str, str], folder: str) -> str:
    """Return the new folder below `folder`. `digests`: name → SHA-256 of what was checked.

    Raises Refused: `file_exists` when something is there already, `package_changed` when the package is not what was
    checked any more; ZlxmError (`unwritable`) when the disk refuses.
    """
    with open_bag(path) as bag, ExitStack() as undo:
        target = os.path.join(folder, bag.name)
        if os.path.lexists(target):
            raise Refused("file_exists", {"path": target})
        with _told(target):
            _unpack(bag, digests, target, undo)
    return target


def _unpack(bag: OpenBag, digests: Mapping[str, str], target: str, undo: ExitStack) -> None:
    folder = os.path.dirname(target)
    _make_folders(folder, undo)
    temporary = os.path.join(folder, f".zlxm-{secrets.token_hex(8)}.part")
    os.mkdir(temporary)
    undo.callback(shutil.rmtree, temporary, ignore_errors=True)
    if bag.entries.keys() != digests.keys():
        raise Refused("package_changed", {"path": bag.path})
    for name in bag.entries:
        if _copy(bag, name, f"{temporary}/{name}") != digests[name]:
            raise Refused("package_changed", {"path": bag.path})
    _name(temporary, target)
    undo.pop_all()
    sync_folder(folder)


def _name(temporary: str, target: str) -> None:
    """Give the finished folder its name, unless something took it meanwhile; a full folder is never replaced."""
    if os.path.lexists(target):
        raise Refused("file_exists", {"path": target})
    try:
        rename(temporary, target)
    except OSError as error:
        if error.errno in _THERE:
            raise Refused("file_exists", {"path": target}) from error
        raise


def _make_folders(folder: str, undo: ExitStack) -> None:
    missing = []
    above = folder
    while above and not os.path.isdir(above):
        missing.append(above)
        above = os.path.dirname(above)
    for path in reversed(missing):
        os.mkdir(path)
        undo.callback(_remove_if_empty, path)


def _remove_if_empty(path: str) -> None:
    with contextlib.suppress(OSError):  # somebody has put something into it
        os.rmdir(path)


def _copy(bag: OpenBag, name: str, path: str) -> str:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    written = hashlib.sha256()
    try:
        with open(path, "xb") as file:
            for chunk in bag.chunks(name):
                written.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except DamagedEntryError:
        return ""
    return written.hexdigest()


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ZlxmError("unwritable", {"path": path, "detail": error.strerror or str(error)}) from error
