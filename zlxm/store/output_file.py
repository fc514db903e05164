"""Writing a result file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile

from zlxm.model.errors import ZlxmError


def replace_text(path: str, text: str) -> None:
    """Write `text` (UTF-8, line feeds as they are) so that `path` is the old file or the new one, never a part.

    Raises ZlxmError when the place cannot be written.
    """
    folder = os.path.dirname(os.path.abspath(path))
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".zlxm-", suffix=".part", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(path))
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise ZlxmError("unwritable", {"path": path, "detail": error.strerror or str(error)}) from error


def _mode_of(path: str) -> int:
    with contextlib.suppress(OSError):
        return os.stat(path).st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
