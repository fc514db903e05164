"""Files that came in: which there are, whether they may be taken at all, and what their names say they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.handover import RECORD
from zlxm.model.path_names import clash_key, is_office_litter, path_faults, unsafe_path, windows_faults
from zlxm.model.recognition import Certainty, Kinds, NameTable, Recognition
from zlxm.model.shape import nearest
from zlxm.model.value import replace, value
from zlxm.model.vocabulary import Vocabulary
from zlxm.rules.recognition import recognise
from zlxm.services.dossiers import LoadedDossier, patterns_of
from zlxm.services.manifest_edit import parts_of
from zlxm.store.attachments import inspect_file, list_files
from zlxm.store.copying import digest_of
from zlxm.store.portfolio import MANIFEST

OWN_FILES = frozenset({MANIFEST, RECORD})


@value
class Arrival:
    """One file. `path`: as given; `inside`: where it lies in the dossier, empty when it lies elsewhere; `fault`: a code
    for why it is not taken; `listed`: the listed file that it is, or has the content of; `kinds`: what it is taken for,
    empty until that is decided."""

    path: str
    inside: str
    fault: str = ""
    found: Recognition = Recognition(Certainty.NONE)
    facts: FileFacts = FileFacts("", FileState.MISSING)
    listed: str = ""
    kinds: Kinds = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say what the file is."""
        return not (self.fault or self.listed or self.kinds)


def kinds_called(text: str, vocabulary: Vocabulary) -> Kinds:
    """Return the document kinds of an option, several parted by `,` or `+`. Raises UsageError (`unknown_kind`)."""
    for mark in "+\uff0c\u3001\uff0b":
        text = text.replace(mark, ",")
    aliases = vocabulary.document_aliases()
    kinds = tuple(dict.fromkeys(aliases.get(each, each) for part in text.split(",") if (each := part.strip())))
    for kind in kinds:
        if kind not in vocabulary.documents:
            near = nearest(kind, (*vocabulary.documents, *aliases))
            known = ", ".join(tuple(vocabulary.documents)[:8])
            raise UsageError("unknown_kind", {"name": kind, "nearest": near, "known": known})
    return kinds


class Gate:
    """Looks at arriving files. `moves`: they will be given another name, so their own need not be portable."""

    def __init__(self, loaded: LoadedDossier, table: NameTable, *, moves: bool) -> None:
        self._pack, self._dossier = parts_of(loaded)
        self._loaded = loaded
        self._table = table
        self._moves = moves
        self._root = os.path.realpath(loaded.folder)
        self._patterns = patterns_of(self._pack)

    def arrivals(self, paths: Iterable[str], *, recursive: bool) -> Iterator[Arrival]:
        """Yield the files of the paths, each once. Raises ZlxmError (`no_such_path`)."""
        seen: set[str] = set()
        for path in paths:
            for each in self._files(path, recursive=recursive):
                place = os.path.join(os.path.realpath(os.path.dirname(each) or "."), os.path.basename(each))
                if place not in seen:
                    seen.add(place)
                    yield self._arrival(each, place)

    @staticmethod
    def _files(path: str, *, recursive: bool) -> Iterator[str]:
        if not os.path.lexists(path):
            raise ZlxmError("no_such_path", {"path": path})
        folder = path.rstrip("/" + os.sep) or path
        if os.path.islink(folder) or not os.path.isdir(folder) or not recursive:
            yield folder
            return
        yield from (f"{folder}/{name}" for name in list_files(folder) if not _is_passed_over(name))

    def _arrival(self, path: str, place: str) -> Arrival:
        within = place.startswith(self._root + os.sep)
        inside = os.path.relpath(place, self._root).replace(os.sep, "/") if within else ""
        arrival = Arrival(path, inside)
        fault = self._fault_of_name(arrival)
        if fault:
            return replace(arrival, fault=fault)
        facts = self._facts(place, inside)
        if facts.state is not FileState.PRESENT or facts.secrecy_marks:
            is_folder = os.path.isdir(place) and not os.path.islink(place)
            state = "is_folder" if is_folder else facts.state.value
            return replace(arrival, fault="secrecy" if facts.secrecy_marks else state)
        folder, name = os.path.split(path)
        known = (self._dossier.project.name, self._dossier.unit.name)
        found = recognise(name, os.path.basename(folder), self._table, known)
        kinds = found.kinds if found.certainty is Certainty.SURE else ()
        return replace(arrival, found=found, facts=facts, listed=self._listed(place, inside, facts), kinds=kinds)

    def _facts(self, place: str, inside: str) -> FileFacts:
        root, name = (self._root, inside) if inside else os.path.split(place)
        return inspect_file(root, name, self._patterns)

    def _fault_of_name(self, arrival: Arrival) -> str:
        """Return why a file is not taken whatever it holds: codes of `path_faults`, `windows_faults` and our own."""
        name = os.path.basename(arrival.path)
        if is_office_litter(name):
            return "litter"
        if name.startswith(".") or arrival.inside in OWN_FILES:
            return "own_file" if arrival.inside in OWN_FILES else "hidden"
        if faults := path_faults(name):
            return faults[0]
        if self._pack.secrecy_pattern.search(arrival.inside or name):
            return "secrecy"
        if arrival.inside and not self._moves:
            return next(iter((*path_faults(arrival.inside), *windows_faults(arrival.inside))), "")
        return ""

    def _listed(self, place: str, inside: str, facts: FileFacts) -> str:
        """Return the listed file that this is, or that has the same content."""
        key = clash_key(inside) if inside else ""
        for document in self._dossier.documents:
            if key and clash_key(document.file) == key:
                return document.file
        twins = self._by_size.get(facts.size, ())
        return next((twin for twin in twins if digest_of(f"{self._root}/{twin}") == digest_of(place)), "")

    @cached_property
    def _by_size(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for document in self._dossier.documents:
            facts = self._dossier.files.get(document.file)
            if facts and facts.state is FileState.PRESENT and not unsafe_path(document.file):
                found.setdefault(facts.size, []).append(document.file)
        return found


def _is_passed_over(name: str) -> bool:
    """Whether a file found in a folder is nobody's paper, so that not even its name is told."""
    last = name.rpartition("/")[2]
    return last.startswith(".") or is_office_litter(last) or last in OWN_FILES
