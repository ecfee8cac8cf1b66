"""What every accuracy program needs: labels and boxes from CSV, pages of a picture or PDF, matching, intervals."""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import VerifierError
from models.geometry import Box
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document


@dataclass(frozen=True)
class Label:
    """One row of the labels CSV; None where the cell is empty."""

    path: str
    category: str | None
    type: str | None
    split: str | None
    subject_name: str | None
    answer: str | None
    note: str | None


@dataclass(frozen=True)
class TrueBox:
    """One row of the boxes CSV; `ignore` counts neither way."""

    path: str
    page: int
    kind: str
    box: Box
    text: str | None
    shape: str | None
    colour: str | None
    role: str | None
    signature_kind: str | None
    ignore: bool


@dataclass(frozen=True)
class Rate:
    """A share with its count and its Wilson 95 % interval."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """Hits over total, None where there was nothing to count."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval; (0, 1) where there was nothing to count."""
        return wilson(self.hits, self.total)

    def __str__(self) -> str:
        if self.value is None:
            return "   - (0/0)"
        low, high = self.interval
        return f"{self.value:6.1%} ({self.hits}/{self.total}, 95% {low:.1%}..{high:.1%})"

    def as_json(self) -> dict[str, Any]:
        """Return the rate as it stands in the RESULT line."""
        low, high = self.interval
        return {
            "value": self.value,
            "hits": self.hits,
            "total": self.total,
            "wilson95": [round(low, 4), round(high, 4)],
        }


def wilson(hits: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """Return Wilson's score interval of a share (Wilson 1927, JASA 22), 95 % by default."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def arguments(description: str, *, boxes: bool = True) -> argparse.ArgumentParser:
    """Return the parser that every accuracy program shares; the defaults come from VERIFIER_DEVSET."""
    place = os.environ.get("VERIFIER_DEVSET")
    folder = Path(place) if place else None
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--images", type=Path, default=folder, required=folder is None, help="folder of the pictures")
    parser.add_argument("--labels", type=Path, default=folder and folder / "LABELS.csv", required=folder is None)
    if boxes:
        parser.add_argument("--boxes", type=Path, default=folder and folder / "BOXES.csv", required=folder is None)
    parser.add_argument("--split", help="measure only the rows of this split")
    return parser


def read_labels(path: Path, *, split: str | None = None) -> list[Label]:
    """Return the rows of a labels CSV, those of one split if it is named."""
    names = ("category", "type", "split", "subject_name", "answer", "note")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [Label(row["path"], *(row.get(name) or None for name in names)) for row in csv.DictReader(file)]
    return [row for row in rows if split is None or row.split == split]


def read_boxes(path: Path) -> dict[str, list[TrueBox]]:
    """Return the rows of a boxes CSV by the path of their picture."""
    found: dict[str, list[TrueBox]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            sides = (float(row[side]) for side in ("left", "top", "right", "bottom"))
            texts = (row.get(name) or None for name in ("text", "shape", "colour", "role", "signature_kind"))
            page = int(row.get("page") or 1)
            true = TrueBox(
                row["path"], page, row["kind"], Box.clamped(*sides), *texts, (row.get("ignore") or "0") == "1"
            )
            found.setdefault(true.path, []).append(true)
    return found


def open_pages(folder: Path, label: Label) -> Opened | None:
    """Return the opened picture or PDF of a label, None where the product refuses it."""
    try:
        return open_document(folder / label.path, filename=Path(label.path).name)
    except VerifierError:
        return None


def matched(truths: Sequence[Box], guesses: Sequence[Box], *, iou: float = 0.5) -> list[tuple[int, int]]:
    """Return pairs (truth, guess) that overlap enough, the closest pairs first, each used once."""
    pairs = [(true.iou(guess), i, j) for i, true in enumerate(truths) for j, guess in enumerate(guesses)]
    taken: list[tuple[int, int]] = []
    for overlap, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if overlap >= iou and all(i != first and j != second for first, second in taken):
            taken.append((i, j))
    return taken


def plain(text: str | None) -> str:
    """Return a text as texts are compared: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def character_accuracy(truth: str, read: str | None) -> float:
    """Return 1 minus the edit distance over the longer length, 0..1."""
    from rapidfuzz.distance import Levenshtein

    return 1.0 - Levenshtein.normalized_distance(plain(truth), plain(read))


def mean(values: Iterable[float]) -> float | None:
    """Return the mean, None of nothing."""
    found = list(values)
    return sum(found) / len(found) if found else None


def finish(result: dict[str, Any]) -> None:
    """Print the last line of an accuracy program."""
    print("RESULT " + json.dumps(result, ensure_ascii=False, sort_keys=True))
