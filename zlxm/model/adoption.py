"""Living with an old mess: what a baseline knows already, and what a report hides because of it or of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from zlxm.model.problem import Severity
from zlxm.model.settings import Ignored
from zlxm.model.value import EMPTY, value


@value
class Known:
    """One finding of a baseline. `dossier`: its folder, seen from the baseline's; `fingerprint` holds no line number;
    `message` is for readers only."""

    dossier: str
    rule: str
    fingerprint: str
    severity: Severity
    message: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """What the lines of a baseline are sorted by."""
        stem, _, number = self.rule.rpartition("-")
        return (self.dossier, stem, int(number) if number.isdecimal() else 0, self.message, self.fingerprint)


@value
class Baseline:
    """What was known on a day: by which tool and regulation, and every finding."""

    tool: str
    regulation: str
    as_of: str
    known: tuple[Known, ...] = ()


@value
class Adoption:
    """What a report does not show, and why: `baseline` (its path) hid `known` findings and has `stale` ones that are no
    longer found; `settings` (its path) chose the folder of `regulation` and ignored findings, rule → how many. `idle`:
    ignored rules that hid nothing; `expired`: those whose day is over."""

    baseline: str = ""
    known: int = 0
    stale: tuple[Known, ...] = ()
    settings: str = ""
    regulation: str = ""
    ignored: Mapping[str, int] = EMPTY
    idle: tuple[Ignored, ...] = ()
    expired: tuple[Ignored, ...] = ()
