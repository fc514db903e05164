"""The manual of the rules: explanations, the catalogue, and how every article is treated."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from zlxm.model.errors import UsageError
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.pack import Article, Pack, Reading, Rule
from zlxm.model.shape import nearest
from zlxm.model.value import value
from zlxm.services.examples import load_examples
from zlxm.services.regulations import load_whole_pack, pack_folder, split_name
from zlxm.store.packs import read_data, shipped_packs

_FACT = re.compile(r"\{[^{}]*\}")


@value
class Explanation:
    """What is told about one rule. `papers`: document kind and the office it comes from."""

    rule: Rule
    meaning: str = ""
    comply: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    good: str = ""
    bad: str = ""
    readings: tuple[Reading, ...] = ()


@value
class Covered:
    """One article with its rules and the number of examples that show them."""

    article: Article
    rules: tuple[str, ...]
    examples: int


def names_of(name: str) -> tuple[tuple[str, str | None], ...]:
    """Return the packs meant: the one given, else all built-in ones."""
    return (split_name(name),) if name else tuple((pack, None) for pack in shipped_packs())


def whole_pack(name: str) -> Pack:
    """Return the pack with its commentary."""
    return load_whole_pack(*split_name(name))


def packs() -> tuple[Pack, ...]:
    """Return the built-in packs."""
    return tuple(load_whole_pack(name) for name in shipped_packs())


def catalogue(name: str) -> Pack:
    """Return the pack whose rules are to be listed."""
    return whole_pack(name)


def explain(code: str, name: str = "") -> tuple[Explanation, ...]:
    """Return the explanations of a rule, of all rules of an article (`ZL13`), or of those that ask for a document.

    Raises UsageError when nothing matches, naming the nearest.
    """
    pack = whole_pack(name)
    found = _matching(code, pack)
    if not found:
        known = (*pack.vocabulary.codes, *pack.vocabulary.documents)
        raise UsageError("unknown_rule", {"code": code, "nearest": nearest(code.upper(), known), "known": ""})
    texts = _texts(pack_folder(*split_name(name)))
    return tuple(_explanation(rule, texts, pack) for rule in found)


def manual(names: Iterable[str], own_folder: str | None = None) -> dict[str, Explanation]:
    """Return the explanations of all rules of several packs, those outside the regulation too."""
    found: dict[str, Explanation] = {}
    for name in names:
        pack = load_whole_pack(name, own_folder)
        texts = _texts(pack_folder(name, own_folder))
        rules = (*sorted(pack.rules.values(), key=lambda rule: rule.sort_key), *pack.house.values())
        found |= {rule.id: _explanation(rule, texts, pack) for rule in rules}
    return found


def _matching(code: str, pack: Pack) -> list[Rule]:
    wanted = code.upper()
    exact = pack.rule(wanted)
    if exact is not None:
        return [exact]
    document = pack.vocabulary.document_aliases().get(code, code)
    if document in pack.vocabulary.documents:
        return [rule for rule in pack.rules.values() if document in documents_of(rule)]
    every = [*pack.rules.values(), *pack.house.values()]
    return [rule for rule in every if rule.id.partition("-")[0] == wanted]


def documents_of(rule: Rule) -> tuple[str, ...]:
    """Return the document kinds a rule asks for."""
    found: list[str] = []
    for check in rule.checks:
        params = check.params
        row = getattr(params, "row", None)
        found += row.documents if row else ()
        found += [kind for slot in getattr(params, "docs", ()) for kind in slot]
        found += getattr(params, "either_docs", ())
        found += [kind for band in getattr(params, "bands", ()) for slot in band.docs for kind in slot]
    return tuple(dict.fromkeys(found))


def _texts(folder: str) -> Mapping[str, Node]:
    path = os.path.join(folder, "explain.yaml")
    root = read_data(path)[0] if os.path.exists(path) else None
    block = root.get("explain") if isinstance(root, Table) else None
    return {key: entry.value for key, entry in block.entries.items()} if isinstance(block, Table) else {}


def _explanation(rule: Rule, texts: Mapping[str, Node], pack: Pack) -> Explanation:
    table = texts.get(rule.id)
    readings = tuple(pack.readings[name] for name in rule.readings if name in pack.readings)
    if not isinstance(table, Table):
        return Explanation(rule, comply=_FACT.sub("\u2026", rule.hint), readings=readings)
    said = {key: _text(table.get(key)) for key in ("meaning", "comply", "good", "bad")}
    return Explanation(rule, papers=_papers(table.get("papers")), readings=readings, **said)


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _papers(node: Node | None) -> tuple[tuple[str, str], ...]:
    items = node.items if isinstance(node, Listing) else []
    return tuple((_text(item.get("kind")), _text(item.get("from"))) for item in items if isinstance(item, Table))


def coverage(name: str) -> tuple[Pack, tuple[Covered, ...]]:
    """Return every article with its disposition, rules and examples."""
    pack = whole_pack(name)
    shown: dict[str, int] = {}
    for example in load_examples(pack, pack_folder(*split_name(name))):
        for rule in example.expected:
            shown[rule] = shown.get(rule, 0) + 1
    return pack, tuple(_covered(article, pack, shown) for article in pack.articles.values())


def _covered(article: Article, pack: Pack, shown: Mapping[str, int]) -> Covered:
    rules = tuple(rule.id for rule in pack.rules.values() if rule.article == article.number)
    return Covered(article, rules, sum(shown.get(rule, 0) for rule in rules))
