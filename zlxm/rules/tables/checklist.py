"""The papers of a dossier as a list: kind, file, date, issuer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zlxm.model.paper import Raw
from zlxm.rules.case import Case


def rows(case: Case) -> Iterator[Mapping[str, Raw]]:
    """Yield kind, file, date, issuer and stage folder of every listed document, in the order of the regulation."""
    kinds = case.pack.vocabulary.documents
    places = {name: place for place, name in enumerate(kinds)}
    for document in sorted(case.dossier.documents, key=lambda each: (places[each.kinds[0]], each.index)):
        kind = kinds[document.kinds[0]]
        yield {
            "kind": document.kinds,
            "file": document.file,
            "date": document.date,
            "issuer": kind.issuer,
            "folder": kind.folder,
            "note": document.note,
        }
