"""What every row of the table needs: where to measure, what a result is, and the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.corpus import GROUP, dossier_folder, group_folder
from benchmarks.measure import Command

ZLXM: Command = (sys.executable, "-m", "zlxm")
START: Command = (sys.executable, "-c", "import typer")
FLOOR: Command = (sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "floor.py"))
PROJECTED = 10_000


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how to measure. `dossiers`: how many P3 checks; `largest`: where growth ends; `runs`: of one dossier or
    none, `many_runs`: of many; `peers`: the interpreter that has the peers; `scratch`: a folder to write in."""

    corpus: str
    scratch: str
    dossiers: int
    largest: int
    runs: int
    many_runs: int
    peers: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a row found. `unit` of both values; `peak`: MB of the program, 0 when not asked for; without a goal the row
    only informs; a row that could not be measured says why in `note`."""

    yardstick: float = 0.0
    program: float = 0.0
    ratio: float = 0.0
    peak: float = 0.0
    unit: str = "ms"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the goal's number, what is done, against what, the largest ratio that is still good."""

    goal: str
    operation: str
    yardstick: str
    limit: float | None
    measure: Callable[[Setting], Result]


def paths_of(setting: Setting, count: int) -> Command:
    """Return paths that hold the first `count` dossiers."""
    groups, rest = divmod(count, GROUP)
    singles = range(groups * GROUP, groups * GROUP + rest)
    return (
        *(group_folder(setting.corpus, group) for group in range(groups)),
        *(dossier_folder(setting.corpus, index) for index in singles),
    )
