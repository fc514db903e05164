from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store import made_files as made
from tests.store.reading import PATTERNS, facts

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.mark.parametrize(
    ("paragraphs", "placeholders", "marks"),
    [
        (["项目名称：{{ 名称 }}"], ("{{ 名称 }}",), ()),
        (["{|{ na|me }|}"], ("{{ name }}",), ()),
        (["{{ 未", "闭 }}"], (), ()),
        (["【待填：金额】", "【待|填日期】", "【待填：金额】"], ("【待填：金额】", "【待填日期】"), ()),
        (["联系人 XXX，电话 XXXXX"], ("XXX", "XXXXX"), ()),
        (["机密★5年"], (), ("机密★",)),
        (["绝密|　★|长期"], (), ("绝密　★",)),
        (["秘密&#x2605;一年，机密&#9733;"], (), ("秘密★", "机密★")),
        (["保守国家秘密", "2024年计划"], (), ()),
        (["a &lt; b &amp;&amp; {{ &quot;x&quot; }}"], ('{{ "x" }}',), ()),
        (["甲" * 1990 + "{{ 长段 }}" + "乙" * 3000 + "机密★"], ("{{ 长段 }}",), ("机密★",)),
        ([], (), ()),
    ],
)
@pytest.mark.parametrize("prefix", ["w", "ns0", ""])
def test_text_is_searched_by_paragraph(
    tmp_path: Path, paragraphs: list[str], placeholders: tuple[str, ...], marks: tuple[str, ...], prefix: str
) -> None:
    found = facts(tmp_path, made.word(*paragraphs, prefix=prefix), "docx")
    assert (found.damage, found.placeholders, found.secrecy_marks) == ("", placeholders, marks)


def test_headers_are_searched_too(tmp_path: Path) -> None:
    found = facts(tmp_path, made.real_docx("正文 {{ 甲 }}", header="秘密★3年"), "docx")
    assert (found.placeholders, found.secrecy_marks) == (("{{ 甲 }}",), ("秘密★",))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(tmp_path: Path, encoding: str) -> None:
    content = made.office("word/document.xml", made.word_xml("机密★").encode(encoding))
    assert facts(tmp_path, content, "docx").secrecy_marks == ("机密★",)


@pytest.mark.parametrize(
    ("content", "extension", "expected"),
    [
        (made.word("{{" * 50_000), "docx", "docx"),
        (made.office("word/document.xml", made.word_xml("甲") + "<w:t " * 150_000), "docx", "docx"),
        (b"<!---->" * 140, "html", "txt"),
        (b"<!--->" * 140, "html", "txt"),
    ],
)
def test_what_never_ends_is_not_searched_for_ever(
    tmp_path: Path, content: bytes, extension: str, expected: str
) -> None:
    found = facts(tmp_path, content, extension)
    assert (found.format, found.damage, found.placeholders) == (expected, "", ())


@SAME_FOLDER
@given(texts=st.lists(st.text(alphabet="甲{}X年机密 &<", max_size=20), max_size=5))
def test_what_is_found_is_what_python_docx_would_show(tmp_path: Path, texts: list[str]) -> None:
    found = facts(tmp_path, made.real_docx("\v".join(texts).replace("\v", "。")), "docx")
    shown = "。".join(texts)
    assert set(found.placeholders) == {hit[0] for hit in PATTERNS.placeholder.finditer(shown)}
    assert set(found.secrecy_marks) == {hit[0] for hit in PATTERNS.secrecy.finditer(shown)}
