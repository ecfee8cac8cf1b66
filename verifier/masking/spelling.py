"""In which spellings a name stands in a text: every trace with its variant.

A miss is worse than a false alarm here, so everything that may be the name is reported, and the doubtful traces carry a
variant of `DOUBTFUL`: a person looks at them, nobody is told that the name leaks.

| variant | what stands there |
|---|---|
| `name` | the name itself |
| `spaced` | with spaces, dots or other fillers between its characters |
| `line_break` | cut by a line break |
| `traditional` | in another script form (traditional against simplified) |
| `pinyin` | in Latin letters, complete |
| `vertical` | one character below the other (set by `names`, which knows where lines lie) |
| `pinyin_short` | initials, or a joined spelling of at most four letters, which other words have too (doubtful) |
| `inside_word` | two characters of the name with other Han characters directly around them (doubtful: 高明 in 高明确) |
| `confusable` | one character (two from four on) replaced by a look-alike (doubtful: OCR, or another person) |
| `partial` | a part: the rest hidden by 某, *, X; the given name alone; one part of a dotted name (doubtful) |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations

from verifier.masking.folding import Folded, fold, fold_latin, is_han
from verifier.masking.misread import misread_spans
from verifier.masking.pinyin import pinyin_patterns
from verifier.masking.subject import Subject, split_han_name
from verifier.masking.variants import DOUBTFUL as DOUBTFUL

_SHORT_PINYIN = 4
_MASKS = "*×x某□■●○〇?█▇"
_BEFORE = re.compile(
    r"(?:姓名|名字|申报人|申请人|作者|同志|先生|女士|教师|学生|学员|编者|主编|参编|编委|译者|发明人|设计人|完成人|负责人|主持人|承办人|"
    r"联系人|持证人|证明人|审核人|经办人|承诺人|户主|兹有|特授予|授予|聘任|聘用|聘请|任命|表彰|奖给|颁发给|发给|证明|证实|兹聘|"
    r"[和与及、由被对给向将是为我系])$"
)
_AFTER = re.compile(
    r"^(?:同志|先生|女士|老师|教师|教授|医生|医师|护士|工程师|高工|同学|本人|一人|等|男|女|汉族|性别|出生|身份证|系|于|自|在|为|的|"
    r"与|和|及|是|因|任|现|从|曾|已|经|获|荣|参加|主持|负责|担任|完成|撰写|编著|编|著|主编|签|印|之印|、)"
)


@dataclass(frozen=True)
class Trace:
    """A trace of the name at [start, end) of a text."""

    start: int
    end: int
    variant: str


def find_spellings(text: str, subject: Subject) -> list[Trace]:
    """Return the traces of the subject's name in `text`, in order; none overlaps a surer one."""
    spellings = spellings_of(subject.parts)
    if spellings is None or not text:
        return []
    folded = fold(text)
    traces: list[Trace] = []
    for found in (
        _exact(text, folded, spellings),
        _pinyin(text, subject.parts),
        _confusable(text, folded, spellings),
        _partial(text, folded, spellings),
    ):
        traces.extend(trace for trace in found if not any(_overlap(trace, surer) for surer in traces))
    return sorted(traces, key=lambda trace: (trace.start, trace.end))


@dataclass(frozen=True)
class Spellings:
    """What is searched for one name, all in folded form."""

    plain: str
    name: str
    confusable: re.Pattern[str] | None
    masked: re.Pattern[str] | None
    alone: tuple[str, ...]
    dotted: bool = False


@lru_cache(maxsize=256)
def spellings_of(parts: tuple[str, ...]) -> Spellings | None:
    """Return the searched forms of a name given as `Subject.parts`; None where there is nothing to search."""
    plain = "".join(parts)
    name = fold(plain).text
    if not name:
        return None
    if not all(is_han(character) for character in name):
        return Spellings(plain, name, None, None, ())
    return Spellings(plain, name, _confusable_pattern(name), _masked_pattern(name), _parts_alone(parts), len(parts) > 1)


def _overlap(one: Trace, other: Trace) -> bool:
    return one.start < other.end and other.start < one.end


def _exact(text: str, folded: Folded, spellings: Spellings) -> list[Trace]:
    traces, position = [], folded.text.find(spellings.name)
    while position >= 0:
        start, end = folded.span(position, position + len(spellings.name))
        if is_han(spellings.name[0]) or not _inside_latin(text, start, end):
            traces.append(Trace(start, end, _exact_variant(text, start, end, spellings)))
        position = folded.text.find(spellings.name, position + 1)
    return traces


def _exact_variant(text: str, start: int, end: int, spellings: Spellings) -> str:
    raw = text[start:end]
    if len(spellings.name) <= 2 and _inside_word(text, start, end):
        return "inside_word"
    if "\n" in raw or "\r" in raw:
        return "line_break"
    if len(raw) > len(spellings.name):
        return "spaced"
    return "traditional" if is_han(raw[0]) and raw != spellings.plain else "name"


def _inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether Han characters touch the span that are no word of the kind that stands beside a name."""
    before, after = text[max(0, start - 4) : start], text[end : end + 4]
    glued_before = bool(before) and is_han(before[-1]) and not _BEFORE.search(before)
    glued_after = bool(after) and is_han(after[0]) and not _AFTER.match(after)
    return glued_before or glued_after


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start > 0 and is_han(text[start - 1])) and not (end < len(text) and is_han(text[end]))


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Tell whether letters or digits go on right beside the span."""
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def _pinyin(text: str, parts: tuple[str, ...]) -> list[Trace]:
    patterns = pinyin_patterns(parts)
    if patterns is None:
        return []
    latin = fold_latin(text)
    traces = []
    for match in patterns.full.finditer(latin.text):
        short = match.group().isalpha() and len(match.group()) <= _SHORT_PINYIN
        traces.append(Trace(*latin.span(*match.span()), "pinyin_short" if short else "pinyin"))
    if patterns.initials is not None:
        found = [Trace(*latin.span(*match.span()), "pinyin_short") for match in patterns.initials.finditer(latin.text)]
        traces.extend(trace for trace in found if not any(_overlap(trace, surer) for surer in traces))
    for start, end, variant in misread_spans(latin.text, parts):
        trace = Trace(*latin.span(start, end), variant)
        if not any(_overlap(trace, surer) for surer in traces):
            traces.append(trace)
    return traces


def _confusable(text: str, folded: Folded, spellings: Spellings) -> list[Trace]:
    if spellings.confusable is None:
        return []
    found = [folded.span(*match.span()) for match in spellings.confusable.finditer(folded.text)]
    sure = len(spellings.name) > 2
    return [Trace(start, end, "confusable") for start, end in found if sure or _stands_alone(text, start, end)]


def _partial(text: str, folded: Folded, spellings: Spellings) -> list[Trace]:
    spans: list[tuple[int, int]] = []
    if spellings.masked is not None:
        spans.extend(folded.span(*match.span()) for match in spellings.masked.finditer(folded.text))
    for part in spellings.alone:
        position = folded.text.find(part)
        while position >= 0:
            span = folded.span(position, position + len(part))
            # A part of a transcribed name is how its bearer is called (买买提同志); a Han given name is a word oftener.
            if _stands_alone(text, *span) or (spellings.dotted and not _inside_word(text, *span)):
                spans.append(span)
            position = folded.text.find(part, position + 1)
    return [Trace(start, end, "partial") for start, end in spans]


@cache
def lookalikes() -> dict[str, str]:
    """Return character -> characters that OCR may read instead (`build_confusables` makes the table)."""
    table = (files("verifier.masking") / "confusables.txt").read_text(encoding="utf-8")
    return {line[0]: line[1:] for line in table.splitlines() if line}


def _confusable_pattern(name: str) -> re.Pattern[str] | None:
    if len(name) < 2:
        return None
    alike = lookalikes()
    exchanged = 2 if len(name) >= 4 else 1
    forms = []
    for places in combinations(range(len(name)), exchanged):
        if any(alike.get(name[place]) for place in places):
            forms.append("".join(f"[{c}{alike.get(c, '')}]" if place in places else c for place, c in enumerate(name)))
    return re.compile("|".join(forms)) if forms else None


def _masked_pattern(name: str) -> re.Pattern[str] | None:
    """Names of which at least half is left between mask characters (张*丰, 张某)."""
    if len(name) < 2:
        return None
    hidden = f"[{re.escape(_MASKS)}]"
    forms = [
        "".join(hidden if place in places else c for place, c in enumerate(name))
        for count in range(1, len(name) // 2 + 1)
        for places in combinations(range(len(name)), count)
    ]
    return re.compile(f"(?<!{hidden})(?:{'|'.join(forms)})(?!{hidden})") if len(name) <= 8 else None


def _parts_alone(parts: tuple[str, ...]) -> tuple[str, ...]:
    if len(parts) > 1:
        return tuple(dict.fromkeys(fold(part).text for part in parts if len(part) >= 2))
    if len(parts[0]) < 3:
        return ()
    surname, given = split_han_name(parts[0])
    alone = [fold(given).text if len(given) >= 2 else "", fold(parts[0][:-1]).text]
    return tuple(dict.fromkeys(part for part in alone if len(part) >= 2 and part != fold(surname).text))
