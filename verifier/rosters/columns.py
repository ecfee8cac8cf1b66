"""What the columns of a roster are called: one canonical name each, and the names that offices print for it.

From the rosters and forms of the notices (巴州附件8, 辽宁附件5, 江苏附件3) and their kin. A name outside this list
stays as it is printed: it is kept, shown, and compared with the notice's own columns, but not understood.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from verifier.certificates.folding import fold

NUMBER: Final = "序号"
NAME: Final = "姓名"
ID_NUMBER: Final = "身份证号"
GENDER: Final = "性别"
ETHNICITY: Final = "民族"
BIRTH: Final = "出生年月"
UNIT: Final = "单位"
UNIT_KIND: Final = "单位性质"
EDUCATION: Final = "学历"
DEGREE: Final = "学位"
SCHOOL: Final = "毕业院校"
SUBJECT: Final = "专业"
GRADUATED: Final = "毕业时间"
TITLE: Final = "现职称"
TITLE_DATE: Final = "现职称取得时间"
WANTED_TITLE: Final = "申报职称"
LEVEL: Final = "级别"
PHONE: Final = "联系电话"
SUPERVISOR: Final = "主管单位"
NOTE: Final = "备注"

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    NUMBER: ("编号", "序", "No", "NO."),
    NAME: ("申报人", "申报人姓名", "申报人员", "人员姓名", "申报人员姓名", "参评人员姓名"),
    ID_NUMBER: (
        "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号", "居民身份证号码", "证件号", "证件号码",
        "身份证件号码", "有效身份证件号码", "身份证",
    ),
    GENDER: (),
    ETHNICITY: ("族别",),
    BIRTH: ("出生日期", "出生时间", "出生年月日"),
    UNIT: (
        "工作单位", "单位名称", "所在单位", "现工作单位", "工作单位全称", "单位全称", "工作单位名称",
        "用人单位", "申报单位",
    ),
    UNIT_KIND: ("单位类型", "单位类别", "所有制性质"),
    EDUCATION: ("最高学历", "文化程度", "学历层次", "现学历"),
    DEGREE: ("最高学位",),
    "学历学位": ("学历及学位", "最高学历学位", "学历(学位)"),
    SCHOOL: ("毕业学校", "毕业学校名称", "毕业院校名称", "院校", "学校"),
    SUBJECT: ("所学专业", "毕业专业", "学历专业"),
    GRADUATED: ("毕业年月", "毕业日期"),
    "毕业情况": (
        "何时、何校何专业毕业", "何时何校何专业毕业", "毕业院校及专业", "毕业院校、专业", "毕业学校及专业",
        "毕业时间、院校及专业",
    ),
    "工作年限": (
        "专业技术工作年限", "从事专业技术工作年限", "从事本专业年限", "从事专业年限", "专业工作年限",
    ),
    "参加工作时间": ("工作时间", "参加工作年月"),
    TITLE: (
        "现有职称", "现任职称", "现任专业技术职务", "现有专业技术职务", "现任职务", "现专业技术职务",
        "现任专业技术资格", "现有专业技术资格", "现专业技术资格", "现资格", "现任专业技术职务任职资格",
        "现专业技术职务任职资格", "现任专业技术职务资格", "现有专业技术职称",
    ),
    TITLE_DATE: (
        "获现任专业技术职务时间", "取得时间", "取得现职称时间", "任职资格取得时间", "现任专业技术职务取得时间",
        "取得现专业技术资格时间", "现专业技术资格取得时间", "资格取得时间", "取得现任专业技术职务时间",
        "现资格取得时间", "现职称获得时间",
    ),
    WANTED_TITLE: (
        "拟晋升专业技术职务", "申报职务", "申报资格", "拟申报职称", "申报专业技术资格", "申报专业技术职务",
        "拟评审职称", "拟申报专业技术职务", "申报资格名称", "申报专业技术职务任职资格", "拟晋升职称",
    ),
    "申报系列": ("系列", "职称系列"),
    "申报专业": ("评审专业", "申报专业名称", "拟申报专业"),
    LEVEL: ("申报级别", "层级", "申报层级", "职称级别", "申报职称级别"),
    "申报类别": ("申报类型", "评审类型", "申报方式", "评审方式", "申报性质"),
    "继续教育": ("是否继续教育", "继续教育学时", "继续教育情况", "是否完成继续教育"),
    PHONE: ("手机", "手机号", "手机号码", "联系方式", "电话", "移动电话", "联系人电话"),
    "推荐单位": ("基层单位", "呈报单位"),
    SUPERVISOR: ("主管部门", "主管呈报单位", "上级主管部门"),
    "评委会": ("评审委员会", "评委会名称"),
    NOTE: ("说明",),
}  # fmt: skip
"""Canonical name -> other printed names."""

_HINT: Final = re.compile(r"\((?:[^()]*)\)")


@lru_cache(maxsize=1)
def _by_printed() -> dict[str, str]:
    return {plain(printed): name for name, synonyms in SYNONYMS.items() for printed in (name, *synonyms)}


def plain(printed: str) -> str:
    """Return a printed column name for comparing: folded, without spaces, marks of a required field, and colons."""
    return fold(printed).strip("*:·.、※#").upper()


@lru_cache(maxsize=4096)
def canonical(printed: str) -> str | None:
    """Return the canonical name of a column, None where it is not known. Hints in brackets (格式：…) are left out."""
    known = _by_printed()
    folded = plain(printed)
    return known.get(folded) or known.get(plain(_HINT.sub("", folded)))
