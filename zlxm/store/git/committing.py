"""Commits of exactly the files that were written, for who asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zlxm.model.errors import Refused
from zlxm.store.git.index import ignored
from zlxm.store.git.program import NOT_A_REPOSITORY, Answer, act, ask


def committable(folder: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of the paths, relative to `folder`, that a commit can take: what git has, and what is there and not
    ignored. A file that came and went without git is neither."""
    asked = tuple(paths)
    known = frozenset(ask(folder, "ls-files", "-z", "--", *asked).names)
    unwanted = ignored(folder, asked)
    is_new = {path for path in asked if path not in unwanted and os.path.lexists(os.path.join(folder, path))}
    return tuple(path for path in asked if path in known or path in is_new)


def require_clean_index(folder: str) -> None:
    """Raise Refused when a commit of a few files could not be that alone: `no_git`, or `index_in_use` (something else
    is staged already)."""
    done = ask(folder, "diff", "--cached", "--name-only", "-z", "--no-ext-diff", "--no-textconv")
    if done.code == NOT_A_REPOSITORY or ask(folder, "rev-parse", "--show-toplevel").code:
        raise Refused("no_git", {"path": folder})
    staged = done.names
    if staged:
        raise Refused("index_in_use", {"path": folder, "staged": ", ".join(staged[:5]), "count": len(staged)})


def commit(folder: str, paths: Iterable[str], message: str) -> str:
    """Commit exactly these files (relative to `folder`, new and removed ones too) and return the commit's short name.

    The person's own hooks and settings are honoured. Raises Refused (`commit_failed`): what was staged is taken back,
    the files stay as they are.
    """
    named = tuple(paths)
    _require(act(folder, "add", "--all", "--", *named), folder)
    done = act(folder, "commit", "--quiet", "--file=-", "--", *named, given=message.encode())
    if done.code:
        act(folder, "reset", "--quiet", "--", *named)
        _require(done, folder)
    return ask(folder, "rev-parse", "--short", "HEAD").text.strip()


def _require(done: Answer, folder: str) -> None:
    if done.code:
        raise Refused(
            "commit_failed", {"path": folder, "detail": " ".join((done.complaint or done.text).split())[:300]}
        )
