"""Papers around a title: the authority's decision (任职资格文件), vocational certificates, results of examinations."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid, seal
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import BLUISH, GOLDEN, lay_border, lay_ground, roundel
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.titles import province_of, reform_office
from tests.synthesis.documents.typeset import bearer, cell_fields, faces, prose, rows
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date, person
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

_RED = (196, 26, 32)


def title_approval(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    title: str = "助理工程师",
    granted: dt.date | None = None,
    number: str | None = None,
    listed: bool = True,
    issuer_seal: str | None = None,
    issuer_sealed: bool = True,
    copied: bool = True,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
) -> list[Drawn]:
    """任职资格文件: an authority's paper with red head and number.

    Layout 0 publishes a list of names in running text (关于公布…评审结果的通知), 1 answers one unit about one person
    (关于…任职资格的批复), 2 confirms with a table (关于确认…任职资格的通知).

    Args:
        scene: whose title.
        look: how it looks.
        name: of somebody else in the applicant's place.
        title: what was given.
        granted: when.
        number: of the paper (文号).
        listed: False where the applicant is not among the names (layouts 0 and 2).
        issuer_seal: text of another authority's seal.
        issuer_sealed: False where it is missing.
        copied: True for the note on copies.
        seal_text: another unit's seal on the note.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
    """
    about, sheet, kinds = bearer(scene, name), Sheet(), faces(look)
    day, office = granted or scene.title_date, reform_office(scene)
    serial = number or f"{scene.unit.county[0]}职改〔{day.year}〕{scene.seed % 40 + 3}号"
    spread = 2.0 if len(office) < 16 else 0.4
    head = Type("songbold", 30 if len(office) < 16 else 26, _RED, spacing_mm=spread)
    if look.layout == 1:
        sheet.centred(30, office, head)
        sheet.field("文号", serial, sheet.right(50, serial, Type(kinds.kai, 14), edge=182))
    else:
        sheet.centred(28, office + "文件", Type(head.face, head.points - 3, _RED, spacing_mm=spread / 2))
        sheet.field("文号", serial, sheet.centred(49, serial, Type(kinds.song, 14)))
    sheet.pen.line([sheet.px(26), sheet.px(58), sheet.px(184), sheet.px(58)], fill=_RED, width=7)
    y = (_published, _answered, _confirmed)[look.layout](sheet, about, day, title, listed)
    type_ = Type(kinds.song, 14)
    sheet.field("落款单位", office, sheet.right(y + 12, office, type_, edge=178))
    sheet.field("落款日期", chinese_date(day), sheet.right(y + 21, chinese_date(day), type_, edge=166))
    if issuer_sealed:
        seal(sheet, scene.supervisor, 148, y + 17, look, text=issuer_seal or office)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, 34, max(y + 48, 210))
    return [finish(sheet, scene, look, "title_approval", "approval", listed=str(listed or look.layout == 1))]


def _fellows(scene: Scene, count: int) -> list[str]:
    rng = random.Random(f"fellows {scene.seed}")
    found: list[str] = []
    while len(found) < count:
        name = person(rng).name
        if name != scene.person.name and name not in found:
            found.append(name)
    return found


def _published(sheet: Sheet, scene: Scene, day: dt.date, title: str, listed: bool) -> float:
    head = Type("heibold", 18)
    sheet.centred(68, f"关于公布{day.year}年度{scene.series}", head)
    sheet.centred(78, "初级专业技术职称评审结果的通知", head)
    body = Type("song", 14)
    sheet.text(28, 94, "各有关单位：", body)
    text = (
        f"经{scene.unit.county}{scene.series}初级职称评审委员会{day.year}年评审通过，现将取得{{资格名称}}任职资格"
        f"人员名单予以公布，任职资格时间从{{批准日期}}起计算。"
    )
    values = {"资格名称": title, "批准日期": chinese_date(day)}
    y = prose(sheet, 28, 104, 154, text, values, body)
    sheet.text(38, y + 2, f"{scene.specialty}（9人）", body)
    names = _fellows(scene, 9)
    if listed:
        names[scene.seed % 9] = scene.person.name
    for index, name in enumerate(names):
        box = sheet.text(38 + 48 * (index % 3), y + 12 + 9 * (index // 3), name, Type("kai", 13))
        if name == scene.person.name:
            sheet.field("姓名", name, box)
    return y + 42


def _answered(sheet: Sheet, scene: Scene, day: dt.date, title: str, listed: bool) -> float:
    head = Type("songbold", 19)
    sheet.centred(70, f"关于{scene.person.name}同志", head)
    sheet.centred(80, "专业技术职务任职资格的批复", head)
    body = Type("kai", 15)
    box = sheet.text(28, 98, f"{scene.unit.name}：", body)
    sheet.field("工作单位", scene.unit.name, box)
    text = (
        "你单位报来的申报材料收悉。经研究，同意{姓名}同志具备{系列}{资格名称}任职资格，资格时间自{批准日期}算起。"
        "请按有关规定办理聘任手续。"
    )
    values = {
        "姓名": scene.person.name, "系列": scene.series, "资格名称": title, "批准日期": chinese_date(day),
    }  # fmt: skip
    y = prose(sheet, 28, 109, 154, text, values, body)
    sheet.text(38, y + 2, "特此批复。", body)
    return y + 14


def _confirmed(sheet: Sheet, scene: Scene, day: dt.date, title: str, listed: bool) -> float:
    head = Type("microhei", 18)
    sheet.centred(68, "关于确认专业技术人员", head)
    sheet.centred(78, "任职资格的通知", head)
    body = Type("ukai", 14)
    sheet.text(28, 94, "各单位人事部门：", body)
    y = prose(
        sheet, 28, 104, 154, "根据有关规定，经考核认定，确认下列人员具备相应任职资格，自{批准日期}起生效。",
        {"批准日期": chinese_date(day)}, body,
    )  # fmt: skip
    names = _fellows(scene, 5)
    if listed:
        names[scene.seed % 5] = scene.person.name
    table = [(8.5, ((1, "序号"), (1, "姓名"), (1, "工作单位"), (1, "任职资格")))]
    table += [(8.5, ((1, str(i)), (1, name), (1, scene.unit.name), (1, title))) for i, name in enumerate(names, 1)]
    first = len(sheet.lines)
    cells = grid(sheet, 28, y + 3, (16, 36, 66, 36), table, Type("microhei", 10.5))
    if listed:
        cell_fields(sheet, first, [("姓名", scene.person.name)], cells)
        own = cells[scene.seed % 5 + 1]
        cell_fields(sheet, first, [("工作单位", scene.unit.name), ("资格名称", title)], [own])
    return y + 3 + 8.5 * 6


CRAFTS = {"五级": "初级工", "四级": "中级工", "三级": "高级工", "二级": "技师", "一级": "高级技师"}


def vocational(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    number: str | None = None,
    occupation: str = "计量员",
    grade: str = "三级",
    issued: dt.date | None = None,
    issuer_sealed: bool = True,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
    copied: bool = True,
) -> list[Drawn]:
    """职业资格证书 with a number of 16 digits (layouts 0 and 2), or 职业技能等级证书 with 22 and a QR code (1)."""
    who, kinds, rng = bearer(scene, name).person, faces(look), random.Random(f"craft {scene.seed}")
    day = issued or dt.date(scene.title_date.year + 1, rng.randint(3, 11), rng.randint(1, 28))
    skill = look.layout == 1
    serial = number or (
        f"Y9965280{rng.randrange(10**14):014d}" if skill else f"{day.year % 100:02d}65990000{rng.randrange(10**6):06d}"
    )
    across = look.layout == 2
    sheet = Sheet((297.0, 210.0)) if across else Sheet()
    left, top, right, bottom = (30.0, 10.0, 267.0, 146.0) if across else (22.0, 18.0, 188.0, 176.0)
    ground, waves = ((246, 249, 253), BLUISH) if skill else ((253, 248, 240), GOLDEN)
    lay_ground(sheet, left, top, right, bottom, ground, waves)
    kind = "double" if skill else ("loops" if across else "plait")
    lay_border(sheet, left, top, right, bottom, (50, 84, 140) if skill else (170, 60, 48), kind=kind, width=5)
    edges = {"left": left, "right": right}
    if not skill:
        sheet.centred(top + 12, "中华人民共和国", Type(kinds.kai, 18), **edges)
    sheet.centred(top + (14 if skill else 22), "职业技能等级证书" if skill else "职业资格证书",
                  Type(kinds.head, 28, (150, 36, 36), spacing_mm=2), **edges)  # fmt: skip
    place_portrait(sheet, Sitter(scene.seed, who.gender, "blue" if skill else "white"), left + 16, top + 46, 30, 42)
    type_ = Type(kinds.song if not skill else kinds.hei, 12.5)
    rank = f"{grade}/{CRAFTS.get(grade, '高级工')}"
    entries = [
        ("姓  名", "姓名", who.name), ("证件号码", "证件号码", who.id_number),
        ("职业名称" if not skill else "职业（工种）", "职业名称", occupation), ("等  级", "等级", rank),
        ("理论成绩", None, str(rng.randint(66, 93))), ("技能成绩", None, str(rng.randint(66, 93))),
        ("证书编号", "证书编号", serial), ("发证日期", "发证日期", chinese_date(day)),
    ]  # fmt: skip
    rows(sheet, left + 58, top + 46, entries, type_, Type(kinds.kai, 13.5), step=9.4, room=31)
    office = f"{scene.unit.county}职业技能鉴定指导中心"
    if skill:
        draw_qr(sheet, left + 16, top + 98, 28, f"https://jndj.kunbei.example/c?no={serial}")
        office = f"{scene.unit.county}技能人才评价中心"
    sheet.field("发证机关", office, sheet.right(bottom - 24, office, type_, edge=right - 18))
    if issuer_sealed:
        press(sheet, draw_seal(office, seed=look.seed, wear=look.wear, face=look.seal_face), right - 46, bottom - 26)
    note_at = (70.0, 158.0) if across else (40.0, 200.0)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, *note_at)
    return [finish(sheet, scene, look, "vocational", "craft")]


def exam_score(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    scores: tuple[int, int] | None = None,
    pass_mark: int = 60,
    year: int = 2023,
    valid_until: dt.date | None = None,
    issuer_sealed: bool = True,
) -> list[Drawn]:
    """专业技术资格考试成绩: 成绩合格证明 with seal (layouts 0 and 2) or the print of a web page, 考试成绩单 (1)."""
    sheet, kinds, rng = Sheet(), faces(look), random.Random(f"marks {scene.seed}")
    who, web = bearer(scene, name).person, look.layout == 1
    marks = scores or (rng.randint(62, 91), rng.randint(61, 88))
    until = valid_until or dt.date(year + 3, 12, 31)
    title = f"{year}年度专业技术资格" + ("考试成绩单" if web else "考试成绩合格证明")
    if look.layout == 2:
        roundel(sheet, 105, 26, 9, (60, 84, 130))
    sheet.centred(40, title, Type(kinds.head, 21 if not web else 18))
    subjects = ("专业基础知识", "专业实务")
    first = len(sheet.lines)
    table = [
        (11.0, ((1, "姓名"), (1, who.name), (1, "性别"), (1, who.gender))),
        (11.0, ((1, "证件号码"), (3, who.id_number))),
        (11.0, ((1, "档案号"), (1, f"99{year}{rng.randrange(10**8):08d}"), (1, "报考级别"), (1, "中级"))),
        (11.0, ((2, "考试科目"), (1, "成绩"), (1, "合格标准"))),
    ]
    pairs = list(zip(subjects, marks, strict=True))
    table += [(11.0, ((2, subject), (1, str(mark)), (1, str(pass_mark)))) for subject, mark in pairs]
    cells = grid(sheet, 26, 62, (32, 56, 32, 38), table, Type(kinds.song if not web else kinds.hei, 12))
    cell_fields(sheet, first, [("姓名", who.name), ("性别", who.gender), ("证件号码", who.id_number)], cells)
    for (subject, mark), row in zip(pairs, cells[4:], strict=True):
        cell_fields(sheet, first, [(subject, str(mark))], [row[1:2]])
    cell_fields(sheet, first, [("合格标准", str(pass_mark))], [cells[4][2:]])
    body = Type(kinds.kai if not web else kinds.hei, 13)
    text = "考试成绩有效期至{有效期}。" if web else "该考生参加上述考试，成绩合格，本证明有效期至{有效期}。"
    y = prose(sheet, 26, 62 + 11 * 6 + 9, 158, text, {"有效期": chinese_date(until)}, body)
    office = f"{province_of(scene)}人事考试中心"
    if web:
        sheet.text(26, y + 6, "打印日期：" + chinese_date(scene.signed), Type(kinds.hei, 10))
        draw_qr(sheet, 150, y + 8, 30, f"https://rsks.kunbei.example/cj?k={rng.randrange(10**10):010d}")
    else:
        sheet.field("落款单位", office, sheet.right(y + 18, office, body, edge=178))
        sheet.right(y + 27, f"{year}年12月{rng.randint(3, 27)}日", body, edge=170)
        if issuer_sealed:
            stamp = draw_seal(office, seed=look.seed, wear=look.wear, centre_text="成绩专用章", face=look.seal_face)
            press(sheet, stamp, 150, y + 24)
    return [finish(sheet, scene, look, "exam_score", "marks", passed=str(min(marks) >= pass_mark))]


DRAWERS = {"exam_score": exam_score, "title_approval": title_approval, "vocational": vocational}
