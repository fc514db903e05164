"""Entry → the lines it takes in a manifest, in the style of its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zlxm.model.entry import Entry, Raw, plain
from zlxm.model.yaml_scalar import as_scalar


def flow_text(raw: Raw) -> str:
    """Return the value on one line: `{event: …, date: …}`."""
    match raw:
        case str():
            return as_scalar(raw)
        case Mapping():
            return "{" + ", ".join(f"{as_scalar(key)}: {flow_text(each)}" for key, each in raw.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(flow_text, raw)) + "]"
        case _:
            return str(plain(raw))


def block_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry written one key a line, without the list's own dash and indent."""
    for key, raw in entry.items():
        if isinstance(raw, Sequence) and not isinstance(raw, str) and any(isinstance(each, Mapping) for each in raw):
            yield f"{as_scalar(key)}:"
            yield from (f"  - {flow_text(each)}" for each in raw)
        else:
            yield f"{as_scalar(key)}: {flow_text(raw)}"
