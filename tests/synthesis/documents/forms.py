"""Ruled forms: yearly appraisal (two sides) and the request to be freed of continuing education (附件4)."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.common import Style, copy_note, finish, grid, seal, title
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import WUHAO, XIAOSI, Sheet
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

LEFT = 22.0
DUTY = "从事计量检定和质量检验工作"


def appraisal(
    scene: Scene, look: Style, *, year: int = 2023, grade: str = "合格", sides: int = 2, copied: bool = False
) -> list[Drawn]:
    """专业技术人员年度考核登记表, front and back; a copy bears the note on copies at the foot of its back."""
    return [_appraisal_front(scene, look, year), _appraisal_back(scene, look, year, grade, copied)][:sides]


def _appraisal_front(scene: Scene, look: Style, year: int) -> Drawn:
    sheet, who, born = Sheet(), scene.person, f"{scene.person.birth:%Y.%m}"
    y = title(sheet, ["事业单位专业技术人员年度考核登记表"], look, y=24, points=19)
    sheet.centred(y - 6, f"（{year}年度）", look.type())
    type_ = look.type(XIAOSI)
    grid(
        sheet, LEFT, y + 6, (24, 34, 22, 30, 24, 32),
        (
            (12, ((1, "姓名"), (1, who.name), (1, "性别"), (1, who.gender), (1, "出生年月"), (1, born))),
            (12, ((1, "单位"), (3, scene.unit.name), (1, "政治面貌"), (1, scene.party))),
            (12, ((1, "职务"), (3, "助理工程师"), (1, "任职时间"), (1, f"{scene.title_date:%Y.%m}"))),
            (12, ((1, "从事或\n分管工作"), (5, DUTY))),
            (178, ((1, "本\n人\n总\n结"), (5, ""))),
        ),
        type_,
    )  # fmt: skip
    sheet.field("姓名", who.name)
    sheet.field("年度", f"{year}年度")
    paragraphs = (
        f"{year}年，本人在单位领导和同事的帮助下，认真履行岗位职责，较好地完成了全年各项检定和检验任务。",
        "一、加强学习，提高业务能力。系统学习计量检定规程和质量管理体系文件，参加继续教育公需科目和专业科目学习，考试合格。",
        "二、完成检定任务情况。全年完成电子汽车衡、压力表、血压计等计量器具检定四百余台件，出具证书准确及时，未发生质量差错。",
        "三、参加技术改造。参与压力检定装置的升级改造，负责数据采集程序的编写和测量不确定度评定，装置通过考核并投入使用。",
        "四、存在的不足。对新标准的学习还不够深入，今后将继续努力，不断提高业务水平。",
    )
    y += 58
    for text in paragraphs:
        y = sheet.paragraph(LEFT + 28, y + 1, 134, text, look.type(XIAOSI))
    sheet.text(LEFT + 90, 243, "签名：", type_)
    sign(sheet, LEFT + 104, 245, who.name, "本人", look.applicant, seed=look.seed + 1)
    return finish(sheet, scene, look, "appraisal", "form", side="front")


def _appraisal_back(scene: Scene, look: Style, year: int, grade: str, copied: bool) -> Drawn:
    sheet = Sheet()
    type_ = look.type(XIAOSI)
    day = dt.date(year + 1, 1, look.rng("appraised").randint(8, 26))
    top = 26.0
    grid(
        sheet, LEFT, top, (24, 142),
        ((56, ((1, "主管领导\n评语和考核\n等次建议"), (1, ""))), (50, ((1, "考核机构\n意见"), (1, ""))),
         (50, ((1, "本人意见"), (1, ""))), (18, ((1, "备注"), (1, "无")))),
        type_,
    )  # fmt: skip
    x = LEFT + 30
    comment = f"该同志工作认真负责，业务熟练，较好地完成了{year}年度各项工作任务，建议年度考核等次为{grade}。"
    sheet.paragraph(x, top + 6, 128, comment, type_)
    sheet.field("等次", grade)
    sheet.text(x + 38, top + 40, "签名：", type_)
    sign(sheet, x + 52, top + 42, scene.head.name, "主管领导", look.head, day=day, day_at=(x + 88, top + 42.5),
         printed=type_, seed=look.seed)  # fmt: skip
    sheet.paragraph(x, top + 62, 128, f"经考核，同意确定为{grade}等次。", type_)
    seal(sheet, scene.unit, x + 96, top + 86, look)
    sheet.text(x + 62, top + 84, "（盖章）", type_)
    sheet.text(x + 84, top + 94, f"{day.year}年{day.month}月{day.day}日", type_)
    sheet.paragraph(x, top + 112, 128, "同意。", type_)
    sheet.text(x + 38, top + 140, "签名：", type_)
    sign(sheet, x + 52, top + 142, scene.person.name, "本人", look.applicant, day=day + dt.timedelta(days=2),
         day_at=(x + 88, top + 142.5), printed=type_, seed=look.seed + 2)  # fmt: skip
    if copied:
        copy_note(sheet, scene, look, LEFT + 26, top + 190)
    return finish(sheet, scene, look, "appraisal", "form", side="back")


def ce_exempt(scene: Scene, look: Style, *, sealed: bool = True, seal_text: str | None = None) -> list[Drawn]:
    """自治区“访惠聚”驻村等专业技术人员职称评审免除继续教育学习申请表."""
    sheet, who, born = Sheet(), scene.person, f"{scene.person.birth:%Y.%m}"
    y = title(sheet, ["自治区“访惠聚”驻村等专业技术人员职称评审", "免除继续教育学习申请表"], look, y=26, points=17)
    type_ = look.type(XIAOSI)
    grid(
        sheet, LEFT, y - 2, (30, 28, 26, 28, 26, 28),
        (
            (12, ((1, "姓名"), (1, who.name), (1, "性别"), (1, who.gender), (1, "出生年月"), (1, born))),
            (12, ((1, "身份证号"), (2, who.id_number), (1, "学历"), (1, "本科"), (1, "学士"))),
            (13, ((1, "何时何学校\n何专业毕业"), (5, f"{scene.graduated.year}年7月{scene.school}{scene.subject}专业"))),
            (13, ((1, "现工作单位"), (3, scene.unit.name), (1, "参加工作\n时间"), (1, f"{scene.graduated.year}.09"))),
            (13, ((1, "现有专业\n技术职务"), (2, "助理工程师"), (1, "拟申报专业\n技术职务"), (2, "工程师"))),
            (40, ((1, "免学理由"), (5, ""))),
            (62, ((1, "审核意见"), (5, ""))),
        ),
        type_,
    )  # fmt: skip
    sheet.field("姓名", who.name)
    x, top = LEFT + 34, y + 66
    place = f"{scene.unit.county}胡杨村"
    reason = f"本人于2022年3月至2023年12月在{place}参加“访惠聚”驻村工作，按规定申请免除驻村期间的继续教育学习。"
    sheet.paragraph(x, top, 128, reason, type_)
    sheet.paragraph(x, top + 38, 128, "情况属实，同意免除继续教育学习。", type_)
    if sealed:
        seal(sheet, scene.supervisor, x + 100, top + 70, look, text=seal_text)
    sheet.text(x + 92, top + 66, "公章", type_)
    sheet.text(x + 80, top + 77, f"{scene.signed.year}年{scene.signed.month}月{scene.signed.day}日", type_)
    notes = (
        "注：1.仍在参加“访惠聚”驻村（含抽调到各级“访惠聚”办公室）工作的专业技术人员，由同级“访惠聚”办公室审核。",
        "2.参加“访惠聚”驻村工作已返回人员，由原派驻单位所属的地州市或自治区区属主管单位审核。",
        "3.各地各部门不得私自设置免除继续教育学习事项及申请表（审批表）。",
    )
    y = top + 104
    for note in notes:
        y = sheet.paragraph(LEFT, y, 166, note, look.type(WUHAO), leading=1.5)
    return [finish(sheet, scene, look, "ce_exempt", "form")]


DRAWERS = {"appraisal": appraisal, "ce_exempt": ce_exempt}
