"""Names and explanations of the manifest's keys: our own table, the regulation's words, and what its articles want."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from zlxm.model.pack import Pack
from zlxm.model.plan import PlanColumn, PlanForm
from zlxm.model.shape import Field, ListOf, MapOf, Record, Text
from zlxm.model.value import value
from zlxm.model.vocabulary import BlockKind
from zlxm.store.packs import read_data
from zlxm.wording.sentences import fill

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fields.yaml")
_TEXTS = ListOf(Text())
_FORM = Record(
    dict,
    {
        "fields": Field(MapOf(_TEXTS)),
        "shared": Field(MapOf(Text())),
        "types": Field(MapOf(Text())),
        "joints": Field(MapOf(Text())),
        "columns": Field(MapOf(_TEXTS)),
        "sums": Field(_TEXTS),
        "yuan_lines": Field(_TEXTS),
    },
)
_INSIDE_VARIANT = 3  # ("events", the event, its key)
_FACT = 2  # ("facts", its name)


@cache
def _words() -> Mapping[str, Any]:
    root, _ = read_data(_FILE)
    words: Mapping[str, Any] = _FORM.read(root, _ignore) if root else {}
    return words


def _ignore(_found: object) -> None:
    """The table is ours and tested; it has no problems to tell."""


def plan_columns(form: PlanForm | None = None) -> dict[str, str]:
    """Return heading of a plan workbook, as `heading` writes it → the answer it holds; `form`: a regulation's plan, the
    headings of which are known as well."""
    usual = {heading(name): key for key, names in _words()["columns"].items() for name in names}
    own = {heading(name): column.answer for column in (form.columns if form else ()) for name in _names(column)}
    return {**usual, **own}


def _names(column: PlanColumn) -> tuple[str, ...]:
    return (column.header, column.name, *column.also) if column.answer else ()


def yuan_lines() -> frozenset[str]:
    """Return the lines above a table, as `heading` writes them, that say its amounts are in yuan."""
    return frozenset(heading(text) for text in _words()["yuan_lines"])


def sum_words() -> frozenset[str]:
    """Return the words that mark a row of sums."""
    return frozenset(_words()["sums"])


def heading(text: str) -> str:
    """Return a column heading without what people vary: width of brackets, blanks, line breaks, a star."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*")


@value
class FieldWords:
    """The words for one regulation's manifest, as the schema and the questions of `init` want them."""

    pack: Pack

    def field(self, route: tuple[str, ...], found: Field) -> tuple[str, str]:
        """Return title and description of a key; the route names keys, an event's own keys follow the event."""
        title, own = self._own(route)
        joints = _words()["joints"]
        parts = (
            own or _words()["types"][type(found.shape).__name__],
            joints["required"] if found.is_required else "",
            self._examples(route),
            self.pack.guide.get(".".join(route), ""),
        )
        return title, joints["separator"].join(part for part in parts if part)

    def word(self, route: tuple[str, ...], word: str) -> str:
        """Return what an event or a document kind is, or an empty string."""
        vocabulary = self.pack.vocabulary
        if route[-1:] == ("event",) and word in vocabulary.events:
            return vocabulary.events[word].note
        if route[-1:] in (("kind",), ("document",)) and word in vocabulary.documents:
            return self._paper(word)
        rule = self.pack.rule(word) if route[-1:] == ("rule",) else None
        return rule.title if rule else ""

    def _paper(self, word: str) -> str:
        kind, joints = self.pack.vocabulary.documents[word], _words()["joints"]
        parts = [
            fill(joints[part], {part: getattr(kind, part)}) for part in ("issuer", "folder") if getattr(kind, part)
        ]
        return str(joints["separator"].join(parts))

    def _own(self, route: tuple[str, ...]) -> tuple[str, str]:
        fields = _words()["fields"]
        known = fields.get(".".join(route) or "manifest")
        if known is None and route[0] == "events" and len(route) == _INSIDE_VARIANT:
            known = fields.get(f"events.{route[-1]}")
        if known is not None:
            return known[0], known[1]
        block = self.pack.vocabulary.blocks.get(route[0])
        if block:
            return _of_block(block, route[1:])
        return self._of_pack(route) or _shared(route[-1]), ""

    def _of_pack(self, route: tuple[str, ...]) -> str:
        vocabulary = self.pack.vocabulary
        if route[0] == "events" and len(route) == _INSIDE_VARIANT:
            return vocabulary.events[route[1]].titles.get(route[2], "")
        if route[0] == "facts" and len(route) == _FACT:
            return vocabulary.facts[route[1]].title
        return ""

    def _examples(self, route: tuple[str, ...]) -> str:
        kinds = self.pack.vocabulary.unit_kinds
        if route != ("unit", "kind") or not kinds:
            return ""
        joints = _words()["joints"]
        return fill(joints["such_as"], {"words": joints["word_separator"].join(kinds)})


def _of_block(block: BlockKind, route: tuple[str, ...]) -> tuple[str, str]:
    title, note = block.titles.get(route, ("", "")) if route else (block.title, block.note)
    return title or _shared((block.name, *route)[-1]), note


def _shared(key: str) -> str:
    return str(_words()["shared"].get(key, key))
