"""Reads the record of what was handed in, and takes the digests of the files it names."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.handover import LIST, RECORD, Handover, Submitted, record_shape
from zlxm.model.problem import Problem
from zlxm.store.attachments import open_file
from zlxm.store.yaml_text import MOST_BYTES, read_yaml

_MOST_TEXT = 16 << 20


def read_handovers(folder: str, submissions: tuple[str, ...]) -> Submitted:
    """Return what a dossier's record says, without digests; nothing where there is none."""
    data = read_record(folder)
    return Submitted() if data is None else handovers_in(data, submissions)


def handovers_in(data: bytes, submissions: tuple[str, ...]) -> Submitted:
    """Return what the bytes of a record say, without digests."""
    root, problems = read_yaml(data)
    found = list(problems)
    if root is None:
        return Submitted(problems=tuple(found or [Problem("no_manifest")]))
    read = record_shape(submissions).read(root, found.append) or {LIST: ()}
    handovers: tuple[Handover, ...] = tuple(each for each in read[LIST] if each)
    return Submitted(handovers, problems=tuple(found))


def read_record(folder: str) -> bytes | None:
    """Return the bytes of the record, None where there is none; one that cannot be opened reads as broken."""
    path = os.path.join(folder, RECORD)
    if not os.path.lexists(path):
        return None
    try:
        with open_file(folder, RECORD) as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        return b"\0\0\0\0"


def digests_of(folder: str, paths: Iterable[str]) -> dict[str, str]:
    """Return path → SHA-256 of every file that is there and may be opened."""
    found = {}
    for path in paths:
        try:
            with open_file(folder, path) as file:
                found[path] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
    return found


def reflowed(folder: str, handed_in: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that are what was handed in but for the ends of their lines; `handed_in`: path → SHA-256."""
    for path, digest in handed_in.items():
        with contextlib.suppress(OSError), open_file(folder, path) as file:
            data = file.read(_MOST_TEXT)
            if b"\0" not in data and digest in _with_either_end(data):
                yield path


def _with_either_end(text: bytes) -> tuple[str, str]:
    plain = text.replace(b"\r\n", b"\n")
    return (hashlib.sha256(plain).hexdigest(), hashlib.sha256(plain.replace(b"\n", b"\r\n")).hexdigest())
