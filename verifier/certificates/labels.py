"""Other names under which forms and certificates print a field (标签同义词), by the field's name.

A specification names the labels that its type is known to print. Issuers of other places print the same field under
other words (`labels.yaml`); they are tried where none of its own labels is on the page, and never where they mean
another field of the type.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from verifier.certificates.spec import DocumentSpec, Field

_ENGLISH: Final = (
    "Full|Name|Sex|Gender|Date|of|Birth|Nationality|ID|No|Number|Speciali?ty|Major|Level|Category|Type|Professional|"
    "Qualification|Title|Post|Issued?|by|on|at|Authority|Approval|Approved|Certificate|File|Conferred|Employer|Work|"
    "Unit|Organi[sz]ation|Valid|until|Series|Field|Degree|School|University|Code"
)
_GLOSS: Final = rf"(?:[ \t/]*(?:(?:{_ENGLISH})\b\.?[ \t/]*)+)?"
"""The English of a bilingual certificate behind a label: 出生年月 Date of Birth."""


@lru_cache(maxsize=1024)
def label_pattern(label: str) -> re.Pattern[str]:
    """Return what finds a label with a remark in brackets, its English and a colon, in text with rows and gaps."""
    return re.compile(spaced(label) + rf"(?:\([^()\n]{{0,12}}\))?{_GLOSS}[ \t]*:?[ \t]*")


@lru_cache(maxsize=4096)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of a specification, compiled once: there are more than the 512 that `re` keeps."""
    return re.compile(pattern, flags)


@lru_cache(maxsize=4096)
def spaced(label: str) -> str:
    """Return a pattern of the label with its characters set apart (姓  名)."""
    # A tick box, a speck of the frame or the rule below a blank is read between two characters now and then.
    return r"[\s☑□■|·_]*".join(map(re.escape, label))


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return field -> labels, the usual first; short words that mean many things (编号, 名称, 日期) last."""
    text = (files("verifier.certificates") / "labels.yaml").read_text(encoding="utf-8")
    return {str(name): tuple(map(str, labels)) for name, labels in yaml.safe_load(text).items()}


@lru_cache(maxsize=1)
def label_words() -> frozenset[str]:
    """Return every label of the lexicon: what is printed beside values and is none."""
    return frozenset(label for labels in synonyms().values() for label in labels)


@lru_cache(maxsize=1024)
def other_labels(field: Field, spec: DocumentSpec) -> tuple[str, ...]:
    """Return labels of the field that its specification does not name and that are no other field's of the type."""
    owned = {label for other in spec.fields for label in other.known_labels} | set(spec.other_labels)
    return tuple(label for label in synonyms().get(field.name, ()) if label not in owned)
