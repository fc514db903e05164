"""What is known about the names that people give to files, and what a name was taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from zlxm.model.value import value

Kinds = tuple[str, ...]
"""The document kinds that one file serves as, usually one."""


class Certainty(Enum):
    """How far a file's name tells what the file is."""

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


@value
class NameRule:
    """One kind of paper (or several in one file) by name: `sure` and `maybe` are what its names look like, `never` what
    takes a match back that it overlaps."""

    name: str
    kinds: Kinds
    sure: re.Pattern[str]
    maybe: re.Pattern[str]
    never: re.Pattern[str]


@value
class NameTable:
    """How file names are read under one regulation.

    `litter` is taken out of a name, `between` parts it, `tails` may follow a title, `joins` links the titles of several
    papers; `foreign` names no paper at all, `doubtful` is never sure, `heads` end the title of some paper. `names` are
    whole titles without blanks; `folders` the stage folder of every kind.
    """

    rules: tuple[NameRule, ...]
    names: Mapping[str, Kinds]
    folders: Mapping[str, str]
    litter: re.Pattern[str]
    between: re.Pattern[str]
    tails: re.Pattern[str]
    joins: re.Pattern[str]
    foreign: re.Pattern[str]
    doubtful: re.Pattern[str]
    heads: re.Pattern[str]


@value
class Recognition:
    """What a file name was taken for. `candidates` are in order, the first the best; a sure one has no second.
    `why` is a code, `text` the part of the name it is about."""

    certainty: Certainty
    candidates: tuple[Kinds, ...] = ()
    why: str = ""
    text: str = ""

    @property
    def kinds(self) -> Kinds:
        """The best guess, empty without any."""
        return self.candidates[0] if self.candidates else ()
