"""Additions and removals → the manifest's new text, proved to say the old data and the change and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from zlxm.model.dossier import Dossier
from zlxm.model.entry import Addition, Removal, plain
from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.manifest import read_manifest
from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.problem import Problem
from zlxm.model.shape import is_nothing
from zlxm.model.value import replace, value
from zlxm.services.dossiers import LoadedDossier, load_dossier
from zlxm.store.editing import replace_manifest
from zlxm.store.portfolio import MANIFEST
from zlxm.store.splice import NotSpliced, with_entry, without_entry
from zlxm.store.yaml_entry import flow_text
from zlxm.store.yaml_text import read_yaml


@value
class Edit:
    """A dossier before and after, and the manifest's bytes after. `problems` are new faults of the manifest's form;
    with grave ones `after` is None and nothing may be written."""

    before: LoadedDossier
    data: bytes
    after: Dossier | None
    problems: tuple[Problem, ...] = ()

    @property
    def diff(self) -> str:
        """What changes in the manifest, as git would show it."""
        old, new = (data.decode("utf-8-sig").splitlines() for data in (self.before.data, self.data))
        path = self.before.manifest_path
        return "\n".join(unified_diff(old, new, path, path, n=2, lineterm=""))


def load_for_edit(folder: str, pack_folder: str | None = None) -> LoadedDossier:
    """Return a dossier that commands may write to. Raises ZlxmError: `no_manifest_here`, `broken_manifest`;
    Refused (`classified`) for a secret project (Art. 41)."""
    if not os.path.lexists(os.path.join(folder, MANIFEST)):
        raise ZlxmError("no_manifest_here", {"path": os.path.abspath(folder)})
    loaded = load_dossier(folder, pack_folder)
    parts_of(loaded)
    return loaded


def parts_of(loaded: LoadedDossier) -> tuple[Pack, Dossier]:
    """Return the regulation and the dossier. Raises as `load_for_edit`."""
    if loaded.pack is None or loaded.dossier is None:
        raise ZlxmError("broken_manifest", {"path": loaded.manifest_path, "count": len(loaded.problems)})
    if loaded.dossier.project.classified:
        raise Refused("classified", {"path": loaded.manifest_path})
    return loaded.pack, loaded.dossier


def edited(loaded: LoadedDossier, additions: Iterable[Addition], removals: Iterable[Removal] = ()) -> Edit:
    """Return what the manifest would become; nothing is written.

    Raises Refused (`not_spliced`, with the line to be written by hand) when an entry cannot be put in without touching
    other text, or when the text then would not read as the old data and the change.
    """
    pack, dossier = parts_of(loaded)
    additions = tuple(additions)
    text = loaded.data.decode("utf-8")
    wanted = _data(loaded.root)
    try:
        for removal in sorted(removals, key=lambda each: -each.index):
            text = without_entry(text, removal.key, removal.index)
            del wanted[removal.key][removal.index]
        for addition in additions:
            text = with_entry(text, addition.key, addition.entry, addition.place)
            _add(wanted, addition)
    except NotSpliced as error:
        raise _by_hand(loaded, additions) from error
    data = text.encode("utf-8")
    root, problems = read_yaml(data)
    if problems or _data(root) != {key: each for key, each in wanted.items() if each != []}:
        raise _by_hand(loaded, additions)
    after, found = read_manifest(root, pack.vocabulary)
    fresh = tuple(_fresh(found, loaded.problems))
    if after is None:
        return Edit(loaded, data, None, fresh)
    seen = {"files": dossier.files, "unlisted": dossier.unlisted, "submitted": dossier.submitted}
    return Edit(loaded, data, replace(after, **seen), fresh)


def _fresh(found: Iterable[Problem], known: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that were not there before, wherever their lines have moved to."""
    old = [(each.code, dict(each.facts)) for each in known]
    for each in found:
        if (each.code, dict(each.facts)) in old:
            old.remove((each.code, dict(each.facts)))
        else:
            yield each


def save(edit: Edit) -> None:
    """Write the manifest, unless it is not what was read any more. Raises as `replace_manifest`."""
    replace_manifest(edit.before.folder, edit.before.data, edit.data)


def _add(data: dict[str, list[object]], addition: Addition) -> None:
    entries = data.setdefault(addition.key, [])
    entries.insert(len(entries) if addition.place is None else addition.place, plain(addition.entry))


def _by_hand(loaded: LoadedDossier, additions: Iterable[Addition]) -> Refused:
    lines = "; ".join(f"{each.key}: - {flow_text(each.entry)}" for each in additions)
    return Refused("not_spliced", {"path": loaded.manifest_path, "lines": lines})


def _data(root: Node | None) -> dict[str, list[object]]:
    """Return what the manifest says, as tables, lists and source texts; lists that are left empty are not there."""
    if not isinstance(root, Table):
        return {}
    read = {key: _plain(entry.value) for key, entry in root.entries.items() if not is_nothing(entry.value)}
    return {key: each for key, each in read.items() if each != []}  # type: ignore[misc] # lists are what is compared


def _plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Listing():
            return [_plain(each) for each in node.items]
        case Table():
            return {key: _plain(entry.value) for key, entry in node.entries.items()}
