"""Which files a submission consists of, in what order and under which names. Pure: facts already read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zlxm.model.attachment import FileState
from zlxm.model.dossier import Document
from zlxm.model.pack import Slot, Submission
from zlxm.model.path_names import is_office_litter, unsafe_path
from zlxm.model.value import value
from zlxm.rules.case import Case

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff<>:"/\\|?*%\s]+')
_LONGEST = 40
NOT_YET = "not_yet"


@value
class Place:
    """A file's place in a package: the line of the list it stands for, its kind's number, and which file of that kind
    it is."""

    document: Document
    slot: Slot
    kind: str
    number: int
    copy: int = 1

    @property
    def name(self) -> str:
        """Its name there: `01_KIND_2026-01-20.pdf`, the second one of a day or not `01_KIND_2026-01-20-2.pdf`."""
        stem, dot, extension = self.document.file.rpartition("/")[2].rpartition(".")
        ending = f".{fit_name(extension.lower())}" if dot and stem and extension else ""
        day = f"_{self.document.date}" if self.document.date else ""
        copy = f"-{self.copy}" if self.copy > 1 else ""
        return f"{self.number:02}_{fit_name(self.kind)}{day}{copy}{ending}"


@value
class LeftOut:
    """A listed file of the submission that does not go in: its path, and a word for why."""

    path: str
    fault: str

    @property
    def is_to_come(self) -> bool:
        """Whether it is only dated after the as-of date, and so no fault of the dossier."""
        return self.fault == NOT_YET


def enclosed(
    submission: Submission, case: Case, ignored: Collection[str] = ()
) -> tuple[tuple[Place, ...], tuple[LeftOut, ...]]:
    """Return what goes in, in the submission's order, a file that serves several kinds once; and what does not.
    `ignored`: listed paths that git passes over."""
    places: list[Place] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    number = 0
    for slot, kind in _kinds(submission):
        documents = [each for each in _documents(kind, case) if each.file not in seen]
        seen.update(each.file for each in documents)
        faults = {each.file: _fault(each, case, ignored) for each in documents}
        fitting = [each for each in documents if not faults[each.file]]
        number += bool(fitting)
        places += [Place(each, slot, kind, number, copy) for copy, each in enumerate(fitting, 1)]
        left_out += [LeftOut(path, fault) for path, fault in faults.items() if fault]
    return tuple(places), tuple(left_out)


def _kinds(submission: Submission) -> Iterator[tuple[Slot, str]]:
    yield from ((slot, kind) for slot in submission.slots for kind in slot.documents)


def _documents(kind: str, case: Case) -> list[Document]:
    """Return the files of a kind by date, undated ones last, those of one day as they are listed; each file once."""
    found = [each for each in case.dossier.documents if kind in each.kinds]
    ordered = sorted(found, key=lambda each: (each.date is None, each.date or case.as_of, each.index))
    return list({each.file: each for each in reversed(ordered)}.values())[::-1]


def _fault(document: Document, case: Case, ignored: Collection[str]) -> str:
    if fault := unsafe_path(document.file):
        return fault
    if document.date is not None and document.date > case.as_of:
        return NOT_YET
    if is_office_litter(document.file.rpartition("/")[2]):
        return "litter"
    facts = case.dossier.files.get(document.file)
    state = facts.state if facts else FileState.MISSING
    if state is not FileState.PRESENT:
        return str(state.value)
    return "ignored" if document.file in ignored else ""


def fit_name(text: str) -> str:
    """Return a text that may be part of a file's name on any system."""
    return _UNFIT.sub("-", text)[:_LONGEST].strip(" .-") or "-"
