"""The words of one regulation: its events, documents and facts, as far as the form of a manifest depends on them."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.shape import Field
from zlxm.model.value import EMPTY, value


@value
class EventKind:
    """One word of the event log. `fields` are the keys it carries beyond the common ones."""

    name: str
    fields: Mapping[str, Field]
    aliases: tuple[str, ...] = ()
    note: str = ""
    titles: Mapping[str, str] = EMPTY


@value
class DocumentKind:
    """One kind of paper: its other names, allowed file formats (empty: any), issuer and stage folder."""

    name: str
    aliases: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    issuer: str = ""
    folder: str = ""


@value
class FactKind:
    """A further datum that the regulation needs and no other key of the manifest carries."""

    name: str
    field: Field
    title: str


@value
class BlockKind:
    """An optional key of the manifest that papers are filled from: a record, or a list of records.
    `titles`: the route of a key inside the block → its title and its note."""

    name: str
    field: Field
    title: str
    note: str
    titles: Mapping[tuple[str, ...], tuple[str, str]]


@value
class Vocabulary:
    """Everything of a regulation that the manifest's form depends on."""

    events: Mapping[str, EventKind]
    documents: Mapping[str, DocumentKind]
    facts: Mapping[str, FactKind]
    natures: tuple[str, ...]
    categories: tuple[str, ...]
    unit_kinds: tuple[str, ...]
    grounds: tuple[str, ...]
    codes: tuple[str, ...] = ()  # of the rules, which waivers cite
    blocks: Mapping[str, BlockKind] = EMPTY  # empty, too, when a manifest has none and they were not read

    def event_aliases(self) -> dict[str, str]:
        """Return other name → event."""
        return {alias: kind.name for kind in self.events.values() for alias in kind.aliases}

    def document_aliases(self) -> dict[str, str]:
        """Return other name → document kind."""
        return {alias: kind.name for kind in self.documents.values() for alias in kind.aliases}
