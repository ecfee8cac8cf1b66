"""Places where the subject's name stands by what is printed beside them, whatever was read there.

A hand is read wrong or not at all, and so is small print; but a slot that says 申报人（签名） or a cell behind 姓名
says itself whose name it holds. What cannot be read there for certain as somebody else's is taken for the subject's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from models.geometry import Box
from models.observation import NameHit, Observation, Signature, SignatureKind, SurfaceKind
from verifier.masking.covers import text_height
from verifier.masking.folding import fold
from verifier.masking.name_places import FORM_WORD, name_places
from verifier.masking.needs import weak_covers
from verifier.masking.signers import is_others, is_own
from verifier.masking.subject import Subject, split_han_name
from verifier.masking.variants import COVERED, FIELD, SIGNED

_FILLED: Final = (SignatureKind.HANDWRITTEN, SignatureKind.PASTED, SignatureKind.UNCLEAR)

_PRONOUNS: Final = frozenset("我本该系")
_DATE: Final = re.compile(r"\d{4}|[年月日]")
_SURE: Final = 0.9
_SHORTEST, _LONGEST, _TIMES = 2, 4, 2
_SHARED: Final = 0.5
_ROW_AND_RIM: Final = 1.5
"""Height of what is hidden anew under a weak cover, in heights of a line."""
_SLACK, _LITTLE_SLACK = 0.35, 0.1
"""Heights of the slot by which strokes stick out of it, and of one that is likely somebody else's."""


def own_signatures(observation: Observation, subject: Subject) -> list[NameHit]:
    """Return what is written in slots of the subject's own, or reads much like the name, with the slot's box.

    A neat hand is taken for print: what looks printed in an own slot counts unless it is no name at all.
    """
    return [
        _signed(slot)
        for slot in observation.signatures
        if (slot.kind in _FILLED and (is_own(slot, observation) or _reads_alike(slot.text or "", subject)))
        or (slot.kind is SignatureKind.PRINTED and is_own(slot, observation) and _may_be(slot.text or "", 0.0, subject))
    ]


Inked = Callable[[int, Box], bool]
"""Tells whether there is ink in a box of a page (counted from 1)."""

Around = Callable[[int, Box, Box], Box]
"""Gives the part of a place of a page that holds all the ink that reaches into its core (page, place, core)."""


def open_signatures(observation: Observation, around: Around | None = None) -> list[NameHit]:
    """Return what is written in slots of which nothing says that somebody else signs there, the subject's own ones too.

    For a copy that is the safe side. A slot is covered as far as `around` finds ink in it, with strokes that stick out
    of it: slots are as wide as their form has room, and a form has many of them.
    """
    found = []
    for slot in observation.signatures:
        own = is_own(slot, observation)
        if slot.kind not in _FILLED or (not own and is_others(slot)):
            continue
        hit = _signed(slot, slack=_SLACK if own else _LITTLE_SLACK)
        if around is not None and hit.box is not None:
            hit = replace(hit, box=around(slot.page, hit.box, slot.box))
        found.append(hit)
    return found


def inked_slots(observation: Observation, inked: Inked) -> list[NameHit]:
    """Return the subject's own slots in which something stands though no signature was seen: a faint hand, or print.

    For a copy that is the safe side: nobody else's name stands there.
    """
    return [
        replace(_signed(slot), variant=FIELD)
        for slot in observation.signatures
        if slot.kind not in _FILLED and is_own(slot, observation) and inked(slot.page, slot.box)
    ]


def under_weak_covers(observation: Observation) -> list[NameHit]:
    """Return the places under covers that can be undone or read beside, with the rest of the row that sticks out."""
    heights = {page.number: text_height(page.lines) for page in observation.pages}
    return [
        NameHit(
            SurfaceKind.PIXELS, "", COVERED, False, cover.page,
            cover.box.expanded(0.0, max(0.0, (_ROW_AND_RIM * heights[cover.page] - cover.box.height) / 2)),
        )
        for cover in weak_covers(observation.covers)
    ]  # fmt: skip


def name_fields(observation: Observation, subject: Subject, inked: Inked | None = None) -> list[NameHit]:
    """Return what stands behind labels of the subject's name and is not for certain somebody else's.

    Args:
        observation: what was seen; its readings may be wrong.
        subject: whose name it may be.
        inked: tells of places where nothing was read whether something stands there; None asks what was observed.
    """
    if inked is None:
        inked = partial(_seen_inked, observation)
    found = []
    for page in observation.pages:
        for place in name_places(page, [table for table in observation.tables if table.page == page.number]):
            if place.text.strip():
                kept = _may_be(place.text, place.confidence, subject)
            else:
                kept = inked(page.number, place.box)
            if kept:
                found.append(NameHit(SurfaceKind.PIXELS, place.text, FIELD, False, page.number, place.box))
    return found


def _seen_inked(observation: Observation, number: int, box: Box) -> bool:
    """Tell whether something was seen in a place that nobody could read (`unread_names`)."""
    return any(
        one.kind is SurfaceKind.PIXELS and not one.text and one.page == number and one.box and one.box.intersection(box)
        for one in observation.surfaces
    )


def _signed(slot: Signature, *, slack: float = 0.0) -> NameHit:
    box = slot.box.expanded(0.0, slack * slot.box.height)
    return NameHit(SurfaceKind.SIGNATURE, slot.text or "", SIGNED, False, slot.page, box)


def _reads_alike(text: str, subject: Subject) -> bool:
    """Tell whether half of the name was read, and not its surname alone: that is how a hand is read."""
    name, read = "".join(subject.parts), fold(text).text
    surname, given = (fold(part).text for part in split_han_name(name))
    return any(character in read for character in given) and _shared(read, surname + given) >= _SHARED


def _shared(read: str, name: str) -> float:
    return sum(character in name for character in read) / max(len(read), len(name), 1)


def _may_be(text: str, confidence: float, subject: Subject) -> bool:
    """Tell whether a value may be the subject's name: unless it is surely read as another, or is no name at all."""
    read = "".join(character for character in fold(text).text if character.isalnum())
    if (
        not read
        or read in _PRONOUNS
        or _DATE.search(read)
        or FORM_WORD.search(read)
        or len(read) > _TIMES * max(_LONGEST, len("".join(subject.parts)))
    ):
        return False
    shared = _shared(read, fold("".join(subject.parts)).text)
    han = all("\u3400" <= character <= "\u9fff" for character in read)
    # Transcribed names (古丽孜依拉·木拉提) are longer than four characters, and readers drop their dot.
    another = han and len(read) >= _SHORTEST and confidence >= _SURE and shared < _SHARED
    return not another
