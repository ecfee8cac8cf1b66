"""职业资格/技能等级证书, 考试成绩合格证明."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.observation import FieldValue
from verifier.certificates.folding import fold
from verifier.certificates.kinds.shared import GENDER, ID_LABELS, ID_ROWS, NAME, SIGNED_UNIT
from verifier.certificates.normalisers import code, count, date, id_number, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import DocumentSpec, Field, Material
from verifier.certificates.table_lookup import right_of

_DOCUMENT = Field("证件号码", id_number, labels=("证件号码", *ID_LABELS), row_patterns=ID_ROWS)

VOCATIONAL = DocumentSpec(
    type="vocational",
    fields=(
        NAME,
        _DOCUMENT,
        Field("职业名称", tight_text, labels=("职业名称", "职业(工种)", "职业", "工种", "职业工种")),
        Field("等级", tight_text, labels=("等级", "技能等级", "职业技能等级", "级别")),
        Field("证书编号", code, labels=("证书编号", "证书号码", "编号")),
        Field("发证日期", date, labels=("发证日期", "发证时间", "颁证日期"), fallback=signoff_date),
        Field("发证机关", organisation, labels=("发证机关", "发证机构", "鉴定机构", "评价机构"), fallback=signoff_unit),
    ),
    other_labels=("理论成绩", "技能成绩", "性别", "出生日期", "工种名称"),
)

_SUBJECT_HEADS = ("考试科目", "科目", "科目名称")


def _subjects(material: Material) -> Iterator[FieldValue]:
    """One field a subject: its name, its mark."""
    for table in material.tables:
        heads = {cell.row: cell.column for cell in table.cells if fold(cell.text) in _SUBJECT_HEADS}
        if not heads:
            continue
        first, column = next(iter(heads.items()))
        for cell in table.cells:
            name, mark = fold(cell.text), right_of(table, cell)
            if cell.row > first and cell.column == column and mark is not None and re.search(r"[\u4e00-\u9fff]", name):
                read = count(fold(mark.text))
                yield FieldValue(name, mark.text or None, read.value, mark.box, table.page, None, read.problems)


EXAM_SCORE = DocumentSpec(
    type="exam_score",
    fields=(
        NAME,
        GENDER,
        _DOCUMENT,
        Field("合格标准", count, labels=("合格标准", "合格分数线", "合格线")),
        Field(
            "有效期",
            date,
            labels=("有效期", "有效期至"),
            patterns=(r"有效期(?:至|到|截止)?:?(?P<value>\d{4}年\d{1,2}月\d{1,2}日)",),
        ),
        SIGNED_UNIT,
    ),
    other_labels=("档案号", "报考级别", "成绩", "考试成绩", *_SUBJECT_HEADS),
    listing=_subjects,
)
