"""Which parts of a paper are not its own argument: reference list, quotations, cover, English abstract, thanks.

The rules, as docs/similarity.md states them. Each has a bound, for a heading must not hide a chapter: what exceeds it
is compared as any other text. 《》 are marks of titles in Chinese, never quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.overlap import PartKind

SECTIONS_RULE: Final = "parts-1"
"""Names the rules of this file."""

LONGEST_QUOTATION: Final = 400
LONGEST_ENTRY: Final = 500
LONGEST_THANKS: Final = 600
LONGEST_COVER: Final = 800
LONGEST_ENGLISH_ABSTRACT: Final = 4_000
"""In characters; beyond them the part is compared as any other."""

_CITATION = (
    r"(?:[\[［〔【]\s*\d[\d\s,，、;；\-–—~～]*[\]］〕】]|[①-⑳]|[⁰¹²³⁴-⁹]+|"
    r"[(（][^()（）\n]{0,40}(?:19|20)\d\d[a-z]?[^()（）\n]{0,12}[)）])"
)
_QUOTED = re.compile(
    r"(?P<body>“[^“”\n]{1,600}”|「[^「」\n]{1,600}」|『[^『』\n]{1,600}』|«[^«»\n]{1,600}»|\"[^\"\n]{1,600}\")"
    rf"(?P<after>[^。！？!?“「『«\"\n]{{0,12}}?[。！？!?]?\s?{_CITATION})"
)
_CITED_INSIDE = re.compile(rf"{_CITATION}[。！？]?[”」』»\"]$")


@dataclass(frozen=True)
class Part:
    """A part of a paper: its kind, start and end in code points."""

    kind: PartKind
    start: int
    end: int


def find_parts(text: str) -> list[Part]:
    """Return the parts of a paper that rules apply to, in order; quotations are not looked for in other parts."""
    lines = list(_lines(text))
    parts = [part for find in (_cover, _english_abstract, _thanks, _references) if (part := find(text, lines))]
    taken = [(part.start, part.end) for part in parts]
    parts += [
        part for part in quotations(text) if not any(part.start < end and start < part.end for start, end in taken)
    ]
    return sorted(parts, key=lambda part: part.start)


def quotations(text: str) -> Iterator[Part]:
    """Find quotations with a citation mark right behind, or as the last thing inside them."""
    for match in _QUOTED.finditer(text):
        if match.end("body") - match.start("body") <= LONGEST_QUOTATION:
            yield Part(PartKind.QUOTATION, match.start("body"), match.end("body"))
    for match in re.finditer(r"“[^“”\n]{1,600}”|「[^「」\n]{1,600}」|『[^『』\n]{1,600}』", text):
        if len(match[0]) <= LONGEST_QUOTATION and _CITED_INSIDE.search(match[0]):
            yield Part(PartKind.QUOTATION, match.start(), match.end())


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def bare(self) -> str:
        """The line without what headings are adorned with: numbers, brackets, spaces, colons."""
        return re.sub(r"^[\d.、．]+|[\s【】\[\]［］〔〕<>《》:：#*=]+", "", self.text).lower()


_REFERENCES = {"参考文献", "主要参考文献", "参考书目", "引用文献", "references", "bibliography"}
_THANKS = {"致谢", "鸣谢", "谢辞", "致谢辞", "acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment"}
_BEHIND = (
    {"附录", "附件", "作者简介", "作者简历", "个人简历", "appendix", "攻读学位期间发表的论文"} | _THANKS | _REFERENCES
)
_BODY = (
    "摘要",
    "内容摘要",
    "中文摘要",
    "abstract",
    "目录",
    "引言",
    "前言",
    "绪论",
    "一、",
    "第一章",
    "1引言",
    "关键词",
)
_COVER_LABELS = re.compile(
    r"(题\s*目|姓\s*名|作\s*者|单\s*位|学\s*校|学\s*院|专\s*业|职\s*称|学\s*号|导\s*师|日\s*期|编\s*号|密\s*级|分类号|"
    r"申报|准考证|联系电话|研究方向)\s*[:：_＿]|^\s*(19|20)\d\d\s*年\s*\d{1,2}\s*月"
)
_ABSTRACT = re.compile(r"[\s\[【［]*abstract\b", re.I)
_ENTRY = re.compile(
    r"^\s*(?:[\[［〔【(（]?\s*\d{1,3}\s*[\]］〕】)）.．、]|[\[［](?:J|M|D|C|N|R|S|P|EB/OL|DB/OL)[\]］])"
)
_ENTRY_TYPE = re.compile(
    r"[\[［](?:J|M|D|C|N|R|S|P|Z|G|A|EB/OL|DB/OL|J/OL|M/OL)[\]］]|\bdoi\b|(19|20)\d\d\s*[,，(（.:：]", re.I
)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield _Line(start, start + len(line), line.strip())
        start += len(line)


def _heading(lines: list[_Line], names: set[str], *, after: int) -> int | None:
    """Return the index of the last line that is a heading of these names, at or after character `after`."""
    found = [k for k, line in enumerate(lines) if line.start >= after and len(line.text) < 40 and line.bare in names]
    return found[-1] if found else None


def _references(text: str, lines: list[_Line]) -> Part | None:
    """The list behind the last heading 参考文献: as far as its lines look like entries or continue one."""
    index = _heading(lines, _REFERENCES, after=0)
    if index is None:
        return None
    end, since_entry = lines[index].end, 0
    for line in lines[index + 1 :]:
        if line.bare in _BEHIND:
            break
        if not line.text:
            continue
        if len(line.text) <= LONGEST_ENTRY and (_ENTRY.search(line.text) or _ENTRY_TYPE.search(line.text)):
            end, since_entry = line.end, 0
        else:
            since_entry += 1
            if since_entry > 2:
                break
            # A line that continues an entry is short; the next entry proves it one.
    return Part(PartKind.REFERENCES, lines[index].start, end) if end > lines[index].end else None


def _thanks(text: str, lines: list[_Line]) -> Part | None:
    """From the heading 致谢 to the next heading behind the text; in the last half only."""
    index = _heading(lines, _THANKS, after=len(text) // 2)
    if index is None:
        return None
    end = next((line.start for line in lines[index + 1 :] if line.bare in _BEHIND), len(text))
    return Part(PartKind.THANKS, lines[index].start, end) if end - lines[index].start <= LONGEST_THANKS else None


def _cover(text: str, lines: list[_Line]) -> Part | None:
    """What stands before the first heading of the text and has three labelled entries (题目：, 作者：, 单位： ...)."""
    labels = 0
    for line in lines:
        if line.start > LONGEST_COVER:
            return None
        if line.bare.startswith(_BODY):
            return Part(PartKind.COVER, 0, line.start) if labels >= 3 and line.start else None
        labels += len(_COVER_LABELS.findall(line.text))
    return None


def _english_abstract(text: str, lines: list[_Line]) -> Part | None:
    """From the heading Abstract over lines in Latin letters, the key words included."""
    for index, line in enumerate(lines):
        if _ABSTRACT.match(line.text) and _is_latin(line.text):
            end = line.end
            for following in lines[index + 1 :]:
                if following.text and not _is_latin(following.text):
                    break
                end = following.end if following.text else end
            if end - line.start > LONGEST_ENGLISH_ABSTRACT or not _has_chinese(text, line.start, end):
                return None
            return Part(PartKind.ENGLISH_ABSTRACT, line.start, end)
    return None


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isascii() for character in letters) >= 0.8 * len(letters)


def _has_chinese(text: str, start: int, end: int) -> bool:
    """Tell whether the rest is Chinese: of an English paper the abstract is a part as any other."""
    rest = text[:start] + text[end:]
    return sum("一" <= character <= "鿿" for character in rest) > 0.3 * len(rest.split() or [""]) + 50
