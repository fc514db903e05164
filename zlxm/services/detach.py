"""detach: files or kinds → the entries to be taken out of the manifest; the files themselves only when asked for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator

from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document, Dossier
from zlxm.model.entry import Removal
from zlxm.model.errors import Refused, ZlxmError
from zlxm.model.path_names import clash_key
from zlxm.model.shape import nearest
from zlxm.model.value import value
from zlxm.services.attach import DOCUMENTS
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.manifest_edit import Edit, edited, parts_of, save
from zlxm.store.git.committing import committable
from zlxm.store.git.content import kept
from zlxm.store.portfolio import MANIFEST
from zlxm.store.writing import sync_folder

_NOT_THERE = (FileState.MISSING, FileState.NOT_A_FILE, FileState.LINK, FileState.UNREADABLE)


@value
class Removals:
    """What taking entries out would do. `submitted`: those whose file is part of a recorded submission, and its name;
    `doomed`: files that will be deleted."""

    edit: Edit
    documents: tuple[Document, ...]
    submitted: tuple[tuple[str, str], ...]
    doomed: tuple[str, ...] = ()


def plan_removals(
    loaded: LoadedDossier, words: Iterable[str], *, deletes: bool = False, is_forced: bool = False
) -> Removals:
    """Return what removing the entries of files or kinds would do; nothing is written.

    Raises Refused: `not_listed`, `several_listed` (a kind that several files have), `serves_more` (a kind whose file is
    of another kind too), `not_in_git` (a file to be deleted that could not be got back).
    """
    _, dossier = parts_of(loaded)
    found = {each.index: each for word in words for each in _called(word, loaded, dossier)}
    documents = tuple(found.values())
    edit = edited(loaded, (), [Removal(DOCUMENTS, index) for index in found])
    if edit.after is None:
        raise ZlxmError("broken_manifest", {"path": loaded.manifest_path, "count": len(edit.problems)})
    doomed = tuple(_doomed(documents, dossier)) if deletes else ()
    if not is_forced:
        _require_kept(loaded.folder, doomed)
    return Removals(edit, documents, tuple(_submitted(dossier, documents)), doomed)


def carry_out(removals: Removals) -> tuple[str, ...]:
    """Write the manifest, then delete what is to be deleted; return the files that could not be. Raises as `save`."""
    save(removals.edit)
    folder = removals.edit.before.folder
    left = []
    for path in removals.doomed:
        place = os.path.join(folder, *path.split("/"))
        try:
            os.unlink(place)
        except OSError:
            left.append(path)
        sync_folder(os.path.dirname(place))
    return tuple(left)


def touched(removals: Removals) -> tuple[str, ...]:
    """Return the paths that were written or deleted and that git can take, for a commit."""
    folder = removals.edit.before.folder
    gone = (path for path in removals.doomed if not os.path.lexists(os.path.join(folder, path)))
    return committable(folder, (MANIFEST, *gone))


def _called(word: str, loaded: LoadedDossier, dossier: Dossier) -> tuple[Document, ...]:
    """Return the entries of a file, given as the manifest or as the shell writes it, or of a kind."""
    keys = {clash_key(word), clash_key(_inside(word, loaded.folder))}
    by_file = tuple(each for each in dossier.documents if clash_key(each.file) in keys)
    return by_file or (_of_kind(word, loaded, dossier),)


def _inside(word: str, folder: str) -> str:
    place = os.path.join(os.path.realpath(os.path.dirname(word) or "."), os.path.basename(word))
    with contextlib.suppress(ValueError):  # on another Windows drive there is no relative path
        return os.path.relpath(place, os.path.realpath(folder)).replace(os.sep, "/")
    return word


def _of_kind(word: str, loaded: LoadedDossier, dossier: Dossier) -> Document:
    pack, _ = parts_of(loaded)
    kind = pack.vocabulary.document_aliases().get(word, word)
    found = [each for each in dossier.documents if kind in each.kinds]
    if not found:
        known = tuple(dict.fromkeys(name for each in dossier.documents for name in (*each.kinds, each.file)))
        raise Refused("not_listed", {"name": word, "nearest": nearest(word, known)})
    if len(found) > 1:
        paths = ", ".join(each.file for each in found)
        raise Refused("several_listed", {"name": kind, "count": len(found), "paths": paths})
    others = ", ".join(each for each in found[0].kinds if each != kind)
    if others:
        raise Refused("serves_more", {"path": found[0].file, "kinds": others})
    return found[0]


def _doomed(documents: Iterable[Document], dossier: Dossier) -> Iterator[str]:
    """Yield the files that are there and that no entry is left for."""
    gone = {each.index: each.file for each in documents}
    left = {each.file for each in dossier.documents if each.index not in gone}
    for file in dict.fromkeys(gone.values()):
        facts = dossier.files.get(file)
        if file not in left and facts is not None and facts.state not in _NOT_THERE:
            yield file


def _require_kept(folder: str, paths: Iterable[str]) -> None:
    for path in paths:
        if not kept(folder, path):
            raise Refused("not_in_git", {"path": path})


def _submitted(dossier: Dossier, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """Yield the files that were handed in, with the submission they were last part of."""
    last = {file.path: each.submission for each in dossier.submitted.handovers for file in each.files}
    for file in dict.fromkeys(each.file for each in documents):
        if file in last:
            yield file, last[file]
