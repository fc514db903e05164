"""Runs `zlxm` again and again in one process of limited memory; started by running.py, one JSON line for each run.

The alarm has no handler: a run that takes too long ends the process, wherever it hangs."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from zlxm.cli.app import run


def main(seconds: float, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = run_once(**asked)
        signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps(answer), file=answers, flush=True)


def run_once(arguments: list[str], folder: str) -> dict[str, Any]:
    os.chdir(folder)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    sys.stdout, sys.stderr = streams
    sys.argv = ["zlxm", *arguments]
    started, code = time.perf_counter(), 0
    try:
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    out, err = (each.buffer.getvalue().decode() for each in streams)
    seconds = time.perf_counter() - started
    return {"code": code, "out": out, "err": err, "seconds": seconds, "peak": _peak()}


def _peak() -> int:
    """Return the bytes of memory that were in use at most."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
