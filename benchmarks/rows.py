"""The rows of the table: each measures one goal and names its yardstick. A new goal is one more entry of ROWS."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial

from benchmarks.corpus import AS_OF, dossier_folder
from benchmarks.measure import Command, has_module, in_turn, output_of, ratio
from benchmarks.paper_rows import FORM, LONG, many_papers, one_paper
from benchmarks.setting import FLOOR, PROJECTED, START, ZLXM, Result, Row, Setting, paths_of


def check_of(setting: Setting, count: int, form: str = "concise", *more: str) -> Command:
    """Return the command that checks the first `count` dossiers."""
    return (*ZLXM, "check", "--as-of", AS_OF, "--format", form, *more, *paths_of(setting, count))


def _plain(setting: Setting, *arguments: str) -> Result:
    return _pair(START, (*ZLXM, *arguments), setting.runs)


def _one(setting: Setting, form: str, *, terminal: bool = False) -> Result:
    return _pair(START, check_of(setting, 1, form), setting.runs, terminal=terminal)


def _many(setting: Setting, *more: str) -> Result:
    yardstick = (*FLOOR, *more, *paths_of(setting, setting.dossiers))
    return _pair(yardstick, check_of(setting, setting.dossiers), setting.many_runs)


def _jobs(setting: Setting) -> Result:
    if "--jobs" not in output_of((*ZLXM, "check", "--help")):
        return Result(note="check has no --jobs")
    if (os.cpu_count() or 1) < 2:  # noqa: PLR2004 two processes on one core show nothing
        return Result(note="one core")
    one, two = (check_of(setting, setting.largest, "concise", "--jobs", jobs) for jobs in "12")
    return _pair(one, two, setting.many_runs)


def _pair(yardstick: Command, program: Command, times: int, *, terminal: bool = False) -> Result:
    base, ours = in_turn((yardstick, program), times, terminal=terminal)
    return Result(base.seconds * 1e3, ours.seconds * 1e3, ratio(ours, base), ours.peak)


def _growth_of_time(setting: Setting) -> Result:
    """Time per dossier, start-up taken off: of the smallest number against the largest."""
    few, many = setting.dossiers // 10, setting.largest
    first, small, large = in_turn(tuple(check_of(setting, count) for count in (1, few, many)), setting.many_runs)
    per_small = (small.seconds - first.seconds) / (few - 1) * 1e3
    per_large = (large.seconds - first.seconds) / (many - 1) * 1e3
    return Result(per_small, per_large, per_large / per_small, large.peak, "ms/dossier")


def _growth_of_memory(setting: Setting) -> Result:
    """The peak at 10,000 dossiers, measured or drawn on from two smaller numbers, against 120 MB."""
    few, many = setting.dossiers // 10, setting.largest
    small, large = in_turn(tuple(check_of(setting, count) for count in (few, many)), 1)
    slope = (large.peak - small.peak) / (many - few)
    peak = large.peak + slope * (PROJECTED - many)
    note = f"{slope * 1e3:.1f} kB a dossier" + ("" if many == PROJECTED else f", drawn on from {many}")
    return Result(120.0, peak, peak / 120.0, large.peak, "MB", note)


def _schema_peer(setting: Setting, count: int) -> Result:
    if not has_module(setting.peers, "check_jsonschema"):
        return Result(note="check-jsonschema is not there")
    schema = os.path.join(setting.scratch, "schema.json")
    with open(schema, "w", encoding="utf-8") as file:
        file.write(output_of((*ZLXM, "schema")))
    peer = (setting.peers, "-m", "check_jsonschema", "--schemafile", schema, *_manifests(setting, count))
    return _pair(peer, check_of(setting, count), _times(setting, count))


def _lint_peer(setting: Setting, count: int) -> Result:
    if not has_module(setting.peers, "yamllint"):
        return Result(note="yamllint is not there")
    peer = (setting.peers, "-m", "yamllint", "-d", "relaxed", *_manifests(setting, count))
    return _pair(peer, check_of(setting, count), _times(setting, count))


def _manifests(setting: Setting, count: int) -> Command:
    return tuple(os.path.join(dossier_folder(setting.corpus, index), "manifest.yaml") for index in range(count))


def _plan(setting: Setting) -> Result:
    """The workbook from 10,000 projects in memory; reading and judging them is P3 and P4."""

    def command(which: str) -> Command:
        path = os.path.join(setting.scratch, f"{which}.xlsx")
        return (sys.executable, "-m", "benchmarks.plan_rows", which, str(PROJECTED), path)

    return _pair(command("openpyxl"), command("program"), setting.many_runs)


def _report(setting: Setting, *kind: str) -> Result:
    """The page or the Word document of many dossiers, against checking them."""
    target = os.path.join(tempfile.gettempdir(), f"zlxm-benchmark-report{kind[0] if kind else '.html'}")
    words = ("--word", "--overwrite") if kind else ()
    command = (*ZLXM, "report", "--as-of", AS_OF, *words, "-o", target, *paths_of(setting, setting.dossiers))
    try:
        return _pair(check_of(setting, setting.dossiers), command, setting.many_runs)
    finally:
        os.unlink(target)


def _times(setting: Setting, count: int) -> int:
    return setting.runs if count == 1 else setting.many_runs


def _peer_of_many(measure: Callable[[Setting, int], Result], setting: Setting) -> Result:
    return measure(setting, setting.dossiers)


ROWS = (
    Row("P1", "--version", "import typer", 1.1, lambda setting: _plain(setting, "--version")),
    Row("P1", "--help", "import typer", 2.6, lambda setting: _plain(setting, "--help")),
    Row("P2", "check, 1, concise", "import typer", 2.0, partial(_one, form="concise")),
    Row("P2", "check, 1, json", "import typer", 2.0, partial(_one, form="json")),
    Row("P2", "check, 1, text on a terminal", "import typer", 2.8, partial(_one, form="text", terminal=True)),
    Row("P3", "check, many", "read, parse, stat", 6.0, _many),
    Row("P3", "check, many", "the same + contents", None, lambda setting: _many(setting, "--contents")),
    Row("P4", "growth of time", "fewer dossiers", 1.15, _growth_of_time),
    Row("P4", "memory at 10,000", "120 MB", 1.0, _growth_of_memory),
    Row("P5", "check --jobs 2", "--jobs 1", 0.58, _jobs),
    Row("P8", f"generate {FORM}, many", "docxtpl loop", 0.1, partial(many_papers, paper=FORM)),
    Row("P8", f"generate {LONG}, many", "docxtpl loop", 0.1, partial(many_papers, paper=LONG)),
    Row("P9", f"generate {FORM}, 1", "import docxtpl", 1.6, partial(one_paper, paper=FORM)),
    Row("P9", f"generate {LONG}, 1", "import docxtpl", None, partial(one_paper, paper=LONG)),
    Row("P13", "report, many", "check of the same", 2.0, _report),
    Row("P13", "report --word, many", "check of the same", None, lambda setting: _report(setting, ".docx")),
    Row("P10", "plan, 10,000 rows", "openpyxl, styled", 0.6, _plan),
    Row("peer", "check, 1", "check-jsonschema", None, partial(_schema_peer, count=1)),
    Row("peer", "check, 1", "yamllint", None, partial(_lint_peer, count=1)),
    Row("peer", "check, many", "check-jsonschema", None, partial(_peer_of_many, _schema_peer)),
    Row("peer", "check, many", "yamllint", None, partial(_peer_of_many, _lint_peer)),
)
