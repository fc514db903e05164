from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from tests.store import made_files as made
from tests.store.reading import facts
from zlxm.model.attachment import FileState


def with_declared_size(content: bytes, size: int) -> bytes:
    raw = bytearray(content)
    struct.pack_into("<I", raw, raw.find(b"PK\x01\x02") + 24, size)
    return bytes(raw)


def overlapping() -> bytes:
    raw = bytearray(made.zipped({"a": b"x" * 99, "b": b"y" * 99}, zipfile.ZIP_STORED))
    second = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, second + 42, 0)
    return bytes(raw)


def duplicated() -> bytes:
    return made.zipped({"a1.txt": "x", "a2.txt": "y"}).replace(b"a2.txt", b"a1.txt")


def negative_directory() -> bytes:
    raw = bytearray(made.zipped({"甲.txt": "乙"}))
    struct.pack_into("<I", raw, raw.rfind(b"PK\x05\x06") + 12, 100_000)
    return bytes(raw)


def distant_directory() -> bytes:
    raw = bytearray(made.word("甲"))
    struct.pack_into("<I", raw, raw.rfind(b"PK\x05\x06") + 16, 1 << 20)
    return bytes(raw)


def packed_with(method: int) -> bytes:
    return made.zipped({"[Content_Types].xml": "", "_rels/.rels": "", "word/document.xml": made.word_xml("甲")}, method)


def large_directory() -> bytes:
    entry = b"PK\x01\x02" + b"\0" * 42
    count = 50_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, len(entry) * count, 4, 0)
    return b"PK\x03\x04" + entry * count + end


def two_archives() -> bytes:
    return made.zipped({"甲.txt": "先"}) + made.zipped({"乙.txt": "后"})


@pytest.mark.parametrize(
    ("content", "extension", "expected", "damage"),
    [
        (made.pdf(end=b""), "pdf", "pdf", "truncated"),
        (made.pdf(end=b"%%EOF" + b"\n" * 2000), "pdf", "pdf", "truncated"),
        (made.pdf() + made.zipped({"a": "b"}), "pdf", "pdf", "trailing_zip"),
        (made.real_docx("正文")[:9000], "docx", "docx", "bad_zip"),
        (made.real_docx("正文")[:9000], "pdf", "zip", "bad_zip"),
        (b"PK\x03\x04", "xlsx", "xlsx", "bad_zip"),
        (b"PK\x05\x06" + b"\0" * 18, "zip", "zip", "empty_zip"),
        (made.zipped({"[Content_Types].xml": "", "_rels/.rels": ""}), "docx", "docx", "missing_part"),
        (made.zipped({"[Content_Types].xml": "", "_rels/.rels": ""}), "xlsx", "xlsx", "missing_part"),
        (made.zipped({"word/document.xml": made.word_xml("甲")}), "docx", "docx", "missing_part"),
        (made.zipped({"a.bin": b"\0" * 2_000_000}), "zip", "zip", "bomb"),
        (with_declared_size(made.zipped({"a.xml": os.urandom(600_000)}), 51 << 20), "zip", "zip", "bomb"),
        (made.zipped({f"{n}": "" for n in range(5001)}), "zip", "zip", "bomb"),
        (large_directory(), "docx", "docx", "bomb"),
        (made.zipped({"../a": "x"}), "zip", "zip", "unsafe_name"),
        (made.zipped({"/a": "x"}), "zip", "zip", "unsafe_name"),
        (made.zipped({"C:\\a": "x"}), "zip", "zip", "unsafe_name"),
        (made.zipped({"a\\..\\b": "x"}), "zip", "zip", "unsafe_name"),
        (made.zipped({"a?b": "x"}).replace(b"a?b", b"a\0b"), "zip", "zip", "unsafe_name"),
        (duplicated(), "zip", "zip", "duplicate_part"),
        (overlapping(), "zip", "zip", "overlap"),
        (distant_directory(), "docx", "docx", "bad_zip"),
        (negative_directory(), "zip", "zip", "bad_zip"),
        (packed_with(zipfile.ZIP_LZMA), "docx", "docx", "bad_zip"),
        (packed_with(zipfile.ZIP_BZIP2), "docx", "docx", "bad_zip"),
        (two_archives(), "zip", "zip", "hidden_data"),
        (made.word("甲").replace(b"word/document.xml", b"word/document.xmk", 1), "docx", "docx", "bad_zip"),
        (with_declared_size(made.office("word/document.xml", made.word_xml("甲")), 5), "docx", "docx", ""),
        (made.office("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'), "docx", "docx", "doctype"),
        (made.office("word/document.xml", "<!DOCTYPE a><w:document/>".encode("utf-16")), "docx", "docx", "doctype"),
        (made.compound({"WordDocument": made.word_stream()})[:3000], "doc", "doc", "bad_ole"),
        (made.compound({"WordDocument": made.word_stream()})[:3000], "pdf", "ole", "bad_ole"),
        (made.compound({"A": b""}).replace(b"\xfe\xff\x09", b"\xfe\xff\x0b"), "doc", "doc", "bad_ole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls", "xls", "bad_ole"),
    ],
)
def test_damage_has_a_code(tmp_path: Path, content: bytes, extension: str, expected: str, damage: str) -> None:
    found = facts(tmp_path, content, extension)
    assert (found.state, found.format, found.damage) == (FileState.PRESENT, expected, damage)


def test_a_false_size_or_sum_is_found_when_the_text_is_read(tmp_path: Path) -> None:
    raw = bytearray(made.office("word/document.xml", made.word_xml("甲")))
    struct.pack_into("<I", raw, raw.rfind(b"PK\x01\x02") + 16, 1)
    assert facts(tmp_path, bytes(raw), "docx").damage == "bad_zip"


def test_the_directory_of_a_long_compound_file_is_followed(tmp_path: Path) -> None:
    found = facts(tmp_path, made.long_compound(), "doc")
    assert (found.format, found.damage) == ("doc", "")
    assert facts(tmp_path, made.long_compound(1 << 24), "doc").damage == "bad_ole"


def test_more_than_200_mib_of_parts_is_a_bomb_in_a_document_but_not_in_a_plain_zip(tmp_path: Path) -> None:
    def declared(content: bytes) -> bytes:
        raw = bytearray(content)
        for name in (b"p1.bin", b"p2.bin"):
            struct.pack_into("<I", raw, raw.rfind(name) - 46 + 24, 101 << 20)
        return bytes(raw)

    parts = {"p1.bin": os.urandom(1_100_000), "p2.bin": os.urandom(1_100_000)}
    assert facts(tmp_path, declared(made.zipped(parts)), "zip").damage == ""
    assert facts(tmp_path, declared(made.zipped({**parts, "OFD.xml": "x"})), "ofd").damage == "bomb"


def test_a_directory_in_a_circle_ends(tmp_path: Path) -> None:
    raw = bytearray(made.compound({"Contents": b""}))
    directory = struct.unpack_from("<I", raw, 48)[0]
    struct.pack_into("<I", raw, 512 + 4 * directory, directory)
    assert facts(tmp_path, bytes(raw), "doc").format == "ole"
