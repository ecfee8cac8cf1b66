"""What is drawn over a page: a box, what kind of thing is in it, and its words."""

from __future__ import annotations

from models.geometry import Box
from models.messages import has_text, text
from models.observation import NameHit


def mark(kind: str, label: str, box: Box) -> dict[str, object]:
    """Return a mark as the viewer takes it."""
    return {"kind": kind, "label": label, "box": [round(side, 5) for side in box]}


def name_kind(hit: NameHit) -> str:
    """Return the kind of mark of a name: whether it can still be read."""
    return "name covered" if hit.covered else "name"


def hit_label(hit: NameHit) -> str:
    """Return a trace in words: where, what, and as which spelling."""
    variant = f"masking.variant_{hit.variant}"
    return text(
        "console.mask_covered_hit" if hit.covered else "console.mask_hit",
        surface=text(f"checks.surface_{hit.surface}"),
        text=hit.text,
        variant=text(variant if has_text(variant) else "masking.variant_other"),
    )
