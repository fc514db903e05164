"""The paper that answers a package: received, or returned with everything that has to be put right."""

from __future__ import annotations

import os

from zlxm.model.bag import MANIFEST
from zlxm.model.errors import Refused
from zlxm.services.generate import Job
from zlxm.services.papers import SlotValues, load_papers, load_slots, paper_called, scope_of, variant_for
from zlxm.services.settings import template_folders
from zlxm.services.verify import Verdict, receivers_calendar


def receipt_job(verdict: Verdict, paper_name: str, target: str, pack_folder: str | None = None) -> Job:
    """Return the making of a paper about a package, an office's own templates of the working directory first.

    Raises Refused: `receipt_for_none` when the package's dossier could not be read, `classified` (Art. 41); UsageError
    when the regulation has no such paper.
    """
    pack, dossier, day = verdict.pack, verdict.dossier, verdict.as_of
    if pack is None or dossier is None or day is None or verdict.refusal:
        raise Refused("receipt_for_none", {"path": verdict.path})
    if dossier.project.classified:
        raise Refused("classified", {"path": f"{verdict.path}!/{MANIFEST}"})
    scope = scope_of(pack, dossier, day, receivers_calendar(), pack_folder, verdict.submission)
    scope.case.received = verdict.received
    values = SlotValues(load_slots(pack.identity.id, pack_folder), scope)
    paper = paper_called(paper_name, load_papers(pack.identity.id, pack_folder, template_folders(".")))
    return Job(paper, os.path.join(paper.folder, variant_for(paper, scope).file), target, values)


def receipt_path(verdict: Verdict, paper_name: str, given: str, *, is_folder: bool) -> str:
    """Return where the paper goes: the file that was given, or into the folder, named after package and paper."""
    if not is_folder:
        return given
    stem = os.path.splitext(os.path.basename(verdict.path))[0]
    return os.path.join(given, f"{stem}-{paper_name}.docx")


def require_extractable(verdict: Verdict) -> None:
    """Raise Refused when a package must not be unpacked: `not_intact`, or `classified` (Art. 41)."""
    if not verdict.is_intact or not verdict.sha256:
        raise Refused("not_intact", {"path": verdict.path})
    if verdict.dossier and verdict.dossier.project.classified:
        raise Refused("classified", {"path": f"{verdict.path}!/{MANIFEST}"})
