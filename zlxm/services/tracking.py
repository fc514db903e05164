"""What git knows of the dossiers on disk: one question per repository, however many dossiers it holds."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.dossier import Dossier
from zlxm.model.tracking import Tracking
from zlxm.model.value import replace, value
from zlxm.services.dossiers import LoadedDossier
from zlxm.store.git.index import NESTED, Entry, ignored, read_index
from zlxm.store.git.program import Answer, Repository, repository_of
from zlxm.store.portfolio import MANIFEST


@value
class Tracked:
    """What git has below one dossier: entries by their path in it; `failure`: why git could not be asked."""

    entries: Mapping[str, Entry]
    failure: str = ""


def tracked(folders: Iterable[str]) -> dict[str, Tracked]:
    """Return dossier folder → what git has below it; folders that lie in no work tree are left out."""
    found: dict[str, Tracked] = {}
    by_repository: dict[Repository, dict[str, str]] = {}
    for folder in folders:
        repository = repository_of(folder)
        if repository is not None and not repository.is_bare:
            by_repository.setdefault(repository, {})[prefix_of(repository, folder)] = folder
    for repository, places in by_repository.items():
        listed = read_index(repository, os.path.commonpath(list(places)))
        if isinstance(listed, Answer):
            found |= {folder: Tracked({}, listed.failure) for folder in places.values()}
        else:
            shared = shared_out(listed, frozenset(places))
            found |= {folder: Tracked(shared.get(prefix, {})) for prefix, folder in places.items()}
    return found


def prefix_of(repository: Repository, folder: str) -> str:
    """Return where a folder lies, from the top of its repository; empty for the top itself."""
    relative = os.path.relpath(os.path.realpath(folder), repository.top).replace(os.sep, "/")
    return "" if relative == os.curdir else relative


def shared_out(entries: Iterable[Entry], prefixes: frozenset[str]) -> dict[str, dict[str, Entry]]:
    """Return prefix → its entries by their path below it; an entry belongs to the innermost of its prefixes. The
    undecided versions of a file count as one entry."""
    shared: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        owner = owner_of(entry.path, prefixes)
        if owner is not None:
            shared.setdefault(owner, {})[entry.path[len(owner) :].lstrip("/")] = entry
    return shared


def owner_of(path: str, prefixes: frozenset[str]) -> str | None:
    """Return the innermost of the prefixes that a path lies below."""
    at = path
    while at:
        at = at.rpartition("/")[0]
        if at in prefixes:
            return at
    return None


def with_tracking(loaded: LoadedDossier, known: Tracked | None) -> LoadedDossier:
    """Return the dossier with what git knows of it."""
    dossier = loaded.dossier
    if known is None or dossier is None or dossier.project.classified:
        return loaded
    return replace(loaded, dossier=_with(dossier, known, loaded.folder))


def _with(dossier: Dossier, known: Tracked, folder: str) -> Dossier:
    if known.failure:
        return replace(dossier, tracking=Tracking(unjudged=known.failure))
    if MANIFEST not in known.entries:
        is_left_out = bool(ignored(folder, [MANIFEST]))
        return replace(dossier, tracking=Tracking(is_tracked=False, is_ignored=is_left_out))
    names = {_composed(path): entry for path, entry in known.entries.items()}
    listed = [document.file for document in dossier.documents]
    files = dict(dossier.files)
    for path in listed:
        entry, facts = names.get(_composed(path)), files.get(path)
        if entry and entry.is_skipped and facts is not None and facts.state is FileState.MISSING:
            files[path] = FileFacts(path, FileState.UNSEEN)
    return replace(dossier, files=files, tracking=_tracking(dossier, names, folder))


def _tracking(dossier: Dossier, names: Mapping[str, Entry], folder: str) -> Tracking:
    listed = [document.file for document in dossier.documents]
    new = [path for path in listed if _composed(path) not in names and _is_there(dossier.files.get(path))]
    left_out = ignored(folder, new)
    undecided = frozenset(path for path in listed if (entry := names.get(_composed(path))) and entry.stage)
    nested = frozenset(path for path, entry in names.items() if entry.mode == NESTED)
    return Tracking(
        untracked=frozenset(new) - left_out,
        ignored=left_out,
        undecided=undecided,
        unseen=frozenset(path for path in listed if (entry := names.get(_composed(path))) and entry.is_skipped),
        nested=nested,
    )


def _is_there(facts: FileFacts | None) -> bool:
    return facts is not None and facts.state not in (FileState.MISSING, FileState.LINK)


def _composed(path: str) -> str:
    """Git on macOS keeps the composed form of a name that the disk holds decomposed."""
    return unicodedata.normalize("NFC", path)
