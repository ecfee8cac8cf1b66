"""Dates as documents print them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.certificates.dates import find_dates, parse_date, parse_period


@pytest.mark.parametrize(
    ("text", "value", "problems"),
    [
        ("2023年6月30日", "2023-06-30", ()),
        ("2023 年 6 月 30 日", "2023-06-30", ()),
        ("２０２３年０６月３０日", "2023-06-30", ()),
        ("二〇二三年六月三十日", "2023-06-30", ()),
        ("二○二三年六月", "2023-06", ()),
        ("二零二三年十二月二十一日", "2023-12-21", ()),
        ("贰零贰叁年拾贰月廿一日", "2023-12-21", ()),
        ("2023.6", "2023-06", ()),
        ("2023.06.30", "2023-06-30", ()),
        ("2023-06-30", "2023-06-30", ()),
        ("2023/6/30", "2023-06-30", ()),
        ("20230630", "2023-06-30", ()),
        ("202306", "2023-06", ()),
        ("2023年", "2023", ()),
        ("2O23年6月3O日", "2023-06-30", ()),
        ("二八年七月", None, ("two_digit_year",)),  # the reader dropped 〇〇 of 二〇〇八年
        ("二〇〇二四年五月一日", "2024-05-01", ()),  # ... or doubled it
        ("二〇〇〇八年七月一日", "2008-07-01", ()),
        ("二〇〇二〇年三月", "2020-03", ()),
        ("二〇〇〇年三月", "2000-03", ()),
        ("二二四年五月一日", None, ("incomplete_year",)),
        ("二一〇二四年五月一日", None, ("incomplete_year",)),
        ("20024年5月1日", None, ("incomplete_year",)),
        ("二OO八年七月一日", "2008-07-01", ()),
        ("二00八年七月一日", "2008-07-01", ()),
        ("二Ｏ二四年七月", "2024-07", ()),
        ("二。二四年七月八日", "2024-07-08", ()),
        ("二口二四年七月八日", "2024-07-08", ()),
        ("二〇二口年七月八日", "2020-07-08", ()),
        ("二。。八年七月八日", "2008-07-08", ()),
        ("ニ〇二四年七月ニ日", "2024-07-02", ()),
        ("2024年7月8曰", "2024-07-08", ()),
        ("二〇二四.七.八", "2024-07-08", ()),
        ("2024，7，8", "2024-07-08", ()),
        ("2023,2024,2025", None, ("not_a_date",)),
        ("2,024,7", None, ("not_a_date",)),
        ("2024,123,456", None, ("not_a_date",)),
        ("證書日期：二〇二四年七月八日", "2024-07-08", ()),
        ("08年9月1日", None, ("two_digit_year",)),
        ("98.9.1", None, ("two_digit_year",)),
        ("202年9月1日", None, ("incomplete_year",)),
        ("2023年2月30日", None, ("not_a_date",)),
        ("2023年13月1日", None, ("not_a_date",)),
        ("2023年十十月", None, ("not_a_date",)),
        ("近五年的实践能力", None, ("not_a_date",)),
        ("12.5分", None, ("not_a_date",)),
        ("1234-5678", None, ("not_a_date",)),
        ("年  月  日", None, ("blank",)),
        ("2024年 月 日", None, ("blank",)),
        ("2024年X月X日", None, ("blank",)),
        ("20  年  月  日", None, ("blank",)),
        ("", None, ("blank",)),
        ("2024年9月  日", "2024-09", ("incomplete_date",)),
    ],
)
def test_a_printed_date(text: str, value: str | None, problems: tuple[str, ...]) -> None:
    reading = parse_date(text)
    assert (reading.value, reading.problems) == (value, problems)


@pytest.mark.parametrize(
    ("text", "value", "problems"),
    [
        ("2010.01.01-2030.01.01", "2010-01-01/2030-01-01", ()),
        ("2010-01-01-2030-01-01", "2010-01-01/2030-01-01", ()),
        ("2010.01.01-长期", "2010-01-01/..", ()),
        ("2019年7月至今", "2019-07/..", ()),
        ("长期", "../..", ()),
        ("2018年9月至2022年6月", "2018-09/2022-06", ()),
        ("从2024年7月1日起至2024年7月5日止", "2024-07-01/2024-07-05", ()),
        ("2024年7月1日至7月5日", "2024-07-01/2024-07-05", ()),
        ("2024年7月1日—5日", "2024-07-01/2024-07-05", ()),
        ("2024年7月5日至2024年7月1日", None, ("reversed",)),
        ("从XXXX年XX月XX日起至XXXX年XX月XX日止", None, ("not_a_date",)),
        ("2024年7月1日起", None, ("open_ended",)),
        ("二八年七月至二〇一二年六月", None, ("two_digit_year",)),
    ],
)
def test_a_period(text: str, value: str | None, problems: tuple[str, ...]) -> None:
    reading = parse_period(text)
    assert (reading.value, reading.problems) == (value, problems)


_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@settings(deadline=None)
@given(_DAYS, st.sampled_from(["%Y年%m月%d日", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "于 %Y 年 %m 月 %d 日生"]))
def test_every_day_is_read_back(day: dt.date, form: str) -> None:
    assert parse_date(day.strftime(form)).first_day == day


def _chinese(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")


@settings(deadline=None)
@given(_DAYS)
def test_chinese_numerals_are_read_back(day: dt.date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert parse_date(f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日").value == day.isoformat()


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert all(reading.value or reading.problems for reading in find_dates(text))
    reading = parse_date(text)
    assert (reading.value is None) <= bool(reading.problems)
