"""A pack as read from its files, before anything in it is believed: blocks of named parts, each with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zlxm.model.node import Listing, Node, Scalar, Table
from zlxm.model.problem import Problem
from zlxm.model.value import value

DISABLE = "disable"


@value
class Part:
    """One named entry of a block and the file it stands in."""

    key: Scalar
    node: Node
    file: str


@value
class PackProblem:
    """A fault of a pack: file and problem."""

    file: str
    problem: Problem


Blocks = Mapping[str, Mapping[str, Part]]


@value
class PackSource:
    """All blocks of a pack by name; `inherited` are the files that came from packs it extends."""

    blocks: Blocks
    problems: tuple[PackProblem, ...] = ()
    inherited: frozenset[str] = frozenset()

    def block(self, name: str) -> Mapping[str, Part]:
        """Return a block, empty when the pack has none."""
        return self.blocks.get(name, {})


@dataclass(slots=True)
class Collected:
    """Where problems of the part being read go, with its file."""

    file: str = ""
    problems: list[PackProblem] = field(default_factory=list)

    def add(self, found: Problem) -> None:
        """Note one problem."""
        self.problems.append(PackProblem(self.file, found))


def blocks_of(root: Table, file: str) -> dict[str, dict[str, Part]]:
    """Return the blocks of one file. A list of words becomes a part a word; anything else that is no table becomes a
    single part under the block's own name."""
    blocks: dict[str, dict[str, Part]] = {}
    for name, entry in root.entries.items():
        if isinstance(entry.value, Table):
            blocks[name] = {key: Part(inner.key, inner.value, file) for key, inner in entry.value.entries.items()}
        elif name == DISABLE and isinstance(entry.value, Listing):
            words = [item for item in entry.value.items if isinstance(item, Scalar)]
            blocks[name] = {word.text: Part(word, word, file) for word in words}
        else:
            blocks[name] = {name: Part(entry.key, entry.value, file)}
    return blocks


def inherit(parent: Blocks, child: Blocks) -> dict[str, dict[str, Part]]:
    """Return the parent's blocks with the child's entries laid over them by name."""
    merged = {name: dict(parts) for name, parts in parent.items()}
    for name, parts in child.items():
        merged[name] = {**merged.get(name, {}), **parts}
    return merged


def files_of(blocks: Blocks) -> frozenset[str]:
    """Return the files that blocks came from."""
    return frozenset(part.file for parts in blocks.values() for part in parts.values())
