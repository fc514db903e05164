"""T1-T10: templates that mean harm, and values that would harm a careless template."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.hostile.inputs import HEAD, lay
from tests.hostile.papers import relationships
from tests.hostile.running import ROOT, Runner
from tests.store.made_files import real_docx
from zlxm.store.active_content import active_content
from zlxm.store.docx_text import plain_text

SLOT = "{{ 项目名称 }}"


def make(zlxm: Runner, folder: Path, template: str | bytes, manifest: str = HEAD) -> tuple[int, str, str]:
    """Return exit code, what was told, and the text of the paper made from this template."""
    lay(folder / "案卷", manifest)
    path = folder / "模板.docx"
    path.write_bytes(template if isinstance(template, bytes) else real_docx(template))
    result = folder / "文书.docx"
    arguments = ("generate", "申报表", folder / "案卷", "--template", path, "-o", result, "--as-of", "2024-09-01")
    done = zlxm(*arguments)
    if not result.exists():
        return done.code, done.err, ""
    with zipfile.ZipFile(result) as archive:
        return done.code, done.err, plain_text(archive.read("word/document.xml").decode())


REACHING = [
    ("T1", "{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
    ("T1", "{{ lipsum.__globals__['os'] }}"),
    ("T1", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    ("T1", "{{ 项目名称.__init__.__globals__ }}"),
    ("T1", "{{ self._TemplateReference__context }}"),
    ("T1", "{% include '/etc/passwd' %}"),
    ("T1", "{% import 'os' as os %}"),
    ("T2", "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"),
    ("T2", "{{ 'x' * 99999999999 }}"),
    ("T2", "{{ 9 ** 9 ** 9 ** 9 }}"),
    ("T2", "".join(f"{{% for a{n} in 项目名称|list %}}" for n in range(9)) + "{% endfor %}" * 9),
    ("T2", "".join(f"{{% for a{n} in 项目名称|list %}}" for n in range(25)) + "{% endfor %}" * 25),
    ("T2", "{% set a = 项目名称 %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}"),
    ("T2", "{% macro 甲(乙) %}{{ 甲(乙) }}{% endmacro %}{{ 甲(1) }}"),
    ("T2", "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"),
    ("T2", "{{ 项目名称" + ".a" * 5000 + " }}"),
    ("T2", "{{ " + "not " * 5000 + "1 }}"),
    ("T2", "{{ 项目名称 "),
    ("T2", "{% 不懂 %}"),
    ("T2", "{{ 1 / 0 }}"),
    ("T2", "{{ 项目名称 + 1 }}"),
    ("T5", "{{ 项目名称.read_text() }}"),
    ("T5", "{{ 项目名称.open('/etc/passwd') }}"),
    ("T6", "{{ 项目名 }}"),
    ("T6", "{{ nmae }}"),
    ("T6", "{{ 项目名称.nmae }}"),
    ("T7", "{{ 系统.append('x') }}"),
    ("T7", "{{ 系统.clear() }}"),
    ("T9", "{{ '{0.__class__}'.format(项目名称) }}"),
    ("T9", "{{ '{a.__class__}'.format_map({'a': 1}) }}"),
    ("T9", "{{ 项目名称|attr('__class__') }}"),
    ("T9", "{{ ''|attr('for'~'mat') }}"),
    ("T9", "{% set f = '{0.__class__}'.format %}{{ f(1) }}"),
]


@pytest.mark.parametrize("template", [pytest.param(text, id=f"{row} {text[:40]!r}") for row, text in REACHING])
def test_a_template_that_reaches_out_is_refused(template: str, tmp_path: Path, zlxm: Runner) -> None:
    code, told, text = make(zlxm, tmp_path, template)
    assert (code, text) == (3, "")
    assert "模板" in told
    assert "内部错误" not in told


VALUES = [
    "a & b < c",
    "<30万",
    "</w:t></w:r></w:p><w:p/>",
    "]]>",
    "<!-- -->",
    "&lt;",
    "&#x41;",
    "{{ 7*7 }}",
    "{%p if x %}",
]


@pytest.mark.parametrize("value", [pytest.param(v, id=f"{'T8' if '{' in v else 'T3'} {v!r}") for v in VALUES])
def test_a_value_arrives_as_it_is(value: str, tmp_path: Path, zlxm: Runner) -> None:
    manifest = HEAD.replace("示例平台建设项目", f"'{value}'")
    code, told, text = make(zlxm, tmp_path, f"甲{SLOT}乙", manifest)
    assert code == 0, told
    assert f"甲{value}乙" in text


@pytest.mark.parametrize("escape", ["\\0", "\\x0b", "\\e", "\\ud800", "\\uffff", "\\u202e"])
def test_t4_control_characters_never_reach_a_template(escape: str, tmp_path: Path, zlxm: Runner) -> None:
    manifest = HEAD.replace("示例平台建设项目", f'"甲{escape}乙"')
    code, told, text = make(zlxm, tmp_path, SLOT, manifest)
    assert (code, text) == (3, "")
    assert "zlxm check" in told


def test_t7_a_template_leaves_no_trace_in_the_next(tmp_path: Path, zlxm: Runner) -> None:
    text = SLOT + "{{ 风险清单|list|length }}"
    before = make(zlxm, tmp_path / "一", text)
    make(zlxm, tmp_path / "二", "{{ 风险清单.append(1) }}")
    assert make(zlxm, tmp_path / "三", text)[2] == before[2] != ""


def with_parts(**parts: bytes) -> bytes:
    buffer = BytesIO(real_docx(SLOT))
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


REMOTE = relationships(("attachedTemplate", "http://192.0.2.1/a.dotm", "External")).encode()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/activeX/activeX1.xml": b"<x/>"},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/_rels/settings.xml.rels": REMOTE},
        {"word/item.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'},
        {"../evil.xml": b"<x/>"},
    ],
)
def test_t10_a_template_with_active_content_is_refused(parts: dict[str, bytes], tmp_path: Path, zlxm: Runner) -> None:
    code, told, text = make(zlxm, tmp_path, with_parts(**parts))
    assert (code, text) == (3, "")
    assert "不能用" in told


def test_t10_shipped_templates_hold_none() -> None:
    shipped = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert len(shipped) > 20
    for path in shipped:
        with zipfile.ZipFile(path) as archive:

            def peek(name: str, most: int, archive: zipfile.ZipFile = archive) -> bytes:
                return archive.read(name)[:most]

            assert active_content(archive.namelist(), peek) == (), path


@pytest.mark.parametrize("name", ["模板.docm", "模板.doc", "模板.pdf", "模板.txt"])
def test_t10_only_plain_documents_are_templates(name: str, tmp_path: Path, zlxm: Runner) -> None:
    lay(tmp_path, HEAD)
    (tmp_path / name).write_bytes(real_docx(SLOT))
    done = zlxm("generate", "申报表", tmp_path, "--template", tmp_path / name, "-o", tmp_path / "a.docx")
    assert done.code == 3
    assert not (tmp_path / "a.docx").exists()


def test_t1_a_sound_template_is_filled(tmp_path: Path, zlxm: Runner) -> None:
    code, told, text = make(zlxm, tmp_path, f"甲{SLOT}乙")
    assert code == 0, told
    assert text.startswith("甲示例平台建设项目乙")
    assert docx.Document(str(tmp_path / "文书.docx")).paragraphs[0].text == "甲示例平台建设项目乙"
