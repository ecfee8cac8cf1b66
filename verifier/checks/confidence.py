"""How sure an observation must be before it decides against an applicant."""

from __future__ import annotations

from typing import Final

SURE: Final = 0.8
"""Below this confidence (0..1) an observation goes to a person: a misread character must not cost an application."""


UNSURE_TYPE: Final = 0.5
"""Below this confidence a document may be something else: a defect of what it is taken for goes to a person."""


def is_doubtful(confidence: float | None) -> bool:
    """Tell whether a confidence is low. None is not low: text that was not guessed at (a text layer) carries none."""
    return confidence is not None and confidence < SURE
