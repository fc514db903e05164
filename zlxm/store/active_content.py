"""Finds what in an Office file runs, fetches or hides something: in its relationships, field codes and objects.

A program acts on relationships, not on the names of parts, so these are read whatever the parts are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Final

from zlxm.store.compound import root_stream_names
from zlxm.store.docx_text import DoctypeError, has_doctype, resolved, xml_text
from zlxm.store.zip_screen import OversizedZipError

MOST_OBJECT_BYTES: Final = 8 * 1024 * 1024
_LARGEST_PART: Final = 2 * 1024 * 1024
_LARGEST_START: Final = 64 * 1024
_LINK_TO_A_PROGRAM: Final = "ddeLink"

_RELATIONSHIP: Final = re.compile(r"<(?:[\w.-]+:)?Relationship(?=\s)")
_ATTRIBUTE: Final = re.compile(r"""(?<!\w)(\w+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_SLASH: Final = re.compile(r"%5c|%2f|\\", re.IGNORECASE)
_REMOTE: Final = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:|(?:file:)?(?://(?!/|[a-z]:)|////)", re.IGNORECASE)
_FIELD_CODE: Final = re.compile(r"<(?:[\w.-]+:)?instrText(?:\s[^<>]*)?>([^<]+)")
_SIMPLE_FIELD: Final = re.compile(r"""<(?:[\w.-]+:)?fldSimple\s[^<>]*?instr\s*=\s*["']([^<>]+)""")
_DDE: Final = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)

_MACROS: Final = frozenset({"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"})
_WITHIN: Final = {
    "control": "activex",
    "afchunk": "foreign_part",
    "connections": "data_connection",
    "oleobject": "embedded",
    "package": "embedded",
}
_KINDS: Final = (*_MACROS, *(kind for kind in _WITHIN if kind != "package"), "relationships/package")
_WORTH_A_LOOK: Final = ("external", "&", "<!doctype", *_KINDS)
_PICTURES: Final = frozenset({"image", "video", "audio", "media"})
_LINKED_BOOKS: Final = ("externallinkpath", "xlpathmissing", "xlalternatestartup")
_DRAWINGS: Final = frozenset({"VisioDocument", "Equation Native"})
_DRAWING_FILES: Final = (".vsd", ".vsdx")
_FEEDS_A_CHART: Final = "/charts/_rels/"


Peek = Callable[[str, int], bytes]


def active_content(names: Iterable[str], peek: Peek) -> tuple[str, ...]:
    """Return codes of what was found in a package, each once, in order.

    `macros dde remote_template remote_content` act when the file is opened; `activex foreign_part data_connection
    embedded linked_file remote_picture` are not on the printed page or not in the file. Objects of drawing programs
    (Visio, formulas) are pictures to a reader, and a template on the writer's own disk is no more than its trace; both
    are passed over. `peek` returns at most so many bytes of a part. Raises DoctypeError, OversizedZipError.
    """
    kept = list(names)
    found = dict.fromkeys(code for name in kept if name.lower().endswith(".rels") for code in _of_part(name, peek))
    if any("vbaproject.bin" in name.lower() for name in kept):
        found["macros"] = None
    books = (name for name in kept if "externallinks/" in name.lower() and not name.lower().endswith(".rels"))
    if any(_LINK_TO_A_PROGRAM in xml_text(peek(name, _LARGEST_START)) for name in books):
        found["dde"] = None
    if "embedded" in found and _are_drawings(kept, peek):
        del found["embedded"]
    return tuple(found)


def field_codes(xml: str) -> list[str]:
    """Return the codes of fields in a text; one that Word keeps in several runs comes in as many pieces."""
    if "instrText" not in xml and "fldSimple" not in xml:
        return []
    return [*_FIELD_CODE.findall(xml), *(f" {each} " for each in _SIMPLE_FIELD.findall(xml))]


def has_dde(codes: Iterable[str]) -> bool:
    """Tell whether the codes of a document's fields ask another program for data."""
    return _DDE.search(resolved("".join(codes))) is not None


def _of_part(name: str, peek: Peek) -> Iterator[str]:
    data = peek(name, _LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise OversizedZipError
    xml = xml_text(data)
    lowered = xml.lower()
    if not any(word in lowered for word in _WORTH_A_LOOK):
        return
    if has_doctype(xml):
        raise DoctypeError
    for piece in _RELATIONSHIP.split(xml)[1:]:
        told = {key: resolved(double or single) for key, double, single in _ATTRIBUTE.findall(piece)}
        kind = told.get("Type", "").rpartition("/")[2].lower()
        if told.get("TargetMode", "").lower() == "external":
            yield from _outside(kind, told.get("Target", ""))
        elif kind in _MACROS:
            yield "macros"
        elif kind in _WITHIN and not (kind == "package" and _FEEDS_A_CHART in name.lower()):
            yield _WITHIN[kind]


def _outside(kind: str, target: str) -> Iterator[str]:
    if kind == "hyperlink":
        return
    is_remote = _REMOTE.match(_SLASH.sub("/", target.strip())) is not None
    if kind in _PICTURES:
        yield "remote_picture" if is_remote else "linked_file"
    elif kind in _LINKED_BOOKS or (not is_remote and kind != "attachedtemplate"):
        yield "linked_file"
    elif is_remote:
        yield "remote_template" if kind == "attachedtemplate" else "remote_content"


def _are_drawings(names: Iterable[str], peek: Peek) -> bool:
    """Tell whether all that is embedded comes from drawing programs; past a limit, nothing more is believed."""
    left = MOST_OBJECT_BYTES
    for name in names:
        if "/embeddings/" not in name.lower() or name.lower().endswith(_DRAWING_FILES):
            continue
        data = peek(name, left + 1)
        left -= len(data)
        if left < 0 or _DRAWINGS.isdisjoint(root_stream_names(BytesIO(data))):
            return False
    return True
