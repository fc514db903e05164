"""The arithmetic of a change for a person: base, both sides, percent, total, verdict (Art. 25, 26)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from zlxm.model.finding import Finding
from zlxm.output.layout import Line, Span, cells, pad, paragraph
from zlxm.services.change import Request
from zlxm.wording.sentences import amount, article, label, message, say

_EXACT_PLACES = 6
_INDENT = 14


def measure_lines(measure: Mapping[str, Any], width: int) -> Iterator[Line]:
    """Yield the arithmetic of one request, line by line, and the verdict with every reason."""
    yield (Span(say("change_of", id=measure.get("id"), reason=measure.get("reason")), "head"),)
    base = measure.get("base")
    if base is None:
        yield from _row("change_base", say("change_no_base"), width, "warning")
        return
    yield from _row("change_base", say("change_base_is", base=base), width)
    yield from _row("change_sides", _sides(measure), width)
    yield from _row("change_size", _size(measure), width)
    if measure.get("is_repeated"):
        facts = {"amount": measure["cumulative"], "percent": percent(measure["cumulative_share"])}
        yield from _row("change_cumulative", say("change_share", **facts), width)
    exceeds = bool(measure.get("exceeds"))
    total = say("change_total_above" if exceeds else "change_total_within", total=measure["total"], base=base)
    yield from _row("change_total", total, width, "error" if exceeds else "plain")
    goal = say("change_goal_moved" if measure.get("goal_changed") else "change_goal_kept")
    yield from _row("change_goal", goal, width, "error" if measure.get("goal_changed") else "plain")
    yield from _verdict(measure, width)


def _sides(measure: Mapping[str, Any]) -> str:
    return say("change_sides_are", raised=measure["raised"], lowered=measure["lowered"], net=measure["net"])


def _size(measure: Mapping[str, Any]) -> str:
    adjusted = measure.get("adjusted")
    if adjusted is None:
        return say("change_unmeasured")
    return say("change_share", amount=adjusted, percent=percent(measure["share"]))


def percent(share: Decimal | None) -> str:
    """Return a share of a hundred with all its digits, or, where they never end, with six and dots."""
    if share is None:
        return ""
    rounded = share.quantize(Decimal(1).scaleb(-_EXACT_PLACES))
    text = f"{rounded.normalize():f}"
    return text if rounded == share else f"{rounded:f}{say('and_so_on')}"


def _row(key: str, text: str, width: int, role: str = "plain") -> Iterator[Line]:
    title = say(key)
    head, *more = paragraph(text, width, indent=_INDENT, role=role)
    yield (Span("  "), Span(pad(title, _INDENT - 2), "dim"), *head[1:]) if cells(title) < _INDENT - 2 else head
    yield from more


def _verdict(measure: Mapping[str, Any], width: int) -> Iterator[Line]:
    verdicts = {True: ("change_adjustable", "good"), False: ("change_reapply", "error")}
    key, role = verdicts.get(measure.get("adjustable"), ("change_undecided", "warning"))  # type: ignore[arg-type] # or None
    yield from _row("change_verdict", say(key), width, role)
    for mark, name in (("error", "reasons"), ("warning", "cautions")):
        for reason in measure.get(name, ()):
            found: Finding = reason["finding"]
            text = f"{message(found)}  {found.rule} {article(found)}"
            head = " " * _INDENT + label("mark", mark)
            yield from paragraph(text, width, indent=_INDENT + 2, first=head, role=mark)


def request_lines(requests: Iterable[Request], width: int) -> Iterator[Line]:
    """Yield one line a request: id, day, size, what has become of it."""
    for each in requests:
        row = each.measure
        adjusted, share = row.get("adjusted"), row.get("share")
        size = say("change_share", amount=amount(adjusted), percent=percent(share)) if adjusted is not None else ""
        standing = label("change", each.standing.value)
        yield from paragraph(f"{pad(each.id, 4)} {row['date']}  {pad(standing, 8)}{row.get('reason')}  {size}", width)
