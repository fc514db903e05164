"""Lays hostile dossiers on the disk, and tells whether a report says what it should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

from zlxm.wording.sentences import messages

HEAD = """\
zlxm: 1
regulation: zhonglou-2023
project: {name: 示例平台建设项目, nature: 新建, categories: [软件应用]}
unit: {name: 示例局, kind: 部门}
plan: {year: 2025}
budget: {total: 20}
"""


def listing(*paths: str) -> str:
    """Return a manifest that lists these papers, each path written as YAML has it in single quotes."""
    quoted = (path.replace("'", "''") for path in paths)
    return HEAD + "documents:\n" + "".join(f"  - {{kind: 其他, path: '{each}'}}\n" for each in quoted)


def lay(folder: Path, manifest: str | bytes, files: Mapping[str, bytes] | None = None) -> Path:
    """Return a folder that holds this manifest and these files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yaml").write_bytes(manifest.encode() if isinstance(manifest, str) else manifest)
    for path, data in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def lay_papers(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Return a dossier that lists these papers and holds them."""
    return lay(folder, listing(*files), files)


def says(found: Iterable[tuple[str, str]], code: str) -> bool:
    """Tell whether a problem of form with this code is among the findings."""
    template = messages()["problems"][code][0]
    pattern = "".join(re.escape(text) + (".*" if field is not None else "") for text, field, *_ in _pieces(template))
    return any(rule == "MANIFEST" and re.fullmatch(pattern, message) for rule, message in found)


def _pieces(template: str) -> Iterable[tuple[str, str | None, str | None, str | None]]:
    return Formatter().parse(template)


def rules(found: Iterable[tuple[str, str]]) -> set[str]:
    """Return the rules that spoke about files."""
    return {rule for rule, _ in found if rule.startswith("FILE-")}
