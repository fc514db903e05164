from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import day
from zlxm.model.period import MonthDay, Period, add, parse_month_day, parse_period, subtract


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2025-04-15", "1m", "2025-05-15"),
        ("2025-01-31", "1m", "2025-02-28"),
        ("2024-01-31", "1m", "2024-02-29"),
        ("2025-03-31", "1m", "2025-04-30"),
        ("2025-12-31", "2m", "2026-02-28"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2025-02-28", "1y", "2026-02-28"),
        ("2025-11-30", "3m", "2026-02-28"),
        ("2025-10-10", "30d", "2025-11-09"),
        ("2025-12-31", "0d", "2025-12-31"),
        ("9999-12-01", "30d", "9999-12-31"),
        ("9999-12-01", "1m", "9999-12-31"),
        ("9990-01-01", "9999y", "9999-12-31"),
    ],
)
def test_periods_end_on_the_corresponding_day(start: str, period: str, end: str) -> None:
    parsed = parse_period(period)
    assert parsed is not None
    assert add(day(start), parsed) == day(end)


@pytest.mark.parametrize(("period", "opens"), [("30d", "2025-05-01"), ("1m", "2025-04-30"), ("9999y", "0001-01-01")])
def test_a_notice_opens_a_period_before(period: str, opens: str) -> None:
    parsed = parse_period(period)
    assert parsed is not None
    assert subtract(day("2025-05-31"), parsed) == day(opens)


@pytest.mark.parametrize("text", ["", "30", "d", "30 d", "-1m", "1w", "15wd", "1.5m", "10000d", "１m"])
def test_other_texts_are_no_periods(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["9-30", "09-31", "13-01", "00-10", "01-00", "02-30", "0930", ""])
def test_other_texts_are_no_yearly_dates(text: str) -> None:
    assert parse_month_day(text) is None


def test_yearly_dates() -> None:
    assert parse_month_day("09-30") == MonthDay(9, 30)
    assert MonthDay(2, 29).in_year(2024) == date(2024, 2, 29)
    assert MonthDay(2, 29).in_year(2025) == date(2025, 2, 28)


@given(st.dates(), st.integers(0, 9999), st.sampled_from("dmy"))
def test_periods_never_run_backwards(start: date, count: int, unit: str) -> None:
    assert subtract(start, Period(count, unit)) <= start <= add(start, Period(count, unit))


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 9999))
def test_days_are_days(start: date, count: int) -> None:
    assert add(start, Period(count, "d")) == start + timedelta(days=count)
