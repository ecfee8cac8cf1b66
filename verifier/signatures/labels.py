"""Printed words that ask for a signature (签名, 签字), and the role they name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from verifier.certificates.folding import fold_character

_SIGN = re.compile(r"(?:亲笔|手写|本人)?签\s{0,3}[名字]|手\s?签|署\s?名")
_NOTE = re.compile(r"^\s*[(\[]?\s*(?:附?注|备注|说明|提示|要求)\s*[:\d.、]?")
_TAIL = re.compile(r"[\s或及和与并、/,，]*(?:盖\s?章|签\s?章|公\s?章|捺印|手印|指印|日期|时间|处|栏)?")
_PROSE = re.compile(r"须|应当|双方|合同|填写|上传|不得|需要|需经|由|均|凡|请|无需|没有|未|内容|材料|要求|视为|[的并后]")
_GOES_ON = re.compile(r"[和与并后的人盖日须必应确生同之时,，。、;；)]")
_DATE_AHEAD = re.compile(r"\d{0,4}\s*年|\d{4}[.\-/]|日\s?期|时\s?间")

_ALWAYS = (
    "审核人|自传人|声明人|述职人|填报人|审批人|审查人|复核人|承诺人|保证人|经办人|填表人|证明人|见证人|考核人|鉴定人|"
    "主管领导|分管领导"
)
_WITH_DATE = "申报人|申请人|单位负责人|部门负责人|负责人|法定代表人|委托代理人|推荐人|本人"
_ROLE_ONLY = re.compile(rf"(?:^|[\s。;,_|])(?P<role>[一-鿿]{{0,8}}?(?:(?P<always>{_ALWAYS})|(?:{_WITH_DATE})))\s*:")
"""Labels without a word for signing: some always ask for a signature, others only where a date line follows."""

_SIGN_OR_SEAL = re.compile(
    r"(?:^|[\s。;,_|])(?P<role>[一-鿿()/]{0,12}?(?:负责人|领导|本人|代表人|经办人|审核人|申报人|申请人|承诺人))"
    r"\s?(?:签\s?章\s*:|\(\s?签\s?章\s?\)\s*:?)"
)
"""签章 asks a person for a signature or a chop, and an office for its seal: only persons' labels are slots."""

_BROKEN = re.compile(
    rf"(?:^|[\s。;,_|])(?P<role>[一-鿿]{{0,8}}?(?:{_ALWAYS}|{_WITH_DATE}))\s?\((?:签[^)章]{{0,2}}|[^)章]?字)\)\s*:"
    r"|^\s*\((?:签[^)章]?|字)\)\s*:"
)
"""（签字）： of which a seal or the signature itself left 签 or 字 unreadable."""
_ALONE = re.compile(r"^\s*(?P<role>(?:甲方|乙方)?(?:法定代表人|委托代理人))\s*$")
"""A role of whose （签字）： nothing was read."""

_LONGEST_ROLE, _LONGEST_BARE_ROLE = 20, 10
"""A role without a colon or brackets behind it is prose from shorter lengths on."""
_LONGEST_FILLING = 4
_ROLE_CHARACTER = re.compile(r"[一-鿿()/、]")


@dataclass(frozen=True)
class Label:
    """A label at [start, end) of a line; `certain` is False for roles that need a date nearby to be a slot."""

    start: int
    end: int
    role: str
    certain: bool
    in_brackets: bool
    alone: bool = False
    """A role and nothing else: a slot only where the page asks for signatures beside it."""


def narrow(text: str) -> str:
    """Return the text with full-width forms narrowed and characters simplified, one for one, so that positions stay.

    Simplified, because readers take kai-style print for traditional characters: 簽字 is 签字.
    """
    return "".join(map(_narrow, text))


@lru_cache(maxsize=16384)
def _narrow(character: str) -> str:
    piece = unicodedata.normalize("NFKC", character)
    if "\u3400" <= piece <= "\u9fff":
        piece = fold_character(piece)
    return piece if len(piece) == 1 else character


def find_labels(text: str) -> list[Label]:
    """Return the signature labels of one line, left to right.

    A note (注：签名和日期必须手写), prose (并签字盖章的) and seal labels (签章, 盖章) are none. A hint in
    brackets right after a label (签字：（单位负责人签字）) belongs to it and gives it its role.
    """
    plain = narrow(text)
    if _NOTE.match(plain):
        return []
    found = (_label_at(plain, match) for match in _SIGN.finditer(plain))
    labels = _merged([label for label in found if label is not None], plain)
    for pattern in (_ROLE_ONLY, _SIGN_OR_SEAL):
        for match in pattern.finditer(plain):
            start, end = match.start("role"), match.end()
            certain = pattern is _SIGN_OR_SEAL or match["always"] is not None
            if not any(label.start < end and start < label.end for label in labels):
                labels.append(Label(start, end, match["role"], certain, False))
    if not labels and (broken := _BROKEN.search(plain)):
        labels.append(Label(broken.start(), broken.end(), broken["role"] or "", True, not broken["role"]))
    if not labels and (alone := _ALONE.match(plain)):
        labels.append(Label(alone.start("role"), alone.end("role"), alone["role"], False, False, alone=True))
    return sorted(labels, key=lambda label: label.start)


def _label_at(plain: str, match: re.Match[str]) -> Label | None:
    start, role, bracketed = _role_before(plain, match)
    tail = _TAIL.match(plain, match.end())
    end = tail.end() if tail else match.end()
    closed = bracketed and plain[end : end + 1] == ")"
    if bracketed and not closed:
        return None
    end += 1 if closed else 0
    colon = re.compile(r"\s*[:;]").match(plain, end)
    end = colon.end() if colon else end
    if len(role) > _LONGEST_ROLE or _PROSE.search(role):
        return None
    begins = not plain[:start].strip() or plain[:start].endswith(("  ", "_"))
    if not (colon or closed or (begins and len(role) <= _LONGEST_BARE_ROLE and _ends_like_a_label(plain[end:]))):
        return None
    return Label(start, end, role, True, bracketed and not role)


def _role_before(plain: str, match: re.Match[str]) -> tuple[int, str, bool]:
    """Return (start of the label, role, whether the word for signing stands in brackets)."""
    head = plain[: match.start()]
    stripped = head.rstrip()
    inside = re.search(r"\(([一-鿿]{0,8})$", stripped)
    before = stripped[: inside.start()] if inside else head
    position = len(before.rstrip(" ")) if len(before) - len(before.rstrip(" ")) <= 1 else len(before)
    start = position
    while start > 0 and _ROLE_CHARACTER.match(plain[start - 1]):
        start -= 1
    role = plain[start:position].strip("()/、")
    if role.count("(") != role.count(")"):
        role = role.replace("(", "").replace(")", "")
    own = (inside[1] if inside else "") + ("本人" if match[0].startswith("本人") else "")
    return (start if role else (inside.start() if inside else match.start())), role or own, inside is not None


def _ends_like_a_label(follow: str) -> bool:
    rest = follow.strip()
    if not rest or follow[:1] in "_—-" or follow.startswith("  ") or _DATE_AHEAD.match(rest):
        return True
    return len(rest) <= _LONGEST_FILLING and not _GOES_ON.match(rest)


def _merged(labels: list[Label], plain: str) -> list[Label]:
    """Join a label with the hint in brackets that follows it."""
    merged: list[Label] = []
    for label in labels:
        if merged and not plain[merged[-1].end : label.start].strip(" ("):
            last = merged.pop()
            label = Label(last.start, label.end, label.role or last.role, True, False)
        merged.append(label)
    return merged
