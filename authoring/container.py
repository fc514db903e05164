"""The parts of a Word file around its text."""

from __future__ import annotations

from collections.abc import Iterable

from authoring.styles import HEAD, R, W

_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def story(root: str, body: str) -> str:
    """Return a header or a footer."""
    return f"{HEAD}<w:{root} {W} {R}>{body}</w:{root}>"


def settings_xml(*, even_and_odd: bool) -> str:
    """Return word/settings.xml."""
    mirrored = "<w:evenAndOddHeaders/>" if even_and_odd else ""
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{mirrored}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def relations_xml(targets: Iterable[tuple[str, str]]) -> str:
    """Return the relations of a part, numbered from 1."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def content_types_xml() -> str:
    """Return [Content_Types].xml."""
    overrides = (
        ("/word/document.xml", "document.main"),
        ("/word/styles.xml", "styles"),
        ("/word/fontTable.xml", "fontTable"),
        ("/word/settings.xml", "settings"),
        ("/word/header1.xml", "header"),
        ("/word/footer1.xml", "footer"),
        ("/word/footer2.xml", "footer"),
    )
    lines = "".join(f'<Override PartName="{part}" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in overrides)
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        f"{lines}</Types>"
    )
