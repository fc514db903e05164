"""Every sample dossier told again from nothing: what is right can be recorded, what is wrong is refused, and no rule
locks a project out of its own life."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zlxm.model.dossier import Document, Dossier, Event
from zlxm.model.entry import Addition, Entry
from zlxm.services.dossiers import load_dossier
from zlxm.services.manifest_edit import edited, load_for_edit, save
from zlxm.services.recording import Draft, propose

SAMPLES = Path(__file__).parent.parent.parent / "sample-dossiers"
AS_OF = date(2026, 11, 23)
REFUSED = {
    "deficient-wenlv": {
        ("合同签订", "2025-04-10"): {"ZL15-2", "ZL19-2"},
        ("中标", "2025-04-15"): {"ZL19-2"},
        ("任务书备案", "2025-06-03"): {"ZL13-2"},
        ("初验", "2025-12-09"): {"ZL27-3", "ZL28-1", "ZL28-2"},
    }
}
"""What the one deficient dossier should never have been allowed to record."""


def dossier_of(folder: Path) -> Dossier:
    dossier = load_dossier(str(folder)).dossier
    assert dossier is not None
    return dossier


def emptied(name: str, folder: Path) -> Path:
    """Return a copy of a sample in which nothing has happened yet."""
    copy = folder / name
    shutil.copytree(SAMPLES / name, copy)
    manifest = copy / "manifest.yaml"
    text = re.sub(r"(?ms)^(events|documents):.*?(?=^\w|\Z)", r"\1:\n\n", manifest.read_text(encoding="utf-8"))
    manifest.write_text(text, encoding="utf-8")
    return copy


def entry_of(document: Document) -> Entry:
    kinds = list(document.kinds)
    return {"kind": kinds if len(kinds) > 1 else kinds[0], "path": document.file} | (
        {"date": document.date} if document.date else {}
    )


def fields_of(event: Event) -> dict[str, Any]:
    said = {name: each for name, each in event.values.items() if each not in (None, (), "")}
    named = {name: text for name, text in (("number", event.number), ("note", event.note)) if text}
    return {name: list(each) if isinstance(each, tuple) else each for name, each in {**said, **named}.items()}


def refusals(name: str, folder: Path) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """Record a sample's life day by day, its papers first; yield what was spoken against."""
    whole = dossier_of(SAMPLES / name)
    copy = str(emptied(name, folder))
    pending = list(whole.documents)
    for event in sorted(whole.events, key=lambda each: each.order):
        ready = [each for each in pending if each.date is None or each.date <= event.date]
        pending = [each for each in pending if each not in ready]
        save(edited(load_for_edit(copy), [Addition("documents", entry_of(each)) for each in ready]))
        proposal = propose(load_for_edit(copy), Draft(event.name, event.date, fields_of(event)), AS_OF)
        save(proposal.edit)
        if proposal.errors:
            yield (event.name, str(event.date)), {each.rule for each in proposal.errors}


NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/manifest.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_life_can_be_recorded_as_it_happened(name: str, tmp_path: Path) -> None:
    assert dict(refusals(name, tmp_path)) == REFUSED.get(name, {})
    told, whole = dossier_of(tmp_path / name), dossier_of(SAMPLES / name)
    assert [(each.name, each.date, each.values) for each in told.events] == [
        (each.name, each.date, each.values) for each in sorted(whole.events, key=lambda each: each.order)
    ]
    assert {each.file for each in told.documents} <= {each.file for each in whole.documents}
