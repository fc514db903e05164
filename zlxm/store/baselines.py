"""A baseline as JSON Lines: a header, then one line a finding, sorted, so that a diff shows what came and went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zlxm.model.adoption import Baseline, Known
from zlxm.model.errors import UsageError
from zlxm.model.problem import Severity
from zlxm.store.writing import replace_file

VERSION = 1
_MARK = "zlxm-baseline"
_MOST_BYTES = 64 * 1024 * 1024
_KEYS = ("dossier", "rule", "severity", "fingerprint", "message")


def baseline_text(baseline: Baseline) -> str:
    """Return the file's text; the same findings give the same text."""
    header: dict[str, Any] = {
        _MARK: VERSION,
        "tool": baseline.tool,
        "regulation": baseline.regulation,
        "as_of": baseline.as_of,
    }
    lines = [header, *(_line(each) for each in sorted(baseline.known, key=lambda each: each.order))]
    return "".join(_dumped(each) + "\n" for each in lines)


def _line(known: Known) -> dict[str, str]:
    texts = (known.dossier, known.rule, known.severity.word, known.fingerprint, known.message)
    return dict(zip(_KEYS, texts, strict=True))


def _dumped(tree: dict[str, Any]) -> str:
    text = json.dumps(tree, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that is no text at all
        return json.dumps(tree)
    return text


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write it whole or not at all. Raises ZlxmError (`unwritable`)."""
    replace_file(path, baseline_text(baseline).encode())


def read_baseline(path: str) -> Baseline:
    """Return a baseline. Raises UsageError: `no_baseline` when there is none, `bad_baseline` with the line at fault."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError("no_baseline", {"path": path, "detail": error.strerror or ""}) from error
    if len(data) > _MOST_BYTES:
        raise _bad(path, 1)
    trees = _trees(path, data)
    _, header = next(trees, (0, {}))
    if header.get(_MARK) != VERSION:
        raise _bad(path, 1)
    known = tuple(_known(path, number, tree) for number, tree in trees)
    tool, regulation, as_of = (str(header.get(key, "")) for key in ("tool", "regulation", "as_of"))
    return Baseline(tool, regulation, as_of, known)


def _trees(path: str, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if line.strip():
            yield number, _tree(path, number, line)


def _tree(path: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad(path, number) from error
    if not isinstance(tree, dict):
        raise _bad(path, number)
    return tree


def _known(path: str, number: int, tree: dict[str, Any]) -> Known:
    if not all(isinstance(tree.get(key), str) for key in _KEYS) or tree["severity"] not in _SEVERITIES:
        raise _bad(path, number)
    return Known(tree["dossier"], tree["rule"], tree["fingerprint"], _SEVERITIES[tree["severity"]], tree["message"])


_SEVERITIES = {each.word: each for each in Severity}


def _bad(path: str, number: int) -> UsageError:
    return UsageError("bad_baseline", {"path": path, "line": number})
