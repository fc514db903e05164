"""What is in a package, as a table for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zlxm.model.pack import Rule
from zlxm.output.layout import Line, Span, cells, columns, pad, paragraph
from zlxm.output.safe import safe
from zlxm.rules.enclosures import LeftOut
from zlxm.services.submission import Enclosure, Parcel
from zlxm.wording.sentences import label, say

_KIB = 1024
_MOST_RULES = 3
_ROOM_FOR_SIZE = 13


def parcel_lines(parcel: Parcel, width: int, *, with_rules: bool) -> Iterator[Line]:
    """Yield a line a file: its name in the package, size, where it comes from; `with_rules`: also what it serves as and
    who asks for it. Then what does not go in, and what is not there."""
    room = min(max((cells(each.name) for each in parcel.enclosures), default=0), width - _ROOM_FOR_SIZE)
    for each in parcel.enclosures:
        yield (Span("  "), Span(pad(safe(each.name), room)), Span(f"  {_size(each):>8}", "dim"))
        yield from paragraph(each.path, width, indent=7, first="     ← ", role="dim")
        if with_rules:
            yield from paragraph(_purpose(each, parcel), width, indent=7, role="dim")
    yield from left_out_lines(parcel.left_out, width)
    missing = [(f"{label('mark', 'missing')} {'/'.join(documents)}", "error") for documents in parcel.missing]
    yield from columns(missing, width, 2)


def left_out_lines(left_out: Iterable[LeftOut], width: int) -> Iterator[Line]:
    """Yield the listed files that do not go in, and why."""
    for each in left_out:
        role = "dim" if each.is_to_come else "error"
        yield from paragraph(say("left_out", path=each.path, fault=each.fault), width, indent=2, role=role)


def _size(enclosure: Enclosure) -> str:
    kib = max(1, -(-enclosure.size // _KIB))
    return f"{kib} KB" if kib < _KIB else f"{kib / _KIB:.1f} MB"


def _purpose(enclosure: Enclosure, parcel: Parcel) -> str:
    kinds = say("list_comma").join(enclosure.kinds)
    if not enclosure.rules:
        return say("enclosed_as_listed", kinds=kinds, submission=parcel.submission)
    rules = " ".join(_rule(each) for each in enclosure.rules[:_MOST_RULES])
    more = say("and_so_on") if len(enclosure.rules) > _MOST_RULES else ""
    return say("enclosed_by", kinds=kinds, rules=f"{rules}{more}")


def _rule(rule: Rule) -> str:
    cited = say("in_brackets", text=say("article", number=rule.article)) if rule.article else ""
    return f"{rule.id}{cited}"
