"""How sure an observation must be before it decides against an applicant."""

from __future__ import annotations

import datetime as dt
from typing import Final

SURE: Final = 0.8
"""Below this confidence (0..1) an observation goes to a person: a misread character must not cost an application."""


UNSURE_TYPE: Final = 0.5
"""Below this confidence a document may be something else: a defect of what it is taken for goes to a person."""


def is_doubtful(confidence: float | None) -> bool:
    """Tell whether a confidence is low. None is not low: text that was not guessed at (a text layer) carries none."""
    return confidence is not None and confidence < SURE


UNDER_SEAL: Final = 0.85
"""Confidence at the most of what stands under a seal: its strokes make other digits of which a reader is sure."""


def is_other_year(day: dt.date, other: dt.date, confidence: float | None) -> bool:
    """Tell whether a date under a seal lies in another year than the date that it is compared with.

    Papers of one procedure are of one year, or of two that meet: far more often a digit of the year is misread.
    """
    return confidence is not None and confidence <= UNDER_SEAL and abs((day - other).days) > _A_YEAR // 2


_A_YEAR: Final = 365
