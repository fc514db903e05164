"""BagIt (RFC 8493) as text: the declaration, the tags, the lists of digests, and what can be wrong with a package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zlxm.model.finding import Finding
from zlxm.model.problem import Severity
from zlxm.model.value import EMPTY, value

UNREADABLE, UNSAFE, MISSING, EXTRA = "PACKAGE-1", "PACKAGE-2", "PACKAGE-3", "PACKAGE-4"
CHANGED, INCONSISTENT, DRAFT, NOT_ENCLOSED = "PACKAGE-5", "PACKAGE-6", "PACKAGE-7", "PACKAGE-8"

DECLARATION, INFO = "bagit.txt", "bag-info.txt"
PAYLOAD = "data/"
MANIFEST, SUBMISSION = "data/manifest.yaml", "data/submission.json"
VERSIONS = ("1.0", "0.97")
STRONG = ("sha256", "sha512", "sha384", "sm3")

_DECLARED = re.compile(r"BagIt-Version: (\d+\.\d+)\r?\nTag-File-Character-Encoding: UTF-8\s*")
_LIST = re.compile(r"(tag)?manifest-([A-Za-z0-9-]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
_ESCAPE = re.compile(r"%(25|0D|0A)", re.IGNORECASE)
_ESCAPED = {"25": "%", "0D": "\r", "0A": "\n"}


@value
class Fault:
    """One thing that is wrong with a package: the code of its finding, the file in it (empty: the whole package), a
    word for what is wrong, what else its sentence needs. `weight` is the most it may weigh."""

    code: str
    file: str = ""
    what: str = ""
    facts: Mapping[str, Any] = EMPTY
    weight: Severity = Severity.ERROR


@value
class DigestList:
    """One list of digests: path → digest in lower case, and the numbers of the lines that cannot be read."""

    algorithm: str
    is_of_tags: bool
    digests: Mapping[str, str]
    bad_lines: tuple[int, ...] = ()


@value
class Received:
    """How a dossier came in: the listed files that the package holds, and what is wrong with the package."""

    files: frozenset[str]
    faults: tuple[Finding, ...] = ()


def declared_version(text: str) -> str:
    """Return the version that `bagit.txt` declares; empty when the declaration is not as it must be."""
    match = _DECLARED.fullmatch(text)
    return match[1] if match else ""


def read_tags(text: str) -> dict[str, str]:
    """Return label in lower case → value, of a repeated label the last; continued lines are joined."""
    tags: dict[str, str] = {}
    label = ""
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and label:
            tags[label] = f"{tags[label]} {line.strip()}"
            continue
        name, colon, said = line.partition(":")
        label = name.strip().lower() if colon else ""
        if label:
            tags[label] = said.strip()
    return tags


def list_named(name: str) -> tuple[str, bool] | None:
    """Return (algorithm, whether it lists tag files) of a list's file name, None for any other file."""
    match = _LIST.fullmatch(name)
    return (match[2].lower().replace("-", ""), bool(match[1])) if match else None


def read_list(name: str, text: str, known: Iterable[str]) -> DigestList:
    """Return the digests of a list. `known` are the files there are: a name with a percent sign in it is taken as it is
    written when such a file exists, because older programs did not encode it."""
    algorithm, is_of_tags = list_named(name) or ("", False)
    there = frozenset(known)
    digests: dict[str, str] = {}
    bad = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        path = _path(match[2], there) if match else ""
        if match is None or digests.setdefault(path, match[1].lower()) != match[1].lower():
            bad.append(number)
    return DigestList(algorithm, is_of_tags, digests, tuple(bad))


def _path(written: str, known: frozenset[str]) -> str:
    path = written.removeprefix("./")
    decoded = _ESCAPE.sub(lambda match: _ESCAPED[match[1].upper()], path)
    return path if path in known and decoded not in known else decoded


def list_faults(lists: Iterable[DigestList]) -> Iterator[Fault]:
    """Yield what is wrong with the lists themselves, whatever the files are."""
    for each in lists:
        name = f"{'tag' if each.is_of_tags else ''}manifest-{each.algorithm}.txt"
        for number in each.bad_lines:
            yield Fault(INCONSISTENT, name, "bad_list_line", {"detail": number})
