"""The papers of a dossier as a list by stage, in columns that stay straight."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zlxm.model.paper import Paper, Slot
from zlxm.model.value import value
from zlxm.output.layout import pad
from zlxm.output.safe import safe
from zlxm.wording.sentences import say

_LONGEST_EXAMPLE = 60


@value
class PaperLine:
    """One paper: stage, name, how it stands (in words), the file it is or becomes, and its dossier's folder."""

    stage: str
    name: str
    standing: str
    target: str
    folder: str


def format_papers(title: str, lines: Iterable[PaperLine], stages: tuple[str, ...]) -> str:
    """Return one line a paper, grouped by the stages in their order."""
    order = {stage: number for number, stage in enumerate(stages)}
    ordered = sorted(lines, key=lambda line: order.get(line.stage, len(order)))
    text = [f"{safe(title)}\n"]
    last: str | None = None
    for line in ordered:
        stage = (line.stage or say("other_stage")) if line.stage != last else ""
        last = line.stage
        where = os.path.relpath(line.target, line.folder).replace(os.sep, "/")
        text.append(f"  {pad(stage, 8)} {pad(line.name, 18)} {pad(line.standing, 8)} {safe(where)}\n")
    return "".join(text)


def format_templates(papers: Iterable[Paper], stages: tuple[str, ...], own: Iterable[str]) -> str:
    """Return one line a paper: stage, name, the document kind it becomes; those from the user's folders are marked."""
    order = {stage: number for number, stage in enumerate(stages)}
    ordered = sorted(papers, key=lambda paper: order.get(paper.stage, len(order)))
    mine = tuple(own)
    text: list[str] = []
    last: str | None = None
    for paper in ordered:
        stage = (paper.stage or say("other_stage")) if paper.stage != last else ""
        last = paper.stage
        where = f"  {safe(paper.folder)}" if paper.folder.startswith(mine) and mine else ""
        text.append(f"{pad(stage, 9)}{pad(safe(paper.name), 20)}{safe(paper.produces or paper.title)}{where}\n")
    return "".join(text)


def format_slots(slots: Iterable[tuple[Slot, object]]) -> str:
    """Return one line a slot: how it is written in a template, and its value in a dossier where there is one."""
    return "".join(_slot_line(slot, example) for slot, example in slots)


def _slot_line(slot: Slot, example: object) -> str:
    if not slot.columns:
        shown = safe(str(example).replace("\n", " "))[:_LONGEST_EXAMPLE] if example is not None else slot.note
        return f"{pad(slot.name, 24)}  {shown}".rstrip() + "\n"
    columns = " ".join(slot.columns)
    count = f"[{len(example)}]" if isinstance(example, tuple) else ""
    return f"{pad(slot.name, 24)}  {count}{columns}\n"
