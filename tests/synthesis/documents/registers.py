"""What registers say of somebody's schooling: the ministry's record of a diploma, foreign degrees, school archives."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.education import PRINCIPAL, diploma_number
from tests.synthesis.documents.engraving import BLUISH, lay_border, lay_ground, roundel
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.typeset import Entry, bearer, cell_fields, faces, prose, rows
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import WUHAO, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_BLUE = (34, 92, 158)
_REMARKS = (
    "1.备案表是依据《高等学校学生学籍学历电子注册办法》对学历信息进行电子注册备案的结果。",
    "2.点击或扫描二维码，可在线验证本备案表的有效性，报告在验证有效期内可免费查验。",
    "3.备案表内容如有修改，请以最新在线查验结果为准；未经权利人同意，不得用于其他用途。",
)


def chsi_reg(
    scene: Scene,
    look: Style,
    *,
    number: str | None = None,
    host: str = "www.chsi.com.cn",
    name: str | None = None,
    school: str | None = None,
    code: str | None = None,
    linked_code: str | None = None,
    valid_until: dt.date | None = None,
) -> list[Drawn]:
    """教育部学历证书电子注册备案表 with its QR code. The codes are invented; nothing ever opens them.

    Args:
        scene: whose record.
        look: layout 0 is one ruled table, 1 has labels and values without lines, a blue band and a portrait, 2 is the
            older print with a row for each entry, the portrait at the left and a code of twelve digits.
        number: another diploma's number.
        host: where the code leads.
        name: of somebody else.
        school: another one.
        code: printed code for online verification (在线验证码).
        linked_code: the QR code's, where it differs from the printed one.
        valid_until: day up to which the code can be verified.
    """
    about = bearer(scene, name)
    rng, day = look.rng("chsi"), scene.graduated
    drawn = "A" + "".join(rng.choice(_CODE) for _ in range(15))
    if look.layout == 2:
        drawn = f"{rng.randrange(10**11, 10**12)}"
    code = code or drawn
    link = f"https://{host}/xlcx/bg.do?vcode={linked_code or code}&srcid=bgcx"
    who = about.person
    values = {
        "姓名": who.name, "性别": who.gender, "出生日期": chinese_date(who.birth),
        "入学日期": f"{day.year - 4}年9月1日", "毕业日期": chinese_date(day), "学校": school or scene.school,
        "专业": scene.subject, "层次": "本科", "学历类别": "普通高等教育", "学习形式": "普通全日制", "学制": "4 年",
        "证书编号": number or diploma_number(scene),
    }  # fmt: skip
    until = valid_until or scene.signed + dt.timedelta(days=150)
    draw = (_register_table, _register_sheet, _register_old)[look.layout]
    return [finish(draw(about, look, values, code, link, until), scene, look, "chsi_reg", "chsi")]


def _register_table(
    scene: Scene, look: Style, values: dict[str, str], code: str, link: str, until: dt.date
) -> Sheet:  # fmt: skip
    sheet = Sheet()
    sheet.centred(30, "教育部学历证书电子注册备案表", Type("heibold", 20))
    _updated(sheet, 24, 46, scene, Type("song", WUHAO))
    v = values
    table = (
        (11, ((1, "姓名"), (1, v["姓名"]), (1, "性别"), (1, v["性别"]))),
        (11, ((1, "出生日期"), (1, v["出生日期"]), (1, "入学日期"), (1, v["入学日期"]))),
        (11, ((1, "毕（结）业日期"), (1, v["毕业日期"]), (1, "学历类别"), (1, v["学历类别"]))),
        (11, ((1, "层次"), (1, v["层次"]), (1, "学制"), (1, v["学制"]))),
        (11, ((1, "院校名称"), (1, v["学校"]), (1, "专业"), (1, v["专业"]))),
        (11, ((1, "学习形式"), (1, v["学习形式"]), (1, "毕（结）业"), (1, "毕业"))),
        (11, ((1, "证书编号"), (3, v["证书编号"]))),
    )
    first = len(sheet.lines)
    cells = grid(sheet, 24, 54, (30, 52, 30, 50), table, Type("song", WUHAO))
    cell_fields(sheet, first, list(values.items()), cells)
    sheet.text(24, 142, "在线验证码", Type("song", WUHAO))
    sheet.field("在线验证码", code, sheet.text(24, 149, code, Type("hei", 13)))
    _until(sheet, 24, 160, until, Type("song", 9))
    draw_qr(sheet, 150, 138, 34, link)
    sheet.text(24, 176, "注意事项：", Type("song", 9))
    for index, line in enumerate(_REMARKS[:2]):
        sheet.text(24, 182 + 6 * index, line, Type("song", 9))
    return sheet


def _updated(sheet: Sheet, x: float, y: float, scene: Scene, type_: Type) -> None:
    sheet.text(x, y, "更新日期：", type_)
    day = chinese_date(scene.signed)
    sheet.field("更新日期", day, sheet.text(x + sheet.width_of("更新日期：", type_), y, day, type_))


def _until(sheet: Sheet, x: float, y: float, until: dt.date, type_: Type) -> None:
    label, day = "在线验证有效期至：", chinese_date(until)
    sheet.text(x, y, label, type_)
    sheet.field("在线验证有效期", day, sheet.text(x + sheet.width_of(label, type_), y, day, type_))


def _register_sheet(
    scene: Scene, look: Style, values: dict[str, str], code: str, link: str, until: dt.date
) -> Sheet:  # fmt: skip
    sheet, kinds = Sheet((210.0, 297.0), (255, 255, 255)), faces(look)
    sheet.pen.rectangle((0, sheet.px(16), sheet.size[0], sheet.px(18)), fill=_BLUE)
    sheet.centred(28, "教育部学历证书电子注册备案表", Type("heibold", 22, _BLUE))
    _updated(sheet, 142, 42, scene, Type("hei", 9, (90, 90, 90)))
    labels = {"毕业日期": "毕（结）业日期", "学校": "学校名称"}
    order = ("姓名", "性别", "出生日期", "入学日期", "毕业日期", "学校", "专业", "学历类别", "学制", "学习形式", "层次")
    entries: list[Entry] = [(labels.get(name, name), name, values[name]) for name in order]
    entries += [("毕（结）业", None, "毕业"), ("校（院）长姓名", None, PRINCIPAL)]
    entries += [("证书编号", "证书编号", values["证书编号"])]
    grey = Type(kinds.hei, 11, (110, 116, 124))
    below = rows(sheet, 30, 56, entries, grey, Type(kinds.hei, 11.5), step=9.4, room=36, colon="")
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "blue"), 146, 56, 30, 42)
    box = [sheet.px(24), sheet.px(below + 4), sheet.px(186), sheet.px(below + 46)]
    sheet.pen.rectangle(box, fill=(240, 245, 251), outline=(190, 206, 226), width=2)
    draw_qr(sheet, 30, below + 9, 32, link)
    sheet.text(70, below + 13, "在线验证码", Type(kinds.hei, 11, (110, 116, 124)))
    sheet.field("在线验证码", code, sheet.text(70, below + 20, code, Type("heibold", 16, _BLUE, spacing_mm=0.4)))
    _until(sheet, 70, below + 31, until, Type(kinds.hei, 9.5))
    sheet.text(24, below + 56, "注意事项", Type("heibold", 11))
    for index, line in enumerate(_REMARKS):
        sheet.text(24, below + 64 + 6.4 * index, line, Type(kinds.hei, 9, (90, 90, 90)))
    return sheet


def _register_old(
    scene: Scene, look: Style, values: dict[str, str], code: str, link: str, until: dt.date
) -> Sheet:  # fmt: skip
    sheet, kinds = Sheet(), faces(look)
    sheet.frame(14, 16, 196, 276, weight=0.5)
    roundel(sheet, 105, 34, 9, (150, 40, 44))
    sheet.centred(50, "教育部学历证书电子注册备案表", Type(kinds.kai, 24))
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, coloured=False), 24, 66, 30, 42)
    order = ("姓名", "性别", "出生日期", "入学日期", "毕业日期", "学历类别")
    order += ("层次", "学校", "学制", "专业", "学习形式", "证书编号")
    shown = {"入学日期": "入学时间", "毕业日期": "毕（结）业时间", "学校": "毕业学校", "专业": "专业名称"}
    first = len(sheet.lines)
    table = [(9.6, ((1, shown.get(name, name)), (1, values[name]))) for name in order]
    cells = grid(sheet, 60, 66, (36, 88), table, Type(kinds.song, 11))
    cell_fields(sheet, first, [(name, values[name]) for name in order], cells)
    draw_qr(sheet, 24, 118, 32, link)
    sheet.text(24, 153, "扫码在线验证", Type(kinds.hei, 9))
    sheet.text(60, 190, "在线验证码：", Type(kinds.hei, 12))
    sheet.field("在线验证码", code, sheet.text(86, 189.6, code, Type(kinds.hei, 14)))
    _updated(sheet, 60, 200, scene, Type(kinds.song, 11))
    _until(sheet, 60, 208, until, Type(kinds.song, 11))
    y = 222.0
    for line in _REMARKS:
        y = sheet.paragraph(24, y, 162, line, Type(kinds.song, 10), leading=1.6, indent=0)
    return sheet


_ABROAD = (("哈萨克斯坦", "北草原国立技术大学"), ("马来西亚", "东岸理工大学"), ("白俄罗斯", "第聂伯工程学院"))
_TAGS = {"哈萨克斯坦": "哈", "马来西亚": "马", "白俄罗斯": "白"}


def overseas_edu(
    scene: Scene, look: Style, *, number: str | None = None, name: str | None = None, sealed: bool = True,
    host: str = "zwfw.cscse.edu.cn", seal_text: str = "国外学历学位认证专用章",
) -> list[Drawn]:  # fmt: skip
    """国外学历学位认证书: a letter with number, QR code and the seal for such certificates."""
    sheet, kinds, rng = Sheet(), faces(look), random.Random(f"abroad {scene.seed}")
    who, (country, school) = bearer(scene, name).person, rng.choice(_ABROAD)
    year = scene.graduated.year
    serial = number or f"教留服认{_TAGS[country]}〔{year}〕{rng.randrange(10**5):05d}号"
    lay_ground(sheet, 14, 12, 196, 270, (247, 250, 253), BLUISH)
    lay_border(sheet, 14, 12, 196, 270, (70, 104, 150), kind="plait" if look.layout != 1 else "double", width=6)
    roundel(sheet, 105, 40, 11, (70, 104, 150))
    sheet.centred(58, "国外学历学位认证书", Type(kinds.head, 28, spacing_mm=2))
    sheet.field("认证书编号", serial, sheet.right(80, serial, Type(kinds.song, 13), edge=180))
    values = {
        "姓名": who.name, "性别": who.gender, "出生日期": chinese_date(who.birth), "国别": country, "学校": school,
        "毕业日期": f"{year}年7月", "专业": scene.subject, "学位": "学士",
    }  # fmt: skip
    template = (
        "兹证明{姓名}，{性别}，{出生日期}生，于{毕业日期}在{国别}{学校}毕业，获得{专业}专业{学位}学位，所持学位证书"
        "真实有效。经核查，该校系所在国承认的高等学校，该学位表明其具有相应的学历。"
    )
    y = prose(sheet, 34, 98, 142, template, values, Type(kinds.kai, 16), leading=1.9)
    sheet.text(44, y + 2, "特此认证。", Type(kinds.kai, 16))
    draw_qr(sheet, 34, 206, 32, f"https://{host}/cscse/verify?no={year}{rng.randrange(10**8):08d}")
    sheet.text(34, 241, "扫描二维码查验", Type(kinds.song, 10))
    issued = dt.date(year, 11, rng.randint(3, 27))
    type_ = Type(kinds.song, 14)
    sheet.field("落款单位", "教育部留学服务中心", sheet.right(216, "教育部留学服务中心", type_, edge=176))
    sheet.field("落款日期", chinese_date(issued), sheet.right(226, chinese_date(issued), type_, edge=170))
    if sealed:
        press(sheet, draw_seal(seal_text, seed=look.seed, wear=0.12, face=look.seal_face), 150, 222)
    return [finish(sheet, scene, look, "overseas_edu", "abroad")]


def edu_archive(
    scene: Scene, look: Style, *, name: str | None = None, seal_text: str | None = None, sealed: bool = True,
    phrase: str = COPY_OK, copied: bool = True, archive_seal: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """学历档案材料: 毕业生登记表 (layouts 0 and 2) or 学籍表 (1), a copy from the archive with the archive's seal."""
    sheet, kinds = Sheet(), faces(look)
    who, day = bearer(scene, name).person, scene.graduated
    title = "普通高等学校学籍表" if look.layout == 1 else "高等学校毕业生登记表"
    sheet.centred(18, title, Type(kinds.head, 21))
    body, pen = Type(kinds.song, WUHAO), Type(kinds.kai, 12)
    entered = f"{day.year - 4}年9月"
    pairs = [
        ("姓名", who.name), ("性别", who.gender), ("民族", who.ethnicity),
        ("出生年月", f"{who.birth.year}年{who.birth.month}月"),
        ("政治面貌", "共青团员"), ("籍贯", scene.unit.county), ("入学时间", entered), ("毕业时间", chinese_date(day)),
        ("学校", scene.school), ("专业", scene.subject),
    ]  # fmt: skip
    order = pairs if look.layout != 1 else [*pairs[6:], *pairs[:6]]
    table = [
        (10.5, ((1, order[i][0]), (1, order[i][1]), (1, order[i + 1][0]), (1, order[i + 1][1])))
        for i in range(0, len(order), 2)
    ]
    first = len(sheet.lines)
    cells = grid(sheet, 20, 34, (24, 52, 24, 42), table, body)
    cell_fields(sheet, first, order, cells)
    place_portrait(sheet, Sitter(scene.seed, who.gender, coloured=False), 165, 37, 26, 36)
    opinion = (
        "该生在校期间遵守纪律，学习认真，按教学计划修完全部课程，成绩合格，准予毕业。"
        if look.layout != 1
        else "第一学年至第四学年各科成绩均达到及格以上，未受处分，同意毕业。"
    )
    top = 34 + 10.5 * len(table)
    sheet.frame(20, top, 196, top + 62, weight=0.4)
    sheet.text(24, top + 4, "学校意见" if look.layout != 1 else "学籍变动及毕业情况", body)
    sheet.paragraph(28, top + 14, 158, opinion, pen)
    sheet.right(top + 42, scene.school, pen, edge=176)
    sheet.field("落款单位", scene.school)
    sheet.field("落款日期", chinese_date(day), sheet.right(top + 50, chinese_date(day), pen, edge=172))
    press(sheet, draw_seal(scene.school, colour="grey", seed=look.seed, wear=0.45, face=look.seal_face), 150, top + 42)
    sheet.text(24, top + 76, "复印自本单位保管的人事档案。", body)
    sheet.text(24, top + 86, "经办人：", body)
    sign(sheet, 42, top + 88.5, scene.officer.name, "经办人", look.officer, printed=body, seed=look.seed)
    if sealed:
        keeper = archive_seal or f"{scene.unit.county}人才服务中心"
        stamp = draw_seal(keeper, seed=look.seed, wear=look.wear, centre_text="档案专用章", face=look.seal_face)
        press(sheet, stamp, 120, top + 88)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, 40, top + 126)
    return [finish(sheet, scene, look, "edu_archive", "archive")]


DRAWERS = {"chsi_reg": chsi_reg, "edu_archive": edu_archive, "overseas_edu": overseas_edu}
