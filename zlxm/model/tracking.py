"""What git knows of a dossier's files."""

from __future__ import annotations

from zlxm.model.value import value


@value
class Tracking:
    """Which files git would not keep as they are. Paths are relative to the dossier.

    `is_tracked`: git has the manifest; `is_ignored`: git is told to leave the whole dossier out. `untracked` and
    `ignored` are files that git does not have, `undecided` those that a merge left in conflict, `unseen` those that it
    has and that a sparse checkout left out, `nested` folders that are repositories of their own. `unjudged`: why git
    could not be asked: `ownership`, `no_program` or `broken`.
    """

    is_tracked: bool = True
    is_ignored: bool = False
    untracked: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    unjudged: str = ""
