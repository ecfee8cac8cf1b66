"""Traps in the pixels: names that a mask forgot or half hid, wherever and however they stand."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image, ImageFilter

from models.geometry import Box
from tests.synthesis.covers import cover, patch
from tests.synthesis.documents.barcodes import draw_bars, draw_qr
from tests.synthesis.documents.common import style
from tests.synthesis.handwriting import write
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.traps.paper import LABEL_AT, NAME_AT, ROW, Subject, Trap, masked, named, page, tag, type_of
from tests.synthesis.traps.picture_files import encoded

FILE = "scan.jpg"


def _drawn(draw: Callable[[Sheet, Subject, int], None], *, under: Callable[[int], Sheet] = masked) -> Trap:
    """Return the trap that draws on a properly masked page."""

    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        sheet = under(seed)
        draw(sheet, told, seed)
        return FILE, encoded(sheet.picture)

    return trap


def _covered(kind: str, *, strength: float = 1.0, colour: tuple[int, int, int] = (0, 0, 0)) -> Trap:
    def draw(sheet: Sheet, told: Subject, seed: int) -> None:
        box = sheet.text(NAME_AT, ROW, told.written, type_of(seed, 14.0))
        cover(sheet, box, kind=kind, strength=strength, colour=colour, seed=seed)

    return _drawn(draw, under=page)


def _visible(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, encoded(named(told, seed).picture)


def _mention(sheet: Sheet, told: Subject, seed: int) -> None:
    sheet.text(LABEL_AT, 82.0, f"（{told.written}同志负责现场检定）", type_of(seed))


def _spaced(sheet: Sheet, told: Subject, seed: int) -> None:
    gap = 2 if told.script == "han" else 1
    sheet.text(LABEL_AT, 82.0, f"填表人：{(' ' * gap).join(told.written)}", type_of(seed))


def _broken(sheet: Sheet, told: Subject, seed: int) -> None:
    middle = told.written.find(" ") + 1 or len(told.written) - 1
    width = sheet.width_of("参加人员包括县质量计量检测所的", type_of(seed))
    sheet.text(LABEL_AT + 60 - sheet.width_of(told.written[:middle], type_of(seed)), 79.0,
               told.written[:middle].strip(), type_of(seed))  # fmt: skip
    sheet.text(LABEL_AT + 60 - width, 84.5, f"{told.written[middle:]}等三人参加了检定工作", type_of(seed))


def _column(sheet: Sheet, told: Subject, seed: int) -> None:
    """Down the right margin, one character below the other; Latin letters lie on their side there."""
    if told.script == "latin":
        _turned(-90, (1110, 200))(sheet, told, seed)
        return
    for place, letter in enumerate(told.written):
        sheet.text(140.0, 16.0 + 5.6 * place, letter, type_of(seed))


def _turned(degrees: int, at: tuple[int, int]) -> Callable[[Sheet, Subject, int], None]:
    def draw(sheet: Sheet, told: Subject, seed: int) -> None:
        small = Sheet((sheet.width_of(told.written, type_of(seed, 14.0)) + 4.0, 8.0))
        small.text(2.0, 1.2, told.written, type_of(seed, 14.0))
        sheet.picture.paste(small.picture.rotate(degrees, expand=True), at)

    return draw


def _small(sheet: Sheet, told: Subject, seed: int) -> None:
    sheet.text(LABEL_AT, 84.0, f"制表：{told.written}", type_of(seed, 6.5))


def _faint(sheet: Sheet, told: Subject, seed: int) -> None:
    sheet.text(LABEL_AT, 82.0, told.written, replace(type_of(seed), colour=(205, 205, 205)))


def _white_on_black(sheet: Sheet, told: Subject, seed: int) -> None:
    box = sheet.box_mm(LABEL_AT, 80.0, LABEL_AT + 60.0, 88.0).to_pixels(*sheet.size)
    sheet.picture.paste((0, 0, 0), box)
    sheet.text(LABEL_AT + 2, 81.5, told.written, replace(type_of(seed, 14.0), colour=(255, 255, 255)))


def _watermark(sheet: Sheet, told: Subject, seed: int) -> None:
    grey = replace(type_of(seed, 26.0), colour=(170, 170, 170))
    small = Sheet((sheet.width_of(told.written, grey) + 4.0, 14.0), (255, 255, 255))
    small.text(2.0, 2.0, told.written, grey)
    turned = np.asarray(small.picture.rotate(6, expand=True, fillcolor=(255, 255, 255)))
    paper = np.array(sheet.picture)
    top, left = 480, 500
    window = paper[top : top + turned.shape[0], left : left + turned.shape[1]]
    np.minimum(window, turned[: window.shape[0], : window.shape[1]], out=window)
    sheet.picture.paste(Image.fromarray(paper))


def _mirrored(sheet: Sheet, told: Subject, seed: int) -> None:
    image = tag(told).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    sheet.picture.paste(image.resize((image.width // 2, image.height // 2)), (800, 640))


def _machine_zone(sheet: Sheet, told: Subject, seed: int) -> None:
    family, _, given = told.written.upper().partition(" ")
    letters = (
        f"P<CHN{family}<<{given}".replace("-", "<").ljust(36, "<")[:36] if told.script == "latin" else told.written
    )
    sheet.text(LABEL_AT, 82.0, letters, Type("song", 12.0))


def _chop(sheet: Sheet, told: Subject, seed: int) -> None:
    text = f"{told.name}印" if told.script == "han" else told.written.upper()
    kind = "square" if told.script == "han" else "rectangle"
    press(sheet, draw_seal(text, shape=kind, seed=seed, wear=0.1, face="song"), 116.0, 84.0)


def _seal(sheet: Sheet, told: Subject, seed: int) -> None:
    if told.script == "han":
        stamp = draw_seal(f"{told.name}计量工作室", centre_text="专用章", seed=seed, wear=0.1)
    else:
        stamp = draw_seal(told.written.upper(), shape="rectangle", seed=seed, wear=0.1)
    press(sheet, stamp, 120.0 if told.script == "han" else 100.0, 74.0 if told.script == "han" else 84.0)


def _code(payload: Callable[[str], str]) -> Callable[[Sheet, Subject, int], None]:
    def draw(sheet: Sheet, told: Subject, seed: int) -> None:
        draw_qr(sheet, 116.0, 66.0, 26.0, payload(told.written))

    return draw


def _bars(sheet: Sheet, told: Subject, seed: int) -> None:
    """A bar code: of lines for Latin letters, stacked (PDF417) for Han characters, which lines cannot hold."""
    kind, height = ("PDF417", 18.0) if told.script == "han" else ("Code128", 12.0)
    draw_bars(sheet, 76.0, 76.0, 66.0, height, told.written.upper(), kind=kind)


def _at_the_edge(y: float) -> Callable[[Sheet, Subject, int], None]:
    def draw(sheet: Sheet, told: Subject, seed: int) -> None:
        sheet.text(96.0, y, f"{told.written} 工作总结", type_of(seed, 8.0))

    return draw


def _written(sheet: Sheet, told: Subject, seed: int) -> None:
    sheet.text(LABEL_AT, 82.0, "申报人（签名）：", type_of(seed))
    hand = style(seed).applicant
    write(sheet, 58.0, 84.0, told.name, hand, height_mm=8.0, seed=seed)


def _initials(sheet: Sheet, told: Subject, seed: int) -> None:
    surname = ["OUYANG", "ZHUGE", "GUO", "SHAN", "ZENG", "SHEN", "LYU", "XU"]
    own = next(one for one in surname if one in told.written.upper() or told.script == "han")
    given = told.written.upper().replace(own, "").strip()[:1] if told.script == "latin" else ""
    text = f"（{own} {given}. 测量不确定度评定）" if given else f"（{told.name[:-1]}某负责现场检定）"
    sheet.text(LABEL_AT, 82.0, text, type_of(seed))


def _mail(sheet: Sheet, told: Subject, seed: int) -> None:
    name = told.written.lower().replace(" ", "").replace("-", "") if told.script == "latin" else told.written
    sheet.text(LABEL_AT, 82.0, f"邮箱：{name}@example.cn", type_of(seed))


def _narrow_mask(told: Subject, seed: int) -> tuple[str, bytes]:
    """A mask one character too short."""
    sheet = page(seed)
    box = sheet.text(NAME_AT, ROW, told.written, type_of(seed, 14.0))
    share = 1.3 / len(told.written) if told.script == "han" else 0.35
    patch(sheet, NAME_AT - 1, ROW - 1.5, box.width * sheet.width_mm * (1 - share) + 1, 7.5)
    return FILE, encoded(sheet.picture)


def _low_mask(told: Subject, seed: int) -> tuple[str, bytes]:
    """A mask that slipped down: the upper half of the glyphs is left."""
    sheet = page(seed)
    box = sheet.text(NAME_AT, ROW, told.written, type_of(seed, 16.0))
    patch(sheet, NAME_AT - 1, ROW + box.height * sheet.height_mm * 0.55, box.width * sheet.width_mm + 2, 6.0)
    return FILE, encoded(sheet.picture)


def _named_file(ending: str, form: str) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        return form.format(told.written, urllib.parse.quote(told.written)) + ending, encoded(masked(seed).picture)

    return trap


def _soft(told: Subject, seed: int) -> tuple[str, bytes]:
    """The whole name blurred by hand, the page sharp."""
    sheet = page(seed)
    box = sheet.text(NAME_AT, ROW, told.written, type_of(seed, 14.0))
    place = Box.clamped(*box.expanded(0.01, 0.01)).to_pixels(*sheet.size)
    sheet.picture.paste(sheet.picture.crop(place).filter(ImageFilter.BoxBlur(9)), place[:2])
    return FILE, encoded(sheet.picture)


TRAPS: dict[str, Trap] = {
    "visible": _visible,
    "second_mention": _drawn(_mention),
    "spaced": _drawn(_spaced),
    "line_break": _drawn(_broken),
    "column": _drawn(_column),
    "sideways_left": _drawn(_turned(90, (1110, 250))),
    "sideways_right": _drawn(_turned(-90, (12, 250))),
    "upside_down": _drawn(_turned(180, (620, 640))),
    "small_print": _drawn(_small),
    "faint": _drawn(_faint),
    "white_on_black": _drawn(_white_on_black),
    "watermark": _drawn(_watermark),
    "mirrored": _drawn(_mirrored),
    "machine_readable_zone": _drawn(_machine_zone),
    "name_chop": _drawn(_chop),
    "seal": _drawn(_seal),
    "qr_code": _drawn(_code(lambda name: f"https://example.invalid/v?xm={name}")),
    "qr_code_escaped": _drawn(_code(lambda name: f"https://example.invalid/v?xm={urllib.parse.quote(name)}")),
    "bar_code": _drawn(_bars),
    "page_header": _drawn(_at_the_edge(1.5)),
    "page_footer": _drawn(_at_the_edge(94.5)),
    "handwritten": _drawn(_written),
    "initials": _drawn(_initials),
    "mail": _drawn(_mail),
    "translucent": _covered("translucent"),
    "highlighted": _covered("translucent", colour=(255, 236, 90)),
    "mosaic": _covered("mosaic"),
    "mosaic_fine": _covered("mosaic", strength=0.5),
    "blur": _covered("blur"),
    "blur_weak": _covered("blur", strength=0.45),
    "blur_box": _soft,
    "thin": _covered("thin"),
    "half": _covered("partial"),
    "mask_too_short": _narrow_mask,
    "mask_slipped": _low_mask,
    "file_name": _named_file(".jpg", "{0}-总结"),
    "file_name_escaped": _named_file(".jpg", "{1}"),
}
