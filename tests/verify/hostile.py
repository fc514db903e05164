"""Packages that mean harm or were made wrong, each with the code that must be found and the word for what is wrong."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from tests.verify.packages import (
    DEFLATED,
    NAME,
    PAPERS,
    End,
    Files,
    Made,
    Raw,
    changed,
    listed,
    raws,
    with_entry,
    with_first,
    zip_of,
)

Case = tuple[str, bytes, str, str]
PAPER = "data/02_项目建设申报表_2026-09-18.docx"


def good() -> bytes:
    return Made().data()


def entry(name: str | bytes, data: bytes = b"x", **how: object) -> Raw:
    return Raw(name.encode() if isinstance(name, str) else name, data, **how)  # type: ignore[arg-type] # of a table


def of_names() -> Iterator[Case]:
    """Yield names that would be unpacked elsewhere, or not at all, or over another."""
    for title, name, what in (
        ("up", f"{NAME}/../../etc/passwd", "parent"),
        ("up at the start", "../evil", "parent"),
        ("up behind a folder", f"{NAME}/data/..", "parent"),
        ("absolute", "/etc/passwd", "absolute"),
        ("drive", "C:/Windows/x.dll", "drive"),
        ("drive, relative", "C:x.dll", "drive"),
        ("backslash", f"{NAME}\\data\\x.txt", "backslash"),
        ("backslash up", "..\\..\\x.txt", "backslash"),
        ("share", "\\\\server\\share\\x", "backslash"),
        ("empty part", f"{NAME}//x", "empty_part"),
        ("dot part", f"{NAME}/./x", "dot_part"),
        ("line end", f"{NAME}/data/a\nb", "control_character"),
        ("escape", f"{NAME}/data/\x1b[31mred", "control_character"),
        ("nothing", f"{NAME}/data/a\0.txt", "control_character"),
        ("turned around", f"{NAME}/data/fdp.\u202excod", "control_character"),
        ("device", f"{NAME}/data/con.pdf", "reserved_name"),
        ("device in a folder", f"{NAME}/aux/x.pdf", "reserved_name"),
        ("stream", f"{NAME}/data/a.pdf:evil", "windows_character"),
        ("dot at the end", f"{NAME}/data/a.pdf.", "trailing_dot_or_space"),
        ("blank at the end", f"{NAME}/data /a.pdf", "trailing_dot_or_space"),
    ):
        yield title, with_entry(entry(name)), "PACKAGE-2", what
    yield "no name", with_entry(entry("")), "PACKAGE-2", "empty_part"
    for title, name, what in (
        ("twice", f"{NAME}/bagit.txt", "duplicate"),
        ("twice but for case", f"{NAME}/BagIt.TXT", "clash"),
        ("twice but for form", f"{NAME}/data/\u00e9.txt", "clash"),
        ("twice as folder", f"{NAME}/bagit.txt/", "clash"),
        ("file as folder", f"{NAME}/bagit.txt/x", "clash"),
    ):
        decomposed = entry(unicodedata.normalize("NFD", f"{NAME}/data/\u00e9.txt"))
        yield title, with_entry(decomposed, entry(name, b"")), "PACKAGE-2", what
    with_unflagged = entry(f"{NAME}/../甲".encode("gb18030"), flags=0)
    yield "up in GBK", with_entry(with_unflagged), "PACKAGE-2", "parent"


def of_kinds() -> Iterator[Case]:
    """Yield entries that are no plain files."""
    for title, mode, what in (
        ("symbolic link", 0o120777, "link"),
        ("pipe", 0o010644, "not_a_file"),
        ("device", 0o020644, "not_a_file"),
        ("socket", 0o140644, "not_a_file"),
        ("folder in a file's name", 0o040755, "not_a_file"),
    ):
        yield title, with_entry(entry(f"{NAME}/data/x", b"/etc/passwd", attributes=mode << 16)), "PACKAGE-2", what
    yield "folder with content", with_entry(entry(f"{NAME}/data/x/", b"hidden")), "PACKAGE-2", "not_a_file"


def of_sizes() -> Iterator[Case]:
    """Yield bombs."""
    zeros = bytes(4 * 1024**2)
    yield "bomb by ratio", with_entry(entry(f"{NAME}/data/x", zeros, method=DEFLATED)), "PACKAGE-2", "bomb"
    many = [entry(f"{NAME}/data/{number}", b"") for number in range(5001)]
    yield "bomb by count", zip_of(many), "PACKAGE-2", "bomb"
    many = [entry(f"{NAME}/data/{'x' * 200}{number}", b"") for number in range(12000)]
    yield "bomb by the size of the directory", zip_of(many), "PACKAGE-2", "bomb"
    large = entry(f"{NAME}/data/x", size=600 * 1024**2, packed_size=600 * 1024**2)
    yield "bomb by the size of a file", with_entry(large), "PACKAGE-2", "bomb"
    mib = 450 * 1024**2
    several = [entry(f"{NAME}/data/{number}", size=mib, packed_size=mib) for number in range(6)]
    yield "bomb by size in all", with_entry(*several), "PACKAGE-2", "bomb"
    inner = zlib_bomb_inside()
    yield "a small size told of a large file", inner, "PACKAGE-5", "bad_check_sum"
    first = Made().entries()
    here = [Raw(each.name + b"x", each.data, at=0) for each in first]
    yield "overlapping entries", zip_of([*first, *here]), "PACKAGE-2", "overlap"


def zlib_bomb_inside() -> bytes:
    """Return a good package of which one packed file unpacks to more than it says."""
    entries = Made().entries()
    at = next(number for number, each in enumerate(entries) if each.name.endswith(b"submission.json"))
    data = entries[at].data
    entries[at] = Raw(entries[at].name, data + bytes(900_000), DEFLATED, size=len(data))
    return zip_of(entries)


def of_form() -> Iterator[Case]:
    """Yield zips that are not as zips must be."""
    yield "empty file", b"", "PACKAGE-1", "empty_package"
    yield "not a zip", b"hello", "PACKAGE-1", "bad_zip"
    yield "rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "PACKAGE-1", "bad_zip"
    yield "empty zip", zip_of([]), "PACKAGE-1", "empty_zip"
    yield "first half", good()[: len(good()) // 2], "PACKAGE-1", "cut_short"
    yield "first bytes", good()[:3000], "PACKAGE-1", "bad_zip"
    yield "one byte short", good()[:-1], "PACKAGE-1", "bad_zip"
    yield "second half", good()[len(good()) // 2 :], "PACKAGE-2", "bad_directory"
    yield "encrypted", with_first(flags=0x801), "PACKAGE-1", "encrypted"
    yield "strongly encrypted", with_first(flags=0x841), "PACKAGE-1", "encrypted"
    yield "masked headers", with_first(flags=0x2800), "PACKAGE-1", "encrypted"
    for method in (1, 6, 9, 12, 14, 93, 95, 98, 99):
        yield f"compression {method}", with_first(method=method), "PACKAGE-1", "other_compression"
    yield from of_ends()


def of_ends() -> Iterator[Case]:
    """Yield zips that say different things in different places, or hide something between them."""
    yield "stored in other size", with_first(packed_size=10), "PACKAGE-1", "bad_zip"
    yield "before it", zip_of(Made().entries(), End(b"MZ" + bytes(500))), "PACKAGE-2", "hidden_data"
    yield "a program before it", b"MZ" + bytes(500) + good(), "PACKAGE-2", "hidden_data"
    yield "behind it", zip_of(Made().entries(), End(suffix=b"hidden")), "PACKAGE-2", "trailing_data"
    yield "large comment", zip_of(Made().entries(), End(comment=bytes(2000))), "PACKAGE-2", "trailing_data"
    yield "another disk", zip_of(Made().entries(), End(disk=1)), "PACKAGE-2", "bad_directory"
    yield "fewer files told", zip_of(Made().entries(), End(total=3)), "PACKAGE-2", "bad_directory"
    yield "more files told", zip_of(Made().entries(), End(total=30)), "PACKAGE-2", "bad_directory"
    yield "before the end", zip_of(Made().entries(), End(before_end=b"hidden" * 9)), "PACKAGE-1", "bad_zip"
    *first, last = Made().entries()
    hidden = [*first, Raw(last.name, last.data, before=b"hidden" * 10)]
    yield "between entries", zip_of(hidden), "PACKAGE-2", "hidden_data"
    yield (
        "other name in its own header",
        with_first(local_name=Made().entries()[0].name[:-3] + b"exe"),
        "PACKAGE-2",
        "other_header",
    )
    yield "other method in its own header", with_first(local_method=8), "PACKAGE-2", "other_header"
    yield "other size in its own header", with_first(local_size=3), "PACKAGE-2", "other_header"
    yield "wrong check sum", with_first(crc=1), "PACKAGE-5", "bad_check_sum"
    yield from of_zip64()


def of_zip64() -> Iterator[Case]:
    """Yield ends in the larger form that contradict the smaller one."""
    entries = Made().entries()
    plain = zip_of(entries)
    offset, length = struct.unpack_from("<2L", plain, len(plain) - 10)[::-1]
    at = len(plain) - 22

    def larger(count: int, begin: int, sign: bytes = b"PK\x06\x06") -> bytes:
        record = struct.pack("<4sQ2H2L4Q", sign, 44, 45, 45, 0, 0, count, count, length, begin)
        return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)

    count = len(entries)
    yield "ZIP64 with other count", zip_of(entries, End(before_end=larger(count - 1, offset))), "PACKAGE-2", "zip64"
    yield "ZIP64 with other place", zip_of(entries, End(before_end=larger(count, 0))), "PACKAGE-", ""
    yield "ZIP64 without its record", zip_of(entries, End(before_end=larger(count, offset, b"XXXX"))), "PACKAGE-", ""
    yield "ZIP64 asked for and absent", zip_of(entries, End(offset=0xFFFFFFFF)), "PACKAGE-", ""


def of_folders() -> Iterator[Case]:
    """Yield zips whose folder is not one."""
    files = Made().files()
    yield "no folder and no bag", zip_of([entry("a.txt"), entry("b.txt")]), "PACKAGE-1", "no_folder"
    yield "two folders", with_entry(entry("other/x.txt")), "PACKAGE-1", "several_folders"
    yield "a file beside the folder", with_entry(entry("readme.txt")), "PACKAGE-1", "several_folders"
    yield "what macOS adds", with_entry(entry(f"__MACOSX/{NAME}/._bagit.txt")), "PACKAGE-1", "several_folders"
    less = {name: data for name, data in files.items() if name != "bagit.txt"}
    yield "no bagit.txt", zip_of(raws(less, NAME)), "PACKAGE-1", "no_bag"
    deeper = raws(files, f"{NAME}/{NAME}")
    yield "a folder too deep", zip_of(deeper), "PACKAGE-1", "no_bag"
    yield "another name", zip_of(raws(files, "别的名字")), "PACKAGE-6", "renamed"
    yield "only the manifest's folder", zip_of([entry(f"{NAME}/manifest.yaml")]), "PACKAGE-1", "no_bag"


def put(name: str, data: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def drop(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


def swap(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def alter(files: Files) -> None:
        assert old in files[name], (old, files[name])
        files[name] = files[name].replace(old, new)

    return alter


def of_lists() -> Iterator[Case]:
    """Yield bags whose lists do not fit; `again`: somebody made new lists of digests afterwards."""
    made = Made()
    for title, alter, code, what in (
        ("a paper altered", put(PAPER, b"PK altered"), "PACKAGE-5", "sha256"),
        ("a paper taken out", drop(PAPER), "PACKAGE-3", ""),
        ("a paper put in", put("data/甲.pdf", b"%PDF-"), "PACKAGE-4", ""),
        ("a tag file put in", put("notes.txt", b"x"), "PACKAGE-4", ""),
        ("the tags altered", put("bag-info.txt", b"A: b\n"), "PACKAGE-5", ""),
        ("the tags taken out", drop("bag-info.txt"), "PACKAGE-3", ""),
        ("a list taken out", drop("manifest-sm3.txt"), "PACKAGE-3", ""),
        ("the manifest taken out", drop("data/manifest.yaml"), "PACKAGE-1", "no_dossier_inside"),
        ("a line in the list unreadable", put("manifest-sha256.txt", b"what is this\n"), "PACKAGE-6", "bad_list_line"),
        ("the list in GBK", put("manifest-sha256.txt", "00 data/甲\n".encode("gbk")), "PACKAGE-1", "not_utf8"),
        ("a name that leads out", put("manifest-sha256.txt", b"00 ../../x\n"), "PACKAGE-2", "parent"),
        ("an absolute name listed", put("manifest-sha256.txt", b"00 /etc/passwd\n"), "PACKAGE-2", "absolute"),
        ("a tag file among the content", put("manifest-sha256.txt", b"00 bagit.txt\n"), "PACKAGE-6", "wrong_list"),
        ("two digests for a file", put("manifest-sm3.txt", b"00 data/x\n11 data/x\n"), "PACKAGE-6", "bad_list_line"),
        ("an empty list", put("manifest-sm3.txt", b""), "PACKAGE-6", "not_in_every_list"),
    ):
        yield title, changed(made, alter), code, what
    yield from of_lists_again()


def of_lists_again() -> Iterator[Case]:
    made = Made()
    told = "data/submission.json"
    for title, alter, code, what in (
        (
            "another version",
            put("bagit.txt", b"BagIt-Version: 9.9\nTag-File-Character-Encoding: UTF-8\n"),
            "6",
            "bad_version",
        ),
        (
            "another encoding",
            put("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: GBK\n"),
            "6",
            "bad_declaration",
        ),
        ("a byte order mark", put("bagit.txt", b"\xef\xbb\xbfBagIt-Version: 1.0\n"), "6", "bad_declaration"),
        ("to be fetched", put("fetch.txt", b"http://example.invalid/ 3 data/x\n"), "6", "to_be_fetched"),
        ("another size told", swap("bag-info.txt", b"Payload-Oxum: ", b"Payload-Oxum: 9"), "6", "other_size"),
        ("no tags", drop("bag-info.txt"), "6", "no_such_list"),
        ("a paper put in and listed", put("data/09_甲.pdf", b"%PDF-"), "6", "unlisted_content"),
        ("no JSON", put(told, b"{"), "6", "bad_submission"),
        ("JSON of nothing", put(told, b"null"), "6", "bad_submission"),
        ("JSON without files", put(told, b'{"version": 1}'), "6", "bad_submission"),
        ("JSON of another version", put(told, b'{"version": 2, "files": []}'), "6", "bad_submission"),
        ("JSON too deep", put(told, b"[" * 100_000), "6", "bad_submission"),
        ("JSON of odd files", put(told, b'{"version": 1, "files": [1, {"name": 3}, null]}'), "6", "bad_submission"),
        ("another submission told", swap(told, "申报".encode(), "开会".encode()), "6", "other_submission"),
        ("another project told", swap(told, "养老".encode(), "教育".encode()), "6", "other_project"),
        ("another day told", swap(told, b"2026-11-23", b"2026-11-22"), "6", "other_tag"),
        ("another path told", swap(told, "项目建议书.docx".encode(), b"x.docx"), "6", "unknown_path"),
        ("another kind told", swap(told, '["三重一大会议纪要"]'.encode(), '["监理报告"]'.encode()), "6", "other_kinds"),
        ("another digest told", swap(told, b'"sha256": "', b'"sha256": "0'), "6", "other_digest"),
        ("a file told that is not there", drop(PAPER), "6", "not_enclosed"),
        ("another count told", swap("bag-info.txt", b"Zlxm-As-Of", b"Zlxm-Files: 7\nZlxm-As-Of"), "6", "other_tag"),
        ("a draft", swap(told, b'"draft": false', b'"draft": true'), "7", ""),
        ("draft or not left open", swap(told, b'"draft": false, ', b""), "7", ""),
        ("a draft by its tags", swap("bag-info.txt", b"Zlxm-As-Of", b"Zlxm-Draft: true\nZlxm-As-Of"), "7", ""),
    ):
        yield title, changed(made, alter, listed_again=True), f"PACKAGE-{code}", what
    yield "weak lists only", Made(algorithms=("md5",)).data(), "PACKAGE-6", "no_strong_list"
    files = Made().files()
    odd = {**files, "manifest-whirlpool.txt": files["manifest-sha256.txt"]}
    for algorithm in ("sha256", "sm3"):
        line = listed({"manifest-whirlpool.txt": odd["manifest-whirlpool.txt"]}, algorithm)
        odd[f"tagmanifest-{algorithm}.txt"] += line
    yield "an unknown list besides", zip_of(raws(odd, NAME)), "PACKAGE-6", "other_algorithm"
    less = Made(kinds=PAPERS[:2])
    yield "a paper left out", less.data(), "PACKAGE-8", ""
    payload = {name: data for name, data in files.items() if name.startswith("data/") and name != PAPER}
    altered = {**files, "manifest-sm3.txt": listed(payload, "sm3")}
    yield "a paper in one list only", zip_of(raws(altered, NAME)), "PACKAGE-6", "not_in_every_list"
    none = {name: data for name, data in Made().files().items() if "manifest-" not in name}
    yield "no lists at all", zip_of(raws(none, NAME)), "PACKAGE-6", "no_strong_list"


def by_other_programs() -> Iterator[Case]:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.docx", b"x")
    yield "a Word file's name in a zip", out.getvalue(), "PACKAGE-1", "no_folder"
    yield "names in GBK", zip_of([in_gbk(each) for each in Made().entries()]), "PACKAGE-6", "unflagged_name"
    unflagged = [Raw(each.name, each.data, flags=0) for each in Made().entries()]
    yield "names in UTF-8 without the flag", zip_of(unflagged), "PACKAGE-6", "unflagged_name"


def in_gbk(entry: Raw) -> Raw:
    return Raw(entry.name.decode().encode("gb18030"), entry.data, flags=0)


def cases() -> list[Case]:
    parts = (of_names, of_kinds, of_sizes, of_form, of_folders, of_lists, by_other_programs)
    return [case for part in parts for case in part()]
