from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.policy import Calendar
from verifier.checks.calendars import count_workdays, regions

CN = Calendar()
XINJIANG = Calendar("CN", ("XJ",))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "first_day_counts", "second_day_counts"),
    [
        ("2024-04-28", "2024-05-07", "2024-05-08"),
        ("2024-06-06", "2024-06-13", "2024-06-14"),
        ("2024-07-15", "2024-07-19", "2024-07-22"),
        ("2024-07-22", "2024-07-26", "2024-07-29"),
        ("2024-08-26", "2024-08-30", "2024-09-02"),
        ("2024-09-09", "2024-09-13", "2024-09-14"),
        ("2024-09-10", "2024-09-14", "2024-09-18"),
        ("2024-09-12", "2024-09-19", "2024-09-20"),
        ("2024-09-26", "2024-10-08", "2024-10-09"),
    ],
)
def test_five_workdays_end_on_the_published_day(start, first_day_counts, second_day_counts):
    """Vectors of the published calendar, 调休 working Sundays and holidays included."""
    for shift, end in ((0, first_day_counts), (1, second_day_counts)):
        begin = _day(start) + dt.timedelta(days=shift)
        enough = count_workdays(begin, _day(end), CN)
        short = count_workdays(begin, _day(end) - dt.timedelta(days=1), CN)
        assert (enough.lowest, enough.highest) == (5, 5)
        assert short.highest == 4


def test_a_region_has_holidays_of_its_own():
    assert count_workdays(_day("2025-06-03"), _day("2025-06-09"), CN).lowest == 5
    xinjiang = count_workdays(_day("2025-06-03"), _day("2025-06-11"), XINJIANG)
    assert (xinjiang.lowest, xinjiang.highest, xinjiang.unknown) == (4, 4, ())
    assert count_workdays(_day("2025-06-03"), _day("2025-06-12"), XINJIANG).lowest == 5


def test_an_unknown_regional_holiday_gives_bounds_where_it_may_lie():
    count = count_workdays(_day("2024-06-17"), _day("2024-06-21"), XINJIANG)
    assert (count.lowest, count.highest) == (1, 5)
    assert "古尔邦节" in count.unknown[0]


def test_an_unknown_regional_holiday_does_not_matter_elsewhere():
    count = count_workdays(_day("2024-09-02"), _day("2024-09-06"), XINJIANG)
    assert (count.lowest, count.highest, count.unknown) == (5, 5, ())


def test_a_year_without_an_entry_gives_bounds():
    count = count_workdays(_day("2021-07-05"), _day("2021-07-09"), XINJIANG)
    assert (count.lowest, count.highest) == (0, 5)
    assert "2021" in count.unknown[0]


def test_beyond_the_published_calendar_every_day_is_unknown():
    count = count_workdays(_day("2031-03-03"), _day("2031-03-07"), CN)
    assert (count.lowest, count.highest) == (0, 5)
    assert "2031" in count.unknown[0]


def test_the_file_of_holidays_is_dated_and_sound():
    for region in regions().values():
        for year, entry in region.years.items():
            for holiday in (*entry.off, *entry.about):
                assert holiday.from_.year == holiday.to.year == year
                assert holiday.from_ <= holiday.to


def test_an_absurd_span_is_refused():
    with pytest.raises(ValueError, match="ten years"):
        count_workdays(_day("2004-01-01"), _day("2024-01-01"), CN)


@settings(max_examples=60)
@given(
    start=st.dates(dt.date(2005, 1, 1), dt.date(2030, 12, 1)),
    length=st.integers(-3, 60),
    extra=st.booleans(),
)
def test_a_longer_notice_never_has_fewer_workdays(start, length, extra):
    calendar = XINJIANG if extra else CN
    shorter = count_workdays(start, start + dt.timedelta(days=length), calendar)
    longer = count_workdays(start, start + dt.timedelta(days=length + 1), calendar)
    assert 0 <= shorter.lowest <= shorter.highest <= max(0, length + 1)
    assert longer.lowest >= shorter.lowest
    assert longer.highest >= shorter.highest


@settings(max_examples=60)
@given(start=st.dates(dt.date(2005, 1, 1), dt.date(2026, 10, 1)), length=st.integers(0, 40))
def test_a_regions_calendar_never_has_more_workdays(start, length):
    end = start + dt.timedelta(days=length)
    assert count_workdays(start, end, XINJIANG).lowest <= count_workdays(start, end, CN).lowest
    assert count_workdays(start, end, XINJIANG).highest <= count_workdays(start, end, CN).highest
