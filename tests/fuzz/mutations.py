"""Sound inputs, and inputs that are sound but for a few places: the same number gives the same bytes."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.verify.packages import Made

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample-dossiers"
PACK = ROOT / "zlxm/regulations/zhonglou-2023"
_MOST_FILES = 12
_YAML = "&a|*a|<<: *a|!!python/object:os.system|!!binary|? |- |: |{|}|[|]|'|\"|>-|# |---\n|...\n|%YAML 1.1\n|\t|\r"
_VALUES = "0x1f|.inf|.nan|1e999|-0|2026-02-30|0001-01-01|9999-12-31|12:30|null|~|yes|../|/etc/passwd|C:\\x|con.pdf"
_MARKS = "{{|}}|{%|%}|<<<<<<< HEAD\n|=======\n"
_SIGNS = "\u2028|\u202e|\ud7ff|\ufeff|\u3000|：|，|“|\0"
_XML = "<!DOCTYPE x [<!ENTITY a 'b'>]>|<w:t>|</w:t>|&#0;|]]>|%PDF-1.4|%%EOF|/Encrypt 1 0 R"
_ZIP = [b"PK\5\6", b"PK\1\2", b"PK\3\4", b"PK\6\6", b"\xff\xff\xff\xff", b"\x89PNG", b"\xff", b"9" * 5000]
WORDS = [*_ZIP, *(word.encode() for group in (_YAML, _VALUES, _MARKS, _SIGNS, _XML) for word in group.split("|"))]
_MOST_INSIDE, _NAME_TAMPERED = 0.7, 0.02  # how often a zip is changed inside, and a part of it renamed


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(SAMPLES.rglob(pattern))[:_MOST_FILES]]


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Return the sound inputs that a target's are made from."""
    return tuple(_SEEDS[target]())


def _attachments() -> list[bytes]:
    kinds = (("docx", 4), ("xlsx", 2), ("pdf", 2), ("jpg", 1), ("png", 1))
    papers = [data for kind, most in kinds for data in _files(f"*.{kind}")[:most]]
    return [bytes([number]) + data for number in range(12) for data in (papers[number % len(papers)], b"")]


_RECORD = """zlxm: 1
submissions:
  - {submission: 申报, date: 2026-09-18, package: a.zip, sha256: '0', files: [{path: a.pdf, sha256: '1', size: 3}]}
"""
_SETTINGS = "unit: 某某局\njobs: 2\nfail-on: warning\nignore:\n  - {rule: ZL13-2, reason: x, until: 2027-01-01}\n"
_BASELINE = """{"zlxm-baseline": 1, "tool": "0.1.0", "regulation": "zhonglou-2023", "as_of": "2026-11-23"}
{"dossier": "a", "rule": "FILE-1", "severity": "error", "fingerprint": "d4b5df456805c3f6", "message": "x"}
"""
_SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "manifest": lambda: _files("manifest.yaml"),
    "regulation": lambda: [(PACK / f"{name}.yaml").read_bytes() for name in ("regulation", "vocabulary", "rules")],
    "record": lambda: [_RECORD.encode()],
    "settings": lambda: [_SETTINGS.encode()],
    "baseline": lambda: [_BASELINE.encode()],
    "attachment": _attachments,
    "package": lambda: [Made().data()],
    "template": lambda: [path.read_bytes() for path in sorted((ROOT / "templates").rglob("*.docx"))[:4]],
    "plan": lambda: [path.read_bytes() for path in sorted((ROOT / "templates").rglob("*.xlsx"))[:2]],
}


def made(target: str, number: int) -> bytes:
    """Return the input with this number: a seed with one to eight places changed, in a zip also inside its parts."""
    random = Random(f"{target} {number}")  # noqa: S311 nothing secret
    data = random.choice(seeds(target))
    skipped, body = (data[:1], data[1:]) if target == "attachment" else (b"", data)
    if body.startswith(b"PK") and random.random() < 0.7:
        return skipped + _rezipped(body, random)
    return skipped + _changed(body, random, _PIECES)


def _changed(data: bytes, random: Random, ways: tuple[Callable[[bytearray, Random], None], ...]) -> bytes:
    text = bytearray(data)
    for _ in range(random.randint(1, 8)):
        random.choice(ways)(text, random)
    return bytes(text)


def _flip(text: bytearray, random: Random) -> None:
    if text:
        text[random.randrange(len(text))] = random.randrange(256)


def _word(text: bytearray, random: Random) -> None:
    at = random.randint(0, len(text))
    text[at:at] = random.choice(WORDS)


def _over(text: bytearray, random: Random) -> None:
    at = random.randint(0, len(text))
    word = random.choice(WORDS)
    text[at : at + len(word)] = word


def _cut(text: bytearray, random: Random) -> None:
    at = random.randint(0, len(text))
    del text[at : at + random.choice((1, 4, 16, 400, len(text)))]


def _twice(text: bytearray, random: Random) -> None:
    at = random.randint(0, len(text))
    text[at:at] = text[at : at + random.choice((4, 40, 400))] * random.choice((1, 1, 2, 50))


def _line(text: bytearray, random: Random) -> None:
    lines = bytes(text).split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], random.choice((lines[one], b"  " + lines[one], lines[one].strip()))
    text[:] = b"\n".join(lines)


_PIECES = (_flip, _word, _over, _cut, _twice, _line)


def _rezipped(data: bytes, random: Random) -> bytes:
    """Return a zip of the same parts, of which a few are changed: what is inside is read, not only the shell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    chosen = {random.randrange(len(parts)) for _ in range(random.randint(1, 3))}
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as made_anew:
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for number, (info, content) in enumerate(parts):
            method = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            name = (
                info.filename
                if random.random() > 0.02
                else random.choice(("../x", "a\\b", "甲.xml", info.filename.upper()))
            )
            made_anew.writestr(name, _changed(content, random, _PIECES) if number in chosen else content, method)
    return target.getvalue()


def packed(data: bytes) -> bytes:
    """Return an input as it is kept in the corpus."""
    return zlib.compress(data, 9)
