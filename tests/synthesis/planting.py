"""Copies planted in a text, in every manner that plagiarists and readers of pages know, with the exact truth.

A *manner* says how a passage of a source gets into the paper; `plant` returns the paper with its passages and where
each came from. Offsets are code points. A token is one Chinese character or one run of Latin letters and digits.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import opencc

from tests.synthesis.prose import prose, two_character_words
from tests.synthesis.prose_words import CONFUSED, SYNONYMS


@dataclass(frozen=True)
class Planted:
    """One copied passage: `text[start:end]` of the paper comes from `source[source_start:source_end]`."""

    kind: str
    start: int
    end: int
    source: str
    source_start: int
    source_end: int


@dataclass(frozen=True)
class Plan:
    """What to plant: a manner, the length of each passage in tokens (as many whole sentences, for those that copy
    sentences), and how many passages, each of another source as long as there are enough."""

    kind: str
    tokens: int = 100
    pieces: int = 1


@dataclass(frozen=True)
class Manner:
    """`change` rewrites the passage; `whole` copies whole sentences; `marked` sets quotation marks and a citation."""

    change: Callable[[str, random.Random], str]
    whole: bool = True
    marked: bool = False


_TOKEN = re.compile(r"[A-Za-z0-9]+|[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。\n]*。")


def plant(host: str, sources: Mapping[str, str], plans: Sequence[Plan], *, seed: int) -> tuple[str, list[Planted]]:
    """Return the host with the planned passages set between its sentences, and where they lie.

    The tokens beside a passage are never those beside it in its source: a run is as long as planned and no longer.

    Args:
        host: the paper's own text.
        sources: texts to copy from, by id.
        plans: what to plant, in the order of the text.
        seed: decides places and passages.

    Raises:
        ValueError: the host has too few sentences, or no source holds a passage of that length.
    """
    rng = random.Random(f"plant {seed}")
    wanted = [plan for plan in plans for _ in range(plan.pieces)]
    gaps = [match.end() for match in re.finditer("。", host)][:-1]
    if len(gaps) < len(wanted):
        raise ValueError(f"{len(gaps)} places for {len(wanted)} passages")
    places = sorted(rng.sample(gaps, len(wanted)))
    keys = rng.sample(sorted(sources), len(sources))
    text, done, found = "", 0, list[Planted]()
    for number, (place, plan) in enumerate(zip(places, wanted, strict=True)):
        text, done = text + host[done:place], place
        key = keys[number % len(keys)]
        start, end = _passage(sources[key], plan, rng, host[:place], host[place:])
        added, spans = _set(plan.kind, sources[key], start, end, number + 1, rng)
        for at, length, source_start, source_end in spans:
            begin = len(text) + at
            found.append(Planted(plan.kind, begin, begin + length, key, source_start, source_end))
        text += added
    return text + host[done:], found


def _set(
    kind: str, source: str, start: int, end: int, number: int, rng: random.Random
) -> tuple[str, list[tuple[int, int, int, int]]]:
    """Return what is written and its spans: (offset in it, length, start and end in the source)."""
    manner = MANNERS[kind]
    if kind == "shuffled":
        parts = [(start + match.start(), start + match.end()) for match in _SENTENCE.finditer(source[start:end])]
        order = _out_of_order(len(parts), rng)
        added, spans = "", []
        for index in order:
            left, right = parts[index]
            spans.append((len(added), right - left, left, right))
            added += source[left:right]
        return added, spans
    passage = manner.change(source[start:end], rng)
    if manner.marked:
        return f"文献指出：“{passage}”[{number}]。", [(6, len(passage), start, end)]
    return passage + ("" if manner.whole else "。"), [(0, len(passage), start, end)]


def _passage(source: str, plan: Plan, rng: random.Random, before: str, after: str) -> tuple[int, int]:
    """Return start and end of a passage of the source whose neighbours are not those of the place it goes to."""
    tokens = list(_TOKEN.finditer(source))
    sentences = [match.span() for match in _SENTENCE.finditer(source)]
    at_least = 2 if plan.kind == "shuffled" else 1
    for _ in range(200):
        if MANNERS[plan.kind].whole:
            first = last = rng.randrange(len(sentences))
            start = sentences[first][0]
            while last < len(sentences) and (
                len(_TOKEN.findall(source[start : sentences[last][1]])) < plan.tokens or last - first + 1 < at_least
            ):
                last += 1
            if last == len(sentences):
                continue
            end = sentences[last][1]
        else:
            if len(tokens) < plan.tokens:
                break
            index = rng.randrange(len(tokens) - plan.tokens + 1)
            start, end = tokens[index].start(), tokens[index + plan.tokens - 1].end()
        if not _runs_on(before, source[:start], -1) and not _runs_on(after, source[end:], 0):
            return start, end
    raise ValueError(f"no passage of {plan.tokens} tokens")


def _runs_on(host: str, source: str, side: int) -> bool:
    mine, other = (_TOKEN.findall(text[-60:] if side else text[:60]) for text in (host, source))
    return bool(mine and other and mine[side] == other[side])


def _out_of_order(count: int, rng: random.Random) -> list[int]:
    """Return a permutation in which no two neighbours stay neighbours, where there is one (from four on)."""
    order = list(range(count))
    for _ in range(400):
        rng.shuffle(order)
        if all(second != first + 1 for first, second in itertools.pairwise(order)):
            break
    return order


def _same(text: str, rng: random.Random) -> str:
    return text


def _noise(share: float, text: str, rng: random.Random) -> str:
    """Replace a share of the characters by others of the same kind of prose."""
    others = prose(rng.randrange(10**6), 400)
    return _each(text, share, rng, lambda one: rng.choice([c for c in others if c != one and _TOKEN.fullmatch(c)]))


def _each(text: str, share: float, rng: random.Random, other: Callable[[str], str]) -> str:
    chosen = {match.start() for match in _TOKEN.finditer(text) if len(match[0]) == 1}
    picked = set(rng.sample(sorted(chosen), round(len(chosen) * share)))
    return "".join(other(one) if index in picked else one for index, one in enumerate(text))


def _synonyms(text: str, rng: random.Random) -> str:
    pattern = "|".join(sorted(SYNONYMS, key=len, reverse=True))
    return re.sub(pattern, lambda match: SYNONYMS[match[0]], text)


def _swapped(share: float, text: str, rng: random.Random) -> str:
    """Replace a share of the text, two characters at a time, by words that mean something else."""
    words = two_character_words()
    pairs = [match.start() for match in re.finditer(r"[\u4e00-\u9fff]{2}", text)]
    picked = set(rng.sample(pairs, round(len(pairs) * share)))
    made, index = "", 0
    while index < len(text):
        if index in picked:
            made += rng.choice([word for word in rng.sample(words, 6) if word != text[index : index + 2]])
        else:
            made += text[index]
        index += 2 if index in picked else 1
    return made


def _inserted(text: str, rng: random.Random) -> str:
    """Put a word where nobody needs one, about every eight characters."""
    made, left = "", rng.randint(5, 11)
    for one in text:
        made, left = made + one, left - 1
        if left <= 0:
            made, left = made + rng.choice(_FILLERS), rng.randint(5, 11)
    return made


def _misread(text: str, rng: random.Random) -> str:
    """Read the passage badly: one in twenty characters confused, at least one; some marks are lost."""
    places = [index for index, one in enumerate(text) if one in CONFUSED]
    picked = set(rng.sample(places, min(len(places), max(1, len(text) // 20))))
    return "".join(
        CONFUSED[one] if index in picked else "" if one in "，、" and rng.random() < 0.1 else one
        for index, one in enumerate(text)
    )


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _traditional(text: str, rng: random.Random) -> str:
    return str(_to_traditional().convert(text))


def _full_width(text: str, rng: random.Random) -> str:
    """Letters and digits as wide as Chinese characters, Chinese marks as narrow as Latin ones."""
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return text.translate(wide | {ord(mark): narrow for mark, narrow in zip("，；：（）", ",;:()", strict=True)})


_FILLERS = ("其实", "也", "相对", "一定程度上", "所谓的", "可以说", "较为", "基本", "可能", "又", "尤其", "总的来看")

MANNERS: dict[str, Manner] = {
    "verbatim": Manner(_same, whole=False),
    "mosaic": Manner(_same, whole=False),
    "noise10": Manner(partial(_noise, 0.10)),
    "noise20": Manner(partial(_noise, 0.20)),
    "synonyms": Manner(_synonyms),
    "swap15": Manner(partial(_swapped, 0.15)),
    "swap30": Manner(partial(_swapped, 0.30)),
    "shuffled": Manner(_same),
    "inserted": Manner(_inserted),
    "ocr": Manner(_misread),
    "traditional": Manner(_traditional),
    "fullwidth": Manner(_full_width),
    "quoted": Manner(_same, whole=False, marked=True),
    "own": Manner(_same),
}
"""By name. `mosaic` is many verbatim passages of many sources; `quoted` stands in quotation marks with a citation;
`own` is copied from what the same author published before (a matter of the source, not of the text)."""
