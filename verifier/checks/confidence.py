"""How sure an observation must be before it decides against an applicant."""

from __future__ import annotations

from typing import Final

SURE: Final = 0.8
"""Below this confidence (0..1) an observation goes to a person: a misread character must not cost an application."""


def is_doubtful(confidence: float | None) -> bool:
    """Tell whether a confidence is low. None is not low: text that was not guessed at (a text layer) carries none."""
    return confidence is not None and confidence < SURE
