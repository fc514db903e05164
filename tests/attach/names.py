"""The labelled list of file names, and how recognition does on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zlxm.model.node import Scalar, Table
from zlxm.model.recognition import Certainty, Kinds, NameTable, Recognition
from zlxm.model.value import value
from zlxm.rules.recognition import recognise
from zlxm.store.packs import read_data

NAMES = Path(__file__).parent / "names.yaml"
NONE, ASK = "none", "ask"


@value
class Labelled:
    """One name with the folder it lay in, and what it is: kinds, or that it is none, or that a person must say."""

    name: str
    folder: str
    label: str

    @property
    def kinds(self) -> Kinds:
        return () if self.label in (NONE, ASK) else tuple(self.label.split(" + "))


@value
class Figures:
    """How many names a list has and how recognition did on them."""

    names: int
    papers: int
    sure_and_right: int
    sure_and_wrong: int
    asked_with_right: int
    asked_or_silent: int


def labelled(part: str) -> tuple[Labelled, ...]:
    """Return the names of one part of the list."""
    root, problems = read_data(str(NAMES))
    assert problems == ()
    assert isinstance(root, Table)
    table = root.get(part)
    assert isinstance(table, Table)
    return tuple(_lines(table))


def _lines(table: Table) -> Iterator[Labelled]:
    for label, entry in table.entries.items():
        assert isinstance(entry.value, Scalar)
        for line in entry.value.text.splitlines():
            folder, _, name = line.rpartition("/")
            yield Labelled(name, folder, label)


def outcome(each: Labelled, found: Recognition) -> str:
    """Return `right`, `wrong` (sure of something else), `offered` (the right one among the choices), or `missed`."""
    if found.certainty is Certainty.SURE:
        return "right" if set(found.kinds) == set(each.kinds) else "wrong"
    if not each.kinds:
        wanted = Certainty.NONE if each.label == NONE else Certainty.LIKELY
        return "right" if found.certainty is wanted else "missed"
    return "offered" if any(set(kinds) == set(each.kinds) for kinds in found.candidates) else "missed"


def measured(part: str, table: NameTable) -> tuple[Figures, tuple[str, ...]]:
    """Return the figures and a line for every name that was not simply right."""
    told, counts = [], {"right": 0, "wrong": 0, "offered": 0, "missed": 0}
    papers = right_papers = 0
    names = labelled(part)
    for each in names:
        found = recognise(each.name, each.folder, table)
        got = outcome(each, found)
        counts[got] += 1
        papers += bool(each.kinds)
        right_papers += bool(each.kinds) and got == "right"
        if got != "right":
            shown = " | ".join("+".join(kinds) for kinds in found.candidates)
            told.append(f"{got} {each.name} [{each.label}] {found.certainty.value} {found.why} {shown}")
    figures = Figures(len(names), papers, right_papers, counts["wrong"], counts["offered"], counts["missed"])
    return figures, tuple(told)
