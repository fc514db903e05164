"""Measures the program against its yardsticks and prints a table. Never a test.

Run by hand in the repository's folder:

    python -m benchmarks.run                        # small attachments, up to 1,000 dossiers, a few minutes
    python -m benchmarks.run --only P1 P2           # start-up only
    python -m benchmarks.run --dossiers 50 --runs 1 --many-runs 1     # to see whether it works
    python -m benchmarks.run --full --corpus FOLDER --json FILE       # 220 kB attachments, up to 10,000 dossiers
    python -m benchmarks.run --peers OTHER/bin/python                 # where check-jsonschema and yamllint are

Goals are ratios to a yardstick measured in turn with the program, because times differ from machine to machine. Times
are medians of whole processes with warm disks; the ratio is the median of neighbouring pairs. The exit code is 1 when a
goal is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict

from benchmarks.measure import ROOT
from benchmarks.rows import ROWS
from benchmarks.setting import Result, Row, Setting

_LAYOUT = "{:<5} {:<29} {:<19} {:>11} {:>11} {:>11} {:>7} {:>6} {:>5}  {}"
_HEADINGS = ("row", "operation", "yardstick", "unit", "yardstick", "zlxm", "ratio", "goal", "MB", "")


def main() -> int:
    """Return 1 when a goal is missed, else 0."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="zlxm-benchmarks-") as scratch:
        setting = _setting(options, scratch)
        _make_corpus(setting, options.mean_size or (220_000 if options.full else 12_000))
        print(_LAYOUT.format(*_HEADINGS), flush=True)
        done = list(_measured(setting, options.only))
    if options.json:
        _save(options.json, setting, done)
    return int(any(_verdict(row, found) == "over" for row, found in done))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="", help="keep the dossiers here and use them again")
    parser.add_argument("--mean-size", type=int, default=0, help="bytes of an attachment, 12,000 (--full: 220,000)")
    parser.add_argument("--dossiers", type=int, default=1000, help="how many are many, at least 20")
    parser.add_argument("--full", action="store_true", help="attachments of real size, growth to ten times as many")
    parser.add_argument("--runs", type=int, default=7, help="runs of what is short")
    parser.add_argument("--many-runs", type=int, default=3, help="runs of what is long")
    parser.add_argument("--only", nargs="*", default=[], metavar="ROW", help="P1 … or peer")
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="an interpreter that has the peers")
    parser.add_argument("--json", default="", metavar="FILE", help="write the figures here too")
    return parser.parse_args()


def _setting(options: argparse.Namespace, scratch: str) -> Setting:
    largest = options.dossiers * (10 if options.full else 1)
    corpus = options.corpus or f"{scratch}/corpus"
    return Setting(corpus, scratch, options.dossiers, largest, options.runs, options.many_runs, options.peers)


def _make_corpus(setting: Setting, mean_size: int) -> None:
    # In a process of its own: what a child's memory peaked at is never said to be less than its parent's peak.
    sizes = ("--count", str(setting.largest), "--mean-size", str(mean_size))
    subprocess.run((sys.executable, "-m", "benchmarks.corpus", setting.corpus, *sizes), cwd=ROOT, check=True)


def _measured(setting: Setting, only: list[str]) -> Iterator[tuple[Row, Result]]:
    for row in ROWS:
        if not only or row.goal in only:
            found = row.measure(setting)
            print(_line(row, found), flush=True)
            yield row, found


def _verdict(row: Row, found: Result) -> str:
    if row.limit is None or not found.ratio:
        return ""
    return "ok" if found.ratio <= row.limit else "over"


def _line(row: Row, found: Result) -> str:
    start = (row.goal, row.operation, row.yardstick)
    if not found.ratio:
        return _LAYOUT.format(*start, "", "", "", "", "", "", f"skipped: {found.note}")
    values = (f"{found.yardstick:,.1f}", f"{found.program:,.1f}", f"{found.ratio:.3f}")
    goal = f"{row.limit:g}" if row.limit else ""
    end = " ".join(filter(None, (_verdict(row, found), found.note)))
    return _LAYOUT.format(*start, found.unit, *values, goal, f"{found.peak:.0f}", end).rstrip()


def _save(path: str, setting: Setting, done: list[tuple[Row, Result]]) -> None:
    rows = [
        {"goal": row.goal, "operation": row.operation, "against": row.yardstick, "limit": row.limit}
        | asdict(found)
        | {"verdict": _verdict(row, found)}
        for row, found in done
    ]
    about = {"python": sys.version.split()[0], "dossiers": setting.dossiers, "largest": setting.largest}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(about | {"rows": rows}, file, indent=2)


if __name__ == "__main__":
    sys.exit(main())
