"""继续教育合格证书, 学时证明: one year, one kind of subject."""

from __future__ import annotations

from verifier.certificates.kinds.shared import PROSE_NAME
from verifier.certificates.normalisers import choice, code, date, id_number, person_name, whole_number, year
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import DocumentSpec, Field

CE_CERT = DocumentSpec(
    type="ce_cert",
    fields=(
        Field(
            "姓名",
            person_name,
            # In one row: where the name is covered, the row above it would be taken for one.
            row_patterns=(
                r"^[ \t]*(?:兹证明|兹有|学员|证明|持证人)?[ \t]*"
                r"(?P<value>[\u4e00-\u9fff·]{2,12}?)(?:同志)?[, \t]*\(?身份证",
            ),
            patterns=(
                r"姓名:?(?P<value>[\u4e00-\u9fff·]{2,12}?)(?=性别|身份证|证件|工作|单位|[,:;(])",
                *PROSE_NAME,
                r"(?:学员|兹有|证明)(?P<value>[\u4e00-\u9fff·]{2,12}?)(?:同志|,|\(|于\d|在\d|参加)",
            ),
            label_first=True,
        ),
        Field(
            "身份证号",
            id_number,
            labels=("身份证号", "身份证号码", "证件号码"),
            patterns=(r"(?<!\d)(?P<value>[1-9]\d{16}[\dXx])(?!\d)",),
        ),
        Field(
            "年度",
            year,
            patterns=(
                r"(?P<value>20\d{2}年)度",
                r"年度:?(?P<value>20\d{2})(?!\d)",
                r"[于在](?P<value>20\d{2}年)(?:\d{1,2}月)?(?:参加|完成|接受)",
            ),
        ),
        Field(
            "科目",
            choice("公需", "专业", also={"公需科目": "公需", "公需课": "公需", "专业科目": "专业", "专业课": "专业"}),
            patterns=(r"(?P<value>公需(?:科目|课)|专业(?:科目|课))",),
        ),
        Field(
            "学时",
            whole_number,
            # The sum counts, not a row of the list.
            row_patterns=(r"(?:合计|累计|总计|总)(?:学时)?[ \t:]*(?:学时)?[ \t:]*(?P<value>\d{1,3})(?!\d)",),
            labels=("合计学时", "学时合计", "累计学时", "总学时", "学时"),
            label_first=True,
            patterns=(r"(?P<value>\d{1,3})(?:个)?学时", r"学时:?(?P<value>\d{1,3})(?!\d)"),
        ),
        Field("证书编号", code, labels=("证书编号", "编号", "证书号")),
        Field("落款单位", organisation, finder=signoff_unit),
        Field("落款日期", date, finder=signoff_date),
    ),
    stops=",;",
)
