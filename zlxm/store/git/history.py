"""What a repository's commits hold: which one a word means, where two lines parted, what changed, who recorded what."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

from zlxm.model.errors import UsageError, ZlxmError
from zlxm.model.value import value
from zlxm.store.git.index import Entry
from zlxm.store.git.program import Answer, Repository, ask, contents

NOTHING_YET = "0"  # what a service passes as the commit before the first one is nothing but these
_MOST_BYTES = (1 << 20) + 1
_FAILURES = {"ownership": "git_ownership", "no_program": "git_no_program", "broken": "git_broken"}
_MARK, _FIELD = "\x01", "\x1f"  # a name of a file comes after what was done to it, and is never taken for a mark
_NAMES_OF_A_MOVE = 2
_SHORT = 8
_CHINA = timezone(timedelta(hours=8))


@value
class Commit:
    """One commit: full and short name, who wrote it, when it was made (China's time), its first
    line."""

    name: str
    short: str
    author: str
    made: datetime
    title: str


def require(answer: Answer, path: str) -> Answer:
    """Return the answer, or raise ZlxmError (`git_ownership`, `git_no_program`, `git_broken`)."""
    if answer.failure:
        detail = (answer.complaint.strip().splitlines() or [""])[-1]
        raise ZlxmError(_FAILURES[answer.failure], {"path": path, "detail": detail[:300]})
    return answer


def commit_named(repository: Repository, word: str) -> str:
    """Return the commit a word of the user's means; empty for a repository, or a service's zeros, before the first
    commit. Raises UsageError (`unknown_commit`), ZlxmError when git cannot be asked at all."""
    if word and not word.strip(NOTHING_YET):
        return ""
    answer = ask(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{word}^{{commit}}")
    if not answer.code:
        return answer.text.strip()
    require(ask(repository, "rev-parse", "--git-dir"), repository.top)
    if word == "HEAD":
        return ""
    raise UsageError("unknown_commit", {"word": word})


def parting(repository: Repository, one: str, other: str) -> str:
    """Return the last commit that two lines have in common; empty when they have none that can be seen."""
    answer = ask(repository, "merge-base", "--end-of-options", one, other) if one and other else Answer(1)
    return "" if answer.code else answer.text.split()[0]


def is_shallow(repository: Repository) -> bool:
    """Tell whether the clone lacks the older commits."""
    return ask(repository, "rev-parse", "--is-shallow-repository").text.strip() == "true"


def read_tree(repository: Repository, commit: str, under: str = "") -> tuple[Entry, ...]:
    """Return the files of a commit below a folder (from the top); nothing for the time before the first commit."""
    if not commit:
        return ()
    answer = ask(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *filter(None, [under]))
    return tuple(_entry(line) for line in require(answer, repository.top).names)


def _entry(line: str) -> Entry:
    facts, _, path = line.partition("\t")
    mode, _, known_as = facts.split(" ")
    return Entry(path, mode, known_as)


def read_object(repository: Repository, known_as: str) -> bytes | None:
    """Return the content of a small file; what is longer than a manifest may be is cut. None when git lacks it."""
    return next((held.read(_MOST_BYTES) for _, held in contents(repository, [known_as])), None)


def cut_off(repository: Repository) -> frozenset[str]:
    """Return the commits before which a shallow clone knows nothing."""
    answer = ask(repository, "rev-parse", "--git-path", "shallow")
    path = os.path.join(repository.top, answer.text.rstrip("\n"))
    if answer.code or not os.path.isfile(path):
        return frozenset()
    with open(path, encoding="ascii", errors="replace") as file:
        return frozenset(file.read().split())


def life_of(repository: Repository, path: str) -> tuple[tuple[Commit, str], ...]:
    """Return the commits that touched a file, oldest first, each with the object that it made of it (empty when it
    took the file away). A file that was moved is followed to where it came from."""
    shape = _MARK + _FIELD.join(("%H %ct", "%an", "%s"))
    told = ("--follow", "--raw", "--no-abbrev", "-z", "-m", "--no-ext-diff", "--no-textconv", f"--format={shape}")
    if not commit_named(repository, "HEAD"):
        return ()
    answer = ask(repository, "log", *told, "HEAD", "--", path)
    return tuple(reversed(list(_touching(require(answer, repository.top).names))))


def _touching(words: Iterable[str]) -> Iterator[tuple[Commit, str]]:
    """Read a log: a line for the commit, then what it did to the file, followed by one name or, of a move, two."""
    commit, last, names = None, "", 0
    for word in words:
        if names:
            names -= 1
        elif word.startswith(_MARK):
            commit = _commit(word)
        elif commit is not None and commit.name != last:  # a merge is told once for each of its parents
            *_, known_as, what = word.split()
            last, names = commit.name, _NAMES_OF_A_MOVE if what[:1] in "RC" else 1
            yield commit, "" if not known_as.strip(NOTHING_YET) else known_as
        else:
            names = _NAMES_OF_A_MOVE if word.split()[-1][:1] in "RC" else 1


def _commit(word: str) -> Commit:
    facts, author, title = word.removeprefix(_MARK).rstrip("\n").split(_FIELD, 2)  # a name may hold anything: last
    name, made = facts.split(" ")
    return Commit(name, name[:_SHORT], author, datetime.fromtimestamp(int(made), _CHINA), title)
