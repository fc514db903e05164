"""Parcel → a BagIt 1.0 package (RFC 8493) as a zip. Nothing is compressed: deflate differs between versions of zlib,
and the same dossier must give the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import IO, Any

from zlxm import __version__
from zlxm.model.bag import DECLARATION, INFO, MANIFEST, PAYLOAD, SUBMISSION
from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.handover import PackedFile
from zlxm.model.value import value
from zlxm.services.submission import Parcel
from zlxm.store.attachments import open_file

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
_CHUNK = 1024 * 1024
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_BLANK = "0" * 64
ALGORITHMS = tuple(name for name in ("sha256", "sm3") if name in hashlib.algorithms_available)
"""SHA-256, and SM3 where Python's own OpenSSL has it."""
COMMON = ALGORITHMS[:1]
"""What every BagIt program knows. Some take a tag manifest of an algorithm that they do not know for a stray file; the
SM3 list of the payload is one more tag file to them, covered by the tag manifest they know."""


@value
class Digests:
    """What was written under one name: its size and digest by algorithm."""

    size: int
    by_algorithm: Mapping[str, str]


class BagWriter:
    """Writes a package into an open file, part by part; the digests are those of the bytes that were written."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        self._file = file
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._folder = folder
        self.written: dict[str, Digests] = {}

    def add(self, name: str, chunks: Iterable[bytes], size: int) -> None:
        """Write one file below the package's folder. Raises Refused (`file_changed`) unless it has the size it had."""
        info = zipfile.ZipInfo(f"{self._folder}/{name}", _EPOCH)
        info.create_system, info.external_attr, info.file_size = _UNIX, _MODE, size
        sums = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
        count = 0
        with self._archive.open(info, "w") as part:
            for chunk in chunks:
                part.write(chunk)
                count += len(chunk)
                for each in sums.values():
                    each.update(chunk)
        if count != size:
            raise Refused("file_changed", {"path": name})
        self.written[name] = Digests(count, {algorithm: each.hexdigest() for algorithm, each in sums.items()})

    def rewrite(self, name: str, data: bytes) -> None:
        """Put other bytes, as many, in the place of a file that was written: the tags come first, and the digests in
        them are known last."""
        info = self._archive.getinfo(f"{self._folder}/{name}")
        info.CRC = zlib.crc32(data)
        self._file.seek(info.header_offset)
        self._file.write(info.FileHeader() + data)
        self.written[name] = digests_of(data)

    def close(self) -> None:
        """Finish the zip."""
        self._archive.close()


def digests_of(data: bytes) -> Digests:
    """Return the size and the digests of some bytes."""
    return Digests(len(data), {algorithm: hashlib.new(algorithm, data).hexdigest() for algorithm in ALGORITHMS})


def tag_files(info: Mapping[str, str], payload: Mapping[str, Digests]) -> dict[str, bytes]:
    """Return name → content of everything that is not payload, in the order it stands in the package. For a payload of
    the same names and sizes the contents have the same sizes."""
    oxum = f"{sum(each.size for each in payload.values())}.{len(payload)}"
    told = "".join(f"{key}: {_line(text)}\n" for key, text in {**info, "Payload-Oxum": oxum}.items())
    tags = {DECLARATION: _DECLARATION.encode(), INFO: told.encode(), **_lists("manifest", payload)}
    covered = {name: digests_of(data) for name, data in tags.items()}
    return {**tags, **_lists("tagmanifest", covered, COMMON)}


def _lists(kind: str, files: Mapping[str, Digests], algorithms: Iterable[str] = ALGORITHMS) -> dict[str, bytes]:
    return {f"{kind}-{algorithm}.txt": _list(files, algorithm) for algorithm in algorithms}


def _list(files: Mapping[str, Digests], algorithm: str) -> bytes:
    lines = (f"{each.by_algorithm[algorithm]}  {_encoded(name)}\n" for name, each in sorted(files.items()))
    return "".join(lines).encode()


def write_bag(parcel: Parcel, extras: Mapping[str, bytes], file: IO[bytes]) -> tuple[PackedFile, ...]:
    """Write the package and return its documents with their digests. `extras`: further files of the payload by name.

    Raises Refused (`file_changed`) when a document is not what it was a moment ago.
    """
    own = {**{PAYLOAD + name: data for name, data in extras.items()}, MANIFEST: parcel.loaded.data}
    sizes = {PAYLOAD + each.name: each.size for each in parcel.enclosures}
    sizes |= {name: len(data) for name, data in own.items()}
    blank = {name: Digests(size, dict.fromkeys(ALGORITHMS, _BLANK)) for name, size in sizes.items()}
    blank[SUBMISSION] = digests_of(_submission(parcel, _packed(parcel, blank)))
    with closing(BagWriter(file, parcel.name)) as bag:
        for name, data in tag_files(_info(parcel), blank).items():
            bag.add(name, [data], len(data))
        for each in parcel.enclosures:
            bag.add(PAYLOAD + each.name, _content(parcel, each.path), each.size)
        packed = _packed(parcel, bag.written)
        for name, data in {**own, SUBMISSION: _submission(parcel, packed)}.items():
            bag.add(name, [data], len(data))
        _finish(bag, _info(parcel))
    _require_whole(bag, parcel.name, file)
    return packed


def _finish(bag: BagWriter, info: Mapping[str, str]) -> None:
    payload = {name: each for name, each in bag.written.items() if name.startswith(PAYLOAD)}
    for name, data in tag_files(info, payload).items():
        bag.rewrite(name, data)


def _packed(parcel: Parcel, written: Mapping[str, Digests]) -> tuple[PackedFile, ...]:
    return tuple(
        PackedFile(each.path, written[PAYLOAD + each.name].by_algorithm["sha256"], each.size)
        for each in parcel.enclosures
    )


def _require_whole(bag: BagWriter, folder: str, file: IO[bytes]) -> None:
    """Read the finished package once more. Raises ZlxmError (`unwritable`) when the disk kept something else."""
    with zipfile.ZipFile(file) as archive:
        for name, digests in bag.written.items():
            if _digest_in(archive, f"{folder}/{name}") != digests.by_algorithm["sha256"]:
                raise ZlxmError("unwritable", {"path": name, "detail": "sha256"})


def _digest_in(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type] # it reads into buffers


def _content(parcel: Parcel, path: str) -> Iterator[bytes]:
    try:
        with open_file(parcel.loaded.folder, path) as file:
            before = os.fstat(file.fileno())
            while chunk := file.read(_CHUNK):
                yield chunk
            after = os.fstat(file.fileno())
    except OSError as error:
        raise Refused("file_changed", {"path": path}) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Refused("file_changed", {"path": path})


def _submission(parcel: Parcel, packed: Iterable[PackedFile]) -> bytes:
    return (json.dumps(_described(parcel, packed), ensure_ascii=False, indent=1) + "\n").encode()


def _described(parcel: Parcel, packed: Iterable[PackedFile]) -> dict[str, Any]:
    project, unit = parcel.dossier.project, parcel.dossier.unit
    files = [
        {"name": each.name, "path": each.path, "kinds": each.kinds, "size": each.size, "sha256": digest.sha256}
        for each, digest in zip(parcel.enclosures, packed, strict=True)
    ]
    return {
        "version": 1,
        "tool": __version__,
        "regulation": parcel.pack.identity.id,
        "submission": parcel.submission,
        "as_of": parcel.as_of.isoformat(),
        "project": project.name,
        "code": project.code,
        "unit": unit.name,
        "draft": bool(parcel.draft),
        "files": files,
    }


def _info(parcel: Parcel) -> dict[str, str]:
    info = {
        "Source-Organization": parcel.dossier.unit.name,
        "External-Description": parcel.dossier.project.name,
        "External-Identifier": parcel.dossier.project.code,
        "Bagging-Date": parcel.as_of.isoformat(),
        "Bag-Software-Agent": f"zlxm {__version__}",
        "Zlxm-Submission": parcel.submission,
        "Zlxm-Regulation": parcel.pack.identity.id,
        "Zlxm-As-Of": parcel.as_of.isoformat(),
        "Zlxm-Files": str(len(parcel.enclosures)),
        "Zlxm-Draft": "true" if parcel.draft else "",
    }
    return {key: text for key, text in info.items() if text}


def _line(text: str) -> str:
    return " ".join(text.split())


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
