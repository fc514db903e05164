from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import made_files as made
from tests.store.reading import facts
from zlxm.model.attachment import FileFacts, FileState


@pytest.mark.parametrize(
    ("content", "extension", "expected"),
    [
        (made.pdf(), "pdf", "pdf"),
        (b"\xef\xbb\xbf\r\n" + made.pdf(), "pdf", "pdf"),
        (made.pdf(), "docx", "pdf"),
        (made.JPG, "jpg", "jpg"),
        (made.JPG, "png", "jpg"),
        (made.PNG, "png", "png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "jpg", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "jpg", "heic"),
        (b"Rar!\x1a\x07\x01\x00", "zip", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "zip", "7z"),
        (b"{\\rtf1\\ansi", "doc", "rtf"),
        (b"\n  <!DOCTYPE html><p>%PDF-</p>", "pdf", "html"),
        (b"\xef\xbb\xbf<HTML>", "pdf", "html"),
        ("<?xml version='1.0'?><!-- 页 --><html/>".encode(), "pdf", "html"),
        ("只是文字，没有别的。".encode() * 200, "pdf", "txt"),
        ("另一种编码的文字".encode("gb18030") * 200, "txt", "txt"),
        ("文字".encode("utf-16"), "txt", "txt"),
        (b"\x00\x01\x02\x03", "pdf", ""),
        (made.real_docx("正文"), "docx", "docx"),
        (made.real_docx("正文"), "zip", "docx"),
        (made.real_xlsx(), "xlsx", "xlsx"),
        (made.real_xlsx(), "docx", "xlsx"),
        (made.office("ppt/presentation.xml"), "pptx", "pptx"),
        (made.office("word/document2.xml", made.word_xml("正文")), "docx", "docx"),
        (made.zipped({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<x/>"}), "ofd", "ofd"),
        (made.zipped({"甲.txt": "乙"}), "zip", "zip"),
        (made.zipped({"甲.txt": "乙"}), "docx", "zip"),
        (made.zipped({"甲.txt": "乙"}), "ofd", "zip"),
    ],
)
def test_a_file_is_what_its_bytes_say(tmp_path: Path, content: bytes, extension: str, expected: str) -> None:
    assert facts(tmp_path, content, extension) == FileFacts(
        f"甲.{extension}", FileState.PRESENT, len(content), expected
    )


@pytest.mark.parametrize(
    ("streams", "extension", "expected"),
    [
        ({"WordDocument": made.word_stream()}, "doc", "doc"),
        ({"WordDocument": made.word_stream()}, "wps", "wps"),
        ({"WordDocument": made.word_stream()}, "xls", "doc"),
        ({"1Table": b"", "A": b"", "B": b"", "C": b"", "D": b"", "WordDocument": made.word_stream()}, "doc", "doc"),
        ({"Workbook": made.workbook_stream(0x42)}, "xls", "xls"),
        ({"Workbook": made.workbook_stream(0x42)}, "et", "et"),
        ({"Book": made.workbook_stream(0x42)}, "pdf", "xls"),
        ({"PowerPoint Document": b""}, "ppt", "ppt"),
        ({"Workbook": b""}, "xls", "xls"),
        ({"Contents": b""}, "doc", "ole"),
    ],
)
@pytest.mark.parametrize("shift", [9, 12])
def test_old_office_files_are_told_apart_by_stream(
    tmp_path: Path, streams: dict[str, bytes], extension: str, expected: str, shift: int
) -> None:
    found = facts(tmp_path, made.compound(streams, shift=shift), extension)
    assert (found.format, found.is_protected, found.damage) == (expected, False, "")


def test_a_sheet_embedded_in_a_text_does_not_make_it_a_workbook(tmp_path: Path) -> None:
    content = made.compound({"WordDocument": made.word_stream()}, {"Workbook": made.workbook_stream()})
    assert facts(tmp_path, content, "doc").format == "doc"
    content = made.compound({"Workbook": made.workbook_stream(1)}, {"WordDocument": made.word_stream(True)})
    found = facts(tmp_path, content, "xls")
    assert (found.format, found.is_protected) == ("xls", False)


def encrypted_zip(content: bytes) -> bytes:
    raw = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + offset] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "extension", "expected"),
    [
        (made.pdf("<< /Size 1 /Encrypt 5 0 R >>"), "pdf", "pdf"),
        (made.pdf("<< /Encrypt<</V 2>> >>"), "pdf", "pdf"),
        (made.pdf_with_xref_stream("/Encrypt 5 0 R", 9000), "pdf", "pdf"),
        (made.pdf_with_xref_stream("/Encrypt 5 0 R", 10), "pdf", "pdf"),
        (made.compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "docx", "docx"),
        (made.compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "et", "xlsx"),
        (made.compound({"EncryptedPackage": b""}), "pdf", "ole"),
        (made.compound({"WordDocument": made.word_stream(is_encrypted=True)}), "doc", "doc"),
        (made.compound({"Workbook": made.workbook_stream(0x2F)}), "xls", "xls"),
        (made.compound({"Workbook": made.workbook_stream(0x86, 0x2F)}), "xls", "xls"),
        (made.compound({"PowerPoint Document": b"", "EncryptedSummary": b""}), "ppt", "ppt"),
        (encrypted_zip(made.zipped({"甲.txt": "乙"})), "zip", "zip"),
    ],
)
def test_a_locked_file_is_protected(tmp_path: Path, content: bytes, extension: str, expected: str) -> None:
    found = facts(tmp_path, content, extension)
    assert (found.format, found.is_protected, found.damage) == (expected, True, "")


@pytest.mark.parametrize(
    "content",
    [
        made.pdf(body=b"(/Encrypt is only mentioned on a page)"),
        made.pdf("<< /EncryptMetadataNot true >>"),
        made.pdf_with_xref_stream("/Size 3", 9000),
        made.pdf_with_xref_stream("/Size 3", 10).replace(b"\x01" * 9, b"/Encrypt "),
        made.pdf().replace(b"startxref\n", b"startxref\n999999999"),
    ],
)
def test_an_open_pdf_is_not_protected(tmp_path: Path, content: bytes) -> None:
    assert not facts(tmp_path, content, "pdf").is_protected
