"""The only place that starts another program: git, asked with arguments and never through a shell.

A repository may be a stranger's. Its settings can name programs that git would run for it (a file system monitor,
hooks, filters, text converters), so a question is asked from the top of the work tree, with these switched off, and
only with the commands that run none of them; a folder that only looks like a repository is not taken for one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from zlxm.model.value import value

NOT_A_REPOSITORY = 128
_GIT = ".git"
_LONGEST_MARKER = 4096
_HEADER = 3  # object, type, size
_UNTRUSTED = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never"),  # what a partial clone lacks is not fetched
    "--no-pager",
)
_LOCATIONS = frozenset(
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    ]
)
_QUARANTINE = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
_ENGLISH = {"LC_ALL": "C", "LANGUAGE": ""}  # what went wrong is told apart by git's words
_WITHOUT_LITERAL = frozenset({"check-ignore"})


@value
class Repository:
    """Where git is asked: `top`, the work tree's uppermost folder, or a bare repository (`is_bare`) in whose hook we
    run. `index`: the index of the commit that is being made, when its hook runs us."""

    top: str
    is_bare: bool = False
    index: str = ""


@value
class Answer:
    """What git answered: exit code, bytes, and its complaint."""

    code: int
    data: bytes = b""
    complaint: str = ""

    @property
    def text(self) -> str:
        """The answer as text; names that are not UTF-8 come as surrogate escapes."""
        return self.data.decode("utf-8", "surrogateescape")

    @property
    def names(self) -> tuple[str, ...]:
        """The names in an answer to a question with `-z`."""
        return tuple(filter(None, self.text.split("\0")))

    @property
    def failure(self) -> str:
        """Why there is no answer, as a word for the wording: `ownership`, `no_program` or `broken`; empty if there
        is one."""
        if not self.code:
            return ""
        if "dubious ownership" in self.complaint:
            return "ownership"
        return "no_program" if self.complaint == _NO_PROGRAM else "broken"


class Rest:
    """What is left of one object on git's output; it must be read before the next one is asked for."""

    def __init__(self, source: IO[bytes], left: int) -> None:
        self._source = source
        self.left = left

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, all that is left without one."""
        data = self._source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def drain(self) -> None:
        """Pass over what nobody read."""
        while self.left and self.read(_CHUNK):
            pass


_CHUNK = 1 << 20
_NO_PROGRAM = "git?"


def repository_of(folder: str) -> Repository | None:
    """Return the repository whose work tree a folder lies in, without starting git; None where there is none."""
    at = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(at, _GIT)):
        above = os.path.dirname(at)
        if above == at:
            return _hooked()
        at = above
    return Repository(at, index=_index_of(at))


def _hooked() -> Repository | None:
    """Return the bare repository whose hook started us."""
    told = os.environ.get("GIT_DIR", "")
    is_bare = bool(told) and os.path.isdir(os.path.join(told, "objects")) and os.path.isfile(os.path.join(told, "HEAD"))
    return Repository(os.path.realpath(told), is_bare=True) if is_bare else None


def _index_of(top: str) -> str:
    """Return the index that a hook of this repository is told to look at: `git commit FILE` has one of its own."""
    told = os.environ.get("GIT_INDEX_FILE", "")
    path = os.path.realpath(os.path.join(top, told)) if told else ""
    return path if path and os.path.dirname(path) == _git_folder(top) else ""


def _git_folder(top: str) -> str:
    """Return where a work tree's own state lies: a linked work tree or a submodule has a file that says it."""
    marker = os.path.join(top, _GIT)
    if os.path.isdir(marker):
        return os.path.realpath(marker)
    try:
        with open(marker, "rb") as file:
            told = file.read(_LONGEST_MARKER).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
    return os.path.realpath(os.path.join(top, told.removeprefix("gitdir:").strip()))


def ask(repository: Repository | str, *arguments: str, given: bytes = b"") -> Answer:
    """Return git's answer to a question. A folder may stand for a repository. Words of a user come after `--` or
    `--end-of-options`, or through `given`."""
    return _run(_command(repository, arguments), repository, given, {**_QUIET, **_ENGLISH})


def act(folder: str, *arguments: str, given: bytes = b"") -> Answer:
    """Have git do something with the person's own hooks and settings."""
    return _run(["git", "--literal-pathspecs", *arguments], folder, given, _QUIET)


def contents(repository: Repository, objects: Iterable[str]) -> Iterator[tuple[str, Rest]]:
    """Yield each object with what it holds; those that git does not have are left out."""
    import subprocess  # noqa: PLC0415 not where there is no git

    with subprocess.Popen(  # noqa: S603 a fixed program, objects come through a pipe
        _command(repository, ("cat-file", "--batch")),
        cwd=_folder(repository),
        env=_environment(repository, {**_QUIET, **_ENGLISH}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        if running.stdin is None or running.stdout is None:
            return
        for each in objects:  # one at a time, so that no pipe fills up
            running.stdin.write(f"{each}\n".encode("ascii", "replace"))
            running.stdin.flush()
            header = running.stdout.readline().split()
            if len(header) == _HEADER and header[-1].isdigit():
                stream = Rest(running.stdout, int(header[-1]))
                yield each, stream
                stream.drain()
                running.stdout.read(1)  # the line feed after each object


def _command(repository: Repository | str, arguments: tuple[str, ...]) -> list[str]:
    bare = ["--git-dir=."] if isinstance(repository, Repository) and repository.is_bare else []
    literal = [] if _WITHOUT_LITERAL.intersection(arguments) else ["--literal-pathspecs"]
    return ["git", *_UNTRUSTED, *bare, *literal, *arguments]


def _folder(repository: Repository | str) -> str:
    return repository.top if isinstance(repository, Repository) else repository or "."


def _environment(repository: Repository | str, more: Mapping[str, str]) -> dict[str, str]:
    """Return our environment without what would lead git elsewhere. Objects that are being pushed lie in quarantine,
    and can be seen there only."""
    kept = {name: told for name, told in os.environ.items() if name not in _LOCATIONS}
    if isinstance(repository, Repository) and repository.is_bare and "GIT_QUARANTINE_PATH" in os.environ:
        kept |= {name: os.environ[name] for name in _QUARANTINE if name in os.environ}
    if isinstance(repository, Repository) and repository.index:
        kept["GIT_INDEX_FILE"] = repository.index
    return {**kept, **more}


def _run(command: list[str], repository: Repository | str, given: bytes, told: Mapping[str, str]) -> Answer:
    import subprocess  # noqa: PLC0415 not where there is no git

    try:
        done = subprocess.run(  # noqa: S603 a fixed program; names of files come after `--` or through a pipe
            command,
            cwd=_folder(repository),
            env=_environment(repository, told),
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return Answer(NOT_A_REPOSITORY, complaint=_NO_PROGRAM)
    complaint = done.stderr.decode("utf-8", "replace")
    return Answer(done.returncode, done.stdout, complaint)
