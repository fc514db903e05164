"""The `self_check` of a pack: YAML → the lines of the self-check, with every name in them verified."""

from __future__ import annotations

from typing import Any

from zlxm.model.pack import Pack, SelfCheckItem
from zlxm.model.shape import Choice, Field, ListOf, Record, Text, Whole, problem
from zlxm.model.source import DISABLE, Collected, PackSource
from zlxm.rules.references import known_names
from zlxm.rules.words import Words

BLOCK = "self_check"
AUTO, HUMAN, BOTH = "auto", "human", "both"


def bind_self_check(source: PackSource, pack: Pack, collected: Collected) -> tuple[SelfCheckItem, ...]:
    """Return the lines by their number; problems are collected with their file."""
    shape = _shape(pack, (*pack.vocabulary.codes, *source.block(DISABLE)))
    found: list[SelfCheckItem] = []
    for number, part in source.block(BLOCK).items():
        collected.file = part.file
        if not number.isdecimal():
            collected.add(problem("bad_whole", part.key, text=number, least="1", most="999"))
            continue
        read: dict[str, Any] | None = shape.read(part.node, collected.add)
        if read is not None:
            rules = tuple(rule for rule in read["rules"] if rule in pack.vocabulary.codes)
            found.append(SelfCheckItem(int(number), **{**read, "rules": rules}))
    return tuple(sorted(found, key=lambda item: item.number))


def _shape(pack: Pack, codes: tuple[str, ...]) -> Record:
    vocabulary = pack.vocabulary
    words = Words(vocabulary, known_names(vocabulary, pack.moments, pack.amounts), dict(pack.moments))
    moments = (*pack.moments, *vocabulary.events)
    submission = Choice(tuple(pack.submissions), "word")
    fields = {
        "stage": Field(Text(), is_required=True, default=""),
        "text": Field(Text(), is_required=True, default=""),
        "judged": Field(Choice((AUTO, HUMAN, BOTH)), is_required=True, default=HUMAN),
        "articles": Field(ListOf(Whole(1, 999), or_one=True), default=()),
        "evidence": Field(Text(), default=""),
        "documents": Field(words.documents, default=()),
        "events": Field(ListOf(Choice(moments, "moment"), or_one=True), default=()),
        "rules": Field(ListOf(Choice(codes, "rule"), or_one=True), default=()),
        "submission": Field(submission, default=""),
        "complete": Field(submission, default=""),
        "without": Field(words.documents, default=()),
        "when": Field(words.condition),
        "otherwise": Field(Text(), default=""),
    }
    return Record(dict, fields, BLOCK)
