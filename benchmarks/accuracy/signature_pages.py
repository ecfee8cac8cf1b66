"""Signature slots on whole generated pages: are they found, are they and their dates judged rightly."""

from __future__ import annotations

import inspect
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.geometry import Box
from models.observation import Signature, SignatureKind
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.truth import Drawn, SignatureTruth

WAYS = (
    "flatbed", "flatbed", "flatbed", "flatbed_150", "flatbed_300", "photocopy", "heavy_jpeg", "low_contrast", "soft",
    "phone",
)  # fmt: skip
FILLINGS = ("handwritten", "handwritten", "printed", "absent", "pasted")
_REACH = 0.012
"""A slot that is found lies no farther than this from the true one, in page heights."""


@dataclass
class PageTally:
    """(truth, judged, way in) -> count for slots and dates; `values` counts (right, wrong, unread) dates."""

    slots: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dates: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    false_slots: int = 0
    pages: int = 0
    wrong: list[str] = field(default_factory=list)


def draw(split: str, seed: int, count: int, *, ways: tuple[str, ...] = WAYS) -> Iterator[tuple[str, str, Drawn]]:
    """Yield (type, way, page) of `count` pages that hold a signature, the types by turns."""
    rng, drawn, types = random.Random(f"pages {split} {seed}"), 0, list(_SIGNED or DOCUMENTS)
    index = 0
    while drawn < count:
        type_ = types[index % len(types)]
        index += 1
        number = rng.randrange(10**6)
        options = {"signature": rng.choice(FILLINGS)} if _takes_signature(type_) else {}
        pages = DOCUMENTS[type_](scene(number), style(number, split=split), **options)
        way = rng.choice(ways)
        for offset, page in enumerate(pages):
            if page.truth.signatures and drawn < count:
                drawn += 1
                yield type_, way, capture(page, way, number + offset)


def _takes_signature(type_: str) -> bool:
    parameters = inspect.signature(DOCUMENTS[type_]).parameters
    return "signature" in parameters


def signed_types() -> list[str]:
    """Return the types whose drawers know how a slot is to be filled."""
    return [type_ for type_ in DOCUMENTS if _takes_signature(type_)]


_SIGNED = signed_types()


def count_page(name: str, way: str, page: Drawn, found: list[Signature], tally: PageTally) -> None:
    """Count what was found on a page against its truth."""
    tally.pages += 1
    taken: set[int] = set()
    for true in page.truth.signatures:
        best = max(range(len(found)), key=lambda place: _nearness(true, found[place]), default=None)
        hit = best is not None and best not in taken and _nearness(true, found[best]) > -_REACH
        if not hit or best is None:
            tally.slots[true.kind, "missed", way] += 1
            tally.wrong.append(f"{name} {way}: {true.role} {true.kind} missed")
            continue
        taken.add(best)
        one = found[best]
        tally.slots[true.kind, one.kind.value, way] += 1
        if one.kind.value not in (true.kind, SignatureKind.UNCLEAR.value):
            tally.wrong.append(f"{name} {way}: {true.role} {true.name} {true.kind} judged {one.kind.value}")
        _count_date(name, way, true, one, tally)
    tally.false_slots += len(found) - len(taken)


def _nearness(true: SignatureTruth, found: Signature) -> float:
    """Return the shared area as a share of the true slot, or minus the gap between them in page heights."""
    shared = true.box.covered_by(found.box)
    return shared if shared > 0 else -_gap(true.box, found.box) - 1e-9


def _gap(one: Box, other: Box) -> float:
    across = max(0.0, one.left - other.right, other.left - one.right)
    return max(across, one.top - other.bottom, other.top - one.bottom)


def _count_date(name: str, way: str, true: SignatureTruth, one: Signature, tally: PageTally) -> None:
    if true.date is None:
        return
    if one.date is None or true.date.box.intersection(one.date.box) is None:
        tally.dates[true.date.kind, "missed", way] += 1
        return
    kind = one.date.kind.value
    tally.dates[true.date.kind, kind, way] += 1
    if kind not in (true.date.kind, SignatureKind.UNCLEAR.value):
        tally.wrong.append(f"{name} {way}: date {true.date.value} {true.date.kind} judged {kind}")
    if true.date.value is not None:
        read = one.date.value
        tally.values["unread" if read is None else "right" if str(read) == true.date.value else "wrong"] += 1
