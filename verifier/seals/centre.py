"""The straight lines in the middle of a seal: which of them the seal says, and which are print below it.

What offices cut below the star is one of few phrases, so that a phrase with a stroke lost is still known, and a line of
the letter that the seal was pressed on is none of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import Levenshtein

PHRASES: Final = (
    "合同专用章", "财务专用章", "人事专用章", "发票专用章", "审核专用章", "业务专用章", "职称专用章", "档案专用章",
    "学籍专用章", "学位专用章", "成绩专用章", "报名专用章", "报名审核专用章", "资格审核专用章", "评审专用章",
    "结算专用章", "收费专用章", "收款专用章", "票据专用章", "行政专用章", "公文专用章", "证件专用章", "证书专用章",
    "检测专用章", "检验专用章", "检验检测专用章", "计量专用章", "检定专用章", "校准专用章", "质量专用章",
    "技术专用章", "投标专用章", "采购专用章", "项目专用章", "预算专用章", "劳动合同专用章", "社会保险专用章",
    "继续教育专用章", "培训专用章", "考试专用章", "教务专用章", "招生专用章", "公示专用章", "电子专用章", "电子签章",
    "查询专用章", "证明专用章", "户口专用章", "出入境专用章", "登记专用章", "注册专用章", "年检专用章", "骑缝章",
    "现金收讫章", "现金付讫章", "转账收讫章", "财政局监制", "税务局监制", "教务处", "人事处", "人事科", "人事部",
    "办公室", "学生处", "财务处", "财务科", "科研处", "组织部",
)  # fmt: skip
"""What stands in the middle of official seals."""

_ENDINGS: Final = ("专用章", "章", "专用", "处", "科", "室", "部", "监制", "委员会", "学院", "中心")
_NUMBERED: Final = re.compile(r"[(（]?[0-9①-⑳一二三四五六七八九十][)）]?$")
_CODE: Final = re.compile(r"[0-9A-Z]{13,20}")
_SHARE: Final = 0.4
"""Share of a phrase's characters that may be misread: 含同专用置 is 合同专用章."""
_LONGEST: Final = 14


def centre_lines(rows: Iterable[str]) -> list[str]:
    """Return what the seal itself says of the rows read in its middle, phrases with a misread character put right."""
    found = []
    for row in rows:
        text = "".join(unicodedata.normalize("NFKC", row).split()).strip(".,、。·-—:：")
        if _CODE.fullmatch(text.upper()):
            found.append(text.upper())
            continue
        number = _NUMBERED.search(text) if text.endswith((")", "）")) or text[-1:].isdigit() else None
        stem = text[: number.start()] if number else text
        phrase = _nearest(stem)
        if phrase is not None:
            found.append(phrase + (text[number.start() :] if number else ""))
        elif 3 <= len(stem) <= _LONGEST and stem.endswith(_ENDINGS):
            found.append(text)
    return found


def _nearest(text: str) -> str | None:
    """Return the phrase that a text nearly is, None where none or two are as near."""
    if text in PHRASES:
        return text
    if len(text) < 3:
        return None
    near = sorted((Levenshtein.distance(text, phrase), phrase) for phrase in PHRASES)
    (distance, phrase), (second, _) = near[0], near[1]
    # Of four characters 专用章 alone says too little: one of the others must have been read.
    own = phrase.removesuffix("专用章")
    agrees = not own or any(character in own for character in text)
    return phrase if distance < second and distance <= _SHARE * len(phrase) and agrees else None
