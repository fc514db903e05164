"""Values → Chinese text. The sentences are data (messages.yaml); this fills them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import Any

from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Duty, Finding
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.problem import Problem
from zlxm.store.packs import read_data

MANIFEST_RULE = "MANIFEST"
_FOLDER = os.path.dirname(os.path.abspath(__file__))


@cache
def messages() -> Mapping[str, Any]:
    """Return the message table: block → key → text, pair or table."""
    root, _ = read_data(os.path.join(_FOLDER, "messages.yaml"))
    plain = _plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}


def _plain(node: Node) -> Any:
    match node:
        case Table():
            return {key: _plain(entry.value) for key, entry in node.entries.items()}
        case Listing():
            return tuple(_plain(item) for item in node.items)
        case Scalar():
            return node.text


def label(block: str, word: str) -> str:
    """Return the Chinese word for a word of the program, or the word itself."""
    return str(messages()["labels"].get(block, {}).get(word, word))


def say(key: str, **facts: Any) -> str:
    """Return a phrase of the reports with its facts filled in."""
    return fill(messages()["report"][key], facts)


def article(finding: Finding) -> str:
    """Return the article of a finding as people cite it."""
    if finding.article is None:
        return str(messages()["labels"]["outside"])
    return fill(messages()["labels"]["article"], {"number": finding.article})


class _Filler(Formatter):
    """Fills a template from facts; `item.x` walks into values; nothing else of Python can be reached."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        root, *rest = field_name.split(".")
        value = kwargs.get(root, "")
        for part in rest:
            value = _part_of(value, part)
        return value, root

    def format_field(self, value: Any, format_spec: str) -> str:
        return show(value)


def _part_of(value: Any, part: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part, "")
    values = getattr(value, "values", None)
    if isinstance(values, Mapping) and part in values:
        return values[part]
    if part == getattr(value, "field", None):
        return value.value
    found = getattr(value, part, "")
    return "" if callable(found) else found


_FILLER = _Filler()


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Return the template with its facts worded."""
    return _FILLER.vformat(template, (), facts)


def show(value: Any) -> str:
    """Return a value as people write it: amounts in 10,000 yuan, alternatives joined, dates ISO."""
    match value:
        case None:
            return ""
        case Decimal():
            return amount(value)
        case date():
            return value.isoformat()
        case tuple():
            return "\u6216".join(_name(show(each)) for each in value)
        case _ if hasattr(value, "text") and hasattr(value, "parts"):
            return str(value.parts[-1]) if value.parts[0] in ("item", "gate") else str(value.text)
    words = messages()["files"]
    text = str(value)
    if not text:
        return ""
    return str(words.get(text, text)) if text.isascii() else _name(text)


def _name(text: str) -> str:
    """An inline moment has a made-up name; its word is the second part."""
    parts = text.split(":")
    return parts[1] if len(parts) == 4 and parts[0] in ("event", "document") else text  # noqa: PLR2004 kind:word:line:column


def amount(value: Decimal) -> str:
    """Return an amount with at least two decimals, all of its own digits kept."""
    digits = -int(value.as_tuple().exponent)
    places = max(2, min(digits, 6)) if digits > 0 else 2
    return f"{value.quantize(Decimal(1).scaleb(-places)):f}"


def message(finding: Finding) -> str:
    """Return the sentence of a finding."""
    if finding.rule == MANIFEST_RULE:
        return _pair("problems", finding.what, finding.facts)[0]
    template = finding.message if _own_words_fit(finding) else ""
    template = template or messages()["breaches"].get(finding.what, finding.message or finding.what)
    return fill(template, finding.facts)


_DEFAULT_WORDS = ("forbid.unknown_condition", "limit.unknown_bound", "change.unknown_base", "change.unknown_amount")


def _own_words_fit(finding: Finding) -> bool:
    return finding.what not in _DEFAULT_WORDS


def hint(finding: Finding) -> str:
    """Return what to do about a finding."""
    if finding.rule == MANIFEST_RULE:
        return _pair("problems", finding.what, finding.facts)[1]
    return fill(finding.hint, finding.facts)


def duty(found: Duty) -> str:
    """Return the sentence of a duty that is still due."""
    template = messages()["breaches"].get(found.what)
    if found.what.startswith("require."):
        template = messages()["breaches"]["require.due"]
    return fill(template or found.what, {**found.facts, "rule_title": found.message, "due": found.due})


def problem(found: Problem) -> tuple[str, str]:
    """Return message and hint of a fault of form."""
    return _pair("problems", found.code, found.facts)


def error(found: ZlxmError) -> tuple[str, str]:
    """Return message and hint of why no verdict can be given."""
    return _pair("errors", found.code, found.facts)


def _pair(block: str, code: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    said, todo = messages()[block].get(code, (code, ""))
    worded = {**facts, "nearest": _suggestion(facts)}
    for name, table in (("expected", "expected"), ("vocabulary", "vocabularies")):
        if name in facts:
            worded[name] = messages()[table].get(facts[name], facts[name])
    return fill(said, worded), fill(todo, worded)


def _suggestion(facts: Mapping[str, Any]) -> str:
    if facts.get("nearest"):
        return fill(messages()["labels"]["nearest"], {"word": facts["nearest"]})
    if facts.get("known"):
        return fill(messages()["labels"]["known"], {"words": facts["known"]})
    return ""
