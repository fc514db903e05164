"""Reads the stamp of a made paper back from its file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator

from zlxm.model.attachment import Made
from zlxm.model.errors import ZlxmError
from zlxm.model.stamp import (
    NAMESPACE,
    PROPERTIES_PART,
    PROPERTY,
    content_digest,
    digest,
    read_stamp,
    values_text,
)
from zlxm.model.value import replace
from zlxm.store.docx_text import resolved
from zlxm.store.office_files import read_office_parts

_STAMP = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_MOST_BYTES = 4 * 1024 * 1024  # of what a paper of ours remembers
_VALUES = re.compile(rf'<(?:\w+:)?made xmlns(?::\w+)?="{NAMESPACE}">([^<]*)</')


def made_of(names: Iterable[str], read: Callable[[str], bytes]) -> Made | None:
    """Return what a document's parts say of how it was made; None for any other. `read` unpacks one part."""
    parts = [name for name in names if not name.endswith("/")]
    if PROPERTIES_PART not in parts:
        return None
    found = _STAMP.search(_text(read(PROPERTIES_PART)))
    shown = resolved(found[1]) if found else ""
    stamp = read_stamp(shown)
    if stamp is None:
        return None
    content = content_digest((name, read(name)) for name in parts)
    wanted = shown.split("|")[2]
    kept = (values for values in _values(parts, read) if digest(values_text(values).encode()) == wanted)
    return Made(replace(stamp, values=next(kept, {})), content != stamp.content)


def read_made(path: str) -> Made | None:
    """Return what the file at `path` says of how it was made; None for any other file, broken ones included."""
    try:
        parts = read_office_parts(path)
    except ZlxmError:
        return None
    return made_of(parts, parts.__getitem__)


def _values(names: Iterable[str], read: Callable[[str], bytes]) -> Iterator[dict[str, str]]:
    """Yield what a document remembers; one that served as a template once may hold more than its own."""
    for name in names:
        if name.startswith("customXml/") and name.endswith(".xml"):
            found = _VALUES.search(_text(read(name)))
            if found:
                yield _texts(resolved(found[1]))


def _text(data: bytes) -> str:
    return data[:_MOST_BYTES].decode("utf-8", "replace")


def _texts(text: str) -> dict[str, str]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):  # anybody may write anything there, brackets by the thousand too
        return {}
    return {str(key): str(each) for key, each in read.items()} if isinstance(read, dict) else {}
