"""Looks at the files of a dossier without trusting them: what lies where, and what each one really is."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import FileIO
from typing import Final

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.path_names import unsafe_path
from zlxm.store.compound import read_compound
from zlxm.store.docx_text import TextPatterns
from zlxm.store.image_size import is_enormous
from zlxm.store.links import is_link
from zlxm.store.office import read_zip
from zlxm.store.pdf_trailer import read_pdf
from zlxm.store.signatures import COMPOUND, HEAD_SIZE, Content, format_of, is_lfs_pointer
from zlxm.store.zip_screen import FrugalFile, Seekable

SIZE_LIMIT: Final = 500 * 1024 * 1024
MANIFEST: Final = "manifest.yaml"

_ENVIRONMENT_MARK: Final = "pyvenv.cfg"
_FLAG_NAMES: Final = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")  # none of them exists everywhere
_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in _FLAG_NAMES)

_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


class _UnfitError(Exception):
    """The file cannot count as a document; carries why."""

    def __init__(self, state: FileState, size: int = 0) -> None:
        super().__init__(state)
        self.state = state
        self.size = size


def inspect_file(root: str, path: str, patterns: TextPatterns) -> FileFacts:
    """What the file at `path`, relative to the dossier `root`, really is; never raises for anything found on disk.

    No part of `path` may be a link, only regular files up to 500 MiB are opened, and of most formats only the first
    and last few KiB are read. A path that is unsafe as text is `UNREADABLE` and never opened. `patterns` are searched
    in the text of docx files; secrecy marks in the *name* are a matter of text and are matched elsewhere.
    """
    try:
        size, content = _read(root, path, patterns)
    except _UnfitError as reason:
        return FileFacts(path, reason.state, reason.size)
    return _present(path, size, content)


def inspect_content(file: Seekable, path: str, size: int, patterns: TextPatterns) -> FileFacts:
    """As `inspect_file`, of content that is open already, such as a file inside a package. `file` must refuse huge
    reads, as `FrugalFile` and `Window` do."""
    state = _state_by_size(size)
    if state is not FileState.PRESENT:
        return FileFacts(path, state, size)
    try:
        return _present(path, size, _content(file, path, size, patterns))
    except _UnfitError as reason:
        return FileFacts(path, reason.state, reason.size)
    except OSError as error:
        return FileFacts(path, _state_for(error))


def _present(path: str, size: int, content: Content) -> FileFacts:
    return FileFacts(
        path,
        FileState.PRESENT,
        size,
        content.format,
        content.is_protected,
        content.damage,
        content.placeholders,
        content.secrecy_marks,
        content.made,
        statements=content.statements,
        active=content.active,
    )


def list_files(root: str) -> tuple[str, ...]:
    """Every file below `root`, relative to it, `/`-separated and sorted.

    Left out: git's own files, hidden folders, virtual environments, nested dossiers, and the manifest of `root` itself.
    Links are listed by name and never followed; so is a folder that cannot be read. Names that are not UTF-8 come as
    surrogate escapes.
    """
    return tuple(sorted(_files_below(root)))


def _read(root: str, path: str, patterns: TextPatterns) -> tuple[int, Content]:
    if unsafe_path(path):
        raise _UnfitError(FileState.UNREADABLE)
    try:
        _require_real(root, path)
        with FrugalFile(os.open(f"{root}/{path}", _FLAGS)) as file:
            found = os.fstat(file.fileno())  # again: it may have been replaced meanwhile
            content = _content(file, path, _require_present(found), patterns)
            _require_still(found, os.fstat(file.fileno()))
            return found.st_size, content
    except OSError as error:
        raise _UnfitError(_state_for(error)) from None


def open_file(root: str, path: str) -> FileIO:
    """Return a file of the dossier `root` open for reading. Raises OSError for whatever `inspect_file` would not open
    either; the caller reads what it was given, whatever takes the file's name afterwards."""
    if unsafe_path(path):
        raise OSError(errno.EINVAL, FileState.UNREADABLE.value, path)
    file = None
    try:
        _require_real(root, path)
        file = FileIO(os.open(f"{root}/{path}", _FLAGS))
        _require_present(os.fstat(file.fileno()))
    except _UnfitError as reason:
        if file:
            file.close()
        raise OSError(errno.EINVAL, reason.state.value, path) from None
    return file


def _state_for(error: OSError) -> FileState:
    return FileState.MISSING if error.errno in _ABSENT else FileState.UNREADABLE


def _require_real(root: str, path: str) -> None:
    at = path.find("/")
    while at >= 0:
        if is_link(os.lstat(f"{root}/{path[:at]}")):
            raise _UnfitError(FileState.LINK)
        at = path.find("/", at + 1)
    _require_present(os.lstat(f"{root}/{path}"))


def _require_present(found: os.stat_result) -> int:
    state = _state(found)
    if state is not FileState.PRESENT:
        raise _UnfitError(state, found.st_size if stat.S_ISREG(found.st_mode) else 0)
    return found.st_size


def _require_still(before: os.stat_result, after: os.stat_result) -> None:
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _UnfitError(FileState.CHANGING, after.st_size)


def _state(found: os.stat_result) -> FileState:
    if is_link(found):
        return FileState.LINK
    if not stat.S_ISREG(found.st_mode):
        return FileState.NOT_A_FILE
    return _state_by_size(found.st_size)


def _state_by_size(size: int) -> FileState:
    if size == 0:
        return FileState.EMPTY
    return FileState.TOO_LARGE if size > SIZE_LIMIT else FileState.PRESENT


def _content(file: Seekable, path: str, size: int, patterns: TextPatterns) -> Content:
    head = file.read(HEAD_SIZE)
    if is_lfs_pointer(head):
        raise _UnfitError(FileState.LFS_POINTER, size)
    found = format_of(head)
    if found == "pdf":
        return read_pdf(file, size)
    if found == "zip":
        return read_zip(file, _extension(path), patterns)
    if found == COMPOUND:
        return read_compound(file, _extension(path))
    return Content(found, damage="huge_image" if is_enormous(found, head) else "")


def _extension(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _files_below(root: str) -> Iterator[str]:
    pending = [""]
    while pending:
        prefix = pending.pop()
        entries = _entries(f"{root}/{prefix}")
        if entries is None:
            yield from [prefix.rstrip("/")] if prefix else []
            continue
        folders = {entry.name for entry in entries if _is_folder(entry)}
        names = {entry.name for entry in entries}
        if prefix and not names.isdisjoint({MANIFEST, _ENVIRONMENT_MARK}):
            continue
        pending += (f"{prefix}{name}/" for name in folders if not name.startswith("."))
        yield from (f"{prefix}{name}" for name in names - folders - {".git"} if prefix or name != MANIFEST)


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and not is_link(entry.stat(follow_symlinks=False))
    except OSError:
        return False
