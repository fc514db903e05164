"""Dossiers as they were in an earlier commit, read from git without a look at the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zlxm.model.dossier import Dossier
from zlxm.model.handover import RECORD
from zlxm.model.past import Past
from zlxm.model.value import replace, value
from zlxm.services.dossiers import LoadedDossier, understood
from zlxm.services.present import Present
from zlxm.services.tracking import shared_out
from zlxm.store.git.history import read_object, read_tree
from zlxm.store.git.index import Entry
from zlxm.store.git.program import Repository
from zlxm.store.handovers import handovers_in
from zlxm.store.portfolio import MANIFEST
from zlxm.store.yaml_text import read_yaml


@value
class Before:
    """An earlier state: the repository and the commit as it is called; all its files by their path from the top, and
    place → files of the dossier by their path in it."""

    repository: Repository
    called: str
    entries: Mapping[str, Entry]
    dossiers: Mapping[str, Mapping[str, Entry]]
    pack_folder: str | None = None


def read_before(repository: Repository, commit: str, called: str, pack_folder: str | None) -> Before:
    """Return the state of a commit; before the first one there is nothing."""
    entries = {entry.path: entry for entry in read_tree(repository, commit)}
    manifests = (path.rpartition("/") for path in entries)
    places = frozenset(place for place, _, name in manifests if name == MANIFEST)
    return Before(repository, called, entries, shared_out(entries.values(), places), pack_folder)


def read_past(before: Before, place: str) -> LoadedDossier:
    """Return the dossier that lay at a place, with its record of what was handed in, without its files."""
    files = before.dossiers[place]
    data = read_object(before.repository, files[MANIFEST].object) or b""
    loaded = understood(place, (data, *read_yaml(data)), before.pack_folder)
    if loaded.dossier is None or loaded.pack is None or RECORD not in files:
        return loaded
    record = read_object(before.repository, files[RECORD].object) or b""
    submitted = handovers_in(record, tuple(loaded.pack.submissions))
    return replace(loaded, dossier=replace(loaded.dossier, submitted=submitted))


def past_of(before: Before, place: str, now: Present, moved_from: str = "") -> Past:
    """Return what a dossier is held against; `moved_from`: the folder it lay in, when that was another."""
    dossier = read_past(before, place).dossier
    altered = dict(_altered(before.dossiers[place], dossier, now)) if dossier and not moved_from else {}
    return Past(before.called, dossier, altered, moved_from)


def _altered(files: Mapping[str, Entry], dossier: Dossier, now: Present) -> Iterator[tuple[str, str]]:
    for document in dossier.documents:
        entry = files.get(document.file)
        what = now.alteration(entry) if entry else ""
        if what:
            yield document.file, what


def origin_of(loaded: LoadedDossier, before: Before, lost: Iterable[str]) -> str | None:
    """Return the place among those that are gone where this dossier lay before: the same code, or without one the same
    name, unit and year."""
    identity = _identity(loaded.dossier)
    same = (place for place in lost if identity and _identity(read_past(before, place).dossier) == identity)
    return next(same, None)


def _identity(dossier: Dossier | None) -> tuple[object, ...] | None:
    if dossier is None:
        return None
    project = dossier.project
    return (project.code,) if project.code else (project.name, dossier.unit.name, dossier.plan.year)
