"""Which dotted paths exist under one vocabulary, so that a misspelt one is found when the pack is bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.language import Ref
from zlxm.model.manifest import EVENT_COMMON, manifest_shape
from zlxm.model.shape import Field, ListOf, Record, Shape, nearest
from zlxm.model.value import value
from zlxm.model.vocabulary import Vocabulary
from zlxm.rules.facts import ROOTS

_OF_MANIFEST = ("project", "unit", "plan", "budget", "systems", "facts")
_OF_ANY_EVENT = ("date", "year", "number", "note", "name", "ordinal", "field", "value")
_OF_CHANGE = ("base", "adjusted", "cumulative", "measured", "total", "is_repeated")


@value
class Known:
    """The names a reference may use."""

    manifest: Mapping[str, Field]
    blocks: tuple[str, ...]
    documents: tuple[str, ...]
    happenings: tuple[str, ...]
    amounts: tuple[str, ...]
    event_fields: tuple[str, ...]
    item_fields: tuple[str, ...]


def known_names(vocabulary: Vocabulary, moments: Iterable[str], amounts: Iterable[str]) -> Known:
    """Return what references may name under a vocabulary with its named moments and amounts."""
    manifest = manifest_shape(vocabulary).fields
    names = {name for kind in vocabulary.events.values() for name in kind.fields}
    of_events = (*sorted(names), *EVENT_COMMON, *_OF_ANY_EVENT)
    of_facts = [name for kind in vocabulary.facts.values() for name in _fields(kind.field.shape)]
    of_blocks = {name for kind in vocabulary.blocks.values() for name in _of_rows(kind.field.shape)}
    of_items = (*of_events, *_fields(manifest["systems"].shape), *of_facts, *_OF_CHANGE, *sorted(of_blocks))
    happenings = (*moments, *vocabulary.events)
    blocks, documents = tuple(vocabulary.blocks), tuple(vocabulary.documents)
    return Known(manifest, blocks, documents, happenings, tuple(amounts), of_events, of_items)


@value
class Fault:
    """An unknown step of a path, and what was probably meant."""

    nearest: str
    known: str


def check_ref(ref: Ref, known: Known) -> Fault | None:
    """Return what is wrong with a reference, or None."""
    root, *rest = ref.parts
    if root in _OF_MANIFEST or root in known.blocks:
        return _follow(known.manifest[root].shape, rest)
    if root not in ROOTS:
        return _fault(root, (*ROOTS, *known.blocks))
    return _check_other(root, rest, known)


def _check_other(root: str, rest: list[str], known: Known) -> Fault | None:
    if root == "amount":
        return _one_of(rest[:1], known.amounts)
    if root == "has":
        words = known.happenings if rest[:1] == ["event"] else known.documents
        return _one_of(rest[:1], ("event", "doc")) or _one_of(rest[1:], words)
    if root == "events":
        return _one_of(rest[:1], known.happenings) or _one_of(rest[1:], known.event_fields)
    if root in ("item", "gate"):
        return _one_of(rest[:1], known.item_fields) if rest else None
    return None


def _one_of(rest: list[str], words: tuple[str, ...]) -> Fault | None:
    if rest and rest[0] in words:
        return None
    return _fault(rest[0] if rest else "", words)


def _fault(word: str, words: tuple[str, ...]) -> Fault:
    return Fault(nearest(word, words), ", ".join(words[:12]))


def _fields(shape: Shape) -> Mapping[str, Field]:
    if isinstance(shape, ListOf):
        return _fields(shape.item)
    return shape.fields if isinstance(shape, Record) else {}


def _of_rows(shape: Shape) -> Iterator[str]:
    """Yield the keys of every list of records in a block."""
    if isinstance(shape, ListOf):
        yield from _fields(shape.item)
    for found in _fields(shape).values():
        yield from _of_rows(found.shape)


def _follow(shape: Shape, rest: list[str]) -> Fault | None:
    fields: Mapping[str, Field] = _fields(shape)
    for step in rest:
        if step not in fields:
            return _fault(step, tuple(fields))
        fields = _fields(fields[step].shape)
    return None
