"""论文: title page of an article and imprint of its journal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.certificates.checksums import read_cn_serial, read_issn
from verifier.certificates.folding import fold
from verifier.certificates.layout import Stream, rows_of
from verifier.certificates.lookup import find_of
from verifier.certificates.normalisers import code, number, plain_text, tight_text
from verifier.certificates.spec import DocumentSpec, Field, Find, Material, Normalised
from verifier.certificates.titles import Title, titles_of

_NOT_A_TITLE = re.compile(
    r"第\d+[卷期]|Vol\.|No\.|ISSN|学报$|^\d|DOI|文章编号|中图|http|^摘要|^关键词|编号", re.IGNORECASE
)

_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,4}[\d*]*(?:[,、·][\u4e00-\u9fff·]{2,4}[\d*]*)*")
_LAST_WORDS = frozenset({
    "研究", "分析", "应用", "探讨", "探析", "设计", "方法", "措施", "对策", "思考", "实践", "综述", "进展",
    "初探", "浅析", "优化", "改造", "管理", "评价", "策略", "修正", "问题", "影响", "作用", "建议",
})  # fmt: skip
"""Words that may stand alone in the last row of a title."""


def _title(material: Material) -> Find | None:
    """The largest centred line above 摘要, joined with the lines that carry it on."""
    for page in material.pages:
        if not any(re.match(r"\W*摘要", fold(line.text)) for line in page.lines):
            continue
        candidates = [
            title
            for title in titles_of(page)
            if title.in_head and len(title.text) >= 5 and not _NOT_A_TITLE.search(title.text)
        ]
        if not candidates:
            continue
        # Authors stand right below in smaller type: the longest of the largest candidates is the title alone.
        largest = max(title.scale for title in candidates)
        best = max(
            (title for title in candidates if title.scale >= 0.88 * largest and not _ends_in_names(title, candidates)),
            key=lambda title: len(title.text),
        )
        if best.size <= 0:
            return None
        stream = Stream((page, row) for row in rows_of(page.lines))
        start = stream.tight.find(best.text)
        return find_of(best.text, stream.tight_place(start, start + len(best.text))) if start >= 0 else None
    return None


def _ends_in_names(title: Title, candidates: Sequence[Title]) -> bool:
    """Tell whether a candidate is another one with the row of authors joined on."""
    rests = [title.text.removeprefix(other.text) for other in candidates if title.text.startswith(other.text)]
    return any(_NAMES.fullmatch(rest) and rest not in _LAST_WORDS for rest in rests if rest)


def _authors(material: Material) -> Find | None:
    """The row below the title: names of two to four characters, marks of their institutes dropped."""
    title = _title(material)
    if title is None or title.box is None:
        return None
    page = next(page for page in material.pages if page.number == title.page)
    below = [line for line in page.lines if line.box.top >= title.box.bottom - 0.2 * title.box.height]
    for row in rows_of(below)[:2]:
        stream = Stream([(page, row)])
        text = ",".join(filter(None, (_name_list(piece) for piece in stream.text.split("\t"))))
        if text and all(re.fullmatch(r"[\u4e00-\u9fff·]{2,10}", name) for name in text.split(",")):
            return find_of(text, stream.place(0, len(stream.text)))
    return None


def _first_page(material: Material) -> Find | None:
    """页码: the number at an end of the running title above or below the page with the summary."""
    for page in material.pages:
        if not any(re.match(r"\W*摘要", fold(line.text)) for line in page.lines):
            continue
        rows = rows_of(page.lines)
        for row in (*rows[:2], *reversed(rows[-3:])):
            stream = Stream([(page, row)])
            match = re.search(r"(?:^|[ \t·-])(?P<value>(?!(?:19|20)\d\d)[1-9]\d{0,3})[ \t·-]*$", stream.text)
            if match:
                return find_of(match["value"], stream.place(*match.span("value")))
        return None
    return None


def _name_list(text: str) -> str:
    plain = re.sub(r"[\d*①-⑨¹²³†‡()（）]", "", text)
    # 张 三 is one name of two characters, 张三 李四 are two names.
    spaced = re.sub(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", plain)
    return ",".join(filter(None, (fold(name) for name in re.split(r"[,，、;；\s]+", spaced))))


def _people(text: str) -> Normalised:
    """Names joined by commas, however the page sets them apart."""
    names = _name_list(text)
    return Normalised(names) if names else Normalised(None, ("unreadable",))


PAPER = DocumentSpec(
    type="paper",
    fields=(
        Field("题名", tight_text, finder=_title),
        Field("作者", _people, finder=_authors),
        Field(
            "关键词",
            plain_text,
            patterns=(r"关键词:?\]?(?P<value>[^.:]{2,80}?)(?=中图|文献标识|文章编号|DOI|Abstract|收稿|$)",),
        ),
        Field(
            "中图分类号",
            code,
            patterns=(r"中图分类号:?\)?(?P<value>[A-Z]{1,2}[\d.-]{0,12}(?:[;,][A-Z]{1,2}[\d.]{1,10})?)",),
        ),
        Field("页码", code, finder=_first_page, finder_only=True, optional=True),
        Field("文章编号", code, patterns=(r"(?P<value>\d{4}-\d{3}[\dXx]\((?:19|20)\d{2}\)\d{2}-\d{4}-\d{2})",)),
        Field("DOI", plain_text, row_patterns=(r"(?P<value>10\.\d{4,9}/[A-Za-z0-9./_;()-]+)",)),
        Field("ISSN", number(read_issn), patterns=(r"ISSN:?(?P<value>\d{4}-?\d{3}[\dXx])",)),
        Field(
            "CN",
            number(read_cn_serial),
            patterns=(
                r"(?P<value>CN\(?(?:HK|MO|TW)\)?[^,;.]{3,12})",
                r"(?P<value>CN:?\d{2}-\d{4}(?:/[A-Z]{1,2}\d{0,2})?)",
            ),
        ),
        Field(
            "年期",
            tight_text,
            patterns=(
                r"(?P<value>(?:19|20)\d{2}年?,?(?:第\d{1,3}卷)?,?第?\(?\d{1,2}期\)?)",
                r"(?P<value>(?:19|20)\d{2}年第[一二三四五六七八九十]{1,3}期)",
            ),
        ),
    ),
)
