"""FILE-n: what is wrong with the files themselves, whatever the regulation. Pure: it looks at facts already read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zlxm.model.attachment import FileFacts, FileState
from zlxm.model.dossier import Document
from zlxm.model.finding import Finding, State
from zlxm.model.node import Path
from zlxm.model.path_names import clash_key, is_office_litter, path_faults, unsafe_path, windows_faults
from zlxm.rules.case import Case

MISSING, UNSAFE, EMPTY, WRONG_FORMAT = "FILE-1", "FILE-2", "FILE-3", "FILE-4"
PROTECTED, LFS, PLACEHOLDER, TWICE = "FILE-5", "FILE-6", "FILE-7", "FILE-8"
UNLISTED, CLASH, UNPORTABLE, FUTURE = "FILE-9", "FILE-10", "FILE-11", "FILE-12"
SECRECY, UNWANTED_FORMAT, UNREADABLE, LITTER = "FILE-13", "FILE-14", "FILE-15", "FILE-16"
DANGEROUS, UNPRINTED = "FILE-21", "FILE-22"

_BY_STATE = {
    FileState.MISSING: MISSING,
    FileState.EMPTY: EMPTY,
    FileState.LFS_POINTER: LFS,
    FileState.LINK: UNSAFE,
    FileState.NOT_A_FILE: UNREADABLE,
    FileState.UNREADABLE: UNREADABLE,
    FileState.TOO_LARGE: UNREADABLE,
    FileState.CHANGING: UNREADABLE,
}
_SAME_FORMAT = {
    "jpeg": ("jpg",),
    "doc": ("doc", "wps"),
    "wps": ("wps", "doc", "docx"),
    "xls": ("xls", "et"),
    "et": ("et", "xls", "xlsx"),
    "csv": ("txt",),
    "md": ("txt",),
}
_UNKNOWN = "unknown_content"
_ACTS_ON_OPENING = frozenset({"macros", "dde", "remote_template", "remote_content", "launch"})
_KNOWN_FORMATS = frozenset(
    ["pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "ofd", "jpg", "jpeg", "png", "zip"]
)


def inspect(case: Case) -> list[Finding]:
    """Return the findings about listed and unlisted files."""
    found = [finding for document in case.dossier.documents for finding in _document(document, case)]
    found += _twice(case.dossier.documents, case)
    found += _events_ahead(case)
    return found + [finding for name in case.dossier.unlisted for finding in _unlisted(name, case)] + _clashes(case)


def _finding(code: str, case: Case, at: Path, **facts: Any) -> Finding:
    rule = case.pack.house[code]
    article = case.pack.rules[case.pack.secrecy_rule].article if code == SECRECY and case.pack.secrecy_rule else None
    document = facts.get("kind", "")
    facts["rule_title"] = rule.title
    return Finding(code, article, rule.severity, State.FAIL, code, at, facts, rule.message, rule.hint, document)


def _document(document: Document, case: Case) -> Iterator[Finding]:
    at = (*document.path, "path")
    kind = document.kinds[0] if document.kinds else ""
    if fault := unsafe_path(document.file):
        yield _finding(UNSAFE, case, at, file=document.file, kind=kind, fault=fault)
        return
    if document.date is not None and document.date > case.as_of:
        yield _finding(FUTURE, case, (*document.path, "date"), file=document.file, date=document.date, kind=kind)
    if faults := windows_faults(document.file):
        yield _finding(UNPORTABLE, case, at, file=document.file, fault=faults, kind=kind)
    if case.pack.secrecy_rule and (mark := case.pack.secrecy_pattern.search(document.file)):
        yield _finding(SECRECY, case, at, file=document.file, mark=mark[0], kind=kind)
    facts = case.dossier.files.get(document.file)
    if facts is not None:
        yield from _content(facts, document, case, kind)


def _content(facts: FileFacts, document: Document, case: Case, kind: str) -> Iterator[Finding]:
    at = (*document.path, "path")
    shown = {"file": document.file, "kind": kind}
    if facts.state is FileState.UNSEEN:
        return
    if facts.state is not FileState.PRESENT:
        yield _finding(_BY_STATE[facts.state], case, at, **shown, fault=facts.state.value)
        return
    extension = extension_of(document.file)
    if _is_other_format(extension, facts):
        yield _finding(
            WRONG_FORMAT, case, at, **shown, extension=extension, format=facts.damage or facts.format or _UNKNOWN
        )
    allowed = {form for each in document.kinds for form in case.pack.vocabulary.documents[each].formats}
    if allowed and extension not in allowed:
        yield _finding(UNWANTED_FORMAT, case, at, **shown, extension=extension, allowed=tuple(sorted(allowed)))
    if facts.is_protected:
        yield _finding(PROTECTED, case, at, **shown)
    if facts.placeholders:
        yield _finding(PLACEHOLDER, case, at, **shown, slots=facts.placeholders)
    if facts.secrecy_marks:
        yield _finding(SECRECY, case, at, **shown, mark=facts.secrecy_marks[0])
    yield from _active(facts, case, at, shown)


def _active(facts: FileFacts, case: Case, at: Path, shown: dict[str, Any]) -> Iterator[Finding]:
    for what in facts.active:
        yield _finding(DANGEROUS if what in _ACTS_ON_OPENING else UNPRINTED, case, at, **shown, what=what)


def extension_of(name: str) -> str:
    """Return the extension in lower case without its dot."""
    stem, dot, extension = name.rpartition("/")[2].rpartition(".")
    return extension.lower() if dot and stem else ""


def _is_other_format(extension: str, facts: FileFacts) -> bool:
    if facts.damage:
        return True
    if extension not in _KNOWN_FORMATS:
        return False
    return facts.format != extension and facts.format not in _SAME_FORMAT.get(extension, ())


def _twice(documents: Iterable[Document], case: Case) -> Iterator[Finding]:
    seen: dict[str, Document] = {}
    for document in documents:
        first = seen.setdefault(document.file, document)
        if first is not document:
            yield _finding(TWICE, case, (*document.path, "path"), file=document.file, kinds=first.kinds)


def _events_ahead(case: Case) -> Iterator[Finding]:
    for event in case.dossier.events:
        if event.date > case.as_of:
            yield _finding(FUTURE, case, (*event.path, "date"), file=event.name, date=event.date)


def _unlisted(name: str, case: Case) -> Iterator[Finding]:
    code = LITTER if is_office_litter(name.rpartition("/")[2]) else UNLISTED
    yield _finding(code, case, ("documents",), file=name)
    if faults := (*path_faults(name), *windows_faults(name)):  # others could not even check the repository out
        yield _finding(UNPORTABLE, case, ("documents",), file=_as_meant(name), fault=faults[0])
    if case.pack.secrecy_rule and (mark := case.pack.secrecy_pattern.search(name)):
        yield _finding(SECRECY, case, ("documents",), file=name, mark=mark[0])
    facts = case.dossier.files.get(name)
    if facts is None:
        return
    if facts.secrecy_marks:
        yield _finding(SECRECY, case, ("documents",), file=name, mark=facts.secrecy_marks[0])
    for what in facts.active:
        if what in _ACTS_ON_OPENING:
            yield _finding(DANGEROUS, case, ("documents",), file=name, what=what)


def _as_meant(name: str) -> str:
    """Return a name from the disk, one that is not UTF-8 as its writer, probably on a Chinese Windows, meant it."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return name


def _clashes(case: Case) -> list[Finding]:
    seen: dict[str, str] = {}
    found = []
    listed = {document.file: document for document in case.dossier.documents}
    for name in sorted({*listed, *case.dossier.unlisted}):
        first = seen.setdefault(clash_key(name), name)
        if first != name:
            at: Path = (*listed[name].path, "path") if name in listed else ("documents",)
            found.append(_finding(CLASH, case, at, file=name, other=first))
    return found
