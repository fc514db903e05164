"""One dossier under one pack on one day: what has happened by then, ready to be asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document, Dossier, Event
from zlxm.model.value import value

if TYPE_CHECKING:
    from zlxm.model.bag import Received
    from zlxm.model.calendar import Calendar
    from zlxm.model.finding import Judgement
    from zlxm.model.node import Path
    from zlxm.model.pack import Pack, SelfCheckItem


_THERE = (FileState.PRESENT, FileState.TOO_LARGE, FileState.UNSEEN)


@value
class Lot:
    """A group of events that share one value of a field, e.g. one procurement lot."""

    field: str
    value: object
    path: Path
    date: date | None = None


@dataclass(slots=True)
class Case:
    """A dossier as of one day; events and documents dated later are not in it. `happened`: moment → happenings,
    `amounts` and `class_names`: the pack's named amounts and the matrix columns of the project. For papers: the
    `submission` they are about, empty for the one at hand, the judgements made on the way, and how to come by the
    self-check when the pack was loaded without it. `received`: how the submission came in, when it came as a package;
    what the package does not hold counts for the rules as its sender states it, but not as handed in."""

    pack: Pack
    dossier: Dossier
    as_of: date
    calendar: Calendar
    events: tuple[Event, ...] = ()
    by_kind: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    happened: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    amounts: dict[str, Decimal | None] = field(default_factory=dict)
    class_names: tuple[str, ...] = ()
    submission: str = ""
    judgements: dict[str, Judgement] = field(default_factory=dict)
    read_self_check: Callable[[], tuple[SelfCheckItem, ...]] = tuple
    received: Received | None = None

    def handed_in(self, kind: str) -> tuple[Document, ...]:
        """Return the documents of a kind that are there, or that the package holds."""
        found = self.by_kind.get(kind, ())
        return found if self.received is None else tuple(each for each in found if each.file in self.received.files)


class Scope(NamedTuple):
    """What one question is about: the case, the item it is repeated for (the how-manieth), and the gate event that
    raised it. A named tuple: a thousand are made for every dossier."""

    case: Case
    item: object = None
    item_path: Path = ()
    gate: Event | None = None
    ordinal: int = 0


def counts(document: Document, dossier: Dossier, as_of: date) -> bool:
    """Tell whether a listed document can be used as evidence: not dated later, and its file really there."""
    facts = dossier.files.get(document.file)
    is_there = facts is None or facts.state in _THERE
    return is_there and (document.date is None or document.date <= as_of)
