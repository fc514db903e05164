"""A pack as read from its files, before anything in it is believed: blocks of named parts, each with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zlxm.model.node import Node, Scalar, Table
from zlxm.model.problem import Problem
from zlxm.model.value import value


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
    """All blocks of a pack by name."""

    blocks: Blocks
    problems: tuple[PackProblem, ...] = ()

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
    """Return the blocks of one file; a block that is no table becomes a single part under its own name."""
    blocks: dict[str, dict[str, Part]] = {}
    for name, entry in root.entries.items():
        if isinstance(entry.value, Table):
            blocks[name] = {key: Part(inner.key, inner.value, file) for key, inner in entry.value.entries.items()}
        else:
            blocks[name] = {name: Part(entry.key, entry.value, file)}
    return blocks


def inherit(parent: Blocks, child: Blocks) -> dict[str, dict[str, Part]]:
    """Return the parent's blocks with the child's entries laid over them by name and its disabled rules taken out."""
    merged = {name: dict(parts) for name, parts in parent.items()}
    for name, parts in child.items():
        merged[name] = {**merged.get(name, {}), **parts}
    disabled = child.get("disable", {}).get("disable")
    for node in getattr(disabled.node, "items", []) if disabled else []:
        merged.get("rules", {}).pop(node.text, None)
    return merged
