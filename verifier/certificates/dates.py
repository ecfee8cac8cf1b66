"""Dates as Chinese documents print them, as ISO 8601 with the precision that was printed.

    二〇二三年六月三十日 -> 2023-06-30     2023.6 -> 2023-06     2019年7月至今 -> 2019-07/..

An open end (至今, 长期) is `..`, as in ISO 8601-2:2019.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from verifier.certificates.folding import fold

OPEN_END: Final = ".."
_EARLIEST_YEAR: Final = 1900
_LATEST_YEAR: Final = 2099

_NUMERALS: Final = {
    **{digit: int(digit) for digit in "0123456789"},
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2, "元": 1, "正": 1, "O": 0, "o": 0, "l": 1, "I": 1,
}  # fmt: skip
_TENS: Final = "十拾"

_YEAR = r"[0-9OolI〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_CHINESE = r"[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
# Arabic or Chinese, never both (a number may stand right before 二〇〇八年), but for a 〇 misread as 0: 二0二三.
_YEAR_OF = r"(?:(?<![0-9])[0-9OolI]{%s}|(?<!CN)(?=CN)(?:CN|[0Oo]){%s})".replace("CN", _CHINESE)
_SMALL = r"[0-9OolI〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾元正廿卅]"
_DATE: Final = re.compile(
    # A year that is not four digits counts only before a month: 近五年 and 10年以上 are not dates.
    rf"(?P<year>{_YEAR_OF % (4, 4)}(?=年)|{_YEAR_OF % ('1,5', '1,5')}(?=年{_SMALL}{{1,3}}月))"
    rf"年(?:(?P<month>{_SMALL}{{1,3}})月份?(?:(?P<day>{_SMALL}{{1,4}})(?:日|号|(?![年月]|{_SMALL})))?)?"
    r"|(?<![\d.])(?P<year2>(?:19|20)\d{2}|\d{2}(?=[-./·]\d{1,2}[-./·]\d))"
    r"(?P<sep>[-./·])(?P<month2>\d{1,2})(?:(?P=sep)(?P<day2>\d{1,2}))?(?![\d%])日?"
    r"|(?<!\d)(?P<year3>(?:19|20)\d{2})(?P<month3>0[1-9]|1[0-2])(?P<day3>\d{2})?(?!\d)"
    # 二〇二四.七.八, and 2024,7,8: dots by hand are read as commas. All three parts, or it is a number or a list.
    rf"|(?<![\d.])(?<!{_CHINESE})(?P<year4>(?:19|20)\d{{2}}|{_CHINESE}{{4}})"
    rf"(?P<sep4>[,./-])(?P<month4>{_SMALL}{{1,3}})(?P=sep4)(?P<day4>{_SMALL}{{1,3}})(?![\d,%])日?"
)
_MISREAD: Final = str.maketrans({"ニ": "二", "曰": "日"})
_MISREAD_ZERO: Final = re.compile(
    rf"(?<=二)[.口囗ロ]{{1,2}}(?={_CHINESE}{{1,2}}年)|(?<=二[〇零0Oo]{_CHINESE})[.口囗ロ](?=年)"
)
"""〇 read as a full stop, a mouth or a katakana, where a year leaves no other reading."""
_DOUBLED_ZERO: Final = re.compile(r"[〇零Oo0]{2,}")
_OPEN: Final = re.compile(r"至今|今|长期|永久|现在|目前")
_GAP: Final = r"[_\-.Xx×]*"
_UNFILLED: Final = re.compile(rf"(?:{_YEAR}{{0,4}}){_GAP}年{_GAP}月{_GAP}日?")
_WITHOUT_DAY: Final = re.compile(rf"{_GAP}日")


@dataclass(frozen=True)
class DateReading:
    """A date as read: `value` is ISO 8601 (`2023`, `2023-06`, `2023-06-30`) or None, `problems` say why.

    Problems: not_a_date (no such day, or not a date at all), two_digit_year (年份只有两位, or a dropped 〇),
    incomplete_year (one, three or five digits), blank (年 月 日 unfilled).
    """

    value: str | None
    problems: tuple[str, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def first_day(self) -> dt.date | None:
        """The first day that the printed precision covers."""
        if self.value is None:
            return None
        year, month, day = ([int(part) for part in self.value.split("-")] + [1, 1])[:3]
        return dt.date(year, month, day)

    @property
    def is_day(self) -> bool:
        """Whether the date is known to the day."""
        return self.value is not None and len(self.value) == 10


def find_dates(text: str) -> Iterator[DateReading]:
    """Yield every date in `text` in order; `start` and `end` are offsets in the text, which must be folded."""
    for match in _DATE.finditer(_mended(text)):
        yield _reading(match)


def _mended(text: str) -> str:
    """Return the text with what readers make of 〇, 二 and 日 put right, character for character: offsets stay."""
    return _MISREAD_ZERO.sub(lambda match: "〇" * len(match[0]), text.translate(_MISREAD))


def parse_date(text: str) -> DateReading:
    """Return the first date in `text`.

    Problem `blank` for an unfilled 2024年 月 日, `incomplete_date` where only the day was left open, `not_a_date` where
    there is none at all.
    """
    folded = fold(text)
    if not folded or _UNFILLED.fullmatch(folded):
        return DateReading(None, ("blank",))
    for reading in find_dates(folded):
        if reading.value and _WITHOUT_DAY.match(folded, reading.end):
            return replace(reading, problems=("incomplete_date",))
        return reading
    return DateReading(None, ("not_a_date",))


@dataclass(frozen=True)
class PeriodReading:
    """A span of time: `value` is `start/end`, an open end is `..`; None with problems where an end is unreadable."""

    start: DateReading | None
    end: DateReading | None
    is_open: bool
    problems: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """`2010-01-01/2030-01-01`, `2019-07/..`, `../..` for a bare 长期, or None where one end is not known."""
        if self.problems:
            return None
        start = self.start.value if self.start else OPEN_END
        end = OPEN_END if self.is_open else self.end.value if self.end else None
        return f"{start}/{end}" if end else None


def parse_period(text: str) -> PeriodReading:
    """Read `从X起至Y止`, `X-Y`, `X至今`, `X-长期`. A second date may leave out its year, as in 2024年7月1日至5日.

    Problems: those of the two dates, and `reversed` where the end comes before the start.
    """
    folded = fold(text)
    # 2019.07.01-2039.07.01: the hyphen between dotted dates must not be eaten as a separator of one date.
    folded = re.sub(r"(\d{4}[./]\d{1,2}(?:[./]\d{1,2})?)-+(?=\d|长|今)", r"\1至", folded)
    dates = list(find_dates(folded))
    if not dates and re.fullmatch(r"长期(?:有效)?|永久(?:有效)?|无固定期限", folded):
        return PeriodReading(None, None, True, ())
    if not dates:
        return PeriodReading(None, None, False, parse_date(folded).problems)
    start, rest = dates[0], folded[dates[0].end :]
    if len(dates) >= 2:
        return _period(start, dates[1], False)
    if _OPEN.search(rest):
        return _period(start, None, True)
    short = re.search(rf"(?:至|到|-|~)(?:({_SMALL}{{1,3}})月)?({_SMALL}{{1,4}})(?:日|号)", rest)
    if short and start.is_day and start.value:
        year, month, _ = start.value.split("-")
        return _period(start, _checked(int(year), _number(short[1]) or int(month), _number(short[2])), False)
    return PeriodReading(start, None, False, start.problems or ("open_ended",))


def _period(start: DateReading, end: DateReading | None, is_open: bool) -> PeriodReading:
    problems = start.problems + (end.problems if end else ())
    if not problems and end and start.first_day and end.first_day and end.first_day < start.first_day:
        problems = ("reversed",)
    return PeriodReading(start, end, is_open, tuple(dict.fromkeys(problems)))


def _reading(match: re.Match[str]) -> DateReading:
    parts = match.groupdict()
    year_text, month_text, day_text = (
        next((parts[f"{part}{form}"] for form in ("", "2", "3", "4") if parts[f"{part}{form}"]), None)
        for part in ("year", "month", "day")
    )
    month, day = _number(month_text), _number(day_text)
    year_text = _without_doubling(year_text or "")
    if len(year_text) != 4:
        # The reader drops 〇 (二〇〇八年 became 二八年): the century of a short year must not be guessed.
        problem = "two_digit_year" if len(year_text) == 2 else "incomplete_year"
        return DateReading(None, (problem,), match.start(), match.end())
    year = int("".join(str(_NUMERALS[digit]) for digit in year_text))
    checked = _checked(year, month, day)
    return DateReading(checked.value, checked.problems, match.start(), match.end())


def _without_doubling(year: str) -> str:
    """Return a Chinese year of five digits without the 〇 that the reader doubled: 二〇〇二四 can only be 二〇二四."""
    runs = list(_DOUBLED_ZERO.finditer(year))
    if len(year) != 5 or len(runs) != 1 or not re.search(r"[一二三四五六七八九]", year):
        return year
    return year[: runs[0].start()] + year[runs[0].start() + 1 :]


def _checked(year: int, month: int | None, day: int | None) -> DateReading:
    """Return the date if the calendar has it."""
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return DateReading(None, ("not_a_date",))
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return DateReading(None, ("not_a_date",))
    value = f"{year:04d}"
    if month is not None:
        value += f"-{month:02d}"
        if day is not None:
            value += f"-{day:02d}"
    return DateReading(value)


def _number(text: str | None) -> int | None:
    """Return a small number in Arabic or Chinese numerals (0..99); None for no text, -1 for nonsense."""
    if not text:
        return None
    text = text.replace("廿", "二十").replace("卅", "三十").replace("拾", "十")
    if "十" not in text:
        return int("".join(str(_NUMERALS[digit]) for digit in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return -1
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
