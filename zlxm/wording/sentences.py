"""Values → Chinese text. The sentences are data (messages.yaml); this fills them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import Any

from zlxm.model.attachment import Changed, Changes
from zlxm.model.errors import ZlxmError
from zlxm.model.finding import Duty, Finding, State
from zlxm.model.language import Ref
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.portfolio import Names
from zlxm.model.problem import Problem
from zlxm.store.packs import read_data

MANIFEST_RULE = "MANIFEST"
_FOLDER = os.path.dirname(os.path.abspath(__file__))


@cache
def messages() -> Mapping[str, Any]:
    """Return the message table: block → key → text, pair or table."""
    root, _ = read_data(os.path.join(_FOLDER, "messages.yaml"))
    plain = as_plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}


def as_plain(node: Node) -> Any:
    """Return a table of ours as plain mappings, tuples and texts."""
    match node:
        case Table():
            return {key: as_plain(entry.value) for key, entry in node.entries.items()}
        case Listing():
            return tuple(as_plain(item) for item in node.items)
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
    return label("family", finding.rule.partition("-")[0]) if finding.article is None else cite(finding.article)


def cite(number: int) -> str:
    """Return an article's number as people cite it."""
    return fill(messages()["labels"]["article"], {"number": number})


class _Filler(Formatter):
    """Fills a template from facts; `item.x` walks into values; nothing else of Python can be reached."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 Formatter's own
        root, *rest = field_name.split(".")
        value = kwargs.get(root, "")
        for part in rest:
            value = _part_of(value, part)
        return value, root

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ARG002 Formatter's own
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
        case tuple() | Names() | Changes():
            return _listed(value)
        case Ref():
            return value.parts[-1] if value.parts[0] in ("item", "gate") else value.text
        case _:
            return _word(str(value))


def _listed(several: tuple[Any, ...] | Names | Changes) -> str:
    match several:
        case Names():
            return say("list_comma").join(several.items)
        case Changes():
            return say("and").join(_changed(each) for each in several.slots)
        case _:
            return say("or").join(show(each) for each in several)


def _changed(found: Changed) -> str:
    key = "changed" if found.then or found.now else "changed_long"
    return say(key, slot=found.slot, then=found.then or say("nothing"), now=found.now or say("nothing"))


def _word(text: str) -> str:
    if text.isascii():
        return str(messages()["files"].get(text, text))
    parts = text.split(":")
    is_inline_moment = len(parts) == 4 and parts[0] in ("event", "document")  # noqa: PLR2004 kind:word:line:column
    return parts[1] if is_inline_moment else text


def amount(value: Decimal) -> str:
    """Return an amount with at least two decimals, all of its own digits kept."""
    digits = -int(value.as_tuple().exponent)
    places = max(2, min(digits, 6)) if digits > 0 else 2
    return f"{value.quantize(Decimal(1).scaleb(-places)):f}"


def message(finding: Finding) -> str:
    """Return the sentence of a finding."""
    if finding.rule == MANIFEST_RULE:
        return _pair("problems", finding.what, finding.facts)[0]
    own_words = finding.message if finding.state is State.FAIL else ""  # a rule's own words say that it is broken
    template = own_words or messages()["breaches"].get(finding.what, finding.message or finding.what)
    return fill(template, finding.facts)


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
