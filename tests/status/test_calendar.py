"""The calendar, as other programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import icalendar
import ics
import pytest
import vobject

from tests.hostile.inputs import HEAD, lay
from tests.status.surveys import SAMPLES, surveyed
from zlxm.model.outlook import Survey
from zlxm.output.status import STATUS_FORMATS, StatusStyle

CONTRACT = "  - {event: 合同签订, date: 2025-09-01, contract: 建设, amount: 19}\n"
FILED = "  - {event: 任务书备案, date: 2025-09-20}\n"


def told(found: Survey) -> str:
    return STATUS_FORMATS.require("ics").format_survey(found, StatusStyle())


def made(folder: Path, *events: str, as_of: date = date(2025, 9, 10)) -> dict[str, icalendar.Event]:
    """Return the events of a calendar by rule and year."""
    lay(folder / "甲", HEAD + "events:\n" + "".join(events))
    calendar = icalendar.Calendar.from_ical(told(surveyed(folder, as_of=as_of)))
    return {_rule(each): each for each in calendar.events}


def _rule(each: icalendar.Event) -> str:
    return described(each).split("·")[1].split()[0] + f" {each.start.year}"


def described(each: icalendar.Event) -> str:
    return str(each["description"])


def test_two_other_libraries_read_it() -> None:
    text = told(surveyed())
    theirs = vobject.readOne(text)
    assert theirs.method.value == "PUBLISH"
    found = {each.uid.value: (each.summary.value, each.dtstart.value) for each in theirs.vevent_list}
    others = {each.uid: (each.name, each.begin.date()) for each in ics.Calendar(text).events}
    own = {str(each["uid"]): (str(each["summary"]), each.start) for each in icalendar.Calendar.from_ical(text).events}
    assert found == others == own
    assert len(own) > 20
    assert ("每年 11 月底绩效自评：钟楼区财政局办公网络核心设备更新项目", date(2026, 11, 30)) in own.values()


def test_lines_are_folded_as_the_standard_says() -> None:
    text = told(surveyed())
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert not any("\n" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75


def test_a_duty_is_an_event_of_a_day_with_two_alarms(tmp_path: Path) -> None:
    found = made(tmp_path, CONTRACT)["ZL13-2 2025"]
    assert (found.start, found.end) == (date(2025, 10, 9), date(2025, 10, 10))
    assert found["status"] == "CONFIRMED"
    assert [alarm.decoded("trigger") for alarm in found.walk("valarm")] == [timedelta(days=-30), timedelta(days=-7)]
    assert "国庆节、中秋节放假，顺延至 2025-10-09" in described(found)
    assert "第13条" in described(found)
    assert "怎么做：" in described(found)


def test_what_is_met_is_cancelled_under_the_same_name(tmp_path: Path) -> None:
    before = made(tmp_path, CONTRACT)["ZL13-2 2025"]
    after = made(tmp_path, CONTRACT, FILED, as_of=date(2025, 9, 21))["ZL13-2 2025"]
    assert after["uid"] == before["uid"]
    assert int(str(after["sequence"])) > int(str(before["sequence"]))
    assert after["status"] == "CANCELLED"
    assert list(after.walk("valarm")) == []
    assert "ZL13-2 2025" not in made(tmp_path, CONTRACT, FILED, as_of=date(2026, 12, 1))


def test_what_is_late_says_so(tmp_path: Path) -> None:
    found = made(tmp_path, CONTRACT, as_of=date(2025, 10, 20))["ZL13-2 2025"]
    assert str(found["summary"]).startswith("【逾期】")
    assert "逾期 11 天" in described(found)


def test_next_year_is_provisional(tmp_path: Path) -> None:
    found = made(tmp_path, CONTRACT, as_of=date(2026, 12, 5))
    assert found["ZL33-1 2027"]["status"] == "TENTATIVE"
    assert str(found["ZL33-1 2027"]["summary"]).startswith("【暂定】")


def names(found: Survey) -> Sequence[str]:
    return sorted(str(each["uid"]) for each in icalendar.Calendar.from_ical(told(found)).events)


def test_names_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the dossier is reached, alone or among others; two dossiers share none."""
    alone = names(surveyed(SAMPLES / "deficient-wenlv"))
    monkeypatch.chdir(SAMPLES / "deficient-wenlv")
    assert names(surveyed(Path())) == alone
    together = names(surveyed(SAMPLES))
    assert set(alone) < set(together)
    assert len(set(together)) == len(together)


def test_the_same_day_gives_the_same_bytes() -> None:
    assert told(surveyed()) == told(surveyed())
