"""Last days in words: every step from the start to the day that counts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import APPLIED, event, judged
from zlxm.model.dossier import Event
from zlxm.model.finding import Duty
from zlxm.model.period import Period
from zlxm.model.reckoning import Reckoning, Standing
from zlxm.wording.reckoning import arithmetic, distance, role


def signed_on(day: str) -> Event:
    return event("合同签订", day, contract="建设", amount="19")


def filing_after(signed: str, on: str) -> Duty:
    """Return the duty to file the task book within a month."""
    found = judged(on, events=(*APPLIED, signed_on(signed)))
    return next(each for each in found.deadlines if each.rule == "ZL13-2")


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        ("2024-10-15", "2024-10-15“合同签订”+ 1 个月 = 2024-11-15（星期五）"),
        ("2024-01-31", "2024-01-31“合同签订”+ 1 个月 = 2024-02-29（星期四）"),
        (
            "2025-09-01",
            "2025-09-01“合同签订”+ 1 个月 = 2025-10-01（星期三），国庆节、中秋节放假，顺延至 2025-10-09（星期四）",
        ),
        (
            "2024-12-31",
            "2024-12-31“合同签订”+ 1 个月 = 2025-01-31（星期五），春节放假，顺延至 2025-02-05（星期三）",
        ),
        ("2025-12-31", "2025-12-31“合同签订”+ 1 个月 = 2026-01-31（星期六），遇周末，顺延至 2026-02-02（星期一）"),
        ("2026-01-31", "2026-01-31“合同签订”+ 1 个月 = 2026-02-28（星期六）"),
        ("2026-12-04", "2026-12-04“合同签订”+ 1 个月 = 2027-01-04（星期一），暂定：2027 年节假日安排未公布"),
    ],
)
def test_a_period_is_spelled_out(signed: str, told: str) -> None:
    assert arithmetic(filing_after(signed, signed)) == told


def test_a_printed_day_on_a_weekend_is_said_to_be_arguable() -> None:
    found = judged("2025-11-03", events=(*APPLIED, signed_on("2024-11-01")))
    duty = next(each for each in found.duties if each.rule == "ZL33-1")
    told = "条文写明的日子 2025-11-30（星期日）是休息日，是否顺延没有写明，稳妥在 2025-11-28 以前"
    assert arithmetic(duty) == told


def test_a_given_day_and_none() -> None:
    given = Duty("X-1", date(2026, 5, 6), "x", {}, reckoning=Reckoning(date(2026, 5, 6), date(2026, 5, 6), "整改通知"))
    assert arithmetic(given) == "清单写明的限期 2026-05-06（星期三）"
    assert arithmetic(Duty("X-1", date(2026, 5, 6), "x", {})) == "2026-05-06"


@pytest.mark.parametrize(
    ("standing", "done", "as_of", "told", "colour"),
    [
        (Standing.AHEAD, None, "2026-05-06", "今天到期", "warning"),
        (Standing.AHEAD, None, "2026-04-06", "还有 30 天", "warning"),
        (Standing.AHEAD, None, "2026-04-05", "还有 31 天", "info"),
        (Standing.COMING, None, "2026-04-05", "还有 31 天", "dim"),
        (Standing.OVERDUE, None, "2026-05-07", "逾期 1 天", "error"),
        (Standing.UNCERTAIN, None, "2026-05-07", "可能已逾期", "error"),
        (Standing.MET, date(2026, 5, 1), "2026-05-07", "2026-05-01 已办", "dim"),
        (Standing.MET, None, "2026-05-07", "已办", "dim"),
        (Standing.MET_LATE, date(2026, 5, 9), "2026-05-10", "2026-05-09 才办，迟 3 天", "dim"),
    ],
)
def test_how_far_off(standing: Standing, done: date | None, as_of: str, told: str, colour: str) -> None:
    due = date(2026, 5, 6)
    duty = Duty("X-1", due, "x", {}, standing=standing, reckoning=Reckoning(due, due, period=Period(1, "d"), done=done))
    assert distance(duty, date.fromisoformat(as_of)) == told
    assert role(duty, date.fromisoformat(as_of)) == colour
