"""`zlxm log`: a dossier's life as git knows it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.history.repositories import QUIET, begin, commit, git, run

MANIFEST = """zlxm: 1
regulation: zhonglou-2023
project: {name: 某某平台, nature: 新建, categories: [软件应用]}
unit: {name: 某某局}
plan: {year: 2026}
events:
EVENTS
"""
DECIDED = "  - {event: 三重一大决策, date: 2026-03-01}"
APPLIED = "  - {event: 申报, date: 2026-03-10}"
NUMBERED = "  - {event: 申报, date: 2026-03-10, number: PT-1}"
RENUMBERED = "  - {event: 申报, date: 2026-03-12, number: PT-1}"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, told in QUIET.items():
        monkeypatch.setenv(name, told)


class History:
    """A repository that is written commit by commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = begin(folder)
        self.at = "甲"

    def write(self, *events: str) -> None:
        path = self.folder / self.at / "manifest.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(MANIFEST.replace("EVENTS", "\n".join(events) or "  []"), encoding="utf-8")

    def commit(self, day: str, message: str = "改") -> str:
        when = f"{day}T09:30:00+08:00"
        return commit(self.folder, message, GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)

    def told(self) -> dict[str, Any]:
        (only,) = json.loads(run(self.folder, "log", "--format", "json").out)["dossiers"]
        read: dict[str, Any] = only
        return read

    def lags(self) -> list[tuple[str, int | None]]:
        return [(each["event"], each["lag_days"]) for each in self.told()["events"]]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "库")


def test_each_event_has_the_commit_it_came_with(history: History) -> None:
    history.write(DECIDED)
    first = history.commit("2026-03-02", "第一次")
    history.write(DECIDED, APPLIED)
    history.commit("2026-03-10")
    history.write(DECIDED, APPLIED, "  - {event: 评审, date: 2026-04-01, result: 通过}")
    assert history.lags() == [("三重一大决策", 1), ("申报", 0), ("评审", None)]
    made = history.told()["events"][0]["commit"]
    assert made == {"id": first, "time": "2026-03-02T09:30:00+08:00", "author": "某某", "title": "第一次"}


def test_what_is_filled_in_later_is_the_same_event(history: History) -> None:
    history.write(APPLIED)
    history.commit("2026-03-10")
    history.write(NUMBERED)
    history.commit("2026-05-01")
    assert history.lags() == [("申报", 0)]
    assert history.told()["altered"] == []


def test_what_was_altered_or_taken_out_is_told_with_the_commit_that_did_it(history: History) -> None:
    history.write(DECIDED, NUMBERED)
    history.commit("2026-03-10")
    history.write(DECIDED, RENUMBERED)
    second = history.commit("2026-05-01")
    history.write(RENUMBERED)
    third = history.commit("2026-05-02")
    history.write("  - {event: 申报, date: 2026-03-12, number: PT-2}")
    altered = history.told()["altered"]
    assert [(each["was"]["event"], each["fields"], (each["commit"] or {}).get("id")) for each in altered] == [
        ("申报", {"date": ["2026-03-10", "2026-03-12"]}, second),
        ("三重一大决策", {}, third),
        ("申报", {"number": ["PT-1", "PT-2"]}, None),
    ]
    assert [each["now"] is None for each in altered] == [False, True, False]


def test_a_move_is_followed_and_a_side_line_counts_from_its_own_day(history: History) -> None:
    history.write(DECIDED)
    history.commit("2026-03-02")
    git(history.folder, "mv", "甲", "乙")
    history.commit("2026-03-03")
    history.at = "乙"
    git(history.folder, "checkout", "--quiet", "-b", "side")
    history.write(DECIDED, APPLIED)
    history.commit("2026-03-11")
    git(history.folder, "checkout", "--quiet", "main")
    (history.folder / "别的").write_text("一", encoding="utf-8")
    history.commit("2026-03-12")
    git(history.folder, "merge", "--quiet", "--no-ff", "side", "--message=并")
    assert history.lags() == [("三重一大决策", 1), ("申报", 1)]


def test_a_version_that_cannot_be_read_is_said(history: History) -> None:
    history.write(DECIDED)
    history.commit("2026-03-02")
    (history.folder / "甲/manifest.yaml").write_text("a: [", encoding="utf-8")
    broken = history.commit("2026-03-03")
    history.write(DECIDED, APPLIED)
    history.commit("2026-03-12")
    told = history.told()
    assert [each["id"] for each in told["unreadable"]] == [broken]
    assert history.lags() == [("三重一大决策", 1), ("申报", 2)]
    assert "有一次提交的清单读不出来" in run(history.folder, "log").out


def test_a_shallow_clone_says_at_most(history: History, tmp_path: Path) -> None:
    history.write(DECIDED)
    history.commit("2026-03-02")
    history.write(DECIDED, APPLIED)
    history.commit("2026-03-12")
    clone = tmp_path / "浅"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{history.folder}", str(clone))
    (only,) = json.loads(run(clone, "log", "--format", "json").out)["dossiers"]
    assert [each["at_most"] for each in only["events"]] == [True, True]
    said = run(clone, "log").out
    assert "不晚于 2026-03-12" in said
    assert "克隆得太浅" in said


@pytest.mark.parametrize("name", ["项目 一", "--all", "*", ":(top)甲", "百分%40"])
def test_strange_names(history: History, name: str) -> None:
    history.at = name
    history.write(DECIDED)
    history.commit("2026-03-02")
    assert history.lags() == [("三重一大决策", 1)]


def test_a_message_and_a_name_made_to_mislead(history: History) -> None:
    """Neither the separators of our own reading nor a terminal's control characters get through."""
    history.write(DECIDED)
    history.commit("2026-03-02", "一\x1f二\x1b[31m\n\n:100644 100644 0 0 M\x01")
    history.write(DECIDED, APPLIED)
    git(history.folder, "add", ".")
    git(history.folder, "-c", "user.name=甲\x1f乙\x1b[2J", "commit", "--quiet", "--message=二")
    assert [name for name, _ in history.lags()] == ["三重一大决策", "申报"]
    assert "\x1b" not in run(history.folder, "log").out


def test_before_the_first_commit_and_without_a_repository(history: History, tmp_path: Path) -> None:
    history.write(DECIDED)
    assert history.lags() == [("三重一大决策", None)]
    shutil.copytree(history.folder / "甲", tmp_path / "甲")
    said = run(tmp_path / "甲", "log")
    assert (said.code, "不在" in said.err) == (2, True)


def test_what_a_person_sees(history: History) -> None:
    history.write(DECIDED, NUMBERED)
    history.commit("2026-03-05")
    history.write(DECIDED, RENUMBERED)
    history.commit("2026-05-01")
    text = run(history.folder, "log", "甲").out
    lines = [line.rstrip() for line in text.splitlines()]
    assert lines[0] == "某某平台（甲）"
    assert lines[1].split() == ["事项日期", "事项", "记入日期", "提交", "相差"]
    assert lines[2].split()[:3] == ["2026-03-01", "三重一大决策", "2026-03-05"]
    assert lines[2].endswith("晚 4 天")
    assert lines[3].endswith("早 7 天")
    assert "日期从 2026-03-10 改成 2026-03-12" in text
