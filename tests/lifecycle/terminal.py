"""Runs commands as `zlxm` does, in this process: hundreds of them would take minutes otherwise."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from unittest.mock import patch

from zlxm.cli.app import run
from zlxm.model.value import value


@value
class Said:
    """What a command said and its exit code."""

    code: int
    out: str
    err: str


def zlxm(folder: Path, *arguments: str, as_of: str = "") -> Said:
    """Return what a command says when it is run in a folder, on a day."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    told = {"COLUMNS": "80", "NO_COLOR": "1", **({"ZLXM_AS_OF": as_of} if as_of else {})}
    with (
        contextlib.chdir(folder),
        patch.dict("os.environ", told),
        patch.object(sys, "argv", ["zlxm", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
    return Said(code, out.getvalue(), err.getvalue())
