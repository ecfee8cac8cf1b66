"""What says who somebody is: identity card, passport photograph, the cards of foreigners."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import BLUISH, CARD_BACK, CARD_FRONT, GREENISH, lay_card, roundel
from tests.synthesis.documents.portraits import GROUNDS, Sitter, place_portrait, portrait
from tests.synthesis.documents.typeset import Faces, bearer, faces, prose
from tests.synthesis.paper import INK, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.truth import Drawn

CARD = (85.6, 54.0)
"""A card's size in millimetres (GB/T 14916, ID-1)."""

LABEL = (46, 104, 152)
"""The blue of a card's own words; what is printed into it is black."""


@dataclass(frozen=True)
class _Card:
    """What stands on one identity card."""

    name: str
    gender: str
    ethnicity: str
    birth: tuple[int, int, int]
    address: str
    number: str
    issuer: str
    period: str
    sitter: Sitter


def id_card(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    number: str | None = None,
    expires: int = 2034,
    years: int = 20,
    permanent: bool = False,
    issuer: str | None = None,
    sides: str = "both",
    separate: bool = False,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
    copied: bool = True,
) -> list[Drawn]:
    """居民身份证 with the note on copies.

    Args:
        scene: whose card.
        look: layout 0 has the sides enlarged one above the other, 1 in their own size below a typed heading, 2 beside
            each other on a page laid across.
        name: of somebody else.
        number: instead of the person's own.
        expires: year in which the card ends.
        years: for how long it was given.
        permanent: 长期 instead of an end.
        issuer: another police office.
        sides: both, front (portrait) or back (emblem).
        separate: each side on a page of its own.
        seal_text: another unit's seal on the note.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
        copied: False for no note at all.
    """
    card = _card_of(bearer(scene, name), number, expires, years, permanent, issuer)
    shown = {"both": ("front", "back"), "front": ("front",), "back": ("back",)}[sides]
    groups = [(side,) for side in shown] if separate else [shown]
    pages = []
    for group in groups:
        sheet = Sheet((297.0, 210.0)) if look.layout == 2 and len(group) == 2 else Sheet()
        note_at = _lay_sides(sheet, card, group, look)
        CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, *note_at)
        pages.append(finish(sheet, scene, look, "id_card", "card", sides="+".join(group)))
    return pages


def _card_of(
    scene: Scene, number: str | None, expires: int, years: int, permanent: bool, issuer: str | None
) -> _Card:  # fmt: skip
    who, rng = scene.person, random.Random(f"address {scene.seed}")
    street = rng.choice(("胡杨路", "红柳巷", "雪莲街", "文化路", "团结南路"))
    address = f"{scene.unit.county}{street}{rng.randrange(2, 98)}号"
    if rng.random() < 0.6:
        address += f"{rng.randrange(1, 19)}号楼{rng.randrange(1, 5)}单元{rng.randrange(1, 7)}0{rng.randrange(1, 4)}室"
    start = f"{expires - years}.06.18"
    return _Card(
        who.name, who.gender, who.ethnicity, (who.birth.year, who.birth.month, who.birth.day), address,
        number or who.id_number, issuer or f"{scene.unit.county}公安局",
        f"{start}-长期" if permanent else f"{start}-{expires}.06.18", Sitter(scene.seed, who.gender),
    )  # fmt: skip


def _lay_sides(sheet: Sheet, card: _Card, group: tuple[str, ...], look: Style) -> tuple[float, float]:
    """Lay the sides on the glass; returns where the note on copies starts."""
    draw = {"front": _front, "back": _back}
    kinds = faces(look)
    if look.layout == 0:
        for index, side in enumerate(group):
            draw[side](sheet, card, 50.0, 30.0 + 78.0 * index, 1.262, kinds)
        return 46.0, 206.0 if len(group) == 2 else 128.0
    if look.layout == 1:
        heading = "居民身份证复印件" + ("（正、反面）" if len(group) == 2 else "")
        sheet.centred(24, heading, Type("songbold", 18))
        for index, side in enumerate(reversed(group)):
            draw[side](sheet, card, 62.0, 44.0 + 66.0 * index, 1.0, kinds)
        return 60.0, 192.0 if len(group) == 2 else 126.0
    scale = 1.45
    left = 18.0 if len(group) == 2 else 42.0
    for index, side in enumerate(reversed(group)):
        draw[side](sheet, card, left + 137.0 * index, 26.0, scale, kinds)
    return (150.0, 132.0) if len(group) == 2 else (40.0, 136.0)


def _front(sheet: Sheet, card: _Card, left: float, top: float, scale: float, kinds: Faces) -> None:
    lay_card(sheet, left, top, CARD[0] * scale, CARD[1] * scale, (238, 243, 246), CARD_FRONT, radius=3.2 * scale)
    label, value = Type(kinds.hei, 7.6 * scale, LABEL), Type(kinds.hei, 9.6 * scale)

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * scale, top + y * scale

    year, month, day = card.birth
    sheet.text(*at(6.5, 7.6), "姓名", label)
    sheet.field("姓名", card.name, sheet.text(*at(17, 7.0), card.name, Type(kinds.hei, 10.6 * scale)))
    sheet.text(*at(6.5, 14.6), "性别", label)
    sheet.field("性别", card.gender, sheet.text(*at(17, 14.0), card.gender, value))
    sheet.text(*at(26.5, 14.6), "民族", label)
    sheet.field("民族", card.ethnicity, sheet.text(*at(36, 14.0), card.ethnicity, value))
    sheet.text(*at(6.5, 21.4), "出生", label)
    birth = sheet.text(*at(17, 20.8), f"{year} 年 {month} 月 {day} 日", value)
    sheet.field("出生", f"{year}年{month}月{day}日", birth)
    sheet.text(*at(6.5, 28.2), "住址", label)
    x, y = at(17, 27.6)
    prose(sheet, x, y, 36.5 * scale, "{住址}", {"住址": card.address}, value, leading=1.4, indent=0)
    sheet.text(*at(6.5, 45.2), "公民身份号码", label)
    number = sheet.text(*at(30, 44.4), card.number, Type(kinds.hei, 11 * scale, spacing_mm=0.3 * scale))
    sheet.field("公民身份号码", card.number, number)
    place_portrait(sheet, card.sitter, *at(55.5, 7), 25.0 * scale, 33.0 * scale, printed=True)


def _back(sheet: Sheet, card: _Card, left: float, top: float, scale: float, kinds: Faces) -> None:
    lay_card(sheet, left, top, CARD[0] * scale, CARD[1] * scale, (240, 244, 244), CARD_BACK, radius=3.2 * scale)
    label, value = Type(kinds.hei, 7.6 * scale, LABEL), Type(kinds.hei, 8.8 * scale)
    roundel(sheet, left + 14.5 * scale, top + 14.5 * scale, 7.6 * scale, (190, 44, 46), filled=True)
    edges = {"left": left + 25 * scale, "right": left + 83 * scale}
    sheet.centred(top + 8.6 * scale, "中华人民共和国", Type(kinds.head, 12 * scale, spacing_mm=0.7 * scale), **edges)
    sheet.centred(top + 17.4 * scale, "居民身份证", Type(kinds.head, 17 * scale, spacing_mm=1.1 * scale), **edges)
    for y, name, text in ((37.0, "签发机关", card.issuer), (44.2, "有效期限", card.period)):
        sheet.text(left + 21 * scale, top + y * scale, name, label)
        sheet.field(name, text, sheet.text(left + 37 * scale, top + (y - 0.4) * scale, text, value))


def photo_1in(
    scene: Scene,
    look: Style,
    *,
    ground: str | None = None,
    ratio: float = 25 / 35,
    height_px: int = 413,
    coloured: bool = True,
    faces: int = 1,
    plain: bool = True,
    hat: bool = False,
    tilt_degrees: float = 0.0,
    gender: str | None = None,
) -> list[Drawn]:
    """一寸免冠照片: layout 0 the picture itself, 1 one print on a sheet, 2 a sheet of eight prints.

    Args:
        scene: whose photograph.
        look: only its layout and seed count; a photograph has no words, hence no foot line either.
        ground: white, blue or red; by default one of the seed.
        ratio: width by height; 25 by 35 millimetres is right.
        height_px: of the picture itself (413 at 300 dpi).
        coloured: False for black and white.
        faces: 0, 1 or 2.
        plain: False for a room behind the head.
        hat: True for a covered head.
        tilt_degrees: how askew the head is.
        gender: of somebody else.
    """
    ground = ground or look.rng("ground").choice(tuple(GROUNDS))
    sitter = Sitter(scene.seed, gender or scene.person.gender, ground, coloured, faces, plain, hat, tilt_degrees)
    notes = {
        "ground": ground if plain else "room", "coloured": str(coloured), "faces": str(faces), "plain": str(plain),
        "hat": str(hat), "tilt_degrees": f"{tilt_degrees:.1f}", "ratio": f"{ratio:.4f}",
    }  # fmt: skip
    if look.layout == 0:
        size = round(height_px * ratio), height_px
        sheet = Sheet((size[0] * 25.4 / 200, size[1] * 25.4 / 200))
        sheet.picture.paste(portrait(sitter).resize(size), (0, 0))
        drawn = sheet.finish("photo_1in", "photo0", width_px=str(size[0]), height_px=str(size[1]), **notes)
        return [replace(drawn, dpi=300.0)]
    sheet = Sheet() if look.layout == 1 else Sheet((127.0, 89.0), (255, 255, 255))
    wide, high = 35 * ratio, 35.0
    spots = [(92.0, 60.0)]
    if look.layout == 2:
        spots = [(5.5 + 30.5 * column, 7.0 + 40 * row) for row in range(2) for column in range(4)]
    for x, y in spots:
        place_portrait(sheet, sitter, x, y, wide, high)
        if look.layout == 1:
            sheet.pen.rectangle(
                (sheet.px(x) - 2, sheet.px(y) - 2, sheet.px(x + wide) + 2, sheet.px(y + high) + 2),
                outline=(190, 190, 188),
                width=2,
            )
    return [sheet.finish("photo_1in", f"photo{look.layout}", prints=str(len(spots)), **notes)]


STRANGERS = (("TOKHTAR ARLEN", "哈萨克斯坦"), ("SOLVANE MIRA", "格鲁吉亚"), ("DERVO PAULIN", "塞尔维亚"))
"""Invented names in Latin letters."""


def foreigner_permit(
    scene: Scene, look: Style, *, name: str | None = None, number: str | None = None, expires: int = 2027,
    unit: str | None = None, seal_text: str | None = None, sealed: bool = True, phrase: str = COPY_OK,
    copied: bool = True,
) -> list[Drawn]:  # fmt: skip
    """外国人工作许可证 (layouts 0 and 2) or 外国人永久居留身份证 (layout 1), copied, with the note on copies."""
    sheet, rng, kinds = Sheet(), random.Random(f"stranger {scene.seed}"), faces(look)
    called, country = rng.choice(STRANGERS)
    called = name or called
    left, top, scale = (50.0, 34.0, 1.262) if look.layout != 2 else (36.0, 40.0, 1.6)
    resident = look.layout == 1
    waves, ground = (BLUISH, (238, 242, 250)) if resident else (GREENISH, (240, 246, 240))
    lay_card(sheet, left, top, CARD[0] * scale, CARD[1] * scale, ground, waves, radius=3.2 * scale)
    title = "外国人永久居留身份证" if resident else "中华人民共和国外国人工作许可证"
    edges = {"left": left, "right": left + CARD[0] * scale}
    sheet.centred(top + 3.4 * scale, title, Type(kinds.head, 11 * scale), **edges)
    under = "Foreign Permanent Resident ID Card" if resident else "Foreigner's Work Permit, P. R. China"
    sheet.centred(top + 8.6 * scale, under, Type(kinds.hei, 6.2 * scale), **edges)
    serial = number or (f"9{rng.randrange(10**16):016d}X" if resident else f"20{rng.randrange(10**11):011d}0")
    born = f"{scene.person.birth:%Y.%m.%d}"
    entries = [("姓名 Name", "姓名", called), ("国籍 Nationality", "国籍", country)]
    entries += (
        [("性别 Sex", "性别", scene.person.gender), ("出生日期 Date of Birth", "出生日期", born)]
        if resident
        else [("工作单位 Employer", "工作单位", unit or scene.unit.name)]
    )
    entries += [
        ("有效期限 Valid until" if resident else "有效期至 Valid until", "有效期至", f"{expires}.05.31"),
        ("证件号码 ID No." if resident else "许可证号 No.", "证号", serial),
    ]
    label, value = Type(kinds.hei, 5.8 * scale, LABEL if resident else INK), Type(kinds.hei, 8.0 * scale)
    y = top + 13.6 * scale
    for shown, field, text in entries:
        sheet.text(left + 5 * scale, y, shown, label)
        sheet.field(field, text, sheet.text(left + 5 * scale, y + 2.5 * scale, text, value))
        y += (6.4 if resident else 7.4) * scale
    sitter = Sitter(scene.seed, scene.person.gender)
    place_portrait(sheet, sitter, left + 57 * scale, top + 14 * scale, 23 * scale, 31 * scale, printed=resident)
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, 46, top + 68 * scale)
    return [finish(sheet, scene, look, "foreigner_permit", "permit")]


DRAWERS = {"foreigner_permit": foreigner_permit, "id_card": id_card, "photo_1in": photo_1in}
