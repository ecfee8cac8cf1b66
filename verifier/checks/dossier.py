"""The case as checks see it: documents by type (one file may hold several), with people's corrections applied."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from models.application import Material
from models.case import Case
from models.document import Confidence, Line, Page, TextSource
from models.geometry import Box
from models.observation import Cover, FieldValue, Observation, PageQuality, Part, Seal, Signature, SurfaceKind
from models.report import Evidence
from models.values import trusted
from verifier.certificates.folding import fold, fold_lines
from verifier.certificates.types import document_types
from verifier.checks.confidence import is_doubtful
from verifier.checks.parts import joined_parts

TYPE_FIELD = "type"
"""A correction of this name says what type a document is."""

_STILL_SAYS = frozenset({"contradicts_number", "checksum"})
"""Problems of a value that was read nevertheless. What is masked or blank says nothing, and is no defect."""

EVERY = "*"
"""In `Requirement.on`: every document."""


@dataclass(frozen=True)
class Held:
    """One document that the application holds: a run of pages of one type in one file."""

    material: Material
    observation: Observation
    type: str | None
    type_confidence: Confidence | None
    first_page: int
    last_page: int
    corrections: tuple[tuple[str, str | None], ...] = ()

    @cached_property
    def document(self) -> str:
        """Id under which findings name it."""
        return self.material.document

    @cached_property
    def title(self) -> str:
        """Its name for a reader: 《类型》（文件名）."""
        return f"《{type_title(self.type)}》（{self.material.filename}）"

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Its pages."""
        return tuple(page for page in self.observation.pages if self.has(page.number))

    @cached_property
    def has_no_pages(self) -> bool:
        """Whether it is a file of texts that nobody laid out (DOCX): nothing was seen on it, and nothing is missing."""
        return not self.observation.pages

    @cached_property
    def folded(self) -> tuple[tuple[str, ...], ...]:
        """The folded text of each line of each page, made once for all checks."""
        return tuple(fold_lines([line.text for line in page.lines]) for page in self.pages)

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The folded text of each page without line ends."""
        return tuple(map("".join, self.folded))

    @cached_property
    def lines(self) -> list[tuple[int, Line]]:
        """Its lines with their page numbers, in reading order."""
        return [(page.number, line) for page in self.pages for line in page.lines]

    @cached_property
    def text(self) -> str:
        """The text of its pages; where it has none, what a reader of the file sees (its text layer)."""
        if self.has_no_pages:
            layer = (entry.text for entry in self.observation.surfaces if entry.kind is SurfaceKind.TEXT_LAYER)
            return "\n".join(layer)
        return "\n".join(page.text for page in self.pages)

    @cached_property
    def folded_text(self) -> str:
        """All its text, folded, without line ends."""
        if self.has_no_pages:
            return "".join(fold(line) for line in self.text.split("\n"))
        return "".join(self.bodies)

    @cached_property
    def seals(self) -> tuple[Seal, ...]:
        """Seals on its pages."""
        return tuple(seal for seal in self.observation.seals if self.has(seal.page))

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """Signature slots on its pages."""
        return tuple(signature for signature in self.observation.signatures if self.has(signature.page))

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """Covers on its pages."""
        return tuple(cover for cover in self.observation.covers if self.has(cover.page))

    @cached_property
    def quality(self) -> tuple[PageQuality, ...]:
        """Quality of its pages."""
        return tuple(quality for quality in self.observation.quality if self.has(quality.page))

    @cached_property
    def is_unreadable(self) -> bool:
        """Whether a page is so poor that what is not seen there may yet be there."""
        poor = {"blurred", "low_resolution"}
        has_text = any(page.lines for page in self.pages)
        return not has_text or any(poor & set(quality.problems) for quality in self.quality)

    @cached_property
    def is_grey(self) -> bool:
        """Whether its pages are scans without colour: red stamps are grey on them, and often not found."""
        scanned = all(page.text_source is TextSource.PIXELS for page in self.pages)
        return scanned and bool(self.quality) and all(quality.is_grey for quality in self.quality)

    def has(self, page: int) -> bool:
        """Tell whether the page belongs to it."""
        return self.first_page <= page <= self.last_page

    def fields(self, name: str) -> list[FieldValue]:
        """Return its fields of this name; a person's correction replaces what was read."""
        read = self._read.get(name, [])
        corrected = dict(self.corrections) if self.corrections else {}
        if name not in corrected:
            return read
        place = read[0] if read else FieldValue(name, None, None, None, self.first_page, None)
        return [replace(place, raw=corrected[name], value=corrected[name], confidence=1.0, problems=())]

    def sure_fields(self, name: str) -> list[tuple[FieldValue, str]]:
        """Return its fields of this name that were read for sure, each with its value folded."""
        if name not in self._sure:
            self._sure[name] = [
                (field, fold(value))
                for field in self.fields(name)
                if (value := field.value if field.value is not None else field.raw)
                and _STILL_SAYS.issuperset(field.problems)
                and not is_doubtful(field.confidence)
            ]
        return self._sure[name]

    @cached_property
    def _sure(self) -> dict[str, list[tuple[FieldValue, str]]]:
        return {}

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Names of the fields that were read or corrected."""
        return frozenset((*self._read, *(name for name, _ in self.corrections)))

    @cached_property
    def _read(self) -> dict[str, list[FieldValue]]:
        found: dict[str, list[FieldValue]] = {}
        for value in self.observation.fields:
            if self.has(value.page):
                found.setdefault(value.name, []).append(value)
        return found

    def field(self, name: str) -> FieldValue | None:
        """Return its first field of this name, or None."""
        return next(iter(self.fields(name)), None)

    def evidence(self, page: int | None = None, *, text: str | None = None, expected: str | None = None) -> Evidence:
        """Return evidence on a whole page of it (its first by default), or on a file without pages."""
        return piece(self.document, None if self.has_no_pages else page or self.first_page, None, text, expected)


def piece(
    document: str | None,
    page: int | None = None,
    box: Box | None = None,
    text: str | None = None,
    expected: str | None = None,
    confidence: float | None = None,
) -> Evidence:
    """Return evidence of what was observed, whose place and confidence were looked at when it came in."""
    return trusted(Evidence, document=document, page=page, box=box, text=text, expected=expected, confidence=confidence)


class Dossier:
    """All documents of a case, sorted: `held` and observed, `refused` at the door, still `pending`."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._sought: dict[tuple[str, ...], tuple[Held, ...]] = {}
        materials = case.application.materials
        self.refused = tuple(material for material in materials if material.refusal is not None)
        self.pending = tuple(
            material
            for material in materials
            if material.refusal is None and material.document not in case.observations
        )
        self.held = tuple(
            held
            for material in materials
            if material.document in case.observations
            for held in _split(material, case.observations[material.document], case)
        )

    def of(self, types: Collection[str]) -> list[Held]:
        """Return the documents of these types (`*`: all), in the order they were handed in."""
        key = tuple(types)
        if key not in self._sought:
            self._sought[key] = self._found(key)
        return list(self._sought[key])

    def _found(self, types: tuple[str, ...]) -> tuple[Held, ...]:
        if EVERY in types:
            return self.held
        if len(types) == 1:
            return self.by_type.get(types[0], ())
        return tuple(held for held in self.held if held.type in types)

    @cached_property
    def cut(self) -> tuple[Held, ...]:
        """Documents that follow another of their type in one file: perhaps they are its next pages."""
        return tuple(
            held
            for before, held in itertools.pairwise(self.held)
            if held.document == before.document and held.type == before.type and held.type is not None
        )

    @cached_property
    def by_type(self) -> dict[str | None, tuple[Held, ...]]:
        """Its documents by their type, each in the order they were handed in."""
        found: dict[str | None, list[Held]] = {}
        for held in self.held:
            found.setdefault(held.type, []).append(held)
        return {type_id: tuple(documents) for type_id, documents in found.items()}

    @cached_property
    def undetermined(self) -> tuple[Material, ...]:
        """Files of which nobody knows what they are: any of them may be the one that is missed."""
        unknown = tuple(held.material for held in self.held if held.type is None)
        return tuple(dict.fromkeys((*unknown, *self.refused, *self.pending)))


_TITLES = {"benefit": "经济社会效益证明", "vocational": "职业资格（技能等级）证书", "patent": "专利证书"}
"""Names of which what stands before the stroke is no name: 经济/社会效益证明."""


@lru_cache(maxsize=256)
def type_title(type_id: str | None) -> str:
    """Return the Chinese name of a document type."""
    if type_id is None:
        return "类型未识别的材料"
    if type_id in _TITLES:
        return _TITLES[type_id]
    known = document_types().get(type_id)
    # The catalogue's names go on with other names and remarks: 年度考核(登记)表, 职称证书/任职资格证书(纸质).
    return re.sub(r"\(.*?\)|/.*", "", known.zh) if known is not None else type_id


def _split(material: Material, observation: Observation, case: Case) -> list[Held]:
    corrections = tuple((fix.name, fix.value) for fix in case.corrections if fix.document == material.document)
    parts = joined_parts(observation)
    if len(parts) < 2 or TYPE_FIELD in dict(corrections):
        last = max((page.number for page in observation.pages), default=1)
        parts = (
            trusted(
                Part,
                type=observation.type,
                type_confidence=observation.type_confidence,
                first_page=1,
                last_page=last,
            ),
        )
        alone = True
    else:
        alone = False
    return [_held(material, observation, part, corrections, alone=alone) for part in parts]


def _held(
    material: Material,
    observation: Observation,
    part: Part,
    corrections: tuple[tuple[str, str | None], ...],
    *,
    alone: bool,
) -> Held:
    type_id, confidence = part.type, part.type_confidence
    if alone and TYPE_FIELD in dict(corrections):
        type_id, confidence = dict(corrections)[TYPE_FIELD], 1.0
    elif alone and type_id is None:
        # Nothing was recognised: what the sender says it is, is better than nothing.
        type_id, confidence = material.declared_type, None
    return Held(material, observation, type_id, confidence, part.first_page, part.last_page, corrections)
