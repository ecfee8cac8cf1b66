"""著作, 检索报告, and the long reports: whose text, under which title."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from verifier.certificates.checksums import read_isbn13, read_issn
from verifier.certificates.kinds.shared import NAME_CHARACTERS
from verifier.certificates.layout import Stream, rows_of
from verifier.certificates.lookup import find_of
from verifier.certificates.normalisers import (
    code,
    count,
    date,
    number,
    person_name,
    plain_text,
    tight_text,
    title_text,
)
from verifier.certificates.spec import DocumentSpec, Field, Find, Material, Normalised
from verifier.certificates.titles import titles_of
from verifier.certificates.types import document_types

_AUTHORS: Final = rf"(?P<value>{NAME_CHARACTERS}{{2,20}}(?:[,;、]{NAME_CHARACTERS}{{2,20}})*)"
_WRITTEN_BY: Final = rf"(?:由|证明,?|作者:?){_AUTHORS}(?:同志)?(?:撰写|发表|合著|所著|等)"
_LARGER: Final = 1.12
"""Heights of the text by which a title is set larger, at the least."""


def _work_title(material: Material) -> Find | None:
    """The largest line of the first page that is no name of a kind of document (技术报告)."""
    kinds = {word for kind in document_types().values() for word in (*kind.title, *kind.ends)}
    for page in material.pages[:2]:
        found = [
            title
            for title in titles_of(page)
            if title.in_head
            and title.scale >= _LARGER
            and len(title.text) >= 6
            and title.text.strip("()") not in kinds
            and not re.match(r"[\d一二三四五六七八九十]+[.、 ]?(?=[\u4e00-\u9fff])|编写人|作者|单位|\(", title.text)
            and not any(title.text.startswith(kind) for kind in kinds if len(kind) >= 4)
        ]
        if found:
            largest = max(title.scale for title in found)
            best = max((title for title in found if title.scale >= 0.9 * largest), key=lambda title: len(title.text))
            stream = Stream((page, row) for row in rows_of(page.lines))
            start = stream.tight.find(best.text)
            return find_of(best.text, stream.tight_place(start, start + len(best.text))) if start >= 0 else None
    return None


def _words(text: str) -> Normalised:
    """字数 as a number: 212千字 is 212000."""
    match = re.match(r"\s*(\d{1,4}(?:\.\d)?)\s*(千|万)字?", text)
    if match is None:
        return count(text)
    return Normalised(f"{Decimal(match[1]) * (1000 if match[2] == '千' else 10000):.0f}")


_SHORT_NAME: Final = rf"[\u4e00-\u9fff]{{2,3}}|{NAME_CHARACTERS}+·{NAME_CHARACTERS}+"
_WRITER: Final = Field(
    "编写人",
    person_name,
    labels=("编写人", "撰写人", "报告人", "作者", "执笔人"),
    row_patterns=(
        rf"(?:所|局|院|公司|中心|站|校|厂|学|学院)[ \t]+(?P<value>{NAME_CHARACTERS}{{2,20}})[ \t]*$",
        # Set without a blank, or the reader left it out.
        rf"^[ \t]*(?!.*(?:所|局|院|公司|中心|站|校|厂|学|部|室|科|研究|分析|应用|探讨)[ \t]*$)"
        rf"[\u4e00-\u9fff]{{4,30}}(?:研究所|检验所|[试究]院|公司|中心|站|医院|[中小]学)(?P<value>{_SHORT_NAME})[ \t]*$",
    ),
)


def _report(kind: str) -> DocumentSpec:
    return DocumentSpec(
        type=kind,
        fields=(Field("题名", tight_text, finder=_work_title), _WRITER),
        stops=",;.",
        other_labels=("单位",),
    )


REPRESENTATIVE_WORK = _report("representative_work")
RESEARCH_REPORT = _report("research_report")
CASE_MATERIAL = _report("case_material")

TRANSLATION_ZH = DocumentSpec(
    type="translation_zh",
    fields=(Field("题名", tight_text, finder=_work_title), Field("作者", person_name, labels=("作者", "原作者"))),
    stops=",;.",
    other_labels=("译者", "摘要", "单位"),
)

BOOK = DocumentSpec(
    type="book",
    fields=(
        Field(
            "书名",
            title_text,
            labels=("书名",),
            patterns=(r"\(CIP\)数据(?P<value>[^/]{2,50}?)/",),
        ),
        Field("ISBN", number(read_isbn13), row_patterns=(r"ISBN[ \t:]*(?P<value>97[89][\d \t-]{10,16}\d)",)),
        Field("CIP", tight_text, patterns=(r"CIP数据核字:?(?P<value>\(\d{4}\)第\d{4,8}号)",)),
        Field("字数", _words, labels=("字数",)),
    ),
    other_labels=("作者", "出版发行", "社址", "印刷", "开本", "版次", "定价", "印张"),
)

RETRIEVAL = DocumentSpec(
    type="retrieval",
    fields=(
        Field("报告编号", code, labels=("报告编号", "编号"), optional=True),
        Field(
            "题名",
            title_text,
            labels=("论文题目", "题名", "论文题名", "文献题名"),
            patterns=(r"论文[\"《](?P<value>[^\"》]{4,60})[\"》]",),
        ),
        Field(
            "作者",
            plain_text,
            labels=("作者", "论文作者"),
            patterns=(_WRITTEN_BY,),
        ),
        Field(
            "刊名",
            title_text,
            labels=("刊名", "期刊名称", "来源出版物"),
            patterns=(r"(?:刊登[于在]|发表[于在]|刊载?[于在]|载于)《(?P<value>[^》]{2,30})》",),
        ),
        Field("ISSN", number(read_issn), row_patterns=(r"ISSN[ \t\n:]*(?P<value>\d{4}-?\d{3}[\dXx])",)),
        Field(
            "年期",
            tight_text,
            labels=("年卷期页", "年卷期"),
            patterns=(r"(?P<value>(?:19|20)\d{2}年(?:第\d{1,3}卷)?,?第\d{1,2}期(?:,第\d{1,4}(?:-\d{1,4})?页)?)",),
        ),
        Field("DOI", plain_text, row_patterns=(r"(?P<value>10\.\d{4,9}/[A-Za-z0-9._;()/-]+)",), optional=True),
        Field("检索日期", date, labels=("完成日期", "检索日期", "检索时间")),
    ),
    other_labels=("委托人", "委托单位", "检索机构", "检索目的", "检索范围", "检索结果", "刊号", "检索员", "审核员"),
)
