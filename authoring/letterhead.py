"""Official papers with a first page of its own: a letter has the office's name between red lines, a cover nothing."""

from __future__ import annotations

from authoring.paper import Paper
from authoring.styles import HEAD, R, W
from zlxm.render.package import read_parts, write_parts

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Covered(Paper):
    """An official paper without header and page number on its first page."""

    def __init__(self) -> None:
        super().__init__("official")
        self._first = {"header": _line("", "Plain"), "footer": _line("", "Plain")}

    def docx(self) -> bytes:
        """Return the file."""
        parts = {name: content.decode("utf-8") for name, content in read_parts(super().docx()).items()}
        for kind, name in (("header", "header2"), ("footer", "footer3")):
            parts[f"word/{name}.xml"] = _story(kind, self._first[kind])
            _put(parts, "[Content_Types].xml", "</Types>", _override(name, kind))
            _put(parts, "word/_rels/document.xml.rels", "</Relationships>", _relationship(name, kind))
            _put(parts, "word/document.xml", "<w:pgSz ", f'<w:{kind}Reference w:type="first" r:id="{name}"/>')
        _put(parts, "word/document.xml", "</w:sectPr>", "<w:titlePg/>")
        return write_parts({name: text.encode("utf-8") for name, text in parts.items()})


class Letter(Covered):
    """An official paper with a letterhead. `office` may hold slots."""

    def __init__(self, office: str) -> None:
        super().__init__()
        self._first = {
            "header": _line(office, "LetterHead") + _line("", "LetterRule"),
            "footer": _line("", "LetterFoot"),
        }

    def number(self, text: str) -> None:
        """Add the letter's own number below the upper line."""
        self.text(text, "DocNumber")


def _put(parts: dict[str, str], name: str, before: str, text: str) -> None:
    parts[name] = parts[name].replace(before, text + before)


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'


def _relationship(name: str, kind: str) -> str:
    return f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{name}.xml"/>'


def _story(kind: str, body: str) -> str:
    root = {"header": "hdr", "footer": "ftr"}[kind]
    return f"{HEAD}<w:{root} {W} {R}>{body}</w:{root}>"


def _line(text: str, style: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'
