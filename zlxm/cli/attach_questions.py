"""Asks on a terminal what a file is that its name does not say."""

from __future__ import annotations

import typer

from zlxm.cli.attach_words import named, reason
from zlxm.model.errors import UsageError
from zlxm.model.recognition import Kinds
from zlxm.model.vocabulary import Vocabulary
from zlxm.output.safe import safe
from zlxm.services.arrivals import Arrival, kinds_called
from zlxm.wording.sentences import error

_MOST = 9


def ask_kinds(arrival: Arrival, vocabulary: Vocabulary) -> Kinds:
    """Return what the person says the file is: a number of the choices or a kind's name; nothing skips it."""
    choices = arrival.found.candidates[:_MOST]
    typer.echo(f"\n{safe(arrival.path)}\n  {reason(arrival.found)}", err=True)
    for number, kinds in enumerate(choices, 1):
        typer.echo(f"  {number} {named(kinds)}", err=True)
    what = "编号或材料名，直接回车跳过" if choices else "是什么材料（写材料名，直接回车跳过）"
    while True:
        given = str(typer.prompt(what, default="", show_default=False, err=True)).strip()
        if given in ("", "0"):
            return ()
        if given.isascii() and given.isdecimal() and int(given) <= len(choices):
            return choices[int(given) - 1]
        try:
            return kinds_called(given, vocabulary)
        except UsageError as unknown:
            typer.echo(f"  {safe('。'.join(filter(None, error(unknown))))}", err=True)
