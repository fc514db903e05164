"""An edit is the old data and the change, or it is refused with the line to write by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zlxm.model.entry import Addition, Removal
from zlxm.model.errors import Refused, ZlxmError
from zlxm.services.manifest_edit import edited, load_for_edit, save

HEAD = """\
zlxm: 1
regulation: zhonglou-2023
project: {name: 某某平台, nature: 新建, categories: [软件应用]}
unit: {name: 某某局, kind: 部门}
plan: {year: 2027}
budget: {total: 86.50}
"""
EVENTS = "events:\n  - {event: 三重一大决策, date: 2026-08-20}  # 甲\n  - {event: 申报, date: 2026-09-18}\n"
NEW = Addition("events", {"event": "申报合规审查", "date": date(2026, 10, 20), "result": "通过"})


def dossier(folder: Path, text: str) -> str:
    (folder / "manifest.yaml").write_bytes(text.encode())
    return str(folder)


def content(folder: Path) -> str:
    return (folder / "manifest.yaml").read_bytes().decode()


def test_an_edit_shows_what_it_would_write_and_writes_that(tmp_path: Path) -> None:
    edit = edited(load_for_edit(dossier(tmp_path, HEAD + EVENTS)), [NEW])
    added = "  - {event: 申报合规审查, date: 2026-10-20, result: 通过}"
    assert content(tmp_path) == HEAD + EVENTS
    assert [line for line in edit.diff.splitlines() if line.startswith("+") and "+++" not in line] == [f"+{added}"]
    assert edit.after is not None
    assert [event.name for event in edit.after.events] == ["三重一大决策", "申报", "申报合规审查"]
    save(edit)
    assert content(tmp_path) == f"{HEAD}{EVENTS}{added}\n"


def test_marks_and_line_breaks_stay(tmp_path: Path) -> None:
    before = "\ufeff" + (HEAD + EVENTS).replace("\n", "\r\n")
    save(edited(load_for_edit(dossier(tmp_path, before)), [NEW]))
    assert content(tmp_path).startswith(before)
    assert content(tmp_path).endswith("通过}\r\n")


def test_several_additions_and_removals_are_one_edit(tmp_path: Path) -> None:
    waiver = Addition("waivers", {"rule": "ZL06-1", "reason": "某某", "by": "某某局", "date": date(2026, 10, 20)})
    loaded = load_for_edit(dossier(tmp_path, HEAD + EVENTS))
    edit = edited(loaded, (each for each in (NEW, waiver)), [Removal("events", 0), Removal("events", 1)])
    assert edit.after is not None
    assert [event.name for event in edit.after.events] == ["申报合规审查"]
    assert [each.rule for each in edit.after.waivers] == ["ZL06-1"]


def test_the_only_entry_may_go(tmp_path: Path) -> None:
    text = f"{HEAD}events:\n  - {{event: 申报, date: 2026-09-18}}\n"
    edit = edited(load_for_edit(dossier(tmp_path, text)), [], [Removal("events", 0)])
    assert edit.data.decode() == f"{HEAD}events:\n"


def test_what_cannot_be_put_in_is_refused_with_the_line_to_write(tmp_path: Path) -> None:
    text = HEAD + "events:\n  - event: 申报\n    date: 2026-09-18\n    note: |\n      没有换行的最后一行"
    with pytest.raises(Refused) as refused:
        edited(load_for_edit(dossier(tmp_path, text)), (each for each in (NEW,)))
    assert refused.value.code == "not_spliced"
    assert refused.value.facts["lines"] == "events: - {event: 申报合规审查, date: 2026-10-20, result: 通过}"
    assert content(tmp_path) == text


def test_an_entry_of_a_wrong_form_is_told_and_not_written(tmp_path: Path) -> None:
    wrong = Addition("events", {"event": "申报合规审查", "date": date(2026, 10, 20), "result": "也许", "odd": 1})
    edit = edited(load_for_edit(dossier(tmp_path, HEAD + EVENTS)), [wrong])
    assert edit.after is None or edit.problems
    assert content(tmp_path) == HEAD + EVENTS


def test_a_secret_project_and_a_broken_manifest_are_not_edited(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_for_edit(dossier(tmp_path, HEAD.replace("project: {", "project: {classified: true, ")))
    assert refused.value.code == "classified"
    with pytest.raises(ZlxmError) as told:
        load_for_edit(dossier(tmp_path, HEAD + "events: [\n"))
    assert told.value.code == "broken_manifest"


def test_what_somebody_else_writes_meanwhile_stays(tmp_path: Path) -> None:
    edit = edited(load_for_edit(dossier(tmp_path, HEAD + EVENTS)), [NEW])
    dossier(tmp_path, HEAD)
    with pytest.raises(Refused) as refused:
        save(edit)
    assert refused.value.code == "changed_meanwhile"
    assert content(tmp_path) == HEAD
