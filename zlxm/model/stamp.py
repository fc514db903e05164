"""What a made paper remembers: by which template, from which values, and what its content was when it was made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zlxm.model.value import EMPTY, value

PROPERTY = "zlxm"
PROPERTIES_PART = "docProps/custom.xml"
VALUES_PART = "customXml/zlxm.xml"
NAMESPACE = "urn:zlxm:made"
_DIGITS = 16
_LONGEST_TEXT = 120
_APART = ("docProps/", "customXml/", "[Content_Types].xml", "_rels/")
_SHOWN = re.compile(r"([^|]*)\|([0-9a-f]{16})\|([0-9a-f]{16})\|([0-9a-f]{16})")


@value
class Stamp:
    """`paper`: its name; `template`, `content`: digests of the template and of the finished parts; `values`: slot →
    what it said, long values as a digest."""

    paper: str
    template: str
    content: str = ""
    values: Mapping[str, str] = EMPTY

    @property
    def text(self) -> str:
        """The stamp in one line, short enough for a document property."""
        return f"{self.paper}|{self.template}|{digest(values_text(self.values).encode())}|{self.content}"


def read_stamp(text: str) -> Stamp | None:
    """Return the stamp of a property's text, without its values."""
    match = _SHOWN.fullmatch(text)
    return Stamp(match[1], match[2], match[4]) if match else None


def digest(data: bytes) -> str:
    """Return a short digest; it tells versions apart and is no protection."""
    from hashlib import sha256  # noqa: PLC0415 only papers of ours pay for it

    return sha256(data).hexdigest()[:_DIGITS]


def content_digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return the digest of a document's content; properties and the package's own lists are left out."""
    from hashlib import sha256  # noqa: PLC0415 as above

    whole = sha256()
    for name, data in sorted(part for part in parts if not part[0].startswith(_APART)):
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()[:_DIGITS]


def values_text(values: Mapping[str, str]) -> str:
    """Return the values as one line of JSON."""
    from json import dumps  # noqa: PLC0415 as above

    return dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def remembered(text: str) -> str:
    """Return what a stamp keeps of a value: the text itself, or the digest of a long one."""
    return text if len(text) <= _LONGEST_TEXT else f"#{digest(text.encode())}"
