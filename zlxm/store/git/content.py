"""Whether a file on disk is what git has of it. Worked out here: git itself would run the repository's own filters."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO, FileIO
from typing import BinaryIO

from zlxm.store.attachments import open_file
from zlxm.store.git.index import read_index
from zlxm.store.git.program import Answer, Repository, contents, repository_of

_SHA1_DIGITS = 40
_CHUNK = 1 << 20
_SAMPLE = 8000  # bytes; git takes what has no NUL in them for a text
_MOST_TEXT = 64 * _CHUNK
_LONGEST_POINTER = 1024
_LFS_DIGEST = b"oid sha256:"


def kept(folder: str, path: str) -> bool:
    """Return whether git has a file, relative to `folder`, just as it is on disk, so that removing it loses nothing."""
    repository = repository_of(folder)
    if repository is None or repository.is_bare:
        return False
    under = os.path.relpath(os.path.join(os.path.realpath(folder), path), repository.top).replace(os.sep, "/")
    entries = read_index(repository, under)
    if isinstance(entries, Answer) or len(entries) != 1:
        return False
    return is_same(repository, entries[0].object, folder, path)


def is_same(repository: Repository, known_as: str, folder: str, path: str) -> bool:
    """Tell whether the file is the object of that name. A checkout may have changed the line ends of a text, or put
    the real file in place of a large file's pointer."""
    try:
        with open_file(folder, path) as file:
            if _name_of(file, os.fstat(file.fileno()).st_size, known_as) == known_as:
                return True
            return _is_same_text(file, known_as) or _is_large_file(repository, known_as, file)
    except OSError:
        return False


def _name_of(file: BinaryIO | FileIO, size: int, like: str) -> str:
    digest = hashlib.new("sha1" if len(like) == _SHA1_DIGITS else "sha256", usedforsecurity=False)
    digest.update(b"blob %d\0" % size)
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _is_same_text(file: FileIO, known_as: str) -> bool:
    file.seek(0)
    if b"\0" in file.read(_SAMPLE):
        return False
    file.seek(0)
    text = file.read(_MOST_TEXT).replace(b"\r\n", b"\n")
    return _name_of(BytesIO(text), len(text), known_as) == known_as


def _is_large_file(repository: Repository, known_as: str, file: FileIO) -> bool:
    pointer = next((held.read() for _, held in contents(repository, [known_as]) if held.left <= _LONGEST_POINTER), b"")
    _, found, rest = pointer.partition(_LFS_DIGEST)
    file.seek(0)
    return bool(found) and hashlib.file_digest(file, "sha256").hexdigest().encode() == rest[:64]
