"""Looks over the directory of a package before anything in it is unpacked: every name, size and place it claims."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

from zlxm.model.bag import INCONSISTENT, UNREADABLE, UNSAFE, Fault
from zlxm.model.path_names import clash_key, unsafe_path, windows_faults
from zlxm.model.problem import Severity
from zlxm.model.value import value
from zlxm.store.zip_screen import MOST_ENTRIES, Seekable, zip_damage

MOST_PACKAGE_BYTES: Final = 2 * 1024**3
MOST_UNPACKED_BYTES: Final = 2 * 1024**3
MOST_ENTRY_BYTES: Final = 500 * 1024**2
MOST_COMMENT_BYTES: Final = 1024
MOST_FAULTS: Final = 500

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_SIZE: Final = 20
_TAIL: Final = 65_535 + _END.size
_IN_64: Final = (0xFFFF, 0xFFFFFFFF)  # what a field says when the larger record has its value
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_FOLLOWED: Final = 0x8  # sizes stand behind the content, in at most 24 bytes
_LONGEST_FOLLOWER: Final = 24
_UTF8: Final = 0x800
_TELLING: Final = _ENCRYPTED | _FOLLOWED | _UTF8  # of the other flags some writers change their mind
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HARD_ON_WINDOWS: Final = frozenset({"reserved_name", "trailing_dot_or_space", "windows_character"})


@value
class Entry:
    """One entry as its directory and its own header agree on it. `start` is where its stored bytes begin."""

    name: str
    info: zipfile.ZipInfo
    start: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it only names a folder."""
        return self.name.endswith("/")


def screen(archive: zipfile.ZipFile, file: Seekable, size: int) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries in the order of the directory, and everything that is wrong; with an error among the faults
    nothing may be unpacked. Raises what `zipfile` raises where the file ends too soon."""
    infos = archive.infolist()
    fault = _of_archive(archive, file, size)
    if fault:
        return (), (Fault(*fault),)
    entries = tuple(Entry(entry_name(info), info, _content_start(file, info)) for info in infos)
    return entries, tuple(_first(MOST_FAULTS, _of_entries(entries, archive.start_dir or 0)))


def entry_name(info: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it: without the flag for UTF-8 it may be UTF-8 all the same, or GBK."""
    if not _is_unflagged(info):
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _is_unflagged(info: zipfile.ZipInfo) -> bool:
    return not info.flag_bits & _UTF8 and not info.orig_filename.isascii()


def _first(most: int, faults: Iterable[Fault]) -> Iterator[Fault]:
    for _, fault in zip(range(most), faults, strict=False):
        yield fault


def _of_archive(archive: zipfile.ZipFile, file: Seekable, size: int) -> tuple[str, str, str] | None:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES or sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
        return UNSAFE, "", "bomb"
    too_large = next((info for info in infos if info.file_size > MOST_ENTRY_BYTES), None)
    if too_large:
        return UNSAFE, entry_name(too_large), "bomb"
    damage = zip_damage(archive)
    if damage == "hidden_data" and _begins_as_zip(file):  # what was found is the end of a document inside
        return UNREADABLE, "", "cut_short"
    if damage and damage not in ("unsafe_name", "duplicate_part"):  # those are told with their names
        return (UNREADABLE if damage == "empty_zip" else UNSAFE), "", damage
    fault = _fault_of_end(archive, file, size)
    return (UNSAFE, "", fault) if fault else None


def _begins_as_zip(file: Seekable) -> bool:
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def _fault_of_end(archive: zipfile.ZipFile, file: Seekable, size: int) -> str:
    """The end of the file must say the same as the directory, and be the end: other programs read only one of them."""
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return "bad_directory"
    _, disk, first_disk, here, total, length, offset, comment = _END.unpack_from(tail, at)
    if len(tail) != at + _END.size + comment or comment > MOST_COMMENT_BYTES:
        return "trailing_data"
    told = (len(archive.infolist()), archive.start_dir or 0)
    if tail[max(0, at - _LOCATOR_SIZE) : at].startswith(b"PK\x06\x07"):
        return _fault_of_end64(tail[: at - _LOCATOR_SIZE], start, told, (total, offset))
    is_plain = disk == first_disk == 0 and here == total == told[0] and offset == told[1]
    return "" if is_plain and offset + length == start + at else "bad_directory"


def _fault_of_end64(before: bytes, start: int, told: tuple[int, int], small: tuple[int, int]) -> str:
    at = len(before) - _END64.size
    if at < 0:
        return "zip64"
    sign, _, _, _, disk, first_disk, here, total, length, offset = _END64.unpack_from(before, at)
    agrees = all(each in (*_IN_64, large) for each, large in zip(small, told, strict=True))
    is_sound = sign == b"PK\x06\x06" and disk == first_disk == 0 and here == total
    is_there = (total, offset) == told and offset + length == start + at
    return "" if agrees and is_sound and is_there else "zip64"


def _content_start(file: Seekable, info: zipfile.ZipInfo) -> int:
    """Where the stored bytes begin by the entry's own header; 0 when that header says something else than the
    directory."""
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return 0
    sign, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack(head)
    written = file.read(name)
    encoding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
    same_name = written == info.orig_filename.encode(encoding, "replace")
    same_form = (flags & _TELLING, method) == (info.flag_bits & _TELLING, info.compress_type)
    told = ((crc, info.CRC), (packed, info.compress_size), (size, info.file_size))
    later = (0, 0xFFFFFFFF) if flags & _FOLLOWED else (0xFFFFFFFF,)
    same_sizes = all(own in (each, *later) for own, each in told)
    is_same = sign == b"PK\x03\x04" and same_name and same_form and same_sizes
    return info.header_offset + _LOCAL.size + name + extra if is_same else 0


def _of_entries(entries: tuple[Entry, ...], end: int) -> Iterator[Fault]:
    for entry in entries:
        what = _fault_of_form(entry)
        if what:
            yield Fault(UNREADABLE, entry.name, what)
        what = _fault_of_name(entry) or _fault_of_kind(entry.info) or ("" if entry.start else "other_header")
        if what:
            yield Fault(UNSAFE, entry.name, what)
    unflagged = [each.name for each in entries if _is_unflagged(each.info)]
    if unflagged:
        facts = {"detail": len(unflagged)}
        yield Fault(INCONSISTENT, unflagged[0], "unflagged_name", facts, Severity.INFO)
    yield from _clashes(entries)
    yield from _gaps(entries, end)


def _fault_of_form(entry: Entry) -> str:
    if entry.info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if entry.info.compress_type == zipfile.ZIP_STORED and entry.info.compress_size != entry.info.file_size:
        return "bad_zip"
    return "" if entry.info.compress_type in _METHODS else "other_compression"


def _fault_of_name(entry: Entry) -> str:
    path = entry.name.removesuffix("/")
    return unsafe_path(path) or next((each for each in windows_faults(path) if each in _HARD_ON_WINDOWS), "")


def _fault_of_kind(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "link"
    is_folder = info.orig_filename.endswith("/")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not is_folder):
        return "not_a_file"
    return "not_a_file" if is_folder and info.file_size else ""


def _clashes(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Yield names that could not lie side by side: twice, differing in case or Unicode form, or a file as a folder."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        key = clash_key(entry.name.removesuffix("/"))
        first = seen.setdefault(key, entry)
        if first is not entry:
            yield Fault(UNSAFE, entry.name, "duplicate" if first.name == entry.name else "clash")
    for key, entry in seen.items():
        above = next((each for each in _parents(key) if each in seen and not seen[each].is_folder), None)
        if above:
            yield Fault(UNSAFE, entry.name, "clash")


def _parents(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _gaps(entries: Iterable[Entry], end: int) -> Iterator[Fault]:
    """Yield entries behind which something is hidden, before the next entry or the directory begins."""
    ordered = sorted((entry for entry in entries if entry.start), key=lambda entry: entry.start)
    limits = [entry.info.header_offset for entry in ordered[1:]] + [end]
    for entry, limit in zip(ordered, limits, strict=True):
        gap = limit - entry.start - entry.info.compress_size
        room = _LONGEST_FOLLOWER if entry.info.flag_bits & _FOLLOWED else 0
        if gap > room or gap < 0:
            yield Fault(UNSAFE, entry.name, "hidden_data" if gap > 0 else "overlap")
