"""Feeds what reads strangers' bytes with millions of changed inputs, and keeps what they find.

    python -m benchmarks.fuzz --seconds 60                      # every target, one after the other
    python -m benchmarks.fuzz --target manifest --seconds 600
    python -m benchmarks.fuzz --target manifest --atheris -- -max_total_time=600    # pip install atheris

A fault is an exception that is not ours, more than two seconds, or more than 300 MB. The input that showed it is
written to tests/fuzz/corpus/TARGET, where a test tries it from then on. Exit code 1 when there was a fault.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

from tests.fuzz.mutations import made, packed, seeds
from tests.fuzz.targets import TARGETS, tried

CORPUS = Path(__file__).parent.parent / "tests/fuzz/corpus"
LONGEST = 2.0  # seconds
MOST_KILOBYTES = 300_000
_MOST_FAULTS = 10


class TooLongError(Exception):
    """An input took longer than it may."""


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def fault_of(name: str, data: bytes) -> str:
    """Return what is wrong with how an input is taken, empty when nothing is."""
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        tried(TARGETS[name], data)
    except BaseException:  # noqa: BLE001 whatever it is, it is what we are after
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{kilobytes} kB" if kilobytes > MOST_KILOBYTES else ""


def fuzz(name: str, seconds: float, start: int) -> tuple[int, int]:
    """Return how many inputs were tried for so long, and how many showed a fault; these are printed and kept."""
    end = time.monotonic() + seconds
    number, faults = start, 0
    while time.monotonic() < end and faults < _MOST_FAULTS:
        data = made(name, number)
        told = fault_of(name, data)
        if told:
            faults += 1
            print(f"--- {name} {number}: {kept(name, data)}\n{told}", file=sys.stderr)
        number += 1
    return number - start, faults


def kept(name: str, data: bytes) -> Path:
    """Write an input to the corpus and return where."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:16]
    path.write_bytes(packed(data))
    return path


def by_atheris(name: str, words: list[str]) -> None:
    """Let coverage lead the way; ends when its own options say so."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 only who installed it

    folder = Path(f"/tmp/zlxm-{name}")  # noqa: S108 a corpus to begin with
    folder.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (folder / str(number)).write_bytes(seed)
    atheris.instrument_all()

    def one(data: bytes) -> None:
        told = fault_of(name, data)
        if told:
            kept(name, data)
            raise RuntimeError(told)

    atheris.Setup([sys.argv[0], *words, str(folder)], one)
    atheris.Fuzz()


def main() -> None:
    """Fuzz as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=tuple(TARGETS), action="append")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--start", type=int, default=0, help="the number of the first input")
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("words", nargs="*", help="for atheris")
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    names = asked.target or list(TARGETS)
    if asked.atheris:
        by_atheris(names[0], asked.words)
    found = 0
    for name in names:
        tried_of_it, faults = fuzz(name, asked.seconds, asked.start)
        found += faults
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{name:12} {tried_of_it:>10,} inputs  {faults} faults  {peak // 1000} MB", flush=True)
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
