"""Corpora of any size from two real ones, and papers with planted copies.

Documents are slices of about 2,700 tokens. Larger corpora repeat them with the Chinese characters permuted, a fixed
permutation a family (rank xor family, inside blocks of 256 characters by frequency): the same structure of repetition,
almost disjoint fingerprints. So 100,000 documents measure the depth of the index, not more text that matches. Hosts are
slices that the corpus does not hold, in a permutation of their own: their natural overlap is gone.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.sources import Source
from verifier.similarity.tokens import text_of, tokenise, units_of

NAMES = ("laws_zh", "lctt_zh_half")
HOST_FAMILY = 251
_BLOCK = 256
TOKENS = 2_700


@dataclass(frozen=True)
class Material:
    """`slices` for corpora, `hosts` for papers; each with the name of its set; `order` are characters by frequency."""

    slices: list[tuple[str, str]]
    hosts: list[tuple[str, str]]
    order: NDArray[np.uint16]

    def documents(self, count: int) -> Iterator[tuple[Source, str]]:
        """Give a corpus of `count` documents; a smaller one is the beginning of a larger one."""
        for number in range(count):
            family, index = divmod(number, len(self.slices))
            yield Source(f"d{number}", f"{self.slices[index][0]} {index}/{family}"), self.text(number)

    def text(self, number: int) -> str:
        """Return the text of document `number`."""
        family, index = divmod(number, len(self.slices))
        return self.permuted(self.slices[index][1], family)

    def permuted(self, text: str, family: int) -> str:
        """Return a text in the permutation of a family."""
        if family == 0:
            return text
        table = np.arange(65536, dtype=np.uint16)
        whole = len(self.order) // _BLOCK * _BLOCK
        ranks = np.arange(whole)
        table[self.order[:whole]] = self.order[(ranks & ~(_BLOCK - 1)) | ((ranks & (_BLOCK - 1)) ^ (family % _BLOCK))]
        return text_of(table[units_of(text)])


def load(folder: Path) -> Material:
    """Read the corpora; a tenth of the documents is kept out for hosts."""
    slices, hosts = [], []
    counts = np.zeros(65536, np.int64)
    for name in NAMES:
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream):
                text = json.loads(line)["text"]
                counts += np.bincount(units_of(text), minlength=65536)
                (hosts if number % 10 == 9 else slices).extend((name, piece) for piece in _cut(text))
    random.Random(1).shuffle(slices)
    random.Random(2).shuffle(hosts)
    counts[:0x4E00] = 0
    counts[0x9FFF:] = 0
    order = np.argsort(-counts, kind="stable")[: int((counts > 0).sum())].astype(np.uint16)
    return Material(slices, hosts, order)


def _cut(text: str) -> Iterator[str]:
    tokens = tokenise(text)
    for first in range(0, len(tokens) - TOKENS // 2, TOKENS):
        last = min(first + TOKENS, len(tokens)) - 1
        yield text[int(tokens.starts[first]) : int(tokens.ends[last])]


@dataclass(frozen=True)
class Plant:
    """A copied piece in a paper: code points start..end, and the document that it is from."""

    start: int
    end: int
    document: int


@dataclass(frozen=True)
class Paper:
    """A paper with its plants."""

    text: str
    plants: tuple[Plant, ...]

    def truth(self) -> NDArray[np.bool_]:
        """Return the mask of planted tokens."""
        tokens = tokenise(self.text)
        mask = np.zeros(len(tokens), bool)
        for plant in self.plants:
            mask |= (tokens.starts >= plant.start) & (tokens.ends <= plant.end)
        return mask


Edit = Callable[[str, random.Random, str], str]


def paper(
    material: Material, seed: int, sizes: list[int], documents: int, edit: Edit | None = None, tokens: int = 5_000
) -> Paper:
    """Return a paper of about `tokens` tokens with pieces of `sizes` tokens, each from another document of a corpus.

    Args:
        material: where from.
        seed: decides everything.
        sizes: tokens of each copied piece, before it is edited.
        documents: size of the corpus, of which the first tenth gives the plants (so that sizes can be compared).
        edit: what was done to the copies.
        tokens: of the whole paper.
    """
    chance = random.Random(seed)
    name = chance.choice(NAMES)
    mine = [text for kind, text in material.hosts if kind == name]
    own = material.permuted("\n".join(chance.choice(mine) for _ in range(3)), HOST_FAMILY)
    held = tokenise(own)
    left = max(200, tokens - sum(sizes))
    cuts = sorted(chance.sample(range(1, left), len(sizes)))
    body, plants, before = "", [], 0
    for size, cut in zip(sizes, cuts, strict=True):
        body += own[int(held.starts[before]) : int(held.starts[cut])]
        before = cut
        document = chance.randrange(min(1_000, documents))
        copied = _piece(material.text(document), size, chance)
        copied = edit(copied, chance, own) if edit else copied
        # Marks around it: a Latin word at the border must not grow together with its neighbour.
        plants.append(Plant(len(body) + 1, len(body) + 1 + len(copied), document))
        body += "。" + copied + "。"
    body += own[int(held.starts[before]) : int(held.starts[min(left, len(held) - 1)])]
    return Paper(body, tuple(plants))


def _piece(text: str, size: int, chance: random.Random) -> str:
    tokens = tokenise(text)
    first = chance.randrange(max(1, len(tokens) - size))
    last = min(first + size, len(tokens)) - 1
    return text[int(tokens.starts[first]) : int(tokens.ends[last])]


_UNIT = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
_WORD = re.compile(r"[一-鿿]{2}|[A-Za-z0-9]+|.", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[。；！？\n])")
_SYNONYMS = (
    "进行 开展|提高 提升|方法 方式|使用 采用|问题 难题|重要 关键|影响 作用|分析 剖析|研究 探究|发展 进展|技术 工艺|"
    "通过 经由|由于 因为|可以 能够|需要 须要|规定 要求|管理 治理|单位 机构|部门 机关|应当 应该|以及 和|根据 依据|"
    "按照 遵照|建立 设立|完善 健全|保护 维护|促进 推动|服务 效劳|系统 体系|用户 使用者|文件 档案|安装 装设|运行 执行|"
    "软件 程序|支持 支撑|发布 公布|功能 性能|必须 务必|组织 团体|负责 主管|检查 检验|工作 劳作|如果 假如|但是 可是"
)


def noise(share: float) -> Edit:
    """Return an edit that replaces, inserts or drops so large a share of the tokens."""

    def edit(text: str, chance: random.Random, letters: str) -> str:
        out = []
        for token in _UNIT.findall(text):
            if token[0].isalnum() and chance.random() < share:
                kind = chance.randrange(3)
                out.append(("", token + chance.choice(letters), chance.choice(letters))[kind])
            else:
                out.append(token)
        return "".join(out)

    return edit


def swapped(share: float) -> Edit:
    """Return an edit that puts other words in place of a share of the words (two characters, or one in Latin)."""

    def edit(text: str, chance: random.Random, letters: str) -> str:
        return "".join(
            chance.choice(letters) + chance.choice(letters) if word[0].isalnum() and chance.random() < share else word
            for word in _WORD.findall(text)
        )

    return edit


def synonyms(text: str, chance: random.Random, letters: str) -> str:
    """Put dictionary synonyms wherever there are any."""
    table = dict(pair.split() for pair in _SYNONYMS.split("|"))
    return re.sub("|".join(table), lambda match: table[match[0]], text)


def shuffled(text: str, chance: random.Random, letters: str) -> str:
    """Put the sentences into another order."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence]
    chance.shuffle(sentences)
    return "".join(sentences)


EDITS: dict[str, Edit] = {
    "noise 10 %": noise(0.1),
    "noise 20 %": noise(0.2),
    "synonyms": synonyms,
    "word swaps 15 %": swapped(0.15),
    "word swaps 30 %": swapped(0.3),
    "shuffled sentences": shuffled,
}
