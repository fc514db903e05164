"""What a bound pack must hold as a whole: nothing defined in vain, nothing that can never be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zlxm.model.node import Table
from zlxm.model.pack import Pack, Rule
from zlxm.model.problem import Problem
from zlxm.model.shape import problem
from zlxm.model.source import PackProblem, PackSource, Part

_VOCABULARIES = {
    "events": "event",
    "documents": "document",
    "facts": "facts",
    "moments": "moments",
    "amounts": "amounts",
}


def unsound(pack: Pack, source: PackSource, used: Collection[str]) -> Iterator[PackProblem]:
    """Yield every word that nothing uses, and every rule that cannot be reached or cites what is not there."""
    for code, part in source.block("rules").items():
        if code in pack.rules:
            for found in _of_rule(pack.rules[code], part, pack):
                yield PackProblem(part.file, found)
    for block, vocabulary in _VOCABULARIES.items():
        for name, part in source.block(block).items():
            if name not in used and not _may_be_unused(part, source):
                yield PackProblem(part.file, problem("unused_word", part.key, word=name, vocabulary=vocabulary))


def _may_be_unused(part: Part, source: PackSource) -> bool:
    """What is inherited may lose its use here; what is only there to be filed says so."""
    is_for_filing = isinstance(part.node, Table) and part.node.get("for_filing") is not None
    return is_for_filing or part.file in source.inherited


def _of_rule(rule: Rule, part: Part, pack: Pack) -> Iterator[Problem]:
    if rule.article is not None and pack.articles and rule.article not in pack.articles:
        yield _unknown(part, str(rule.article), "article")
    for other in sorted({name for check in rule.checks for name in check.when_failed} - set(pack.rules)):
        yield problem("unreachable_rule", part.key, rule=rule.id, other=other)
    for name in sorted(set(rule.readings) - set(pack.readings)) if pack.readings else ():
        yield _unknown(part, name, "reading")


def _unknown(part: Part, word: str, vocabulary: str) -> Problem:
    return problem("unknown_word", part.key, word=word, vocabulary=vocabulary, nearest="", known="")
