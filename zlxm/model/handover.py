"""What was handed in: which files, with which digests. Kept beside the manifest and held against the files later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zlxm.model.problem import Problem
from zlxm.model.shape import Choice, Day, Field, ListOf, Record, Text, Whole
from zlxm.model.value import EMPTY, value

RECORD = "submissions.yaml"
LIST = "submissions"


@value
class PackedFile:
    """A file as it was packed: its path in the dossier, SHA-256 and size in bytes."""

    path: str
    sha256: str
    size: int = 0


@value
class Handover:
    """One submission: its day, the package's name and SHA-256, and what was in it."""

    submission: str
    date: date
    package: str
    sha256: str
    files: tuple[PackedFile, ...] = ()


@value
class Submitted:
    """Everything handed in so far, oldest first. `digests`: path → SHA-256 of what lies there now, of files that are
    watched and still there; `problems`: what cannot be read of the record; `renewed`: the
    submission that is supposed to be handed in today, with its files as they are; `reflowed`: files that
    differ from what was handed in by the ends of their lines only."""

    handovers: tuple[Handover, ...] = ()
    digests: Mapping[str, str] = EMPTY
    problems: tuple[Problem, ...] = ()
    renewed: str = ""
    reflowed: frozenset[str] = frozenset()


def record_shape(submissions: tuple[str, ...]) -> Record:
    """Return the shape of `submissions.yaml` under one regulation; it reads into a dict with the handovers."""
    needed = Field(Text(), is_required=True, default="")
    file = {"path": needed, "sha256": needed, "size": Field(Whole(most=10**12), default=0)}
    handover = {
        "submission": Field(Choice(submissions, "word"), is_required=True, default=""),
        "date": Field(Day(), is_required=True, default=date.max),
        "package": needed,
        "sha256": needed,
        "files": Field(ListOf(Record(PackedFile, file, "files")), default=()),
    }
    fields = {
        "zlxm": Field(Whole(1, 1), is_required=True, name="version"),
        LIST: Field(ListOf(Record(Handover, handover, LIST)), default=()),
    }
    return Record(dict, fields, RECORD)
