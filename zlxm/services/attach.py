"""attach: files whose kind is decided → copies under the regulation's names and the manifest's lines, in one go."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from functools import partial

from zlxm.model.dossier import Dossier
from zlxm.model.entry import Addition, Entry, Raw
from zlxm.model.errors import ZlxmError
from zlxm.model.path_names import clash_key
from zlxm.model.recognition import Kinds
from zlxm.model.value import value
from zlxm.model.vocabulary import Vocabulary
from zlxm.rules.file_names import date_in
from zlxm.rules.hygiene import extension_of
from zlxm.services.arrivals import Arrival
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.manifest_edit import Edit, edited, parts_of, save
from zlxm.store.copying import Copy, copied, digest_of, remove_original
from zlxm.store.git.committing import committable
from zlxm.store.portfolio import MANIFEST, read_manifest_text

DOCUMENTS = "documents"
_JOIN = "\u3001"
_EXTENSION = re.compile(r"[a-z][a-z0-9]{1,4}|7z")  # a name that ends with `V2.0` has none


@value
class How:
    """What the person wants of all files: their date (None: what each name says), a note, and the originals gone."""

    date: dt.date | None = None
    note: str = ""
    moves: bool = False


@value
class Placed:
    """A file that is taken: the path that will be listed, its date, and whether it has to be copied there."""

    arrival: Arrival
    target: str
    date: dt.date | None
    is_copied: bool

    @property
    def entry(self) -> Entry:
        """What the manifest will say, but for the note."""
        kinds = self.arrival.kinds
        said: dict[str, Raw] = {"kind": kinds[0] if len(kinds) == 1 else kinds, "path": self.target}
        return {**said, "date": self.date} if self.date else said


@value
class Batch:
    """Everything that one run does. `edit` is None when nothing is taken; `twins`: file → the one of the same run that
    has the same content, for which it is left out."""

    folder: str
    placed: tuple[Placed, ...]
    edit: Edit | None
    twins: tuple[tuple[str, str], ...]
    moves: bool


def plan_batch(loaded: LoadedDossier, arrivals: Iterable[Arrival], how: How) -> Batch:
    """Return what taking the decided files would do; nothing is written. Raises as `edited`."""
    pack, dossier = parts_of(loaded)
    chosen = [each for each in arrivals if each.kinds and not each.fault and not each.listed]
    twins = dict(_twins(chosen))
    places = _Places(dossier, loaded.folder, pack.vocabulary)
    placed = tuple([_place(each, places, how) for each in chosen if each.path not in twins])
    edit = edited(loaded, _additions(placed, dossier, how.note)) if placed else None
    if edit is not None and edit.after is None:
        raise ZlxmError("broken_manifest", {"path": loaded.manifest_path, "count": len(edit.problems)})
    return Batch(loaded.folder, placed, edit, tuple(twins.items()), how.moves)


def carry_out(batch: Batch) -> tuple[str, ...]:
    """Copy the files and write the manifest, both or neither; return the originals that should have gone but stayed.

    Raises as `copied` and `save`; then everything is as it was.
    """
    if batch.edit is None:
        return ()
    copies = [Copy(_source(each, batch.folder), each.target) for each in batch.placed if each.is_copied]
    with copied(batch.folder, copies, partial(_is_written, batch.edit)) as originals:
        save(batch.edit)
    if not batch.moves:
        return ()
    return tuple(original.path for original in originals if not remove_original(original))


def _is_written(edit: Edit) -> bool:
    """Whether the manifest says so already; one that cannot be read may."""
    data, problems = read_manifest_text(edit.before.folder)
    return bool(problems) or data == edit.data


def touched(batch: Batch) -> tuple[str, ...]:
    """Return the paths inside the dossier that were written or removed and that git can take, for a commit."""
    left = (each.arrival.inside for each in batch.placed if batch.moves and each.is_copied and each.arrival.inside)
    return committable(batch.folder, (MANIFEST, *(each.target for each in batch.placed), *left))


def _source(placed: Placed, folder: str) -> str:
    return os.path.join(folder, placed.arrival.inside) if placed.arrival.inside else placed.arrival.path


def _twins(chosen: Iterable[Arrival]) -> Iterable[tuple[str, str]]:
    """Yield the files that have the content of an earlier one."""
    by_size: dict[int, list[str]] = {}
    for each in chosen:
        same_size = by_size.setdefault(each.facts.size, [])
        first = next((path for path in same_size if digest_of(path) == digest_of(each.path)), None)
        if first is None:
            same_size.append(each.path)
        else:
            yield each.path, first


class _Places:
    """Names that are free in a dossier; each is given once."""

    def __init__(self, dossier: Dossier, folder: str, vocabulary: Vocabulary) -> None:
        listed = (document.file for document in dossier.documents)
        self._taken = {clash_key(name) for name in (*listed, *dossier.unlisted)}
        self._folder = folder
        self._kinds = vocabulary.documents

    def stage(self, kinds: Kinds) -> str:
        """Return the stage folder of a kind."""
        return self._kinds[kinds[0]].folder

    def free(self, arrival: Arrival) -> str:
        """Return the path for a file: the regulation's name, numbered from the second on; a kind that nobody issues is
        a rest, whose files keep their own names."""
        extension = _extension(arrival)
        name = os.path.basename(arrival.path)
        own = name[: -len(extension) - 1] if name.lower().endswith(f".{extension}") else name
        stem = _JOIN.join(arrival.kinds) if self._kinds[arrival.kinds[0]].issuer else own
        number = 1
        while not self._is_free(path := self._path(arrival.kinds, stem, extension, number)):
            number += 1
        self._taken.add(clash_key(path))
        return path

    def _path(self, kinds: Kinds, stem: str, extension: str, number: int) -> str:
        name = f"{stem}{f'-{number}' if number > 1 else ''}{'.' + extension if extension else ''}"
        return "/".join(filter(None, (self.stage(kinds), name)))

    def _is_free(self, path: str) -> bool:
        return clash_key(path) not in self._taken and not os.path.lexists(os.path.join(self._folder, *path.split("/")))


def _extension(arrival: Arrival) -> str:
    """Return what the copy's name ends with: the original's extension, or the format of one that has none."""
    written = extension_of(os.path.basename(arrival.path))
    return written if _EXTENSION.fullmatch(written) else arrival.facts.format


def _place(arrival: Arrival, places: _Places, how: How) -> Placed:
    day = how.date or date_in(os.path.basename(arrival.path))
    in_place = bool(arrival.inside) and (
        not how.moves or os.path.dirname(arrival.inside) == places.stage(arrival.kinds)
    )
    return Placed(arrival, arrival.inside if in_place else places.free(arrival), day, not in_place)


def _additions(placed: Iterable[Placed], dossier: Dossier, note: str) -> tuple[Addition, ...]:
    """Return the entries, each after the last one of its stage folder as the list then stands."""
    folders = [_stage_of(document.file) for document in dossier.documents]
    made = []
    for each in placed:
        folder = _stage_of(each.target)
        last = max((index for index, name in enumerate(folders) if name == folder), default=None)
        place = None if last is None or last + 1 == len(folders) else last + 1
        folders.insert(len(folders) if place is None else place, folder)
        made.append(Addition(DOCUMENTS, {**each.entry, "note": note} if note else each.entry, place))
    return tuple(made)


def _stage_of(path: str) -> str:
    """Return the first folder of a path, empty for a file beside the manifest."""
    return path.partition("/")[0] if "/" in path else ""
