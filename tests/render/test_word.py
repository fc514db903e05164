"""What a template can do, and what it cannot: every case is a real document, made here and read with python-docx."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.made_files import real_docx, word
from zlxm.model.errors import ZlxmError
from zlxm.model.language import Ref
from zlxm.model.paper import Column, Counted, Slot
from zlxm.render.package import read_parts, write_parts
from zlxm.render.tags import all_uses, unknown_names
from zlxm.render.word import WordTemplate
from zlxm.store.docx_text import plain_text
from zlxm.wording.papers import Piece


def made_of(xml: str, header: str = "") -> WordTemplate:
    """Return a template with this body, in a document as python-docx writes it."""
    parts = read_parts(real_docx("", header))
    document = parts["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.index("<w:sectPr")
    parts["word/document.xml"] = (document[:start] + xml + document[end:]).encode()
    return WordTemplate(parts, "试")


def template(*paragraphs: str) -> WordTemplate:
    return made_of("".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs))


def body(made: WordTemplate, **view: Any) -> str:
    return made.fill(view)["word/document.xml"].decode()


def lines(made: WordTemplate, **view: Any) -> list[str]:
    parts = made.fill(view)
    return [paragraph.text for paragraph in docx.Document(BytesIO(write_parts(parts))).paragraphs]


@pytest.mark.parametrize(
    "text", ["A&B <x>", "<30万", "a & b < c", "</w:t></w:r>", '"引号"', "{{ 7*7 }}", "{%p if x %}", "]]>"]
)
def test_any_text_arrives_intact(text: str) -> None:
    assert lines(template("前{{ 名 }}后"), 名=Piece(text)) == [f"前{text}后"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
def test_every_character_arrives_intact(text: str) -> None:
    assert lines(template("前{{ 名 }}后"), 名=Piece(text)) == [f"前{text}后"]


@pytest.mark.parametrize(
    "body_xml",
    [
        "<w:p><w:r><w:t>{{项</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>目名称 }}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ 项目名称 }</w:t></w:r><w:r><w:t>}</w:t></w:r></w:p>",
        '<w:p><w:r><w:t>{{项目</w:t></w:r><w:proofErr w:type="x"/><w:r><w:t>名称}}</w:t></w:r></w:p>',
    ],
)
def test_a_tag_that_word_split_over_runs_is_whole_again(body_xml: str) -> None:
    assert lines(made_of(body_xml), 项目名称=Piece("甲")) == ["甲"]


def test_a_value_of_several_lines_becomes_paragraphs_where_it_stands_alone_and_breaks_elsewhere() -> None:
    many = Piece("一\n二\n\n三")
    assert lines(template("{{ 名 }}"), 名=many) == ["一", "二", "三"]
    assert lines(template("前{{ 名 }}"), 名=many) == ["前一\n二\n\n三"]


def test_a_missing_value_stands_out_and_only_it() -> None:
    made = body(template("{{ 甲 }}和{{ 乙 }}"), 甲=Piece("【待填：甲】", None, "missing"), 乙=Piece("有"))
    assert made.count('<w:highlight w:val="yellow"/>') == 1
    assert made.index("highlight") < made.index("【待填：甲】") < made.index("有")


def test_a_missing_value_alone_in_its_paragraph_stands_out_too() -> None:
    assert body(template("{{ 甲 }}"), 甲=Piece("【待填：甲】", None, "missing")).count("highlight") == 1


def test_a_blank_is_a_line_in_running_text_and_an_empty_cell_in_a_table() -> None:
    blank = Piece("＿＿＿", None, "line")
    inner = "<w:tc><w:tcPr><w:tcW w:w='1'/></w:tcPr><w:p><w:r><w:t>{{ 名 }}</w:t></w:r></w:p></w:tc>"
    cell = f"<w:tbl><w:tr>{inner}</w:tr></w:tbl>"
    made = made_of(f"<w:p><w:r><w:t>共{{{{ 名 }}}}</w:t></w:r></w:p>{cell}<w:p/>")
    assert [line.strip("\0") for line in plain_text(body(made, 名=blank)).split("\n")][:2] == ["共＿＿＿", ""]


def test_rows_are_repeated_with_their_row() -> None:
    def row(text: str) -> str:
        return f"<w:tr><w:tc><w:tcPr><w:tcW w:w='1'/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"

    rows = "".join(map(row, ("{%tr for 行 in 表 %}", "{{ 行.名 }}", "{%tr endfor %}")))
    made = made_of(f"<w:tbl>{rows}</w:tbl><w:p/>")
    filled = docx.Document(BytesIO(write_parts(made.fill({"表": ({"名": Piece("甲")}, {"名": Piece("乙")})}))))
    assert [each.cells[0].text for each in filled.tables[0].rows] == ["甲", "乙"]


ESCAPES = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 名.__class__.__init__.__globals__ }}",
    "{{ 名.format.__self__ }}",
    "{{ '{0.__class__}'.format(名) }}",
    "{{ 名|attr('__class__') }}",
    "{{ 表.append('x') }}",
    "{{ self._TemplateReference__context }}",
    "{{ range(99999999) | list }}",
    "{{ 'x' * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 名|center(999999999) }}",
    "{{ 名.ljust(999999999) }}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_cannot_reach_python(text: str) -> None:
    made = template(text.replace("'", "&apos;"))
    with pytest.raises(ZlxmError) as refused:
        made.fill({"名": Piece("x"), "表": ()})
    assert refused.value.code == "bad_template_tag"


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        (("好的", "坏的{{ 名"), "坏的{{ 名"),
        (("好的", "{% for x in 名 %}坏的"), "{% for x in 名 %}坏的"),
        (("好的", "{% 不懂 %}"), "{% 不懂 %}"),
        (("好的{{ 名 }}", "坏的{{ 没有 }}坏"), "坏的"),
        (("好的{{ 名 }}", "坏的{{ 名|没有 }}"), "坏的"),
    ],
)
def test_a_wrong_tag_is_told_with_its_paragraph(paragraphs: tuple[str, ...], text: str) -> None:
    with pytest.raises(ZlxmError) as refused:
        template(*paragraphs).fill({"名": Piece("x")})
    assert refused.value.code == "bad_template_tag"
    assert str(refused.value.facts["template"]) == "试"
    assert text in str(refused.value.facts["text"])


SLOTS = {
    "项目名称": Slot("项目名称", Counted(Ref(("systems",)))),
    "表": Slot("表", Counted(Ref(("systems",))), columns={"名称": Column("name")}),
}


@pytest.mark.parametrize(
    ("paragraphs", "unknown"),
    [
        (["{{ 项目名称 }}"], []),
        (["{{ 项目名 }}"], [("项目名", "", "项目名称", "{{ 项目名 }}")]),
        (["前{{ 项目名 }}后"], [("项目名", "", "项目名称", "前{{ 项目名 }}后")]),
        (
            ["{% if 项目名 == '甲' %}是{% endif %}"],
            [("项目名", "", "项目名称", "{% if 项目名 == '甲' %}是{% endif %}")],
        ),
        (["{%p for 行 in 表 %}", "{{ 行.名称 }}{{ loop.index }}", "{%p endfor %}"], []),
        (["{%p for 行 in 表 %}", "{{ 行.名 }}", "{%p endfor %}"], [("表", "名", "名称", "{{ 行.名 }}")]),
        (["{%p for 行 in 无 %}", "{{ 行.名 }}", "{%p endfor %}"], [("无", "", "", "{% for 行 in 无 %}")]),
        (["{% for 行 in 表 %}{{ 行.名称 }}{% endfor %}{{ 行.名称 }}"], [("行", "", "", None)]),
        (["{{ 版本 }}"], []),
    ],
)
def test_names_that_no_slot_has_are_found_without_running_anything(
    paragraphs: list[str], unknown: list[tuple[str, str, str, str | None]]
) -> None:
    found = unknown_names(all_uses(template(*paragraphs).sources.values()), SLOTS)
    told = [(each.use.slot, each.use.column, each.nearest, each.use.text) for each in found]
    assert [each[:3] for each in told] == [each[:3] for each in unknown]
    assert all(text is None or str(each[3]).startswith(text) for each, (*_, text) in zip(told, unknown, strict=True))


def test_slots_of_headers_and_footers_count() -> None:
    made = made_of("<w:p/>", header="{{ 项目名称 }}")
    assert [use.slot for use in all_uses(made.sources.values())] == ["项目名称"]
    assert any("甲" in data.decode() for name, data in made.fill({"项目名称": Piece("甲")}).items() if "header" in name)


def test_a_document_without_tags_passes_unchanged() -> None:
    parts = read_parts(word("只有字"))
    assert WordTemplate(parts, "试").fill({}) == parts


def test_the_same_input_gives_the_same_bytes() -> None:
    view = {"名": Piece("86.50", Decimal("86.5"))}
    assert write_parts(template("{{ 名 }}").fill(view)) == write_parts(template("{{ 名 }}").fill(view))
