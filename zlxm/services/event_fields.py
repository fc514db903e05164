"""What a person types for the fields of an event → values as the manifest holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from zlxm.model.entry import Raw
from zlxm.model.errors import UsageError
from zlxm.model.manifest import EVENT_COMMON
from zlxm.model.money import parse_amount
from zlxm.model.number import Number
from zlxm.model.shape import Choice, Day, Field, Flag, ListOf, Money, Record, Shape, Whole, nearest
from zlxm.model.vocabulary import EventKind

_COMMON = ("number", "note")
_YES = frozenset({"true", "yes", "y", "\u662f"})
_NO = frozenset({"false", "no", "n", "\u5426"})
_BETWEEN_WORDS = re.compile("[,\uff0c\u3001;\uff1b]")
_BETWEEN_COLUMNS = re.compile("\\s*[:\uff1a=\uff1d]\\s*")
_WIDE_EQUALS = "\uff1d"
_BRACKET = "\uff08"


def fields_of(kind: EventKind) -> dict[str, Field]:
    """Return the fields of an event but its name and date: required ones first, then as the regulation lists them."""
    fields = {**kind.fields, **{name: EVENT_COMMON[name] for name in _COMMON}}
    return dict(sorted(fields.items(), key=lambda item: not item[1].is_required))


def title_of(name: str, kind: EventKind) -> str:
    """Return what a field is called in the regulation's words, without its remarks, or its key."""
    return kind.titles.get(name, name).partition(_BRACKET)[0]


def read_fields(given: Iterable[str], kind: EventKind) -> dict[str, Raw]:
    """Return the fields of `field=value` texts. A key may be the field's title; the same key again adds to a list.

    Raises UsageError: `no_equals`, `unknown_field`, `bad_row`. Bad values stay: the form of manifests tells.
    """
    fields = fields_of(kind)
    texts: dict[str, list[str]] = {}
    for text in given:
        key, equals, written = text.replace(_WIDE_EQUALS, "=", 1).partition("=")
        if not equals:
            raise UsageError("no_equals", {"text": text, "event": kind.name})
        texts.setdefault(_key(key.strip(), kind, fields), []).append(written.strip())
    return {key: typed(texts[key], fields[key].shape) for key in fields if key in texts}


def _key(word: str, kind: EventKind, fields: Mapping[str, Field]) -> str:
    name = word if word in fields else _titled(word, kind, fields)
    if name not in fields:
        facts = {"word": word, "event": kind.name, "nearest": nearest(word, tuple(fields)), "known": ", ".join(fields)}
        raise UsageError("unknown_field", facts)
    return name


def _titled(word: str, kind: EventKind, fields: Mapping[str, Field]) -> str:
    """Return the one field that is called so, or whose title has the word in it; an empty text for none or several."""
    titles = {name: title_of(name, kind) for name in fields}
    exact = [name for name, title in titles.items() if title == word]
    found = exact or [name for name, title in titles.items() if word and word in title]
    return found[0] if len(found) == 1 else ""


def typed(texts: list[str], shape: Shape) -> Raw:
    """Return the texts as the manifest writes them; the last one counts where there is no list."""
    if isinstance(shape, ListOf):
        if isinstance(shape.item, Record):
            return [_record(text, shape.item) for text in texts]
        words = [word.strip() for text in texts for word in _BETWEEN_WORDS.split(text)]
        return [typed([word], shape.item) for word in words if word]
    return _one(texts[-1], shape)


def _record(text: str, shape: Record) -> Mapping[str, Raw]:
    parts = _BETWEEN_COLUMNS.split(text)
    if len(parts) != len(shape.fields) or not all(parts):
        raise UsageError("bad_row", {"text": text, "columns": ":".join(shape.fields)})
    return {key: _one(part, found.shape) for (key, found), part in zip(shape.fields.items(), parts, strict=True)}


def _one(text: str, shape: Shape) -> Raw:
    match shape:
        case Money() | Number() | Whole():
            return _figure(text)
        case Flag():
            word = text.lower()
            return True if word in _YES else False if word in _NO else text
        case Day():
            return _day(text)
        case _:
            return text


def _figure(text: str) -> Decimal | str:
    figure = text.removeprefix("+")
    return Decimal(figure) if parse_amount(figure) is not None else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def choices_of(shape: Shape) -> tuple[str, ...]:
    """Return the words that a field must be one of; empty when it is free."""
    inner = shape.item if isinstance(shape, ListOf) else shape
    return inner.words if isinstance(inner, Choice) else ()
