"""获奖证书 and 获奖成果专题证明: whose work, which prize, which grade."""

from __future__ import annotations

from verifier.certificates.kinds.shared import (
    NAME_CHARACTERS,
    PROSE_NAME,
    PROSE_NAME_ROWS,
    SIGNED_DATE,
    SIGNED_UNIT,
    name_in_prose,
)
from verifier.certificates.lookup import find_by_patterns
from verifier.certificates.normalisers import choice, code, date, person_name, tight_text, title_text, whole_number
from verifier.certificates.spec import DocumentSpec, Field, Normalised

_GRADES = ("特等奖", "一等奖", "二等奖", "三等奖", "优秀奖", "金奖", "银奖", "铜奖")
_GRADE = r"(?P<value>特等奖|[一二三]等奖|优秀奖|[金银铜]奖)"
_PERSON = rf"(?P<value>{NAME_CHARACTERS}{{2,20}}?)"


def _rank(text: str) -> Normalised:
    """排名 as printed, without the bracket of a remark: 第3完成人, 2."""
    return tight_text(text.strip(" ()"))


_PROJECT = Field(
    "项目名称",
    title_text,
    labels=("项目名称", "成果名称", "获奖项目", "获奖成果"),
    patterns=(r"\"(?P<value>[^\"]{4,60})\"", r"《(?P<value>[^》]{4,60})》"),
)
_PRIZE = Field(
    "奖项",
    tight_text,
    labels=("奖项", "奖项名称", "奖励名称", "获奖名称"),
    patterns=(rf"(?:荣获|获得|获)(?P<value>[^,.;:\"]{{4,40}}?)(?={_GRADE.replace('?P<value>', '?:')})",),
    optional=True,
)
_LEVEL = Field("等级", choice(*_GRADES), labels=("奖励等级", "获奖等级", "等级", "等次"), patterns=(_GRADE,))
_NUMBER = Field(
    "编号",
    code,
    labels=("证书编号", "证书号", "编号"),
    # In its row first: without rows what stands at the head of the next one would be a part of the number.
    row_patterns=(r"证书号:?[ \t]*(?P<value>[A-Za-z0-9-]{5,30})[ \t]*$",),
    patterns=(r"证书号:?(?P<value>[A-Za-z0-9-]{5,30})",),
    optional=True,
)

AWARD = DocumentSpec(
    type="award",
    fields=(
        Field(
            "姓名",
            person_name,
            labels=(
                "获奖者",
                "获奖人",
                "姓名",
                "主要完成人",
                "完成人",
                "获奖人员",
                "获得者",
                "受奖人",
                "受奖者",
                "完成者",
                "主要完成者",
                "获奖个人",
                "完成人姓名",
                "授予对象",
            ),
            row_patterns=(
                rf"完成(?:人|者)(?:员)?[ \t]*:?[ \t]*1[ \t]*[.、,][ \t]*{_PERSON}(?=[ \t]|[2.、,;(]|$)",
                rf"^[ \t]*{_PERSON}[ \t]*(?:同志|先生|女士)[ \t]*:",
                rf"^[ \t]*(?P<value>[\u4e00-\u9fff]{{2,4}}|{NAME_CHARACTERS}+·{NAME_CHARACTERS}+)[ \t]*:[ \t]*$",
                *PROSE_NAME_ROWS,
            ),
            patterns=(rf"授予{_PERSON}同志",),
            fallback=name_in_prose,
        ),
        _PROJECT,
        _PRIZE,
        _LEVEL,
        Field(
            "排名",
            _rank,
            labels=("排名", "完成人排名"),
            patterns=(
                r"(?P<value>第[\d一二三四五六七八九十]{1,2}(?:主要)?(?:完成|获奖|参与)人)",
                r"(?:排名|位列|名列|排序|位次)[为:]?(?P<value>第?[\d一二三四五六七八九十]{1,2}(?:位|名)?)(?!\d)",
            ),
            optional=True,
        ),
        _NUMBER,
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    other_labels=("获奖单位", "颁奖单位"),
)

AWARD_SUPPORT = DocumentSpec(
    type="award_support",
    fields=(
        Field(
            "姓名",
            person_name,
            # A table below names everybody who took part: no cell is looked at.
            finder=lambda material: find_by_patterns(
                material.stream, (rf"[.,;]{_PERSON}同志(?:为|系|是)", *PROSE_NAME)
            ),
        ),
        _PROJECT,
        Field("获奖日期", date, patterns=(r"于(?P<value>\d{4}年\d{1,2}月(?:\d{1,2}日)?)(?:荣获|获)",)),
        _PRIZE,
        _LEVEL,
        Field(
            "排名", whole_number, patterns=(r"第(?P<value>\d{1,2})完成人", r"排名第(?P<value>\d{1,2})"), optional=True
        ),
        _NUMBER,
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
)
