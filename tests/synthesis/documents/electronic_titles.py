"""Electronic certificates of a professional title (电子职称证书), printed."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import BLUISH, ROSY, border_of, lay_border, lay_ground, roundel
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.titles import Spot, entries_of, province_of, title_values
from tests.synthesis.documents.typeset import bearer, cell_fields, faces, rows, worded
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

_RED = (164, 32, 38)
_NAVY = (36, 62, 116)


def title_ecert(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    title: str = "助理工程师",
    level: str = "初级",
    granted: dt.date | None = None,
    serial: str | None = None,
    unit: str | None = None,
    host: str = "rst.kunbei.example",
    linked_serial: str | None = None,
    coded: bool = True,
    issuer_seal: str | None = None,
    issuer_sealed: bool = True,
    copied: bool = False,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
) -> list[Drawn]:
    """Electronic certificate of the present title, printed: QR code, electronic seal without any wear.

    Layout 0 is 电子职称证书 across the page, 1 专业技术资格电子证书 upright with a table, 2 职称证书（电子证书） with
    the entries in two columns.

    Args:
        scene: whose certificate.
        look: how it looks.
        name: of somebody else.
        title: the title that was given.
        level: and its level.
        granted: when; by default the day of the scene.
        serial: the certificate's number.
        unit: another employer.
        host: where the QR code leads; .example belongs to nobody.
        linked_serial: the QR code's number, where it differs from the printed one.
        coded: False where the QR code is missing.
        issuer_seal: text of another authority's electronic seal.
        issuer_sealed: False where the electronic seal is missing.
        copied: True for a note on copies below.
        seal_text: another unit's seal on that note.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
    """
    about, rng = bearer(scene, name), random.Random(f"etitle {scene.seed}")
    serial = serial or f"KB{scene.title_date.year}01{rng.randrange(10**8):08d}"
    issuer = f"{province_of(scene)}人力资源和社会保障厅"
    values = title_values(about, serial, title, level, granted, issuer, unit)
    check = f"{rng.randrange(16**8):08X}"
    draw = (_electronic_across, _electronic_table, _electronic_columns)[look.layout]
    sheet, seal_at, code_at, note_at = draw(about, look, values)
    if coded:
        draw_qr(sheet, *code_at, 28, f"https://{host}/zc/verify?no={linked_serial or serial}&c={check}")
        small = Type(faces(look).hei, 8.5, (80, 84, 92))
        sheet.text(code_at[0], code_at[1] + 29.5, "扫描二维码在线验证", small)
        sheet.text(code_at[0], code_at[1] + 34, "验证码：", small)
        place = code_at[0] + sheet.width_of("验证码：", small), code_at[1] + 34
        sheet.field("验证码", check, sheet.text(*place, check, small))
    if issuer_sealed:
        stamp = draw_seal(issuer_seal or issuer, seed=0, wear=0.0, size_mm=(42.0, 42.0), face=look.seal_face)
        press(sheet, stamp, *seal_at)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, *note_at)
    return [finish(sheet, scene, look, "title_ecert", "etitle")]


_LaidElectronic = tuple[Sheet, Spot, Spot, Spot]


def _electronic_across(scene: Scene, look: Style, values: dict[str, str]) -> _LaidElectronic:
    sheet, kinds = Sheet((297.0, 210.0), (255, 255, 255)), faces(look)
    left, top, right, bottom = 16.0, 8.0, 281.0, 158.0
    lay_ground(sheet, left, top, right, bottom, (245, 249, 254), BLUISH)
    lay_border(sheet, left, top, right, bottom, _NAVY, kind=border_of(look, "plait", "double"), width=6)
    sheet.centred(top + 14, worded(look, "电子职称证书", "职称电子证书"), Type(kinds.head, 30, _NAVY, spacing_mm=3))
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "blue"), left + 24, top + 40, 33, 46)
    labels = (
        ("姓名", "姓名"), ("性别", "性别"), ("身份证号", "身份证号"), ("职称名称", "资格名称"), ("专业名称", "专业"),
        ("级别", "级别"), ("取得时间", "批准日期"), ("评审组织", "评审组织"), ("证书编号", "证书编号"),
    )  # fmt: skip
    entries = entries_of(values, labels)
    grey = Type(kinds.hei, 12.5, (84, 92, 108))
    rows(sheet, left + 74, top + 38, entries, grey, Type(kinds.hei, 13), step=8.6, room=28)
    type_ = Type(kinds.hei, 13)
    sheet.field("发证机关", values["发证机关"], sheet.right(top + 124, values["发证机关"], type_, edge=right - 24))
    sheet.field("签发日期", values["签发日期"], sheet.right(top + 133, values["签发日期"], type_, edge=right - 40))
    return sheet, (right - 60, top + 122), (left + 26, top + 94), (70.0, 170.0)


def _electronic_table(scene: Scene, look: Style, values: dict[str, str]) -> _LaidElectronic:
    sheet, kinds = Sheet((210.0, 297.0), (255, 255, 255)), faces(look)
    roundel(sheet, 105, 28, 10, _RED)
    sheet.centred(44, province_of(scene), Type("songbold", 18))
    heading = worded(look, "专业技术资格电子证书", "专业技术职务任职资格电子证书")
    sheet.centred(55, heading, Type("songbold", 24 if len(heading) < 12 else 20, _RED))
    sheet.rule(26, 69, 184, 69, weight=0.5)
    order = ("姓名", "性别", "身份证号", "工作单位", "系列", "专业", "资格名称", "级别")
    order += ("批准日期", "批准文号", "证书编号")
    shown = {"系列": "职称系列", "专业": "专业类别", "批准日期": "评审时间", "证书编号": "管理号"}
    first = len(sheet.lines)
    table = [(10.4, ((1, shown.get(name, name)), (1, values[name]))) for name in order]
    cells = grid(sheet, 26, 76, (34, 84), table, Type(kinds.song, 11.5))
    cell_fields(sheet, first, [(name, values[name]) for name in order], cells)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "white"), 148, 78, 34, 47)
    type_ = Type(kinds.song, 13)
    sheet.field("发证机关", values["发证机关"], sheet.right(208, values["发证机关"], type_, edge=180))
    sheet.field("签发日期", values["签发日期"], sheet.right(217, values["签发日期"], type_, edge=168))
    sheet.text(26, 244, "说明：本证书由系统生成，与纸质证书具有同等效力，可扫描二维码查询真伪。", Type(kinds.song, 9))
    return sheet, (150, 212), (30, 200), (70.0, 254.0)


def _electronic_columns(scene: Scene, look: Style, values: dict[str, str]) -> _LaidElectronic:
    sheet, kinds = Sheet((210.0, 297.0), (255, 255, 255)), faces(look)
    left, top, right, bottom = 14.0, 12.0, 196.0, 198.0
    lay_ground(sheet, left, top, right, bottom, (253, 246, 246), ROSY)
    lay_border(sheet, left, top, right, bottom, _RED, kind="loops", width=6)
    edges = {"left": left, "right": right}
    sheet.centred(top + 15, "职称证书", Type(kinds.kai, 34, _RED, spacing_mm=6), **edges)
    sheet.centred(top + 31, "（电子证书）", Type(kinds.hei, 13, _RED), **edges)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "red"), 89, top + 42, 32, 44)
    label, value = Type(kinds.hei, 9.5, (120, 96, 96)), Type(kinds.hei, 12)
    columns = (
        (("姓 名", "姓名"), ("出生年月", "出生年月"), ("职称系列", "系列"), ("职称名称", "资格名称"),
         ("取得时间", "批准日期")),
        (("性 别", "性别"), ("证件号码", "身份证号"), ("专业名称", "专业"), ("职称级别", "级别"),
         ("证书编号", "证书编号")),
    )  # fmt: skip
    for x, column in zip((left + 16, left + 102), columns, strict=True):
        rows(sheet, x, top + 94, entries_of(values, column), label, value, step=10, room=22, colon="")
    sheet.field("发证机关", values["发证机关"], sheet.right(bottom - 34, values["发证机关"], value, edge=right - 20))
    sheet.field("签发日期", values["签发日期"], sheet.right(bottom - 26, values["签发日期"], value, edge=right - 34))
    return sheet, (right - 52, bottom - 32), (left + 16, bottom - 46), (60.0, 220.0)


DRAWERS = {"title_ecert": title_ecert}
