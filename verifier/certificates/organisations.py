"""Names of organisations and schools (单位、学校名称), and which of them look cut off."""

from __future__ import annotations

import re
from typing import Final

from verifier.certificates.normalisers import tight_text
from verifier.certificates.spec import Normalised

ORGANISATION_END: Final = re.compile(
    r"(?:公司|局|院|所|中心|厂|站|委员会|办公室|大学|[小中]学|学校|学院|集团|部|处|会|政府|党委|队|社|店|行|园|馆|科|厅|室|段|场|矿|农场"
    r"|基地|工作站|小组|单位|委|办|库|城|联盟|工作室|(?:服务|管理|信息|学习|教育|培训)平台)"
    r"(?:\([^()]*\))?$"
)
"""What names of organisations end in."""


def organisation(text: str) -> Normalised:
    """An organisation's name without the printed (公章), (盖章)."""
    cleaned = re.sub(r"\((?:单位)?(?:公章|盖章|签章|章)\)|\(章\)", "", text)
    found = tight_text(cleaned)
    if found.value is None:
        return found
    if re.fullmatch(r"\(?(?:加盖)?(?:盖章|公章|签章|章|印章)\)?", found.value):
        return Normalised(None, ("blank",))
    if re.fullmatch(r"(?:推荐|主管|申报|审核|所在|基层|工作)?单位(?:名称|全称)?", found.value):
        return Normalised(None, ("placeholder",))
    # 十 is read as 千; no division, school or hospital is numbered in thousands.
    name = re.sub(r"(?<=第[二三四五六七八九])千(?=[一二三四五六七八九]?(?:师|团|连|中学|小学))", "十", found.value)
    # The names of two or three characters that are left of one under a seal (公司, 监督局) are not one.
    if re.fullmatch(r"(?:有限|限)?(?:责任)?公司|.{1,3}", name):
        return Normalised(name, odd=True)
    return Normalised(name, odd=not ORGANISATION_END.search(name))


def school_name(text: str) -> Normalised:
    """A school's name without the word of the sentence before it (在某某大学)."""
    found = tight_text(text)
    if found.value is None:
        return found
    name = re.sub(r"^(?:在|于|系|经)", "", found.value)
    return Normalised(name, odd=not re.search(r"(?:大学|学院|学校|[中小]学|党校|研究院|研究所)(?:\([^()]*\))?$", name))
