"""The `procedures` of a pack: YAML → the steps that the guided commands record, with every name in them verified."""

from __future__ import annotations

from typing import Any

from zlxm.model.pack import Pack
from zlxm.model.procedure import Procedure, Step
from zlxm.model.shape import Choice, Field, ListOf, MapOf, Record, Text, problem
from zlxm.model.source import Collected, PackProblem, PackSource

BLOCK = "procedures"
STEPS = {
    "change": ("request", "approve", "reject", "apply", "adjust"),
    "accept-initial": ("apply", "decide", "rectify", "upload", "review"),
    "accept-final": ("apply", "decide", "rectify"),
    "retire": ("decide", "report", "stop", "inventory", "dispose"),
}
"""Procedure → the steps that its command offers. A regulation may lack some of them."""


def bind_procedures(source: PackSource, pack: Pack) -> tuple[dict[str, Procedure], tuple[PackProblem, ...]]:
    """Return the procedures by name, and every problem found."""
    collected = Collected()
    found: dict[str, Procedure] = {}
    for name, part in source.block(BLOCK).items():
        collected.file = part.file
        if name not in STEPS:
            collected.add(problem("unknown_word", part.key, word=name, vocabulary="word", known=", ".join(STEPS)))
            continue
        step = _step_shape(pack)
        shape = Record(dict, {each: Field(step) for each in STEPS[name]}, name)
        read: dict[str, Any] = shape.read(part.node, collected.add) or {}
        found[name] = Procedure(name, {key: each for key, each in read.items() if each})
    return found, tuple(collected.problems)


def _step_shape(pack: Pack) -> Record:
    fields = {
        "event": Field(Choice(tuple(pack.vocabulary.events), "event"), is_required=True, default=""),
        "with": Field(MapOf(Text()), default={}, name="values"),
        "for": Field(Choice(tuple(pack.submissions), "word"), default="", name="submission"),
        "failed": Field(Text(), default=""),
        "rules": Field(ListOf(Choice(pack.vocabulary.codes, "rule"), or_one=True), default=()),
    }
    return Record(Step, fields, BLOCK)
