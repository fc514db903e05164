"""Recognises the headings of a plan that people made: one row or two, groups over merged cells, units in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from zlxm.model.value import value

_TEN_THOUSAND = "\u4e07"
_UNIT = re.compile("\\((?:\u5355\u4f4d:)?(?:\u4e07\u5143|\u4e07|\u5143)\\)")
_FIGURE = re.compile(r"[\d.,%-]+")
_YEARS = (re.compile("(20\\d\\d)\u5e74\u5ea6", re.ASCII), re.compile("(20\\d\\d)\u5e74", re.ASCII))


@value
class Headings:
    """How headings are recognised: `columns` heading → answer, `simplify` what people vary, `sums` mark sum rows,
    `yuan` is what a line above the table says when its amounts are in yuan."""

    columns: Mapping[str, str]
    sums: frozenset[str]
    simplify: Callable[[str], str]
    yuan: frozenset[str] = frozenset()


def columns_of(own: Mapping[int, str], upper: Mapping[int, str], headings: Headings) -> dict[int, str]:
    """Return place → answer for a row of headings. Where a cell is blank, the one above it counts; where it is not
    known, the group above and the cell are read as one heading."""
    found: dict[int, str] = {}
    groups = _groups(upper, max((*own, *upper, 0)))
    for at in sorted({*own, *upper}):
        texts = _candidates(own.get(at, ""), upper.get(at, ""), groups.get(at, ""), headings)
        key = next((key for text in texts if (key := _key(text, headings))), "")
        if key and key not in found.values():
            found[at] = key
    return found


def _groups(upper: Mapping[int, str], last: int) -> dict[int, str]:
    """Return place → the heading of the group it is under: a merged cell holds its text in its first place only."""
    groups, name = {}, ""
    for at in range(last + 1):
        name = upper.get(at, name)
        groups[at] = name
    return groups


def _candidates(own: str, upper: str, group: str, headings: Headings) -> tuple[str, ...]:
    if not own:
        return (headings.simplify(upper),)
    above, text = headings.simplify(group), headings.simplify(own)
    units = "" if _UNIT.search(text) else "".join(match[0] for match in _UNIT.finditer(above))
    return (f"{text}{units}", f"{_UNIT.sub('', above)}{text}{units}")


def _key(heading: str, headings: Headings) -> str:
    """Return the answer under a heading, an empty text when it is unknown; amounts may have any unit in brackets."""
    known = headings.columns.get(heading)
    unit = _UNIT.search(heading)
    if known or not unit:
        return known or ""
    key = headings.columns.get(_UNIT.sub("", heading), "")
    return "amount_in_yuan" if key == "amount" and _TEN_THOUSAND not in unit[0] else key


def is_second_heading(own: Mapping[int, str], first: Mapping[int, str], columns: Mapping[int, str]) -> bool:
    """Tell whether a row goes on with the headings above it: it has no project's name and no figure, and says what
    stands where the row above is blank, as it is under a merged cell."""
    name = next(at for at, key in columns.items() if key == "name")
    has_figure = any(_FIGURE.fullmatch(text) for text in own.values())
    return name not in own and not has_figure and any(at not in first for at in own)


def year_of(notes: Iterable[str]) -> str:
    """Return the year that a plan's title names, if it names one only."""
    text = " ".join(notes)
    named = (set(pattern.findall(text)) for pattern in _YEARS)
    return next((years.pop() for years in named if len(years) == 1), "")


def is_in_yuan(key: str, heading: str, notes: Iterable[str], headings: Headings) -> bool:
    """Tell whether a column of amounts is in yuan because a line above the table says so and its heading nothing."""
    return key == "amount" and _TEN_THOUSAND not in heading and bool(headings.yuan.intersection(notes))
