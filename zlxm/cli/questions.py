"""Asks on a terminal: one question at a time, every answer looked at before the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import typer

from zlxm.model.pack import Pack
from zlxm.model.problem import Problem
from zlxm.model.vocabulary import Vocabulary
from zlxm.output.safe import safe
from zlxm.services.init import QUESTIONS, Question, Raw, answer_problem, choices, field_of, is_wanted
from zlxm.wording.fields import FieldWords
from zlxm.wording.sentences import problem as worded

_SEVERAL = "category"


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_missing(raw: Raw, pack: Pack, year: int) -> dict[str, tuple[str, ...]]:
    """Return the answers with what was not given asked for. `year` is offered for the annual plan."""
    known = dict(raw)
    defaults = {"year": str(year)}
    for question in QUESTIONS:
        if not known.get(question.key) and _is_asked(question, known, pack.vocabulary):
            known[question.key] = _ask(question, pack, known, defaults.get(question.key, ""))
    return known


def _is_asked(question: Question, known: Raw, vocabulary: Vocabulary) -> bool:
    return is_wanted(question, known, vocabulary) or (question.is_asked and question.key != "ground")


def _ask(question: Question, pack: Pack, known: Raw, default: str) -> tuple[str, ...]:
    words = choices(question, pack.vocabulary)
    title, description = FieldWords(pack).field(question.route, field_of(question, pack.vocabulary))
    optional = not is_wanted(question, known, pack.vocabulary)
    typer.echo(f"\n{title}  {description}", err=True)
    for number, word in enumerate(words, 1):
        typer.echo(f"  {number} {word}", err=True)
    default = default or (words[0] if words and not optional else "")
    prompt = f"{title}（可不填）" if optional else title
    while True:
        given = typer.prompt(prompt, default=default, show_default=bool(default), err=True)
        texts = tuple(_parts(question, str(given), words))
        said = "" if texts or optional else "这一项必须填"
        said = said or "；".join(_complaints(question, texts, pack.vocabulary))
        if not said:
            return texts
        typer.echo(f"  {safe(said)}", err=True)


def _parts(question: Question, given: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield the answers: several where several may be, a number standing for the word it counts."""
    parts = given.replace("，", ",").replace("、", ",").split(",") if question.key == _SEVERAL else [given]
    for part in filter(None, map(str.strip, parts)):
        is_number = part.isascii() and part.isdecimal() and 1 <= int(part) <= len(words)
        yield words[int(part) - 1] if is_number else part


def _complaints(question: Question, texts: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[str]:
    for text in texts:
        found = answer_problem(question, text, vocabulary)
        if found:
            yield sentence(found)


def sentence(found: Problem) -> str:
    """Return what is wrong and what to do, in one line."""
    return "。".join(part for part in worded(found) if part)
