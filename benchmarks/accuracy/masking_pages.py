"""One labelled picture of the masking benchmark: names found, a copy made, and what an outsider reads in it.

What is measured of a picture is one dictionary of plain JSON, so that a long run can be stopped and gone on with.
"""

from __future__ import annotations

import collections
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.masking_outsider import Outsider
from benchmarks.accuracy.measuring import Label, TrueBox, plain
from models.document import Page
from models.geometry import Box
from models.masking import MaskingAnswer
from models.observation import Observation, SurfaceKind
from verifier.intake.opened import Opened
from verifier.masking.answer import judge_masking
from verifier.masking.apply import MaskedCopy, make_masked_copy
from verifier.masking.names import find_traces
from verifier.masking.proof import stored_pictures
from verifier.masking.subject import Subject
from verifier.masking.variants import DOUBTFUL
from verifier.observing import observe
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.upright import straight_picture

Record = dict[str, Any]
T = TypeVar("T")

_ON_PAGES: Final = frozenset({SurfaceKind.PIXELS, SurfaceKind.TEXT_LAYER, SurfaceKind.SIGNATURE, SurfaceKind.SEAL})
_OPEN: Final = 0.2
"""Share of the ink of a true name that is left to see from which on it stands open."""
_DARKER: Final = 30
"""Levels by which that ink is darker than its paper."""
_LEAST_INK: Final = 0.02
_HIDING: Final = ("opaque", "partial")
"""Kinds of the sender's own covers below which nothing is left to be painted over."""


class Looker:
    """The engines of one run: ours, the one of the proof, and the outsider's."""

    def __init__(self, engine: OcrEngine, second: OcrEngine, outsider: Outsider) -> None:
        self._engine = engine
        self._second = second
        self._outsider = outsider
        self._seconds: dict[str, list[float]] = {}

    def measure(self, label: Label, opened: Opened, truths: Sequence[TrueBox], *, copy: bool, reread: bool) -> Record:
        """Return what came of one picture, with a `copy` of it or not, and with more readings of that or not."""
        self._seconds = {}
        pages = len(opened.images)
        observation = self._timed("observe", lambda: observe(opened, self._engine), pages)
        subject = Subject(str(label.subject_name))
        answer = self._timed("check", lambda: judge_masking("page", observation, subject), pages)
        record = {
            "path": label.path,
            "type": label.type,
            "note": label.note,
            "pages": pages,
            **_mentions(answer, truths, observation),
            "copy": self._copy(opened, observation, subject, truths, reread=reread) if copy else None,
        }
        return record | {"cpu": self._seconds}

    def _timed(self, what: str, do: Callable[[], T], pages: int = 1) -> T:
        start = cpu_seconds()
        done = do()
        self._seconds.setdefault(what, []).append((cpu_seconds() - start) / max(1, pages))
        return done

    def _copy(
        self, opened: Opened, observation: Observation, subject: Subject, truths: Sequence[TrueBox], *, reread: bool
    ) -> Record:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "copy.pdf")
            made: MaskedCopy = self._timed(
                "apply", lambda: make_masked_copy(opened, observation, subject, out, self._second), len(opened.images)
            )
            if made.path is None:
                return {"released": False, "failed": [f"{s.step}: {s.detail}" for s in made.proof if not s.passed]}
            pictures = stored_pictures(made.path.read_bytes())
        pages = zip(pictures, opened.images, observation.pages, strict=True)
        return {"released": True, "pages": [self._page(made, *page, subject, truths, reread=reread) for page in pages]}

    def _page(
        self,
        made: MaskedCopy,
        picture: RgbImage,
        original: RgbImage,
        page: Page,
        subject: Subject,
        truths: Sequence[TrueBox],
        *,
        reread: bool,
    ) -> Record:
        """Return what an outsider reads in a page of a released copy, what is covered, and what else changed."""
        upright = straight_picture(picture, page)
        texts = [self._timed("rapidocr", lambda: self._outsider.read(upright)), *self._outsider.turned()]
        texts += self._outsider.whole(upright) if reread else []
        painted = _painted(made, page.number, picture)
        hidden = _within([true.box for true in truths if true.kind == "cover" and true.role in _HIDING], picture)
        names = [true for true in truths if true.kind == "name" and true.page == page.number]
        visible = sum(true.box.area for true in names)
        unlike = (picture != original).any(axis=2)
        covers = [one.box for one in made.boxes if one.page == page.number]
        return {
            "leaks": [
                f"{trace.variant}{' turned' if place else ''}"
                for place, text in enumerate(texts)
                for trace in find_traces(text, subject)
                if trace.variant not in DOUBTFUL
            ],
            "readings": len(texts),
            "four_ways": reread,
            "changed": int((unlike & ~painted).sum()),
            "open": [
                _is_by_hand(true.box, truths) for true in names if _left(original, painted, hidden, true.box) > _OPEN
            ],
            "share": float(painted.mean()),
            "ratio": float(painted.mean()) / visible if visible else None,
            "kept": _kept(page, covers, self._engine.read(upright)) if reread else None,
        }


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _mentions(answer: MaskingAnswer, truths: Sequence[TrueBox], observation: Observation) -> Record:
    """Return the true names, which of them were found, and the hits that are none; boxes lie on the picture.

    A name that somebody blurred or hid otherwise is found where the bad cover is told.
    """
    names = [true.box for true in truths if true.kind == "name" and not true.ignore]
    hits = [hit for page in answer.pages for hit in page.names if hit.box is not None and hit.surface in _ON_PAGES]
    boxes = [_back(hit.box, observation, hit.page or 1) for hit in hits if hit.box is not None]
    known = [true.box for true in truths if true.kind == "cover"]
    covers = [_back(cover.box, observation, cover.page) for cover in observation.covers]
    return {
        "mentions": [
            {
                "hand": _is_by_hand(name, truths),
                "found": any(name.contains(box.centre) or box.contains(name.centre) for box in boxes)
                or (any(name.covered_by(true) > 0.5 for true in known) and any(map(name.intersection, covers))),
            }
            for name in names
        ],
        "hits": [
            {
                "surface": hit.surface.value,
                "variant": hit.variant,
                "right": any(box.intersection(name.expanded(0.004, 0.004)) for name in names),
            }
            for hit, box in zip(hits, boxes, strict=True)
        ],
        "covers": len(covers),
        "false_covers": sum(not any(true.intersection(cover) for true in known) for cover in covers),
    }


def _is_by_hand(name: Box, truths: Sequence[TrueBox]) -> bool:
    """Tell whether a name stands in a slot that was signed."""
    slots = [true.box for true in truths if true.kind == "signature_slot" and true.signature_kind != "printed"]
    return any(name.covered_by(slot) > 0.5 for slot in slots)


def _back(box: Box, observation: Observation, page: int) -> Box:
    original = observation.pages[page - 1].original
    return box if original is None else original.apply_box(box)


def _painted(made: MaskedCopy, number: int, picture: RgbImage) -> NDArray[np.bool_]:
    return _within([one.original for one in made.boxes if one.page == number], picture)


def _within(boxes: Iterable[Box], picture: RgbImage) -> NDArray[np.bool_]:
    """Return which pixels of a picture lie in one of the boxes, or touch it."""
    inside = np.zeros(picture.shape[:2], dtype=bool)
    for box in boxes:
        left, top, right, bottom = box.to_pixels(picture.shape[1], picture.shape[0])
        inside[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = True
    return inside


def _left(original: RgbImage, painted: NDArray[np.bool_], hidden: NDArray[np.bool_], box: Box) -> float:
    """Return the share of a name's ink that is still to see; of its area where it has no ink to speak of.

    Boxes of turned names have corners without ink, and what the sender hid for good needs no second box.
    """
    left, top, right, bottom = box.to_pixels(original.shape[1], original.shape[0])
    own = (slice(top, bottom), slice(left, right))
    grey, open_ = original[own].mean(axis=2), ~hidden[own]
    if not open_.any():
        return 0.0
    ink = open_ & (grey < np.percentile(grey[open_], 90) - _DARKER)
    asked = ink if ink.sum() > _LEAST_INK * open_.sum() else open_
    return float((asked & ~painted[own]).sum() / asked.sum())


def _kept(page: Page, boxes: Sequence[Box], again: Sequence[Any]) -> list[int]:
    """Return [characters outside all boxes that are read again, characters outside all boxes], in any order."""
    expected: collections.Counter[str] = collections.Counter()
    for line in page.lines:
        pieces = [(word.text, word.box) for word in line.words] or [(line.text, line.box)]
        for text, box in pieces:
            if not any(box.intersection(other.expanded(0.002, 0.002)) for other in boxes):
                expected.update(plain(text))
    read = collections.Counter(plain("".join(line.text for line in again)))
    return [(expected & read).total(), expected.total()]
