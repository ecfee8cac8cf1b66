"""The recipe of a masked copy (遮盖副本): find, cover, rebuild from pixels, prove; released only if all holds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from models.errors import InvalidRequest
from models.geometry import Box
from models.masking import CopyAnswer, PageBox, Step
from models.messages import text
from models.observation import NameHit, Observation
from verifier.intake.opened import Opened
from verifier.masking.answer import beside, poor_pages, traces_of
from verifier.masking.container import masked_pdf, masked_png
from verifier.masking.covering import CoverBox, boxes_to_cover
from verifier.masking.inked import Ink
from verifier.masking.places import inked_slots, name_fields, open_signatures, under_weak_covers
from verifier.masking.proof import pixels_of, prove
from verifier.masking.subject import Subject
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine

INK: Final = (0, 0, 0)
_SHORTEST_NAME: Final = 2
"""A single character stands in so many words that nobody can prove it gone."""

_NAMED: Final = frozenset(
    {
        "id_card", "diploma", "degree", "chsi_reg", "overseas_edu", "title_cert", "title_ecert", "vocational",
        "social_ins", "ce_cert", "xuexi", "appraisal", "app_form", "abstract", "ability_self", "truth_pledge",
        "recommend", "pub_notice", "work_exp", "contract", "exam_score", "cadre_resume", "app_form_prev",
        "term_appraisal", "first_appoint_form", "freelance_political", "foreigner_permit", "peer_vote",
    }
)  # fmt: skip
"""Types that always name the person whom they are about."""


@dataclass(frozen=True)
class MaskedCopy:
    """What came of it: released under `path` only where every step of the proof passed; else there is no file."""

    released: bool
    path: Path | None
    boxes: tuple[CoverBox, ...]
    proof: tuple[Step, ...] = field(default=())

    @property
    def answer(self) -> CopyAnswer:
        """What is told of it."""
        return CopyAnswer(self.released, tuple(PageBox(one.page, one.box) for one in self.boxes), self.proof)


def make_masked_copy(
    opened: Opened,
    observation: Observation,
    subject: Subject,
    out: Path,
    second: OcrEngine,
    *,
    added: Sequence[tuple[int, Box]] = (),
    removed: Sequence[tuple[int, Box]] = (),
) -> MaskedCopy:
    """Write a masked copy of a document to `out` (.pdf, or .png for one page), or nothing where it is not released.

    Args:
        opened: the document with its pictures as they came.
        observation: what was seen in it.
        subject: whose traces are covered.
        out: where the copy goes; its name must not tell the subject.
        second: the engine that reads the copy for the proof.
        added: boxes (page, box on the upright page) of a reviewer.
        removed: boxes of ours that a reviewer takes away; the proof still demands that no trace is left.

    Raises:
        InvalidRequest: `out` is no .pdf or .png, or a .png for several pages.
    """
    _check_target(out, len(opened.images))
    known = traces_of("", observation, subject)
    ink = Ink(opened, observation)
    fields = beside(name_fields(observation, subject, ink.there_is), known)
    # For safety's sake: slots of unknown roles too, own ones that look empty, and whatever somebody hid badly.
    unsure = [
        *open_signatures(observation, ink.around),
        *beside(inked_slots(observation, ink.there_is), known),
        *under_weak_covers(observation),
    ]
    bare = [hit for hit in (*known, *fields, *unsure) if not _is_covered(hit, ink)]
    boxes = boxes_to_cover(observation, bare, added, removed, ink.around)
    hidden = bool(added or fields or observation.covers) or any(hit.box is not None for hit in known)
    readable = _readable(observation, subject, covered=hidden)
    if not readable.passed:
        return MaskedCopy(False, None, tuple(boxes), (readable,))
    images = [_masked(image, number, boxes) for number, image in enumerate(opened.images, start=1)]
    data = masked_png(images[0]) if out.suffix.lower() == ".png" else masked_pdf(images)
    # Under a name of its own until it is proved: nobody may pick up a copy that leaks.
    draft = out.with_name(f".{os.getpid()}-unproved{out.suffix.lower()}")
    try:
        draft.write_bytes(data)
        steps = (readable, *_name_step(out, subject), *prove(draft, opened.images, boxes, subject, second, observation))
        released = all(step.passed for step in steps)
        if released:
            draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return MaskedCopy(released, out if released else None, tuple(boxes), steps)


def _is_covered(hit: NameHit, ink: Ink) -> bool:
    """Tell whether a mask lies over a hit already, as in a copy that is masked once more."""
    return hit.page is not None and hit.box is not None and ink.is_covered(hit.page, hit.box)


def _check_target(out: Path, pages: int) -> None:
    if out.suffix.lower() not in (".pdf", ".png") or (out.suffix.lower() == ".png" and pages != 1):
        raise InvalidRequest(reason=text("masking.out_kind"))


def _name_step(out: Path, subject: Subject) -> list[Step]:
    from verifier.masking.names import find_traces

    return [Step("file_name", False, text("masking.proof_file_name"))] if find_traces(out.name, subject) else []


def _readable(observation: Observation, subject: Subject, *, covered: bool) -> Step:
    """Demand that the page could be read, and that a name was found where its kind of document has one."""
    if not observation.pages:
        return Step("readable", False, text("masking.no_pages"))
    if len("".join(subject.parts)) < _SHORTEST_NAME:
        return Step("readable", False, text("masking.short_name"))
    if poor := poor_pages(observation):
        return Step("readable", False, poor)
    if not covered and _has_a_name(observation):
        return Step("readable", False, text("masking.proof_no_name"))
    return Step("readable", True, text("masking.proof_readable"))


def _has_a_name(observation: Observation) -> bool:
    """Tell whether documents of this kind name their holder: where no name was found, it was not readable."""
    return observation.type in _NAMED


def _masked(image: RgbImage, number: int, boxes: Sequence[CoverBox]) -> RgbImage:
    copy = np.array(image)
    for one in boxes:
        if one.page == number:
            left, top, right, bottom = pixels_of(one.original, image)
            copy[top:bottom, left:right] = INK
    return copy
