"""Diplomas of higher education (毕业证书), and what they share with degree certificates."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import (
    GOLDEN,
    GREENISH,
    border_of,
    emboss,
    lay_border,
    lay_ground,
    roundel,
)
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.typeset import Entry, bearer, faces, han_date, prose, rows, worded
from tests.synthesis.handwriting import write
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

PRINCIPAL = "言若川"
CRIMSON = (158, 30, 38)
GILT = (176, 132, 48)
GREY = (132, 130, 128)


def diploma_number(scene: Scene) -> str:
    """Return the 18-digit number of the applicant's diploma: school, kind, year, grade, serial (no check digit)."""
    return f"199071{scene.graduated.year}05{scene.seed % 10**6:06d}"


def press_school(
    sheet: Sheet, scene: Scene, look: Style, x: float, y: float, *, colour: str, text: str | None = None,
    diameter: float = 42.0, centre: str | None = None,
) -> None:  # fmt: skip
    stamp = draw_seal(
        text or scene.school, colour=colour, seed=look.seed, wear=0.3, tilt_degrees=look.rng("t").gauss(0, 5),
        size_mm=(diameter, diameter), centre_text=centre, face=look.seal_face,
    )  # fmt: skip
    press(sheet, stamp, x, y)


def diploma(
    scene: Scene,
    look: Style,
    *,
    seal_text: str | None = None,
    number: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
    copied: bool = True,
    name: str | None = None,
    school_seal: str | None = None,
    embossed: bool = True,
) -> list[Drawn]:
    """普通高等学校毕业证书, copied, with the note on copies.

    Layout 0 is a grey copy of the ministry's sheet in the upper half of a page, 1 an opened booklet in colour, 2 an
    upright sheet with the entries one below the other.

    Args:
        scene: whose diploma.
        look: how it looks.
        seal_text: another unit's seal on the note.
        number: instead of the diploma's own.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
        copied: False for no note at all.
        name: of somebody else.
        school_seal: text of another school's seal.
        embossed: False where the dry seal over the photograph is missing.
    """
    about, note = bearer(scene, name), CopyNote(phrase, sealed, seal_text, copied)
    serial = number or diploma_number(scene)
    draw = (_diploma_sheet, _diploma_booklet, _diploma_upright)[look.layout]
    sheet, photo = draw(about, look, serial, school_seal, note)
    notes = {"embossed": emboss(sheet, f"{scene.school}钢印", *photo)} if embossed else {}
    return [finish(sheet, scene, look, "diploma", "diploma", **notes)]


def _study(scene: Scene) -> dict[str, str]:
    """The values of a diploma's sentence, by the catalogue's names."""
    who, day = scene.person, scene.graduated
    return {
        "姓名": who.name,
        "性别": who.gender,
        "出生日期": han_date(who.birth),
        "入学日期": han_date(dt.date(day.year - 4, 9, 1), with_day=False),
        "毕业日期": han_date(day, with_day=False),
        "专业": scene.subject,
        "学制": "四年制",
        "层次": "本科",
        "学习形式": "全日制",
    }


def entry(sheet: Sheet, x: float, y: float, label: str, field: str | None, value: str, type_: Type) -> None:
    sheet.text(x, y, label, type_)
    box = sheet.text(x + sheet.width_of(label, type_), y, value, type_)
    if field:
        sheet.field(field, value, box)


Spot = tuple[float, float]


def _diploma_sheet(
    scene: Scene, look: Style, serial: str, seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:  # fmt: skip
    sheet, kinds, day = Sheet(), faces(look), scene.graduated
    left, top, right, bottom = 18.0, 24.0, 192.0, 156.0
    lay_ground(sheet, left, top, right, bottom, (248, 248, 246), (((228, 228, 226), 18, 20, 260, 0.4),))
    lay_border(sheet, left, top, right, bottom, GREY, kind=border_of(look, "loops", "plait", "steps"))
    sheet.centred(top + 11, "普通高等学校", Type(kinds.kai, 20), left=left, right=right)
    sheet.centred(top + 22, "毕业证书", Type(kinds.head, 34, spacing_mm=6), left=left, right=right)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, coloured=False), left + 13, top + 46, 26, 36)
    template = (
        "学生{姓名}，性别{性别}，{出生日期}生，于{入学日期}至{毕业日期}在本校{专业}专业{学制}{层次}学习，"
        "修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    prose(sheet, left + 48, top + 46, right - left - 64, template, _study(scene), Type(kinds.kai, 15))
    entry(sheet, left + 14, bottom - 17, "证书编号：", "证书编号", serial, Type(kinds.song, 12))
    entry(sheet, left + 96, bottom - 36, "校    名：", "学校", scene.school, Type(kinds.kai, 14))
    sheet.text(left + 96, bottom - 26, "校（院）长：", Type(kinds.kai, 14))
    sheet.text(left + 124, bottom - 27, "  ".join(PRINCIPAL), Type(kinds.kai, 17))
    date = han_date(day)
    sheet.field("签发日期", date, sheet.text(left + 104, bottom - 16, date, Type(kinds.kai, 14)))
    press_school(sheet, scene, look, left + 132, bottom - 27, colour="grey", text=seal)
    note.put(sheet, scene, look, 34, 188)
    return sheet, (left + 34, top + 78)


def _diploma_booklet(
    scene: Scene, look: Style, serial: str, seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:  # fmt: skip
    sheet, kinds = Sheet((297.0, 210.0)), faces(look)
    left, top, right, bottom, fold = 14.0, 10.0, 283.0, 146.0, 148.5
    lay_ground(sheet, left, top, right, bottom, (252, 246, 236), GOLDEN)
    lay_border(sheet, left + 2, top + 2, fold - 2, bottom - 2, CRIMSON, kind="plait", width=5)
    lay_border(sheet, fold + 2, top + 2, right - 2, bottom - 2, CRIMSON, kind="plait", width=5)
    sheet.pen.line([sheet.px(fold), sheet.px(top), sheet.px(fold), sheet.px(bottom)], fill=(214, 202, 186), width=4)
    roundel(sheet, (left + fold) / 2, top + 28, 11, CRIMSON)
    page = {"left": left, "right": fold}
    sheet.centred(top + 46, "毕业证书", Type("kai", 44, CRIMSON, spacing_mm=4), **page)
    sheet.centred(top + 70, "（普通高等教育）", Type(kinds.kai, 15), **page)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "blue"), left + 20, top + 84, 26, 36)
    sheet.text(left + 56, top + 100, "证书编号", Type(kinds.song, 11.5))
    sheet.field("证书编号", serial, sheet.text(left + 56, top + 107, serial, Type(kinds.song, 13)))
    template = (
        "{姓名}  {性别}  {出生日期}出生，于{入学日期}至{毕业日期}在我校{专业}专业{学习形式}学习，"
        "学制四年，修完{层次}教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    prose(sheet, fold + 16, top + 24, right - fold - 32, template, _study(scene), Type(kinds.song, 15), leading=1.95)
    school = Type("kai", 19)
    sheet.field("学校", scene.school, sheet.right(top + 92, scene.school, school, edge=right - 22))
    sheet.text(fold + 20, top + 106, "校  长", Type(kinds.song, 13))
    write(sheet, fold + 40, top + 108, PRINCIPAL, look.head, height_mm=11, seed=7, colour="black")
    date = han_date(scene.graduated)
    sheet.field("签发日期", date, sheet.right(top + 120, date, Type(kinds.song, 13), edge=right - 24))
    press_school(sheet, scene, look, right - 46, top + 104, colour="red", text=seal)
    note.put(sheet, scene, look, 120, 158)
    return sheet, (left + 42, top + 116)


def _diploma_upright(
    scene: Scene, look: Style, serial: str, seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:  # fmt: skip
    sheet, kinds = Sheet(), faces(look)
    left, top, right, bottom = 16.0, 14.0, 194.0, 212.0
    lay_ground(sheet, left, top, right, bottom, (246, 250, 246), GREENISH)
    lay_border(sheet, left, top, right, bottom, (60, 104, 84), kind="double", width=4)
    edges = {"left": left, "right": right}
    sheet.field("学校", scene.school, sheet.centred(top + 13, scene.school, Type("ukai", 26, spacing_mm=2), **edges))
    sheet.centred(
        top + 29, worded(look, "本科毕业证书", "毕业证书"), Type(kinds.hei, 24, (60, 104, 84), spacing_mm=3), **edges
    )
    who, day = scene.person, scene.graduated
    start = dt.date(day.year - 4, 9, 1)
    entries: list[Entry] = [
        ("姓  名", "姓名", who.name), ("性  别", "性别", who.gender),
        ("出生日期", "出生日期", chinese_date(who.birth)), ("入学时间", "入学日期", chinese_date(start)),
        ("毕业时间", "毕业日期", chinese_date(day)), ("专  业", "专业", scene.subject),
        ("学习形式", "学习形式", "全日制"), ("学  制", "学制", "四年制"), ("层  次", "层次", "本科"),
        ("证书编号", "证书编号", serial),
    ]  # fmt: skip
    below = rows(
        sheet, left + 22, top + 52, entries, Type(kinds.hei, 12, (70, 80, 76)), Type(kinds.kai, 14), step=9.0, room=28
    )
    place_portrait(sheet, Sitter(scene.seed, who.gender, "red"), right - 50, top + 54, 30, 42)
    text = "该生在规定年限内修完教学计划规定的全部课程，成绩合格，准予毕业。特发此证。"
    sheet.paragraph(left + 22, below + 4, right - left - 44, text, Type(kinds.kai, 15))
    chop = draw_seal(PRINCIPAL, shape="square", colour="red", seed=3, wear=0.2, size_mm=(15.0, 15.0))
    sheet.text(left + 24, bottom - 26, "校长", Type(kinds.hei, 13))
    press(sheet, chop, left + 46, bottom - 23.5)
    date = chinese_date(day)
    sheet.field("签发日期", date, sheet.right(bottom - 24, date, Type(kinds.hei, 13), edge=right - 24))
    press_school(sheet, scene, look, right - 44, bottom - 28, colour="red", text=seal, diameter=40)
    note.put(sheet, scene, look, 70, 228)
    return sheet, (right - 22, top + 92)


DRAWERS = {"diploma": diploma}
