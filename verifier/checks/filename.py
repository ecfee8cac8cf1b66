"""The file is called as its title (电子档名称为题目名称)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_field

_MARKS: Final = re.compile(r"[\W_]")


@dataclass(frozen=True, config=VALUE)
class FilenameParams:
    """The `field` that holds the title. Marks and spaces do not count: file systems forbid some."""

    field: str


def run(documents: Sequence[Held], requirement: Requirement, params: FilenameParams, context: Context) -> list[Answer]:
    """Compare the name of each file without its ending."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: FilenameParams) -> Answer:
    field = held.field(params.field)
    if field is None or not field.value:
        return review(text("checks.field_not_found", title=held.title, field=params.field), None, held, held.evidence())
    stem, title = _bare(PurePath(held.material.filename).stem), _bare(field.value)
    said = {"file": held.material.filename, "title": field.value}
    evidence = at_field(held, field, expected=PurePath(held.material.filename).stem)
    if stem == title:
        return passed(text("clauses.filename_same", **said), held, evidence)
    remedy = text("clauses.filename_remedy", **said)
    # A misread character, or a subtitle: somebody named the file after the title.
    if is_doubtful(field.confidence) or (stem and (stem in title or title in stem)):
        return doubtful(text("clauses.filename_near", **said), remedy, held, evidence)
    return failed(text("clauses.filename_other", **said), remedy, held, evidence)


def _bare(name: str) -> str:
    return _MARKS.sub("", fold(name)).casefold()


CHECK = Check("filename", FilenameParams, run)
