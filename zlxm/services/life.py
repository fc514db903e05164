"""log: a dossier's life as git knows it. Which event was recorded when, and what was altered or taken out later."""

from __future__ import annotations

from collections.abc import Iterator

from zlxm.model.dossier import Dossier, Event
from zlxm.model.errors import UsageError
from zlxm.model.pack import Pack
from zlxm.model.value import replace, value
from zlxm.rules.history import alterations, matched
from zlxm.services.dossiers import dossier_folders, understood
from zlxm.services.tracking import prefix_of
from zlxm.store.git.history import Commit, cut_off, life_of
from zlxm.store.git.program import Repository, contents, repository_of
from zlxm.store.portfolio import MANIFEST, read_manifest_nodes
from zlxm.store.yaml_text import MOST_BYTES, read_yaml


@value
class Recorded:
    """An event with the commit that it came with; None while it is in no commit. `is_at_most`: a shallow clone starts
    there, it may have been recorded earlier."""

    event: Event
    commit: Commit | None = None
    is_at_most: bool = False

    @property
    def lag(self) -> int | None:
        """How many days after its own date it was recorded, by the clock of whoever did; negative: before."""
        return (self.commit.made.date() - self.event.date).days if self.commit else None


@value
class Altered:
    """An event as it was recorded once, with what became of it (None: gone) and the commit that did it (None: it is in
    no commit yet). `fields`: name of each altered field, what it said, what it says."""

    event: Event
    now: Event | None
    commit: Commit | None
    fields: tuple[tuple[str, object, object], ...] = ()


@value
class Life:
    """One dossier: its events, what was altered or removed, and the commits whose manifest cannot be read."""

    folder: str
    name: str
    recorded: tuple[Recorded, ...]
    altered: tuple[Altered, ...] = ()
    unreadable: tuple[Commit, ...] = ()
    is_shallow: bool = False
    pack: Pack | None = None


def lives(paths: tuple[str, ...], pack_folder: str | None = None) -> Iterator[Life]:
    """Yield the life of every dossier under the paths. Raises UsageError (`outside_git`), ZlxmError as `check`."""
    for folder in dossier_folders(paths):
        repository = repository_of(folder)
        if repository is None or repository.is_bare:
            raise UsageError("outside_git", {"path": folder})
        yield _life(repository, folder, pack_folder)


def _life(repository: Repository, folder: str, pack_folder: str | None) -> Life:
    path = "/".join(filter(None, [prefix_of(repository, folder), MANIFEST]))
    here = understood(folder, read_manifest_nodes(folder), pack_folder)
    so_far = Life(folder, here.name, (), pack=here.pack)
    ends = cut_off(repository)
    for commit, version in _versions(repository, path, pack_folder):
        if version is None:
            so_far = replace(so_far, unreadable=(*so_far.unreadable, commit))
        else:
            so_far = _then(so_far, version.events, commit, is_first_seen=commit.name in ends)
    latest = here.dossier.events if here.dossier else tuple(each.event for each in so_far.recorded)
    now = _then(so_far, latest, None)
    recorded = sorted(now.recorded, key=lambda each: each.event.order)
    return replace(now, recorded=tuple(recorded), is_shallow=bool(ends))


def _versions(repository: Repository, path: str, pack_folder: str | None) -> Iterator[tuple[Commit, Dossier | None]]:
    steps = life_of(repository, path)
    wanted = {known for _, known in steps if known}
    held = {known: rest.read(MOST_BYTES + 1) for known, rest in contents(repository, wanted)}
    for commit, known in steps:
        if known:
            data = held.get(known, b"")
            yield commit, understood(path, (data, *read_yaml(data)), pack_folder).dossier


def _then(life: Life, events: tuple[Event, ...], commit: Commit | None, *, is_first_seen: bool = False) -> Life:
    """Return the life with one more version of the events; without a commit, that of the work tree."""
    before = tuple(replace(each.event, index=place) for place, each in enumerate(life.recorded))
    kept, others = matched(before, events)
    came = {now.index: replace(life.recorded[place], event=now) for place, now in kept.items()}
    came |= {now.index: replace(life.recorded[event.index], event=now) for event, now in others if now and commit}
    recorded = tuple(came.get(event.index) or Recorded(event, commit, is_first_seen) for event in events)
    told = (Altered(event, now, commit, tuple(alterations(event, now)) if now else ()) for event, now in others)
    return replace(life, recorded=recorded, altered=(*life.altered, *told))
