"""学习强国年度积分截图: whose points, of which year, how many."""

from __future__ import annotations

import re

from verifier.certificates.kinds.shared import NAME_CHARACTERS
from verifier.certificates.lookup import find_of
from verifier.certificates.normalisers import count, date, person_name
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

_SHORT_NAME = rf"{NAME_CHARACTERS}{{2,4}}|{NAME_CHARACTERS}+·{NAME_CHARACTERS}+"
_NOT_A_NAME = r"(?!.*(?:我的|积分|学习|首页|今日|推荐|设置|返回|年度|排行|平台|成长|点|分|规则|明细|总|累计))"


def _year(material: Material) -> Find | None:
    """The year that the points are said to be of, else the only year on the screen: of several tabs none is told."""
    stream = material.stream
    said = re.search(r"(?P<value>20\d{2})年?度?(?:累计|总|学习)?积分", stream.tight)
    years = [*re.finditer(r"(?<!\d)(?P<value>20[123]\d)年", stream.tight)]
    match = said or (years[0] if len({year["value"] for year in years}) == 1 else None)
    return find_of(match["value"] + "年", stream.tight_place(*match.span("value"))) if match else None


XUEXI = DocumentSpec(
    type="xuexi",
    fields=(
        Field(
            "姓名",
            person_name,
            labels=("学习者", "姓名", "昵称"),
            row_patterns=(
                rf"学习积分\n(?P<value>{NAME_CHARACTERS}{{2,20}})\n",
                rf"^[ \t]*(?P<value>{NAME_CHARACTERS}{{2,20}}?)[ \t]*(?:的(?:学习|年度|个人)?积分|,?(?:您|你)好)",
                rf"\A(?:[^\n]*\n){{0,3}}?[ \t]*{_NOT_A_NAME}(?P<value>{_SHORT_NAME})[ \t]*\n",
            ),
        ),
        Field("年份", date, finder=_year),
        Field(
            "积分",
            count,
            # The figure stands alone: 我的年度积分 as a head is followed by the tabs of the years.
            row_patterns=(
                r"(?:年度|全年累计|累计|成长总|总)积分[ \t\n:]*(?P<value>\d{1,3},\d{3}|\d{1,6})[ \t]*(?:分[ \t]*)?$",
            ),
        ),
    ),
)
