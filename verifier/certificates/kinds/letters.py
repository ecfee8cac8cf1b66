"""Patterns that letters share: 关于…同志申报…系列…专业…级; they read folded text without white space."""

from __future__ import annotations

from typing import Final

from verifier.certificates.normalisers import level, person_name, signing_date, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import Field

_PERSON: Final = r"(?P<value>[^,.:;()关于对]{1,24}?)同志"

NAME: Final = Field(
    "姓名",
    person_name,
    patterns=(
        rf"(?:同意推荐|现将|现对|关于){_PERSON}",
        r"关于(?P<value>[^,.:;同]{2,20}?)申报",
        rf"(?:^|[,.]){_PERSON}(?:申报|在)",
        rf"(?:日对|经审[核查],|经研究,|经评议,|委托|我单位|本单位)(?!我|其|该){_PERSON}(?:申报|符合|的|,)",
    ),
)
SERIES: Final = Field("系列", tight_text, patterns=(r"申报(?:职称|专业)?:?的?(?P<value>[^,.:;申报的]{1,16}?系列)",))
"""系列 with the word itself, as policies write it: 工程系列."""

SPECIALTY: Final = Field(
    "专业",
    tight_text,
    patterns=(
        r"系列(?P<value>[^,.:;系列]{1,24}?)专业(?=[\(XxXx×正副高中初级,]|技术|$)",
        r"申报(?P<value>[^,.:;申报系列]{1,24}?)专业(?=[\(正副高中初])",
    ),
)
"""专业 without the word itself: 质量技术监督."""

LEVEL: Final = Field(
    "级别",
    level,
    patterns=(
        r"专业(?P<value>(?:正高|副高|高|中|初|[Xx×]{1,4})级?)(?:\([^()]*\))?(?:级)?(?=专业技术|技术|职称|任职|职务|[\s,.的])",
        r"专业(?P<value>[Xx×]*\([^()]{1,12}\)级)",
        r"申报[^,.:;]{0,40}?(?P<value>正高级|副高级|高级|中级|初级)",
    ),
)

UNIT: Final = Field("落款单位", organisation, finder=signoff_unit)
SIGNED: Final = Field("落款日期", signing_date, finder=signoff_date)
