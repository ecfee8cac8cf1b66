"""Certificates of a professional title (职称) on paper."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import (
    GOLDEN,
    GREENISH,
    border_of,
    emboss,
    lay_border,
    lay_ground,
)
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.typeset import Entry, bearer, cell_fields, faces, han_date, prose, rows, worded
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn
from tests.synthesis.units import PLACES

_RED = (164, 32, 38)
_NAVY = (36, 62, 116)


def province_of(scene: Scene) -> str:
    """Return the fictional province of the applicant's county."""
    return next((place.province for place in PLACES if scene.unit.county in place.counties), "昆北自治区")


def reform_office(scene: Scene) -> str:
    """Return the county's office for titles."""
    return f"{scene.unit.county}职称改革工作领导小组"


def title_values(
    scene: Scene, serial: str, title: str, level: str, granted: dt.date | None, issuer: str, unit: str | None
) -> dict[str, str]:  # fmt: skip
    who, day = scene.person, granted or scene.title_date
    return {
        "姓名": who.name, "性别": who.gender, "出生年月": f"{who.birth.year}年{who.birth.month}月",
        "身份证号": who.id_number, "系列": scene.series, "专业": scene.specialty.removesuffix("专业"),
        "资格名称": title, "级别": level, "批准日期": chinese_date(day), "证书编号": serial,
        "工作单位": unit or scene.unit.name, "评审组织": f"{scene.unit.county}工程系列初级职称评审委员会",
        "批准文号": f"{scene.unit.county[0]}职改〔{day.year}〕{scene.seed % 40 + 3}号", "发证机关": issuer,
        "签发日期": chinese_date(day + dt.timedelta(days=24)),
    }  # fmt: skip


def title_cert(
    scene: Scene,
    look: Style,
    *,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
    copied: bool = True,
    name: str | None = None,
    title: str = "助理工程师",
    level: str = "初级",
    granted: dt.date | None = None,
    serial: str | None = None,
    unit: str | None = None,
    issuer_seal: str | None = None,
    issuer_sealed: bool = True,
    embossed: bool = True,
) -> list[Drawn]:
    """Certificate of the present title on paper, copied, with the note on copies.

    Layout 0 is 专业技术资格证书, a framed sheet with the entries beside the portrait; 1 专业技术职务任职资格证书, an
    opened booklet with ruled entries; 2 职称证书, an upright sheet with a sentence and a small table.

    Args:
        scene: whose certificate.
        look: how it looks.
        seal_text: another unit's seal on the note.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
        copied: False for no note at all.
        name: of somebody else.
        title: the title that was given.
        level: and its level.
        granted: when; by default the day of the scene.
        serial: the certificate's number.
        unit: another employer (layouts 1 and 2 name one).
        issuer_seal: text of the seal of another office.
        issuer_sealed: False where the office's seal is missing.
        embossed: False where the dry seal over the portrait is missing.
    """
    about = bearer(scene, name)
    drawn = f"XF{scene.title_date.year}{random.Random(f'title {scene.seed}').randrange(10**8):08d}"
    values = title_values(about, serial or drawn, title, level, granted, reform_office(scene), unit)
    draw = (_title_framed, _title_booklet, _title_upright)[look.layout]
    sheet, seal_at, photo_at, note_at, colour = draw(about, look, values)
    notes = {}
    if issuer_sealed:
        stamp = draw_seal(
            issuer_seal or values["发证机关"], colour=colour, seed=look.seed, wear=0.35, centre_text="职称专用章",
            face=look.seal_face, tilt_degrees=look.rng("t").gauss(0, 5),
        )  # fmt: skip
        press(sheet, stamp, *seal_at)
    if embossed:
        notes["embossed"] = emboss(sheet, "职称证书钢印专用", *photo_at, diameter=30)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, *note_at)
    return [finish(sheet, scene, look, "title_cert", "title", **notes)]


Spot = tuple[float, float]
_Laid = tuple[Sheet, Spot, Spot, Spot, str]
"""The sheet, where seal, dry seal and note belong, and the seal's colour."""


def entries_of(values: dict[str, str], labels: Sequence[tuple[str, str]]) -> list[Entry]:
    return [(label, field, values[field]) for label, field in labels]


def _title_framed(scene: Scene, look: Style, values: dict[str, str]) -> _Laid:
    sheet, kinds = Sheet(), faces(look)
    left, top, right, bottom = 24.0, 26.0, 186.0, 164.0
    lay_ground(sheet, left, top, right, bottom, (249, 249, 247), (((230, 230, 228), 16, 18, 240, 0.4),))
    lay_border(
        sheet, left, top, right, bottom, (120, 120, 118), kind=border_of(look, "plait", "double", "loops"), width=5
    )
    heading = worded(look, "专业技术资格证书", "专业技术任职资格证书", "专业技术职务资格证书")
    sheet.centred(top + 13, heading, Type("heibold", 25, spacing_mm=1.5), left=left, right=right)
    sitter = Sitter(scene.seed, scene.person.gender, coloured=False)
    place_portrait(sheet, sitter, left + 14, top + 40, 28, 39)
    labels = (
        ("姓    名", "姓名"), ("性    别", "性别"), ("出生年月", "出生年月"), ("身份证号", "身份证号"),
        ("系列名称", "系列"), ("专业名称", "专业"), ("资格名称", "资格名称"), ("资格级别", "级别"),
        ("批准日期", "批准日期"), ("证书编号", "证书编号"),
    )  # fmt: skip
    type_ = Type(kinds.kai, 13.5)
    rows(sheet, left + 54, top + 36, entries_of(values, labels), type_, type_, step=8.2, room=28)
    sheet.text(left + 14, bottom - 17, "发证机关：", type_)
    return sheet, (left + 122, bottom - 25), (left + 38, top + 74), (34.0, 196.0), "grey"


def _title_booklet(scene: Scene, look: Style, values: dict[str, str]) -> _Laid:
    sheet, kinds = Sheet((297.0, 210.0)), faces(look)
    left, top, right, bottom, fold = 24.0, 10.0, 273.0, 146.0, 148.5
    lay_ground(sheet, left, top, right, bottom, (246, 250, 244), GREENISH)
    for edge in (left, fold):
        end = edge + fold - left - 3
        lay_border(sheet, edge + 3, top + 3, end, bottom - 3, (96, 132, 104), kind="double", width=3)
    sheet.pen.line([sheet.px(fold), sheet.px(top), sheet.px(fold), sheet.px(bottom)], fill=(176, 188, 176), width=5)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "red"), left + 16, top + 18, 32, 44)
    type_, value = Type(kinds.song, 12), Type(kinds.kai, 14)
    labels = (("管理号", "证书编号"), ("批准文号", "批准文号"))
    rows(sheet, left + 14, top + 76, entries_of(values, labels), type_, Type(kinds.song, 12), step=9, room=20,
         line_to=fold - 14)  # fmt: skip
    sheet.text(left + 14, top + 98, "发证单位（章）", type_)
    sheet.field("签发日期", values["签发日期"], sheet.text(left + 62, top + 120, values["签发日期"], type_))
    sheet.text(left + 14, top + 120, "签发日期：", type_)
    page = {"left": fold, "right": right}
    sheet.centred(top + 12, "专业技术职务", Type("kai", 20, (40, 92, 60)), **page)
    sheet.centred(top + 21, "任职资格证书", Type("songbold", 22, (40, 92, 60), spacing_mm=2), **page)
    labels = (
        ("姓  名", "姓名"), ("性  别", "性别"), ("出生年月", "出生年月"), ("工作单位", "工作单位"), ("专  业", "专业"),
        ("任职资格", "资格名称"), ("授予时间", "批准日期"), ("评审组织", "评审组织"),
    )  # fmt: skip
    entries = entries_of(values, labels)
    rows(sheet, fold + 13, top + 42, entries, type_, Type(value.face, 12.5), step=10.6, room=24, line_to=right - 10)
    return sheet, (left + 84, top + 108), (left + 48, top + 60), (120.0, 158.0), "red"


def _title_upright(scene: Scene, look: Style, values: dict[str, str]) -> _Laid:
    sheet, kinds = Sheet(), faces(look)
    left, top, right, bottom = 20.0, 14.0, 190.0, 206.0
    lay_ground(sheet, left, top, right, bottom, (253, 248, 238), GOLDEN)
    lay_border(sheet, left, top, right, bottom, (178, 128, 52), kind="steps", width=6)
    edges = {"left": left, "right": right}
    sheet.centred(top + 16, "职 称 证 书", Type(kinds.kai, 36, _RED), **edges)
    label = Type(kinds.hei, 11.5)
    sheet.text(left + 16, top + 38, "编号：", label)
    box = sheet.text(left + 16 + sheet.width_of("编号：", label), top + 38, values["证书编号"], label)
    sheet.field("证书编号", values["证书编号"], box)
    day = han_date(scene.title_date)
    shown = {**values, "批准日期": day} if values["批准日期"] == chinese_date(scene.title_date) else values
    template = (
        "{姓名}同志，{性别}，{出生年月}出生。经{评审组织}评审，于{批准日期}取得{系列}{专业}专业{资格名称}资格。"
        "特发此证。"
    )
    prose(sheet, left + 18, top + 52, right - left - 74, template, shown, Type(kinds.kai, 15.5), leading=1.75)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "white"), right - 48, top + 52, 31, 43)
    table = [
        (10.0, ((1, "身份证号"), (1, values["身份证号"]), (1, "级别"), (1, values["级别"]))),
        (10.0, ((1, "工作单位"), (1, values["工作单位"]), (1, "批准文号"), (1, values["批准文号"]))),
    ]
    first = len(sheet.lines)
    cells = grid(sheet, left + 16, top + 126, (24, 54, 24, 36), table, Type(kinds.hei, 9.5))
    fields = [(name, values[name]) for name in ("身份证号", "级别", "工作单位", "批准文号")]
    cell_fields(sheet, first, fields, cells)
    type_ = Type(kinds.hei, 12.5)
    sheet.field("发证机关", values["发证机关"], sheet.right(bottom - 32, values["发证机关"], type_, edge=right - 18))
    sheet.field("签发日期", values["签发日期"], sheet.right(bottom - 23, values["签发日期"], type_, edge=right - 26))
    return sheet, (right - 48, bottom - 28), (right - 24, top + 90), (60.0, 224.0), "red"


DRAWERS = {"title_cert": title_cert}
