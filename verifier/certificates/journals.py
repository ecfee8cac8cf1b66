"""Pages of a periodical around an article (期刊封面、版权页、目次): they name no type, but have a structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from models.document import Line, Page
from verifier.certificates.folding import fold
from verifier.certificates.layout import rows_of


class JournalPart(StrEnum):
    """What a page is of a periodical."""

    COVER = "cover"
    IMPRINT = "imprint"
    CONTENTS = "contents"


_ISSUE: Final = re.compile(
    r"(?:19|20)\d\d年?[,.·/]?(?:第\d{1,2}期|No\.?\d|Vol\.?\d)|第\d{1,3}卷[,.]?(?:\(?总?第\d{1,3}期|第\d{1,2}期)?|总第\d{1,4}期"
    r"|Vol\.?\d{1,3}[,.]?No\.?\d{1,3}|(?:双月|季|月|半月|旬)刊(?![载登发出])",
    re.IGNORECASE,
)
"""Year and number of an issue, or how often it comes out."""

_SERIAL: Final = re.compile(
    r"ISSN:?(?:\d{4}-?\d{3}|$)|CN:?\d{2}-\d{4}|统一(?:连续出版物|刊)号|国际标准(?:连续出版物|刊)号|国内(?:统一)?刊号|邮发代号",
    re.IGNORECASE,
)
_HOUSE: Final = (
    "主办", "主管", "编辑部", "编委会", "编辑委员会", "主编", "责任编辑", "出版单位", "杂志社", "编辑出版", "征稿",
    "投稿", "印刷", "发行", "订阅", "社长", "本刊", "创刊", "定价", "编委",
)  # fmt: skip
_CONTENTS: Final = re.compile(r"(?:本期)?目[次录]|CONTENTS", re.IGNORECASE)
_PAGE_OF_ARTICLE: Final = re.compile(r"\(?\d{1,3}\)?")
_LEADER: Final = re.compile(r"[.…·]{2,}\(?\d{1,3}\)?$|\(\d{1,3}\)$")
_NAMES: Final = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:[,、;/·][\u4e00-\u9fff]{2,5})*等?|[\u4e00-\u9fff]+·[\u4e00-\u9fff,、·]+"
)
_CHAPTER: Final = re.compile(r"第[一二三四五六七八九十\d]+[章节部]|\d+(?:\.\d+)+|[一二三四五六七八九十]+、")
_PAPERS: Final = re.compile(r"证书?|证明|复印件|[^图列]表(?:$|\d|\()|承诺|身份证|合同|申报|材料(?:名称|目录|清单|袋)")
"""What a list of an applicant's materials has in its rows, and the contents of a journal have not."""

_FEW_LINES: Final = 40
_SHORT: Final = 700
_ARTICLES: Final = 5
_TITLE_LENGTH: Final = 8


def journal_part(page: Page) -> JournalPart | None:
    """Return which page of a periodical a page is, None where it is none of them or cannot be told."""
    lines = [fold(line.text) for line in page.lines]
    issue = any(_ISSUE.search(line) for line in lines)
    serial = any(_SERIAL.search(line) for line in lines)
    house = sum(any(word in line for line in lines) for word in _HOUSE)
    if any(line.startswith(("摘要", "[摘要", "【摘要", "Abstract")) for line in lines):
        return None
    if _lists_articles(page.lines, lines, is_serial=issue or serial):
        return JournalPart.CONTENTS
    if serial and house >= 3 and sum(map(len, lines)) >= _SHORT / 4:
        return JournalPart.IMPRINT
    few = len(lines) <= _FEW_LINES and sum(map(len, lines)) <= _SHORT
    if few and not any(_PAPERS.search(line) for line in lines) and issue + serial + bool(house) >= 2:
        return JournalPart.COVER
    return None


def _lists_articles(read: Sequence[Line], lines: Sequence[str], *, is_serial: bool) -> bool:
    """Tell whether titles stand with authors and pages below each other, as in no other list of contents."""
    if not is_serial and not any(_CONTENTS.fullmatch(line) for line in lines):
        return False
    titles = pages = names = chapters = 0
    for row in rows_of(read):
        parts = [fold(line.text) for line in row]
        pages += any(_LEADER.search(part) or _PAGE_OF_ARTICLE.fullmatch(part) for part in parts)
        titles += any(len(part) >= _TITLE_LENGTH and not _PAPERS.search(part) for part in parts)
        names += any(_NAMES.fullmatch(re.sub(r"[.…\d()]+$", "", part)) for part in parts)
        chapters += any(_CHAPTER.match(part) for part in parts)
    return min(titles, pages, names) >= _ARTICLES and chapters < titles / 2
