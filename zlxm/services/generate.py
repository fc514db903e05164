"""generate: which papers to make where, and whether one may take the place of what lies there already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

from zlxm.model.attachment import Changed
from zlxm.model.errors import Refused
from zlxm.model.pack import Pack
from zlxm.model.paper import Paper
from zlxm.model.stamp import Stamp
from zlxm.model.value import value
from zlxm.rules.case import Scope
from zlxm.rules.conditions import holds
from zlxm.rules.whatif import submission_of
from zlxm.services.dossiers import load_dossier
from zlxm.services.manifest_edit import parts_of
from zlxm.services.papers import SlotValues, changed_values, load_papers, load_slots, scope_of, variant_for
from zlxm.services.regulations import load_calendar
from zlxm.services.settings import template_folders
from zlxm.store.portfolio import portfolio_root
from zlxm.store.stamps import read_made
from zlxm.store.templates import FOLDER, read_folder
from zlxm.store.writing import make_folder, replace_file


class Standing(Enum):
    """How a paper stands on disk."""

    ABSENT = "absent"
    CURRENT = "current"
    STALE = "stale"
    EDITED = "edited"
    FOREIGN = "foreign"  # not made by us: a person's own


class Mode(Enum):
    """What to do with a file that a person has changed, or that is not ours."""

    REFUSE = "refuse"
    BESIDE = "beside"
    OVERWRITE = "overwrite"


@value
class Asked:
    """One dossier ready to have papers made: its slots' scope on the as-of date, and the papers there are."""

    folder: str
    pack: Pack
    scope: Scope
    values: SlotValues
    papers: Mapping[str, Paper]


@value
class Job:
    """One paper to make: from which template file, into which file, with which values."""

    paper: Paper
    template: str
    target: str
    values: SlotValues
    standing: Standing = Standing.ABSENT
    changed: tuple[Changed, ...] = ()


def ask(folder: str, as_of: date, pack_folder: str | None = None, submission: str = "") -> Asked:
    """Return a dossier ready for its papers; `submission`: what papers of a review are about. Raises ZlxmError when its
    manifest cannot be read or it is secret."""
    loaded = load_dossier(folder, pack_folder)
    pack, dossier = parts_of(loaded)
    calendar = load_calendar(os.path.join(folder, "calendars"))
    own = template_folders(folder)
    scope = scope_of(pack, dossier, as_of, calendar, pack_folder, submission)
    values = SlotValues(load_slots(pack.identity.id, pack_folder), scope)
    return Asked(folder, pack, scope, values, load_papers(pack.identity.id, pack_folder, own))


def fitting(asked: Asked, submission: str = "") -> tuple[Paper, ...]:
    """Return the papers meant for this dossier; with a submission, those among its files."""
    wanted = None
    if submission:
        slots = submission_of(asked.pack, submission).slots
        wanted = {kind for slot in slots if _applies(slot.when, asked.scope) for kind in slot.documents}
    return tuple(
        paper
        for paper in asked.papers.values()
        if _applies(paper.when, asked.scope) and (wanted is None or paper.produces in wanted)
    )


def _applies(condition: object, scope: Scope) -> bool:
    return condition is None or bool(holds(condition, scope))  # type: ignore[arg-type]


def target_of(paper: Paper, template: str, asked: Asked) -> str:
    """Return where a paper goes when nobody says: its kind's stage folder, under its kind's name."""
    name = paper.produces or paper.name
    kind = asked.pack.vocabulary.documents.get(paper.produces)
    return os.path.join(asked.folder, kind.folder if kind else "", name + os.path.splitext(template)[1])


def template_of(paper: Paper, asked: Asked) -> str:
    """Return the path of the template file that fits the dossier."""
    return os.path.join(paper.folder, variant_for(paper, asked.scope).file)


def plan_job(paper: Paper, asked: Asked, template: str = "", target: str = "") -> Job:
    """Return what making a paper means. `template`: a file in place of the paper's own; `target`: a file of the
    person's choice."""
    file = template or template_of(paper, asked)
    where = target or target_of(paper, file, asked)
    standing, changed = standing_of(where, asked.values)
    return Job(paper, file, where, asked.values, standing, changed)


def standing_of(path: str, values: SlotValues) -> tuple[Standing, tuple[Changed, ...]]:
    """Return how the file at `path` stands against today's values, and what changed."""
    if not os.path.lexists(path):
        return Standing.ABSENT, ()
    made = read_made(path)
    if made is None:
        return Standing.FOREIGN, ()
    changed = changed_values(made.stamp.values, values.fingerprint(made.stamp.values))
    if made.is_edited:
        return Standing.EDITED, changed
    return (Standing.STALE if changed else Standing.CURRENT), changed


def copies_of(paper: Paper, folder: str) -> tuple[tuple[str, bytes], ...]:
    """Return (path, content) of a paper's template as an office's own, at the root of the portfolio around `folder`."""
    target = os.path.join(portfolio_root(os.path.join(folder, "_")), FOLDER, os.path.basename(paper.folder))
    return tuple((os.path.join(target, name), data) for name, data in read_folder(paper.folder))


def place(job: Job, mode: Mode, as_of: date) -> str:
    """Return the path to write to. Raises Refused (`paper_edited`, `paper_foreign`) when a person's work lies there and
    nothing was said about it."""
    if job.standing not in (Standing.EDITED, Standing.FOREIGN) or mode is Mode.OVERWRITE:
        return job.target
    if mode is Mode.BESIDE:
        return next(path for path in _beside(job.target, as_of) if not os.path.lexists(path))
    code = "paper_edited" if job.standing is Standing.EDITED else "paper_foreign"
    raise Refused(code, {"path": job.target, "paper": job.paper.name})


def _beside(target: str, as_of: date) -> Iterator[str]:
    stem, extension = os.path.splitext(target)
    yield f"{stem}-{as_of}{extension}"
    number = 2
    while True:
        yield f"{stem}-{as_of}-{number}{extension}"
        number += 1


def stamp_of(job: Job, template: str, used: Iterable[str]) -> Stamp:
    """Return what the paper is to remember; `template`: its digest, `used`: the slots it names."""
    return Stamp(job.paper.name, template, values=job.values.fingerprint(used))


def save(path: str, data: bytes) -> None:
    """Write the paper, whole or not at all, making its folder where there is none. Raises ZlxmError (`unwritable`)."""
    make_folder(os.path.dirname(path))
    replace_file(path, data)
