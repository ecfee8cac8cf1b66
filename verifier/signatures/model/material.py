"""Generated slots to learn from: printed and handwritten ink as scanners, copiers and telephones deliver it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from verifier.pictures import RgbImage
from verifier.signatures.model.foundry import Canvas, font, foundry_cut, trimmed, warp, weighted

# Only characters that every face of the training script holds: a missing one would be learned as an empty box.
SURNAMES = "王李张刘陈杨赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华玉兰红建国文斌子雪梅海燕志"
PROSE = (
    "申报人所在单位对申报材料进行审核并加盖公章的一不予受理以上内容真实有效如有不实愿承担相应责任"
    "合同双方应当按照规定的时间地点交付货物验收合格后支付全部款项中华人民共和国专业技术职务任职资格评审"
    "年月日编号电话地址银行账号部门负责人意见同意推荐该同志参加工程师高级任职学历证书"
)
LATIN = "0123456789.,:-/()ABCDEFGHKMNPRSTXabcdeghiklmnoprstuw"


@dataclass(frozen=True)
class Faces:
    """Font files: `printed` ones and those drawn after a hand."""

    printed: tuple[Path, ...]
    hand: tuple[Path, ...]


def printed_slot(rng: Generator, faces: Faces) -> RgbImage:
    """Return a printed slot: a name, a date or a window of a printed paragraph."""
    face = faces.printed[rng.integers(len(faces.printed))]
    size = int(rng.integers(40, 80))
    if rng.random() < 0.45:
        canvas = _typeset(_name(rng) if rng.random() < 0.6 else _date(rng), face, size, rng)
    else:
        canvas = _paragraph(face, size, rng)
    if rng.random() < 0.25:
        # A page that curls under the camera bends its lines, slowly: print stays print.
        canvas = warp(canvas, rng, strength=float(rng.uniform(0.02, 0.12)), reach=float(rng.uniform(60, 120)))
    return _scan(canvas, rng, tilt=2.5)


def another_cut(rng: Generator, faces: Faces) -> RgbImage:
    """Return print of a face as another foundry might have cut it: all characters narrower, leaning, bolder alike.

    One face of 楷体 learnt, another looks handwritten; what tells print is that all characters are changed alike.
    """
    face = faces.printed[rng.integers(len(faces.printed))]
    size = int(rng.integers(40, 80))
    text = _name(rng) if rng.random() < 0.7 else _date(rng)
    if rng.random() < 0.6:
        return _scan(foundry_cut(text, face, size, rng), rng, tilt=2.5)
    canvas = _typeset(text, face, size, rng) if rng.random() < 0.4 else _paragraph(face, size, rng)
    height, width = canvas.shape
    lean, stretch = float(rng.uniform(-0.08, 0.08)), float(rng.uniform(0.82, 1.18))
    move = np.array([[stretch, lean, -lean * height / 2], [0.0, 1.0, 0.0]], np.float32)
    cut = np.asarray(cv2.warpAffine(canvas, move, (round(width * max(1.0, stretch)), height)), dtype=np.uint8)
    return _scan(weighted(cut, rng), rng, tilt=2.5)


def handwritten_slot(rng: Generator, faces: Faces) -> RgbImage:
    """Return a handwritten slot: a name or a date, each character thrown by a hand, the whole warped."""
    kai = [face for face in faces.printed if "kai" in face.name.lower()]
    # A regular script's skeleton, redrawn with a ballpoint and warped, is how careful people write.
    careful = bool(kai) and rng.random() < 0.4
    face = kai[rng.integers(len(kai))] if careful else faces.hand[rng.integers(len(faces.hand))]
    text = _name(rng) if rng.random() < 0.75 else _date(rng)
    canvas = _thrown(text, face, rng)
    canvas = warp(canvas, rng, strength=float(rng.uniform(0.05, 0.11)) if careful else float(rng.uniform(0.01, 0.07)))
    if careful or rng.random() < 0.6:
        canvas = _ballpoint(canvas, rng)
    return _scan(canvas, rng, tilt=6.0)


def varied(crop: RgbImage, rng: Generator) -> RgbImage:
    """Return a real handwritten crop with another pen, size and scan."""
    canvas = np.asarray(255 - cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    scale = 110 / canvas.shape[0]
    small = cv2.resize(canvas, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    canvas = warp(np.asarray(small, dtype=np.uint8), rng, strength=float(rng.uniform(0.0, 0.05)))
    if rng.random() < 0.6:
        canvas = _ballpoint(canvas, rng)
    return _scan(canvas, rng, tilt=4.0)


def _pick(rng: Generator, characters: str, count: int) -> str:
    return "".join(characters[index] for index in rng.integers(len(characters), size=count))


def _words(rng: Generator, count: int) -> str:
    """Return Latin letters and digits in words of two to seven."""
    text = _pick(rng, LATIN, count)
    stops = np.cumsum(rng.integers(2, 8, size=count))
    return "".join(character + (" " if index in stops else "") for index, character in enumerate(text))


def _name(rng: Generator) -> str:
    return _pick(rng, SURNAMES, 1) + _pick(rng, GIVEN, int(rng.integers(1, 3)))


def _date(rng: Generator) -> str:
    year, month, day = rng.integers(1995, 2030), rng.integers(1, 13), rng.integers(1, 29)
    form = ("{}年{}月{}日", "{}.{}.{}", "{}-{:02d}-{:02d}", "{}/{}/{}")[rng.integers(4)]
    return form.format(year, month, day)


def _typeset(text: str, face: Path, size: int, rng: Generator) -> Canvas:
    drawn_in, spacing = font(face, size), int(size * rng.choice([0, 0, 0.05, 0.3, 1.0]))
    canvas = Image.new("L", (size * 2 + len(text) * (size + spacing), size * 2))
    drawing, x = ImageDraw.Draw(canvas), float(size)
    for character in text:
        drawing.text((x, size / 2), character, font=drawn_in, fill=255)
        x += drawn_in.getlength(character) + spacing
    return np.asarray(canvas, dtype=np.uint8)


def _paragraph(face: Path, size: int, rng: Generator) -> Canvas:
    """A window cut from lines of prose, glyphs cut at its edges as boxes of readers do."""
    rows, columns = int(rng.integers(1, 4)), int(rng.integers(2, 8))
    leading = int(size * rng.uniform(1.15, 1.9))
    canvas = Image.new("L", ((columns + 2) * size, (rows + 2) * leading))
    drawing = ImageDraw.Draw(canvas)
    latin = rng.random() < 0.3
    for row in range(rows + 2):
        text = _words(rng, 2 * columns + 6) if latin else _pick(rng, PROSE, columns + 2)
        drawing.text((0, row * leading), text, font=font(face, size), fill=255)
    drawn = np.asarray(canvas, dtype=np.uint8)
    top, left = int(rng.uniform(0.5, 1.2) * leading), int(rng.uniform(0, 1.0) * size)
    return drawn[top : top + rows * leading, left : left + columns * size]


def _thrown(text: str, face: Path, rng: Generator) -> Canvas:
    """Draw each character with its own size, slope, place and distance; neighbours may touch."""
    size, height = 72, 200
    canvas = np.zeros((height, 120 * len(text) + 200), dtype=np.uint8)
    lean, closeness, drift = rng.normal(0, 0.12), rng.uniform(0.72, 1.1), rng.normal(0, 4)
    x = 60.0
    for index, character in enumerate(text):
        glyph = Image.new("L", (150, 150))
        own = int(size * rng.uniform(0.75, 1.25))
        ImageDraw.Draw(glyph).text((75, 75), character, font=font(face, own), fill=255, anchor="mm")
        turn = cv2.getRotationMatrix2D((75, 75), float(rng.normal(0, 5)), 1.0)
        turn[0, 1] += lean + rng.normal(0, 0.05)
        turn[0, 2] -= (lean) * 75
        turned = cv2.warpAffine(np.asarray(glyph), turn, (150, 150))
        left, top = int(x), int(np.clip(25 + rng.normal(0, 6) + drift * index, 0, height - 150))
        place = canvas[top : top + 150, left : left + 150]
        np.maximum(place, turned[:, : place.shape[1]], out=place)
        narrow = 0.6 if character.isascii() else 1.0
        x += own * closeness * narrow * rng.uniform(0.9, 1.1)
    return trimmed(canvas, rng)


def _ballpoint(canvas: Canvas, rng: Generator) -> Canvas:
    """Redraw the strokes with one width: the skeleton (Zhang-Suen) and a round nib."""
    thin = cv2.ximgproc.thinning((canvas > 110).astype(np.uint8) * 255)
    nib = int(rng.integers(2, 8))
    return np.asarray(cv2.dilate(thin, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (nib, nib))), dtype=np.uint8)


def _scan(canvas: Canvas, rng: Generator, *, tilt: float) -> RgbImage:
    """Put the ink on paper and through a device."""
    picture = _on_paper(_placed(canvas, rng, tilt=tilt), rng)
    picture = picture + rng.normal(0, float(rng.choice([0.003, 0.01, 0.03])), picture.shape)
    image = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.15:
        black = image.mean(axis=2, keepdims=True) < rng.uniform(120, 180)
        return np.where(black, np.uint8(0), np.uint8(255)).repeat(3, axis=2)
    if rng.random() < 0.7:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return image


def _placed(canvas: Canvas, rng: Generator, *, tilt: float) -> NDArray[np.float32]:
    """Spread, tilt, scale and blur the ink; small prints and large signatures both occur, and the other way round."""
    if rng.random() < 0.3:
        grow = np.ones((int(rng.integers(2, 4)),) * 2, np.uint8)
        canvas = np.asarray((cv2.dilate if rng.random() < 0.6 else cv2.erode)(canvas, grow), dtype=np.uint8)
    height, width = canvas.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, tilt / 2.5)), 1.0)
    turn[0, 1] += rng.normal(0, 0.01)
    turned = np.asarray(cv2.warpAffine(canvas, turn, (width, height)), dtype=np.float32) / 255.0
    scale = float(np.exp(rng.uniform(np.log(0.17), np.log(1.6))))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=way)
    return np.asarray(cv2.GaussianBlur(scaled, (0, 0), float(rng.uniform(0.2, 1.0 + 0.5 * scale))), dtype=np.float32)


def _on_paper(ink: NDArray[np.float32], rng: Generator) -> NDArray[np.float64]:
    """Return the picture 0..1 of the ink on tinted, shaded paper, written in black, blue or grey."""
    paper = np.full(3, rng.uniform(0.75, 1.0)) + rng.normal(0, 0.012, 3)
    pens = np.array([[0.05, 0.05, 0.06], [0.1, 0.12, 0.4], [0.35, 0.37, 0.4]])
    pen = pens[int(rng.choice(3, p=[0.6, 0.2, 0.2]))]
    picture = paper * (1 - ink[..., None]) + pen * ink[..., None]
    if rng.random() < 0.35:
        ramp = np.linspace(1.0, float(rng.uniform(0.6, 0.95)), picture.shape[1])[None, :, None]
        picture = picture * (ramp if rng.random() < 0.5 else ramp[:, ::-1])
    return np.asarray(picture, dtype=np.float64)
