"""Pages that no office would make: an answer in bounded time, no crash, no signature invented."""

from __future__ import annotations

import time

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import SignatureKind
from tests.seals.test_seals_bad_input import red, sixty_marks
from tests.signatures.signature_pictures import handwritten
from verifier.pictures import RgbImage
from verifier.signatures.judge import judge_slot
from verifier.signatures.observe import observe_signatures
from verifier.signatures.opinions import judge_opinions

_SECONDS = 4.0
"""CPU seconds; an ordinary page takes a thirtieth of one."""
_SIGNS = (SignatureKind.HANDWRITTEN, SignatureKind.PASTED)
_A4 = (2339, 1654, 3)
_PAGES = {
    "red": red(np.empty(_A4, np.uint8)),
    "black": np.zeros(_A4, np.uint8),
    "white": np.full(_A4, 255, np.uint8),
    "10,000 px wide": np.full((2000, 10_000, 3), 250, np.uint8),
    "thumbnail": np.full((50, 35, 3), 250, np.uint8),
    "one pixel": np.full((1, 1, 3), 250, np.uint8),
    "a line": np.full((3, 2000, 3), 250, np.uint8),
    "60 marks": sixty_marks(),
}


def slots(count: int) -> list[Line]:
    """Return labels of slots all over a page, dates beside them."""
    lines = []
    for index in range(count):
        left, top = 0.05 + 0.45 * (index % 2), 0.02 + 0.96 * (index // 2) / count * 2
        lines.append(Line("申报人（签名）：", Box(left, top, left + 0.12, top + 0.012), 0.99))
        lines.append(Line("年  月  日", Box(left + 0.25, top, left + 0.4, top + 0.012), 0.99))
    return lines


@pytest.mark.parametrize("page", [pytest.param(page, id=name) for name, page in _PAGES.items()])
def test_a_page_full_of_slots_is_answered_in_bounded_time(page: RgbImage) -> None:
    lines = slots(60)
    started = time.process_time()
    found = observe_signatures(page, lines, [], page=1)
    judge_opinions(page, lines, page=1)
    assert time.process_time() - started < _SECONDS
    assert len(found) == 60
    assert not [slot for slot in found if slot.kind in _SIGNS]


def test_noise_is_no_signature() -> None:
    noise = np.random.default_rng(1).integers(0, 256, _A4, dtype=np.uint8)
    started = time.process_time()
    found = observe_signatures(noise, slots(20), [], page=1)
    assert time.process_time() - started < _SECONDS
    assert not [slot for slot in found if slot.kind is SignatureKind.HANDWRITTEN]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_signature_on_its_side_is_never_called_absent(turns: int) -> None:
    kind, _ = judge_slot(np.ascontiguousarray(np.rot90(handwritten("王建国"), turns)))
    assert kind is not SignatureKind.ABSENT


def test_a_thumbnail_of_a_signature_never_passes_for_one() -> None:
    small = handwritten("王建国")[::8, ::8]
    kind, _ = judge_slot(np.ascontiguousarray(small))
    assert kind not in _SIGNS
