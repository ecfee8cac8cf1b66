"""What people write by hand on these papers besides names and dates."""

from __future__ import annotations

COPY_OK = "已审核，与原件相符"
BIO_OK = "已审核，情况属实"
UNIT_FORM = "本单位已对提供的申报材料逐一审核，真实准确，同意推荐"
UNIT_ONLINE = "本单位已对提供的申报材料逐一审核，真实、完整、有效，同意推荐"
PLEDGE = (
    "本人承诺：所提供的个人信息和证明材料真实准确，对因提供有关信息、证件不实或违反有关规定，"
    "五年内不得申报相应职称评审并承担一切责任"
)
COPY_OTHERS = ("已核，与原件一致，真实有效", "复印件与原件相符", "经核对与原件一致", "与原件核对无误")
"""What other places, and careless offices, write instead."""

SHORT = ("同意", "情况属实", "合格", "无", "属实", "同意推荐", "年", "月", "日", "经办人")

FORM_OPINIONS = (
    "经审核，情况属实，同意推荐",
    "该同志材料真实，同意上报",
    "经研究，同意推荐该同志参加评审",
    "材料属实，符合申报条件，同意申报",
)
"""What units write into the opinion cells of forms where no wording is prescribed."""

COMMITTEE_OPINIONS = ("经评审委员会评审，同意该同志具备工程师任职资格", "评审通过")
POLICE_OPINION = "经查，该同志在本辖区无违法犯罪记录"
LEADER_OPINIONS = ("同意考核等次", "该同志工作认真负责，按期完成任务，同意定为合格等次", "无意见", "同意，优秀")

CHINESE_DIGITS = "〇一二三四五六七八九十"
"""For dates in full (二〇二四年九月二日)."""
