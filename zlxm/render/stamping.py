"""Puts the stamp into a finished paper: a document property that people can see, and the values beside it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

from zlxm.model.stamp import NAMESPACE, PROPERTIES_PART, PROPERTY, VALUES_PART, Stamp, content_digest, values_text
from zlxm.model.value import replace

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_CORE = "docProps/core.xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # user-defined properties
_PART_TYPES = {
    PROPERTIES_PART: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    _CORE: "application/vnd.openxmlformats-package.core-properties+xml",
}
_RELATIONS = {
    PROPERTIES_PART: f"{_OFFICE}/relationships/custom-properties",
    _CORE: f"{_PACKAGE}/relationships/metadata/core-properties",
}
_OF_MAIN_PART = ("word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels")
_NO_RELATIONS = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'


def stamped(parts: Mapping[str, bytes], stamp: Stamp, title: str) -> dict[str, bytes]:
    """Return the parts of a paper with its stamp and its title, and with nothing of a template's own past."""
    parts = {**parts, **_with_values_related(parts)}
    marked = replace(stamp, content=content_digest(parts.items()))
    own = {PROPERTIES_PART: _properties(marked.text), VALUES_PART: _values(marked), _CORE: _core(title)}
    types, root = parts[_TYPES].decode("utf-8"), parts[_ROOT].decode("utf-8")
    for name, kind in _PART_TYPES.items():
        types = _with(types, f'PartName="/{name}"', f'<Override PartName="/{name}" ContentType="{kind}"/>', "</Types>")
    for number, (name, kind) in enumerate(_RELATIONS.items(), 1):
        line = f'<Relationship Id="zlxm{number}" Type="{kind}" Target="{name}"/>'
        root = _with(root, f'Target="{name}"', line, "</Relationships>")
    packed = {_TYPES: types.encode(), _ROOT: root.encode()}
    return {**parts, **packed, **{name: text.encode() for name, text in own.items()}}


def _with_values_related(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the relations of the main part, which alone may point to parts of custom XML."""
    name = next((each for each in _OF_MAIN_PART if each in parts), _OF_MAIN_PART["xl/workbook.xml" in parts])
    xml = parts[name].decode("utf-8") if name in parts else _NO_RELATIONS
    line = f'<Relationship Id="zlxmValues" Type="{_OFFICE}/relationships/customXml" Target="../{VALUES_PART}"/>'
    return {name: _with(xml, f'Target="../{VALUES_PART}"', line, "</Relationships>").encode()}


def _with(xml: str, sign: str, line: str, end: str) -> str:
    return xml if sign in xml else xml.replace(end, line + end)


def _properties(text: str) -> str:
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f'<property fmtid="{_FORMAT}" pid="2" name="{PROPERTY}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
        "</Properties>"
    )


def _values(stamp: Stamp) -> str:
    return f'{_HEAD}<made xmlns="{NAMESPACE}">{escape(values_text(stamp.values))}</made>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:creator>zlxm</dc:creator></cp:coreProperties>"
    )
