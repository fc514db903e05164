"""Finding and reading the files of packs and other data; nothing in them is believed yet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from zlxm.model.node import Node, Scalar, Table
from zlxm.model.problem import Problem
from zlxm.model.source import Blocks, PackProblem, PackSource, Part, blocks_of, files_of, inherit
from zlxm.store.yaml_text import MOST_BYTES, read_yaml

PROGRAM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHIPPED = os.path.join(PROGRAM, "regulations")
JUDGED_WITHOUT_FORMS = ("regulation.yaml", "vocabulary.yaml", "rules.yaml")
JUDGED_BY = (*JUDGED_WITHOUT_FORMS, "forms.yaml")
ALL_FILES = (*JUDGED_BY, "commentary.yaml", "explain.yaml", "self_check.yaml")
MOST_PARENTS = 5
_NAME = re.compile(r"\w[\w.-]*")


def shipped_packs() -> tuple[str, ...]:
    """Return the ids of the built-in packs."""
    return tuple(sorted(entry.name for entry in os.scandir(SHIPPED) if entry.is_dir()))


def folder_of(name: str, extra: str | None = None) -> str | None:
    """Return the folder of a pack: the user's own folder `extra`, which must be one, or a built-in one."""
    return _first_pack([extra] if extra else _named(name, None))


def _named(name: str, beside: str | None) -> list[str]:
    """Where a pack of that name may lie. A name is no path: a manifest must not bring its own judge."""
    if not _NAME.fullmatch(name):
        return []
    around = [os.path.join(os.path.dirname(os.path.abspath(beside)), name)] if beside else []
    return [*around, os.path.join(SHIPPED, name)]


def _first_pack(folders: Iterable[str]) -> str | None:
    return next((path for path in folders if os.path.isfile(os.path.join(path, "regulation.yaml"))), None)


def read_data(path: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the nodes of one YAML file; OSError passes through."""
    with open(path, "rb") as file:
        return read_yaml(file.read(MOST_BYTES + 1))


def read_pack(folder: str, files: Iterable[str] = JUDGED_BY) -> PackSource:
    """Return the pack's blocks with its parents' below them."""
    return _read(folder, tuple(files), MOST_PARENTS)


def _read(folder: str, files: tuple[str, ...], parents_left: int) -> PackSource:
    own, problems = _read_folder(folder, files)
    parent = _parent(own)
    if parent is None:
        return PackSource(own, tuple(problems))
    parent_folder = _first_pack(_named(parent.text, folder)) if parents_left else None
    if parent_folder is None or os.path.samefile(parent_folder, folder):
        found = Problem("unknown_parent", parent.line, parent.column, {"parent": parent.text})
        return PackSource(own, (*problems, PackProblem(own["extends"]["extends"].file, found)))
    inherited = _read(parent_folder, files, parents_left - 1)
    blocks = inherit(inherited.blocks, own)
    return PackSource(blocks, (*inherited.problems, *problems), files_of(inherited.blocks))


def lineage(folder: str) -> tuple[str, ...]:
    """Return the folders of a pack and of those it extends, nearest first."""
    found = [folder]
    while len(found) <= MOST_PARENTS:
        own, _ = _read_folder(found[-1], JUDGED_BY[:1])
        parent = _parent(own)
        above = _first_pack(_named(parent.text, found[-1])) if parent else None
        if above is None or above in found:
            break
        found.append(above)
    return tuple(found)


def _parent(blocks: Blocks) -> Scalar | None:
    part = blocks.get("extends", {}).get("extends")
    return part.node if part and isinstance(part.node, Scalar) else None


def _read_folder(folder: str, files: tuple[str, ...]) -> tuple[dict[str, dict[str, Part]], list[PackProblem]]:
    blocks: dict[str, dict[str, Part]] = {}
    problems: list[PackProblem] = []
    for path in _existing(folder, files):
        root, found = read_data(path)
        problems += [PackProblem(path, each) for each in found]
        if isinstance(root, Table):
            for block, parts in blocks_of(root, path).items():
                known = blocks.setdefault(block, {})
                problems += [_twice(part, known[name]) for name, part in parts.items() if name in known]
                known.update(parts)
    return blocks, problems


def _twice(part: Part, first: Part) -> PackProblem:
    key = part.key
    place = f"{os.path.basename(first.file)}:{first.key.line}"
    return PackProblem(part.file, Problem("name_twice", key.line, key.column, {"name": key.text, "first": place}))


def _existing(folder: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the paths that are there; a folder stands for the YAML files in it."""
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            yield from (os.path.join(path, each) for each in sorted(os.listdir(path)) if each.endswith(".yaml"))
        elif os.path.exists(path):
            yield path


def example_files(folder: str) -> tuple[str, ...]:
    """Return the example files of a pack, sorted."""
    examples = os.path.join(folder, "examples")
    if not os.path.isdir(examples):
        return ()
    return tuple(os.path.join(examples, name) for name in sorted(os.listdir(examples)) if name.endswith(".yaml"))
