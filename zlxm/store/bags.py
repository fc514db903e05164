"""Opens a package that a stranger may have made. Whatever its bytes are, the answer is its content or its faults."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast

from zlxm.model.bag import DECLARATION, INCONSISTENT, UNREADABLE, UNSAFE, Fault
from zlxm.model.errors import ZlxmError
from zlxm.model.problem import Severity
from zlxm.store.bag_screen import MOST_PACKAGE_BYTES, Entry, screen
from zlxm.store.zip_screen import BROKEN, FrugalFile, OversizedZipError, Seekable, Window

MOST_TAG_BYTES: Final = 8 * 1024**2
CHUNK: Final = 1024**2
_IN_MEMORY: Final = 32 * 1024**2
_FLAG_NAMES: Final = ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY")  # none of them exists everywhere
_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in _FLAG_NAMES)


class DamagedEntryError(Exception):
    """An entry's bytes are not what the package's directory says of them."""


class OpenBag:
    """A package that is open: its size, `prefix` and `name` of its folder, what is wrong with it, and its files.

    `entries`: path below the folder → entry; empty when a fault forbids unpacking anything."""

    def __init__(self, path: str, file: FrugalFile, size: int) -> None:
        self.path, self.size = path, size
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.prefix = ""
        self.faults: tuple[Fault, ...] = ()
        self.entries: Mapping[str, Entry] = {}
        self._file = file
        self._archive: zipfile.ZipFile | None = None

    def look(self, archive: zipfile.ZipFile) -> None:
        """Screen the directory and take in the entries if nothing speaks against it."""
        self._archive = archive
        entries, self.faults = screen(archive, self._file, self.size)
        if is_sound(self.faults):
            self.faults += tuple(self._take(entries))

    def _take(self, entries: tuple[Entry, ...]) -> Iterator[Fault]:
        names = [entry.name for entry in entries]
        folders = {name.partition("/")[0] if "/" in name else "" for name in names}
        if DECLARATION not in names:
            if "" in folders or len(folders) > 1:
                yield Fault(UNREADABLE, what="no_folder" if folders == {""} else "several_folders")
                return
            (self.prefix,) = (f"{folder}/" for folder in folders)
        if self.prefix + DECLARATION not in names:
            yield Fault(UNREADABLE, what="no_bag")
            return
        self.entries = {entry.name.removeprefix(self.prefix): entry for entry in entries if not entry.is_folder}
        folder = self.prefix.rstrip("/")
        if folder and folder != self.name:
            yield Fault(INCONSISTENT, folder, "renamed", weight=Severity.INFO)
        self.name = folder or self.name

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes in pieces of at most 1 MiB. Raises `DamagedEntryError`: the zip's own check sum, size or
        packing is wrong."""
        entry, size = self.entries[name], 0
        try:
            with self._opened(entry) as part:
                while chunk := part.read(CHUNK):
                    size += len(chunk)
                    yield chunk
        except BROKEN as error:
            raise DamagedEntryError(name) from error
        except OSError as error:
            raise DamagedEntryError(name) if error.errno == errno.EINVAL else _unreadable(self.path, error) from error
        if size != entry.info.file_size:
            raise DamagedEntryError(name)

    def _opened(self, entry: Entry) -> IO[bytes]:
        if self._archive is None:
            raise zipfile.BadZipFile
        return self._archive.open(entry.info)

    def read(self, name: str) -> bytes:
        """Return a small file's bytes. Raises `DamagedEntryError`, also for one above 8 MiB."""
        if self.entries[name].info.file_size > MOST_TAG_BYTES:
            raise DamagedEntryError(name)
        return b"".join(self.chunks(name))

    @contextlib.contextmanager
    def content(self, name: str) -> Iterator[Seekable]:
        """Give a file's bytes to be read from any place; packed ones are unpacked to where nobody sees them. Raises
        `DamagedEntryError`."""
        entry = self.entries[name]
        if entry.info.compress_type == zipfile.ZIP_STORED:
            yield cast("Seekable", Window(self._file, entry.start, entry.info.file_size))
            return
        with SpooledTemporaryFile(_IN_MEMORY) as unpacked:
            for chunk in self.chunks(name):
                unpacked.write(chunk)
            yield cast("Seekable", Window(cast("Seekable", unpacked), 0, entry.info.file_size))

    def digest(self) -> str:
        """Return the SHA-256 of the package itself."""
        whole = hashlib.sha256()
        self._file.seek(0)
        while chunk := self._file.read(CHUNK):
            whole.update(chunk)
        return whole.hexdigest()


def is_sound(faults: tuple[Fault, ...]) -> bool:
    """Tell whether none of the faults is an error."""
    return all(each.weight < Severity.ERROR for each in faults)


@contextlib.contextmanager
def open_bag(path: str) -> Iterator[OpenBag]:
    """Open a package. Raises ZlxmError (`unreadable_package`) when there is no such file or it cannot be read."""
    with ExitStack() as stack:
        file, size = _file(path)
        stack.enter_context(file)
        bag = OpenBag(path, file, size)
        fault = _fault_of_size(size) or _look(bag, file, stack)
        bag.faults += (fault,) if fault else ()
        yield bag


def _file(path: str) -> tuple[FrugalFile, int]:
    try:
        handle = os.open(path, _FLAGS)
        found = os.fstat(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise ZlxmError("unreadable_package", {"path": path, "detail": "not_a_file"})
    return FrugalFile(handle), found.st_size


def _unreadable(path: str, error: OSError | ValueError) -> ZlxmError:
    detail = getattr(error, "strerror", "") or str(error)
    return ZlxmError("unreadable_package", {"path": path, "detail": detail})


def _fault_of_size(size: int) -> Fault | None:
    if size > MOST_PACKAGE_BYTES:
        return Fault(UNREADABLE, what="too_large")
    return None if size else Fault(UNREADABLE, what="empty_package")


def _look(bag: OpenBag, file: FrugalFile, stack: ExitStack) -> Fault | None:
    try:
        bag.look(stack.enter_context(zipfile.ZipFile(file)))
    except OversizedZipError:
        return Fault(UNSAFE, what="bomb")
    except BROKEN:
        return Fault(UNREADABLE, what="bad_zip")
    except OSError as error:
        if error.errno != errno.EINVAL:  # EINVAL: the archive asked for a place before its own start
            raise _unreadable(bag.path, error) from error
        return Fault(UNREADABLE, what="bad_zip")
    return None
