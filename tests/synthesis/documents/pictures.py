"""Pictures that are no papers: a wall or a desk without any text, the screenshot of a chat."""

from __future__ import annotations

import random
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.synthesis.documents.common import Style, finish
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

Grain = NDArray[np.float32]


def wall_photo(scene: Scene, look: Style) -> list[Drawn]:
    """A photo taken by mistake: plaster, bricks, or a wooden desk with a few things on it; nowhere a letter."""
    sheet = Sheet((297.0, 210.0) if look.seed % 2 else (210.0, 297.0))
    width, height = sheet.size
    noise = np.random.default_rng(look.seed)
    # At half size, for speed; a telephone's picture of a wall is no sharper.
    across, down = width // 2, height // 2
    texture = (_plaster, _bricks, _desk)[look.layout](noise, down, across)
    light = _cloud(noise, down, across, 3) * 0.5 + np.linspace(0.6, 1.0, across, dtype=np.float32)[None, :] * 0.5
    picture = np.clip(texture * (0.55 + 0.5 * light[..., None]), 0, 255).astype(np.uint8)
    sheet.picture.paste(Image.fromarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)))
    if look.layout == 2:
        _things(sheet, look.rng("things"))
    return [sheet.finish(None, f"wall{look.layout}")]


def _cloud(noise: np.random.Generator, height: int, width: int, cells: int) -> Grain:
    small = noise.random((cells, cells + 1), np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def _speckle(noise: np.random.Generator, height: int, width: int, sigma: float) -> Grain:
    """Return soft noise about 0 with a spread of 1."""
    soft = cv2.GaussianBlur(noise.standard_normal((height, width), np.float32), (0, 0), sigma)
    return np.asarray(soft / (soft.std() + 1e-6))


def _plaster(noise: np.random.Generator, height: int, width: int) -> Grain:
    base = np.array((214, 208, 196), np.float32) + noise.uniform(-20, 12, 3).astype(np.float32)
    relief = 6 * _speckle(noise, height, width, 1.2) + 4 * _speckle(noise, height, width, 4)
    wall = base + relief[..., None]
    picture = Image.fromarray(np.clip(wall, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(noise.integers(1, 4))):
        x, y = float(noise.uniform(0, width)), 0.0
        points = [(x, y)]
        while y < height * noise.uniform(0.3, 1):
            x, y = x + float(noise.normal(0, 7)), y + float(noise.uniform(5, 20))
            points.append((x, y))
        pen.line(points, fill=(120, 114, 104), width=int(noise.integers(1, 3)))
    return np.asarray(picture, np.float32)


def _bricks(noise: np.random.Generator, height: int, width: int) -> Grain:
    picture = Image.new("RGB", (width, height), (172, 166, 156))
    pen = ImageDraw.Draw(picture)
    tall, wide = 48, 118
    for row in range(height // tall + 1):
        for column in range(-1, width // wide + 2):
            left = column * wide + (wide // 2 if row % 2 else 0)
            shade = noise.normal(0, 11)
            red, green, blue = (round(channel + shade) for channel in (150, 84, 66))
            pen.rectangle((left + 3, row * tall + 3, left + wide - 3, row * tall + tall - 3), fill=(red, green, blue))
    soft = cv2.GaussianBlur(np.asarray(picture), (0, 0), 0.9).astype(np.float32)
    return soft + 8 * _speckle(noise, height, width, 0.8)[..., None]


def _desk(noise: np.random.Generator, height: int, width: int) -> Grain:
    """Wood: noise drawn out along the grain, bent by slow waves."""
    grain = noise.standard_normal((height // 2, 24), np.float32)
    long = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(long, (0, 0), sigmaX=5, sigmaY=0.7)
    waves = np.sin(np.linspace(0, 60, height, dtype=np.float32)[:, None] + 3 * _cloud(noise, height, width, 4))
    tone = 12 * fine + 10 * waves
    return np.array((168, 122, 78), np.float32) + tone[..., None] * np.array((1, 0.9, 0.7), np.float32)


def _things(sheet: Sheet, rng: random.Random) -> None:
    """A cup, a pen and the edge of a keyboard."""
    width, height = sheet.size
    x, y, r = rng.uniform(0.2, 0.8) * width, rng.uniform(0.15, 0.5) * height, rng.uniform(120, 190)
    for shrink, colour in ((-14, (96, 70, 48)), (0, (236, 234, 230)), (18, (222, 220, 214)), (26, (92, 52, 26))):
        sheet.pen.ellipse((x - r + shrink, y - r + shrink, x + r - shrink, y + r - shrink), fill=colour)
    x, y, length = rng.uniform(0.1, 0.4) * width, rng.uniform(0.6, 0.8) * height, 560
    sheet.pen.line((x, y, x + length, y - 120), fill=(30, 40, 90), width=26)
    sheet.pen.line((x + length, y - 120, x + length + 40, y - 129), fill=(190, 190, 196), width=12)
    for key in range(16):
        left = 40 + key * 96
        if left + 84 < width:
            sides = (left, height - 70, left + 84, height + 40)
            sheet.pen.rounded_rectangle(sides, 10, fill=(52, 54, 58), outline=(28, 28, 30), width=3)


_SAID = (
    "职称材料什么时候交？", "下周三之前交到人事科", "收到，谢谢！", "论文查重报告在哪里下载", "网上自己打印就行",
    "那个盖章的放我桌上了",
    "好的，我明天过去拿", "公示表还差负责人签字", "他出差了，周五回来", "行，那等他回来", "照片发我一份",
    "白底的可以吗", "可以", "继续教育证书你弄好了没",
    "还差公需课两门", "抓紧吧，系统月底关", "明白", "晚上一起吃饭？", "今天加班，改天",
)  # fmt: skip


def chat_screenshot(scene: Scene, look: Style) -> list[Drawn]:
    """A telephone's screenshot of a chat about the application."""
    rng = look.rng(f"chat {look.layout}")
    dark = look.layout == 1
    ground, other, own, ink = (
        ((237, 237, 237), (255, 255, 255), (149, 236, 105), (20, 20, 20)),
        ((17, 17, 17), (44, 44, 44), (62, 178, 117), (226, 226, 226)),
        ((235, 240, 246), (255, 255, 255), (150, 200, 250), (20, 20, 20)),
    )[look.layout]
    sheet = Sheet((137.0, 297.0), ground)
    bar = Type("microhei", 11, ink)
    sheet.text(8, 4, f"{rng.randrange(7, 23):02d}:{rng.randrange(60):02d}", bar)
    sheet.right(4, f"5G  {rng.randrange(12, 99)}%", bar, edge=130)
    sheet.centred(
        14, rng.choice(("职称申报交流群（86）", scene.officer.name, "人事科通知群（43）")), Type("microhei", 15, ink)
    )
    sheet.rule(0, 24, 137, 24, weight=0.1)
    y = 30.0
    for said in rng.sample(_SAID, 13):
        mine = rng.random() < 0.45
        type_ = Type("microhei", 14, ink if not (mine and dark) else (10, 20, 14))
        width = sheet.width_of(said, type_) + 7
        left = 137 - 20 - width if mine else 20.0
        avatar = [sheet.px(side) for side in ((121, y, 132, y + 11) if mine else (5, y, 16, y + 11))]
        sheet.pen.rounded_rectangle(avatar, 10, fill=tuple(rng.randrange(90, 220) for _ in range(3)))
        sides = [sheet.px(side) for side in (left, y, left + width, y + 11.5)]
        sheet.pen.rounded_rectangle(sides, 12, fill=own if mine else other)
        sheet.text(left + 3.5, y + 3.0, said, type_)
        y += 17.5
    sheet.pen.rectangle([0, sheet.px(270), *sheet.size], fill=tuple(max(0, channel - 6) for channel in other))
    return [finish(sheet, scene, replace(look, edge_seal=False), None, "chat")]
