"""Templates and workbooks that people hand us: what is not fit to be opened is refused with the reason."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.store.made_files import compound, office, word_stream, zipped
from zlxm.model.errors import ZlxmError
from zlxm.store.office_files import read_office_parts

MAIN = "word/document.xml"
OUTSIDE = (
    '<Relationships><Relationship Id="r1" Type="http://x/relationships/attachedTemplate" Target="file:///x.dotx" '
    'TargetMode="External"/></Relationships>'
)
LINK = (
    '<Relationships><Relationship Id="r1" Type="http://x/relationships/hyperlink" Target="http://x.example/" '
    'TargetMode="External"/></Relationships>'
)


def encrypted() -> bytes:
    data = bytearray(office(MAIN))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        data[place + offset] |= 1
    return bytes(data)


def lying_about_its_size() -> bytes:
    data = bytearray(office(MAIN, b"<x>" + b"a" * 5000 + b"</x>"))
    place = data.rfind(b"PK\x01\x02", 0, data.find(MAIN.encode(), data.find(b"PK\x01\x02")))
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


CASES = [
    ("bad_zip", "甲.docx", b"no zip at all"),
    ("bad_zip", "甲.docx", office(MAIN)[:-30]),
    ("bad_zip", "甲.docx", b""),
    ("protected", "甲.docx", compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x" * 5000})),
    ("protected", "甲.docx", compound({"WordDocument": word_stream()})),
    ("protected", "甲.docx", encrypted()),
    ("missing_part", "甲.docx", office("xl/workbook.xml")),
    ("missing_part", "甲.xlsx", office(MAIN)),
    ("missing_part", "甲.docx", zipped({MAIN: "<x/>"})),
    ("other_format", "甲.docm", office(MAIN)),
    ("other_format", "甲.pdf", b"%PDF-1.7"),
    ("active_content", "甲.docx", office(MAIN, **{"word/vbaProject.bin": b"x"})),
    ("active_content", "甲.docx", office(MAIN, **{"word/embeddings/oleObject1.bin": b"x"})),
    ("active_content", "甲.docx", office(MAIN, **{"word/_rels/settings.xml.rels": OUTSIDE})),
    ("active_content", "甲.xlsx", office("xl/workbook.xml", **{"xl/externalLinks/externalLink1.xml": b"<x/>"})),
    ("doctype", "甲.docx", office(MAIN, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')),
    ("bomb", "甲.docx", office(MAIN, b"<x>" + b" " * 60_000_000 + b"</x>")),
    ("unsafe_name", "甲.docx", office(MAIN, **{"../evil.xml": b"<x/>"})),
    ("bad_zip", "甲.docx", lying_about_its_size()),
]


@pytest.mark.parametrize(("fault", "name", "data"), CASES)
def test_unfit_files_are_refused_with_the_reason(fault: str, name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ZlxmError) as refused:
        read_office_parts(str(path))
    assert (refused.value.code, refused.value.facts["fault"]) == ("bad_template_file", fault)


def test_a_macro_enabled_document_is_no_template_under_any_name(tmp_path: Path) -> None:
    types = "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
    path = tmp_path / "甲.docx"
    path.write_bytes(zipped({"[Content_Types].xml": types, "_rels/.rels": "<x/>", MAIN: "<x/>"}))
    with pytest.raises(ZlxmError) as refused:
        read_office_parts(str(path))
    assert refused.value.facts["fault"] == "active_content"


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ZlxmError) as refused:
        read_office_parts(str(tmp_path / "无.docx"))
    assert refused.value.code == "unreadable_file"


def test_a_sound_file_with_ordinary_links_is_read_whole(tmp_path: Path) -> None:
    data = office(MAIN, **{"word/_rels/document.xml.rels": LINK})
    path = tmp_path / "甲.docx"
    path.write_bytes(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert read_office_parts(str(path)) == {name: archive.read(name) for name in archive.namelist()}
