from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import calendar, day
from zlxm.model.calendar import MAX_SHIFT_DAYS, Calendar

SHIPPED = Path(__file__).parents[2] / "zlxm" / "calendars" / "cn.yaml"
YEARS = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["years"]
FIRST, UNTIL = date(2023, 1, 1), date(2026, 12, 31)
KNOWN_DAYS = st.dates(FIRST, UNTIL)
A_DAY = timedelta(days=1)


def listed(name: str) -> list[date]:
    """Return the days as written; YAML may read them as dates or, quoted, as texts."""
    return [date.fromisoformat(str(each)) for year in YEARS.values() for each in year[name]]


def days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def bare(first: str, until: str, rest: tuple[str, ...] = (), work: tuple[str, ...] = ()) -> Calendar:
    return Calendar(frozenset(map(day, rest)), frozenset(map(day, work)), day(first), day(until))


def test_the_shipped_days_agree_with_chinesecalendar() -> None:
    rest, work = set(listed("rest")), set(listed("work"))
    known = list(days(FIRST, UNTIL))
    ours = {each for each in known if each in rest or (each.weekday() >= 5 and each not in work)}
    assert len(known) == 1461
    assert ours == {each for each in known if chinese_calendar.is_holiday(each)}


NAMES = {"New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节"}
NAMES |= {"Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节"}


def test_the_names_of_festivals_agree_with_chinesecalendar() -> None:
    """They name every festival, on its own day: the lunar ones begin on it or the day before."""
    shipped = calendar().festivals
    assert sorted(Counter((each.year, name) for each, name in shipped.items())) == sorted(
        (year, name) for year in YEARS for name in NAMES.values()
    )
    for each, name in shipped.items():
        told = chinese_calendar.get_holiday_detail(each)[1]
        assert NAMES[str(told)] in (name, "国庆节"), each


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2025-10-02", ("国庆节", "中秋节")),
        ("2025-01-31", ("春节",)),
        ("2024-09-16", ("中秋节",)),
        ("2026-01-31", ()),
        ("2024-06-16", ()),
        ("2024-01-01", ("元旦",)),
    ],
)
def test_why_a_day_is_given_off(on: str, names: tuple[str, ...]) -> None:
    assert calendar().festivals_about(day(on)) == names


def test_the_loaded_calendar_is_the_shipped_file() -> None:
    shipped = calendar()
    assert shipped == Calendar(frozenset(listed("rest")), frozenset(listed("work")), FIRST, UNTIL, shipped.festivals)


def test_weekdays_rest_weekends_work_and_each_stands_in_its_year() -> None:
    assert [each for each in listed("rest") if each.weekday() >= 5] == []
    assert [each for each in listed("work") if each.weekday() < 5] == []
    for number, year in YEARS.items():
        for name in ("rest", "work"):
            assert [date.fromisoformat(str(each)).year for each in year[name]] == [number] * len(year[name])
            assert year[name] == sorted(set(year[name]))


def test_no_shift_since_2004_was_longer() -> None:
    longest, shift = 0, 0
    for each in reversed(list(days(date(2004, 1, 1), UNTIL))):
        shift = shift + 1 if chinese_calendar.is_holiday(each) else 0
        longest = max(longest, shift)
    assert longest == MAX_SHIFT_DAYS


@pytest.mark.parametrize(
    ("nominal", "rolled"),
    [
        ("2024-11-15", "2024-11-15"),
        ("2024-06-16", "2024-06-17"),
        ("2026-02-28", "2026-02-28"),  # a Saturday worked
        ("2025-09-28", "2025-09-28"),  # a Sunday worked
        ("2024-02-10", "2024-02-18"),  # onto a Sunday worked
        ("2023-09-29", "2023-10-07"),  # onto a Saturday worked
        ("2026-12-31", "2026-12-31"),  # the last day known
        ("2023-01-01", "2023-01-03"),  # the first day known
        ("2027-01-01", None),
        ("2022-12-31", None),
    ],
)
def test_roll_forward(nominal: str, rolled: str | None) -> None:
    assert calendar().roll_forward(day(nominal)) == (day(rolled) if rolled else None)


def test_a_roll_that_leaves_the_known_years_is_not_guessed() -> None:
    ends_on_a_sunday = bare("2023-01-01", "2023-12-31")
    assert ends_on_a_sunday.roll_forward(day("2023-12-29")) == day("2023-12-29")
    assert ends_on_a_sunday.roll_forward(day("2023-12-30")) is None


@pytest.mark.parametrize(
    ("printed", "safe"),
    [
        ("2023-09-30", "2023-09-28"),
        ("2024-11-30", "2024-11-29"),
        ("2025-11-30", "2025-11-28"),
        ("2026-11-30", "2026-11-30"),
        ("2024-09-29", "2024-09-29"),  # a Sunday worked
        ("2027-01-03", "2027-01-01"),  # beyond the data only weekends count
    ],
)
def test_the_safe_day(printed: str, safe: str) -> None:
    assert calendar().last_working_day_on_or_before(day(printed)) == day(safe)


@given(KNOWN_DAYS)
def test_rolling_ends_on_the_first_working_day(start: date) -> None:
    rolled = calendar().roll_forward(start)
    assert rolled is not None
    assert not calendar().is_rest_day(rolled)
    assert all(calendar().is_rest_day(each) for each in days(start, rolled - A_DAY))
    assert calendar().roll_forward(rolled) == rolled


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_rolling_keeps_the_order(one: date, other: date) -> None:
    early, late = sorted((one, other))
    rolled, later = calendar().roll_forward(early), calendar().roll_forward(late)
    assert rolled is not None
    assert later is not None
    assert rolled <= later


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_the_safe_day_is_the_last_working_day(printed: date) -> None:
    safe = calendar().last_working_day_on_or_before(printed)
    assert not calendar().is_rest_day(safe)
    assert all(calendar().is_rest_day(each) for each in days(safe + A_DAY, printed))


def test_a_later_year_extends_the_calendar() -> None:
    longer = calendar().merge(bare("2027-01-01", "2027-12-31", rest=("2027-01-01",), work=("2027-01-03",)))
    assert (longer.first, longer.until) == (FIRST, day("2027-12-31"))
    assert longer.roll_forward(day("2027-01-01")) == day("2027-01-03")
    assert longer.roll_forward(day("2025-10-01")) == day("2025-10-09")


def test_a_year_already_known_adds_its_days() -> None:
    merged = calendar().merge(bare("2026-01-01", "2026-12-31", rest=("2026-11-30",)))
    assert (merged.first, merged.until) == (FIRST, UNTIL)
    assert merged.roll_forward(day("2026-11-30")) == day("2026-12-01")


@pytest.mark.parametrize(
    ("first", "until"),
    [("2028-01-01", "2028-12-31"), ("2027-01-02", "2027-12-31"), ("2021-01-01", "2021-12-31")],
)
def test_days_left_out_do_not_become_known(first: str, until: str) -> None:
    merged = calendar().merge(bare(first, until))
    assert (merged.first, merged.until) == (FIRST, UNTIL)
    assert merged.roll_forward(day("2027-10-01")) is None


YEAR_RANGES = st.tuples(st.integers(2000, 2030), st.integers(0, 3))


@given(YEAR_RANGES, YEAR_RANGES, st.dates(date(1999, 1, 1), date(2034, 12, 31)))
def test_merging_makes_no_day_known_that_neither_knew(one: tuple[int, int], two: tuple[int, int], asked: date) -> None:
    ours, other = (bare(f"{first}-01-01", f"{first + more}-12-31") for first, more in (one, two))
    merged = ours.merge(other)
    assert not merged.covers(asked) or ours.covers(asked) or other.covers(asked)
    assert merged.covers(asked) or not ours.covers(asked)
