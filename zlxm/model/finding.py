"""What the judge says: outcomes of rules, findings about a dossier, duties still to come, and the whole report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from zlxm.model.adoption import Adoption
from zlxm.model.node import Path
from zlxm.model.portfolio import Profile
from zlxm.model.problem import Severity
from zlxm.model.reckoning import Reckoning, Standing
from zlxm.model.value import EMPTY, value


class State(Enum):
    """The result of a rule or of one question of it; the values are the words of the JSON contract."""

    PASS = "pass"  # noqa: S105 a result
    FAIL = "fail"
    DUE = "due"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    INDETERMINATE = "indeterminate"

    __hash__ = object.__hash__  # by identity: Enum's own hash is a Python call, made 700 times a dossier


FINDING_STATES = (State.FAIL, State.UNKNOWN, State.INDETERMINATE)


@value
class Breach:
    """One thing that is not as it should be (or is due). It knows no rule and no words: `what` names the sentence,
    `facts` fill it. `is_soft`: the check's milder severity applies. `trigger`: the day the duty arose. `reckoning`: how
    the last day came about, also of what was met in time."""

    what: str
    at: Path = ()
    state: State = State.FAIL
    facts: Mapping[str, Any] = EMPTY
    document: str = ""
    due: date | None = None
    is_soft: bool = False
    trigger: date | None = None
    severity: Severity | None = None
    reckoning: Reckoning | None = None


@value
class Finding:
    """A breach of a rule at a place. `path`, `line`, `column` and `subject` (the place by names, see `fingerprint`) are
    filled where the file is known."""

    rule: str
    article: int | None
    severity: Severity
    state: State
    what: str
    at: Path
    facts: Mapping[str, Any]
    message: str = ""
    hint: str = ""
    document: str = ""
    due: date | None = None
    is_waived: bool = False
    waiver_reason: str = ""
    path: str = ""
    line: int = 1
    column: int = 1
    subject: str = ""

    @property
    def counts(self) -> bool:
        """Whether it weighs in the verdict."""
        return not self.is_waived


@value
class Duty:
    """An obligation with a last day. `message` is the rule's title, `hint` says how to meet it (with the facts filled
    in), `ordinal` tells apart those of one rule."""

    rule: str
    due: date
    what: str
    facts: Mapping[str, Any]
    message: str = ""
    is_provisional: bool = False
    article: int | None = None
    standing: Standing = Standing.AHEAD
    reckoning: Reckoning | None = None
    ordinal: int = 0
    hint: str = ""


class SlotState(Enum):
    """How one line of a document list stands."""

    PRESENT = "present"
    MISSING = "missing"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    OPTIONAL = "optional"


@value
class Tick:
    """One line of a document list with its state."""

    documents: tuple[str, ...]
    state: SlotState


@value
class Checklist:
    """The document list of one submission."""

    submission: str
    ticks: tuple[Tick, ...]

    def counted(self) -> tuple[int, int]:
        """Return how many of the wanted documents are there, and how many are wanted."""
        wanted = [tick for tick in self.ticks if tick.state in (SlotState.PRESENT, SlotState.MISSING)]
        return sum(tick.state is SlotState.PRESENT for tick in wanted), len(wanted)


@value
class Judgement:
    """All that is said about one dossier. `duties` are still to come; `deadlines` are these, those of the coming year,
    and what is overdue or was met."""

    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...] = ()
    outcomes: Mapping[str, State] = EMPTY
    stage: str = ""
    crashed: tuple[str, ...] = ()
    deadlines: tuple[Duty, ...] = ()


@value
class DossierReport:
    """The judgement of one dossier with its identity; `checklists` are the lists a person is shown."""

    path: str
    name: str
    code: str
    judgement: Judgement
    checklists: tuple[Checklist, ...] = ()
    quotes: Mapping[int, str] = MappingProxyType({})
    regulation: str = ""
    profile: Profile | None = None


@value
class Report:
    """The result of one check: identity of what was judged by, and the dossiers in order; `adoption`: what is not
    shown because it is known or ignored; `pack_folder`: where the regulation lies when it is the user's own; `since`:
    only what changed since this commit was judged, and held against it; `unseen`: why that could not be;
    `hints`: what only shows when the dossiers lie side by side, it weighs nothing."""

    tool: str
    regulation: str
    regulation_title: str
    as_of: date
    calendar_until: date
    dossiers: tuple[DossierReport, ...]
    submission: str = ""
    adoption: Adoption | None = None
    pack_folder: str | None = None
    since: str = ""
    unseen: str = ""
    hints: tuple[Finding, ...] = ()

    def findings(self) -> Iterable[Finding]:
        """Yield the findings of all dossiers."""
        for dossier in self.dossiers:
            yield from dossier.judgement.findings

    def count(self, severity: Severity) -> int:
        """Return how many counting findings have exactly this severity."""
        return sum(finding.severity is severity and finding.counts for finding in self.findings())

    def worst(self) -> Severity | None:
        """Return the gravest severity that counts, or None."""
        return max((finding.severity for finding in self.findings() if finding.counts), default=None)
