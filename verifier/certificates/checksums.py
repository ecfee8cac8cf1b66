"""Numbers that carry their own check or a fixed structure: identity, organisation, patent, serial, book, diploma.

Every function takes the number as read, returns a `NumberReading`. Problem codes:
`format` (wrong length or characters), `checksum`, `not_a_date` (no such day), `future_date`, `unknown_region`,
`unknown_kind` (a structure digit that the scheme does not know), `masked` (starred out), `old_format` (an identity
number of 15 digits), `illegal_number` (CN(HK) and its kin).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from verifier.certificates.folding import fold


@dataclass(frozen=True)
class NumberReading:
    """A number in its written form without spaces (None where its form is wrong), its problems, its meaning.

    A number whose checksum fails keeps its value: a person compares it with the page. `parts` holds what the digits
    say (birth, gender, year ...), empty where the form is wrong.
    """

    value: str | None
    problems: tuple[str, ...]
    parts: dict[str, str]

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the number."""
        return self.value is not None and not self.problems


_MASK = re.compile(r"[*×•●■█xX]{3,}|\*{2,}")


def _clean(text: str) -> str:
    return re.sub(r"[\s·:]", "", fold(text)).upper()


def _broken(text: str) -> NumberReading:
    return NumberReading(None, ("masked",) if _MASK.search(text) else ("format",), {})


# Identity (公民身份号码)

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK: Final = "10X98765432"
_PROVINCES: Final = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in codes
)
"""First two digits, GB/T 2260; 81, 82, 83 are residence permits of Hong Kong, Macao and Taiwan residents."""


def id_check_character(first_17: str) -> str:
    """Return the 18th character of an identity number: ISO 7064 MOD 11-2 as in GB 11643-1999."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11]


def read_id_number(text: str, *, today: dt.date | None = None) -> NumberReading:
    """Read a 公民身份号码 (GB 11643-1999); parts birth (ISO date), gender (男 or 女), province (two digits).

    Args:
        text: the number as read; × and x count as X, spaces are dropped.
        today: a birth date after this day is a problem; None does not look.
    """
    number = re.sub(r"[×✕]$", "X", _clean(text))
    if re.fullmatch(r"[1-9]\d{14}", number):
        return NumberReading(number, ("old_format",), {"province": number[:2]})
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return _broken(text)
    problems = []
    if number[:2] not in _PROVINCES:
        problems.append("unknown_region")
    birth = _calendar_date(number[6:14])
    if birth is None or birth.year < 1850:
        problems.append("not_a_date")
    elif today is not None and birth > today:
        problems.append("future_date")
    if id_check_character(number[:17]) != number[17]:
        problems.append("checksum")
    parts = {"province": number[:2], "gender": "男" if int(number[16]) % 2 else "女"}
    if birth is not None:
        parts["birth"] = birth.isoformat()
    return NumberReading(number, tuple(problems), parts)


def _calendar_date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


# Organisation (统一社会信用代码)

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_KINDS: Final = {
    "11": "机关", "12": "事业单位", "51": "社会团体", "52": "民办非企业单位", "53": "基金会", "91": "企业",
    "92": "个体工商户", "93": "农民专业合作社",
}  # fmt: skip


def credit_check_character(first_17: str) -> str:
    """Return the 18th character: weights 3^(i-1) mod 31, GB 32100-2015, 附录."""
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(first_17))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def read_credit_code(text: str) -> NumberReading:
    """Read a 统一社会信用代码 (GB 32100-2015); parts kind (企业, 事业单位 ... where the first two digits say it)."""
    number = _clean(text)
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", number):
        return _broken(text)
    problems = () if credit_check_character(number[:17]) == number[17] else ("checksum",)
    kind = _CREDIT_KINDS.get(number[:2])
    return NumberReading(number, problems, {"kind": kind} if kind else {})


# Patent (专利号)

_PATENT_KINDS: Final = {"1": "发明", "2": "实用新型", "3": "外观设计", "8": "发明", "9": "实用新型"}
"""The kind digit, ZC 0006-2003; 8 and 9 entered through the PCT."""


def patent_check_character(digits: str) -> str:
    """Return the check character after the point: weights 2..9 in turn, modulo 11, 10 is X (ZC 0006-2003)."""
    total = sum(int(digit) * (2 + i % 8) for i, digit in enumerate(digits))
    return "0123456789X"[total % 11]


def read_patent_number(text: str) -> NumberReading:
    """Read a 专利号 of 12 digits (from October 2003) or 8 digits, with its check character; parts year and kind."""
    match = re.fullmatch(r"(?:ZL)?(\d{12}|\d{8})\.?([\dX])", _clean(text).removeprefix("专利号"))
    if not match:
        return _broken(text)
    digits, check = match.groups()
    is_new = len(digits) == 12
    year = digits[:4] if is_new else str(1900 + int(digits[:2]) if digits[0] in "89" else 2000 + int(digits[:2]))
    kind = _PATENT_KINDS.get(digits[4] if is_new else digits[2])
    problems = ([] if patent_check_character(digits) == check else ["checksum"]) + ([] if kind else ["unknown_kind"])
    return NumberReading(f"ZL{digits}.{check}", tuple(problems), {"year": year, **({"kind": kind} if kind else {})})


# Serials and books


def read_issn(text: str) -> NumberReading:
    """Read an ISSN (ISO 3297, modulus 11, weights 8..2)."""
    match = re.fullmatch(r"(?:ISSN)?(\d{4})-?(\d{3})([\dX])", _clean(text))
    if not match:
        return _broken(text)
    digits = match[1] + match[2]
    total = sum(int(digit) * (8 - i) for i, digit in enumerate(digits))
    expected = "0123456789X"[-total % 11]
    return NumberReading(f"{match[1]}-{match[2]}{match[3]}", () if expected == match[3] else ("checksum",), {})


def read_isbn13(text: str) -> NumberReading:
    """Read an ISBN of 13 digits (ISO 2108, modulus 10, weights 1 and 3); the value has no hyphens."""
    number = _clean(text).removeprefix("ISBN").replace("-", "")
    if not re.fullmatch(r"97[89]\d{10}", number):
        return _broken(text)
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(number))
    return NumberReading(number, () if total % 10 == 0 else ("checksum",), {})


def read_cn_serial(text: str) -> NumberReading:
    """Read a 国内统一连续出版物号 CN PP-NNNN/CLASS (GB/T 9999); it has no check digit, parts province and medium.

    `CN(HK)` and its kin are `illegal_number`: no such numbers are given out.
    """
    number = _clean(text)
    if re.match(r"CN\(?(?:HK|MO|TW)", number):
        return NumberReading(None, ("illegal_number",), {})
    match = re.fullmatch(r"(?:CN)?(\d{2})-(\d{4})(?:/([A-Z]{1,2}\d{0,2}(?:\.\d+)?))?", number)
    if not match:
        return _broken(text)
    serial = int(match[2])
    medium = "报纸" if serial < 1000 else "期刊" if serial < 6000 else "网络" if serial < 9000 else "电子"
    value = f"CN{match[1]}-{match[2]}" + (f"/{match[3]}" if match[3] else "")
    return NumberReading(value, (), {"province": match[1], "medium": medium})


# Diplomas and degrees: structure only, neither number has a check digit

_DIPLOMA_KINDS: Final = {"1": "普通", "5": "成人", "6": "自考", "7": "网络"}
_DIPLOMA_LEVELS: Final = {"01": "博士研究生", "02": "硕士研究生", "04": "第二学士学位", "05": "本科", "06": "专科"}
_DEGREE_LEVELS: Final = {"2": "博士", "3": "硕士", "4": "学士"}


def read_diploma_number(text: str) -> NumberReading:
    """Read a 毕业证书编号: 18 digits = school 5, kind 1, year 4, level 2, serial 6; parts school, kind, year, level.

    17 digits were given before 2002 and are taken as they are.
    """
    number = _clean(text).removeprefix("NO.").removeprefix("NO")
    if re.fullmatch(r"\d{17}", number):
        return NumberReading(number, (), {"school": number[:5]})
    if not re.fullmatch(r"\d{18}", number):
        return _broken(text)
    parts = {"school": number[:5], "year": number[6:10]}
    kind, level = _DIPLOMA_KINDS.get(number[5]), _DIPLOMA_LEVELS.get(number[10:12])
    parts |= ({"kind": kind} if kind else {}) | ({"level": level} if level else {})
    problems = [] if kind and level else ["unknown_kind"]
    problems += [] if 1991 <= int(parts["year"]) <= 2100 else ["not_a_date"]
    return NumberReading(number, tuple(problems), parts)


def read_degree_number(text: str) -> NumberReading:
    """Read a 学位证书编号: 16 digits = unit 5, level 1, year 4, serial 6; parts unit, level, year."""
    number = _clean(text).removeprefix("NO.").removeprefix("NO")
    if not re.fullmatch(r"\d{16}", number):
        return _broken(text)
    parts = {"unit": number[:5], "year": number[6:10]}
    level = _DEGREE_LEVELS.get(number[5])
    problems = [] if level else ["unknown_kind"]
    problems += [] if 1981 <= int(parts["year"]) <= 2100 else ["not_a_date"]
    return NumberReading(number, tuple(problems), parts | ({"level": level} if level else {}))
