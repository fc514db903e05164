"""What is in a package, as a table for a person."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.output.layout import Line, Span, cells, pad, paragraph
from zlxm.output.safe import safe
from zlxm.services.submission import Enclosure, Parcel
from zlxm.wording.sentences import label, say

_KIB = 1024
_MOST_RULES = 3


def parcel_lines(parcel: Parcel, width: int, *, with_rules: bool) -> Iterator[Line]:
    """Yield a line a file: its name in the package, size, where it comes from; `with_rules`: also who asks for it."""
    room = max((cells(each.name) for each in parcel.enclosures), default=0)
    for each in parcel.enclosures:
        yield (Span("  "), Span(pad(safe(each.name), room)), Span(f"  {_size(each):>8}", "dim"))
        yield from paragraph(f"← {each.path}", width, indent=5, role="dim")
        if with_rules and each.rules:
            yield from paragraph(say("enclosed_by", rules=_rules(each)), width, indent=5, role="dim")
    for documents in parcel.missing:
        yield (Span(f"  {label('mark', 'missing')} {'/'.join(documents)}", "error"),)


def _size(enclosure: Enclosure) -> str:
    kib = max(1, -(-enclosure.size // _KIB))
    return f"{kib} KB" if kib < _KIB else f"{kib / _KIB:.1f} MB"


def _rules(enclosure: Enclosure) -> str:
    shown = " ".join(enclosure.rules[:_MOST_RULES])
    return f"{shown} {say('and_so_on')}" if len(enclosure.rules) > _MOST_RULES else shown
