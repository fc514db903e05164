"""Asks for what an event must say and was not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from zlxm.cli.questions import can_ask
from zlxm.model.errors import UsageError
from zlxm.output.safe import safe
from zlxm.services.event_fields import choices_of, fields_of, title_of, typed

if TYPE_CHECKING:
    from zlxm.model.entry import Raw
    from zlxm.model.shape import Shape
    from zlxm.model.vocabulary import EventKind


def ask_required(kind: EventKind, known: dict[str, Raw]) -> dict[str, Raw]:
    """Return the fields with the missing required ones asked for; raises UsageError where nobody can be asked."""
    asked = dict(known)
    fields = fields_of(kind)
    for name, field in fields.items():
        if field.is_required and name not in asked:
            if not can_ask():
                raise UsageError("missing_answer", {"flag": f"{name}={title_of(name, kind)}"})
            asked[name] = ask(title_of(name, kind), field.shape)
    return {name: asked[name] for name in fields if name in asked}


def ask(title: str, shape: Shape) -> Raw:
    """Return the answer to one question; a number stands for the word it counts."""
    words = choices_of(shape)
    for number, word in enumerate(words, 1):
        typer.echo(f"  {number} {safe(word)}", err=True)
    while True:
        given = str(typer.prompt(title, err=True)).strip()
        if given.isdecimal() and 1 <= int(given) <= len(words):
            given = words[int(given) - 1]
        if not words or given in words:
            return typed([given], shape)
        typer.echo("  请从列出的里面选一个", err=True)
