"""Bytes of small files of every kind, whole and hostile, for the tests of this folder."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import docx
import openpyxl

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64 + b"IEND\xaeB`\x82"
FREE, END, FAT_MARK = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def pdf(trailer: str = "<< /Size 1 /Root 1 0 R >>", body: bytes = b"", end: bytes = b"%%EOF\n") -> bytes:
    """A PDF with a classic table and the given trailer at its end."""
    start = b"%PDF-1.7\n" + body + b"\n"
    table = f"xref\n0 1\n0000000000 65535 f \ntrailer\n{trailer}\nstartxref\n{len(start)}\n".encode()
    return start + table + end


def pdf_with_xref_stream(dictionary: str, filler: int) -> bytes:
    """A PDF whose last section is a stream; `filler` bytes of content follow its dictionary."""
    start = b"%PDF-1.7\n"
    section = (
        f"9 0 obj\n<< /Type /XRef {dictionary} >>\nstream\n".encode() + b"\x01" * filler + b"\nendstream\nendobj\n"
    )
    return start + section + f"startxref\n{len(start)}\n%%EOF".encode()


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of `parts`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main: str, content: bytes | str = "<x/>", **more: bytes | str) -> bytes:
    """An Office file of the new kind with nothing but the parts that make it one."""
    return zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", main: content, **more})


def word_xml(*paragraphs: str, prefix: str = "w") -> str:
    """The XML of a body; `|` in a paragraph separates runs."""
    p = f"{prefix}:" if prefix else ""
    bound = f"xmlns:{prefix}" if prefix else "xmlns"
    runs = ("".join(f'<{p}r><{p}t xml:space="preserve">{t}</{p}t></{p}r>' for t in x.split("|")) for x in paragraphs)
    body = "".join(f"<{p}p>{run}</{p}p>" for run in runs)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}document {bound}="{W}"><{p}body>{body}</{p}body></{p}document>'


def word(*paragraphs: str, prefix: str = "w") -> bytes:
    """A docx of these paragraphs."""
    return office("word/document.xml", word_xml(*paragraphs, prefix=prefix))


def real_docx(body: str, header: str = "") -> bytes:
    """A docx as python-docx writes it."""
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph(body)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(buffer)
    return buffer.getvalue()


def real_xlsx() -> bytes:
    """An xlsx as openpyxl writes it."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def compound(streams: Mapping[str, bytes], embedded: Mapping[str, bytes] | None = None, shift: int = 9) -> bytes:
    """A compound file: `streams` below the root, `embedded` below a storage of the root; each stream over 4 KiB."""
    inner = dict(embedded or {})
    entries = [("Root Entry", 5), *((name, 2) for name in streams), *([("ObjectPool", 1)] if inner else [])]
    first_inner = len(entries)
    entries += [(name, 2) for name in inner]
    sector = 1 << shift
    directory_sectors = -(-len(entries) * 128 // sector)
    # Sector 0 is the FAT; streams come first so that the directory lies at the end, as after an edit.
    contents = [c.ljust(4096, b"\0") for c in (*streams.values(), *inner.values())]
    starts, fat, at = [], [FAT_MARK], 1
    for content in contents:
        count = -(-len(content) // sector)
        starts.append(at)
        fat += [*range(at + 1, at + count), END]
        at += count
    fat += [*range(at + 1, at + directory_sectors), END]
    located = iter(zip(starts, map(len, contents), strict=True))
    raw_entries = b"".join(
        _directory_entry(number, name, kind, first_inner, len(entries), next(located) if kind == 2 else (END, 0))
        for number, (name, kind) in enumerate(entries)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, shift, 6)
    header += b"\0" * 6 + struct.pack("<9I", 0, 1, at, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    fat_bytes = b"".join(struct.pack("<I", number) for number in fat).ljust(sector, b"\xff")
    body = b"".join(content.ljust(-(-len(content) // sector) * sector, b"\0") for content in contents)
    return header.ljust(sector, b"\0") + fat_bytes + body + raw_entries.ljust(directory_sectors * sector, b"\0")


def _directory_entry(number: int, name: str, kind: int, first_inner: int, count: int, place: tuple[int, int]) -> bytes:
    # Siblings hang in a chain to the right, which is a legal if lopsided tree.
    is_last = number + 1 in (first_inner, count)
    right = FREE if number == 0 or is_last else number + 1
    child = {5: 1, 1: first_inner}.get(kind, FREE)
    raw_name = name.encode("utf-16-le")
    start, size = place
    links = struct.pack("<3I", FREE, right, child)
    return (
        raw_name.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw_name) + 2, kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def long_compound(next_directory_sector: int | None = None) -> bytes:
    """A compound file so long that the chain of its directory is kept outside the header; the stream is in its end."""
    directory = 109 * 128 + 5
    raw = bytearray((directory + 3) * 512)
    raw[:512] = compound({})[:512]
    struct.pack_into("<I", raw, 48, directory)
    struct.pack_into("<2I", raw, 68, 0, 1)  # sector 0 names sector 1 as the 110th sector of the FAT
    struct.pack_into("<I", raw, 512, 1)
    struct.pack_into("<2I", raw, 1024 + 4 * 5, next_directory_sector or directory + 1, END)
    at = (directory + 1) * 512
    raw[at : at + 128] = _directory_entry(0, "Root Entry", 5, 0, 9, (END, 0))
    raw[at + 128 : at + 256] = _directory_entry(3, "1Table", 2, 0, 9, (0, 0))
    raw[at + 512 : at + 640] = _directory_entry(8, "WordDocument", 2, 0, 9, (0, 0))
    return bytes(raw)


def word_stream(is_encrypted: bool = False) -> bytes:
    """The start of the main stream of a Word 97 document."""
    return struct.pack("<H8xH", 0xA5EC, 0x0100 if is_encrypted else 0)


def workbook_stream(*records: int) -> bytes:
    """The start of the main stream of an Excel 97 workbook: BOF, then empty records of these kinds."""
    return struct.pack("<HH16x", 0x0809, 16) + b"".join(struct.pack("<HH", kind, 0) for kind in records)
