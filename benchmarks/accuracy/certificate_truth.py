"""Documents with their truth, drawn with perfect text or read from a set of pictures; how their fields compare."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from benchmarks.accuracy.measuring import Label, TrueBox, plain
from models.document import Page
from models.observation import FieldValue, Part, Seal, Table
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from verifier.certificates.dates import parse_date
from verifier.certificates.fields import SPECS, read_part_fields
from verifier.certificates.folding import fold_keeping_space
from verifier.certificates.kinds.roster import roster_rows, roster_table
from verifier.certificates.photo import find_photo
from verifier.certificates.recognise import recognise
from verifier.certificates.tables import find_tables

NOT_FIELDS = frozenset({"审核短语"})
"""Noted by the generator and looked for as phrases, not as fields."""

_HIDDEN = 0.3
"""A field of which a cover hides more than this part is not asked for: masked is not missing."""

_ABOUT_SEVERAL = ("title_approval", "appointment_doc")
_ROW = re.compile(r"姓名\[\d+\]")
_BY_HAND = re.compile(r"(?:意见|评语)(?:日期)?$|^勾选")


@dataclass(frozen=True)
class Certificate:
    """One document: its name, the way it came in, true type by page, true fields, and what was made of it."""

    name: str
    way: str
    types: tuple[str | None, ...]
    fields: dict[str, tuple[str, ...]]
    parts: tuple[Part, ...]
    read: tuple[FieldValue, ...]
    pages: tuple[Page, ...] = field(default=(), repr=False)
    portraits: frozenset[int] = frozenset()

    @property
    def type(self) -> str | None:
        """The type of its first page."""
        return self.types[0]

    def read_types(self) -> tuple[str | None, ...]:
        """Return the type that was given to each page."""
        return tuple(
            next((part.type for part in self.parts if part.first_page <= number <= part.last_page), None)
            for number in range(1, len(self.types) + 1)
        )


def drawn(types: Sequence[str], count: int, seed: int, splits: Sequence[str]) -> Iterator[Certificate]:
    """Yield `count` documents a type and split on perfect text: recognition and fields without a reader's errors."""
    for type_ in types:
        for split in splits:
            for turn in range(count):
                number = random.Random(f"{type_} {split} {seed} {turn}").randrange(10**6)
                pages, tables, truths, portraits = [], [], [], set()
                for at, page in enumerate(DOCUMENTS[type_](scene(number), style(number, split=split)), 1):
                    lines = page.truth.as_lines()
                    height, width = page.image.shape[:2]
                    pages.append(Page(at, width, height, page.dpi, lines))
                    tables += find_tables(page.image, lines, page=at)
                    truths.append(page.truth)
                    if find_photo(page.image, lines, page=at) is not None:
                        portraits.add(at)
                said = [(item.name, item.value) for truth in truths for item in truth.fields]
                types_ = [truth.type for truth in truths]
                name = f"{type_}/{split}/{number}"
                yield certificate(name, "perfect", types_, said, pages, tables, portraits=frozenset(portraits))


def certificate(
    name: str,
    way: str,
    types: Sequence[str | None],
    said: Iterable[tuple[str, str]],
    pages: Sequence[Page],
    tables: Sequence[Table],
    seals: Sequence[Seal] = (),
    portraits: frozenset[int] = frozenset(),
) -> Certificate:
    """Recognise and read one document."""
    parts = recognise(pages, portraits).parts
    fields: dict[str, tuple[str, ...]] = {}
    for key, value in said:
        fields[key] = (*fields.get(key, ()), value)
    read = (*read_part_fields(parts, pages, tables, seals), *_rows_of_rosters(tables))
    return Certificate(name, way, tuple(types), fields, parts, read, tuple(pages), portraits)


def _rows_of_rosters(tables: Sequence[Table]) -> Iterator[FieldValue]:
    """Yield the cells of a roster as the generator names them: 姓名[1], 姓名[2] ..."""
    table = roster_table(tables)
    for number, row in enumerate(roster_rows(table) if table else [], 1):
        for name, cell in row.items():
            text = fold_keeping_space(cell.text)
            value = parse_date(text).value or plain(text) or None
            yield FieldValue(f"{name}[{number}]", cell.text, value, cell.box, table.page if table else 1, None)


def grouped(
    labels: Sequence[Label], boxes: dict[str, list[TrueBox]]
) -> Iterator[tuple[list[Label], list[tuple[str, str]]]]:
    """Yield the pictures of each document of a set (00012-diploma-1.jpg, 00012-diploma-2.jpg) with its fields."""
    for _, group in groupby(labels, key=lambda label: re.sub(r"-\d+$", "", Path(label.path).stem)):
        pages = list(group)
        yield pages, [pair for page in pages for pair in _visible_fields(boxes.get(page.path, []))]


def _visible_fields(boxes: Sequence[TrueBox]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a page that no cover hides."""
    covers = [box.box for box in boxes if box.kind == "cover"]
    for box in boxes:
        if box.kind == "field" and box.role and not any(box.box.covered_by(cover) > _HIDDEN for cover in covers):
            yield box.role, box.text or ""


def expected(type_: str | None, name: str, values: Sequence[str]) -> set[str]:
    """Return the values that are right: what the document prints, in the product's way of writing it."""
    spec = SPECS.get(type_ or "")
    normalise = next((item.normalise for item in spec.fields if item.name == name), None) if spec else None
    found = set()
    for value in values:
        said = normalise(fold_keeping_space(value)).value if normalise else None
        found.add(said or parse_date(value).value or plain(value))
    # What the document prints in several rows is one value, joined.
    return found | {"、".join(sorted(found))}


def row_of_the_applicant(document: Certificate, read: Mapping[str, FieldValue]) -> str | None:
    """Return the number of the row, as [2], in which a document about several people names its applicant."""
    if document.type not in _ABOUT_SEVERAL:
        return None
    names = expected(document.type, "姓名", document.fields.get("姓名", ()))
    found = (name.removeprefix("姓名") for name, value in read.items() if _ROW.fullmatch(name) and value.value in names)
    return next(found, None)


def found_of(
    document: Certificate, read: Mapping[str, FieldValue], row: str | None, name: str, values: Sequence[str]
) -> FieldValue | None:
    """Return what was read of a field: in the applicant's row, or in any where a cover hides the applicant's name."""
    if row is not None:
        return read.get(f"{name}{row}", read.get(name))
    if document.type in _ABOUT_SEVERAL and "姓名" not in document.fields and name not in read:
        right = expected(document.type, name, values)
        return next((read[key] for key in read if key.startswith(f"{name}[") and read[key].value in right), None)
    return read.get(name)


def is_by_hand(name: str) -> bool:
    """Tell whether a field is filled by hand as a rule: opinions, their dates, ticks."""
    return bool(_BY_HAND.search(name))
