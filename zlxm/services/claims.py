"""What the sender of a package says of it, and whether that agrees with what the package holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zlxm.model.bag import DRAFT, INCONSISTENT, INFO, PAYLOAD, SUBMISSION, Fault
from zlxm.model.dossier import Document, Dossier
from zlxm.model.problem import Severity
from zlxm.model.value import EMPTY, value
from zlxm.services.integrity import Integrity
from zlxm.store.bags import DamagedEntryError, OpenBag

VERSION = 1
_COUNT = "zlxm-files"
_COMPANION = re.compile(r"data/(?:manifest\.yaml|00_[^/]+\.xlsx|[^/]+\.(?:json|txt))")
"""The dossier's manifest, the list of papers, and reports: what a package holds besides the documents it lists."""
_DAY = len("2026-01-20")
_TAGGED = {"submission": "zlxm-submission", "as_of": "zlxm-as-of", "regulation": "zlxm-regulation"}


@value
class ClaimedFile:
    """One document as the sender lists it: its name in the package, its path and kinds in the dossier, its digest."""

    name: str
    path: str
    kinds: tuple[str, ...] = ()
    size: int = -1
    sha256: str = ""


@value
class Claims:
    """What the sender says: empty fields were left out. `is_listed`: the documents were listed one by one; bags that
    other programs made have no such list, and their files lie under their own paths."""

    submission: str = ""
    regulation: str = ""
    as_of: date | None = None
    is_draft: bool = False
    is_listed: bool = False
    files: tuple[ClaimedFile, ...] = ()
    said: Mapping[str, str] = EMPTY
    faults: tuple[Fault, ...] = ()


def read_claims(bag: OpenBag, integrity: Integrity) -> Claims:
    """Return what the package says of itself; never raises for what is written there."""
    tags = integrity.tags
    if SUBMISSION not in bag.entries:
        day = _day(tags.get("zlxm-as-of") or tags.get("bagging-date"))
        return Claims(tags.get("zlxm-submission", ""), tags.get("zlxm-regulation", ""), day, _is_true(tags))
    data = _object(bag)
    if data is None:
        bad = Fault(INCONSISTENT, SUBMISSION, "bad_submission")
        return Claims(tags.get("zlxm-submission", ""), is_draft=_is_true(tags), is_listed=True, faults=(bad,))
    said = {name: each for name in ("project", "code", "unit") if isinstance(each := data.get(name), str)}
    is_draft = data.get("draft") is not False or _is_true(tags)
    texts = (_text(data.get("submission")), _text(data.get("regulation")))
    files = tuple(_files(data.get("files")))
    faults = tuple(_of_tags(data, tags))
    return Claims(*texts, _day(data.get("as_of")), is_draft, is_listed=True, files=files, said=said, faults=faults)


def _object(bag: OpenBag) -> dict[str, Any] | None:
    try:
        data = json.loads(bag.read(SUBMISSION))
    except (DamagedEntryError, ValueError, RecursionError):
        return None
    is_ours = isinstance(data, dict) and data.get("version") == VERSION and isinstance(data.get("files"), list)
    return data if is_ours else None


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _day(said: object) -> date | None:
    text = _text(said)
    try:
        return date.fromisoformat(text) if len(text) == _DAY else None
    except ValueError:
        return None


def _is_true(tags: Mapping[str, str]) -> bool:
    return tags.get("zlxm-draft", "").lower() == "true"


def _files(listed: object) -> Iterator[ClaimedFile]:
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or not _text(each.get("name")):
            yield ClaimedFile("", "")
            continue
        size, kinds = each.get("size"), each.get("kinds")
        named = tuple(kind for kind in kinds if isinstance(kind, str)) if isinstance(kinds, list) else ()
        length = size if isinstance(size, int) else -1
        yield ClaimedFile(each["name"], _text(each.get("path")), named, length, _text(each.get("sha256")).lower())


def _of_tags(data: Mapping[str, Any], tags: Mapping[str, str]) -> Iterator[Fault]:
    for name, tag in _TAGGED.items():
        if tag in tags and tags[tag] != data.get(name):
            yield Fault(INCONSISTENT, INFO, "other_tag", {"detail": f"{tag}: {tags[tag]}"})
    count = tags.get(_COUNT)
    if count is not None and count != str(len(data["files"])):
        yield Fault(INCONSISTENT, INFO, "other_tag", {"detail": f"{_COUNT}: {count}"})


def claim_faults(claims: Claims, bag: OpenBag, integrity: Integrity, today: date) -> Iterator[Fault]:
    """Yield where the sender's list differs from the files, draft included; what the digests told already is not told
    again."""
    yield from claims.faults
    if claims.is_draft:
        yield Fault(DRAFT)
    if claims.as_of and claims.as_of > today:
        yield Fault(INCONSISTENT, what="future_day", facts={"detail": claims.as_of}, weight=Severity.WARNING)
    if not claims.is_listed or (claims.faults and not claims.files):
        return
    yield from _unlisted(claims, bag)
    told = {*integrity.missing, *integrity.changed}
    seen: set[str] = set()
    for each in claims.files:
        what = "listed_twice" if each.name in seen else _fault_of(each, bag, integrity, told)
        seen.add(each.name)
        if what:
            yield Fault(INCONSISTENT, PAYLOAD + each.name, what)


def _unlisted(claims: Claims, bag: OpenBag) -> Iterator[Fault]:
    """Yield content that the sender does not list and that is none of what comes with every package."""
    listed = {PAYLOAD + each.name for each in claims.files}
    for name in sorted(bag.entries):
        if name.startswith(PAYLOAD) and name not in listed and not _COMPANION.fullmatch(name):
            yield Fault(INCONSISTENT, name, "unlisted_content")


def _fault_of(each: ClaimedFile, bag: OpenBag, integrity: Integrity, told: set[str]) -> str:
    name = PAYLOAD + each.name
    if not each.name or not each.path:
        return "bad_submission"
    if name in told:
        return ""
    if name not in bag.entries:
        return "not_enclosed"
    is_same = each.size == bag.entries[name].info.file_size and each.sha256 == integrity.digests[name].get("sha256")
    return "" if is_same else "other_digest"


def dossier_faults(claims: Claims, dossier: Dossier) -> Iterator[Fault]:
    """Yield where the sender's list says another project, or files, than the manifest in the package."""
    wanted = {"project": dossier.project.name, "code": dossier.project.code, "unit": dossier.unit.name}
    for name, said in claims.said.items():
        if said != wanted[name]:
            yield Fault(INCONSISTENT, SUBMISSION, "other_project", {"detail": said})
    if claims.is_listed and claims.regulation and claims.regulation != dossier.regulation:
        yield Fault(INCONSISTENT, SUBMISSION, "other_regulation", {"detail": claims.regulation})
    kinds = kinds_by_path(dossier.documents)
    for each in claims.files:
        known = kinds.get(each.path)
        if each.path and known is None:
            yield Fault(INCONSISTENT, PAYLOAD + each.name, "unknown_path", {"detail": each.path})
        elif known and not set(each.kinds) <= set(known):
            yield Fault(INCONSISTENT, PAYLOAD + each.name, "other_kinds", {"detail": ", ".join(each.kinds)})


def kinds_by_path(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """Return path → the kinds that the manifest lists it as."""
    found: dict[str, tuple[str, ...]] = {}
    for each in documents:
        found[each.file] = (*found.get(each.file, ()), *each.kinds)
    return found


def claimed_kinds(claims: Claims, dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """Return name in the package → document kinds, of what should be there as well as of what is."""
    kinds = kinds_by_path(dossier.documents)
    if not claims.is_listed:
        return {PAYLOAD + path: each for path, each in kinds.items()}
    return {PAYLOAD + each.name: kinds[each.path] for each in claims.files if each.path in kinds}


def delivered(claims: Claims, dossier: Dossier, bag: OpenBag) -> dict[str, str]:
    """Return path in the dossier → name in the package, of the listed documents that the package holds."""
    if claims.is_listed:
        places = {each.path: PAYLOAD + each.name for each in reversed(claims.files)}
    else:
        places = {each.file: PAYLOAD + each.file for each in dossier.documents}
    listed = {each.file for each in dossier.documents}
    return {path: name for path, name in places.items() if path in listed and name in bag.entries}
