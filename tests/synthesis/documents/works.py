"""The applicant's paper and its journal: what its cover, contents, body, search report and ratio report all say."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.synthesis.people import Scene, person
from tests.synthesis.prose import Article, article
from tests.synthesis.prose_words import FIELDS


@dataclass(frozen=True)
class Work:
    """One article in one issue; `pages` are first and last."""

    article: Article
    title: str
    authors: tuple[str, ...]
    year: int
    issue: int
    pages: tuple[int, int]
    journal: str
    issn: str
    cn: str
    host: str

    @property
    def number(self) -> str:
        """文章编号: ISSN, year, issue, first page, count of pages."""
        first, last = self.pages
        return f"{self.issn}({self.year}){self.issue:02d}-{first:04d}-{last - first + 1:02d}"

    @property
    def doi(self) -> str:
        return f"10.99999/j.issn.{self.issn}.{self.year}.{self.issue:02d}.{self.pages[0]:03d}"


def work(scene: Scene, *, rank: int = 1, authors: int | None = None, count: int = 2) -> Work:
    """Return the applicant's paper; `rank` is the place among its `authors`, `count` its pages in print."""
    rng = random.Random(f"work {scene.seed}")
    text = article(scene.seed, length=1700 * count)
    others = [person(rng).name for _ in range(4)]
    total = max(rank, authors or rng.choice((1, 2, 3)))
    names = [name for name in others if name != scene.person.name][: total - 1]
    names.insert(rank - 1, scene.person.name)
    first = rng.randrange(9, 90)
    year = rng.randint(scene.title_date.year + 1, 2023)
    return Work(text, text.title, tuple(names), year, rng.randint(1, 6), (first, first + count - 1), *_journal(text))


def _journal(text: Article) -> tuple[str, str, str, str]:
    """Return name, ISSN, CN and the institute of a journal; ISSN of 98xx were never given to any."""
    index = [field.journal for field in FIELDS].index(text.journal)
    host = (
        "昆仑河计量测试研究院",
        "塔河湾安全技术学会",
        "雪松岭食品科学研究所",
        "红柳河材料研究院",
        "长河机电研究所",
        "银沙湖标准化研究院",
    )[index]
    return (
        text.journal,
        checked_issn(f"98{31 + 7 * index}{418 + 3 * index}"),
        f"CN 65-59{11 + index}/{text.clc[:2]}",
        host,
    )


def checked_issn(first7: str) -> str:
    """Return an ISSN with its check digit (ISO 3297: weights 8 to 2, modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(first7, range(8, 1, -1), strict=True))
    return f"{first7[:4]}-{first7[4:]}{'0123456789X'[-total % 11]}"


def checked_isbn(first12: str) -> str:
    """Return an ISBN with its check digit (ISO 2108: weights 1 and 3, modulus 10), without hyphens."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first12))
    return first12 + str(-total % 10)
