"""PORTFOLIO-n: what only shows when dossiers lie side by side. Hints for a person; no verdict depends on them.

Pure: profiles and digests are taken already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from zlxm.model.finding import Finding, State
from zlxm.model.pack import Pack
from zlxm.model.portfolio import Names, Profile
from zlxm.model.value import replace

SPLIT, DOUBLE, SAME_FILE, SAME_CODE, UNFILED = (f"PORTFOLIO-{number}" for number in range(1, 6))
LEAST_BYTES = 1024  # what is shorter may well be the same by chance
_ALIKE = 0.8
_MOST_COMPARED = 60  # projects of one unit in one year; beyond that only equal names are seen
_SHORTEST_NAME = 3
_MOST_NAMED = 6

T = TypeVar("T")


def hints(
    profiles: tuple[Profile, ...], pack: Pack, as_of: date, digests: Mapping[tuple[str, str], str]
) -> Iterator[Finding]:
    """Yield what a person should look at. `digests`: (dossier's path, file) → digest, of files that may be equal."""
    yield from _splits(profiles, pack)
    yield from _doubles(profiles, pack)
    yield from _same_files(profiles, pack, digests)
    yield from _same_codes(profiles, pack)
    yield from _unfiled(profiles, pack, as_of)


def possibly_equal(profiles: Iterable[Profile]) -> Iterator[tuple[Profile, str]]:
    """Yield the listed files that have the size of a file of another dossier."""
    owners: dict[int, set[str]] = {}
    every = [(each, file, size) for each in profiles for file, size in each.files.items() if size >= LEAST_BYTES]
    for each, _, size in every:
        owners.setdefault(size, set()).add(each.path)
    yield from ((each, file) for each, file, size in every if len(owners[size]) > 1)


def _splits(profiles: Iterable[Profile], pack: Pack) -> Iterator[Finding]:
    """Yield groups of alike projects of one unit and year, each below the limit and together not (Art. 4)."""
    limit = pack.portfolio.split_below
    if limit is None:
        return
    small = [each for each in profiles if each.total is not None and each.total < limit]
    for group in _grouped(small, lambda each: (each.unit, each.year)):
        for alike in _alike(group, pack.noise_pattern):
            total = sum((each.total or Decimal(0) for each in alike), Decimal(0))
            if len(alike) > 1 and total >= limit:
                told = {"count": len(alike), "unit": alike[0].unit, "total": total, "limit": limit}
                yield _finding(SPLIT, pack, alike, article=pack.portfolio.split_article, **told)


def _alike(group: list[Profile], noise: re.Pattern[str]) -> list[list[Profile]]:
    """Return the group parted into projects whose names, without what every name has, are nearly the same."""
    parts: list[tuple[str, list[Profile]]] = []
    for each in group[:_MOST_COMPARED]:
        core = noise.sub("", each.name)
        near = next((members for known, members in parts if _is_alike(core, known)), None)
        if near is None:
            parts.append((core, [each]))
        else:
            near.append(each)
    return [members for _, members in parts]


def _is_alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher  # noqa: PLC0415 a dossier by itself does not need it

    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _doubles(profiles: Iterable[Profile], pack: Pack) -> Iterator[Finding]:
    """Yield systems of one name that several dossiers build anew."""
    named = [
        (pack.noise_pattern.sub("", name), name, each) for each in profiles for name in dict.fromkeys(each.systems)
    ]
    for group in _grouped(named, lambda entry: entry[0]):
        owners = list({each.path: each for _, _, each in group}.values())
        if len(owners) > 1 and len(group[0][0]) >= _SHORTEST_NAME:
            yield _finding(DOUBLE, pack, owners, system=group[0][0])


def _same_files(profiles: Iterable[Profile], pack: Pack, digests: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    every = [(each, file) for each in profiles for file in each.files if (each.path, file) in digests]
    for group in _grouped(every, lambda entry: digests[entry[0].path, entry[1]]):
        owners = list({each.path: each for each, _ in group}.values())
        if len(owners) > 1:
            files = Names(tuple(f"{each.path}/{file}" for each, file in group[:_MOST_NAMED]))
            yield _finding(SAME_FILE, pack, owners, file=group[0][1], files=files, count=len(group))


def _same_codes(profiles: Iterable[Profile], pack: Pack) -> Iterator[Finding]:
    coded = [each for each in profiles if each.code]
    yield from (
        _finding(SAME_CODE, pack, group, number=group[0].code) for group in _grouped(coded, lambda each: each.code)
    )


def _unfiled(profiles: tuple[Profile, ...], pack: Pack, as_of: date) -> Iterator[Finding]:
    """Yield units that have dossiers here and applied for nothing for next year by the day of the regulation."""
    terms = pack.portfolio
    if terms.filing_by is None or as_of <= terms.filing_by.in_year(as_of.year):
        return
    year = as_of.year + 1
    filed = {each.unit for each in profiles if each.year == year and any(day <= as_of for day in each.filed)}
    by_unit = {each.unit: each for each in reversed(profiles)}
    late = sorted(by_unit.keys() - filed)
    if late:
        told = {"units": Names(tuple(late)), "year": year, "day": terms.filing_by.in_year(as_of.year)}
        yield _finding(UNFILED, pack, [by_unit[unit] for unit in late], article=terms.filing_article, **told)


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    groups: dict[Hashable, list[T]] = {}
    for each in items:
        groups.setdefault(key(each), []).append(each)
    return [group for group in groups.values() if len(group) > 1]


def _finding(code: str, pack: Pack, found: list[Profile], article: int | None = None, **facts: Any) -> Finding:
    """Return the hint at the first of the dossiers it is about."""
    rule = pack.house[code]
    told = {
        "count": len(found),
        **facts,
        "dossiers": Names(tuple(each.path for each in found[:_MOST_NAMED])),
        "rule_title": rule.title,
    }
    made = Finding(code, article, rule.severity, State.FAIL, code, (), told, rule.message, rule.hint)
    return replace(made, path=found[0].manifest, subject=" ".join(each.code or each.name for each in found))
