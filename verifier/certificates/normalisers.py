"""From a folded text to a field's value: dates, names, numbers, choices. Unknown is None with a problem, never ""."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from verifier.certificates.checksums import NumberReading, read_id_number
from verifier.certificates.dates import parse_date, parse_period
from verifier.certificates.spec import Normalised, Normaliser

_OPEN_PLACE: Final = re.compile(r"[xX×*_.\-·\s]+")
_STARS: Final = re.compile(r"[*●■█]{2,}")
_EDGES: Final = " \t,.;:、_-·|"
_NO_NAME: Final = re.compile(
    r"工作|单位|身份证|性别|民族|证书|编号|日期|时间|专业|职称|职务|资格|学历|学校|盖章|签[字名]|姓名|出生|照片|申报|参加|公示|审核|经办|人$|者$"
)
"""Words of forms that stand where a covered or unread name should."""

_CHINA: Final = ZoneInfo("Asia/Shanghai")


def plain_text(text: str) -> Normalised:
    """Free text: edges trimmed; `blank` for nothing, `placeholder` for a template's XXX left standing, `masked`."""
    value = re.sub(r"\s+", " ", text).strip(_EDGES)
    if not re.search(r"[\w×*●■█]", value):
        return Normalised(None, ("blank",))
    if _OPEN_PLACE.fullmatch(value) or re.fullmatch(r"[xX×]{1,4}(?:\(.*\))?级?", value):
        return Normalised(None, ("masked",) if _STARS.search(value) else ("placeholder",))
    if re.search(r"[xX×]{2,}(?:同志|专业|系列|单位|办公室|$)", value):
        return Normalised(None, ("placeholder",))
    return Normalised(value)


def tight_text(text: str) -> Normalised:
    """Text whose inner spaces mean nothing (张  三, 高 级 工 程 师)."""
    found = plain_text(text)
    return Normalised(re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", found.value), ()) if found.value else found


def person_name(text: str) -> Normalised:
    """A person's name: 2 to 20 Chinese characters with the dot of minority names, or Latin letters."""
    found = tight_text(text)
    if found.value is None:
        return found
    # 姓名:张三,性别:男: the next label of a sentence is no part of the name.
    bare = re.sub(r"[,;].{1,8}:.*$|\(?[1-9]\d{14,16}[\dXx]\)?$", "", found.value)
    bare = re.sub(r"\((?:第|排名|主要?|负责)[^()]*\)$", "", bare)
    name = re.sub(r"(?:同志|先生|女士)$", "", re.sub(r"[.•]", "·", bare)).strip("·")
    if _STARS.search(name) or re.fullmatch(r"[\u4e00-\u9fff]?[*×xX]+[\u4e00-\u9fff]?", name):
        return Normalised(None, ("masked",))
    # What readers make of a tick, a stroke of the form or a speck beside the name.
    name = re.sub(r"^[\W_]+|[\W_]+$", "", name)
    if _NO_NAME.search(name):
        return Normalised(None, ("unreadable",))
    if re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,20}|[A-Za-z][A-Za-z ·'-]{1,40}", name):
        # Five characters without the dot of minority names are more often two things that were read as one.
        return Normalised(name, odd="·" not in name and not name.isascii() and len(name) > 4)
    return Normalised(None, ("unreadable",))


def date(text: str) -> Normalised:
    """A date as ISO 8601 with the printed precision."""
    reading = parse_date(text)
    return _unless_template(text, Normalised(reading.value, reading.problems))


def year(text: str) -> Normalised:
    """A year, with or without 年."""
    bare = re.fullmatch(r"\D{0,3}(20\d{2})(?:年度?)?", re.sub(r"\s", "", text))
    return Normalised(bare[1]) if bare else date(text)


def _unless_template(text: str, read: Normalised) -> Normalised:
    """Call XXXX年XX月XX日 what it is."""
    is_open = read.value is None and re.search(r"[xX×]{2,}年|年[xX×]{1,2}月", text)
    return Normalised(None, ("placeholder",)) if is_open else read


def signing_date(text: str) -> Normalised:
    """The date of a sign-off: not in the future, where a digit was read wrongly or the paper is."""
    read = date(text)
    first = parse_date(text).first_day
    if read.value is not None and first is not None and first > dt.datetime.now(_CHINA).date() + dt.timedelta(days=1):
        return Normalised(read.value, (*read.problems, "future_date"))
    return read


def period(text: str) -> Normalised:
    """A span of time as ISO 8601, `start/end`, an open end `..`."""
    reading = parse_period(text)
    return _unless_template(text, Normalised(reading.value, reading.problems))


def period_start(text: str) -> Normalised:
    """The first date of a span."""
    start = parse_period(text).start
    return _unless_template(text, Normalised(start.value, start.problems)) if start else date(text)


def period_end(text: str) -> Normalised:
    """The second date of a span; `..` where it is open, problem `open_ended` where it is missing."""
    reading = parse_period(text)
    if reading.is_open:
        return Normalised("..")
    if reading.end is not None:
        return Normalised(reading.end.value, reading.end.problems or (("reversed",) * ("reversed" in reading.problems)))
    return _unless_template(text, Normalised(None, reading.problems or ("open_ended",)))


def number(read: Callable[[str], NumberReading]) -> Normaliser:
    """A number checked by one of `checksums`."""

    def normalise(text: str) -> Normalised:
        if not text.strip(_EDGES):
            return Normalised(None, ("blank",))
        reading = read(text)
        return Normalised(reading.value, reading.problems)

    return normalise


def id_number(text: str) -> Normalised:
    """An identity number; no birth after today."""
    if not text.strip(_EDGES):
        return Normalised(None, ("blank",))
    # Readers take 0 for O and 1 for l or I; the check digit tells whether that was right.
    digits = text.translate(str.maketrans("OoQlI|", "000111"))
    reading = read_id_number(digits, today=dt.datetime.now(_CHINA).date())
    return Normalised(reading.value, reading.problems)


def choice(*values: str, also: Mapping[str, str] | None = None) -> Normaliser:
    """One of `values`, the longest that stands in the text; `also` maps other spellings to one of them.

    `several` where the text holds more than one (an unmarked 中级/初级), `unreadable` where it holds none.
    """
    spellings = {value: value for value in values} | dict(also or {})
    pattern = re.compile("|".join(sorted(map(re.escape, spellings), key=len, reverse=True)))

    def normalise(text: str) -> Normalised:
        found = plain_text(re.sub(r"\s", "", text))
        if found.value is None:
            return found
        hits = list(dict.fromkeys(spellings[hit] for hit in pattern.findall(found.value)))
        if not hits:
            return Normalised(None, ("unreadable",))
        return Normalised(hits[0]) if len(hits) == 1 else Normalised(None, ("several",))

    return normalise


gender = choice("男", "女")
LEVELS: Final = ("正高级", "副高级", "高级", "中级", "初级")
level = choice(*LEVELS, also={"正高": "正高级", "副高": "副高级", "高": "高级", "中": "中级", "初": "初级"})
"""级别 as a policy names it: 初级, 中级, 高级, 副高级, 正高级."""

political_status = choice(
    "中共党员", "中共预备党员", "共青团员", "群众", "无党派人士", "民革党员", "民盟盟员", "民建会员", "民进会员",
    "农工党党员", "致公党党员", "九三学社社员", "台盟盟员",
    also={"党员": "中共党员", "预备党员": "中共预备党员", "中国共产党党员": "中共党员", "团员": "共青团员",
          "无党派": "无党派人士"},
)  # fmt: skip


def ethnicity(text: str) -> Normalised:
    """民族, 族别: always with 族 (汉 becomes 汉族)."""
    found = tight_text(text)
    if found.value is None:
        return found
    name = found.value.removesuffix("族")
    return Normalised(name + "族") if re.fullmatch(r"[\u4e00-\u9fff]{1,8}", name) else Normalised(None, ("unreadable",))


def phone(text: str) -> Normalised:
    """Telephone numbers (several joined by 、); `placeholder` for XXXX."""
    if re.search(r"[xX×]{3,}", text):
        return Normalised(None, ("placeholder",))
    found = re.findall(r"1\d{10}|0\d{2,3}-?\d{7,8}|(?<!\d)\d{7,8}(?!\d)", re.sub(r"[\s]", "", text))
    if not found:
        return Normalised(None, ("blank",) if not re.search(r"\w", text) else ("unreadable",))
    return Normalised("、".join(found))


def whole_number(text: str) -> Normalised:
    """A small count in Arabic or Chinese numerals."""
    match = re.search(r"\d{1,4}", text)
    if match:
        return Normalised(str(int(match[0])))
    numerals = re.search(r"[一二三四五六七八九两]?十?[一二三四五六七八九两]?", text)
    if numerals and numerals[0]:
        tens, mark, ones = numerals[0].partition("十")
        digits = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"两": 2, "": 0}
        return Normalised(str((digits.get(tens, 0) or 1) * 10 + digits[ones] if mark else digits[tens]))
    return Normalised(
        None, ("blank",) if not text.strip(_EDGES) else ("placeholder",) if "X" in text.upper() else ("unreadable",)
    )


def code(text: str) -> Normalised:
    """A certificate's number without spaces, letters upper case; its scheme differs by place, so nothing is checked."""
    found = plain_text(text)
    if found.value is None:
        return found
    value = re.sub(r"\s", "", found.value).upper()
    latin = re.match(r"[A-Z]{0,8}\d[A-Z0-9./()-]{4,}", value)
    value = latin[0] if latin else value  # what follows is a seal's text or a note
    return Normalised(value) if re.search(r"\d", value) else Normalised(None, ("unreadable",))


def document_number(text: str) -> Normalised:
    """文号: issuer's word, year in brackets, number, with the brackets of GB/T 9704 (六角括号)."""
    tight = re.sub(r"\s", "", text)
    if re.fullmatch(r"[\u4e00-\u9fff]{1,16}字第?\d{1,6}号", tight):
        return Normalised(tight)
    match = re.search(r"([\u4e00-\u9fff]{1,16})\(?(\d{4})\)?([\u4e00-\u9fff]{0,4}字?第?\d{1,5})号", tight)
    return Normalised(f"{match[1]}〔{match[2]}〕{match[3]}号") if match else Normalised(None, ("unreadable",))


def percentage(text: str) -> Normalised:
    """A share of a report, 0 to 100, digits as printed: `17.1%`; never one of two."""
    found = {f"{whole}{rest}%" for whole, rest in re.findall(r"(?<![\d.])(\d{1,3})((?:\.\d{1,2})?)\s*%", text)}
    if len(found) != 1:
        return Normalised(None, ("several",) if found else ("unreadable",))
    value = found.pop()
    return Normalised(value) if float(value[:-1]) <= 100 else Normalised(None, ("unreadable",))


def count(text: str) -> Normalised:
    """A count of people, votes, points or characters: digits and their measure (25票, 28人, 6,951, 212千字)."""
    folded = re.sub(r"\s", "", text)
    match = re.fullmatch(r"\(?(\d{1,3}(?:,\d{3})+|\d{1,9})\)?(?:票|人|名|个月|月|学时|分|字|个|次)?[,.;]?", folded)
    if match:
        return Normalised(str(int(match[1].replace(",", ""))))
    if not folded.strip(_EDGES):
        return Normalised(None, ("blank",))
    return Normalised(None, ("unreadable",))


def title_text(text: str) -> Normalised:
    """Free text without a book's or an article's title marks."""
    found = tight_text(text)
    return Normalised(found.value.strip("《》\"'<>")) if found.value else found


def check_code(text: str) -> Normalised:
    """验证码 for looking a document up: letters and digits as printed, none needed of either; case is kept."""
    found = tight_text(text)
    if found.value is None:
        return found
    match = re.match(r"[A-Za-z0-9]{4,32}(?![A-Za-z0-9])", found.value)
    return Normalised(match[0]) if match else Normalised(None, ("unreadable",))


_TICKED: Final = "☑☒■√✓✔"
_OPEN_BOX: Final = "□☐○〇"


def ticked_choice(*values: str) -> Normaliser:
    """One of `values`, each printed beside a box: the one whose box is ticked, `several` where not exactly one is."""
    plain = choice(*values)
    options = "|".join(sorted(map(re.escape, values), key=len, reverse=True))

    def normalise(text: str) -> Normalised:
        row = re.sub(r"\s", "", text)
        if not re.search(f"[{_TICKED}]", row) or not re.search(f"[{_OPEN_BOX}]", row):
            return plain(text)
        pairs = re.findall(f"({options})([{_TICKED}{_OPEN_BOX}])", row)
        if not pairs or row[0] in _TICKED + _OPEN_BOX:
            pairs = [(option, box) for box, option in re.findall(f"([{_TICKED}{_OPEN_BOX}])({options})", row)]
        found = [option for option, box in pairs if box in _TICKED]
        return Normalised(found[0]) if len(found) == 1 else Normalised(None, ("several",))

    return normalise
