"""The `template.yaml` beside a template: nodes → papers, with every name in it verified."""

from __future__ import annotations

from typing import Any

from zlxm.model.node import Node
from zlxm.model.pack import Pack
from zlxm.model.paper import Paper, Variant
from zlxm.model.shape import Choice, Field, ListOf, MapOf, Record, Report, Text
from zlxm.rules.references import known_names
from zlxm.rules.words import Words


def read_papers(node: Node, folder: str, name: str, pack: Pack, report: Report) -> tuple[Paper, ...]:
    """Return the papers that one template makes: itself and its further editions. `name` is the folder's."""
    words = Words(pack.vocabulary, known_names(pack.vocabulary, pack.moments, pack.amounts), dict(pack.moments))
    read = _shape(pack, words).read(node, report)
    if read is None:
        return ()
    main = Paper(
        read["paper"] or name,
        read["title"],
        folder,
        tuple(variant for variant in read["files"] if variant),
        produces=read["produces"] or "",
        stage=read["stage"] or "",
        edition=read["edition"],
        when=read["when"],
        slots=tuple(read["slots"]),
        note=read["note"],
    )
    return (main, *(_edition(main, other, words) for other, words in read["editions"].items() if words))


def _edition(main: Paper, name: str, words: dict[str, Any]) -> Paper:
    fields = {key: getattr(main, key) for key in ("title", "folder", "variants", "when", "slots", "note")}
    return Paper(name=name, stage=words["stage"] or main.stage, **{**fields, **_given(words)})


def _given(words: dict[str, Any]) -> dict[str, Any]:
    return {key: words[key] for key in ("produces", "edition", "title", "when") if words[key]}


def _shape(pack: Pack, words: Words) -> Record:
    kind = Choice(tuple(pack.vocabulary.documents), "document", pack.vocabulary.document_aliases())
    stage = Choice(tuple(each.name for each in pack.stages), "stage")
    variant = {"file": Field(Text(), is_required=True, default=""), "when": Field(words.condition)}
    edition = {
        "produces": Field(kind),
        "edition": Field(Text(), default=""),
        "stage": Field(stage),
        "title": Field(Text(), default=""),
        "when": Field(words.condition),
    }
    fields = {
        "paper": Field(Text(), default=""),
        "title": Field(Text(), is_required=True, default=""),
        "produces": Field(kind),
        "stage": Field(stage),
        "edition": Field(Text(), default=""),
        "editions": Field(MapOf(Record(dict, edition, "editions")), default={}),
        "files": Field(ListOf(Record(Variant, variant, "files")), is_required=True, default=()),
        "when": Field(words.condition),
        "slots": Field(ListOf(Text()), default=()),
        "note": Field(Text(), default=""),
    }
    return Record(dict, fields, "template.yaml")
