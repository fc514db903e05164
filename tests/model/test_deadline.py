from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import calendar, day
from zlxm.model.calendar import MAX_SHIFT_DAYS
from zlxm.model.deadline import AnnualTimeliness, Deadline, Timeliness, annual_timeliness, deadline, timeliness
from zlxm.model.period import A_DAY, MonthDay, Period, add, subtract

A_MONTH = Period(1, "m")
THREE_MONTHS = Period(3, "m")
THIRTY_DAYS = Period(30, "d")
LONGEST_SHIFT = timedelta(days=MAX_SHIFT_DAYS)

DAYS = st.dates(date(2021, 1, 1), date(2029, 12, 31))  # known and unknown years
LIMITS = st.builds(lambda nominal, rolls: deadline(nominal, calendar(), rollover=rolls), DAYS, st.booleans())


def limit(nominal: str, *, rollover: bool = True) -> Deadline:
    return deadline(day(nominal), calendar(), rollover=rollover)


@pytest.mark.parametrize(
    ("period", "start", "nominal", "last_day"),
    [
        (A_MONTH, "2024-10-15", "2024-11-15", "2024-11-15"),  # plain
        (A_MONTH, "2024-01-31", "2024-02-29", "2024-02-29"),  # no corresponding day, leap year
        (A_MONTH, "2025-01-30", "2025-02-28", "2025-02-28"),  # a start on a holiday is irrelevant
        (A_MONTH, "2025-03-31", "2025-04-30", "2025-04-30"),  # 31st to 30th
        (A_MONTH, "2025-09-01", "2025-10-01", "2025-10-09"),  # National Day
        (A_MONTH, "2024-12-31", "2025-01-31", "2025-02-05"),  # Spring Festival
        (A_MONTH, "2025-12-31", "2026-01-31", "2026-02-02"),  # weekend
        (A_MONTH, "2026-01-31", "2026-02-28", "2026-02-28"),  # a Saturday worked
        (THIRTY_DAYS, "2024-06-30", "2024-07-30", "2024-07-30"),  # plain
        (THIRTY_DAYS, "2024-05-17", "2024-06-16", "2024-06-17"),  # weekend
        (THIRTY_DAYS, "2025-08-29", "2025-09-28", "2025-09-28"),  # a Sunday worked
        (THIRTY_DAYS, "2025-09-02", "2025-10-02", "2025-10-09"),  # National Day
        (THIRTY_DAYS, "2024-01-11", "2024-02-10", "2024-02-18"),  # onto a Sunday worked
        (THIRTY_DAYS, "2026-01-18", "2026-02-17", "2026-02-24"),  # nine days off
        (THIRTY_DAYS, "2023-08-30", "2023-09-29", "2023-10-07"),  # onto a Saturday worked
    ],
)
def test_deadlines_shift_off_rest_days(period: Period, start: str, nominal: str, last_day: str) -> None:
    found = deadline(add(day(start), period), calendar(), rollover=True)
    assert found == Deadline(day(nominal), day(last_day), day(last_day), found.festivals)
    assert timeliness(found, found.latest) is Timeliness.IN_TIME
    assert timeliness(found, add(found.latest, A_DAY)) is Timeliness.LATE


def test_beyond_the_published_holidays_the_last_day_is_not_known() -> None:
    found = deadline(add(day("2026-12-04"), THIRTY_DAYS), calendar(), rollover=True)
    assert found == Deadline(day("2027-01-03"), None, day("2027-01-13"))


@pytest.mark.parametrize(
    ("done_on", "answer"),
    [
        ("2026-12-31", Timeliness.IN_TIME),
        ("2027-01-03", Timeliness.IN_TIME),
        ("2027-01-04", Timeliness.UNCERTAIN),
        ("2027-01-13", Timeliness.UNCERTAIN),
        ("2027-01-14", Timeliness.LATE),
    ],
)
def test_three_answers_beyond_the_published_holidays(done_on: str, answer: Timeliness) -> None:
    assert timeliness(limit("2027-01-03"), day(done_on)) is answer


def test_before_the_known_years_nothing_is_guessed_either() -> None:
    assert limit("2022-10-01") == Deadline(day("2022-10-01"), None, day("2022-10-11"))


def test_the_last_day_known_is_certain() -> None:
    assert limit("2026-12-31").last_day == day("2026-12-31")


@pytest.mark.parametrize(
    ("start", "corresponding", "earliest"),
    [
        ("2024-03-15", "2024-06-15", "2024-06-16"),
        ("2024-11-30", "2025-02-28", "2025-03-01"),  # no 30 February
        ("2025-11-30", "2026-02-28", "2026-03-01"),  # that it is a Saturday worked is irrelevant
        ("2023-11-29", "2024-02-29", "2024-03-01"),  # leap year
        ("2023-07-01", "2023-10-01", "2023-10-02"),  # within a holiday: a wait does not shift
    ],
)
def test_a_wait_of_three_months_is_over_the_day_after_the_corresponding_day(
    start: str, corresponding: str, earliest: str
) -> None:
    end = add(day(start), THREE_MONTHS)
    assert deadline(end, calendar(), rollover=False) == Deadline(end, end, end)
    assert (end, add(end, A_DAY)) == (day(corresponding), day(earliest))


@pytest.mark.parametrize(
    ("stop", "opens", "last"),
    [
        ("2025-06-30", "2025-05-31", "2025-06-29"),
        ("2025-10-31", "2025-10-01", "2025-10-30"),  # opens inside a holiday: a notice does not shift
        ("2024-03-31", "2024-03-01", "2024-03-30"),  # leap year
    ],
)
def test_the_window_of_a_notice(stop: str, opens: str, last: str) -> None:
    assert (subtract(day(stop), THIRTY_DAYS), subtract(day(stop), A_DAY)) == (day(opens), day(last))


@pytest.mark.parametrize(
    ("printed", "arguable", "recommended"),
    [
        (MonthDay(9, 30).in_year(2023), "2023-10-07", "2023-09-28"),
        (MonthDay(9, 30).in_year(2026), "2026-09-30", "2026-09-30"),
        (MonthDay(11, 30).in_year(2024), "2024-12-02", "2024-11-29"),
        (MonthDay(11, 30).in_year(2025), "2025-12-01", "2025-11-28"),
        (MonthDay(11, 30).in_year(2026), "2026-11-30", "2026-11-30"),
    ],
)
def test_yearly_dates(printed: date, arguable: str, recommended: str) -> None:
    def answer(on: date) -> AnnualTimeliness:
        return annual_timeliness(printed, calendar(), on)

    assert calendar().last_working_day_on_or_before(printed) == day(recommended)
    assert answer(printed) is AnnualTimeliness.IN_TIME
    assert answer(add(day(arguable), A_DAY)) is AnnualTimeliness.LATE
    between = {answer(date.fromordinal(n)) for n in range(printed.toordinal() + 1, day(arguable).toordinal() + 1)}
    assert between == ({AnnualTimeliness.ARGUABLE} if day(arguable) > printed else set())


@pytest.mark.parametrize(
    ("done_on", "answer"),
    [
        ("2027-09-30", AnnualTimeliness.IN_TIME),
        ("2027-10-01", AnnualTimeliness.UNCERTAIN),
        ("2027-10-10", AnnualTimeliness.UNCERTAIN),
        ("2027-10-11", AnnualTimeliness.LATE),
    ],
)
def test_a_yearly_date_beyond_the_published_holidays(done_on: str, answer: AnnualTimeliness) -> None:
    assert annual_timeliness(day("2027-09-30"), calendar(), day(done_on)) is answer


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_end_on_the_corresponding_day_or_the_months_last(start: date, count: int) -> None:
    end = add(start, Period(count, "m"))
    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(DAYS, DAYS, st.integers(0, 40), st.sampled_from("dmy"))
def test_who_starts_later_ends_no_earlier(one: date, other: date, count: int, unit: str) -> None:
    early, late = sorted((one, other))
    assert add(early, Period(count, unit)) <= add(late, Period(count, unit))


@given(LIMITS)
def test_the_parts_of_a_deadline_are_in_order(found: Deadline) -> None:
    assert found.nominal <= (found.last_day or found.nominal) <= found.latest <= found.nominal + LONGEST_SHIFT
    assert found.last_day is None or found.last_day == found.latest


@given(LIMITS, st.integers(-3, 14))
def test_in_time_until_the_nominal_day_and_late_after_the_latest(found: Deadline, days: int) -> None:
    done_on = found.nominal + timedelta(days=days)
    answer = timeliness(found, done_on)
    assert answer is Timeliness.IN_TIME or done_on > found.nominal
    assert (answer is Timeliness.LATE) == (done_on > found.latest)
    assert answer is not Timeliness.UNCERTAIN or found.last_day is None


ORDER = (Timeliness.IN_TIME, Timeliness.UNCERTAIN, Timeliness.LATE)


@given(LIMITS, st.integers(-3, 14), st.integers(-3, 14))
def test_who_acts_earlier_is_never_judged_later(found: Deadline, one: int, other: int) -> None:
    early, late = (found.nominal + timedelta(days=days) for days in sorted((one, other)))
    assert ORDER.index(timeliness(found, early)) <= ORDER.index(timeliness(found, late))


ANNUAL_ORDER = (
    {AnnualTimeliness.IN_TIME},
    {AnnualTimeliness.ARGUABLE, AnnualTimeliness.UNCERTAIN},
    {AnnualTimeliness.LATE},
)


@given(DAYS, st.integers(-3, 14), st.integers(-3, 14))
def test_who_acts_earlier_in_the_year_is_never_judged_later(printed: date, one: int, other: int) -> None:
    early, late = (annual_timeliness(printed, calendar(), printed + timedelta(days=n)) for n in sorted((one, other)))
    assert rank(early) <= rank(late)


def rank(answer: AnnualTimeliness) -> int:
    return next(number for number, answers in enumerate(ANNUAL_ORDER) if answer in answers)
