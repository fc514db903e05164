"""Answers → the text of a new, commented manifest, and of the files that git wants beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from zlxm.model.number import Number
from zlxm.model.pack import Pack
from zlxm.model.shape import Choice, Day, Field, Flag, ListOf, Money, Record, Shape, Text, Whole
from zlxm.model.vocabulary import DocumentKind, EventKind, Vocabulary
from zlxm.model.yaml_scalar import as_figure, as_scalar
from zlxm.render.form_blocks import block_lines
from zlxm.services.init import Answers, stage_folders
from zlxm.store.templates import read_template
from zlxm.wording.fields import FieldWords

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

MANIFEST_TEMPLATE = "manifest.yaml.j2"
GIT_TEMPLATES = {".gitattributes": "gitattributes.j2", ".gitignore": "gitignore.j2"}
_ELLIPSIS = "\u2026\u2026"
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]+")
_SAMPLES: Mapping[type[Shape], str] = {Money: "82.00", Whole: "1", Number: "1", Flag: "true"}
_FACTS_SHOWN = 3


def render_manifest(answers: Answers, schema: str, pack: Pack, *, with_forms: bool = False) -> str:
    """Return the manifest's text. `schema` is the path of the schema relative to the dossier; `with_forms`: also show,
    as remarks, how the blocks that papers are filled from are written."""
    words = pack.vocabulary
    environment = _environment()
    template = environment.from_string(read_template(MANIFEST_TEMPLATE, pack.identity.id))
    return template.render(
        answers=answers,
        schema=schema,
        regulation=pack.identity.id,
        title=pack.identity.title,
        guide=partial(_guide, pack),
        natures=words.natures,
        categories=words.categories,
        unit_kinds=words.unit_kinds,
        grounds=words.grounds,
        events=tuple(_event_lines(words, answers.year)),
        documents=tuple(_document_lines(words, answers.year)),
        waivers=tuple(_waiver_lines(pack, answers.year)),
        facts=tuple(_fact_lines(words, answers.year)),
        has_blocks=bool(words.blocks),
        blocks=tuple(_blocks(words, answers.year)) if with_forms else (),
    )


def render_git_files(pack: Pack) -> dict[str, str]:
    """Return name → text of what git should know about a portfolio."""
    environment, folders = _environment(), stage_folders(pack.vocabulary)
    return {
        name: environment.from_string(read_template(template, pack.identity.id)).render(folders=folders)
        for name, template in GIT_TEMPLATES.items()
    }


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 only new dossiers need it
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 as above

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # it is YAML: every value goes through `scalar`, every remark through `comment`
    )
    filters: dict[str, Callable[[str], str]] = {"scalar": as_scalar, "figure": as_figure, "comment": _comment}
    environment.filters.update(filters)
    return environment


def _comment(text: str) -> str:
    """Return the text on one line, so that it cannot leave its comment."""
    return _UNFIT.sub(" ", text)


def _guide(pack: Pack, key: str, indent: str = "") -> str:
    """Return the remark on what a key is for and which article wants it; a block's own has a blank line before."""
    remark = pack.guide.get(key) or FieldWords(pack).field(tuple(key.split(".")), Field(Text()))[0]
    return f"{indent}# {_comment(remark)}" if indent else f"\n# {_comment(remark)}"


def _event_lines(words: Vocabulary, year: str) -> Iterator[str]:
    """Yield examples: the first event, and the first of those that must say more than their date."""
    kinds = tuple(words.events.values())
    telling = next((kind for kind in kinds if any(found.is_required for found in kind.fields.values())), None)
    for kind in dict.fromkeys(kind.name for kind in (*kinds[:1], telling) if kind):
        yield _flow({"event": kind, "date": _day(year), "number": _ELLIPSIS, **_required(words.events[kind], year)})


def _required(kind: EventKind, year: str) -> dict[str, str]:
    return {key: _sample(found, year) for key, found in kind.fields.items() if found.is_required}


def _document_lines(words: Vocabulary, year: str) -> Iterator[str]:
    kinds = tuple(words.documents.values())
    for kind in kinds[:1]:
        yield _flow({"kind": kind.name, "path": as_scalar(_file_of(kind)), "date": _day(year)})
    if len(kinds) > 1:
        several = f"[{kinds[0].name}, {kinds[1].name}]"
        yield _flow({"kind": several, "path": as_scalar(_file_of(kinds[1])), "date": _day(year)})


def _file_of(kind: DocumentKind) -> str:
    return "/".join(part for part in (kind.folder, f"{kind.name}.pdf") if part)


def _waiver_lines(pack: Pack, year: str) -> Iterator[str]:
    reasoned = {"reason": _ELLIPSIS, "by": _ELLIPSIS, "date": _day(year)}
    for document in tuple(pack.vocabulary.documents)[:1]:
        yield _flow({"document": document, **reasoned})
    for rule in [rule.id for rule in pack.rules.values() if not rule.is_prohibition][:1]:
        yield _flow({"rule": rule, **reasoned, "until": _day(year, "12-31")})


def _fact_lines(words: Vocabulary, year: str) -> Iterator[str]:
    """Yield `  key: value    # what it is` for the simple facts."""
    simple = [fact for fact in words.facts.values() if not isinstance(fact.field.shape, ListOf)]
    for fact in simple[:_FACTS_SHOWN]:
        yield f"  {fact.name}: {_sample(fact.field, year)}    # {_comment(fact.title)}"


def _blocks(words: Vocabulary, year: str) -> Iterator[tuple[str, ...]]:
    for block in words.blocks.values():
        yield tuple(block_lines(block, partial(_sample, year=year)))


def _sample(found: Field, year: str) -> str:
    match found.shape:
        case Choice(words=words):
            return as_scalar(words[0])
        case Day():
            return _day(year)
        case ListOf(item=Record()) | Record():
            return "[]"
        case ListOf(item=item):
            return f"[{_sample(Field(item), year)}]"
        case shape:
            return _SAMPLES.get(type(shape), _ELLIPSIS)


def _day(year: str, rest: str = "03-01") -> str:
    return f"{year}-{rest}"


def _flow(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {text}" for key, text in pairs.items()) + "}"
