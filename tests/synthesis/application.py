"""Builds a whole application folder as `verifier screen` takes it, with the truth of what was planted."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from models.geometry import Box
from tests.synthesis.ageing import Ageing, ageing, scan
from tests.synthesis.documents.common import Style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.pdf import digital_pdf, jpeg, scanned_pdf
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn


@dataclass(frozen=True)
class Expected:
    """One finding that a right verdict must hold: `verdict` is failed or needs_review; None where there is no place."""

    requirement: str
    verdict: str
    document: str | None = None
    page: int | None = None
    box: Box | None = None

    def as_json(self, applicant: str) -> dict[str, object]:
        return {
            "applicant": applicant,
            "requirement": self.requirement,
            "verdict": self.verdict,
            "document": self.document,
            "page": self.page,
            "box": [round(side, 4) for side in self.box] if self.box is not None else None,
        }


@dataclass(frozen=True, eq=False)
class Filed:
    """One file of the folder with its slot and the pages as they were drawn."""

    filename: str
    slot: str
    type: str
    pages: tuple[Drawn, ...]
    data: bytes

    @property
    def document(self) -> str:
        """The id under which findings name it."""
        return f"{self.slot}/{self.filename}"


def file_scan(
    filename: str,
    slot: str,
    type_: str,
    scene: Scene,
    look: Style,
    *,
    seed: int,
    grey: bool = False,
    noise: float | None = None,
    quality: int = 80,
    **options: object,
) -> Filed:
    """Draw a document and scan it: one JPEG, or a PDF of pictures when the name says so."""
    clean = DOCUMENTS[type_](scene, look, **options)
    pages = tuple(
        scan(page, _glass(seed * 10 + index, grey, noise), seed=seed * 10 + index) for index, page in enumerate(clean)
    )
    data = scanned_pdf(pages, quality=quality) if filename.endswith(".pdf") else jpeg(pages[0].image, quality)
    return Filed(filename, slot, type_, pages, data)


def _glass(seed: int, grey: bool, noise: float | None) -> Ageing:
    """The scanner of committed samples: its grain is drawn as it was when they were written."""
    how = replace(ageing(seed, grey=grey), grain="normal")
    return how if noise is None else replace(how, noise=min(how.noise, noise))


def file_digital(filename: str, slot: str, type_: str, scene: Scene, look: Style, **options: object) -> Filed:
    """Draw a document as a born-digital PDF with a text layer."""
    pages = tuple(DOCUMENTS[type_](scene, look, **options))
    return Filed(filename, slot, type_, pages, digital_pdf(pages))


def write_application(
    folder: Path,
    scene: Scene,
    filed: Sequence[Filed],
    expected: Iterable[Expected],
    *,
    policy: str,
    facts: dict[str, object],
    events: dict[str, object],
) -> None:
    """Write the files, manifest.csv, facts.yaml and planted.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in filed:
        (folder / one.filename).write_bytes(one.data)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("file", "slot", "type", "note"))
        rows.writerows((one.filename, one.slot, "", "") for one in filed)
    answers = {"applicant": identity_of(scene), "facts": facts, "events": events, "earlier_notices": []}
    (folder / "facts.yaml").write_text(
        f"# {policy}\n" + yaml.safe_dump(answers, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    lines = (json.dumps(one.as_json(folder.name), ensure_ascii=False) + "\n" for one in expected)
    (folder / "planted.jsonl").write_text("".join(lines), encoding="utf-8")


def write_documents(folder: Path, filed: Sequence[Filed]) -> None:
    """Write documents.jsonl: what each document is and what can be read in its fields (not below a cover)."""
    lines = []
    for one in filed:
        fields = [
            {"page": number, "name": entry.name, "value": entry.value}
            for number, page in enumerate(one.pages, 1)
            for entry in page.truth.fields
            if not any(cover.box.intersection(entry.box) for cover in page.truth.covers)
        ]
        lines.append(json.dumps({"document": one.document, "type": one.type, "fields": fields}, ensure_ascii=False))
    (folder / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def identity_of(scene: Scene) -> dict[str, object]:
    """Return the applicant as facts.yaml tells it."""
    who = scene.person
    return {
        "name": who.name,
        "id_number": who.id_number,
        "unit": scene.unit.name,
        "gender": who.gender,
        "ethnicity": f"{who.ethnicity}族",
        "birth_date": who.birth,
        "recommending_unit": scene.unit.name,
        "supervising_unit": scene.supervisor.name,
    }
