"""Invented technical prose: papers with a title, an abstract, sections and references, decided by a seed.

Sentences are grown from a grammar over the words of one field. A paper has a few subjects of its own (compounds of
three or four words, some 100,000 a kind), and no pattern has a long stretch without one of them: so two papers talk
alike and yet share a run of thirteen characters by accident in one pair of four hundred only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tests.synthesis.prose_words import CLAIMS, FIELDS, LINKS, OPENINGS, Field

SECTIONS = (
    ("引言", "问题的提出", "概述", "研究背景"),
    ("{trait}的影响因素", "{trait}的机理", "现状与不足", "{cause}的作用机理"),
    ("试验装置", "{way}的实施", "技术路线", "样本与方法"),
    ("结果与讨论", "数据分析", "{way}的效果", "{thing}的对比试验"),
    ("改进措施", "对策与建议", "{part}的改进", "推广应用"),
    ("结论", "结语", "小结"),
)
"""Headings of the six sections, one of each row."""

TITLES = (
    "{thing}{trait}的影响因素及对策", "基于{way}的{thing}{trait}研究", "{cause}对{thing}{trait}的影响分析",
    "{thing}{part}改进及其应用", "{way}在{thing}检测中的应用", "{thing}{trait}评定方法探讨",
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """An invented paper; `sections` are (heading, paragraphs)."""

    title: str
    field: str
    journal: str
    clc: str
    abstract: str
    keywords: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    references: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body: headings and paragraphs, one a line."""
        return "\n".join(part for heading, paragraphs in self.sections for part in (heading, *paragraphs))


def article(seed: int, *, length: int = 2400, field: str | None = None) -> Article:
    """Return the paper of a seed; its body has at least `length` characters, and seldom 150 more."""
    writer = Writer(seed, field=field)
    rng = writer.rng
    share = length / sum(weight for _, weight in _plan(rng))
    sections = []
    for number, (headings, weight) in enumerate(_plan(random.Random(seed)), 1):
        heading = f"{number} {writer.say(rng.choice(headings))}"
        sections.append((heading, writer.paragraphs(round(weight * share))))
    return Article(
        title=writer.title(),
        field=writer.field.name,
        journal=writer.field.journal,
        clc=writer.field.clc + str(rng.randrange(1, 90)),
        abstract=writer.prose(rng.randrange(130, 190)),
        keywords=tuple(
            dict.fromkeys(writer.say(slot, short=True) for slot in ("{thing}", "{trait}", "{way}", "{cause}"))
        ),
        sections=tuple(sections),
        references=tuple(writer.reference(index) for index in range(1, rng.randrange(7, 12))),
    )


def prose(seed: int, length: int, *, field: str | None = None) -> str:
    """Return whole sentences of at least `length` characters, without line breaks."""
    return Writer(seed, field=field).prose(length)


def _plan(rng: random.Random) -> list[tuple[tuple[str, ...], float]]:
    return list(zip(SECTIONS, (0.9, 1.3, 1.2, 1.6, 1.2, 0.5), strict=True))


class Writer:
    """Says sentences about the few things that one paper is about."""

    def __init__(self, seed: int, *, field: str | None = None) -> None:
        self.rng = rng = random.Random(f"prose {seed}")
        names = [one.name for one in FIELDS]
        self.field: Field = FIELDS[names.index(field)] if field else rng.choice(FIELDS)
        modes, media, things = (self.field.words(kind) for kind in ("modes", "media", "things"))

        self._short: dict[str, str] = {}

        def own(kind: str, *before: Sequence[str], count: int = 9) -> list[str]:
            found = []
            for word in rng.sample(self.field.words(kind), count):
                parts = [rng.choice(words) for words in before]
                found.append("".join(parts) + word)
                self._short[found[-1]] = parts[-1] + word if kind == "things" else word
            return found

        # A bare 环焊缝 or 回归分析 stands in every paper of the field: with words before it, it does not.
        self._own: dict[str, list[str]] = {
            "thing": own("things", modes, media),
            "part": own("parts", media, things, _WHICH),
            "trait": own("traits", media, things, _WHICH),
            "cause": own("causes", modes, things, _WHICH),
            "way": own("ways", modes, media, _BEFORE_WAYS, count=8),
            "mode": rng.sample(modes, 6),
            "unit": rng.sample(self.field.words("units"), 3),
        }

    def say(self, pattern: str, *, short: bool = False) -> str:
        """Fill the {slots} and [choices|of words] of a pattern, with bare words where `short`."""
        text = re.sub(r"\[([^]]+)]", lambda match: self.rng.choice(match[1].split("|")), pattern)
        used: set[str] = set()
        return re.sub(r"\{(\w+?)2?\}", lambda match: self._word(match[1], used, short), text)

    def title(self) -> str:
        """Return the title of a paper."""
        return self.say(self.rng.choice(TITLES), short=True)

    def sentence(self) -> str:
        """Return one sentence with its full stop."""
        rng = self.rng
        opening = self.say(rng.choice(OPENINGS)) + "，" if rng.random() < 0.45 else ""
        text = opening + self.say(rng.choice(CLAIMS))
        if rng.random() < 0.4:
            text += rng.choice(LINKS) + self.say(rng.choice(CLAIMS))
        return text + "。"

    def prose(self, length: int) -> str:
        """Return sentences of at least so many characters together."""
        text = ""
        while len(text) < length:
            text += self.sentence()
        return text

    def paragraphs(self, length: int) -> tuple[str, ...]:
        """Return paragraphs of two to five sentences."""
        found: list[str] = []
        while sum(map(len, found)) < length:
            found.append(self.prose(min(self.rng.randrange(90, 240), max(40, length - sum(map(len, found))))))
        return tuple(found)

    def reference(self, number: int) -> str:
        """Return one entry of 参考文献 in the form of GB/T 7714."""
        rng = self.rng
        who = "，".join(
            rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(("", "", "生")) for _ in range(rng.randint(1, 3))
        )
        year, title = rng.randint(2006, 2022), self.title()
        if rng.random() < 0.2:
            book = f"{self.field.name}技术手册[M].昆仑河：塔河湾技术出版社，{year}：{rng.randint(20, 300)}."
            return f"[{number}] {who}.{book}"
        start = rng.randint(5, 90)
        where = f"{rng.choice(FIELDS).journal}，{year}（{rng.randint(1, 6)}）：{start}-{start + rng.randint(2, 5)}."
        return f"[{number}] {who}.{title}[J].{where}"

    def _word(self, slot: str, used: set[str], short: bool) -> str:
        if slot in self._own:
            word = self.rng.choice([one for one in self._own[slot] if one not in used])
            used.add(word)
            return self._short.get(word, word) if short else word
        return _NUMBERS[slot](self.rng) if slot != "field" else self.field.name


_BEFORE_WAYS = re.findall(r"\w+", "改进 传统 分层 现场 快速 分步 双因素 半定量 在线 离线 联合 自动 简化 加权 动态 二次")
_WHICH = re.findall(
    r"\w+",
    "主 副 前置 后置 一号 二号 三号 四号 新装 旧 东侧 西侧 首台 末端 上层 下层 甲线 乙线 丙线 备用 中段 内侧 外侧 联网",
)
_SURNAMES, _GIVEN = "张王李赵陈刘杨周吴徐孙马朱胡郭何高林", "伟芳娜敏静丽强磊军洋勇艳杰涛超霞平刚"
_NUMBERS: dict[str, Callable[[random.Random], str]] = {
    "n": lambda rng: f"{rng.randint(11, 990) / 10:.1f}",
    "m": lambda rng: f"{rng.randint(101, 9900) / 100:.2f}",
    "k": lambda rng: str(rng.randint(12, 480)),
    "j": lambda rng: str(rng.randint(3, 11)),
    "pct": lambda rng: f"{rng.randint(30, 940) / 10:.1f}",
}


def _person(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(("", "", "生"))


@lru_cache(maxsize=1)
def two_character_words() -> tuple[str, ...]:
    """Return words of two characters from all fields, for those who swap words."""
    kinds = ("modes", "media", "things", "parts", "traits", "causes")
    words = {word for field in FIELDS for kind in kinds for word in field.words(kind)}
    return tuple(sorted(word for word in words if len(word) == 2))
