"""What shows when dossiers lie side by side: their profiles, digests of files that may be equal, the rules' hints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zlxm.model.attachment import FileState
from zlxm.model.finding import DossierReport, Finding
from zlxm.model.pack import Pack
from zlxm.model.portfolio import Profile
from zlxm.rules.portfolio import hints, possibly_equal
from zlxm.services.dossiers import LoadedDossier
from zlxm.services.regulations import load_pack
from zlxm.store.handovers import digests_of


def profile_of(loaded: LoadedDossier) -> Profile | None:
    """Return what others are compared with; nothing of a dossier that cannot be read or is classified (Art. 41)."""
    dossier, pack = loaded.dossier, loaded.pack
    if dossier is None or pack is None or dossier.project.classified:
        return None
    return Profile(
        loaded.folder,
        loaded.manifest_path,
        dossier.project.name,
        dossier.project.code,
        dossier.unit.name,
        dossier.plan.year,
        dossier.budget.total,
        tuple(system.name for system in dossier.systems if _is_new(dossier.project.nature, pack)),
        {
            each.file: facts.size
            for each in dossier.documents
            if (facts := dossier.files.get(each.file)) and facts.state is FileState.PRESENT
        },
        tuple(event.date for event in dossier.events if event.name == pack.portfolio.filing_event),
    )


def _is_new(nature: str, pack: Pack) -> bool:
    """Tell whether a project builds its systems anew: the first of the natures that a regulation lists."""
    return nature == next(iter(pack.vocabulary.natures), "")


def hints_of(reports: Sequence[DossierReport], as_of: date, pack_folder: str | None) -> tuple[Finding, ...]:
    """Return the hints about dossiers of each regulation by themselves."""
    found: list[Finding] = []
    by_regulation: dict[str, list[Profile]] = {}
    for each in reports:
        if each.profile is not None:
            by_regulation.setdefault(each.regulation, []).append(each.profile)
    for name, profiles in sorted(by_regulation.items()):
        if len(profiles) > 1:
            digests = _digests(tuple(profiles))
            found += hints(tuple(profiles), load_pack(name, pack_folder, with_forms=False), as_of, digests)
    return tuple(found)


def _digests(profiles: tuple[Profile, ...]) -> dict[tuple[str, str], str]:
    wanted: dict[str, list[str]] = {}
    for profile, file in possibly_equal(profiles):
        wanted.setdefault(profile.path, []).append(file)
    taken = {folder: digests_of(folder, files) for folder, files in wanted.items()}
    return {(folder, file): digest for folder, found in taken.items() for file, digest in found.items()}
