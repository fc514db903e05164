"""Being stopped: what was begun is taken back, nothing is said, and the exit code tells by whom."""

from __future__ import annotations

import signal
from types import FrameType

INTERRUPTED = 130
_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")  # SIGHUP: the terminal was closed; SIGBREAK is its like on Windows


def end_in_order() -> None:
    """From now on a request to stop unwinds the program as Ctrl-C does, so that half-written files are removed."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
