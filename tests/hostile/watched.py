"""Runs `zlxm` and refuses whatever a check of a stranger's dossiers may not do; started by test_containment.py.

The first argument names the folders that may be read, joined by `|`."""

from __future__ import annotations

import os
import sys
from typing import Any

_MAY_RUN = "git"
_NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "telnetlib.")
_CHANGES = {
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown"),
    *(
        "os.truncate",
        "os.utime",
        "shutil.rmtree",
        "shutil.move",
        "shutil.copyfile",
        "os.setxattr",
        "os.system",
        "os.exec",
        "os.fork",
    ),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(roots: tuple[str, ...]) -> None:
    """From now on end the program when it oversteps."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if (
            event.startswith(_NETWORK)
            or event in _CHANGES
            or (event == "subprocess.Popen" and os.path.basename(str(arguments[0])) != _MAY_RUN)
        ):
            _end(event, arguments)
        elif event == "open":
            _opened(arguments, roots)

    sys.addaudithook(refuse)


def _opened(arguments: tuple[Any, ...], roots: tuple[str, ...]) -> None:
    path, mode, flags = arguments
    if not isinstance(path, (str, bytes)):
        return  # a stream that is open already
    place = os.path.abspath(os.fsdecode(path))
    writes = (isinstance(mode, str) and mode.strip("rbtU")) or (isinstance(flags, int) and flags & _WRITING)
    if writes and place != os.devnull:
        _end("write", (place,))
    if not (place == os.devnull or place.startswith(roots)):
        _end("read", (place,))


def _end(event: str, arguments: object) -> None:
    os.write(2, f"overstepped: {event} {arguments!r}\n".encode("utf-8", "replace"))
    os._exit(99)


if __name__ == "__main__":
    from zlxm.__main__ import main

    allowed = (
        *sys.argv[1].split("|"),
        sys.prefix,
        sys.base_prefix,
        os.path.dirname(os.__file__),
        "/usr",
        "/etc",
        "/lib",
    )
    del sys.argv[1]
    sys.dont_write_bytecode = True
    watch(tuple(allowed))
    main()
