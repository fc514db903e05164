"""The state that is judged: the work tree as it lies there, or what git has staged or committed, laid out to be read.

A place is where a dossier lies from the repository's top, `/`-separated, empty for the top itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from zlxm.model.value import replace
from zlxm.services.check import CheckRequest
from zlxm.services.dossiers import LoadedDossier, load_dossier
from zlxm.services.tracking import Tracked, prefix_of, shared_out, tracked, with_tracking
from zlxm.store.git.content import is_same
from zlxm.store.git.index import Entry
from zlxm.store.git.program import Repository
from zlxm.store.git.snapshot import laid_out
from zlxm.store.git.work_tree import staged_and_altered
from zlxm.store.portfolio import MANIFEST, find_dossiers, holds_dossiers

EDITED, REMOVED = "edited", "removed"
CALENDARS = "calendars/"

Loading = tuple[CheckRequest, Iterator[tuple[str, LoadedDossier]]]


class Present(Protocol):
    """One state of a portfolio, to be held against an earlier commit."""

    @property
    def places(self) -> Mapping[str, str]:
        """Place → folder as a person is shown it, of every dossier asked about."""

    def changed(self, before: Mapping[str, Entry]) -> frozenset[str]:
        """Return the files, from the top, that may not be as in the earlier commit, whose entries are given."""

    def alteration(self, before: Entry) -> str:
        """Return `edited` or `removed` for a file that is not what it was; else nothing."""

    def loaded(self, places: Iterable[str], request: CheckRequest) -> AbstractContextManager[Loading]:
        """Give these dossiers, read, with the request to judge them by."""


class WorkTree:
    """What lies on the disk."""

    def __init__(self, repository: Repository, paths: Iterable[str]) -> None:
        self._repository = repository
        folders = dict.fromkeys(folder for path in paths if os.path.isdir(path) for folder in find_dossiers(path))
        self._places = {prefix_of(repository, folder): folder for folder in folders}
        self._known: dict[str, Tracked] = {}
        self._changed: frozenset[str] = frozenset()

    @property
    def places(self) -> Mapping[str, str]:
        """See `Present`."""
        return self._places

    def changed(self, before: Mapping[str, Entry]) -> frozenset[str]:
        """See `Present`."""
        staged, altered = staged_and_altered(self._repository)
        self._changed = _unlike(before, staged) | altered
        return self._changed

    def alteration(self, before: Entry) -> str:
        """See `Present`."""
        top = self._repository.top
        if not os.path.lexists(os.path.join(top, before.path)):
            return "" if before.is_skipped else REMOVED
        is_kept = before.path not in self._changed or is_same(self._repository, before.object, top, before.path)
        return "" if is_kept else EDITED

    @contextmanager
    def loaded(self, places: Iterable[str], request: CheckRequest) -> Iterator[Loading]:
        """See `Present`."""
        folders = {place: self._places[place] for place in places}
        known = tracked(folders.values())
        yield (
            request,
            (
                (place, with_tracking(load_dossier(folder, request.pack_folder), known.get(folder)))
                for place, folder in folders.items()
            ),
        )


class Recorded:
    """What git has staged, or what a commit holds. `with_large_files`: those behind pointers lie in the work tree."""

    def __init__(
        self, repository: Repository, entries: Iterable[Entry], paths: Iterable[str], *, with_large_files: bool
    ) -> None:
        self._repository = repository
        self._entries = {entry.path: entry for entry in entries}
        self._with_large_files = with_large_files
        self._scopes = {prefix_of(repository, path): path for path in paths}
        self._places = dict(self._found())

    def _found(self) -> Iterator[tuple[str, str]]:
        for path in sorted(self._entries):
            place, _, name = path.rpartition("/")
            scope = scope_of(place, self._scopes)
            if name == MANIFEST and scope is not None and holds_dossiers(place[len(scope) :]):
                yield place, shown_folder(place, self._scopes)

    @property
    def places(self) -> Mapping[str, str]:
        """See `Present`."""
        return self._places

    def changed(self, before: Mapping[str, Entry]) -> frozenset[str]:
        """See `Present`."""
        return _unlike(before, self._entries)

    def alteration(self, before: Entry) -> str:
        """See `Present`."""
        now = self._entries.get(before.path)
        if now is None:
            return REMOVED
        return "" if _content(now) == _content(before) else EDITED

    @contextmanager
    def loaded(self, places: Iterable[str], request: CheckRequest) -> Iterator[Loading]:
        """See `Present`."""
        wanted = tuple(places)
        first = next(iter(self._scopes), "")
        calendars = f"{first}/{CALENDARS}".lstrip("/")
        shared = shared_out(self._entries.values(), frozenset(self._places))
        entries = [entry for place in wanted for entry in shared[place].values()]
        entries += [entry for path, entry in self._entries.items() if path.startswith(calendars)]
        with laid_out(self._repository, entries, with_large_files=self._with_large_files) as folder:
            there = replace(request, paths=(os.path.join(folder, first),))
            yield there, ((place, self._read(place, folder, shared[place], request)) for place in wanted)

    def _read(self, place: str, folder: str, entries: Mapping[str, Entry], request: CheckRequest) -> LoadedDossier:
        loaded = load_dossier(os.path.join(folder, place), request.pack_folder)
        shown = replace(loaded, folder=self._places[place])
        return with_tracking(shown, Tracked(entries))


def _unlike(one: Mapping[str, Entry], other: Mapping[str, Entry]) -> frozenset[str]:
    return frozenset(path for path in one.keys() | other.keys() if _content(one.get(path)) != _content(other.get(path)))


def _content(entry: Entry | None) -> tuple[str, str] | None:
    return (entry.mode, entry.object) if entry else None


def shown_folder(place: str, scopes: Mapping[str, str]) -> str:
    """Return a dossier's folder as a person is shown it; `scopes`: place → what was asked about, as it was given."""
    scope = scope_of(place, scopes)
    if scope is None:
        return place
    below = place[len(scope) :].lstrip("/")
    return os.path.join(scopes[scope], below) if below else scopes[scope]


def scope_of(place: str, scopes: Iterable[str]) -> str | None:
    """Return the innermost of the folders asked about that a place is or lies in."""
    fitting = [scope for scope in scopes if not scope or place == scope or place.startswith(f"{scope}/")]
    return max(fitting, key=len, default=None)
