"""Writing files: each whole or not at all. What is made never takes the place of another; results may be replaced."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import IO, TypeVar

from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.value import value
from zlxm.store.links import require_no_link
from zlxm.store.renaming import is_held, rename, replace

T = TypeVar("T")
_LEFTOVER_AGE = 600  # seconds; no write of ours takes as long
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})


@value
class NewTree:
    """What is to be made. `folders` may exist already; `files` must not; `shared` ones are made only if absent."""

    folders: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    shared: tuple[tuple[str, bytes], ...] = ()


def write_tree(tree: NewTree) -> None:
    """Make all of it, or leave the disk as it was.

    `files` are made last: once one of them is there, everything around it is. Raises Refused (`file_exists`) for a file
    that is there already and ZlxmError (`unwritable`) when the disk refuses.
    """
    with ExitStack() as undo:
        for folder in tree.folders:
            make_folders(folder, undo)
        for path, data in tree.shared:
            _make_if_absent(path, data, undo)
        for path, data in tree.files:
            _make_file(path, data, undo)
        undo.pop_all()


def _make_if_absent(path: str, data: bytes, undo: ExitStack) -> None:
    if os.path.lexists(path):
        return
    with contextlib.suppress(Refused):  # another run was faster; its file serves as well
        _make_file(path, data, undo)


def _make_file(path: str, data: bytes, undo: ExitStack) -> None:
    make_folders(os.path.dirname(path), undo)
    create_file(path, data)
    undo.callback(take_back, os.unlink, path)


def make_folders(folder: str, undo: ExitStack) -> None:
    """Make a folder and those above it; `undo` takes back what was made. Raises ZlxmError (`unwritable`)."""
    missing = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        with told(path):
            os.mkdir(path)
        undo.callback(take_back, os.rmdir, path)
        sync_folder(os.path.dirname(path))


def take_back(how: object, path: str) -> None:
    """Remove what was made, by `os.unlink` or `os.rmdir`, as far as that can still be done."""
    with contextlib.suppress(OSError):  # it is gone, or somebody has put something into it
        how(path)  # type: ignore[operator] # os.unlink or os.rmdir


@contextlib.contextmanager
def told(path: str) -> Iterator[None]:
    """Raise what the disk says about a new file as Refused (`file_exists`) or ZlxmError (`unwritable`)."""
    try:
        yield
    except FileExistsError as error:
        raise Refused("file_exists", {"path": path}) from error
    except OSError as error:
        if is_held(error):
            raise ZlxmError("in_use", {"path": path}) from error
        raise ZlxmError("unwritable", {"path": path, "detail": error.strerror or str(error)}) from error


def create_file(path: str, data: bytes) -> None:
    """Write a new file so that `path` holds all of `data` or nothing, at every instant.

    Raises Refused (`file_exists`) when there is something at `path` and ZlxmError (`unwritable`) when the disk refuses.
    """
    temporary = os.path.join(os.path.dirname(path), f".zlxm-{secrets.token_hex(8)}.part")
    with told(path):
        try:
            _write_durably(temporary, data)
            move_into_place(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    sync_folder(os.path.dirname(path))


def make_package(path: str, write: Callable[[IO[bytes]], T], *, replaces: bool) -> tuple[T, str, bool]:
    """Return what `write` returned, the SHA-256 of what it wrote, and whether the file is new: the same bytes at `path`
    already are left alone.

    Raises Refused (`package_exists`) for other bytes there unless they may be replaced, ZlxmError (`unwritable`).
    """
    temporary = os.path.join(os.path.dirname(path), f".zlxm-{secrets.token_hex(8)}.part")
    with told(path):
        try:
            with open(temporary, "xb+") as file:
                result = write(file)
                file.flush()
                os.fsync(file.fileno())
                digest = _digest(file)
            sweep(os.path.dirname(path), os.stat(temporary).st_mtime)
            is_new = _take_place(temporary, path, digest, replaces=replaces)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    sync_folder(os.path.dirname(path))
    return result, digest, is_new


def _take_place(temporary: str, path: str, digest: str, *, replaces: bool) -> bool:
    if not os.path.lexists(path):
        move_into_place(temporary, path)
        return True
    with open(path, "rb") as there:
        if _digest(there) == digest:
            return False
    if not replaces:
        raise Refused("package_exists", {"path": path})
    replace(temporary, path)
    return True


def _digest(file: IO[bytes]) -> str:
    from hashlib import file_digest  # noqa: PLC0415 only packages pay for it

    file.seek(0)
    return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # real files read into buffers


def make_folder(folder: str) -> None:
    """Make a folder and those above it, where they are missing. Raises ZlxmError (`unwritable`, `linked_target`)."""
    require_no_link(folder)
    if folder:
        with told(folder):
            os.makedirs(folder, exist_ok=True)


def replace_file(path: str, data: bytes) -> None:
    """Write a result so that `path` is the old file or the new one, never a part; mode and links of the old one stay.

    Raises ZlxmError: `unwritable` when the disk refuses, `linked_target` for a link that others may have laid there.
    """
    require_no_link(path)
    target = os.path.realpath(path)
    with told(path):
        if not _may_be_replaced(target):
            with open(target, "wb") as file:
                file.write(data)
            return
        _replace_durably(target, data)
    sync_folder(os.path.dirname(target))


def append_to(path: str, data: bytes) -> None:
    """Add to the end of a file that others write to as well. Raises ZlxmError (`unwritable`)."""
    with told(path), open(path, "ab") as file:
        file.write(data)


def _may_be_replaced(target: str) -> bool:
    """Tell whether there is a file or nothing; of a device or a pipe there is nothing to keep, it is written to."""
    try:
        return stat.S_ISREG(os.stat(target).st_mode)
    except FileNotFoundError:
        return True


def _replace_durably(target: str, data: bytes) -> None:
    temporary = os.path.join(os.path.dirname(target), f".zlxm-{secrets.token_hex(8)}.part")
    try:
        _write_durably(temporary, data)
        if os.path.exists(target):
            os.chmod(temporary, os.stat(target).st_mode & 0o777)
        replace(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _write_durably(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def move_into_place(temporary: str, path: str) -> None:
    """Name the file, failing with FileExistsError rather than replacing another."""
    if os.name == "nt":
        rename(temporary, path)  # refuses an existing target there
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _reserve_and_replace(temporary, path)


def _reserve_and_replace(temporary: str, path: str) -> None:
    """For file systems without links (FAT, some shares): an empty file takes the name first."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        replace(temporary, path)
    except OSError:
        os.unlink(path)
        raise


def sweep(folder: str, now: float) -> None:
    """Remove the half-written files of runs that were killed. `now`: when the file system says it is."""
    with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
        for entry in entries:
            is_ours = entry.name.startswith(".zlxm-") and entry.name.endswith(".part")
            if is_ours and entry.stat(follow_symlinks=False).st_mtime < now - _LEFTOVER_AGE:
                os.unlink(entry.path)


def sync_folder(folder: str) -> None:
    """Make a new name in a folder survive a power cut, where the system offers that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
