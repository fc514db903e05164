"""P8 and P9: papers, against docxtpl."""

from __future__ import annotations

import os
import sys

from benchmarks.corpus import AS_OF, dossier_folder
from benchmarks.measure import Command, in_turn, ratio
from benchmarks.setting import ZLXM, Result, Setting, paths_of

FORM, LONG = "申报表", "建议书"
_LOOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "docxtpl_loop.py")
_IMPORT: Command = (sys.executable, "-c", "import docxtpl")


def one_paper(setting: Setting, paper: str) -> Result:
    """Return one paper as a whole process, against the import of docxtpl alone."""
    target = os.path.join(setting.scratch, f"{paper}.docx")
    command = (*ZLXM, "generate", paper, dossier_folder(setting.corpus, 0), "-o", target, "-q", "--as-of", AS_OF)
    base, ours = in_turn((_IMPORT, command), setting.runs)
    return Result(base.seconds * 1e3, ours.seconds * 1e3, ratio(ours, base), ours.peak)


def many_papers(setting: Setting, paper: str) -> Result:
    """Return one paper for many dossiers, against docxtpl filling the same template as often."""
    loop, out = (os.path.join(setting.scratch, name) for name in ("loop", "out"))
    os.makedirs(loop, exist_ok=True)
    os.makedirs(out, exist_ok=True)
    yardstick = (sys.executable, _LOOP, paper, dossier_folder(setting.corpus, 0), loop, str(setting.dossiers))
    where = os.path.commonpath(paths_of(setting, setting.dossiers))
    command = (*ZLXM, "generate", paper, where, "-o", out, "-q", "--as-of", AS_OF)
    base, ours = in_turn((yardstick, command), 1)
    return Result(base.seconds * 1e3, ours.seconds * 1e3, ratio(ours, base), ours.peak)
