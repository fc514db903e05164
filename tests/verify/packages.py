"""Packages made for tests without a line of the program's own writing side: by the contract, and against it."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sample-dossiers"
YANGLAO = "minzheng-yanglao"
PAPERS = ("三重一大会议纪要", "项目建设申报表", "项目建议书")
AS_OF = "2026-11-23"
NAME = f"ZL-2027-MZ-01-申报-{AS_OF}"
STORED, DEFLATED = 0, 8
UTF8 = 0x800

Files = dict[str, bytes]


@dataclass
class Raw:
    """One entry of a zip as its bytes are to be written; `local_*`: what its own header says if not the same."""

    name: bytes
    data: bytes = b""
    method: int = STORED
    flags: int = UTF8
    attributes: int = 0o100644 << 16
    extra: bytes = b""
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_name: bytes | None = None
    local_method: int | None = None
    local_size: int | None = None
    before: bytes = b""
    at: int | None = None  # say that it begins there instead

    @property
    def packed(self) -> bytes:
        if self.method != DEFLATED:
            return self.data
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()


@dataclass
class End:
    """The end of a zip; None: the truth."""

    prefix: bytes = b""
    suffix: bytes = b""
    comment: bytes = b""
    total: int | None = None
    offset: int | None = None
    length: int | None = None
    before_end: bytes = b""
    disk: int = 0


def zip_of(entries: Iterable[Raw], end: End | None = None) -> bytes:
    """Return the bytes of a zip of exactly these entries."""
    last = end or End()
    out = bytearray(last.prefix)
    directory = bytearray()
    count = 0
    for entry in entries:
        out += entry.before
        start = len(out) if entry.at is None else entry.at
        packed = entry.packed
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        size = len(entry.data) if entry.size is None else entry.size
        packed_size = len(packed) if entry.packed_size is None else entry.packed_size
        local_name = entry.name if entry.local_name is None else entry.local_name
        method = entry.method if entry.local_method is None else entry.local_method
        local_size = size if entry.local_size is None else entry.local_size
        fields = (20, entry.flags, method, 0, 0x21, crc, packed_size, local_size, len(local_name), len(entry.extra))
        out += struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + local_name + entry.extra + packed
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            0x0314,
            20,
            entry.flags,
            entry.method,
            0,
            0x21,
            crc,
            packed_size,
            size,
            len(entry.name),
            len(entry.extra),
            0,
            0,
            0,
            entry.attributes,
            start,
        )
        directory += entry.name + entry.extra
        count += 1
    offset = len(out) if last.offset is None else last.offset
    length = len(directory) if last.length is None else last.length
    total = count if last.total is None else last.total
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", last.disk, 0, total, total, length, offset, len(last.comment))
    return bytes(out + directory + last.before_end + record + last.comment + last.suffix)


def digest_lists(files: Files, algorithms: Iterable[str] = ("sha256", "sm3")) -> Files:
    """Return the files with the lists of digests that belong to them, old lists replaced."""
    kept = {name: data for name, data in files.items() if "manifest-" not in name}
    payload = {name: data for name, data in kept.items() if name.startswith("data/")}
    for algorithm in algorithms:
        kept[f"manifest-{algorithm}.txt"] = listed(payload, algorithm)
    tags = {name: data for name, data in kept.items() if not name.startswith("data/")}
    for algorithm in algorithms:
        kept[f"tagmanifest-{algorithm}.txt"] = listed(tags, algorithm)
    return kept


def listed(files: Files, algorithm: str) -> bytes:
    lines = [f"{hashlib.new(algorithm, data).hexdigest()}  {escaped(name)}\n" for name, data in sorted(files.items())]
    return "".join(lines).encode()


def escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def oxum(files: Files) -> str:
    payload = [data for name, data in files.items() if name.startswith("data/")]
    return f"{sum(map(len, payload))}.{len(payload)}"


@dataclass
class Made:
    """A package under the contract."""

    sample: str = YANGLAO
    submission: str = "申报"
    as_of: str = AS_OF
    kinds: tuple[str, ...] = PAPERS
    name: str = ""
    draft: bool = False
    algorithms: tuple[str, ...] = ("sha256", "sm3")
    told: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return self.name or f"{self.manifest['project']['code']}-{self.submission}-{self.as_of}"

    @property
    def manifest(self) -> dict[str, Any]:
        return manifest_of(self.sample)

    def files(self) -> Files:
        """Return name below the folder → content, lists of digests included."""
        found = self.payload()
        found["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        found["bag-info.txt"] = self.info(found)
        return digest_lists(found, self.algorithms)

    def payload(self) -> Files:
        manifest, folder = self.manifest, SAMPLES / self.sample
        found: Files = {}
        entries = []
        documents = [each for kind in self.kinds for each in manifest["documents"] if kind in kinds_of(each)]
        for number, each in enumerate(documents, 1):
            data = (folder / each["path"]).read_bytes()
            extension = each["path"].rpartition(".")[2]
            day = f"_{each['date']}" if each.get("date") else ""
            name = f"{number:02}_{kinds_of(each)[0]}{day}.{extension}"
            found[f"data/{name}"] = data
            sha256 = hashlib.sha256(data).hexdigest()
            told = {"name": name, "path": each["path"], "kinds": kinds_of(each), "size": len(data), "sha256": sha256}
            entries.append(told)
        found["data/manifest.yaml"] = (folder / "manifest.yaml").read_bytes()
        submission = {
            "version": 1,
            "tool": "zlxm 0.1.0",
            "regulation": manifest["regulation"],
            "submission": self.submission,
            "as_of": self.as_of,
            "project": manifest["project"]["name"],
            "code": manifest["project"].get("code", ""),
            "unit": manifest["unit"]["name"],
            "draft": self.draft,
            "files": entries,
        }
        found["data/submission.json"] = json.dumps({**submission, **self.told}, ensure_ascii=False).encode()
        return found

    def info(self, files: Files) -> bytes:
        tags = {
            "Source-Organization": self.manifest["unit"]["name"],
            "Payload-Oxum": oxum(files),
            "Bagging-Date": self.as_of,
            "Zlxm-Submission": self.submission,
            "Zlxm-Regulation": self.manifest["regulation"],
            "Zlxm-As-Of": self.as_of,
            **({"Zlxm-Draft": "true"} if self.draft else {}),
            **self.tags,
        }
        return "".join(f"{label}: {said}\n" for label, said in tags.items()).encode()

    def entries(self) -> list[Raw]:
        return raws(self.files(), self.folder)

    def data(self) -> bytes:
        return zip_of(self.entries())

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.folder}.zip"
        path.write_bytes(self.data())
        return path


@cache
def manifest_of(sample: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((SAMPLES / sample / "manifest.yaml").read_text(encoding="utf-8"))
    return read


def kinds_of(document: dict[str, Any]) -> list[str]:
    kind = document["kind"]
    return kind if isinstance(kind, list) else [kind]


def raws(files: Files, folder: str) -> list[Raw]:
    prefix = f"{folder}/" if folder else ""
    return [Raw(f"{prefix}{name}".encode(), data) for name, data in files.items()]


def changed(made: Made, alter: Callable[[Files], None], *, listed_again: bool = False) -> bytes:
    """Return the bytes of a package of which something was altered; `listed_again`: with new lists of digests."""
    files = made.files()
    alter(files)
    return zip_of(raws(digest_lists(files, made.algorithms) if listed_again else files, made.folder))


def with_entry(*more: Raw) -> bytes:
    """Return a good package with more entries."""
    return zip_of([*Made().entries(), *more])


def with_first(**altered: Any) -> bytes:
    """Return a good package whose first entry is written otherwise."""
    first, *rest = Made().entries()
    return zip_of([replace(first, **altered), *rest])
