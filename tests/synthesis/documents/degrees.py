"""Degree certificates (学位证书)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.education import (
    CRIMSON,
    GILT,
    PRINCIPAL,
    Spot,
    entry,
    press_school,
)
from tests.synthesis.documents.engraving import BLUISH, ROSY, border_of, emboss, lay_border, lay_ground, roundel
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.typeset import bearer, faces, han_date, prose
from tests.synthesis.handwriting import write
from tests.synthesis.paper import INK, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.truth import Drawn


def degree_number(scene: Scene) -> str:
    """Return the 16-digit number of the applicant's degree: school, grade, year, serial (no check digit)."""
    return f"199074{scene.graduated.year}{scene.seed % 10**6:06d}"


def degree(
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
    group: str | None = None,
) -> list[Drawn]:
    """学士学位证书, copied, with the note on copies; `group` is another 学科门类, the rest as for the diploma.

    Layout 0 is a sheet laid across in the upper half of a page, 1 a page across in blue with the school's heading and
    English below, 2 an upright sheet with red heading and two signatures side by side.
    """
    about, note = bearer(scene, name), CopyNote(phrase, sealed, seal_text, copied)
    who = about.person
    values = {
        "姓名": who.name, "性别": who.gender, "出生日期": han_date(who.birth), "专业": scene.subject,
        "学科门类": group or "工学", "学位": "学士", "_学校": scene.school,
    }  # fmt: skip
    draw = (_degree_sheet, _degree_across, _degree_upright)[look.layout]
    sheet, photo = draw(about, look, number or degree_number(scene), values, school_seal, note)
    notes = {"embossed": emboss(sheet, f"{scene.school}钢印", *photo)} if embossed else {}
    return [finish(sheet, scene, look, "degree", "degree", **notes)]


_LAW = "经审核符合《中华人民共和国学位条例》的规定，授予{学科门类}{学位}学位。"


def _degree_sheet(
    scene: Scene, look: Style, serial: str, values: Mapping[str, str], seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:
    sheet, kinds = Sheet(), faces(look)
    left, top, right, bottom = 20.0, 22.0, 190.0, 148.0
    lay_ground(sheet, left, top, right, bottom, (250, 244, 238), ROSY)
    lay_border(sheet, left, top, right, bottom, GILT, kind=border_of(look, "steps", "double"), width=5)
    sheet.centred(top + 13, "学士学位证书", Type(kinds.head, 30, CRIMSON, spacing_mm=3), left=left, right=right)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "blue"), left + 13, top + 38, 27, 37)
    template = "{姓名}，{性别}，{出生日期}生。在{_学校}{专业}专业完成了本科学习计划，业已毕业，" + _LAW
    prose(sheet, left + 50, top + 38, right - left - 66, template, values, Type(kinds.kai, 15))
    sheet.field("学校", scene.school)
    type_ = Type(kinds.kai, 13.5)
    sheet.text(left + 56, bottom - 38, f"{scene.school}校长", type_)
    sheet.text(left + 56, bottom - 30, "学位评定委员会主席", type_)
    sheet.text(left + 112, bottom - 35, PRINCIPAL, Type(kinds.kai, 20))
    entry(sheet, left + 13, bottom - 17, "证书编号：", "证书编号", serial, Type(kinds.song, 12))
    date = han_date(scene.graduated)
    sheet.field("签发日期", date, sheet.text(left + 106, bottom - 18, date, type_))
    press_school(sheet, scene, look, left + 130, bottom - 28, colour="red", text=seal, centre="学位专用章")
    note.put(sheet, scene, look, 40, 182)
    return sheet, (left + 36, top + 70)


def _degree_across(
    scene: Scene, look: Style, serial: str, values: Mapping[str, str], seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:
    sheet, kinds = Sheet((297.0, 210.0)), faces(look)
    left, top, right, bottom = 20.0, 8.0, 277.0, 150.0
    lay_ground(sheet, left, top, right, bottom, (244, 248, 252), BLUISH)
    lay_border(sheet, left, top, right, bottom, (52, 84, 140), kind="plait", width=6)
    edges = {"left": left, "right": right}
    roundel(sheet, left + 26, top + 26, 11, (52, 84, 140))
    sheet.field("学校", scene.school, sheet.centred(top + 14, scene.school, Type("kai", 28, spacing_mm=2), **edges))
    sheet.centred(top + 30, "学士学位证书", Type("songbold", 24, (52, 84, 140), spacing_mm=4), **edges)
    sheet.centred(top + 41, "CERTIFICATE OF BACHELOR'S DEGREE", Type(kinds.hei, 10, (80, 100, 140)), **edges)
    template = "兹证明{姓名}，{性别}，{出生日期}生，在本校{专业}专业修业期满，完成本科学习计划，成绩合格。" + _LAW
    prose(sheet, left + 66, top + 54, right - left - 92, template, values, Type(kinds.song, 16), leading=1.8)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender), left + 22, top + 56, 30, 42)
    sheet.text(left + 70, bottom - 32, "学位评定委员会主席：", Type(kinds.song, 13))
    write(sheet, left + 118, bottom - 30, PRINCIPAL, look.head, height_mm=12, seed=9, colour="black")
    date = han_date(scene.graduated)
    sheet.field("签发日期", date, sheet.right(bottom - 24, date, Type(kinds.song, 13), edge=right - 26))
    press_school(sheet, scene, look, right - 48, bottom - 36, colour="red", text=seal)
    entry(sheet, left + 22, bottom - 17, "学位证书编号：", "证书编号", serial, Type(kinds.song, 11.5))
    note.put(sheet, scene, look, 40, 164)
    return sheet, (left + 48, top + 94)


def _degree_upright(
    scene: Scene, look: Style, serial: str, values: Mapping[str, str], seal: str | None, note: CopyNote
) -> tuple[Sheet, Spot]:
    sheet, kinds = Sheet(), faces(look)
    left, top, right, bottom = 22.0, 16.0, 188.0, 206.0
    lay_border(sheet, left, top, right, bottom, CRIMSON, kind="loops", width=7)
    edges = {"left": left, "right": right}
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, coloured=False), 90, top + 14, 30, 41)
    sheet.centred(top + 64, "学 位 证 书", Type(kinds.kai, 34, CRIMSON), **edges)
    sheet.centred(top + 80, "（普通高等教育本科毕业生）", Type(kinds.hei, 12), **edges)
    template = "{姓名}  {性别}  {出生日期}生。完成我校{专业}专业教学计划，" + _LAW
    prose(sheet, left + 22, top + 94, right - left - 44, template, values, Type(kinds.kai, 16), leading=1.8)
    type_ = Type(kinds.hei, 12.5, INK)
    sheet.text(left + 18, bottom - 46, "校  长", type_)
    sheet.text(left + 16, bottom - 39, PRINCIPAL, Type(kinds.kai, 18))
    sheet.text(left + 58, bottom - 46, "学位评定委员会主席", type_)
    sheet.text(left + 66, bottom - 39, "林知远", Type(kinds.kai, 18))
    sheet.field("学校", scene.school, sheet.right(bottom - 27, scene.school, type_, edge=right - 18))
    date = chinese_date(scene.graduated)
    sheet.field("签发日期", date, sheet.right(bottom - 19, date, type_, edge=right - 20))
    entry(sheet, left + 14, bottom - 19, "编号：", "证书编号", serial, type_)
    press_school(sheet, scene, look, right - 36, bottom - 26, colour="red", text=seal, diameter=38)
    note.put(sheet, scene, look, 52, 224)
    return sheet, (118, top + 50)


DRAWERS = {"degree": degree}
