"""Lets every system call fail with which `zlxm record` writes a manifest, one call and one fault at a time.

    python -m benchmarks.fault_sweep [--every 1] [--faults KILL,ENOSPC,EIO,EACCES,EROFS]

After every trial the manifest must be the old one or the new one, byte for byte; success may be said only when it is
the new one; nothing else may lie in the folder unless the program was killed (the empty lock file may, when it could
not be locked or removed: the next run does that); no traceback; and running the same command again must end with
exactly one event. Needs Linux, strace and its rights.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = os.path.join(ROOT, "sample-dossiers", "minzheng-yanglao")
FAULTS = ("KILL", "ENOSPC", "EIO", "EACCES", "EROFS")
_ARGUMENTS = ("record", "申报合规审查", "result=通过", "-C", "dossier", "--date", "2026-10-20")
_EVENT = "- {event: 申报合规审查, date: 2026-10-20, result: 通过}"
_SUCCESS = "已记录"
_CALLS = (
    "access,chdir,chmod,close,fchmod,fchown,fdatasync,flock,fcntl,fsync,ftruncate,getcwd,getdents64,getrandom,ioctl,link,"
    "linkat,lseek,lstat,mkdir,newfstatat,open,openat,read,rename,renameat,renameat2,rmdir,stat,unlink,unlinkat,utimensat,write"
)
_CACHES = shutil.ignore_patterns("__pycache__")
_START = "import sys; sys.path[:0] = {paths!r}; sys.argv[0] = 'zlxm'; from zlxm.cli.app import run; run()"
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th call of this name, and what it was about."""

    name: str
    number: int
    about: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was left ("old", "new", "torn") and what was wrong with it. `is_void`: the fault met another call."""

    left: str
    faults: tuple[str, ...] = ()
    is_void: bool = False


class Bench:
    """A folder in which one dossier is written to again and again."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.dossier = os.path.join(folder, "dossier")
        self._log = os.path.join(folder, "trace")
        self._program = os.path.join(folder, "program")  # a copy, so that no edit meanwhile changes the calls
        for part in ("zlxm", "templates"):
            shutil.copytree(os.path.join(ROOT, part), os.path.join(self._program, part), ignore=_CACHES)
        compileall.compile_dir(self._program, quiet=1)
        self.reset()
        self.old = self._manifest()
        self.names = set(os.listdir(self.dossier))
        self.calls = self._record()
        self.new = self._manifest()
        if self.new == self.old:
            sys.exit("the command writes nothing")

    def reset(self) -> None:
        """Put the dossier back as it was."""
        shutil.rmtree(self.dossier, ignore_errors=True)
        shutil.copytree(SAMPLE, self.dossier)

    def trial(self, call: Call, fault: str) -> Outcome:
        """Return what one fault at one call leaves behind."""
        self.reset()
        how = "signal=KILL" if fault == "KILL" else f"error={fault}"
        done = self._run(f"{call.name}:{how}:when={call.number}")
        content = self._manifest()
        left = "new" if content == self.new else "old" if content == self.old else "torn"
        faults = [*self._faults(call, fault, done, left), *self._again()]
        return Outcome(left, tuple(faults), self._missed(call, fault))

    def _faults(self, call: Call, fault: str, done: subprocess.CompletedProcess[str], left: str) -> Iterator[str]:
        if left == "torn":
            yield "the manifest is neither the old one nor the new one"
        if left != "new" and (done.returncode == 0 or _SUCCESS in done.stdout):
            yield "success was said"
        if "Traceback" in done.stderr:
            yield done.stderr.strip().rpartition("\n")[2]
        if fault != "KILL":
            excused = {call.about} if call.about == ".zlxm-lock" else set()  # a lock not got, or not to be removed
            yield from sorted(set(os.listdir(self.dossier)) - self.names - excused)

    def _again(self) -> Iterator[str]:
        there = {*self.names, *os.listdir(self.dossier)}
        done = subprocess.run(
            [sys.executable, *self._options()],
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if self._manifest() != self.new or self._manifest().decode().count(_EVENT) != 1:
            yield f"run again it does not end with one event: {done.stderr.strip()}"
        if set(os.listdir(self.dossier)) - there:
            yield "run again it leaves something behind"

    def _run(self, injected: str = "") -> subprocess.CompletedProcess[str]:
        inject = ("-e", f"inject={injected}") if injected else ()
        command = ["strace", "-f", "-y", "-s", "40", "-o", self._log, "-e", f"trace={_CALLS}", *inject, sys.executable]
        return subprocess.run(
            [*command, *self._options()],
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _record(self) -> list[Call]:
        """Return the calls from the first touch of the lock to the end of the program."""
        self._run()
        counts: Counter[str] = Counter()
        calls: list[Call] = []
        for name, about in self._logged():
            counts[name] += 1
            if calls or ".zlxm-lock" in about:
                calls.append(Call(name, counts[name], _subject(about)))
        return calls

    def _missed(self, call: Call, fault: str) -> bool:
        """Tell whether the fault met another call than the one that was meant."""
        logged = [about for name, about in self._logged() if name == call.name]
        if len(logged) < call.number:
            return fault != "KILL"
        about = logged[call.number - 1]
        is_hit = fault == "KILL" or "(INJECTED)" in about
        return not is_hit or _subject(about) not in (call.about, "")

    def _logged(self) -> Iterator[tuple[str, str]]:
        with open(self._log, encoding="utf-8", errors="replace") as file:
            for match in map(_CALL.match, file):
                if match:
                    yield match[1], match[2]

    def _options(self) -> Sequence[str]:
        """Return how Python is started so that the same calls come in the same order every time."""
        paths = [self._program, *(path for path in sys.path if path.endswith("site-packages"))]
        return ("-S", "-B", "-c", _START.format(paths=paths), *_ARGUMENTS)

    def _manifest(self) -> bytes:
        path = os.path.join(self.dossier, "manifest.yaml")
        if not os.path.exists(path):
            return b""
        with open(path, "rb") as file:
            return file.read()


_SUBJECTS = (".zlxm-lock", ".part", "manifest.yaml", "pipe:", "/dossier", '"dossier')


def _subject(about: str) -> str:
    """Return the file a call is about, without what differs from run to run."""
    named = re.search(r"<(/[^>]+)>", about)
    return next((each for each in _SUBJECTS if each in about), named[1] if named else "")


def _environment() -> dict[str, str]:
    told = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "ZLXM_AS_OF": "2026-11-23", "COLUMNS": "80", "NO_COLOR": "1"}
    return {"PATH": os.environ.get("PATH", os.defpath), **told}


def missing() -> str:
    """Return why no faults can be made here, or an empty string."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "needs Linux and strace"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)  # noqa: S607 found above
    return "" if tried.returncode == 0 else "no right to trace"


def _print_table(table: dict[str, dict[str, Counter[str]]], faults: Sequence[str]) -> None:
    print(f"{'':24}" + "".join(f"{fault:>12}" for fault in faults))
    for name, row in table.items():
        cells = [f"{row[fault]['old']} old {row[fault]['new']} new" for fault in faults]
        print(f"{name:24}" + "".join(f"{cell:>14}" for cell in cells))


def main() -> None:
    """Sweep as the command line asks; exit code 1 when a trial went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", default=",".join(FAULTS))
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    if why := missing():
        sys.exit(why)
    faults = options.faults.split(",")
    table: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        for call in bench.calls[:: options.every]:
            for fault in faults:
                outcome = bench.trial(call, fault)
                table[call.name][fault][outcome.left] += 1
                total.update(trials=1, void=outcome.is_void, wrong=bool(outcome.faults))
                if outcome.faults:
                    print(call, fault, outcome.left, *outcome.faults, sep=" | ", flush=True)
    _print_table(table, faults)
    print(
        f"{len(bench.calls)} calls, {total['trials']} trials: {total['wrong']} wrong, {total['void']} met another call"
    )
    sys.exit(total["wrong"] > 0)


if __name__ == "__main__":
    main()
