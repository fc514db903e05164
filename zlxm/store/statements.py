"""What a document says of its project: the values that stand beside labels such as the project's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

SIGNED: Final = ""  # the label of the date that stands alone at a document's end
_BLANKS: Final = re.compile(r"\s+|\u3000")
_COLONS: Final = "\uff1a:"
_LONGEST: Final = 200
_END: Final = 12  # lines: a date further up is one of a table's
_DAY: Final = re.compile(r"(\d{4})\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5")


def squeezed(text: str) -> str:
    """Return a text as labels are compared: without blanks, without the colon at its end."""
    return _BLANKS.sub("", text).rstrip(_COLONS)


def statements(lines: Iterable[str], labels: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return (label, value) in the order of the text: `label: value` in one line, or the line (the cell) after a label
    that stands alone. The last date that stands alone in the last lines comes under the empty label."""
    kept = [line for line in (_BLANKS.sub("", line) for line in lines) if line]
    found = list(dict.fromkeys(_labelled(kept, labels)))
    signed = [line for line in kept[-_END:] if _DAY.fullmatch(line)]
    return (*found, *((SIGNED, day) for day in signed[-1:]))


def _labelled(lines: Sequence[str], labels: frozenset[str]) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(lines):
        label = line.rstrip(_COLONS)
        if label in labels:
            following = lines[place + 1] if place + 1 < len(lines) else ""
            if following.rstrip(_COLONS) not in labels:
                yield label, following[:_LONGEST]
            continue
        name, colon, said = _split(line)
        if colon and name in labels and said:
            yield name, said[:_LONGEST]


def _split(line: str) -> tuple[str, str, str]:
    place = min((at for sign in _COLONS if (at := line.find(sign)) >= 0), default=-1)
    return (line[:place], line[place], line[place + 1 :]) if place >= 0 else (line, "", "")
