"""Evidence from what was observed."""

from __future__ import annotations

from models.messages import text
from models.observation import FieldValue, Seal, Signature
from models.report import Evidence
from verifier.checks.dossier import Held, piece


def at_field(held: Held, field: FieldValue, *, expected: str | None = None) -> Evidence:
    """Return where a field stands and what was read there."""
    shown = field.raw if field.raw is not None else field.value
    return piece(held.document, field.page, field.box, shown, expected, field.confidence)


def at_seal(held: Held, seal: Seal, *, expected: str | None = None) -> Evidence:
    """Return where a seal is and what it says."""
    return piece(held.document, seal.page, seal.box, seal_text(seal), expected, seal.confidence)


def at_signature(held: Held, signature: Signature) -> Evidence:
    """Return where a signature slot is, what was read there and whose hand is wanted."""
    expected = text("checks.signature_expected", role=signature.role)
    return piece(held.document, signature.page, signature.box, signature.text, expected, signature.confidence)


def seal_text(seal: Seal) -> str | None:
    """Return what a seal says: its arc, then its centre line; None where nothing was read."""
    parts = [part for part in (seal.text, seal.centre_text) if part]
    return " ".join(parts) or None
