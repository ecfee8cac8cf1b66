"""年度考核登记表, two sides: the plain form, the form with boxes to tick, the sheet of marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.synthesis.documents.careers import year_told
from tests.synthesis.documents.common import Style, copy_note, finish, seal, title
from tests.synthesis.documents.ruled import Rect, head, held, named, prose, ruled, ruling
from tests.synthesis.documents.slots import Opinion, opinion, signed_line, tick_box
from tests.synthesis.handwriting import Hand, sign, write_date
from tests.synthesis.paper import WUHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

LEFT = 22.0
DUTY = "从事计量检定和质量检验工作"
GRADES = ("优秀", "合格", "基本合格", "不合格")


@dataclass(frozen=True)
class Appraised:
    """What an appraisal says: `grade` "" for none given, `signature` is a signature kind of everybody's slot."""

    year: int
    grade: str
    copied: bool
    sealed: bool
    signature: str
    day: dt.date


def appraisal(
    scene: Scene, look: Style, *, year: int = 2023, grade: str = "合格", sides: int = 2, copied: bool = False,
    sealed: bool = True, signature: str = "handwritten",
) -> list[Drawn]:  # fmt: skip
    """专业技术人员年度考核登记表, front and back; a copy bears the note on copies at the foot of its back."""
    day = dt.date(year + 1, 1, look.rng("appraised").randint(8, 26))
    given = Appraised(year, grade, copied, sealed, signature, day)
    front, back = (
        (_plain_front, _plain_back), (_ticked_front, _ticked_back), (_marks_front, _marks_back),
    )[look.layout]  # fmt: skip
    return [front(scene, look, given), back(scene, look, given)][:sides]


def _plain_front(scene: Scene, look: Style, given: Appraised) -> Drawn:
    sheet, who, born = Sheet(), scene.person, f"{scene.person.birth:%Y.%m}"
    y = title(sheet, ["事业单位专业技术人员年度考核登记表"], look, y=24, points=19)
    sheet.centred(y - 6, f"（{given.year}年度）", look.type())
    sheet.field("年度", f"{given.year}年度")
    rows = (
        (12, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), head("出生年月"),
              held(born, "出生年月"))),
        (12, (head("单位"), held(scene.unit.name, "单位", span=3), head("政治面貌"), held(scene.party, "政治面貌"))),
        (12, (head("职务"), held("助理工程师", "职务", span=3), head("任职时间"), held(f"{scene.title_date:%Y.%m}"))),
        (12, (head("从事或\n分管工作"), held(DUTY, span=5))),
        (178, (head("本\n人\n总\n结"), held("", span=5))),
    )  # fmt: skip
    ruled(sheet, LEFT, y + 6, (24, 34, 22, 30, 24, 32), rows, ruling(look))
    y += 58
    for text in year_told(given.year, scene.seed, 8):
        y = sheet.paragraph(LEFT + 28, y + 1, 134, text, look.type(XIAOSI))
    signed_line(sheet, LEFT + 90, 245, "签名：", who.name, "本人", look.applicant, look.type(XIAOSI), edge=188,
                kind=given.signature, seed=look.seed + 1)  # fmt: skip
    return finish(sheet, scene, look, "appraisal", "form", side="front")


def _plain_back(scene: Scene, look: Style, given: Appraised) -> Drawn:
    sheet, type_, day, top = Sheet(), look.type(XIAOSI), given.day, 26.0
    labels = (
        ("主管领导\n评语和考核\n等次建议", 56, ""),
        ("考核机构\n意见", 50, ""),
        ("本人意见", 50, ""),
        ("备注", 18, "无"),
    )
    rows = [(height, (head(text), held(content))) for text, height, content in labels]
    ruled(sheet, LEFT, top, (24, 142), rows, ruling(look))
    x = LEFT + 30
    sheet.paragraph(x, top + 6, 128, _comment(given), type_)
    if given.grade:
        sheet.field("等次", given.grade)
    _signed(sheet, x, top + 42, scene.head.name, "主管领导", look.head, day, type_, look.seed, given.signature)
    sheet.paragraph(x, top + 62, 128, _decided(given), type_)
    if given.sealed:
        seal(sheet, scene.unit, x + 96, top + 86, look)
    sheet.text(x + 62, top + 84, "（盖章）", type_)
    sheet.text(x + 84, top + 94, f"{day.year}年{day.month}月{day.day}日", type_)
    sheet.paragraph(x, top + 112, 128, "同意。", type_)
    after = day + dt.timedelta(days=2)
    _signed(
        sheet, x, top + 142, scene.person.name, "本人", look.applicant, after, type_, look.seed + 2, given.signature
    )
    if given.copied:
        copy_note(sheet, scene, look, LEFT + 26, top + 190)
    return finish(sheet, scene, look, "appraisal", "form", side="back")


def _signed(
    sheet: Sheet,
    x: float,
    y: float,
    name: str,
    role: str,
    writer: Hand,
    day: dt.date,
    type_: Type,
    seed: int,
    kind: str,
) -> None:
    """Sign before the date, or above it where the name is long."""
    start, below = (x + 38, 0.5) if len(name) < 5 else (x, 9.5)
    sheet.text(start, y - 2, "签名：", type_)
    sign(
        sheet,
        start + 14,
        y,
        name,
        role,
        writer,
        day=day,
        day_at=(x + 88, y + below),
        printed=type_,
        seed=seed,
        kind=kind,
    )


def _comment(given: Appraised) -> str:
    proposed = f"，建议年度考核等次为{given.grade}" if given.grade else ""
    return f"该同志工作认真负责，业务熟练，较好地完成了{given.year}年度各项工作任务{proposed}。"


def _decided(given: Appraised) -> str:
    return f"经考核，同意确定为{given.grade}等次。" if given.grade else "经考核，同意。"


def _ticked_front(scene: Scene, look: Style, given: Appraised) -> Drawn:
    """The unit above the table, the year in it, the summary under a heading across the whole width."""
    sheet, who = Sheet(), scene.person
    title(sheet, ["专业技术人员年度考核表"], look, y=20, points=20)
    sheet.text(18, 38, f"填报单位（盖章）：{scene.unit.name}", look.type(WUHAO))
    if given.sealed:
        seal(sheet, scene.unit, 66, 38, look)
    rows = (
        (10, (head("考核年度"), held(f"{given.year}年度", "年度"), head("姓名"), named(who.name),
              head("性别"), held(who.gender, "性别"))),
        (10, (head("出生年月"), held(f"{who.birth:%Y.%m}", "出生年月"), head("民族"), held(who.ethnicity),
              head("政治面貌"), held(scene.party, "政治面貌"))),
        (10, (head("专业技术职务"), held("助理工程师", "职务", span=2), head("聘任时间"),
              held(f"{scene.title_date:%Y.%m}", span=2))),
        (10, (head("学习培训情况"), held("参加公需科目和专业科目学习，考试合格", span=5))),
        (8, (head("个人述职（思想政治、业务工作、继续教育及存在的不足）", span=6),)),
        (172, (held("", span=6),)),
    )  # fmt: skip
    ruled(sheet, 18, 46, (30, 30, 28, 28, 28, 30), rows, ruling(look, 11))
    y = 98.0
    for text in year_told(given.year, scene.seed):
        y = sheet.paragraph(22, y + 1, 166, text, look.type(11.5), leading=1.9)
    type_ = look.type(11)
    signed_line(
        sheet,
        98,
        249,
        "被考核人签字：",
        who.name,
        "本人",
        look.applicant,
        type_,
        edge=190,
        kind=given.signature,
        seed=look.seed + 1,
    )
    write_date(sheet, 142, 260, given.day, look.applicant, kind=given.signature, printed=type_, seed=look.seed)
    return finish(sheet, scene, look, "appraisal", "form", side="front")


def _ticked_back(scene: Scene, look: Style, given: Appraised) -> Drawn:
    """The committee's grade is a box ticked; seals at the left, signatures at the right."""
    sheet, day = Sheet(), given.day
    rows = (
        (46, (head("基层领导\n考核评语"), held(""))),
        (14, (head("考核等次"), held(""))),
        (46, (head("考核委员会\n（小组）意见"), held(""))),
        (38, (head("被考核人\n意见"), held(""))),
        (22, (head("未确定等次或\n不参加考核\n情况说明"), held("无"))),
    )
    places = [row[1] for row in ruled(sheet, 18, 22, (34, 140), rows, ruling(look, 11.5))]
    signed = (scene.unit, scene.head, "主管领导", look.head, day)
    opinion(
        sheet,
        places[0],
        Opinion("主管领导评语", _comment(given), *signed, how="printed", signature=given.signature, sealed=False),
        look,
    )
    _grade_boxes(sheet, places[1], look, given.grade)
    signed = (scene.unit, scene.officer, "考核委员会", look.officer, day)
    committee = Opinion(
        "考核机构意见", _decided(given), *signed, how="printed", signature=given.signature, sealed=given.sealed
    )
    opinion(sheet, places[2], committee, look)
    after = day + dt.timedelta(days=2)
    opinion(sheet, places[3], Opinion("本人意见", "同意", scene.unit, scene.person, "本人", look.applicant, after,
                                      signature=given.signature, sealed=False), look)  # fmt: skip
    sheet.text(18, 192, "注：本表一式两份，一份存入本人档案，一份由单位留存。", look.type(9))
    if given.copied:
        copy_note(sheet, scene, look, 40, 216)
    return finish(sheet, scene, look, "appraisal", "form", side="back")


def _grade_boxes(sheet: Sheet, place: Rect, look: Style, grade: str) -> None:
    x, y = place[0] + 8, (place[1] + place[3]) / 2
    manner = look.rng("grade").choice(("drawn", "solid", "pen"))
    for one in GRADES if grade in ("", *GRADES) else (*GRADES[:3], grade):
        text = sheet.text(x, y - 2, one, look.type(12))
        box = tick_box(sheet, x + len(one) * 4.4 + 1, y - 1.7, 3.6, manner, ticked=one == grade, seed=look.seed)
        sheet.field(f"勾选 {one}", "是" if one == grade else "否", box)
        if one == grade:
            sheet.field("等次", grade, text)
        x += len(one) * 4.4 + 14


def _marks_front(scene: Scene, look: Style, given: Appraised) -> Drawn:
    """No summary but marks: items with their weight, marked by the applicant and by the leader, and a total."""
    sheet, who, rng = Sheet(), scene.person, look.rng("marks")
    sheet.text(20, 16, "附表2", look.type(11))
    y = title(sheet, [f"{given.year}年度专业技术人员年度考核登记表"], look, y=24, points=18)
    sheet.field("年度", f"{given.year}年度")
    items = (
        ("德", "政治思想、职业道德、遵纪守法", 20), ("能", "专业知识、业务能力、学习能力", 20),
        ("勤", "工作态度、出勤情况、团结协作", 20), ("绩", "完成任务的数量、质量、效率和效益", 30),
        ("廉", "廉洁自律、遵守廉政规定", 10),
    )  # fmt: skip
    marks = [(full - rng.randint(0, 2), full - rng.randint(1, 3)) for _, _, full in items]
    rows = [
        (11, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), head("出生年月"),
              held(f"{who.birth:%Y年%m月}", "出生年月"))),
        (11, (head("所在单位"), held(scene.unit.name, "单位", span=3), head("职称"), held("助理工程师", "职务"))),
        (13, (head("本年度主要工作"), held(DUTY, span=5))),
        (9, (head("考核项目"), head("考核内容", span=2), head("分值"), head("自评分"), head("领导评分"))),
    ]  # fmt: skip
    for (name, content, full), (own, led) in zip(items, marks, strict=True):
        rows.append((12, (held(name), prose(content, span=2), held(str(full)), held(str(own)), held(str(led)))))
    total = sum(led for _, led in marks)
    rows.append((10, (head("合计", span=3), held("100"), held(str(sum(own for own, _ in marks))), held(str(total)))))
    rows.append(
        (
            88,
            (
                head("个人小结"),
                prose("\n".join("　　" + text for text in year_told(given.year, scene.seed, 6)), span=5),
            ),
        )
    )
    ruled(sheet, 20, y, (26, 32, 28, 24, 28, 32), rows, ruling(look, 11))
    signed_line(sheet, 20, y + 211, "本人签字：", who.name, "本人", look.applicant, look.type(12), edge=188,
                kind=given.signature, seed=look.seed + 1)  # fmt: skip
    return finish(sheet, scene, look, "appraisal", "form", side="front", total=str(total))


def _marks_back(scene: Scene, look: Style, given: Appraised) -> Drawn:
    """Each label stands across its own row above the text; the applicant speaks before the unit."""
    sheet, day = Sheet(), given.day
    rows = (
        (9, (head("部门负责人意见"),)), (36, (held(""),)), (9, (head("本人意见"),)), (36, (held(""),)),
        (9, (head("单位考核结果"),)), (52, (held(""),)),
    )  # fmt: skip
    places = [row[0] for row in ruled(sheet, 20, 24, (170,), rows, ruling(look, 12))]
    signed = (scene.unit, scene.head, "主管领导", look.head, day)
    opinion(
        sheet,
        places[1],
        Opinion("主管领导评语", _comment(given), *signed, how="printed", signature=given.signature, sealed=False),
        look,
    )
    own = Opinion(
        "本人意见",
        "同意",
        scene.unit,
        scene.person,
        "本人",
        look.applicant,
        day,
        signature=given.signature,
        sealed=False,
    )
    opinion(sheet, places[3], own, look)
    left, top, right, _ = places[5]
    sheet.text(left + 4, top + 5, f"考核结果：{given.grade}", Type("heibold", 15))
    if given.grade:
        sheet.field("等次", given.grade)
    sheet.text(right - 72, top + 24, f"{scene.unit.name}（公章）", look.type(10.5))
    sheet.text(right - 58, top + 36, f"{day.year}年{day.month}月{day.day}日", look.type(12))
    if given.sealed:
        seal(sheet, scene.unit, right - 44, top + 29, look)
    if given.copied:
        copy_note(sheet, scene, look, 34, 206)
    return finish(sheet, scene, look, "appraisal", "form", side="back")


DRAWERS = {"appraisal": appraisal}
