"""Finding and loading dossiers: manifest, pack and what was seen of the files, mistakes of form included as values."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.dossier import Dossier
from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.handover import RECORD, Submitted
from zlxm.model.manifest import FIXED_KEYS, read_manifest
from zlxm.model.node import Node, Scalar, Table
from zlxm.model.pack import Pack
from zlxm.model.path_names import names_on_disk, unsafe_path
from zlxm.model.problem import Problem, is_fatal
from zlxm.model.value import replace, value
from zlxm.rules.handovers import watched_paths
from zlxm.services.regulations import DEFAULT, house_source, load_pack
from zlxm.store.attachments import inspect_file, list_files
from zlxm.store.docx_text import TextPatterns
from zlxm.store.handovers import digests_of, read_handovers, reflowed
from zlxm.store.portfolio import MANIFEST, find_dossiers, read_manifest_nodes

_OUR_PREFIX = ".zlxm-"


@value
class LoadedDossier:
    """A dossier as read: its folder, manifest nodes, the dossier unless its form is broken, and the form's problems."""

    folder: str
    root: Node | None
    data: bytes
    pack: Pack | None
    dossier: Dossier | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The project's name as far as it can be read, else the folder's."""
        project = self.root.get("project") if isinstance(self.root, Table) else None
        written = _text(project.get("name")) if isinstance(project, Table) else ""
        return written or os.path.basename(os.path.abspath(self.folder))

    @property
    def manifest_path(self) -> str:
        """The manifest relative to the working directory where it lies below it, `/`-separated."""
        path = os.path.join(self.folder, MANIFEST)
        relative = os.path.relpath(path)
        return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def dossier_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the dossiers under the paths, each once. Raises ZlxmError (exit 3) when a path holds none at all."""
    found: dict[str, None] = {}
    for path in paths:
        if not os.path.exists(path):
            raise ZlxmError("no_such_path", {"path": path})
        folder = os.path.dirname(path) or "." if os.path.basename(path) == MANIFEST else path
        under = list(find_dossiers(folder))
        if not under:
            raise ZlxmError("no_dossier", {"path": path})
        found.update(dict.fromkeys(under))
    return tuple(found)


def load_dossier(folder: str, pack_folder: str | None = None) -> LoadedDossier:
    """Return one dossier with what was seen of its files; `pack_folder`: judge by the user's own pack."""
    loaded = understood(folder, read_manifest_nodes(folder), pack_folder)
    if loaded.pack is None or loaded.dossier is None:
        return loaded
    return replace(loaded, dossier=_with_files(loaded.dossier, folder, loaded.pack))


def understood(
    folder: str, read: tuple[bytes, Node | None, tuple[Problem, ...]], pack_folder: str | None = None
) -> LoadedDossier:
    """Return what a manifest says, as `load_dossier`, without a look at the files; `read`: its bytes, nodes and
    problems; `folder`: where it is said to lie."""
    data, root, problems = read
    node = root.get("regulation") if isinstance(root, Table) else None
    name = _text(node)
    try:
        pack = load_pack(name or DEFAULT, pack_folder, with_forms=_has_forms(root))
    except UsageError as unknown:
        if pack_folder or node is None:
            raise
        facts = {"name": name, "known": str(unknown.facts["known"])}
        fault = Problem("unknown_regulation", node.line, node.column, facts)
        return LoadedDossier(folder, root, data, None, None, (*problems, fault))
    if root is None and problems:
        return LoadedDossier(folder, root, data, pack, None, problems)
    dossier, faults = read_manifest(root, pack.vocabulary)
    problems = (*problems, *faults)
    if dossier is None or is_fatal(problems):
        return LoadedDossier(folder, root, data, pack, None, problems)
    return LoadedDossier(folder, root, data, pack, dossier, problems)


def patterns_of(pack: Pack) -> TextPatterns:
    """Return what is looked for in the text of a dossier's files."""
    patterns = house_source()[1]
    return TextPatterns(patterns.secrecy, patterns.placeholder, pack.statement_labels)


def _has_forms(root: Node | None) -> bool:
    """Whether a manifest has keys that only the blocks of forms can explain; a misspelt key is one of them."""
    return isinstance(root, Table) and any(key not in FIXED_KEYS for key in root.entries)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _with_files(dossier: Dossier, folder: str, pack: Pack) -> Dossier:
    if dossier.project.classified:
        return dossier  # its papers are not this program's to open (Art. 41)
    patterns = patterns_of(pack)
    listed = {each.file for each in dossier.documents if not unsafe_path(each.file)}
    submitted = _submitted(folder, pack)
    there = list_files(folder)
    unlisted = tuple(name for name in there if name not in listed and not _is_ours(name, submitted))
    texts = [name for name in unlisted if name.lower().endswith((".docx", ".xlsx"))]  # a secret is one, listed or not
    names = names_on_disk((*sorted(listed), *texts), there)
    files = {name: _inspected(folder, name, at, patterns) for name, at in names.items()}
    return replace(dossier, files=files, unlisted=unlisted, submitted=submitted)


def _inspected(folder: str, name: str, at: str | None, patterns: TextPatterns) -> FileFacts:
    """Return what was seen of a file under its listed name; `at`: its name on the disk, None when only another system
    would take the two for one."""
    if at is None:
        return FileFacts(name, FileState.MISSING)
    return replace(inspect_file(folder, at, patterns), path=name)


def _is_ours(name: str, submitted: Submitted) -> bool:
    """Tell whether a file was put there by this program: its record, a package it made, what it is just writing."""
    last = name.rpartition("/")[2]
    packages = (each.package for each in submitted.handovers)
    return name == RECORD or last.startswith(_OUR_PREFIX) or last in packages


def _submitted(folder: str, pack: Pack) -> Submitted:
    """Return what was handed in, with the digests of what lies there now."""
    found = read_handovers(folder, tuple(pack.submissions))
    if not found.handovers:
        return found
    digests = digests_of(folder, sorted(watched_paths(found.handovers)))
    handed_in = {file.path: file.sha256 for each in found.handovers for file in each.files}
    changed = {path: handed_in[path] for path, digest in digests.items() if digest != handed_in[path]}
    return replace(found, digests=digests, reflowed=frozenset(reflowed(folder, changed)))
