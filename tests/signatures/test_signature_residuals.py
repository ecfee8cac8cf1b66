"""How neighbouring pixels go together: the same for mirrored ink, other for ink that was made of big pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.signatures.signature_pictures import aged, handwritten
from verifier.signatures.ink import isolate_ink
from verifier.signatures.residuals import RESIDUALS, residuals


def measured(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32), isolate_ink(image).mask


@pytest.fixture(scope="module")
def signature() -> np.ndarray:
    return aged(handwritten("王建国"))


def test_shares_of_each_place_and_way_add_up_to_one(signature: np.ndarray) -> None:
    shares = np.array(residuals(*measured(signature))) ** 2
    assert len(shares) == len(RESIDUALS) == len(set(RESIDUALS))
    assert shares.reshape(8, -1).sum(axis=1) == pytest.approx(np.ones(8))


def test_a_mirror_and_a_quarter_turn_change_nothing(signature: np.ndarray) -> None:
    grey, mask = measured(signature)
    found = residuals(grey, mask)
    assert residuals(grey[:, ::-1], mask[:, ::-1]) == pytest.approx(found)
    assert residuals(np.rot90(grey), np.rot90(mask)) == pytest.approx(found)


def test_enlarged_pixels_go_together_otherwise(signature: np.ndarray) -> None:
    small = cv2.resize(signature, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(small, signature.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    one, other = (np.array(residuals(*measured(image))) for image in (signature, coarse))
    again = np.array(residuals(*measured(aged(handwritten("王建国"), seed=9))))
    assert np.linalg.norm(one - other) > 4 * np.linalg.norm(one - again)


def test_no_ink_gives_no_shares() -> None:
    assert set(residuals(np.full((40, 60), 250, np.float32), np.zeros((40, 60), np.bool_))) == {0.0}
