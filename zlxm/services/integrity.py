"""Whether a package is whole: every digest both ways, and what it says of itself against what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from zlxm.model.bag import (
    CHANGED,
    DECLARATION,
    DRAFT,
    EXTRA,
    INCONSISTENT,
    INFO,
    MISSING,
    PAYLOAD,
    STRONG,
    SUBMISSION,
    UNREADABLE,
    UNSAFE,
    VERSIONS,
    DigestList,
    Fault,
    declared_version,
    list_faults,
    list_named,
    read_list,
    read_tags,
)
from zlxm.model.path_names import unsafe_path
from zlxm.model.problem import Severity
from zlxm.model.value import EMPTY, value
from zlxm.store.bags import DamagedEntryError, OpenBag, is_sound

_HASHED_BY = frozenset({*STRONG, "md5", "sha1", "sha224"})
_FETCH = "fetch.txt"
_Digests = Mapping[str, Mapping[str, str]]


@value
class Integrity:
    """What the lists and the files of a package say of each other. `counts`: algorithm → files whose digest agrees;
    `missing`, `extra`, `changed`: complete lists of paths; `digests`: path → algorithm → what the bytes really give;
    `tags` those of `bag-info.txt`, labels in lower case."""

    faults: tuple[Fault, ...] = ()
    counts: Mapping[str, int] = EMPTY
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    digests: _Digests = EMPTY
    tags: Mapping[str, str] = EMPTY

    @property
    def is_intact(self) -> bool:
        """Whether the package is what its sender packed."""
        return is_sound(tuple(each for each in self.faults if each.code != DRAFT))


def examine(bag: OpenBag) -> Integrity:
    """Return how whole the package is; one that cannot be opened has its faults and nothing else."""
    if not is_sound(bag.faults):
        return Integrity(bag.faults)
    texts = {name: _text(bag, name) for name in bag.entries if name in (DECLARATION, INFO) or list_named(name)}
    read = {name: each for name, each in texts.items() if isinstance(each, str)}
    unread = tuple(each for each in texts.values() if isinstance(each, Fault))
    lists = tuple(read_list(name, text, bag.entries) for name, text in read.items() if list_named(name))
    tags = read_tags(read.get(INFO, ""))
    digests, damaged = _digests(bag, lists)
    used = [each for each in lists if each.algorithm in _HASHED_BY and _hash(each.algorithm)]
    found = (
        *unread,
        *_of_form(read.get(DECLARATION), bag),
        *list_faults(lists),
        *_of_algorithms(lists, used),
        *_of_paths(lists),
    )
    differences = (*_missing(used, bag), *_extra(used, bag), *_changed(used, digests, damaged))
    return Integrity(
        (*bag.faults, *found, *differences, *_of_size(tags, bag)),
        _counts(used, digests, damaged),
        _files(MISSING, differences),
        _files(EXTRA, differences),
        _files(CHANGED, differences),
        digests,
        tags,
    )


def _files(code: str, faults: Iterable[Fault]) -> tuple[str, ...]:
    return tuple(each.file for each in faults if each.code == code)


def _text(bag: OpenBag, name: str) -> str | Fault:
    try:
        return bag.read(name).decode("utf-8-sig" if name == INFO else "utf-8")
    except DamagedEntryError:
        return Fault(UNREADABLE, name, "bad_zip")
    except UnicodeDecodeError:
        return Fault(UNREADABLE, name, "not_utf8")


def _hash(algorithm: str) -> Any:
    """Return a new hash, or None where the system offers none of that name."""
    try:
        return hashlib.new(algorithm, usedforsecurity=False)
    except ValueError:
        return None


def _digests(bag: OpenBag, lists: Iterable[DigestList]) -> tuple[_Digests, frozenset[str]]:
    """Return path → algorithm → digest, each file read once; and the files whose bytes the zip itself disowns."""
    found: dict[str, dict[str, str]] = {}
    damaged = set()
    for name in bag.entries:
        is_of_tags = not name.startswith(PAYLOAD)
        wanted = {each.algorithm for each in lists if each.is_of_tags == is_of_tags and each.algorithm in _HASHED_BY}
        hashes = {each: made for each in sorted({*wanted, STRONG[0]}) if (made := _hash(each))}
        if not _is_fed(bag, name, hashes.values()):
            damaged.add(name)
        found[name] = {algorithm: each.hexdigest() for algorithm, each in hashes.items()}
    return found, frozenset(damaged)


def _is_fed(bag: OpenBag, name: str, hashes: Collection[Any]) -> bool:
    try:
        for chunk in bag.chunks(name):
            for each in hashes:
                each.update(chunk)
    except DamagedEntryError:
        return False
    return True


def _of_form(declaration: str | None, bag: OpenBag) -> Iterator[Fault]:
    version = declared_version(declaration or "")
    if declaration is not None and version not in VERSIONS:
        yield Fault(INCONSISTENT, DECLARATION, "bad_version" if version else "bad_declaration")
    if _FETCH in bag.entries:
        yield Fault(INCONSISTENT, _FETCH, "to_be_fetched")
    if INFO not in bag.entries and SUBMISSION in bag.entries:
        yield Fault(INCONSISTENT, INFO, "no_such_list")


def _of_algorithms(lists: Iterable[DigestList], used: Iterable[DigestList]) -> Iterator[Fault]:
    known = {each.algorithm for each in used}
    for each in lists:
        if each.algorithm not in known:
            name = f"manifest-{each.algorithm}.txt"
            yield Fault(INCONSISTENT, name, "other_algorithm", weight=Severity.INFO)
    if not any(each.algorithm in STRONG for each in used if not each.is_of_tags):
        yield Fault(INCONSISTENT, what="no_strong_list")


def _of_paths(lists: tuple[DigestList, ...]) -> Iterator[Fault]:
    """Yield listed names that no package may have, and those of tag files among the content's or the other way."""
    for path in dict.fromkeys(path for each in lists for path in each.digests):
        what = unsafe_path(path)
        if what:
            yield Fault(UNSAFE, path, what)
    for each in lists:
        misplaced = (path for path in each.digests if path.startswith(PAYLOAD) == each.is_of_tags)
        yield from (Fault(INCONSISTENT, path, "wrong_list") for path in misplaced)


def _expected(used: Iterable[DigestList], *, of_tags: bool) -> list[DigestList]:
    return [each for each in used if each.is_of_tags == of_tags]


def _missing(used: Iterable[DigestList], bag: OpenBag) -> Iterator[Fault]:
    listed = dict.fromkeys(path for each in used for path in each.digests)
    yield from (Fault(MISSING, path) for path in sorted(listed) if path not in bag.entries)


def _extra(used: Iterable[DigestList], bag: OpenBag) -> Iterator[Fault]:
    """Yield files that no list has, and those that only some of the lists have."""
    for name in sorted(bag.entries):
        lists = _expected(used, of_tags=not name.startswith(PAYLOAD))
        having = [each for each in lists if name in each.digests]
        if name.startswith(PAYLOAD):
            if not having:
                yield Fault(EXTRA, name)
            elif len(having) < len(lists):
                without = ", ".join(each.algorithm for each in lists if each not in having)
                yield Fault(INCONSISTENT, name, "not_in_every_list", {"detail": without})
        elif not having and SUBMISSION in bag.entries and not _is_list_of_tags(name):
            yield Fault(EXTRA, name)


def _is_list_of_tags(name: str) -> bool:
    named = list_named(name)
    return named is not None and named[1]


def _changed(used: Iterable[DigestList], digests: _Digests, damaged: frozenset[str]) -> Iterator[Fault]:
    wrong: dict[str, list[str]] = {name: [] for name in damaged}
    for each in used:
        for path, digest in each.digests.items():
            if path in digests and digests[path].get(each.algorithm) != digest:
                wrong.setdefault(path, []).append(each.algorithm)
    for path in sorted(wrong):
        yield Fault(CHANGED, path, "bad_check_sum" if path in damaged else ", ".join(wrong[path]))


def _counts(used: Iterable[DigestList], digests: _Digests, damaged: frozenset[str]) -> dict[str, int]:
    return {
        each.algorithm: sum(
            digests[path].get(each.algorithm) == digest
            for path, digest in each.digests.items()
            if path in digests and path not in damaged
        )
        for each in used
        if not each.is_of_tags
    }


def _of_size(tags: Mapping[str, str], bag: OpenBag) -> Iterator[Fault]:
    said = tags.get("payload-oxum")
    sizes = [entry.info.file_size for name, entry in bag.entries.items() if name.startswith(PAYLOAD)]
    really = f"{sum(sizes)}.{len(sizes)}"
    if said is not None and said != really:
        yield Fault(INCONSISTENT, INFO, "other_size", {"detail": f"{said} / {really}"})
