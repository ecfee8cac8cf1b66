"""The signatures of a page (签名): slot by slot, what stands in it and how it got there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.document import Line
from models.geometry import Box
from models.observation import Seal, SealColour, SealShape, Signature, SignatureKind
from verifier.ink_prints import packed
from verifier.pictures import RgbImage
from verifier.signatures.borders import within_borders
from verifier.signatures.dates import dates_of
from verifier.signatures.ink import Ink
from verifier.signatures.judge import SlotContext, look_at_slot
from verifier.signatures.same_picture import signature_print
from verifier.signatures.slots import Slot, find_slots

_LONGEST_NAME = 24
"""A longer reading behind a label is no name."""
_HIDDEN_BY_SEAL = 0.3
_LAID, _SAME = 0.97, 0.5
_WRITTEN = (SignatureKind.HANDWRITTEN, SignatureKind.UNCLEAR)
_MARGIN = 1.0
"""What is looked at around a slot, in label heights."""


def observe_signatures(
    image: RgbImage, lines: Sequence[Line], seals: Sequence[Seal], *, page: int, laid: Sequence[Box] = ()
) -> list[Signature]:
    """Return the signature slots of an upright page (H x W x 3) with what stands in them, in reading order.

    A slot that cannot be judged is `unclear`: a person looks. `text` is the reader's reading of the slot, evidence for
    an expected name and no transcription. The dates are those beside or below the slots. `laid` is where a PDF has put
    small pictures on the page: no pen writes those.
    """
    height, width = image.shape[:2]
    slots = find_slots(lines, aspect=width / height)
    signatures = []
    for slot, date in zip(slots, dates_of(image, lines, slots), strict=True):
        found = _judge_areas(image, slot, seals)
        if found.kind in _WRITTEN and _in_a_picture(found.box, slot, seals, laid):
            found = replace(found, kind=SignatureKind.PASTED, confidence=_LAID)
        readable = found.kind is not SignatureKind.ABSENT and slot.filling and len(slot.filling) <= _LONGEST_NAME
        text = slot.filling if readable else None
        ink = _ink_print(found)
        signatures.append(Signature(page, found.box, slot.role, found.kind, found.confidence, date, text, ink))
    return signatures


@dataclass(frozen=True, eq=False)
class _Judged:
    """One area of a slot as judged; `ink` is None where none was looked for."""

    box: Box
    kind: SignatureKind
    confidence: float | None
    ink: Ink | None = None


def _ink_print(found: _Judged) -> str | None:
    """Return how the ink of a signature lies; print is the same wherever it stands, and no lead."""
    written = found.ink is not None and found.kind in (*_WRITTEN, SignatureKind.PASTED)
    kept = signature_print(found.ink) if written and found.ink is not None else None
    return packed(kept) if kept is not None else None


def _judge_areas(image: RgbImage, slot: Slot, seals: Sequence[Seal]) -> _Judged:
    """Judge the likeliest area; where it is empty, another area counts only if a hand clearly wrote there.

    Print in the other areas belongs to the form, and says nothing of the signature.
    """
    height, width = image.shape[:2]
    first: _Judged | None = None
    for area in slot.areas:
        box = within_borders(image, area, slot.label, slot.height)
        left, top, right, bottom = box.to_pixels(width, height)
        crop = np.ascontiguousarray(image[top:bottom, left:right])
        context = _context(image, (left, top, right, bottom), slot.height * height)
        judged = _Judged(box, *look_at_slot(crop, context)) if crop.size else _Judged(box, SignatureKind.UNCLEAR, None)
        if first is None:
            first = judged
            if judged.kind is not SignatureKind.ABSENT:
                break
        elif judged.kind is SignatureKind.HANDWRITTEN:
            return judged
    if first is None:
        return _Judged(slot.label, SignatureKind.UNCLEAR, None)
    unseen = first.kind is SignatureKind.ABSENT and (slot.filling or _has_chop(first.box, seals))
    if unseen or _under_dark_seal(first.box, seals):
        return _Judged(first.box, SignatureKind.UNCLEAR, None)
    return first


def _in_a_picture(box: Box, slot: Slot, seals: Sequence[Seal], laid: Sequence[Box]) -> bool:
    """Tell whether a picture of the PDF, no seal, lies mostly in the slot, or around it and not over its label."""
    for picture in laid:
        sealed = any(picture.covered_by(seal.box) > _SAME and seal.box.covered_by(picture) > _SAME for seal in seals)
        inside = picture.covered_by(box) > _SAME or box.covered_by(picture) > _SAME
        if inside and not sealed and slot.label.covered_by(picture) < _SAME:
            return True
    return False


def _context(image: RgbImage, slot: tuple[int, int, int, int], label_px: float) -> SlotContext:
    """Return what lies around a slot (left, top, right, bottom in pixels): a label's height on every side."""
    margin = max(12, round(_MARGIN * label_px))
    left, top = max(0, slot[0] - margin), max(0, slot[1] - margin)
    around = image[top : slot[3] + margin, left : slot[2] + margin]
    return SlotContext(label_px, np.ascontiguousarray(around), (slot[0] - left, slot[1] - top))


def _has_chop(box: Box, seals: Sequence[Seal]) -> bool:
    """Tell whether a name chop (私章) stands in the slot: somebody signed with it; whether that will do, others say.

    A round seal is an organisation's: over an empty slot it signs nothing.
    """
    return any(seal.shape is not SealShape.ROUND and box.contains(seal.box.centre) for seal in seals)


def _under_dark_seal(box: Box, seals: Sequence[Seal]) -> bool:
    """Tell whether a seal that is not red lies over the slot: its ink cannot be told from a pen's."""
    dark = [seal for seal in seals if seal.colour is not SealColour.RED]
    return any(box.covered_by(seal.box) > _HIDDEN_BY_SEAL for seal in dark)
