"""The `recognition` of a pack: YAML → how file names are read, with every kind and every pattern in it verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zlxm.model.recognition import Kinds, NameRule, NameTable
from zlxm.model.shape import Choice, Field, Flag, ListOf, Record, nearest, problem
from zlxm.model.source import Collected, PackSource, Part
from zlxm.model.value import read_only
from zlxm.model.vocabulary import Vocabulary
from zlxm.rules.file_names import squeezed
from zlxm.rules.pattern_shape import NOTHING, PATTERN, any_of

BLOCK, GENERAL = "recognition", "file_names"
_GENERAL_KEYS = ("litter", "between", "tails", "joins", "foreign", "doubtful", "heads")


def bind_recognition(source: PackSource, vocabulary: Vocabulary, collected: Collected) -> NameTable:
    """Return how names are read. Kinds of which the pack says nothing are known by their names and aliases."""
    general = dict(_general(source, collected))
    titles = dict(_titles(vocabulary))
    written = [rule for part in source.block(BLOCK).values() if (rule := _rule(part, vocabulary, titles, collected))]
    known = {rule.name for rule in written}
    plain = [_named(kind, names, {}) for kind, names in titles.items() if kind not in known]
    return NameTable(
        (*written, *plain),
        read_only({title: (kind,) for kind, names in titles.items() for title in names}),
        read_only({name: kind.folder for name, kind in vocabulary.documents.items()}),
        **{key: general.get(key, NOTHING) for key in _GENERAL_KEYS},
    )


def _general(source: PackSource, collected: Collected) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, part in source.block(GENERAL).items():
        collected.file = part.file
        if key in _GENERAL_KEYS:
            yield key, PATTERN.read(part.node, collected.add)
            continue
        near = nearest(key, _GENERAL_KEYS)
        collected.add(problem("unknown_key", part.key, key=key, nearest=near, known=", ".join(_GENERAL_KEYS)))


def _titles(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield kind and names, longest first; a kind that nobody issues is a rest, whose name says nothing."""
    for name, kind in vocabulary.documents.items():
        if kind.issuer:
            yield name, tuple(sorted(map(squeezed, (name, *kind.aliases)), key=len, reverse=True))


def _rule(
    part: Part, vocabulary: Vocabulary, titles: dict[str, tuple[str, ...]], collected: Collected
) -> NameRule | None:
    """Return the rule of one entry: its key is a kind, or any name where `kinds` says which. A kind whose name alone
    says too little (`by_name: false`) loses its titles."""
    collected.file = part.file
    kind = Choice(tuple(vocabulary.documents), "document", vocabulary.document_aliases())
    read: dict[str, Any] | None = _shape(kind).read(part.node, collected.add)
    if read is None:
        return None
    kinds: Kinds = tuple(each for each in read.pop("kinds") if each)
    by_name = read.pop("by_name")
    if kinds:
        return NameRule(part.key.text, kinds, **read)
    own = kind.read(part.key, collected.add)
    if own is None:
        return None
    if not by_name:
        titles.pop(own, None)
    return _named(own, titles.get(own, ()), read)


def _shape(kind: Choice) -> Record:
    fields = {
        "kinds": Field(ListOf(kind), default=()),
        "sure": Field(PATTERN, default=NOTHING),
        "maybe": Field(PATTERN, default=NOTHING),
        "never": Field(PATTERN, default=NOTHING),
        "by_name": Field(Flag(), default=True),
    }
    return Record(dict, fields, BLOCK)


def _named(kind: str, titles: tuple[str, ...], read: Mapping[str, re.Pattern[str]]) -> NameRule:
    """Return the rule of a kind, its titles among the sure ones. What a pack writes comes first: it reaches further."""
    sure = read.get("sure", NOTHING)
    sources = [*([] if sure is NOTHING else [sure.pattern]), *map(re.escape, titles)]
    return NameRule(kind, (kind,), any_of(sources), read.get("maybe", NOTHING), read.get("never", NOTHING))
