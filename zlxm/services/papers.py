"""Papers: which there are, what they say about a dossier, and what a paper on disk was made from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial

from zlxm.model.attachment import Changed
from zlxm.model.calendar import Calendar
from zlxm.model.dossier import Dossier
from zlxm.model.errors import UsageError
from zlxm.model.pack import Pack, SelfCheckItem
from zlxm.model.paper import Paper, Raw, Slot, Variant
from zlxm.model.problem import Problem
from zlxm.model.shape import nearest
from zlxm.model.source import Collected, PackProblem
from zlxm.model.stamp import remembered
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds
from zlxm.rules.paper_binding import read_papers
from zlxm.rules.self_check_binding import bind_self_check
from zlxm.rules.slot_binding import bind_slots
from zlxm.rules.slots import slot_value
from zlxm.rules.whatif import submission_of
from zlxm.services.regulations import InvalidPack, load_pack, pack_folder
from zlxm.store.packs import lineage, read_data, read_pack
from zlxm.store.templates import TEMPLATE_FILE, paper_folders

SLOT_FILES = ("regulation.yaml", "slots")
SELF_CHECK_FILES = ("regulation.yaml", "self_check.yaml")


@cache
def load_slots(name: str, extra: str | None = None) -> Mapping[str, Slot]:
    """Return name → slot of a regulation; raises InvalidPack when its slots are wrong."""
    source = read_pack(pack_folder(name, extra), SLOT_FILES)
    slots, problems = bind_slots(source, load_pack(name, extra))
    if problems or source.problems:
        raise InvalidPack((*source.problems, *problems))
    return slots


@cache
def load_papers(name: str, extra: str | None = None, own: tuple[str, ...] = ()) -> Mapping[str, Paper]:
    """Return name → paper of a regulation; `own`: the user's template folders, whose papers come before the
    program's. Raises InvalidPack when a `template.yaml` is wrong."""
    pack = load_pack(name, extra)
    papers: dict[str, Paper] = {}
    problems: list[PackProblem] = []
    for folder in paper_folders(lineage(pack_folder(name, extra)), own):
        for paper in _papers_in(folder, pack, problems):
            papers.setdefault(paper.name, paper)
    if problems:
        raise InvalidPack(tuple(problems))
    return papers


def _papers_in(folder: str, pack: Pack, problems: list[PackProblem]) -> Iterator[Paper]:
    path = os.path.join(folder, TEMPLATE_FILE)
    node, faults = read_data(path)
    found: list[Problem] = list(faults)
    if node is not None:
        yield from read_papers(node, folder, os.path.basename(folder), pack, found.append)
    problems += [PackProblem(path, each) for each in found]


def paper_called(name: str, papers: Mapping[str, Paper]) -> Paper:
    """Return the paper of a short name or of a document kind. Raises UsageError (`unknown_paper`)."""
    found = papers.get(name) or next((each for each in papers.values() if each.produces == name), None)
    if found is None:
        raise UsageError(
            "unknown_paper", {"name": name, "nearest": nearest(name, tuple(papers)), "known": ", ".join(papers)}
        )
    return found


def variant_for(paper: Paper, scope: Scope) -> Variant:
    """Return the template file that fits the dossier: the first whose condition holds."""
    fitting = (each for each in paper.variants if each.when is None or holds(each.when, scope))
    return next(fitting, paper.variants[-1])


@cache
def load_self_check(name: str, extra: str | None = None) -> tuple[SelfCheckItem, ...]:
    """Return the self-check of a regulation, which the judge does without; raises InvalidPack when it is wrong."""
    source = read_pack(pack_folder(name, extra), SELF_CHECK_FILES)
    collected = Collected()
    items = bind_self_check(source, load_pack(name, extra), collected)
    if collected.problems or source.problems:
        raise InvalidPack((*source.problems, *collected.problems))
    return items


def scope_of(
    pack: Pack, dossier: Dossier, as_of: date, calendar: Calendar, extra: str | None = None, submission: str = ""
) -> Scope:
    """Return what slots are looked up in. `extra`: the pack's folder when it is a user's own; `submission`: the one
    that papers of a review are about, empty for the one at hand. Raises UsageError for an unknown one."""
    case = make_case(pack, dossier, as_of, calendar)
    case.submission = submission_of(pack, submission).name if submission else ""
    case.read_self_check = partial(load_self_check, pack.identity.id, extra)
    return Scope(case)


class SlotValues(Mapping[str, Raw]):
    """Slot name → value for one dossier, each looked up when it is first asked for."""

    def __init__(self, slots: Mapping[str, Slot], scope: Scope) -> None:
        self.slots = slots
        self._scope = scope
        self._known: dict[str, Raw] = {}

    def __getitem__(self, name: str) -> Raw:
        """Return the slot's value; None when the dossier does not say."""
        if name not in self._known:
            self._known[name] = slot_value(self.slots[name], self._scope)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self.slots)

    def __len__(self) -> int:
        """Return how many slots there are."""
        return len(self.slots)

    def fingerprint(self, names: Iterable[str]) -> dict[str, str]:
        """Return slot → what a paper remembers of its value; unknown slots and those that change with the day are
        left out."""
        lasting = (name for name in names if name in self.slots and self.slots[name].is_lasting)
        return {name: remembered(plain(self[name])) for name in lasting}


def plain(raw: Raw) -> str:
    """Return a value as one text that is the same for the same value."""
    match raw:
        case None:
            return ""
        case Decimal():
            return f"{raw.normalize():f}"
        case tuple():
            return "; ".join(plain(each) for each in raw)
        case Mapping():
            return ", ".join(f"{key}={plain(each)}" for key, each in raw.items())
        case _:
            return str(raw)


def changed_values(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return every value that is no longer what it was, one of several slots that show the same one."""
    different = [(name, text) for name, text in then.items() if name in now and now[name] != text]
    changed = {(text, now[name]): name for name, text in reversed(different)}
    return tuple(Changed(name, _shown(old), _shown(new)) for (old, new), name in reversed(tuple(changed.items())))


def _shown(text: str) -> str:
    return "" if text.startswith("#") else text
