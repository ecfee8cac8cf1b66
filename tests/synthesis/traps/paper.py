"""Who is given away in a trap, and the small pages that traps are made of."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.synthesis.covers import patch
from tests.synthesis.documents.common import FOOT
from tests.synthesis.paper import XIAOSI, Sheet, Type

SCRIPTS = ("han", "latin")


@dataclass(frozen=True)
class Subject:
    """A fictional person: the `name` in Han characters, and as it is `written` in the trap at hand."""

    name: str
    written: str

    @property
    def script(self) -> str:
        return "latin" if self.written.isascii() else "han"


Trap: TypeAlias = Callable[[Subject, int], tuple[str, bytes]]
"""`(subject, seed)` to a file's name and its bytes."""

PEOPLE = (
    ("欧阳若川", "Ouyang Ruochuan"), ("郭知远", "GUO Zhiyuan"), ("单闻溪", "Shan Wenxi"), ("曾景行", "Jingxing Zeng"),
    ("沈清野", "SHEN Qingye"), ("诸葛明湛", "Zhuge Mingzhan"), ("吕怀瑾", "Lyu Huaijin"), ("徐书禾", "Xu Shu-he"),
)  # fmt: skip
"""Names with their Latin spelling by hand: surname first or last, polyphones (单 曾), ü, two-character surnames."""

TEXTS = (
    "本人长期从事计量检定工作，熟悉检定规程，",
    "完成了压力仪表和衡器的周期检定任务，",
    "主持编写作业指导书三份，参加比对试验，",
    "所在实验室通过了资质认定的复查评审。",
    "解决了现场温度变化影响读数的问题，",
    "提出的方法经验证能够满足不确定度要求。",
    "参与建立了县级社会公用计量标准两项，",
    "撰写技术报告并在全州质量工作会上交流。",
)
"""Lines that name nobody."""

TITLES = ("专业技术工作总结", "业绩成果说明", "继续教育情况表", "技术工作报告")
SIZE_MM = (150.0, 100.0)
LABEL_AT, NAME_AT, ROW = 14.0, 32.0, 30.0


def subject(seed: int, script: str = "han") -> Subject:
    """Return a person of PEOPLE, by the seed."""
    name, latin = PEOPLE[seed % len(PEOPLE)]
    return Subject(name, latin if script == "latin" else name)


def type_of(seed: int, points: float = XIAOSI) -> Type:
    return Type(("song", "hei", "kai")[seed % 3], points)


def page(seed: int, *, label: str = "姓名：") -> Sheet:
    """Return a small page with a title, a label with nothing behind it, and lines that name nobody."""
    rng = random.Random(f"trap {seed}")
    sheet = Sheet(SIZE_MM)
    sheet.centred(12.0, rng.choice(TITLES), replace(type_of(seed), points=18.0))
    sheet.text(LABEL_AT, ROW, label, type_of(seed))
    sheet.text(80.0, ROW, "从事专业：质量技术", type_of(seed))
    for index, line in enumerate(rng.sample(TEXTS, 4)):
        sheet.text(LABEL_AT, 44.0 + 9.0 * index, line, type_of(seed))
    sheet.centred(92.0, FOOT, Type("song", 7.5))
    return sheet


def masked(seed: int) -> Sheet:
    """Return the page with a proper mask behind the label."""
    sheet = page(seed)
    patch(sheet, NAME_AT - 2, ROW - 1.2, 30.0, 6.6)
    return sheet


def named(told: Subject, seed: int) -> Sheet:
    """Return the page with the name behind the label, for all to see."""
    sheet = page(seed)
    sheet.text(NAME_AT, ROW, told.written, type_of(seed))
    return sheet


def pixels(sheet: Sheet) -> NDArray[np.uint8]:
    return np.asarray(sheet.picture)


def tag(told: Subject, *, size: tuple[int, int] = (560, 130)) -> Image.Image:
    """Return a small picture of the name alone: what thumbnails and hidden pictures show."""
    sheet = Sheet((size[0] * 25.4 / 200, size[1] * 25.4 / 200))
    points = 22.0
    while sheet.width_of(told.written, Type("hei", points)) > sheet.width_mm - 6.0:
        points -= 1.0
    sheet.text(3.0, 4.0, told.written, Type("hei", points))
    return sheet.picture
