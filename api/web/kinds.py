"""Types of documents as people choose them."""

from __future__ import annotations

from verifier.certificates.types import document_types
from verifier.checks.dossier import type_title


def type_choices() -> list[tuple[str, str, list[str]]]:
    """Return every type: its id, its title, and the words in a file's name that speak for it."""
    return [(kind.id, type_title(kind.id), [*kind.title, type_title(kind.id)]) for kind in document_types().values()]
