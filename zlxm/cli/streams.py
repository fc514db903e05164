"""Standard streams: results to stdout, talk to stderr, on any console and through any pipe."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator

from zlxm.model.errors import ZlxmError

_NO_VERDICT = 3


class _Closed(io.TextIOBase):
    """Stands for a stream that was closed before we began: there is nowhere to write to."""

    encoding = "utf-8"
    errors = "strict"

    def write(self, _text: str, /) -> int:
        """Refuse."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def prepare_streams() -> None:
    """Make output never fail on characters that the console cannot show (a Chinese Windows pipe is cp936)."""
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 as long as the program
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def finish_streams() -> None:
    """Have all that was said reach its reader. What cannot be written changes the exit code to 3: a result that nobody
    got is none."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        tell(unwritable(error))
        sys.exit(_NO_VERDICT)


def _silence() -> None:
    """Let what is left in the buffer go nowhere: Python would try once more and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_of_stdout(error: OSError) -> bool:
    """Tell whether a write failed that was to no file: what Typer prints by itself goes to stdout."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EDQUOT)


def unwritable(error: OSError) -> ZlxmError:
    """Return how it is told that stdout takes nothing."""
    return ZlxmError("unwritable", {"path": "标准输出", "detail": error.strerror or str(error)})


def tell(error: ZlxmError) -> None:
    """Say on stderr why there is no result, and what to do."""
    from zlxm.output.safe import safe  # noqa: PLC0415 only when something went wrong
    from zlxm.wording.sentences import error as words  # noqa: PLC0415

    for line in _problems(error):
        print(safe(line), file=sys.stderr)
    said, todo = words(error)
    print(f"错误：{safe(said)}", file=sys.stderr)
    if todo:
        print(f"  → {safe(todo)}", file=sys.stderr)


def _problems(error: ZlxmError) -> Iterator[str]:
    """Yield the faults that an error lists: those of a regulation's data with their place, others without."""
    from zlxm.wording.sentences import problem as words  # noqa: PLC0415 only when something went wrong

    for each in getattr(error, "problems", ()):
        fault = getattr(each, "problem", each)
        said, todo = words(fault)
        place = f"{os.path.relpath(each.file)}:{fault.line}:{fault.column}: " if fault is not each else "  "
        yield f"{place}{said}{'。' + todo if todo else ''}"


def write_out(text: str) -> None:
    """Write a result to stdout; a reader that has gone away ends it quietly."""
    if "utf" not in (sys.stdout.encoding or "").lower():
        text = text.removeprefix("\ufeff")  # a mark of UTF-8, which this stream is not
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        raise unwritable(error) from error


def wants_color(choice: str) -> bool:
    """Tell whether to colour stdout: an explicit choice wins, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
