"""A regulation as data: vocabulary, moments, amounts, stages, submissions and rules, all names already verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from zlxm.model.language import Condition, Moment, Need, Quantity, Ref
from zlxm.model.portfolio import PortfolioTerms
from zlxm.model.problem import Severity
from zlxm.model.value import EMPTY, value
from zlxm.model.vocabulary import Vocabulary

NOTHING = re.compile(r"(?!)")


@value
class HousePatterns:
    """What the rules outside any regulation look for: secrecy marks and unfilled slots in texts, names that merging and
    synchronising programs leave behind, what the names of most projects have in common."""

    secrecy: re.Pattern[str] = NOTHING
    placeholder: re.Pattern[str] = NOTHING
    leftover: re.Pattern[str] = NOTHING
    noise: re.Pattern[str] = NOTHING


NO_PATTERNS = HousePatterns()


@value
class Each:
    """What a check is repeated for: happenings of a moment, a list of the manifest, or groups of events by a field."""

    moments: Need = ()
    ref: Ref | None = None
    group: str = ""
    of: Need = ()


@value
class Check:
    """One question of a rule: a rule kind with its parameters, when it applies, and the words of its breach."""

    kind: str
    params: Any
    severity: Severity
    soft: Severity = Severity.WARNING
    by: Need = ()
    by_after_item: bool = False
    each: Each | None = None
    when: Condition | None = None
    when_failed: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""


@value
class Rule:
    """One numbered obligation: when it `stops`, nothing else is judged; a prohibition cannot be waived."""

    id: str
    article: int | None
    title: str
    severity: Severity
    checks: tuple[Check, ...] = ()
    force: str = ""
    is_prohibition: bool = False
    stops: bool = False
    readings: tuple[str, ...] = ()
    hint: str = ""
    message: str = ""
    source: tuple[str, int] = ("", 1)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Codes in the order a person counts: ZL30-2 before ZL30-10."""
        stem, _, number = self.id.rpartition("-")
        return (stem, int(number) if number.isdecimal() else 0, self.id)


class Cell:
    """How strongly a document is wanted for one class of project, strongest first."""

    REQUIRED = "R"
    CONDITIONAL = "C"
    OPTIONAL = "-"


@value
class MatrixRow:
    """One line of a document list. Any of `documents` satisfies it; `condition` decides its `C` cells by data;
    `lenient` turns every cell into `-`."""

    rule: str
    documents: tuple[str, ...]
    cells: Mapping[str, str]
    condition: Condition | None = None
    lenient: Condition | None = None
    note: str = ""


@value
class ProjectClass:
    """A column of document matrices: a dossier belongs to it when the condition holds."""

    name: str
    title: str
    when: Condition | None


@value
class Stage:
    """One stage; a dossier is in the last stage whose `since` has happened."""

    name: str
    since: Need


@value
class Assumption:
    """An event supposed to happen on the as-of date when a submission is tried out."""

    event: str
    values: Mapping[str, Ref | str]
    unless: Need = ()


@value
class Slot:
    """One line of a submission's file list: any of `documents`; `is_optional` ones are packed when there."""

    documents: tuple[str, ...]
    when: Condition | None = None
    is_optional: bool = False
    row: MatrixRow | None = None


@value
class Submission:
    """Something handed in: its gate event, what else is assumed, its files; `is_main` ones follow each other, `article`
    is the one that has it reviewed."""

    name: str
    assumptions: tuple[Assumption, ...]
    slots: tuple[Slot, ...]
    is_main: bool = True
    when: Condition | None = None
    article: int | None = None


@value
class Reading:
    """How an open point of the text is read, and what else it could mean."""

    id: str
    issue: str
    chosen: str
    alternatives: str = ""


@value
class ChecklistItem:
    """Something only a person can judge."""

    article: int
    stage: str
    text: str


@value
class SelfCheckItem:
    """One line of the self-check before acceptance (Art. 27). `judged`: `auto`, `human` or `both`; `evidence` names
    what proves it, `documents` and `events` are where that is found. `rules` answer it, as if `submission` were handed
    in today; `complete` is the submission whose papers it counts, but for those `without`. When `when` does not hold,
    the line does not apply because of `otherwise`."""

    number: int
    stage: str
    text: str
    judged: str
    articles: tuple[int, ...] = ()
    evidence: str = ""
    documents: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    submission: str = ""
    complete: str = ""
    without: tuple[str, ...] = ()
    when: Condition | None = None
    otherwise: str = ""


@value
class Statement:
    """What a document says of its project beside one of the `labels`, and where the manifest says it too: `ref`, an
    amount, or (`is_signed`) the document's own date. Empty `documents`: any kind."""

    name: str
    labels: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    ref: Ref | None = None
    quantity: Quantity | None = None
    is_signed: bool = False


@value
class Article:
    """One article: its subject in a few words and how the program treats it."""

    number: int
    title: str
    disposition: str
    note: str = ""


@value
class Identity:
    """Whose text this is, and how far it was read."""

    id: str
    title: str
    issuer: str
    issued: str = ""
    number: str = ""
    read: str = "full"
    note: str = ""


@value
class Settled:
    """A fact of the manifest that stands once an event has happened."""

    ref: Ref
    since: str


@value
class PackageLimits:
    """How large a file in a package, and all of them together, may be, in MiB."""

    most_file_mb: int = 50
    most_mb: int = 500


@value
class Pack:
    """One regulation, ready to judge by. `effective_from` is the first day its duties can arise, `return_event` the
    word for a submission that came back (its `ref` names the submission), `correction_event` the one for taking back
    what was recorded (its `corrects` names it)."""

    identity: Identity
    vocabulary: Vocabulary
    effective_from: date
    effective_to: date | None
    superseded_by: str
    rules: Mapping[str, Rule]
    house: Mapping[str, Rule]
    moments: Mapping[str, Moment]
    amounts: Mapping[str, Quantity]
    classes: tuple[ProjectClass, ...]
    stages: tuple[Stage, ...]
    submissions: Mapping[str, Submission]
    articles: Mapping[int, Article]
    severities: Mapping[str, Severity] = EMPTY
    readings: Mapping[str, Reading] = EMPTY
    checklist: tuple[ChecklistItem, ...] = ()
    self_check: tuple[SelfCheckItem, ...] = ()
    guide: Mapping[str, str] = EMPTY
    validity: tuple[str, ...] = ()
    rollover: bool = True
    secrecy_rule: str = ""
    statements: tuple[Statement, ...] = ()
    statement_article: int | None = None
    return_event: str = ""
    package: PackageLimits = PackageLimits()
    secrecy_pattern: re.Pattern[str] = NOTHING
    correction_event: str = ""
    settled: tuple[Settled, ...] = ()
    leftover_pattern: re.Pattern[str] = NOTHING
    noise_pattern: re.Pattern[str] = NOTHING
    portfolio: PortfolioTerms = PortfolioTerms()

    @property
    def statement_labels(self) -> frozenset[str]:
        """Return the labels to look for in documents."""
        return frozenset(label for statement in self.statements for label in statement.labels)

    def rule(self, code: str) -> Rule | None:
        """Return the rule of the pack or of the house under `code`."""
        return self.rules.get(code) or self.house.get(code)
