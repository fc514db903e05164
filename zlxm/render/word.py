"""Word template → compiled once → many papers. docxtpl reads the tags; we put values in and keep the other parts."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from zlxm.model.errors import ZlxmError
from zlxm.render.environment import SYNTAX_FAULTS, TAG_FAULTS, line_of, word_environment, word_tree
from zlxm.render.modesty import rendered

if TYPE_CHECKING:
    from jinja2 import Template

_WITH_TEXT = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_TAG = re.compile(r"\{[{%#]")
_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:r>).)*?</w:rPr>|<w:rPr/>)?<w:t(?: [^>]*)?>([^<]*\{\{[^<]*)</w:t></w:r>"
)
_VALUE = re.compile(r"(\{\{.*?\}\})")
_LONE = re.compile(
    r"(<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)?<w:p(?: [^>]*)?>(<w:pPr>(?:(?!</w:p>).)*?</w:pPr>|<w:pPr/>)?"
    r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:r>).)*?</w:rPr>|<w:rPr/>)?"
    r"<w:t(?: [^>]*)?>\s*\{\{([^<{}]*)\}\}\s*</w:t></w:r></w:p>(</w:tc>)?"
)
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_LINE = "{{ line_ }}"  # a paragraph of a value: its run is its own already
_LINES_BEGIN = re.compile(r"(\{% for line_ in [^{}]* %\})\n")
_MARKUP = re.compile(r"<[^>]*>")


class WordTemplate:
    """A template ready to be filled. `label` is how messages call it."""

    def __init__(self, parts: Mapping[str, bytes], label: str) -> None:
        self.label = label
        self._parts = dict(parts)
        self.sources = {name: source for name in self._parts if (source := self._source(name))}
        self._templates: dict[str, Template] = {}

    def _source(self, name: str) -> str:
        if not _WITH_TEXT.fullmatch(name):
            return ""
        try:
            xml = self._parts[name].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ZlxmError("bad_template_file", {"path": self.label, "fault": name}) from error
        return prepared(xml) if _TAG.search(_MARKUP.sub("", xml)) else ""

    def parse(self) -> None:
        """Read every tag. Raises ZlxmError (`bad_template_tag`) with the paragraph that holds a faulty one."""
        for source in self.sources.values():
            with self._telling(source):
                word_tree(source)

    def compile(self) -> None:
        """Read every tag and make it ready to run. Raises ZlxmError as `parse`."""
        for name, source in self.sources.items():
            with self._telling(source):
                self._templates[name] = word_environment().from_string(word_tree(source))

    @contextlib.contextmanager
    def _telling(self, source: str) -> Iterator[None]:
        try:
            yield
        except SYNTAX_FAULTS as error:
            raise self._told(error, source, getattr(error, "lineno", 0)) from error

    def fill(self, view: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts of the paper."""
        if not self._templates:
            self.compile()
        return {**self._parts, **{name: self._filled(name, view) for name in self._templates}}

    def _filled(self, name: str, view: Mapping[str, Any]) -> bytes:
        try:
            return rendered(self._templates[name], view).encode("utf-8")
        except TAG_FAULTS as error:
            raise self._told(error, self.sources[name], line_of(error)) from error

    def _told(self, error: Exception, source: str, line: int) -> ZlxmError:
        lines = source.split("\n")
        text = _MARKUP.sub("", lines[line - 1]).strip()[:60] if 0 < line <= len(lines) else ""
        return ZlxmError("bad_template_tag", {"template": self.label, "text": text, "detail": str(error)[:120]})


def prepared(xml: str) -> str:
    """Return the XML as a Jinja template: tags whole, every value in a run of its own, a paragraph a line.

    A paragraph that is nothing but one value becomes as many paragraphs as the value has lines.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 only compiling needs it

    patched = DocxTemplate(io.BytesIO()).patch_xml(_PARAGRAPH.sub("<w:p", xml).replace("\n", ""))
    split = _RUN.sub(_own_runs, _LONE.sub(_own_paragraphs, patched))
    return _LINES_BEGIN.sub(r"\n\1", _PARAGRAPH.sub("\n<w:p", split))


def _own_paragraphs(match: re.Match[str]) -> str:
    cell, paragraph, run, value, end = (match[number] or "" for number in range(1, 6))
    filtered = f"({value.strip()})|cell|lines" if cell and end else f"({value.strip()})|lines"
    return f"{cell}{{% for line_ in {filtered} %}}<w:p>{paragraph}{_run(run, 'line_')}</w:p>{{% endfor %}}{end}"


def _own_runs(match: re.Match[str]) -> str:
    if match[2] == _LINE:
        return match[0]
    properties = match[1] or ""
    pieces = [piece for piece in _VALUE.split(match[2]) if piece]
    return "".join(
        _run(properties, piece[2:-2].strip()) if _VALUE.fullmatch(piece) else _text_run(properties, piece)
        for piece in pieces
    )


def _text_run(properties: str, text: str) -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _run(properties: str, value: str) -> str:
    inner = properties.removeprefix("<w:rPr>").removesuffix("</w:rPr>") if properties != "<w:rPr/>" else ""
    marked = f"<w:rPr>{inner}{{{{ ({value})|mark }}}}</w:rPr>"
    return f'<w:r>{marked}<w:t xml:space="preserve">{{{{ {value} }}}}</w:t></w:r>'
