"""The form of a manifest as a JSON Schema (draft-07), for editors: generated from the shapes that also read it.

What the schema accepts is what `check` reads without an error of form, as far as a schema can say it: an editor sees
typed values where the program sees source text, so `code: 017` (a number to an editor) must pass as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import singledispatch
from typing import Any, Protocol

from zlxm.model.manifest import FORMAT, manifest_shape
from zlxm.model.number import Number
from zlxm.model.pack import Pack
from zlxm.model.shape import Choice, Day, Field, Flag, ListOf, MapOf, Money, Record, Tagged, Text, Whole

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]
Route = tuple[str, ...]
_UNRESERVED = re.compile(r"[^A-Za-z0-9._~-]")
_SYNTAX_OF_PATTERNS = re.compile(r"[\\^$.*+?()\[\]{}|/]")
_MONEY_LIMIT = 10**12


class Words(Protocol):
    """Titles and descriptions in the user's language. A route names keys; an event's own keys follow the event."""

    def field(self, route: Route, found: Field) -> tuple[str, str]:
        """Return the title and the description of a key."""

    def word(self, route: Route, word: str) -> str:
        """Return what a word of a closed list means, or an empty string."""


def manifest_schema(pack: Pack, words: Words) -> Schema:
    """Return the schema of a manifest under one regulation, ready for `json.dump`."""
    shape = manifest_shape(pack.vocabulary)
    title, description = words.field((), Field(shape))
    head = {"$schema": DRAFT, "$id": schema_id(pack), "title": title, "description": description}
    return head | _schema(shape, (), words)


def schema_id(pack: Pack) -> str:
    """Return the URN that tells the schemas of different regulations apart."""
    return f"urn:zlxm:manifest:{FORMAT}:{_UNRESERVED.sub(_percent, pack.identity.id)}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def schema_text(schema: Schema) -> str:
    """Return the schema as the text of a file, the same for the same schema."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


@singledispatch
def _schema(shape: Any, _route: Route, _words: Words) -> Schema:
    raise TypeError(type(shape))


@_schema.register
def _text(_shape: Text, _route: Route, _words: Words) -> Schema:
    return {"type": ["string", "number", "boolean"]}


@_schema.register
def _choice(shape: Choice, route: Route, words: Words) -> Schema:
    listed: Schema = {"enum": list(shape.words)}
    meanings = [words.word(route, word) for word in shape.words]
    if any(meanings):
        listed["enumDescriptions"] = meanings
    if not shape.aliases:
        return listed
    # Other names are read, but an editor should not offer them: a pattern is not listed in completions.
    names = "|".join(_literally(alias) for alias in shape.aliases)
    return {"anyOf": [listed, {"type": "string", "pattern": f"^(?:{names})$"}]}


def _literally(text: str) -> str:
    return _SYNTAX_OF_PATTERNS.sub(r"\\\g<0>", text)


@_schema.register
def _money(_shape: Money, _route: Route, _words: Words) -> Schema:
    bounds = {"minimum": -_MONEY_LIMIT, "maximum": _MONEY_LIMIT}
    return {"type": ["number", "string"], **bounds, "pattern": r"^[+-]?[0-9]{1,12}(\.[0-9]{1,6})?$"}


@_schema.register
def _number(_shape: Number, route: Route, words: Words) -> Schema:
    return _money(Money(), route, words)


@_schema.register
def _whole(shape: Whole, _route: Route, _words: Words) -> Schema:
    return {
        "type": ["integer", "string"],
        "minimum": shape.least,
        "maximum": shape.most,
        "pattern": "^[+-]?[0-9]{1,15}$",
    }


@_schema.register
def _flag(_shape: Flag, _route: Route, _words: Words) -> Schema:
    return {"type": ["boolean", "string"], "pattern": "^(?:true|false)$"}


@_schema.register
def _day(_shape: Day, _route: Route, _words: Words) -> Schema:
    return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@_schema.register
def _list(shape: ListOf, route: Route, words: Words) -> Schema:
    item = _schema(shape.item, route, words)
    listed = {"type": "array", "items": item}
    return {"anyOf": [item, listed]} if shape.or_one else listed


@_schema.register
def _record(shape: Record, route: Route, words: Words) -> Schema:
    return {"type": "object", **_members(shape.fields, route, words), "additionalProperties": False}


@_schema.register
def _map(shape: MapOf, route: Route, words: Words) -> Schema:
    return {"type": "object", "additionalProperties": _schema(shape.value, route, words)}


@_schema.register
def _tagged(shape: Tagged, route: Route, words: Words) -> Schema:
    tag = Choice(tuple(shape.variants), shape.vocabulary, shape.aliases)
    common = {**shape.common, shape.key: Field(tag, is_required=True)}
    return {
        "type": "object",
        **_members(common, route, words),
        "allOf": [_variant(shape, name, route, words) for name in shape.variants],
    }


def _variant(shape: Tagged, name: str, route: Route, words: Words) -> Schema:
    """Return what holds once the word is known. Draft-07 forbids other keys only beside the full list of known ones."""
    names = [name, *(alias for alias, meant in shape.aliases.items() if meant == name)]
    common = {
        **shape.common,
        shape.key: Field(Choice((name,), aliases=dict.fromkeys(names[1:], name)), is_required=True),
    }
    own = _members(shape.variants[name], (*route, name), words)
    shared = _members(common, route, words)
    then = {
        "title": name,
        "description": words.word((*route, shape.key), name) or name,
        "properties": shared["properties"] | own["properties"],
        "required": shared["required"] + own["required"],
        "additionalProperties": False,
    }
    return {"if": {"properties": {shape.key: {"enum": names}}, "required": [shape.key]}, "then": then}


def _members(fields: Mapping[str, Field], route: Route, words: Words) -> Schema:
    properties = {key: _property(found, (*route, key), words) for key, found in fields.items()}
    return {"properties": properties, "required": [key for key, found in fields.items() if found.is_required]}


def _property(found: Field, route: Route, words: Words) -> Schema:
    title, description = words.field(route, found)
    schema = _schema(found.shape, route, words)
    return {"title": title, "description": description, **(schema if found.is_required else _or_nothing(schema))}


def _or_nothing(schema: Schema) -> Schema:
    """Return the schema that also takes a key without a value, which counts as not written."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        meanings = {"enumDescriptions": [*schema["enumDescriptions"], ""]} if "enumDescriptions" in schema else {}
        return {**schema, "enum": [*schema["enum"], None], **meanings}
    types = schema["type"]
    return {**schema, "type": [*([types] if isinstance(types, str) else types), "null"]}
