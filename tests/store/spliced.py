"""What a manifest with one more entry must be: read by parsers, and looked at line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from random import Random
from typing import Any

import yaml

from tests.store.any_manifest import Manifest, Remark, any_entry, any_manifest
from zlxm.model.entry import Entry, plain
from zlxm.store.splice import NotSpliced, with_entry, without_entry

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BREAK = re.compile(r"\r\n|\r|\n")
_NOTHING = ("", "~", "null", None)


def data(text: str) -> Any:
    """Return what PyYAML reads, every scalar as its text."""
    return yaml.load(text.removeprefix("\ufeff"), LOADER)  # noqa: S506 BaseLoader makes texts only


def ruamel_data(text: str) -> Any:
    """Return what ruamel.yaml reads, every scalar as its text."""
    from ruamel.yaml import YAML  # noqa: PLC0415

    return YAML(typ="base", pure=True).load(text.removeprefix("\ufeff"))


def wanted(old: Any, key: str, entry: Entry, place: int | None) -> Any:
    """Return the old data and the entry."""
    listing = [] if old.get(key) in _NOTHING else list(old[key])
    listing.insert(len(listing) if place is None else place, plain(entry))
    return {**old, key: listing}


def is_inserted(old: str, new: str) -> bool:
    """Tell whether the new text is the old one with one piece put in; a comma before it is a second piece, and a word
    for nothing may have gone."""
    head = len([*takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))])
    if _is_one_piece(old, new, head):
        return True
    if new[head : head + 1] == "," and _is_one_piece(old[head:], new[head + 1 :], None):
        return True
    return any(
        old.startswith(word, head) and _is_one_piece(old[:head] + old[head + len(word) :], new, head)
        for word in ("~", "null")
    )


def _is_one_piece(old: str, new: str, head: int | None) -> bool:
    if head is None:
        head = len([*takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))])
    tail = len([*takewhile(lambda pair: pair[0] == pair[1], zip(reversed(old), reversed(new), strict=False))])
    return len(new) > len(old) and head + tail >= len(old)


def strays(manifest: Manifest, new: str, key: str, place: int) -> Iterator[str]:
    """Yield the remarks that belong to something else now, or nothing."""
    before, after = _places(manifest.text), _places(new)
    for remark in manifest.remarks:
        if remark.number not in after:
            yield f"{remark} is gone"
        elif not _stays(
            remark, before[remark.number], after[remark.number], is_first=(key, place) == (remark.at) and place == 0
        ):
            yield f"{remark}: {before[remark.number]} -> {after[remark.number]}"


def _stays(remark: Remark, old: tuple[str, str, str], new: tuple[str, str, str], *, is_first: bool) -> bool:
    match remark.kind:
        case "same":
            return _is_same_line(old[1], new[1])
        case "next":  # above the first entry it may head all of them
            return _is_same_line(old[2], new[2]) or _is_opened(old[2], new[2]) or is_first
        case "prev":
            return old[0] == new[0]
        case "inside":
            return (old[0], old[2]) == (new[0], new[2])
        case "example":
            return _is_same_line(old[0], new[0])
        case _:
            return True


def _is_same_line(old: str, new: str) -> bool:
    """Tell whether a line is the old one, or that of a list on one line with an entry more."""
    name = old.partition(":")[0]
    if old.endswith("]") and new.endswith("]") and new.startswith(old.rstrip("], ")):
        return True
    if old == new or name in ("{event", "{ event") or old.startswith("-"):
        return old == new
    left = iter(new)
    return new.startswith(f"{name}:") and all(each in left for each in re.sub("~|null", "", old))


def _is_opened(old: str, new: str) -> bool:
    return old.endswith("]") and new == old.rstrip("], ")


def _places(text: str) -> dict[int, tuple[str, str, str]]:
    """Return for each remark the word before it, what stands before it on its line, and the word after it."""
    lines = _BREAK.split(text.removeprefix("\ufeff"))
    found: dict[int, tuple[str, str, str]] = {}
    last = ""
    waiting: list[tuple[int, str, str]] = []
    for line in lines:
        here, mark, rest = line.partition("# 注")
        if not mark:
            here, mark, rest = line.partition("# - {注")
        word = here.strip(" ,\t")
        if word:
            found |= {number: (above, own, word) for number, above, own in waiting}
            waiting = []
        if mark:
            waiting.append((int(rest.partition("注")[0]), last, word))
        last = word or last
    return found | {number: (above, own, "") for number, above, own in waiting}


def verdict(seed: int) -> tuple[str, str]:
    """Return how an entry into a manifest made from the seed went, "accepted", "refused" (no place), "caught" (its data
    would be wrong, which is seen before it is written) or "wrong", and what there is to tell."""
    chance = Random(seed)  # noqa: S311 the same every time is the point
    return verdict_of(chance, any_manifest(chance), thorough=seed % 8 == 0)


def verdict_of(chance: Random, manifest: Manifest, *, thorough: bool = True) -> tuple[str, str]:
    """Return the same of a manifest."""
    key = chance.choice((*manifest.counts, *manifest.counts, *manifest.counts, "portals"))
    count = manifest.counts.get(key, 0)
    place = None if chance.randrange(2) else chance.randrange(count + 1)
    entry = any_entry(chance)
    try:
        new = with_entry(manifest.text, key, entry, place)
    except NotSpliced:
        return "refused", f"{key} {place}\n{manifest.text!r}"
    old = data(manifest.text)
    said = f"{key} {place}\n{manifest.text}\n----\n{new}"
    try:
        is_right = data(new) == wanted(old, key, entry, place)
    except yaml.YAMLError as error:
        return "caught", f"{said}\n{error}"
    if not is_right:
        return "caught", said
    faults = [*strays(manifest, new, key, count if place is None else place)]
    if not is_inserted(manifest.text, new):
        faults.append("not an insertion alone")
    if thorough:
        faults += _further(manifest.text, new, key, count if place is None else place, old)
        faults += _removal(chance, manifest, old)
    return ("wrong", f"{faults}\n{said}") if faults else ("accepted", "")


def _further(text: str, new: str, key: str, index: int, old: Any) -> Iterator[str]:
    if "\t#" not in new and ruamel_data(new) != data(new):  # which ruamel.yaml cannot read
        yield "ruamel.yaml reads it otherwise"
    try:
        back = without_entry(new, key, index)
    except NotSpliced:
        yield "cannot be taken out again"
        return
    if not _says(back, old):
        yield f"taken out again other data is left:\n{back}"
    if _places(back).keys() != _places(text).keys():
        yield f"taken out again a remark is gone:\n{back}"


def _removal(chance: Random, manifest: Manifest, old: Any) -> Iterator[str]:
    filled = [key for key, count in manifest.counts.items() if count]
    if not filled:
        return
    key = chance.choice(filled)
    index = chance.randrange(manifest.counts[key])
    try:
        new = without_entry(manifest.text, key, index)
    except NotSpliced:
        return
    left = [each for number, each in enumerate(old[key]) if number != index]
    if not _says(new, {**old, key: left}):
        return  # seen before it is written
    gone = _places(manifest.text).keys() - _places(new).keys()
    about = {remark.number for remark in manifest.remarks if remark.at == (key, index)}
    if gone - about:
        yield f"{key}[{index}] taken out: {gone - about} gone\n{new}"


def _says(text: str, expected: Any) -> bool:
    try:
        found = data(text)
    except yaml.YAMLError:
        return False
    return bool(_filled(found) == _filled(expected))


def _filled(found: Any) -> Any:
    return {key: each for key, each in (found or {}).items() if each != [] and each not in _NOTHING}
