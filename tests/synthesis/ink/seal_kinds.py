"""Stamps by kind, as offices keep them in their drawers: `stamp_of(kind, owner, seed)`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.synthesis.ink.seal_shapes import SCRIPT
from tests.synthesis.ink.seal_styles import seal_style
from tests.synthesis.seals import Stamp, draw_seal

_LATIN = ("TIANSHAN TESTING CO.,LTD", "CHANGHE METROLOGY LTD", "KUNLUN UNIVERSITY", "SHAZAO QUALITY SERVICE")
_NOTES = ("与原件相符", "复印无效", "已审核", "原件已核", "作废", "附件", "已录入", "仅供职称评审使用")

Settings = dict[str, Any]


def _official(owner: str, rng: random.Random) -> Settings:
    return {"text": owner}


def _starless(owner: str, rng: random.Random) -> Settings:
    return {"text": owner, "star": False, "centre_text": rng.choice((None, "学籍专用章", "教务处"))}


def _special(*words: str, emblem: bool = True) -> Callable[[str, random.Random], Settings]:
    def kind(owner: str, rng: random.Random) -> Settings:
        side = rng.choice((38.0, 40.0, 42.0))
        return {"text": owner, "centre_text": rng.choice(words), "star": emblem, "size_mm": (side, side)}

    return kind


def _invoice(owner: str, rng: random.Random) -> Settings:
    number = f"91652899MA{rng.randrange(10**7):07d}X"
    return {
        "text": owner,
        "shape": "oval",
        "centre_text": f"{number}\n发票专用章",
        "code": None,
        "size_mm": (40.0, 30.0),
    }


def _receipt(owner: str, rng: random.Random) -> Settings:
    words = rng.choice(("财务专用章", "现金收讫章", "业务专用章", "收费专用章"))
    return {"text": owner, "shape": "oval", "centre_text": words, "size_mm": (45.0, 32.0)}


def _supervised(owner: str, rng: random.Random) -> Settings:
    return {
        "text": "统一票据监制章",
        "code": None,
        "shape": "oval",
        "centre_text": f"{owner[:4]}\n财政局监制",
        "size_mm": (40.0, 28.0),
    }


def _party(owner: str, rng: random.Random) -> Settings:
    return {"text": f"中共{owner}委员会", "emblem": "party", "size_mm": (42.0, 42.0)}


def _union(owner: str, rng: random.Random) -> Settings:
    return {"text": f"{owner}工会委员会", "emblem": "union", "size_mm": (42.0, 42.0)}


def _chop(negative: bool) -> Callable[[str, random.Random], Settings]:
    def kind(owner: str, rng: random.Random) -> Settings:
        side = rng.uniform(12, 20)
        return {"text": owner[:5], "shape": "square", "negative": negative, "size_mm": (side, side)}

    return kind


def _note(owner: str, rng: random.Random) -> Settings:
    text = rng.choice(_NOTES)
    return {"text": text, "shape": "rectangle", "colour": rng.choice(("red", "red", "blue", "black")),
            "negative": rng.random() < 0.25, "size_mm": (10 + 6.0 * len(text), rng.uniform(10, 14))}  # fmt: skip


def _owner_strip(owner: str, rng: random.Random) -> Settings:
    half = -(-len(owner) // 2)
    text = owner if rng.random() < 0.5 or len(owner) < 8 else f"{owner[:half]}\n{owner[half:]}"
    wide = max(map(len, text.split("\n")))
    return {"text": text, "shape": "rectangle", "size_mm": (8 + 5.2 * wide, 12.0 if "\n" not in text else 19.0)}


def _electronic(owner: str, rng: random.Random) -> Settings:
    return {"text": owner, "electronic": True, "wear": 0.0, "tilt_degrees": 0.0,
            "centre_text": rng.choice((None, "电子签章", "电子专用章"))}  # fmt: skip


SEAL_KINDS: dict[str, Callable[[str, random.Random], Settings]] = {
    "official": _official,
    "starless": _starless,
    "personnel": _special("人事专用章", "职称专用章", "档案专用章"),
    "contract": _special("合同专用章", "合同专用章（1）"),
    "finance": _special("财务专用章", "结算专用章", emblem=False),
    "review": _special("审核专用章", "业务专用章", "报名审核专用章"),
    "invoice": _invoice,
    "receipt": _receipt,
    "supervised": _supervised,
    "party": _party,
    "union": _union,
    "chop": _chop(negative=False),
    "chop_white": _chop(negative=True),
    "note": _note,
    "strip": _owner_strip,
    "electronic": _electronic,
    "latin": lambda owner, rng: {"text": owner, "second": rng.choice(_LATIN)},
    "bilingual": lambda owner, rng: {"text": owner, "second": SCRIPT},
}
"""What is special about each kind; chops take a person's name as their owner."""

DAMAGE = (None,) * 14 + ("doubled", "doubled", "smeared")


def stamp_of(
    kind: str, owner: str, seed: int, *, split: str = "train", code: str | None = None, **changes: Any
) -> Stamp:
    """Return an organisation's (or a person's) stamp of a kind in the style of a split, in ink decided by the seed.

    `code` is cut only where the split's stamps carry one; `changes` are arguments of `draw_seal` that win.
    """
    rng = random.Random(f"stamp {kind} {owner} {seed}")
    style = seal_style(owner, split=split)
    settings: Settings = {
        "seed": seed, "wear": rng.betavariate(1.6, 2.2), "tilt_degrees": rng.gauss(0, 9) if rng.random() < 0.9 else
        rng.uniform(-180, 180), "damage": rng.choice(DAMAGE), "code": code if style.coded else None, "style": style,
        "kind": kind,
    }  # fmt: skip
    settings |= SEAL_KINDS[kind](owner, rng)
    if settings.get("electronic"):
        settings |= {"damage": None, "style": replace(style, rim=style.rim * 0.6)}
    settings |= changes
    return draw_seal(settings.pop("text"), **settings)
