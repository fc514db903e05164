"""Runs whole processes and takes their time and peak memory; two commands take turns, so that both meet the same noise.

For systems with `wait4` and pseudo-terminals: Linux, macOS.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from statistics import median

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
_CHUNK = 1 << 16
_LEFT_OUT = ("PYTHON", "ZLXM_", "NO_COLOR", "FORCE_COLOR")

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds from start to end, bytes of the peak resident set, its own or its largest child's."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Series:
    """The runs of one command."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """The median time."""
        return median(run.seconds for run in self.runs)

    @property
    def peak(self) -> float:
        """The median peak in MB."""
        return median(run.peak for run in self.runs) / 1e6


def in_turn(commands: tuple[Command, ...], times: int, *, terminal: bool = False) -> tuple[Series, ...]:
    """Return each command's runs, after one of each that does not count; `terminal`: the last one writes to one."""
    runs: list[list[Run]] = [[] for _ in commands]
    last = len(commands) - 1
    for round_number in range(times + 1):
        for place, command in enumerate(commands):
            taken = run(command, terminal=terminal and place == last)
            if round_number:
                runs[place].append(taken)
    return tuple(Series(tuple(each)) for each in runs)


def ratio(program: Series, yardstick: Series) -> float:
    """Return the median of the ratios of neighbouring runs, steadier than the ratio of the medians."""
    return median(one.seconds / other.seconds for one, other in zip(program.runs, yardstick.runs, strict=True))


def run(command: Command, *, terminal: bool = False) -> Run:
    """Return one run. Raises SystemExit with what the command said when it ends with anything but 0."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        pid, reading = _on_terminal(command) if terminal else _on_pipe(command, said.fileno())
        output = _drain(reading)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - started
        os.close(reading)
        if status:
            said.seek(0)
            words = (said.read() or output).decode("utf-8", "replace")
            sys.exit(f"{' '.join(command)[:300]}\nended with {os.waitstatus_to_exitcode(status)}: {words}")
    return Run(seconds, usage.ru_maxrss * _PEAK_UNIT)


def output_of(command: Command) -> str:
    """Return what a command writes. Raises CalledProcessError when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=_environment(), check=True, capture_output=True)
    return done.stdout.decode("utf-8")


def has_module(python: str, name: str) -> bool:
    """Tell whether an interpreter has a library."""
    return subprocess.run((python, "-c", f"import {name}"), cwd="/", check=False, capture_output=True).returncode == 0


def _environment() -> dict[str, str]:
    """What is set for Python or for the program here must not count; without PYTHONDONTWRITEBYTECODE, the run that does
    not count leaves compiled modules, as an installation does."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_LEFT_OUT)}
    return {**kept, "TERM": "xterm-256color"}


def _on_pipe(command: Command, errors: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    return _start(command, (subprocess.DEVNULL, writing, errors)), reading


def _on_terminal(command: Command) -> tuple[int, int]:
    import pty  # noqa: PLC0415 not on every system
    import termios  # noqa: PLC0415

    reading, writing = pty.openpty()
    termios.tcsetwinsize(writing, (40, 120))
    return _start(command, (writing, writing, writing)), reading


def _start(command: Command, streams: tuple[int, int, int]) -> int:
    given, written, errors = streams
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(), stdin=given, stdout=written, stderr=errors, start_new_session=True
    )
    os.close(written)
    process.returncode = 0  # wait4 collects it
    return process.pid


def _drain(reading: int) -> bytes:
    """Read to the end; return the last piece. A terminal whose other side is closed reads as an error on Linux."""
    last = b""
    try:
        while piece := os.read(reading, _CHUNK):
            last = piece
    except OSError:
        pass
    return last
