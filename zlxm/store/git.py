"""The only place that starts another program: git, asked with arguments and never through a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping

from zlxm.model.errors import Refused

_NOT_A_REPOSITORY = 128
_HERE = "./"
_UNTRUSTED = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "safe.bareRepository=explicit")
"""For questions about a repository that a stranger may have made: none of its programs is run."""


def ignored(folder: str, paths: Iterable[str]) -> frozenset[str]:
    """Return those of the paths, relative to `folder`, that git is told to ignore; none where there is no git."""
    asked = "\0".join(f"{_HERE}{path}" for path in paths)  # so that no name is taken for a pattern
    done = _git(folder, *_UNTRUSTED, "check-ignore", "-z", "--stdin", given=asked)
    found = done.stdout.split("\0") if done.returncode == 0 else ()
    return frozenset(path.removeprefix(_HERE) for path in found if path)


def kept(folder: str, path: str) -> bool:
    """Return whether git has a file, relative to `folder`, just as it is on disk, so that removing it loses nothing."""
    known = _git(folder, *_UNTRUSTED, "ls-files", "-z", "--error-unmatch", "--", path)
    if known.returncode:
        return False
    state = _git(folder, *_UNTRUSTED, "status", "--porcelain", "-z", "--", path)
    return state.returncode == 0 and not state.stdout


def committable(folder: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of the paths, relative to `folder`, that a commit can take: what git has, and what is there and not
    ignored. A file that came and went without git is neither."""
    asked = tuple(paths)
    known = frozenset(_git(folder, *_UNTRUSTED, "ls-files", "-z", "--", *asked).stdout.split("\0"))
    unwanted = ignored(folder, asked)
    is_new = {path for path in asked if path not in unwanted and os.path.lexists(os.path.join(folder, path))}
    return tuple(path for path in asked if path in known or path in is_new)


def require_clean_index(folder: str) -> None:
    """Raise Refused when a commit of a few files could not be that alone: `no_git`, or `index_in_use` (something else
    is staged already)."""
    done = _git(folder, *_UNTRUSTED, "diff", "--cached", "--name-only", "-z", "--no-ext-diff")
    if done.returncode == _NOT_A_REPOSITORY or _git(folder, *_UNTRUSTED, "rev-parse", "--show-toplevel").returncode:
        raise Refused("no_git", {"path": folder})
    staged = list(filter(None, done.stdout.split("\0")))
    if staged:
        raise Refused("index_in_use", {"path": folder, "staged": ", ".join(staged[:5]), "count": len(staged)})


def commit(folder: str, paths: Iterable[str], message: str) -> str:
    """Commit exactly these files (relative to `folder`, new and removed ones too) and return the commit's short name.

    The person's own hooks and settings are honoured. Raises Refused (`commit_failed`): what was staged is taken back,
    the files stay as they are.
    """
    named = tuple(paths)
    _require(_git(folder, "add", "--all", "--", *named), folder)
    done = _git(folder, "commit", "--quiet", "--file=-", "--", *named, given=message)
    if done.returncode:
        _git(folder, "reset", "--quiet", "--", *named)
        _require(done, folder)
    return _git(folder, *_UNTRUSTED, "rev-parse", "--short", "HEAD").stdout.strip()


def _require(done: subprocess.CompletedProcess[str], folder: str) -> None:
    if done.returncode:
        raise Refused("commit_failed", {"path": folder, "detail": " ".join((done.stderr or done.stdout).split())[:300]})


def _git(folder: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    told: Mapping[str, str] = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    literal = () if "check-ignore" in arguments else ("--literal-pathspecs",)  # which that command does not know
    command = ["git", *literal, *arguments]
    try:
        return subprocess.run(  # noqa: S603 a fixed program; names of files come after `--` or through a pipe
            command,
            cwd=folder or ".",
            env=told,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, _NOT_A_REPOSITORY, "", "git?")
